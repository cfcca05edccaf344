"""The files of site/data/: what is in them, and their schemas."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from ..handbook import Handbook
from ..model.decode import plain_full, schema
from . import records


def files(handbook: Handbook) -> dict[str, str]:
    """{file name: JSON text} of the open data and its schemas, in a stable order and form."""
    tables = {
        "documents": (records.DocumentRecord, [records.document_record(handbook, e) for e in handbook.entries.values()]),
        "clauses": (records.ClauseRecord, [records.clause_record(handbook, v) for v in handbook.clauses.values()]),
        "departments": (records.DepartmentRecord, [records.department_record(handbook, d) for d in handbook.departments]),
        "relations": (records.RelationRecord, list(records.relation_records(handbook))),
    }
    found = {}
    for name, (record, rows) in tables.items():
        found[f"{name}.json"] = to_json([_public(plain_full(row)) for row in rows])
        found[f"{name}.schema.json"] = to_json(table_schema(record, f"{name}.json"))
    return found


def table_schema(record: type, title: str) -> dict[str, Any]:
    """JSON Schema of a file that is a list of one kind of record."""
    whole = schema(record, title)
    if "source" in whole["properties"] and record is records.RelationRecord:
        whole["properties"] = {("from" if key == "source" else key): value for key, value in whole["properties"].items()}
        whole["required"] = ["from" if key == "source" else key for key in whole["required"]]
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
