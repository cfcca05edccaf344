"""generator/exports: the open data keeps its contract (design, section 4), fits its schemas, and says null for nothing."""

from __future__ import annotations

import csv
import functools
import io
import json
from typing import Any

import jsonschema
import openpyxl
import pytest

from generator.exports.schemas import editor_files
from generator.exports.tables import to_csv, to_workbook
from generator.exports.write import field_table, files, to_json
from generator.exports.records import ClauseRecord, RelationRecord
from generator.handbook import fingerprint
from tests.support import ROOT, real, small

CONTRACT = {
    "documents": "id title number kind jurisdiction issuer issued effective_from effective_to url sources interpretations",
    "clauses": "id document label path heading text departments url permalink fingerprint",
    "awards": "id clause document quote recipient condition level type bound method amount_yuan max_yuan min_yuan rate rate_max "
              "base period years_max cumulative_max_yuan departments industries recipients same_as calculator",
    "penalties": "id clause quote violation authority min_yuan max_yuan other",
    "departments": "id name aliases jurisdiction succeeded_by url",
    "industries": "id name codes url",
    "award_types": "id name codes url",
    "recipients": "id name codes url",
    "indicators": "id name unit document clause baseline values",
    "relations": "from to kind quote",
    "definitions": "term clause quote",
}


@functools.cache
def exported(data: str) -> dict[str, str | bytes]:
    return files({"real": real, "small": small}[data]())


def table(name: str, data: str = "real") -> list[dict[str, Any]]:
    return json.loads(exported(data)[f"{name}.json"])


def tables() -> list[str]:
    return sorted(name.removesuffix(".json") for name in exported("small")
                  if name.endswith(".json") and not name.endswith(".schema.json") and f"{name[:-5]}.schema.json" in exported("small"))


# --- contract ---


@pytest.mark.parametrize("data", ["real", "small"])
@pytest.mark.parametrize("name", CONTRACT)
def test_every_record_has_the_promised_fields(name: str, data: str) -> None:
    rows = table(name, data)
    assert rows or data == "small"
    promised = set(CONTRACT[name].split())
    assert [row.get("id", row) for row in rows if not promised <= row.keys()] == []
    # every record of a file has the same fields: a missing one is null, never left out
    assert len({tuple(row) for row in rows}) <= 1


@pytest.mark.parametrize("name", CONTRACT)
def test_the_schema_demands_the_promised_fields(name: str) -> None:
    schema = json.loads(exported("real")[f"{name}.schema.json"])
    assert set(CONTRACT[name].split()) <= set(schema["items"]["required"])


@pytest.mark.parametrize("data", ["real", "small"])
@pytest.mark.parametrize("name", tables())
def test_every_file_fits_its_schema(name: str, data: str) -> None:
    schema = json.loads(exported(data)[f"{name}.schema.json"])
    jsonschema.Draft202012Validator.check_schema(schema)
    assert [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(table(name, data))] == []


@pytest.mark.parametrize("name", tables())
def test_the_schema_refuses_a_record_that_lacks_a_field_or_has_one_more(name: str) -> None:
    rows, schema = table(name, "real"), json.loads(exported("real")[f"{name}.schema.json"])
    if not rows:
        return
    validator = jsonschema.Draft202012Validator(schema)
    first, *_rest = rows[0]
    assert not validator.is_valid([{key: value for key, value in rows[0].items() if key != first}])
    assert not validator.is_valid([{**rows[0], "one_more": 1}])


@pytest.mark.parametrize("name", tables())
def test_every_published_field_is_described(name: str) -> None:
    schema = json.loads(exported("small")[f"{name}.schema.json"])
    assert [field for field, part in schema["items"]["properties"].items() if not part.get("description")] == []


# --- what is in them ---


def test_a_document_as_published() -> None:
    rows = {row["id"]: row for row in table("documents", "small")}
    rules = rows["rules-2031"]
    assert (rules["number"], rules["issuer"], rules["issued"], rules["effective_to"]) == ("云府〔2031〕7号", None, None, None)
    assert (rules["kind"], rules["jurisdiction"], rules["url"]) == ("政府规章", "yunqiao", "policies/rules-2031/")
    assert rules["evidence"]["effective_from"] == {"clause": "rules-2031.4", "quote": "自2031年3月1日起施行", "note": None}
    assert [source["file"] for source in rows["plan-2030"]["sources"]] == ["first.txt"], "each file once"
    assert rules["interpretations"] == []


def test_an_interpretation_belongs_to_its_document() -> None:
    rows = {row["id"]: row["interpretations"] for row in table("documents") if row["interpretations"]}
    assert rows == {"producer-leaders-2020": ["producer-leaders-2020.interpretation"],
                    "listed-quality-2021": ["listed-quality-2021.interpretation"]}


def test_a_clause_as_published() -> None:
    rows = {row["id"]: row for row in table("clauses", "small")}
    clause = rows["plan-2030.1.2"]
    assert clause == {
        "id": "plan-2030.1.2", "document": "plan-2030", "kind": "subsection", "parent": "plan-2030.1", "label": "（二）",
        "path": ["一、", "（二）"], "heading": "建设船坞",
        "text": "建设船坞。按本措施第（一）项的名单，建设纸船船坞。（牵头单位：市纸船局；配合单位：市水塘局，各镇人民政府<管委会>）",
        "cells": [], "departments": [
            {"id": "paper-boats", "role": "lead", "name": "市纸船局", "default": None},
            {"id": "ponds", "role": "cooperate", "name": "市水塘局", "default": None},
            {"id": "towns", "role": "cooperate", "name": "各镇人民政府<管委会>", "default": None}],
        "industries": [], "recipients": [],
        "url": "policies/plan-2030/#1.2", "permalink": "c/plan-2030.1.2/",
        "fingerprint": fingerprint(small().clauses["plan-2030.1.2"].clause)}
    assert rows["plan-2030.2.2.table-1.two-hundred"]["cells"] == ["折纸船", "200", "市水塘局"], "the merged cell filled in"
    assert rows["plan-2030.title"]["parent"] is None


def test_every_clause_in_the_order_of_the_texts_with_its_own_words_only() -> None:
    rows = table("clauses")
    assert [row["id"] for row in rows] == list(real().clauses)
    assert {row["id"]: row["text"] for row in rows} == {name: view.clause.text for name, view in real().clauses.items()}


def test_angle_brackets_are_printed_as_they_stand() -> None:
    text = exported("small")["clauses.json"]
    assert isinstance(text, str) and "县级市<区>人民政府<管委会>" in text and "&lt;" not in text and "\\u" not in text


def test_an_award_as_published() -> None:
    [award] = table("awards", "small")
    assert (award["max_yuan"], award["amount_yuan"], award["rate"], award["level"]) == (30000, None, None, None)
    assert award["departments"] == [{"id": "paper-boats", "role": "responsible", "url": "departments/paper-boats/"}]
    assert (award["document"], award["url"], award["industries"]) == ("plan-2030", "policies/plan-2030/#1.1", ["paper-boats"])
    assert award["quote"] in small().clauses[award["clause"]].clause.text


def test_relations_run_both_from_clauses_and_from_documents() -> None:
    rows = table("relations", "small")
    assert {"from": "plan-2030.preamble", "to": "rules-2031", "to_kind": "document", "number": "云府〔2031〕7号", "kind": "based_on",
            "quote": "根据《云桥市纸船管理办法》"} in rows
    assert {"from": "rules-2031.3", "to": "rules-2031.2.1", "to_kind": "clause", "number": None, "kind": "cites",
            "quote": "本办法第二条第（一）项"} in rows


@pytest.mark.parametrize("data", ["real", "small"])
def test_every_id_leads_to_a_record(data: str) -> None:
    clauses = {row["id"] for row in table("clauses", data)}
    documents = {row["id"] for row in table("documents", data)}
    departments = {row["id"] for row in table("departments", data)}
    for row in table("clauses", data):
        assert row["document"] in documents and (row["parent"] is None or row["parent"] in clauses)
        assert {body["id"] for body in row["departments"]} <= departments
    for row in table("relations", data):
        assert row["from"] in clauses | documents
        assert row["to"] in clauses | documents if row["to_kind"] in ("clause", "document", "self") else row["to"] not in clauses
    for name in ("awards", "penalties", "definitions", "indicators", "rights", "rules", "duties", "deadlines", "eligibility"):
        assert {row["clause"] for row in table(name, data)} <= clauses


def test_nothing_is_an_empty_text() -> None:
    """Null where the text says nothing, but for a label and a heading, which are empty where none is printed."""
    empty = [(name, row["id"], key) for name in ("documents", "departments", "awards", "penalties") for row in table(name)
             for key, value in row.items() if value == ""]
    assert empty == []


@pytest.mark.parametrize("name, kinds", [("rate", (int, float)), ("rate_max", (int, float)), ("max_yuan", (int,))])
def test_numbers_are_numbers(name: str, kinds: tuple[type, ...]) -> None:
    values = [row[name] for row in table("awards") if row[name] is not None]
    assert values and all(type(value) in kinds for value in values)


@pytest.mark.parametrize("name", ["issued", "effective_from", "effective_to"])
def test_dates_are_iso(name: str) -> None:
    values = [row[name] for row in table("documents") if row[name] is not None]
    assert values and all(len(value) == 10 and value[4] == value[7] == "-" for value in values)


# --- form ---


def test_the_order_is_stable_and_a_record_is_a_line() -> None:
    again = files(real())
    assert list(again) == list(exported("real")) and again == exported("real")
    text = exported("real")["clauses.json"]
    assert isinstance(text, str) and len(text.splitlines()) == len(table("clauses")) + 2
    assert to_json([]) == "[]\n"


def test_the_table_for_the_page_on_the_data_says_from() -> None:
    assert dict(field_table(RelationRecord)).keys() == {"from", "to", "to_kind", "number", "kind", "quote"}
    assert [name for name, description in field_table(ClauseRecord) if not description] == []


def test_the_csv_holds_every_award() -> None:
    text = exported("small")["awards.csv"]
    assert isinstance(text, str) and text.startswith("\ufeff")
    [row] = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert (row["id"], row["max_yuan"], row["amount_yuan"]) == ("plan-2030.1.1/folding", "30000", "")
    assert json.loads(row["industries"]) == ["paper-boats"]


def test_the_workbook_holds_every_table() -> None:
    content = exported("small")["handbook.xlsx"]
    assert isinstance(content, bytes)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert {"文件", "奖补", "违法责任", "部门"} <= set(book.sheetnames)
    rows = list(book["文件"].iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["id", "decision-2032", "plan-2030", "rules-2031"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "@sum", "=cmd|' /c calc'!A1"])
def test_no_text_becomes_a_formula(text: str) -> None:
    assert "'" + text in to_csv([{"a": text}]).replace('""', '"')
    book = openpyxl.load_workbook(io.BytesIO(to_workbook({"documents": [{"a": text}]})))
    assert book["文件"]["A2"].data_type == "s" and book["文件"]["A2"].value == "'" + text


def test_two_workbooks_are_the_same_bytes() -> None:
    assert to_workbook({"documents": [{"a": "甲", "b": 1}]}) == to_workbook({"documents": [{"a": "甲", "b": 1}]})


# --- for editors ---


def test_the_schemas_that_editors_use_are_up_to_date() -> None:
    """`python -m generator schemas` writes them."""
    stale = [name for name, text in editor_files().items()
             if not (ROOT / name).is_file() or (ROOT / name).read_text("utf-8") != text]
    assert stale == []
