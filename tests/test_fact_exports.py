"""The facts as open data: exact numbers, ISO dates, null for nothing; the same rows in JSON, CSV and Excel; schemas that editors use.

That each file has the promised fields and fits the schema beside it is in test_exports.py.
"""

from __future__ import annotations

import csv
import dataclasses
import datetime
import functools
import io
import json
import zipfile
from typing import Any

import jsonschema
import openpyxl
import pytest
import yaml

from generator.exports.fact_records import RECORDS
from generator.exports.schemas import EDITOR_SCHEMAS, editor_files
from generator.exports.tables import SHEETS, to_csv, to_workbook
from generator.exports.write import files
from generator.facts import KINDS
from generator.model.decode import plain
from tests.nasty import NASTY
from tests.support import DATA, ROOT, real

TERMS = ("industries", "award_types", "recipients")
# What a program may count on beyond design section 4: the fields that issue 3 names.
MORE = {
    "awards": "title same_as period years_max yearly_max_yuan cumulative_max_yuan payer to_government uplift uplift_rate benefit ambiguity url",
    "rights": "id clause document quote title recipient type kind recipients industries points_to url",
    "rules": "id clause document quote kind text scope same_kind_only cap_yuan awards url",
    "eligibility": "id clause document title recipients condition url",
    "duties": "id clause document quote who kind text recipients industries url",
    "penalties": "id document clause recipients articles optional other url",
    "deadlines": "id clause document quote who what limit number unit since date yearly url",
    "definitions": "id document scope url",
    "indicators": "quote baseline_year area achieved industries url",
}


@functools.cache
def exported() -> dict[str, str | bytes]:
    return files(real())


@functools.cache
def table(name: str) -> list[dict[str, Any]]:
    return json.loads(exported()[f"{name}.json"])


@functools.cache
def workbook() -> Any:
    content = exported()["handbook.xlsx"]
    assert isinstance(content, bytes)
    return openpyxl.load_workbook(io.BytesIO(content))


# --- every fact, once ---


@pytest.mark.parametrize("kind", KINDS)
def test_every_fact_is_a_record(kind: str) -> None:
    assert [row["id"] for row in table(kind)] == [entry.id for _document, entry in real().facts.entries(kind)]
    assert table(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_says_what_the_entry_says(kind: str) -> None:
    """Every field of the entry is in its record, with the same value (rates as numbers)."""
    for row, (document, entry) in zip(table(kind), real().facts.entries(kind)):
        assert row["document"] == document
        for field in dataclasses.fields(entry):
            value = getattr(entry, field.name)
            if field.name in ("rate", "rate_max", "uplift_rate"):
                assert row[field.name] == (None if value is None else float(value)), (entry.id, field.name)
            elif field.name != "industries" and not dataclasses.is_dataclass(value) and not isinstance(value, dict | tuple):
                assert row[field.name] == value, (entry.id, field.name)


@pytest.mark.parametrize("kind", MORE)
def test_the_further_fields_are_there(kind: str) -> None:
    assert set(MORE[kind].split()) <= table(kind)[0].keys()
    schema = json.loads(exported()[f"{kind}.schema.json"])
    assert set(MORE[kind].split()) <= set(schema["items"]["required"])


@pytest.mark.parametrize("name", TERMS)
def test_terms_have_codes_and_pages(name: str) -> None:
    for row in table(name):
        assert row["url"] == f"{name.replace('_', '-')}/{row['id']}/" and row["definition"]
        assert row["codes"] == ([row["code"]] if row["code"] else [])


# --- numbers and dates ---


@pytest.mark.parametrize("kind", ["awards", "penalties", "rules"])
def test_money_is_whole_yuan(kind: str) -> None:
    values = [(row["id"], name, value) for row in table(kind) for name, value in row.items() if name.endswith("_yuan") and value is not None]
    assert values
    assert [item for item in values if type(item[2]) is not int or item[2] <= 0] == []


def test_rates_are_numbers_from_nothing_to_one() -> None:
    values = [(row["id"], name, row[name]) for row in table("awards") for name in ("rate", "rate_max", "uplift_rate") if row[name] is not None]
    assert values and [item for item in values if type(item[2]) is not float or not 0 < item[2] <= 1] == []


def test_five_per_mille() -> None:
    rows = {row["id"]: row for row in table("awards")}
    per_mille = [row for row in rows.values() if "5‰" in row["quote"] and row["rate"] is not None]
    assert per_mille and {row["rate"] for row in per_mille} == {0.005}
    assert '"rate": 0.005' in exported()["awards.json"]  # type: ignore[operator]


def test_the_certification_subsidy_as_published() -> None:
    [row] = [row for row in table("awards") if row["id"] == "icv-2025.1.4/chip-certification"]
    expected = {"document": "icv-2025", "clause": "icv-2025.1.4", "bound": "at_most", "amount_yuan": None, "max_yuan": 1_000_000, "min_yuan": None,
                "rate": 0.5, "rate_max": None, "level": None, "years_max": None, "calculator": "icv-2025-chip-certification",
                "url": "policies/icv-2025/#1.4"}
    assert {name: row[name] for name in expected} == expected


def test_dates_are_iso() -> None:
    dates = [(row["id"], row[name]) for kind, names in (("awards", ("from_date", "to_date")), ("deadlines", ("date",)))
             for row in table(kind) for name in names if row[name] is not None]
    assert dates
    for name, value in dates:
        assert datetime.date.fromisoformat(value).isoformat() == value, name
    for row in table("deadlines"):
        assert row["yearly"] is None or datetime.date.fromisoformat(f"2000-{row['yearly']}"), row["id"]


def test_what_the_text_does_not_say_is_null() -> None:
    """Nothing is published as an empty text, a dash or 未载明 but a year, which is a key."""
    empty = [(row["id"], name) for kind in KINDS for row in table(kind) for name, value in row.items()
             if isinstance(value, str) and value.strip() in ("", "-", "—", "无", "未载明", "null", "None")]
    assert empty == []


def test_a_quote_is_verbatim() -> None:
    """Program and reader find the quote in the text that clauses.json has (white space apart)."""
    texts = {row["id"]: "".join((row["label"] + row["text"]).split()) for row in table("clauses")}
    wrong = [row["id"] for kind in KINDS if kind != "eligibility" for row in table(kind)
             if "".join(row["quote"].split()) not in texts[row["clause"]]]
    assert wrong == []


def test_the_values_of_an_indicator_are_words_and_bounds() -> None:
    for row in table("indicators"):
        for value in (*row["values"].values(), *([row["baseline"]] if row["baseline"] else [])):
            assert value.keys() == {"text", "min", "max"} and value["text"], row["id"]


# --- links between records ---


def test_tags_lead_to_terms() -> None:
    known = {name: {row["id"] for row in table(name)} for name in TERMS}
    for kind in KINDS:
        for row in table(kind):
            assert set(row.get("industries", ())) <= known["industries"], row["id"]
            assert set(row.get("recipients", ())) <= known["recipients"], row["id"]
            assert "type" not in row or row["type"] in known["award_types"], row["id"]


def test_an_entry_without_industries_has_those_of_its_document() -> None:
    for row, (document, award) in zip(table("awards"), real().facts.entries("awards")):
        own = award.industries if award.industries is not None else real().facts.facts[document].industries
        assert row["industries"] == list(own) and row["industries"]


def test_the_same_benefit_is_the_same_from_both_sides() -> None:
    rows = {row["id"]: row for row in table("awards")}
    pairs = {(name, other) for name, row in rows.items() for other in row["same_as"]}
    assert pairs and all((other, name) in pairs and other != name for name, other in pairs)
    assert all(rows[one]["benefit"] == rows[other]["benefit"] for one, other in pairs)


def test_rules_and_penalties_lead_to_records() -> None:
    awards, clauses = {row["id"] for row in table("awards")}, {row["id"] for row in table("clauses")}
    assert {name for row in table("rules") for name in row["awards"]} <= awards
    assert {name for row in table("penalties") for name in row["articles"]} <= clauses


def test_every_address_of_a_record_is_a_clause_of_its_document() -> None:
    for kind in KINDS:
        for row in table(kind):
            assert row["url"] == f"policies/{row['document']}/#{row['clause'].removeprefix(row['document'] + '.')}", row["id"]


# --- CSV and Excel ---


def rows_of_csv(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def same(cell: Any, value: Any) -> bool:
    """Whether a cell says what the JSON says."""
    if value is None:
        return cell in (None, "")
    if isinstance(value, bool):
        return str(cell) in (str(value), "1" if value else "0")
    if isinstance(value, int | float):
        return float(cell) == value
    if isinstance(value, list | dict):
        return json.loads(cell) == value
    return cell == value


def test_the_csv_is_the_json() -> None:
    text = exported()["awards.csv"]
    assert isinstance(text, str)
    rows = rows_of_csv(text)
    assert len(rows) == len(table("awards"))
    for cells, row in zip(rows, table("awards")):
        assert cells.keys() == row.keys()
        assert [name for name in row if not same(cells[name], row[name])] == [], row["id"]


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_is_the_json(name: str) -> None:
    heads, *rows = list(workbook()[SHEETS[name]].iter_rows(values_only=True))
    assert len(rows) == len(table(name)) > 0
    assert list(heads) == list(table(name)[0])
    for cells, row in zip(rows, table(name)):
        assert [head for head, cell in zip(heads, cells) if not same(cell, row[head])] == [], row["id"]


def test_the_workbook_has_a_sheet_for_every_kind_and_no_formula() -> None:
    assert set(KINDS) <= SHEETS.keys()
    assert workbook().sheetnames == list(SHEETS.values())
    assert [cell.coordinate for sheet in workbook() for line in sheet.iter_rows() for cell in line if cell.data_type == "f"] == []


def test_a_sheet_has_its_head_fixed_and_can_be_filtered() -> None:
    for sheet in workbook():
        assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref == sheet.dimensions


def test_two_builds_give_the_same_bytes() -> None:
    again = files(real())
    assert again["handbook.xlsx"] == exported()["handbook.xlsx"] and again["awards.csv"] == exported()["awards.csv"]


def test_nothing_in_the_workbook_tells_the_time() -> None:
    content = exported()["handbook.xlsx"]
    assert isinstance(content, bytes)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert str(datetime.date.today().year) not in core or "2020-01-01" in core


@pytest.mark.parametrize("text", ["=1+1", "+1", "@x", "-1+1", "\t=1+1", "\r=1", "=HYPERLINK(\"http://x.example\",\"甲\")"])
def test_no_text_becomes_a_formula(text: str) -> None:
    """What a spreadsheet would take for a formula stands behind an apostrophe (OWASP: = + - @ tab, carriage return)."""
    [row] = rows_of_csv(to_csv([{"a": text}]))
    assert row["a"] == "'" + text
    sheet = openpyxl.load_workbook(io.BytesIO(to_workbook({"awards": [{"a": text}]})))["奖补"]
    assert sheet["A2"].data_type == "s"


@pytest.mark.parametrize("value", [-5, 0, 1.5, None, True, [], ["=1"], {"a": 1}])
def test_what_is_no_text_stays_itself(value: Any) -> None:
    [row] = rows_of_csv(to_csv([{"a": value, "b": "甲"}]))
    assert same(row["a"], value)


@pytest.mark.parametrize("text", NASTY)
def test_any_text_comes_back(text: str) -> None:
    [row] = rows_of_csv(to_csv([{"a": text, "b": text + "\n" + text + '",;\''}]))
    assert row["a"] in (text, "'" + text) and row["b"].removeprefix("'") == (text + "\n" + text + '",;\'').removeprefix("'")


def test_nothing_gives_an_empty_table() -> None:
    assert to_csv([]) == "\ufeff"
    assert openpyxl.load_workbook(io.BytesIO(to_workbook({}))).sheetnames == list(SHEETS.values())


# --- schemas for editors ---


def test_the_settings_of_the_editor_point_at_files_that_are_there() -> None:
    schemas = json.loads((ROOT / ".vscode" / "settings.json").read_text("utf-8"))["yaml.schemas"]
    assert len(schemas) == len(EDITOR_SCHEMAS)
    for schema, patterns in schemas.items():
        assert (ROOT / schema).is_file(), schema
        for pattern in patterns:
            assert list(ROOT.glob(pattern)), f"{pattern}: nothing to check with {schema}"


def test_every_file_of_facts_and_terms_has_a_schema() -> None:
    covered = {path for _record, patterns in EDITOR_SCHEMAS.values() for pattern in patterns for path in DATA.glob(pattern)}
    assert sorted({*DATA.glob("facts/*"), *DATA.glob("taxonomy/*")} - covered) == []


def test_no_schema_is_left_over() -> None:
    assert {f"data/schemas/{path.name}" for path in (DATA / "schemas").iterdir()} == {name for name in editor_files() if name.startswith("data/")}


class _Text(yaml.SafeLoader):
    """YAML as an editor reads it, but that dates stay text, as the strict loader has them."""


_Text.yaml_implicit_resolvers = {key: [(tag, form) for tag, form in forms if tag != "tag:yaml.org,2002:timestamp"]
                                 for key, forms in yaml.SafeLoader.yaml_implicit_resolvers.items()}


@pytest.mark.parametrize("name", EDITOR_SCHEMAS)
def test_the_editor_accepts_the_data(name: str) -> None:
    schema = json.loads((DATA / "schemas" / f"{name}.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    paths = sorted(path for pattern in EDITOR_SCHEMAS[name][1] for path in DATA.glob(pattern))
    assert paths
    for path in paths:
        whole = yaml.load(path.read_text("utf-8"), _Text)
        errors = [f"{path.name}: {'/'.join(map(str, error.path))}: {error.message[:200]}" for error in validator.iter_errors(whole)]
        assert errors == []


@pytest.mark.parametrize("change", [
    {"colour": "red"}, {"industries": "all"}, {"awards": [{"id": "a.1/x"}]}, {"settled": [{"clause": "a.1", "quote": "甲", "reason": "because"}]},
])
def test_the_editor_refuses_what_the_check_refuses(change: dict[str, Any]) -> None:
    schema = json.loads((DATA / "schemas" / "facts.schema.json").read_text("utf-8"))
    sound = plain(real().facts.facts["icv-2025"])
    validator = jsonschema.Draft202012Validator(schema)
    assert validator.is_valid(sound)
    assert not validator.is_valid({**sound, **change})


def test_the_editor_explains_every_field() -> None:
    schema = json.loads((DATA / "schemas" / "facts.schema.json").read_text("utf-8"))
    parts = [schema, *schema["$defs"].values()]
    assert {record.__name__ for record in RECORDS.values()} <= schema["$defs"].keys()
    assert [name for part in parts for name, field in part["properties"].items() if not field.get("description")] == []
