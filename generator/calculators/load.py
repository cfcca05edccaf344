"""data/calculators/*.yml, data/not-calculable.yml and the eligibility lists of the facts -> every calculator of the handbook."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .. import strict_yaml
from ..facts import KINDS, FactBook
from ..model.calculator import Calculator, NotCalculable, NotCalculables
from ..model.decode import decode
from ..problems import DataError, Problem
from .derive import derived


@dataclass(frozen=True)
class CalculatorBook:
    """All calculators by id: written by hand, and derived from eligibility lists; what cannot be computed and why."""

    written: dict[str, Calculator] = field(default_factory=dict)
    derived: dict[str, Calculator] = field(default_factory=dict)
    not_calculable: tuple[NotCalculable, ...] = ()
    lines: dict[str, Any] = field(default_factory=dict, repr=False)

    @functools.cached_property
    def all(self) -> dict[str, Calculator]:
        """Every calculator by id."""
        return {**self.written, **self.derived}

    @functools.cached_property
    def of_fact(self) -> dict[str, list[str]]:
        """{fact id: ids of the calculators that compute it}."""
        return _inverse({name: [fact for result in c.results for fact in result.awards] for name, c in self.all.items()})

    @functools.cached_property
    def of_clause(self) -> dict[str, list[str]]:
        """{clause id: ids of the calculators that apply it}."""
        return _inverse({name: c.clauses for name, c in self.all.items()})


def _inverse(table: dict[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, members in table.items():
        for member in dict.fromkeys(members):
            found.setdefault(member, []).append(name)
    return found


def fact_index(book: FactBook) -> dict[str, Any]:
    """{id: fact} of every fact of every kind."""
    return {entry.id: entry for kind in KINDS for _document, entry in book.entries(kind)}


def load_calculators(data: Path, facts: FactBook) -> CalculatorBook:
    """Read every calculator. Raises DataError with every problem of form; the rest is checked in `checks`."""
    problems: list[Problem] = []
    lines: dict[str, Any] = {}

    def read(path: Path, record: type) -> Any:
        place = f"data/{path.relative_to(data).as_posix()}"
        try:
            lines[place] = strict_yaml.load(path, place)
            return decode(record, lines[place], place, 1, problems)
        except DataError as error:
            problems.extend(error.problems)
        return None

    written = {path.stem: read(path, Calculator) for path in sorted((data / "calculators").glob("*.yml"))}
    table = data / "not-calculable.yml"
    rest = read(table, NotCalculables) if table.is_file() else NotCalculables(())
    if problems:
        raise DataError(problems)
    covered = {fact for calculator in written.values() for result in calculator.results for fact in result.awards}
    covered |= {entry.entry for entry in rest.entries}
    return CalculatorBook(written, derived(facts, covered, set(written)), rest.entries, lines)
