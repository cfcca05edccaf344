"""What people ask that a clause answers, in everyday words: data/asked.yml, and its checks."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path

from .. import strict_yaml
from ..problems import DataError, Problem
from .decode import decode, doc

PLACE = "data/asked.yml"


@dataclass(frozen=True)
class Entry:
    """The everyday words of one clause."""

    clause: str = doc("id of the clause")
    words: tuple[str, ...] = doc("short questions and phrases that a reader may type, in other words than the clause's own")


@dataclass(frozen=True)
class Asked:
    """data/asked.yml"""

    asked: tuple[Entry, ...] = doc("an entry for each clause that people ask for in other words")


def load(data: Path) -> tuple[Asked, dict]:
    """The entries and their lines, for messages; none where there is no file. Raises DataError."""
    path = data / "asked.yml"
    if not path.is_file():
        return Asked(()), {}
    problems: list[Problem] = []
    raw = strict_yaml.load(path, PLACE)
    asked = decode(Asked, raw, PLACE, 1, problems)
    if problems:
        raise DataError(problems)
    return asked, raw


def check(asked: Asked, lines: dict, clauses: Container[str]) -> Iterator[Problem]:
    """What is wrong with the entries: `clauses` holds the id of every clause."""
    seen = set()
    for index, entry in enumerate(asked.asked):
        line = lines["asked"].lines[index] if lines else 0
        if entry.clause not in clauses:
            yield Problem(PLACE, line, f"there is no clause {entry.clause!r}: correct the id")
        if entry.clause in seen:
            yield Problem(PLACE, line, f"{entry.clause!r} has an entry above already: put the two together")
        if not entry.words or not all(word.strip() for word in entry.words):
            yield Problem(PLACE, line, "words is empty: write what people ask, or remove the entry")
        seen.add(entry.clause)
