"""generator/extract/outline.py: small texts and the trees that they become.

A case is a folder tests/cases/outline/<name>/: text.txt (the text; a line `%% notice`, `%% body` or `%% interpretation`
opens a further part), outline.yml (the hints) and tree.txt (the tree, then problems and doubts). Adding a case is
adding a folder; a test without tree.txt fails and shows the tree that was read.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator import strict_yaml
from generator.extract.rebuild import clause_pieces
from generator.extract.outline import Reader
from generator.extract.segments import Segment
from generator.model.decode import decode
from generator.model.document import Clause
from generator.model.manifest import Outline, StretchEntry
from generator.problems import Problem
from generator.text import compact
from tests.support import CASES, walk

FOLDER = CASES / "outline"
NAMES = sorted(path.name for path in FOLDER.iterdir())


def segments(text: str) -> list[Segment]:
    """The parts of a text in the order in which the extractor reads them."""
    parts = re.split(r"^%% (body|notice|interpretation)\n", text, flags=re.MULTILINE)
    named = [("body", parts[0])] if parts[0] else []
    named += list(zip(parts[1::2], parts[2::2]))
    found, line = [], 1
    for part, own in named:
        entry = StretchEntry(own[:5], own[-5:], "test", "test-2030", part)  # type: ignore[arg-type]
        found.append(Segment("test.txt", "", entry, own.rstrip("\n"), line))
        line += own.count("\n") + 1
    return sorted(found, key=lambda segment: ("notice", "body", "interpretation").index(segment.entry.part))


def read(case: str) -> tuple[list[Segment], tuple[Clause, ...], Reader]:
    problems: list[Problem] = []
    hints = FOLDER / case / "outline.yml"
    outline = decode(Outline, strict_yaml.load(hints), "outline.yml", 1, problems) if hints.is_file() else Outline("test-2030")
    assert not problems, problems
    found = segments((FOLDER / case / "text.txt").read_text("utf-8"))
    reader = Reader(outline)
    for segment in found:
        reader.read(segment)
    return found, reader.clauses(), reader


def show(clause: Clause, depth: int = 0) -> list[str]:
    """A clause in one line: its numbers, kind, label, [heading], text, {bodies} (* for defaults), leftovers, cells."""
    words = [clause.id.partition(".")[2], clause.kind, clause.label, f"[{clause.heading}]" if clause.heading else "",
             clause.text.replace("\n", " ¶ ")]
    if clause.bodies:
        words.append("{" + " ".join(f"{'*' if body.default else ''}{body.name}:{body.role}" for body in clause.bodies) + "}")
    words += [f"~{omission.at}“{omission.text}”" for omission in clause.omitted]
    words += [f"{name}: {' | '.join(cells)}".replace("\n", " ¶ ") for name, cells in (
        ("columns", clause.columns), ("header", clause.header), ("repeats", clause.header_repeats), ("cells", clause.cells))
        if cells]
    return ["  " * depth + " ".join(filter(None, words)), *(line for child in clause.clauses for line in show(child, depth + 1))]


def first_words(problem: Problem) -> str:
    """Line and message up to what is to be done about it."""
    return f"{problem.line}: {problem.message.partition('; ')[0]}"


@pytest.mark.parametrize("case", NAMES)
def test_the_tree_of(case: str) -> None:
    _segments, clauses, reader = read(case)
    found = [line for clause in clauses for line in show(clause)]
    found += [f"problem {first_words(problem)}" for problem in reader.problems]
    found += [f"doubt {first_words(problem)}" for problem in reader.doubts]
    wanted = FOLDER / case / "tree.txt"
    assert wanted.is_file(), "tree.txt is missing; if this is right, write it there:\n" + "\n".join(found)
    assert found == wanted.read_text("utf-8").splitlines()


@pytest.mark.parametrize("case", NAMES)
def test_no_character_is_lost_in(case: str) -> None:
    found, clauses, reader = read(case)
    if reader.problems:
        return
    rebuilt = "".join(piece.text for clause in clauses for piece in clause_pieces(clause))
    assert rebuilt == "".join(compact(segment.text) for segment in found)
    ids = [clause.id for clause in walk(clauses)]
    assert len(ids) == len(set(ids))


def test_every_case_is_whole() -> None:
    assert [name for name in NAMES if not (Path(FOLDER / name) / "text.txt").is_file()] == []
