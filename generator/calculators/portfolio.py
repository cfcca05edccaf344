"""政策体检: one profile of a company -> what it may get from the whole corpus. docs/assets/portfolio.js does the same.

A claim is one line of the answer of one calculator. What becomes of it: counted (its conditions are met), open (it depends on
what is not known), no, expired, pending, merged (the same benefit, restated elsewhere) or dropped (就高不重复).
Two claims are taken for one matter (同一事项) where the same figure or certificate of the profile brings them; the texts do not
define the word, and the report says so. Claims of one calculator never exclude each other: one clause grants them together.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..addresses import calculator_page, clause_in_document, department_page
from ..model.decode import plain_full
from .answers import InputError
from .engine import calculate, operands
from .values import INF, Num, show

if TYPE_CHECKING:
    from ..handbook import Handbook

PEOPLE = {"talent", "worker", "resident"}
ZERO = Fraction(0)


def pack(handbook: Handbook) -> dict[str, Any]:
    """Everything that a check-up needs, as plain JSON: profile, programs, claims, rules."""
    claims, programs = [], {}
    for name, program in handbook.programs.items():
        if program["kind"] not in ("award", "relief"):
            continue
        found = [_claim(handbook, program, result) for result in program["results"]
                 if result["kind"] in ("amount", "saving") and result["awards"] and not result["total"]]
        found = [claim for claim in found if claim]
        if found:
            programs[name] = {key: value for key, value in program.items() if key not in ("examples", "rule", "notes")}
            claims += found
    return {"profile": plain_full(handbook.profile), "programs": programs, "claims": claims, "rules": _rules(handbook)}


def _claim(handbook: Handbook, program: dict[str, Any], result: dict[str, Any]) -> dict[str, Any] | None:
    facts = handbook.fact_index
    awards = [facts[name] for name in result["awards"] if hasattr(facts[name], "to_government")]
    if not awards or awards[0].to_government or result["only"] and _repeated(program, result):
        return None
    award, document = awards[0], program["document"]["id"]
    own = [a.industries for a in awards if a.industries is not None]
    bodies = list(dict.fromkeys((department, body.name) for department, body in handbook.bodies_of(award.clause)))
    return {
        "id": f"{program['id']}/{result['name']}", "calculator": program["id"], "result": result["name"],
        "title": result["title"] if result["title"] == program["title"] else f"{program['title']}：{result['title']}",
        "url": calculator_page(program["id"]), "awards": [a.id for a in awards], "document": document,
        "jurisdiction": handbook.entries[document].metadata.jurisdiction.value or "suzhou",
        "industries": list(dict.fromkeys(i for industries in own for i in industries)) or list(handbook.facts.facts[document].industries),
        "recipients": list(dict.fromkeys(r for a in awards for r in a.recipients)),
        "benefit": next((a.benefit for a in awards if a.benefit), None), "kind": result["kind"],
        "optional": any(a.optional for a in awards), "item": _item(program, result),
        "from": award.from_date or program["document"]["from"], "to": award.to_date or program["document"]["to"],
        "place": program["places"].get(award.clause, {"title": "", "place": "", "url": clause_in_document(award.clause)}),
        "departments": [{"name": name, "url": department_page(d) if d else None} for d, name in bodies],
    }


def _repeated(program: dict[str, Any], result: dict[str, Any]) -> bool:
    """Whether the line stands for another reading of a line before it: readings of one benefit are one claim."""
    first = next(r for r in program["results"] if r["awards"] == result["awards"])
    return first["name"] == result["name"] and first is not result


def _item(program: dict[str, Any], result: dict[str, Any]) -> str:
    """What brings a claim: the figure or certificate of the profile that its amount rests on; else the award itself."""
    steps = {step["name"]: step for step in program["steps"]}
    used: set[str] = set()
    todo = [result[key] for key in ("value", "low", "high", "when") if result[key]]
    while todo:
        name = todo.pop()
        if name not in used:
            used.add(name)
            todo += operands(steps[name]) if name in steps else []
    inputs = [item for item in program["inputs"] if item["name"] in used and item["profile"]]
    figures = [item["profile"] for item in inputs if "=" not in item["profile"] and item["type"] in ("money", "integer", "number")]
    words = [item["profile"] for item in inputs if "=" in item["profile"]]
    return (figures + words + [result["awards"][0]])[0]


def _rules(handbook: Handbook) -> list[dict[str, Any]]:
    rows = []
    for document, rule in handbook.facts.entries("rules"):
        if rule.kind in ("no_stacking", "overall_cap"):
            view = handbook.clauses[rule.clause]
            rows.append({"id": rule.id, "document": document, "kind": rule.kind, "scope": rule.scope, "same_kind_only": rule.same_kind_only,
                         "cap_yuan": str(rule.cap_yuan) if rule.cap_yuan is not None else None, "awards": list(rule.awards), "quote": rule.quote,
                         "text": rule.text, "title": handbook.entries[document].metadata.short_title, "place": view.place,
                         "url": clause_in_document(rule.clause)})
    return rows


# -- the check-up ------------------------------------------------------------------------------------------


def check_up(data: dict[str, Any], profile: dict[str, Any], today: str) -> dict[str, Any]:
    """The report on a profile: {claims, caps, sums, strict, errors}, claims in the order in which to read them.

    data: see `pack`; profile: {field: text, or a list of words for choices}, and under `answers` {calculator: {input: text}} what
    the reader has told besides of single calculators; today: ISO date of the reader.
    """
    fields = {field["name"]: field for section in data["profile"]["sections"] for field in section["fields"]}
    errors: list[list[str]] = []
    claims = []
    answers: dict[str, Any] = {}
    for claim in data["claims"]:
        reasons = match(claim, fields, profile)
        if reasons is None:
            continue
        program = data["programs"][claim["calculator"]]
        if claim["calculator"] not in answers:
            given = inputs_of(program, fields, profile)
            try:
                answers[claim["calculator"]] = calculate(program, given)
            except InputError as error:
                errors += [list(problem) for problem in error.problems if list(problem) not in errors]
                answers[claim["calculator"]] = calculate(program, {})
        outcome = answers[claim["calculator"]]
        claims.append(_settle({**claim, "reasons": reasons}, outcome, today))
    claims.sort(key=order)
    _merge(claims)
    _drop(claims, data["rules"])
    caps = _caps(claims, data["rules"])
    return {"today": today, "claims": claims, "caps": caps, "sums": _sums(claims, caps), "strict": _strict(claims, data["rules"]),
            "errors": errors}


def match(claim: dict[str, Any], fields: dict[str, Any], profile: dict[str, Any]) -> list[str] | None:
    """Why a claim may concern the company, in words; None where it does not. A question not answered excludes nothing."""
    reasons = []
    for field in fields.values():
        if not field["taxonomy"] or not profile.get(field["name"]):
            continue
        chosen = profile[field["name"]] if isinstance(profile[field["name"]], list) else [profile[field["name"]]]
        wanted = {"industries": claim["industries"], "recipients": claim["recipients"], "jurisdictions": [claim["jurisdiction"]]}[field["taxonomy"]]
        if "all" in wanted and field["taxonomy"] == "industries":
            reasons.append("不限行业")
            continue
        fitting = [option["label"] for option in field["options"] if option["value"] in chosen
                   and set(option["matches"] or [option["value"]]) & set(wanted)]
        if not fitting:
            return None
        reasons.append(f"{field['label']}：{'、'.join(fitting)}")
    return reasons


def inputs_of(program: dict[str, Any], fields: dict[str, Any], profile: dict[str, Any]) -> dict[str, str]:
    """What the profile tells of a calculator's inputs; the rest stays unknown. A word that is not ticked is unknown, not no."""
    given = {}
    for item in program["inputs"]:
        if not item["profile"]:
            continue
        name, _equals, word = item["profile"].partition("=")
        value = profile.get(name)
        if not value or name not in fields:
            continue
        if word:
            if word in value:
                given[item["name"]] = "是"
        elif isinstance(value, str):
            if item["type"] != "choice" or value in [option["value"] for option in item["options"]]:
                given[item["name"]] = value
    told = profile.get("answers", {}).get(program["id"], {})
    names = [item["name"] for item in program["inputs"]]
    return {**given, **{name: text for name, text in told.items() if name in names and text}}


def _settle(claim: dict[str, Any], outcome: dict[str, Any], today: str) -> dict[str, Any]:
    """The claim with its state and amounts over all readings: sure, likely (by the formula), most (the ceiling)."""
    lines = [result for answer in outcome["answers"] for result in answer["results"] if result["name"] == claim["result"]]
    statuses = {line["status"] for line in lines}
    state = "no" if statuses == {"no"} else "counted" if statuses == {"yes"} else "open"
    sure, likely, most = INF, ZERO, ZERO
    for line in lines:
        low, high = (_end(line["low"]), _end(line["high"])) if line["status"] != "no" else (ZERO, ZERO)
        fixed = line["bound"] in ("exact", "at_least", "range")
        sure = _least(sure, low if fixed and not line["or_bound"] else ZERO)
        likely = _most(likely, low if fixed else ZERO)
        most = _most(most, INF if line["bound"] == "at_least" else high)
    if claim["optional"]:
        sure = ZERO
    if claim["to"] and claim["to"] < today:
        state = "expired" if state != "no" else state
    elif claim["from"] and claim["from"] > today:
        state = "pending" if state != "no" else state
    shown = next((line for line in lines if line["status"] != "no"), lines[0])
    counts = state == "counted"
    return {**claim, "state": state, "text": shown["text"], "or_text": shown["or_text"], "readings": len(outcome["answers"]) > 1,
            "sure": str(sure if counts else ZERO), "likely": str(likely if counts else ZERO), "most": str(most if state != "no" else ZERO),
            "bound": shown["bound"], "period": shown["period"], "scope": shown["scope"], "recipient": shown["recipient"],
            "payer": shown["payer"], "missing": shown["missing"], "nearest": shown["nearest"],
            "hints": [hint["text"] for hint in shown["hints"]], "person": set(claim["recipients"]) <= PEOPLE,
            "also": [], "why": None, "rule": None}


def _end(text: str | None) -> Any:
    return INF if text == INF else Fraction(text or 0)


def _least(a: Any, b: Any) -> Any:
    return b if a == INF else a if b == INF else min(a, b)


def _most(a: Any, b: Any) -> Any:
    return INF if INF in (a, b) else max(a, b)


STATES = ("counted", "open", "pending", "merged", "dropped", "no", "expired")


def order(claim: dict[str, Any]) -> tuple:
    """Counted first; then the largest sure sum, the largest by the formula, the highest ceiling."""
    most = _end(claim["most"])
    return (STATES.index(claim["state"]), claim["person"], -Fraction(claim["sure"]), -Fraction(claim["likely"]),
            most == INF, Fraction(0) if most == INF else -most, claim["id"])


def _merge(claims: list[dict[str, Any]]) -> None:
    """One benefit restated in several documents is one claim: the first in order stays, the others are merged into it."""
    kept: dict[str, dict[str, Any]] = {}
    for claim in claims:
        if not claim["benefit"] or claim["state"] not in ("counted", "open"):
            continue
        first = kept.setdefault(claim["benefit"], claim)
        if first is not claim and first["document"] != claim["document"]:
            first["also"].append(claim["id"])
            claim["state"], claim["why"] = "merged", first["id"]


def _drop(claims: list[dict[str, Any]], rules: list[dict[str, Any]]) -> None:
    """就高不重复: of the claims for one matter, the highest stays, where a document of theirs says so."""
    stacking: dict[str, dict[str, Any]] = {}
    for rule in rules:
        if rule["kind"] == "no_stacking":
            stacking.setdefault(rule["document"], rule)
    kept: dict[str, dict[str, Any]] = {}
    for claim in claims:
        if claim["state"] != "counted":
            continue
        first = kept.setdefault(claim["item"], claim)
        rule = stacking.get(claim["document"]) or stacking.get(first["document"])
        if first is not claim and first["calculator"] != claim["calculator"] and rule:
            claim["state"], claim["why"], claim["rule"] = "dropped", first["id"], rule["id"]


def _caps(claims: list[dict[str, Any]], rules: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Overall ceilings of documents: what the counted claims come to before and after."""
    found = []
    for rule in rules:
        if rule["kind"] != "overall_cap" or rule["cap_yuan"] is None:
            continue
        under = [claim for claim in claims if claim["state"] == "counted" and set(claim["awards"]) & set(rule["awards"])]
        if not under:
            continue
        cap = Fraction(rule["cap_yuan"])
        row = {"rule": rule["id"], "claims": [claim["id"] for claim in under], "cap": str(cap)}
        for name in ("sure", "likely", "most"):
            total = _total(under, name)
            row[name] = str(total)
            row[f"{name}_after"] = str(_least(total, cap))
        found.append(row)
    return found


def _total(claims: list[dict[str, Any]], name: str) -> Any:
    ends = [_end(claim[name]) for claim in claims]
    return INF if INF in ends else sum(ends, ZERO)


def _sums(claims: list[dict[str, Any]], caps: list[dict[str, Any]]) -> dict[str, Any]:
    """Sums that keep their bounds: sure, by the formula, at most; for the company, what is saved, and for its people."""
    rows = {}
    for name, wanted in (("company", lambda c: not c["person"] and c["kind"] == "amount"), ("saving", lambda c: c["kind"] == "saving"),
                         ("people", lambda c: c["person"])):
        counted = [claim for claim in claims if claim["state"] == "counted" and wanted(claim)]
        bounded = [claim for claim in counted if _end(claim["most"]) != INF]
        row: dict[str, Any] = {"count": len(counted), "unlimited": len(counted) - len(bounded)}
        for kind, group in (("sure", counted), ("likely", counted), ("most", bounded)):
            total = _total(group, kind)
            if name == "company":
                for cap in caps:
                    ids = {claim["id"] for claim in group}
                    inside = _total([claim for claim in group if claim["id"] in cap["claims"]], kind)
                    if ids & set(cap["claims"]):
                        total -= inside - _least(inside, Fraction(cap["cap"]))
            row[kind] = str(total)
            row[f"{kind}_text"] = show(Num(total, total, "元"))
        rows[name] = row
    open_ = [claim for claim in claims if claim["state"] == "open"]
    rows["open"] = {"count": len(open_)}
    return rows


def _strict(claims: list[dict[str, Any]], rules: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rules that, read to the letter, leave one benefit of all (同一主体 … 多项支持政策): the highest of them, and what is lost."""
    found = []
    for rule in rules:
        if rule["kind"] != "no_stacking" or rule["scope"] != "subject" or rule["same_kind_only"] is not False:
            continue
        counted = [claim for claim in claims if claim["state"] == "counted" and not claim["person"]]
        own = [claim for claim in counted if claim["document"] == rule["document"]]
        if own and len(counted) > 1:
            rest = [claim for claim in counted if claim["document"] != rule["document"]]
            found.append({"rule": rule["id"], "claims": [claim["id"] for claim in own],
                          "highest": counted[0]["id"], "without": [claim["id"] for claim in rest]})
    return found

