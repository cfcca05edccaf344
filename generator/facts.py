"""data/facts/*.yml and the taxonomies of terms -> the FactBook: what documents give, ask, forbid and aim at."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import strict_yaml
from .model.decode import decode
from .model.facts import Facts
from .model.terms import AwardTypes, Industries, Levels, Recipients, Term
from .problems import DataError, Problem

KINDS = ("awards", "rights", "rules", "eligibility", "duties", "penalties", "deadlines", "definitions", "indicators")


@dataclass(frozen=True)
class FactBook:
    """All facts by document, and the terms they are tagged with."""

    facts: dict[str, Facts]
    industries: dict[str, Term]
    award_types: dict[str, Term]
    recipients: dict[str, Term]
    levels: dict[str, Term]
    lines: dict[str, Any]

    def entries(self, kind: str) -> Iterator[tuple[str, Any]]:
        """(document, entry) of every entry of a kind, in the order of the documents."""
        for document, facts in self.facts.items():
            for entry in getattr(facts, kind):
                yield document, entry


def load_facts(data: Path) -> FactBook:
    """Read the facts and the taxonomies. Raises DataError."""
    problems: list[Problem] = []
    lines: dict[str, Any] = {}

    def read(name: str, record: type) -> Any:
        place = f"data/{name}"
        try:
            lines[place] = strict_yaml.load(data / name, place)
            return decode(record, lines[place], place, 1, problems)
        except DataError as error:
            problems.extend(error.problems)
        return None

    facts = {path.stem: read(f"facts/{path.name}", Facts) for path in sorted((data / "facts").glob("*.yml"))}
    terms = [read(f"taxonomy/{name}.yml", record) for name, record in (
        ("industries", Industries), ("award_types", AwardTypes), ("recipients", Recipients), ("levels", Levels))]
    if problems:
        raise DataError(problems)
    tables = [{term.id: term for term in getattr(table, dataclasses.fields(table)[0].name)} for table in terms]
    return FactBook(facts, *tables, lines)
