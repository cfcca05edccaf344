"""The files of site/data/: what is in them, and their schemas."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from ..handbook import Handbook
from ..model.decode import plain_full, schema
from ..model.terms import Term
from . import calculators, fact_records, records
from .tables import to_csv, to_workbook


def files(handbook: Handbook) -> dict[str, str | bytes]:
    """{file name: content} of the open data: JSON with schemas, a CSV, a workbook; in a stable order and form."""
    tables = {
        "documents": (records.DocumentRecord, [records.document_record(handbook, e) for e in handbook.entries.values()]),
        "clauses": (records.ClauseRecord, [records.clause_record(handbook, v) for v in handbook.clauses.values()]),
        "departments": (records.DepartmentRecord, [records.department_record(handbook, d) for d in handbook.departments]),
        "relations": (records.RelationRecord, list(records.relation_records(handbook))),
    }
    found: dict[str, str | bytes] = {}
    sheets = {}
    for name, (record, rows) in tables.items():
        sheets[name] = [_public(plain_full(row)) for row in rows]
        found[f"{name}.json"] = to_json(sheets[name])
        found[f"{name}.schema.json"] = to_json(table_schema(record, f"{name}.json"))
    found["calculators.json"] = to_json(calculators.calculator_rows(handbook))
    found["calculators.schema.json"] = to_json(table_schema(calculators.CalculatorRecord, "calculators.json"))
    facts = fact_records.fact_tables(handbook, handbook.facts)
    for name, rows in facts.items():
        found[f"{name}.json"] = to_json(rows)
        found[f"{name}.schema.json"] = to_json(_fact_schema(name))
    found["awards.csv"] = to_csv(facts["awards"])
    found["handbook.xlsx"] = to_workbook({**sheets, **facts})
    return found


def _fact_schema(name: str) -> dict[str, Any]:
    """Schema of a file of facts or of terms."""
    if name in fact_records.RECORDS:
        whole = schema(fact_records.RECORDS[name], f"{name}.json")
        return _list_schema(fact_records.fact_schema(name, whole), f"{name}.json")
    return _list_schema(fact_records.term_schema(schema(Term, f"{name}.json")), f"{name}.json")


def table_schema(record: type, title: str) -> dict[str, Any]:
    """JSON Schema of a file that is a list of one kind of record."""
    whole = schema(record, title)
    if "source" in whole["properties"] and record is records.RelationRecord:
        whole["properties"] = {("from" if key == "source" else key): value for key, value in whole["properties"].items()}
        whole["required"] = ["from" if key == "source" else key for key in whole["required"]]
    return _list_schema(whole, title)


def _list_schema(whole: dict[str, Any], title: str) -> dict[str, Any]:
    item = {key: value for key, value in whole.items() if key not in ("$schema", "title", "$defs")}
    return {"$schema": whole["$schema"], "title": title, "type": "array", "items": item, "$defs": whole["$defs"]}


def field_table(record: type) -> list[tuple[str, str]]:
    """(field, description) of a record class, for the page that documents the data."""
    return [("from" if record is records.RelationRecord and field.name == "source" else field.name,
             field.metadata.get("description", "")) for field in dataclasses.fields(record)]


def _public(row: dict[str, Any]) -> dict[str, Any]:
    return {("from" if key == "source" else key): value for key, value in row.items()}


def to_json(value: Any) -> str:
    """JSON as published: UTF-8, one record a line, keys in the order of the schema."""
    if isinstance(value, list):
        lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in value)
        return f"[\n{lines}\n]\n" if value else "[]\n"
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
