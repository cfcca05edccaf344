"""Handbook -> everything that a check-up (portfolio.py, docs/assets/portfolio.js) needs: profile, programs, claims, rules."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from ..addresses import calculator_page, clause_in_document, department_page, document_page
from ..model.decode import plain_full
from .engine import reach

if TYPE_CHECKING:
    from ..handbook import Handbook

PEOPLE = {"talent", "worker", "resident"}
AUTHORITIES = {"authority", "local-government", "public-institution"}
# 本市多项支持政策: a rule in such words does not reach policies of the province or the state.
LOCAL = ("本市", "我市", "市级财政")
# 与相关政策文件同类或者重复: such a rule does not reach two benefits of its own document.
ACROSS = ("与相关政策文件", "其他")
RULES = ("no_stacking", "overall_cap", "exclusion")
# What the engines do not read: the page of the calculator shows it.
LEFT_OUT = {"program": ("title", "examples", "rule", "notes", "question", "clauses", "kind", "open_questions", "places", "document"),
            "inputs": ("quote", "clause", "main"), "parameters": ("quote", "clause", "fact", "field"),
            "results": ("note", "question", "clauses"), "steps": ("quote", "clause"), "readings": ("quote", "clause")}
PARTS = ("inputs", "parameters", "results", "steps", "readings")


def pack(handbook: Handbook) -> dict[str, Any]:
    """Everything that a check-up needs, as plain JSON: profile, programs, claims, rules, documents."""
    claims, programs = [], {}
    for name, program in handbook.programs.items():
        if program["kind"] not in ("award", "relief"):
            continue
        found = [_claim(handbook, program, lines) for lines in _benefits(program)]
        found = [claim for claim in found if claim]
        if found:
            programs[name] = _program(program)
            claims += found
    _name_benefits(claims)
    documents = dict.fromkeys(claim["document"] for claim in claims)
    return {"profile": plain_full(handbook.profile), "programs": programs, "claims": claims, "rules": _rules(handbook, set(documents)),
            "documents": {name: _document(handbook, name) for name in documents}}


def _program(program: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in program.items() if key not in LEFT_OUT["program"]}
    for part in PARTS:
        kept[part] = [{key: _nothing(value) if key in LEFT_OUT[part] else value for key, value in item.items()} for item in program[part]]
    return kept


def _nothing(value: Any) -> Any:
    return type(value)() if isinstance(value, list | dict) else False if isinstance(value, bool) else None


def _benefits(program: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """The lines of each benefit: one line, or those that stand for it in different readings (`only`)."""
    found: dict[Any, list[dict[str, Any]]] = {}
    for result in program["results"]:
        if result["kind"] in ("amount", "saving") and result["awards"] and not result["total"]:
            found.setdefault(tuple(result["awards"]) if result["only"] else result["name"], []).append(result)
    return list(found.values())


def _claim(handbook: Handbook, program: dict[str, Any], lines: list[dict[str, Any]]) -> dict[str, Any] | None:
    facts, first = handbook.fact_index, lines[0]
    awards = [facts[name] for name in first["awards"] if hasattr(facts[name], "to_government")]
    if not awards or awards[0].to_government:
        return None
    award, document = awards[0], program["document"]["id"]
    own = [a.industries for a in awards if a.industries is not None]
    recipients = list(dict.fromkeys(r for a in awards for r in a.recipients))
    whole = program["title"] if len({line["name"] for line in lines}) > 1 else first["title"]
    return {
        "id": f"{program['id']}/{first['name']}", "calculator": program["id"], "results": list(dict.fromkeys(line["name"] for line in lines)),
        "title": whole if whole.startswith(program["title"]) else f"{program['title']}：{whole}",
        "url": calculator_page(program["id"]), "awards": [a.id for a in awards], "document": document,
        "jurisdictions": [handbook.entries[document].metadata.jurisdiction.value or "suzhou"],
        "industries": list(dict.fromkeys(i for industries in own for i in industries)) or list(handbook.facts.facts[document].industries),
        "recipients": recipients, "person": set(recipients) <= PEOPLE,
        "benefit": next((a.benefit for a in awards if a.benefit), None), "kind": first["kind"],
        "optional": any(a.optional for a in awards), "item": _item(handbook, program, lines),
        "from": award.from_date or program["document"]["from"], "to": award.to_date or program["document"]["to"],
        "clause": {"place": handbook.clauses[award.clause].place, "url": clause_in_document(award.clause)},
        "departments": [{"name": name, "url": department_page(d) if d else None}
                        for d, name in dict.fromkeys((d, body.name) for d, body in handbook.bodies_of(award.clause))],
    }


def _document(handbook: Handbook, name: str) -> dict[str, Any]:
    metadata = handbook.entries[name].metadata
    return {"title": metadata.short_title, "url": document_page(name), "from": metadata.effective_from.value, "to": metadata.effective_to.value,
            "deadlines": [{"who": fact.who, "what": fact.what, "limit": fact.limit, "url": clause_in_document(fact.clause)}
                          for document, fact in handbook.facts.entries("deadlines")
                          if document == name and not set(fact.recipients) <= AUTHORITIES]}


def _item(handbook: Handbook, program: dict[str, Any], lines: list[dict[str, Any]]) -> str:
    """What brings a claim: the figure of the profile that its amount rests on, else the title or plan; else the award itself.

    Broad figures and statements (staff, revenue, a kind of firm) bring many things, and none of them."""
    broad = {field.name for section in handbook.profile.sections for field in section.fields if field.broad or field.taxonomy}
    figures = _inputs(program, [line[key] for line in lines for key in ("value", "low", "high") if line[key]])
    titles = _inputs(program, [line[key] for line in lines for key in ("value", "low", "high", "when") if line[key]])
    named = ([name for name in figures if "=" not in name] + [name for name in titles if name.startswith("plans=")]
             + [name for name in titles if "=" in name])
    return next((name for name in named if name.partition("=")[0] not in broad), lines[0]["awards"][0])


def _inputs(program: dict[str, Any], names: list[str]) -> list[str]:
    """What the inputs that some steps rest on name under `profile`, in the order of the inputs."""
    used = reach({step["name"]: step for step in program["steps"]}, names)
    return [item["profile"] for item in program["inputs"] if item["name"] in used and item["profile"]]


def _name_benefits(claims: list[dict[str, Any]]) -> None:
    """Where a document grants one benefit in several lines (standards: national, international), each is restated by its like only."""
    lines = Counter((claim["benefit"], claim["document"]) for claim in claims if claim["benefit"])
    split = {benefit for (benefit, _document), count in lines.items() if count > 1}
    for claim in claims:
        if claim["benefit"] in split:
            claim["benefit"] += "/" + claim["item"]


def _rules(handbook: Handbook, documents: set[str]) -> list[dict[str, Any]]:
    rows = []
    for document, rule in handbook.facts.entries("rules"):
        if rule.kind in RULES and document in documents:
            rows.append({
                "id": rule.id, "document": document, "kind": rule.kind, "scope": rule.scope, "same_kind_only": rule.same_kind_only,
                "local": any(word in rule.quote for word in LOCAL), "across": any(word in rule.quote for word in ACROSS),
                "cap_yuan": str(rule.cap_yuan) if rule.cap_yuan is not None else None,
                "awards": list(rule.awards), "quote": rule.quote, "text": rule.text, "note": rule.note,
                "place": handbook.clauses[rule.clause].place, "url": clause_in_document(rule.clause),
                "calculators": [name for name, program in handbook.programs.items()
                                if any(parameter.get("fact") == rule.id for parameter in program["parameters"])]})
    return rows


# -- as a script -------------------------------------------------------------------------------------------


def compact(data: dict[str, Any]) -> dict[str, Any]:
    """The pack with what most records have in common said once: `defaults` {part: record}; portfolio.js puts them together again."""
    defaults: dict[str, dict[str, Any]] = {}
    programs = {name: {key: [_without(part, defaults, key) for part in value] if key in PARTS else value
                       for key, value in program.items()} for name, program in data["programs"].items()}
    claims = [_without(claim, defaults, "claims") for claim in data["claims"]]
    return {**data, "programs": programs, "claims": claims, "defaults": defaults}


def _without(record: dict[str, Any], defaults: dict[str, dict[str, Any]], part: str) -> dict[str, Any]:
    common = defaults.setdefault(part, {key: _nothing(value) for key, value in record.items()})
    return {key: value for key, value in record.items() if key not in common or value != common[key]}


def script(data: dict[str, Any]) -> str:
    """assets/portfolio-data.js"""
    text = json.dumps(compact(data), ensure_ascii=False, separators=(",", ":"))
    return ("// Written at build time from data/.\n(function (root) {\n  root.Handbook.portfolioPack = " + text
            + ';\n})(typeof window === "undefined" ? globalThis : window);\n')
