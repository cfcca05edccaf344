"""data/calculators/*.yml, data/not-calculable.yml and the eligibility lists of the facts -> every calculator of the handbook."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import strict_yaml
from ..handbook import Handbook
from ..model.calculator import Calculator, NotCalculable, NotCalculables
from ..model.decode import decode
from ..problems import DataError, Problem
from .compile import compile_calculator, fact_index
from .derive import derived


@dataclass(frozen=True)
class CalculatorBook:
    """All calculators by id, those written by hand first; which are derived; what cannot be computed and why."""

    handbook: Handbook
    written: dict[str, Calculator]
    derived: dict[str, Calculator]
    not_calculable: tuple[NotCalculable, ...]
    lines: dict[str, Any]

    @property
    def all(self) -> dict[str, Calculator]:
        """Every calculator by id."""
        return {**self.written, **self.derived}

    @functools.cached_property
    def facts(self) -> dict[str, Any]:
        """Every fact by id."""
        return fact_index(self.handbook.facts)

    @functools.cached_property
    def programs(self) -> dict[str, dict[str, Any]]:
        """The program of every calculator, by id."""
        return {name: compile_calculator(calculator, self.handbook, self.facts) for name, calculator in self.all.items()}

    @functools.cached_property
    def of_fact(self) -> dict[str, list[str]]:
        """{fact id: ids of the calculators that compute it}."""
        found: dict[str, list[str]] = {}
        for name, calculator in self.all.items():
            for fact in dict.fromkeys(fact for result in calculator.results for fact in result.awards):
                found.setdefault(fact, []).append(name)
        return found

    @functools.cached_property
    def of_clause(self) -> dict[str, list[str]]:
        """{clause id: ids of the calculators that apply it}."""
        found: dict[str, list[str]] = {}
        for name, calculator in self.all.items():
            for clause in calculator.clauses:
                found.setdefault(clause, []).append(name)
        return found


def load_calculators(data: Path, handbook: Handbook) -> CalculatorBook:
    """Read and check every calculator. Raises DataError with every problem that keeps one from being read."""
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
    return CalculatorBook(handbook, written, derived(handbook, covered, set(written)), rest.entries, lines)
