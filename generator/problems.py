"""One thing that is wrong in the data: where it stands, what it is, what to do about it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """A mistake in a source, a manifest or a data file.

    `place` is a path relative to the project, `line` counts from 1 (0: the whole file),
    `message` says what is wrong and how to mend it.
    """

    place: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.place}:{self.line}: {self.message}" if self.line else f"{self.place}: {self.message}"


class DataError(Exception):
    """Raised where reading cannot go on; carries every problem found so far."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


def report(problems: Iterable[Problem], what: str) -> int:
    """Print each problem and one total to standard error; return the exit status (0 or 1)."""
    found = sorted(set(problems))
    for problem in found:
        print(problem, file=sys.stderr)
    print(f"{what}: {len(found)} problem{'' if len(found) == 1 else 's'}", file=sys.stderr)
    return 1 if found else 0
