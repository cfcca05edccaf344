"""政策体检: one profile of a company -> what it may get from the whole corpus. docs/assets/portfolio.js does the same.

A claim is one benefit of one calculator: one line of its answer, or the lines that stand for different readings of it. What becomes
of it: counted (every condition that the text states is met), open (it depends on what is not known), pending, expired, no, merged (the
same benefit, restated elsewhere) or dropped (就高不重复).

Three figures of a claim, each a bound over all readings: `sure` (the text gives it whatever the reading), `likely` (what its rate or
standard comes to; the least over the readings) and `most` (its ceiling; the highest over the readings). sure <= likely <= most.
A claim that stands for others (merged into it, or dropped because of it) is `worth` the highest of them, bound by bound: which of two
benefits is the higher one is often known only when the bureau has fixed both.

Two claims are one matter (同一事项) where the same figure or title of the profile brings them. The texts do not define the word, and
the report says so. Claims of one calculator never exclude each other: one clause grants them together.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .answers import UNKNOWN, InputError, read_inputs, tidy
from .engine import calculate
from .values import INF, NEG, Num, show
from .wording import WORDING, fill

ZERO = Fraction(0)
FIGURES = ("sure", "likely", "most")
STATES = ("counted", "open", "pending", "merged", "dropped", "no", "expired")
FIXED = ("exact", "at_least", "range")
SAID = ("bound", "or_bound", "scope", "recipient", "payer")


def check_up(data: dict[str, Any], profile: dict[str, Any], today: str) -> dict[str, Any]:
    """The report on a profile: {today, claims, caps, sums, strict, shared, exclusions, errors}, claims in the order in which to read them.

    data: see portfolio_data.pack; profile: {field: text, or a list of words for choices}, and under `answers` {calculator: {input:
    text}} what the reader has told besides of single calculators; today: ISO date of the reader. Figures are exact: 3000000, 7/3, inf.
    """
    fields = {field["name"]: field for section in data["profile"]["sections"] for field in section["fields"]}
    errors: list[list[str]] = []
    known = readable(fields, profile, errors)
    answers: dict[str, Any] = {}
    claims = []
    for claim in data["claims"]:
        reasons = match(claim, fields, known)
        if reasons is None:
            continue
        name = claim["calculator"]
        if name not in answers:
            program = data["programs"][name]
            answers[name] = _answer(program, inputs_of(program, fields, known, profile.get("answers", {}).get(name, {})), errors)
        claims.append(_settle(claim, reasons, unanswered(claim, fields, known), data["programs"][name], answers[name], today))
    claims.sort(key=order)
    _merge(claims, data["rules"])
    _drop(claims, data["rules"])
    claims.sort(key=order)
    caps = _caps(claims, data["rules"])
    return {"today": today, "claims": claims, "caps": caps, "sums": _sums(claims, data["rules"]), "strict": _strict(claims, data["rules"]),
            "shared": _shared(claims, fields), "exclusions": _exclusions(claims, data["rules"]), "errors": errors}


# -- the profile -------------------------------------------------------------------------------------------


def readable(fields: dict[str, Any], profile: dict[str, Any], errors: list[list[str]]) -> dict[str, Any]:
    """The answers of a profile that can be read, as calculators take them (800 of a field in 万元: 800万元); the others go to errors."""
    known: dict[str, Any] = {}
    for field in fields.values():
        value = profile.get(field["name"])
        if field["type"] in ("choice", "choices"):
            words = [option["value"] for option in field["options"]]
            chosen = [word for word in (value if isinstance(value, list) else [value]) if word in words]
            if chosen:
                known[field["name"]] = chosen
        elif field["type"] != "text" and isinstance(value, str) and tidy(value) not in UNKNOWN:
            item = {**field, "min": None, "max": None, "repeat": None}
            try:
                read_inputs({"inputs": [item], "repeats": []}, {field["name"]: value})
                known[field["name"]] = _as_input(field, tidy(value))
            except InputError as error:
                errors += [["", name, message] for name, message in error.problems]
    return known


def _as_input(field: dict[str, Any], text: str) -> str:
    if field["type"] == "money":
        return text + field["unit"] if text[-1] in "0123456789" else text
    unit = tidy(field["unit"] or "")
    return text[: -len(unit)] if unit and text.endswith(unit) else text


def match(claim: dict[str, Any], fields: dict[str, Any], known: dict[str, Any]) -> list[str] | None:
    """Why a claim may concern the company, in words; None where it does not. A question not answered excludes nothing."""
    reasons = []
    for field in fields.values():
        if not field["taxonomy"] or field["name"] not in known:
            continue
        if field["taxonomy"] == "industries" and "all" in claim["industries"]:
            reasons.append("不限行业")
            continue
        fitting = [option["label"] for option in field["options"] if option["value"] in known[field["name"]] and _fits(claim, field, option)]
        if not fitting:
            return None
        reasons.append(f"{field['label']}：{'、'.join(fitting)}")
    return reasons


def unanswered(claim: dict[str, Any], fields: dict[str, Any], known: dict[str, Any]) -> list[str]:
    """Labels of the questions not answered that could still exclude a claim: without them it is not counted."""
    return [field["label"] for field in fields.values()
            if field["taxonomy"] and field["name"] not in known
            and not (field["taxonomy"] == "industries" and "all" in claim["industries"])
            and not all(_fits(claim, field, option) for option in field["options"])]


def _fits(claim: dict[str, Any], field: dict[str, Any], option: dict[str, Any]) -> bool:
    return any(word in claim[field["taxonomy"]] for word in option["matches"] or [option["value"]])


def inputs_of(program: dict[str, Any], fields: dict[str, Any], known: dict[str, Any], told: dict[str, str]) -> dict[str, str]:
    """What is known of a calculator's inputs; the rest stays unknown. A word that is not ticked is unknown, not no."""
    given = {}
    for item in program["inputs"]:
        name, _equals, word = (item["profile"] or "").partition("=")
        value = known.get(name)
        if word:
            if value and word in value:
                given[item["name"]] = "是"
        elif isinstance(value, str):
            given[item["name"]] = value
        elif value and value[0] in [option["value"] for option in item["options"]]:
            given[item["name"]] = value[0]
        if isinstance(told.get(item["name"]), str) and tidy(told[item["name"]]) not in UNKNOWN:
            given[item["name"]] = told[item["name"]]
    return given


def _answer(program: dict[str, Any], given: dict[str, str], errors: list[list[str]]) -> dict[str, Any]:
    """The answer of a calculator; what cannot be read goes to errors and stays unknown."""
    try:
        return calculate(program, given)
    except InputError as error:
        errors += [[program["id"], name, message] for name, message in error.problems]
        bad = [name for name, _message in error.problems]
    try:
        return calculate(program, {name: text for name, text in given.items() if name not in bad})
    except InputError:
        return calculate(program, {})


# -- a claim -----------------------------------------------------------------------------------------------


def _settle(claim: dict[str, Any], reasons: list[str], unsaid: list[str], program: dict[str, Any], outcome: dict[str, Any],
            today: str) -> dict[str, Any]:
    """The claim with its state, words and figures over all readings."""
    readings = [[line for line in answer["results"] if line["name"] in claim["results"] and not line["total"]] for answer in outcome["answers"]]
    statuses = [_status(lines) for lines in readings]
    due = [[line for line in lines if line["status"] != "no"] for lines in readings]
    figures = {
        "sure": _least(*(_sum(_low(line) if not claim["optional"] and not line["or_bound"] else ZERO for line in lines) for lines in due)),
        "likely": _least(*(_sum(_low(line) for line in lines) for lines in due)),
        "most": _highest(*(_sum(_high(line) for line in lines) for lines in due)),
    }
    nothing = figures["most"] == 0 and all(line["low"] is not None for lines in due for line in lines)
    state = "no" if nothing or set(statuses) == {"no"} else "open" if "open" in statuses or unsaid else "counted"
    if state != "no":
        state = "expired" if claim["to"] and claim["to"] < today else "pending" if claim["from"] and claim["from"] > today else state
    shown = next((line for lines in due for line in lines), next(line for lines in readings for line in lines))
    labels = [label for lines in readings for line in lines for label in line["missing"]]
    several = any(len(lines) > 1 for lines in readings)
    return {
        **claim, **{key: shown[key] for key in SAID}, "period": None if several else shown["period"],
        "reasons": reasons, "state": state, "was": state,
        "amounts": _distinct(" ＋ ".join(_words(line, line["bound"]) for line in lines) for lines in due if lines),
        "or_amounts": _distinct(_words(line, line["or_bound"]) for lines in due for line in lines if line["or_bound"]),
        "split": len(set(statuses)) > 1,
        **{name: str(figures[name] if state == "counted" or name == "most" and state != "no" else ZERO) for name in FIGURES},
        "unsaid": unsaid, "missing": list(dict.fromkeys(unsaid + labels)),
        "ask": [item["name"] for item in program["inputs"] if item["label"] in labels],
        "nearest": shown["nearest"] if state == "no" else [],
        "hints": list(dict.fromkeys(hint["text"] for lines in due for line in lines for hint in line["hints"])),
        "also": [], "conflict": False, "why": None, "rule": None, "rival": None,
    }


def _status(lines: list[dict[str, Any]]) -> str:
    states = {line["status"] for line in lines}
    return "no" if states <= {"no"} else "open" if "depends" in states else "yes"


def _low(line: dict[str, Any]) -> Any:
    """What the line gives at least by its rate or standard; nothing where the text sets only a ceiling."""
    return _highest(_end(line["low"]), ZERO) if line["bound"] in FIXED and line["unit"] == "元" else ZERO


def _high(line: dict[str, Any]) -> Any:
    if "at_least" in (line["bound"], line["or_bound"]):
        return INF
    return _highest(_end(line["high"]), ZERO) if line["unit"] == "元" else ZERO


def _words(line: dict[str, Any], bound: str | None) -> str:
    """The amount of a line in words, without what it depends on."""
    if line["low"] is None:
        return fill("bounds", "elsewhere", amount="") if bound == "elsewhere" else WORDING["results"]["no_amount"]
    shown = show(Num(_end(line["low"]), _end(line["high"]), line["unit"]))
    return WORDING["results"]["unsettled"] if shown == WORDING["words"]["unknown"] else fill("bounds", bound or "exact", amount=shown)


def _distinct(words: Any) -> list[str]:
    return list(dict.fromkeys(words))


def _end(text: str | None) -> Any:
    return text if text in (INF, NEG) else Fraction(text or 0)


def _less(a: Any, b: Any) -> bool:
    if a == b:
        return False
    return a == NEG or b == INF or (a != INF and b != NEG and a < b)


def _least(*ends: Any) -> Any:
    least = ends[0]
    for end in ends:
        least = end if _less(end, least) else least
    return least


def _highest(*ends: Any) -> Any:
    highest = ends[0]
    for end in ends:
        highest = end if _less(highest, end) else highest
    return highest


def _sum(ends: Any) -> Any:
    total: Any = ZERO
    for end in ends:
        total = INF if INF in (total, end) else total + end
    return total


def order(claim: dict[str, Any]) -> tuple:
    """Counted first; the company's before its people's; then the largest sure sum, the largest by the formula, the highest ceiling."""
    worth = claim.get("worth") or claim
    most = _end(worth["most"])
    return (STATES.index(claim["state"]), claim["person"], -Fraction(worth["sure"]), -Fraction(worth["likely"]),
            most == INF, ZERO if most == INF else -most, claim["id"])


# -- claims among each other -------------------------------------------------------------------------------


def _merge(claims: list[dict[str, Any]], rules: list[dict[str, Any]]) -> None:
    """One benefit restated in several documents is one claim: the first in order stays, the others are merged into it."""
    kept: dict[str, dict[str, Any]] = {}
    for claim in claims:
        if claim["state"] == "counted":
            claim["worth"] = {name: claim[name] for name in FIGURES}
        if not claim["benefit"] or claim["state"] not in ("counted", "open"):
            continue
        first = kept.setdefault(claim["benefit"], claim)
        if first is not claim and first["document"] != claim["document"]:
            first["also"].append(claim["id"])
            first["conflict"] = first["conflict"] or (claim["amounts"], claim["or_amounts"]) != (first["amounts"], first["or_amounts"])
            _lift(first, claim)
            rule = barring(first, claim, rules)
            claim["state"], claim["why"], claim["rule"] = "merged", first["id"], rule["id"] if rule else None


def _lift(first: dict[str, Any], claim: dict[str, Any]) -> None:
    if first["state"] == claim["state"] == "counted":
        first["worth"] = {name: str(_highest(_end(first["worth"][name]), _end(claim["worth"][name]))) for name in FIGURES}


def _drop(claims: list[dict[str, Any]], rules: list[dict[str, Any]]) -> None:
    """就高不重复: of the counted claims for one matter, the highest stays where a document of theirs says so; of the open ones,
    those that would be dropped, or drop another, when they are confirmed, name it (`rival`)."""
    kept: dict[tuple, list[dict[str, Any]]] = {}
    for claim in claims:
        if claim["state"] not in ("counted", "open"):
            continue
        matter = kept.setdefault((claim["item"], claim["kind"], claim["person"]), [])
        for first in matter:
            rule = None if first["calculator"] == claim["calculator"] else barring(first, claim, rules)
            if rule and claim["state"] == "open":
                claim["rival"], claim["rule"] = first["id"], rule["id"]
            elif rule:
                _lift(first, claim)
                claim["state"], claim["why"], claim["rule"] = "dropped", first["id"], rule["id"]
            if rule:
                break
        if claim["state"] == "counted":
            matter.append(claim)


def barring(one: dict[str, Any], other: dict[str, Any], rules: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The rule of either document that keeps two claims for one matter from both being had: a rule on 本市 policies reaches no others,
    one on 其他政策 (across) none of its own document."""
    for own, away in ((other, one), (one, other)):
        for rule in rules:
            if rule["kind"] == "no_stacking" and rule["document"] == own["document"]:
                beside = not rule["across"] or away["document"] != own["document"]
                if beside and (not rule["local"] or away["jurisdictions"] == own["jurisdictions"]):
                    return rule
    return None


# -- sums --------------------------------------------------------------------------------------------------


def _under(claim: dict[str, Any], rules: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The overall ceiling that a claim falls under."""
    return next((rule for rule in rules if rule["kind"] == "overall_cap" and rule["cap_yuan"] is not None
                 and any(award in rule["awards"] for award in claim["awards"])), None)


def _caps(claims: list[dict[str, Any]], rules: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Overall ceilings of documents: what the counted claims come to before and after."""
    found = []
    for rule in rules:
        under = [claim for claim in claims if claim["state"] == "counted" and _under(claim, rules) is rule]
        if under:
            cap = Fraction(rule["cap_yuan"])
            row: dict[str, Any] = {"rule": rule["id"], "claims": [claim["id"] for claim in under], "cap": str(cap), "cap_text": _yuan(cap)}
            for name in FIGURES:
                total = _sum(_end(claim[name]) for claim in under)
                cut = ZERO if total == INF else _highest(total - cap, ZERO)
                row[name] = {"before": str(total), "after": str(_least(total, cap)), "cut": str(cut),
                             "text": WORDING["results"]["unsettled"] if total == INF else _yuan(total)}
            found.append(row)
    return found


def _yuan(value: Fraction) -> str:
    return show(Num(value, value, "元"))


def _sums(claims: list[dict[str, Any]], rules: list[dict[str, Any]]) -> dict[str, Any]:
    """Sums that keep their bounds: for the company, what it need not pay, and for its people."""
    counted = [claim for claim in claims if claim["state"] == "counted"]
    groups = {
        "company": [claim for claim in counted if not claim["person"] and claim["kind"] == "amount"],
        "saving": [claim for claim in counted if not claim["person"] and claim["kind"] == "saving"],
        "people": [claim for claim in counted if claim["person"]],
    }
    return {**{name: _group(group, rules) for name, group in groups.items()},
            "open": {"count": sum(claim["state"] == "open" for claim in claims)}}


def _group(claims: list[dict[str, Any]], rules: list[dict[str, Any]]) -> dict[str, Any]:
    """Sums of some claims. A claim without a ceiling adds to `most` what it is sure to bring, and is counted as unlimited.

    What a claim under an overall ceiling is worth beyond its own figure comes from another document, and stands beside the ceiling."""
    row: dict[str, Any] = {"count": len(claims), "unlimited": 0, "unstated": sum(_end(claim["worth"]["most"]) == 0 for claim in claims)}
    pools: dict[str, dict[str, Any]] = {}
    totals: dict[str, Any] = {name: ZERO for name in FIGURES}
    for claim in claims:
        rule = _under(claim, rules)
        own, worth = ({name: _end(source[name]) for name in FIGURES} for source in (claim, claim["worth"]))
        if rule:
            pool = pools.setdefault(rule["id"], {"cap": Fraction(rule["cap_yuan"]), **{name: ZERO for name in FIGURES}})
            for name in FIGURES:
                pool[name] = _sum((pool[name], own[name]))
                worth[name] = INF if worth[name] == INF != own[name] else ZERO if own[name] == INF else worth[name] - own[name]
        row["unlimited"] += worth["most"] == INF
        for name in FIGURES:
            totals[name] += worth["likely"] if worth[name] == INF else worth[name]
    for pool in pools.values():
        for name in FIGURES:
            totals[name] += _least(pool[name], pool["cap"])
    for name in FIGURES:
        row[name], row[f"{name}_text"] = str(totals[name]), _yuan(totals[name])
    if row["unlimited"]:
        row["most_text"] += WORDING["words"]["above"]
    return row


def _strict(claims: list[dict[str, Any]], rules: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rules that, read to the letter, leave one benefit of all (同一主体 … 多项支持政策): what is left in that reading."""
    found = []
    for rule in rules:
        if rule["kind"] != "no_stacking" or rule["scope"] != "subject" or rule["same_kind_only"] is not False:
            continue
        counted = [claim for claim in claims if claim["state"] == "counted" and not claim["person"] and claim["kind"] == "amount"]
        own = [claim for claim in counted if claim["document"] == rule["document"]]
        reached = [claim for claim in counted if not rule["local"] or any(claim["jurisdictions"] == one["jurisdictions"] for one in own)]
        if own and len(reached) > 1:
            row = {"rule": rule["id"], "own": [claim["id"] for claim in own], "claims": [claim["id"] for claim in reached]}
            for name in FIGURES:
                highest = _highest(*(_end(claim["worth"][name]) for claim in reached))
                row[name] = str(highest)
                row[f"{name}_text"] = WORDING["results"]["unsettled"] if highest == INF else _yuan(highest)
            found.append(row)
    return found


def _shared(claims: list[dict[str, Any]], fields: dict[str, Any]) -> list[dict[str, Any]]:
    """Counted claims of several calculators on one figure of the profile that no rule keeps apart: the texts do not say whether the same
    money may count twice. {item, label, claims} and how much less it is where it may count once only."""
    groups: dict[tuple, list[dict[str, Any]]] = {}
    for claim in claims:
        if claim["state"] == "counted" and claim["item"] in fields:
            groups.setdefault((claim["item"], claim["kind"], claim["person"]), []).append(claim)
    found = []
    for (item, _kind, _person), group in groups.items():
        if len({claim["calculator"] for claim in group}) > 1:
            row: dict[str, Any] = {"item": item, "label": fields[item]["label"], "claims": [claim["id"] for claim in group]}
            for name in FIGURES:
                ends = [_end(claim["worth"][name]) for claim in group]
                less = ZERO if INF in ends else _sum(ends) - _highest(*ends)
                row[name], row[f"{name}_text"] = str(less), _yuan(less)
            found.append(row)
    return found


def _exclusions(claims: list[dict[str, Any]], rules: list[dict[str, Any]]) -> list[str]:
    """Rules that exclude a company or a cost, of the documents that the claims counted or open stand in."""
    documents = {claim["document"] for claim in claims if claim["state"] in ("counted", "open")}
    return [rule["id"] for rule in rules if rule["kind"] == "exclusion" and rule["document"] in documents]
