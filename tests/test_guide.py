"""The guide cannot rot: whatever exists (a command, a target, a field) is in it."""

from __future__ import annotations

import dataclasses
import re
import typing

import pytest

from generator.__main__ import COMMANDS
from generator.exports.schemas import EDITOR_SCHEMAS
from generator.model.manifest import Manifest, Outline
from generator.model.metadata import Metadata
from tests.support import ROOT

README = (ROOT / "README.md").read_text("utf-8")
CHINESE = (ROOT / "README.zh-CN.md").read_text("utf-8")
GUIDE = (ROOT / "docs" / "contribute.md").read_text("utf-8")


def code(text: str) -> str:
    """What a text marks as code: `words` and blocks."""
    return "\n".join(re.findall(r"^```.*?^```|`[^`\n]+`", text, re.MULTILINE | re.DOTALL))


def records(record: type) -> dict[str, type]:
    """A record and every record inside it, by name."""
    found = {record.__name__: record}
    for hint in typing.get_type_hints(record).values():
        stack = [hint]
        while stack:
            one = stack.pop()
            stack.extend(typing.get_args(one))
            if dataclasses.is_dataclass(one) and one.__name__ not in found:
                found.update(records(one))  # type: ignore[arg-type]
    return found


FIELDS = sorted({(record.__name__, name, field.name) for record in (Manifest, Outline, Metadata)
                 for name, inner in records(record).items() for field in dataclasses.fields(inner)})


@pytest.mark.parametrize("record, inner, field", FIELDS, ids=["-".join(names) for names in FIELDS])
def test_the_guide_names_every_field(record: str, inner: str, field: str) -> None:
    assert re.search(rf"\b{field}\b", code(README) + code(GUIDE)), (
        f"`{field}` of {inner} ({record}) stands neither in README.md nor in docs/contribute.md")


@pytest.mark.parametrize("command", COMMANDS)
def test_the_guide_names_every_command(command: str) -> None:
    for name, text in (("README.md", README), ("README.zh-CN.md", CHINESE)):
        assert re.search(rf"python -m generator [a-z |]*\b{command}\b", text), f"{command} is not in {name}"


@pytest.mark.parametrize("target", re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
def test_the_guide_names_every_target(target: str) -> None:
    for name, text in (("README.md", README), ("README.zh-CN.md", CHINESE)):
        assert re.search(rf"(make |`){target}\b", text), f"make {target} is not in {name}"


@pytest.mark.parametrize("command", re.findall(r"`python -m generator ([a-z]+)", README + CHINESE + GUIDE))
def test_every_command_of_the_guide_exists(command: str) -> None:
    assert command in COMMANDS


@pytest.mark.parametrize("target", sorted(set(re.findall(r"`make ([a-z-]+)", README + CHINESE + GUIDE))))
def test_every_target_of_the_guide_exists(target: str) -> None:
    assert re.search(rf"^{target}:.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


def test_every_field_of_the_tables_in_the_guide_exists() -> None:
    known = {field for _record, _inner, field in FIELDS}
    metadata = GUIDE.partition("{ #metadata }")[2].partition("\n## ")[0]
    outline = GUIDE.partition("{ #extract }")[2].partition("\n## ")[0]
    named = {name for table in (metadata, outline) for row in re.findall(r"^\| (`[^|]+) \|", table, re.MULTILINE)
             for name in re.findall(r"`([a-z_]+)`", row)}
    assert len(named) > 20
    assert named - known == set()


@pytest.mark.parametrize("path", sorted({path for path in re.findall(r"`((?:data|generator|docs|tests|tools|bench)/[A-Za-z0-9_./-]*)`",
                                                                     README + CHINESE + GUIDE) if "<" not in path}))
def test_every_file_that_the_guide_names_exists(path: str) -> None:
    assert (ROOT / path).exists()


def test_every_kind_of_data_file_has_a_schema_for_editors() -> None:
    patterns = [pattern for _record, files in EDITOR_SCHEMAS.values() for pattern in files]
    data = ROOT / "data"
    covered = {path for pattern in patterns for path in data.glob(pattern)}
    assert [path.relative_to(data).as_posix() for path in sorted(data.rglob("*.yml")) if path not in covered] == []
