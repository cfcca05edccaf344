"""YAML text -> plain values that remember their lines; what YAML would guess is refused.

Stock PyYAML keeps the last of two equal keys, reads `no` as False, `010` as 8 and an ISO date
as a date object. Here only null, true, false and plain whole numbers have a type; all else is text.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from .problems import DataError, Problem

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")  # longer runs of digits are no amount: they stay text
_WORDS = {"null": None, "true": True, "false": False, "": None, "~": None}


class Map(dict):
    """A mapping that knows its file and the line of each key."""

    place: str = ""
    line: int = 0
    lines: dict[str, int]

    def line_of(self, key: str) -> int:
        """Line of `key` (1-based), or of the mapping itself where it has no such key."""
        return self.lines.get(key, self.line)


class List(list):
    """A list that knows the line of each item."""

    line: int = 0
    lines: list[int]


def load(path: Path, place: str | None = None) -> Any:
    """Read one YAML file. Raises DataError with file, line and remedy for anything doubtful."""
    place = place or str(path)
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise DataError([Problem(place, 0, "file is missing: put it back from the repository")]) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise DataError([Problem(place, line, "not UTF-8: save the file as UTF-8 (无签名的 UTF-8)")]) from None
    return loads(text, place)


def loads(text: str, place: str) -> Any:
    """As `load`, from a string."""
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
        raise DataError([Problem(place, mark.line + 1 if mark else 0, f"not valid YAML: {reason}")]) from None
    except (RecursionError, ValueError) as error:
        raise DataError([Problem(place, 0, f"not valid YAML: {error}")]) from None
    problems: list[Problem] = []
    try:
        value = _value(node, place, problems) if node is not None else None
    except RecursionError:
        raise DataError([Problem(place, 0, "not valid YAML: nested too deeply")]) from None
    if problems:
        raise DataError(problems)
    return value


def _value(node: yaml.Node, place: str, problems: list[Problem]) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, place, problems)
    if isinstance(node, yaml.SequenceNode):
        items = List(_value(child, place, problems) for child in node.value)
        items.line = node.start_mark.line + 1
        items.lines = [child.start_mark.line + 1 for child in node.value]
        return items
    return _scalar(node)


def _mapping(node: yaml.MappingNode, place: str, problems: list[Problem]) -> Map:
    result = Map()
    result.place, result.line, result.lines = place, node.start_mark.line + 1, {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            problems.append(Problem(place, line, "a key must be a plain word"))
            continue
        key = key_node.value
        if key in result:
            problems.append(
                Problem(place, line, f"key {key!r} stands twice (first in line {result.lines[key]}): delete one")
            )
            continue
        result[key] = _value(value_node, place, problems)
        result.lines[key] = line
    return result


def _scalar(node: yaml.ScalarNode) -> Any:
    if node.style:  # quoted or a block: text, whatever it looks like
        return node.value
    if node.value in _WORDS:
        return _WORDS[node.value]
    if _INTEGER.fullmatch(node.value):
        return int(node.value)
    return node.value


def dump(value: Any, header: str = "") -> str:
    """Write `value` as YAML in the project's one style: UTF-8, long lines, keys as given."""
    body = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100000)
    return header + body


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):
    pass


def _represent_text(dumper: yaml.Dumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)
_Dumper.ignore_aliases = lambda *_: True  # repeated values are written out, so that a diff shows them
