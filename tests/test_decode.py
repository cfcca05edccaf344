"""generator/model/decode.py: plain values -> records, records -> plain values and JSON Schema."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Literal

import jsonschema
import pytest

from generator import strict_yaml
from generator.exports.schemas import EDITOR_SCHEMAS
from generator.model.decode import decode, doc, plain, plain_full, schema
from generator.problems import Problem
from generator.strict_yaml import loads
from tests.support import DATA, MINIMAL


@dataclass(frozen=True)
class Sail:
    """A sail."""

    colour: Literal["red", "white"] = doc("its colour")
    area: int | None = doc("its area", default=None)


@dataclass(frozen=True)
class Boat:
    """A boat of paper.

    Only its first line is in the schema.
    """

    name: str = doc("its name")
    sails: tuple[Sail, ...] = doc("its sails", default=())
    length: int = doc("its length", default=3)
    afloat: bool = doc("whether it floats", default=True)
    crew: dict[str, int] = doc("age by name", default_factory=dict)
    owner: str | None = doc("whose it is", default=None)
    flag: Sail | None = doc("its flag", default=None)


def read(text: str) -> tuple[Any, list[str]]:
    problems: list[Problem] = []
    value = decode(Boat, loads(text, "x.yml"), "x.yml", 1, problems)
    assert (value is None) == bool(problems)
    return value, [str(problem) for problem in problems]


FULL = """\
name: 甲
sails:
- colour: red
  area: 4
- colour: white
length: 5
afloat: false
crew: {乙: 7}
owner: 丙
flag: {colour: red}
"""


def test_every_type_of_field() -> None:
    boat, problems = read(FULL)
    assert problems == []
    assert boat == Boat("甲", (Sail("red", 4), Sail("white")), 5, False, {"乙": 7}, "丙", Sail("red"))


def test_what_is_left_out_is_at_its_default() -> None:
    assert read("name: 甲\n")[0] == Boat("甲")


@pytest.mark.parametrize("text, problem", [
    ("- 甲\n", "x.yml:1: expected fields of Boat, found a list"),
    ("甲\n", "x.yml:1: expected fields of Boat, found text '甲'"),
    ("", "x.yml:1: expected fields of Boat, found nothing"),
    ("sails: []\n", "x.yml:1: field 'name' is missing (write null where the text says nothing)"),
    ("name: 甲\nnames: 乙\n", "x.yml:2: unknown field 'names'; known: name, sails, length, afloat, crew, owner, flag"),
    ("name: 7\n", "x.yml:1: name: expected text, found a whole number 7"),
    ("name: null\n", "x.yml:1: name: expected text, found nothing"),
    ("name: true\n", "x.yml:1: name: expected text, found true or false True"),
    ("name: [甲]\n", "x.yml:1: name: expected text, found a list"),
    ("name: 甲\nlength: '5'\n", "x.yml:2: length: expected a whole number, found text '5'"),
    ("name: 甲\nlength: true\n", "x.yml:2: length: expected a whole number, found true or false True"),
    ("name: 甲\nlength: null\n", "x.yml:2: length: expected a whole number, found nothing"),
    ("name: 甲\nafloat: yes\n", "x.yml:2: afloat: expected true or false, found text 'yes'"),
    ("name: 甲\nafloat: 1\n", "x.yml:2: afloat: expected true or false, found a whole number 1"),
    ("name: 甲\nsails: {colour: red}\n", "x.yml:2: sails: expected a list, found a mapping"),
    ("name: 甲\nsails:\n- colour: red\n- colour: green\n", "x.yml:4: colour: 'green' is not one of red, white"),
    ("name: 甲\nsails:\n- area: 3\n", "x.yml:3: field 'colour' is missing"),
    ("name: 甲\nsails:\n- colour: red\n  size: 3\n", "x.yml:4: unknown field 'size'; known: colour, area"),
    ("name: 甲\nsails:\n- red\n", "x.yml:3: expected fields of Sail, found text 'red'"),
    ("name: 甲\ncrew: [乙]\n", "x.yml:2: crew: expected a mapping, found a list"),
    ("name: 甲\ncrew: {乙: 七}\n", "x.yml:2: crew: expected a whole number, found text '七'"),
    ("name: 甲\nflag: red\n", "x.yml:2: expected fields of Sail, found text 'red'"),
])
def test_a_mistake_is_told_with_its_line(text: str, problem: str) -> None:
    _value, problems = read(text)
    assert len(problems) == 1 and problems[0].startswith(problem), problems


def test_every_mistake_in_one_run() -> None:
    assert len(read("nam: 甲\nlength: x\nsails:\n- colour: green\n  size: 1\n")[1]) == 5


def test_there_and_back() -> None:
    boat, _problems = read(FULL)
    assert read(strict_yaml.dump(plain(boat)))[0] == boat
    assert read(strict_yaml.dump(plain_full(boat)))[0] == boat


def test_plain_leaves_out_defaults_and_plain_full_does_not() -> None:
    assert plain(Boat("甲", (Sail("red"),))) == {"name": "甲", "sails": [{"colour": "red"}], "crew": {}}
    full = plain_full(Boat("甲"))
    assert list(full) == [field.name for field in dataclasses.fields(Boat)]
    assert full["owner"] is None and full["sails"] == []


# --- schemas ---


def test_the_schema_says_what_decode_demands() -> None:
    made = schema(Boat, "boats")
    jsonschema.Draft202012Validator.check_schema(made)
    assert made["description"] == "A boat of paper."
    assert made["required"] == ["name"] and made["additionalProperties"] is False
    assert {name: part["description"] for name, part in made["properties"].items()} == {
        field.name: field.metadata["description"] for field in dataclasses.fields(Boat)}


@pytest.mark.parametrize("text", [FULL, "name: 甲\n", "name: 甲\nflag: null\n"])
def test_what_decode_takes_the_schema_takes(text: str) -> None:
    jsonschema.validate(loads(text, "x"), schema(Boat, "boats"))


@pytest.mark.parametrize("text", [
    "sails: []\n", "name: 7\n", "name: null\n", "name: 甲\nnames: 乙\n", "name: 甲\nlength: '5'\n", "name: 甲\nafloat: 1\n",
    "name: 甲\nsails: [{colour: green}]\n", "name: 甲\ncrew: {乙: 七}\n", "name: 甲\nflag: red\n",
])
def test_what_decode_refuses_the_schema_refuses(text: str) -> None:
    assert read(text)[1]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(loads(text, "x"), schema(Boat, "boats"))


@pytest.mark.parametrize("name", EDITOR_SCHEMAS)
def test_every_data_file_fits_the_schema_that_editors_use(name: str) -> None:
    record, patterns = EDITOR_SCHEMAS[name]
    validator = jsonschema.Draft202012Validator(schema(record, name))
    files = [path for folder in (DATA, MINIMAL) for pattern in patterns for path in sorted(folder.glob(pattern))]
    assert files
    wrong = {path.name: error.message for path in files for error in validator.iter_errors(strict_yaml.load(path))}
    assert wrong == {}


@pytest.mark.parametrize("record", sorted({record for record, _files in EDITOR_SCHEMAS.values()}, key=lambda r: r.__name__))
def test_every_field_of_every_record_is_described(record: type) -> None:
    made = schema(record, "x")
    for part in (made, *made["$defs"].values()):
        assert part["description"]
        # a file that holds one list has no more to say about it than the record itself
        undescribed = [name for name, value in part["properties"].items() if not value.get("description")]
        assert not undescribed or (part is made and len(part["properties"]) == 1), undescribed
