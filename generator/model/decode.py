"""Plain YAML values -> frozen dataclasses, and dataclasses -> JSON Schema; one description of every field.

A record class is an ordinary frozen dataclass. Supported field types: str, int, bool, X | None,
tuple[X, ...], dict[str, X], Literal[...], and other record classes. `doc("...")` gives a field its description.
"""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from typing import Any

from ..problems import Problem
from ..strict_yaml import Map

_MISSING = dataclasses.MISSING


def doc(description: str, **kwargs: Any) -> Any:
    """A dataclass field with a description, which the JSON Schema and the guide show."""
    return dataclasses.field(metadata={"description": description}, **kwargs)


@functools.cache
def _hints(record: type) -> dict[str, Any]:
    return typing.get_type_hints(record)


def decode(record: type, value: Any, place: str, line: int, problems: list[Problem]) -> Any:
    """Build `record` from a mapping; append a Problem for each unknown, missing or mistyped field.

    Returns None where the mapping cannot become a record (then at least one problem was appended).
    """
    if not isinstance(value, dict):
        problems.append(Problem(place, line, f"expected fields of {record.__name__}, found {_kind(value)}"))
        return None
    known = {field.name: field for field in dataclasses.fields(record)}
    line_of = value.line_of if isinstance(value, Map) else lambda _key: line
    start = len(problems)
    for key in value:
        if key not in known:
            close = ", ".join(known)
            problems.append(Problem(place, line_of(key), f"unknown field {key!r}; known: {close}"))
    arguments = {}
    for name, field in known.items():
        if name in value:
            arguments[name] = _decode_value(_hints(record)[name], value[name], place, line_of(name), name, problems)
        elif field.default is _MISSING and field.default_factory is _MISSING:
            own = value.line if isinstance(value, Map) else line
            problems.append(Problem(place, own, f"field {name!r} is missing (write null where the text says nothing)"))
    return record(**arguments) if len(problems) == start else None


def _decode_value(hint: Any, value: Any, place: str, line: int, name: str, problems: list[Problem]) -> Any:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        if value is None and type(None) in arguments:
            return None
        [inner] = [argument for argument in arguments if argument is not type(None)]
        return _decode_value(inner, value, place, line, name, problems)
    if origin is typing.Literal:
        if value not in arguments:
            allowed = ", ".join(map(str, arguments))
            problems.append(Problem(place, line, f"{name}: {value!r} is not one of {allowed}"))
        return value
    if origin is tuple:
        return _decode_list(arguments[0], value, place, line, name, problems)
    if origin is dict:
        if not isinstance(value, dict):
            problems.append(Problem(place, line, f"{name}: expected a mapping, found {_kind(value)}"))
            return {}
        return {k: _decode_value(arguments[1], v, place, line, name, problems) for k, v in value.items()}
    if dataclasses.is_dataclass(hint):
        inner_line = value.line if isinstance(value, Map) else line
        return decode(hint, value, place, inner_line, problems)
    if type(value) is not hint:
        problems.append(Problem(place, line, f"{name}: expected {_NAMES.get(hint, hint)}, found {_kind(value)}"))
    return value


def _decode_list(hint: Any, value: Any, place: str, line: int, name: str, problems: list[Problem]) -> tuple:
    if not isinstance(value, list):
        problems.append(Problem(place, line, f"{name}: expected a list, found {_kind(value)}"))
        return ()
    lines = getattr(value, "lines", [line] * len(value))
    return tuple(_decode_value(hint, item, place, at, name, problems) for item, at in zip(value, lines))


_NAMES = {str: "text", int: "a whole number", bool: "true or false"}


def _kind(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return f"{_NAMES.get(type(value), type(value).__name__)} {value!r}"


def plain(record: Any) -> Any:
    """The reverse of `decode`: a record as dicts and lists; fields at their default are left out."""
    if dataclasses.is_dataclass(record):
        result = {}
        for field in dataclasses.fields(record):
            value = getattr(record, field.name)
            if field.default is not _MISSING and value == field.default:
                continue
            result[field.name] = plain(value)
        return result
    if isinstance(record, tuple | list):
        return [plain(item) for item in record]
    if isinstance(record, dict):
        return {key: plain(item) for key, item in record.items()}
    return record


def plain_full(record: Any) -> Any:
    """As `plain`, with every field written out, null and empty ones too: for published data."""
    if dataclasses.is_dataclass(record):
        return {field.name: plain_full(getattr(record, field.name)) for field in dataclasses.fields(record)}
    if isinstance(record, tuple | list):
        return [plain_full(item) for item in record]
    if isinstance(record, dict):
        return {key: plain_full(item) for key, item in record.items()}
    return record


def schema(record: type, title: str) -> dict[str, Any]:
    """JSON Schema (2020-12) of a record class, for editors and for the published data."""
    definitions: dict[str, Any] = {}
    body = _object_schema(record, definitions)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **body, "$defs": definitions}


def _object_schema(record: type, definitions: dict[str, Any]) -> dict[str, Any]:
    properties, required = {}, []
    for field in dataclasses.fields(record):
        part = _type_schema(_hints(record)[field.name], definitions)
        if "description" in field.metadata:
            part = {**part, "description": field.metadata["description"]}
        properties[field.name] = part
        if field.default is _MISSING and field.default_factory is _MISSING:
            required.append(field.name)
    text = (record.__doc__ or "").strip().split("\n")[0]
    return {"description": text, "type": "object", "properties": properties, "required": required,
            "additionalProperties": False}


def _type_schema(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        [inner] = [argument for argument in arguments if argument is not type(None)]
        return {"anyOf": [_type_schema(inner, definitions), {"type": "null"}]}
    if origin is typing.Literal:
        return {"enum": list(arguments)}
    if origin is tuple:
        return {"type": "array", "items": _type_schema(arguments[0], definitions)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _type_schema(arguments[1], definitions)}
    if dataclasses.is_dataclass(hint):
        if hint.__name__ not in definitions:
            definitions[hint.__name__] = {}
            definitions[hint.__name__] = _object_schema(hint, definitions)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    return {"type": {str: "string", int: "integer", bool: "boolean"}[hint]}
