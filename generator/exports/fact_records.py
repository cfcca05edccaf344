"""The published records of the facts (design, section 4): money in whole yuan, rates as decimals, dates ISO 8601."""

from __future__ import annotations

import dataclasses
from typing import Any

from ..addresses import clause_in_document, department_page
from ..facts import KINDS, FactBook
from ..handbook import Handbook
from ..model.decode import plain_full
from ..model.facts import Award, Definition, Deadline, Duty, Eligibility, Indicator, Penalty, Right, Rule

RECORDS = {
    "awards": Award, "rights": Right, "rules": Rule, "eligibility": Eligibility, "duties": Duty, "penalties": Penalty,
    "deadlines": Deadline, "definitions": Definition, "indicators": Indicator,
}
DECIMALS = ("rate", "rate_max", "uplift_rate")


def fact_tables(handbook: Handbook, book: FactBook) -> dict[str, list[dict[str, Any]]]:
    """{file name without .json: records} of every kind of fact and every taxonomy of terms."""
    same = _same_as(book)
    tables = {kind: [_record(handbook, book, document, entry, same) for document, entry in book.entries(kind)]
              for kind in KINDS}
    for name, folder in (("industries", "industries"), ("award_types", "award-types"), ("recipients", "recipients")):
        tables[name] = [{**plain_full(term), "codes": [term.code] if term.code else [], "url": f"{folder}/{term.id}/"}
                        for term in getattr(book, name).values()]
    return tables


def _same_as(book: FactBook) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for _document, award in book.entries("awards"):
        if award.benefit:
            groups.setdefault(award.benefit, []).append(award.id)
    return groups


def _record(handbook: Handbook, book: FactBook, document: str, entry: Any, same: dict[str, list[str]]) -> dict[str, Any]:
    row = plain_full(entry)
    for name in DECIMALS:
        if row.get(name) is not None:
            row[name] = float(row[name])
    row["document"] = document
    row["url"] = clause_in_document(entry.clause)
    if "industries" in row:
        row["industries"] = list(entry.industries if entry.industries is not None else book.facts[document].industries)
    if isinstance(entry, Award):
        row["departments"] = [{"id": d, "role": body.role, "url": department_page(d)}
                              for d, body in handbook.bodies_of(entry.clause) if d]
        row["same_as"] = [other for other in same.get(entry.benefit or "", []) if other != entry.id]
    if isinstance(entry, (Award, Penalty, Eligibility)):
        row["calculator"] = next(iter(handbook.calculators.of_fact.get(entry.id, [])), None)
    return row


def fact_schema(kind: str, base: dict[str, Any]) -> dict[str, Any]:
    """The JSON Schema of a kind of fact as published: the model's fields and what is worked out from them."""
    properties = dict(base["properties"])
    for name in DECIMALS:
        if name in properties:
            properties[name] = {"anyOf": [{"type": "number"}, {"type": "null"}],
                                "description": properties[name].get("description", "")}
    text = {"type": "string"}
    properties["document"] = {**text, "description": "id of the document"}
    properties["url"] = {**text, "description": "the clause in its document, relative to the root of the site"}
    if "industries" in properties:
        properties["industries"] = {"type": "array", "items": text, "description": "ids in industries.json"}
    if kind == "awards":
        body = {"type": "object", "properties": {"id": text, "role": text, "url": text}, "required": ["id", "role", "url"]}
        properties["departments"] = {"type": "array", "items": body, "description": "responsible bodies of the clause"}
        properties["same_as"] = {"type": "array", "items": text, "description": "ids of the same benefit restated elsewhere"}
    if kind in ("awards", "penalties", "eligibility"):
        properties["calculator"] = {"anyOf": [text, {"type": "null"}], "description": "id in calculators.json; null: it cannot be computed"}
    return {**base, "properties": properties, "required": sorted(properties)}


def term_schema(base: dict[str, Any]) -> dict[str, Any]:
    """The JSON Schema of a term as published."""
    properties = {**base["properties"], "codes": {"type": "array", "items": {"type": "string"}, "description": "GB/T 4754—2017"},
                  "url": {"type": "string", "description": "page, relative to the root of the site"}}
    return {**base, "properties": properties, "required": sorted(properties)}


def columns(kind: str) -> list[str]:
    """Names of the columns of a kind in the workbook and the CSV."""
    return [field.name for field in dataclasses.fields(RECORDS[kind])]
