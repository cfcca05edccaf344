"""Checks of data/profile.yml and of what the inputs of calculators name in it (`profile: field` or `field=word`)."""

from __future__ import annotations

from collections.abc import Iterator

from ..handbook import Handbook, line_of
from ..model.calculator import Input
from ..model.profile import ProfileField
from ..problems import Problem

PLACE = "data/profile.yml"


def check_profile(handbook: Handbook) -> Iterator[Problem]:
    """Every problem of the profile, and of the inputs that name its fields. Unused words are found only where calculators are loaded."""
    fields = [field for section in handbook.profile.sections for field in section.fields]
    by_name = {field.name: field for field in fields}
    used: set[str] = set()
    for name, calculator in handbook.calculators.written.items():
        for index, item in enumerate(calculator.inputs):
            if item.profile:
                used.add(item.profile)
                place = f"data/calculators/{name}.yml"
                line = handbook.calculators.lines[place]["inputs"].lines[index]
                yield from (Problem(place, line, f"{item.name}: {message}") for message in _input(item, by_name))
    for number, section in enumerate(handbook.profile.sections):
        for index, field in enumerate(section.fields):
            line = line_of(handbook, PLACE, "sections", number, "fields", index)
            yield from (Problem(PLACE, line, f"{field.name}: {message}") for message in _field(handbook, field, used))
    names = [field.name for field in fields]
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        yield Problem(PLACE, 1, f"field {name!r} stands twice")


def _input(item: Input, fields: dict[str, ProfileField]) -> Iterator[str]:
    name, equals, word = (item.profile or "").partition("=")
    field = fields.get(name)
    if field is None:
        yield f"profile {item.profile!r}: data/profile.yml has no field {name!r}"
    elif equals and word not in {option.value for option in field.options}:
        yield f"profile {item.profile!r}: the field has no word {word!r}"
    elif equals and item.type != "yes_no":
        yield f"profile {item.profile!r}: a word answers a yes_no input, this is {item.type}"
    elif not equals and field.type == "choices":
        yield f"profile {item.profile!r}: {name} has several words; name one: {name}=word"
    elif not equals and field.type != item.type and (field.type, item.type) != ("integer", "number"):
        yield f"profile {item.profile!r}: the field is {field.type}, the input {item.type}"


def _field(handbook: Handbook, field: ProfileField, used: set[str]) -> Iterator[str]:
    if (field.type in ("choice", "choices")) != bool(field.options):
        yield "options belong to a choice or choices, and these need them"
    if field.type == "money" and field.unit not in ("元", "万元", "亿元"):
        yield "unit of money is 元, 万元 or 亿元"
    values = [option.value for option in field.options]
    yield from (f"word {value!r} stands twice" for value in dict.fromkeys(values) if values.count(value) > 1)
    if field.taxonomy:
        known = {"industries": handbook.facts.industries, "recipients": handbook.facts.recipients,
                 "jurisdictions": handbook.jurisdictions}[field.taxonomy]
        for option in field.options:
            yield from (f"word {option.value!r}: {word!r} is not in the taxonomy of {field.taxonomy}"
                        for word in option.matches or (option.value,) if word not in known)
    elif handbook.calculators.written and field.type != "text":
        if field.options:
            yield from (f"word {value!r} is used by no calculator: delete it" for value in values if f"{field.name}={value}" not in used)
        elif field.name not in used:
            yield "is used by no calculator: delete it"
