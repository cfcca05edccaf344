"""`python -m generator register`: add new ids and new fingerprints to data/registry.yml; never takes one away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from . import strict_yaml
from .handbook import Handbook, fingerprint

HEADER = "# Every address ever published and the fingerprints of its text, oldest first. Written by `make register`.\n"


def register(handbook: Handbook, data: Path) -> Iterator[str]:
    """Update the registry; yields a line for what is new, changed or gone. Gone ids stay in the file."""
    ids = {clause: list(prints) for clause, prints in handbook.registry.items()}
    new = changed = 0
    for clause, view in handbook.clauses.items():
        current = fingerprint(view.clause)
        if clause not in ids:
            ids[clause] = [current]
            new += 1
        elif ids[clause][-1:] != [current]:
            ids[clause].append(current)
            changed += 1
            yield f"changed text: {clause}"
    for clause in sorted(ids.keys() - handbook.clauses.keys() - handbook.tombstones.keys()):
        yield f"not in the data any more: {clause}; say where it went in data/tombstones.yml"
    body = "".join(f"  {clause}: [{', '.join(map(_quoted, ids[clause]))}]\n" for clause in sorted(ids))
    (data / "registry.yml").write_text(HEADER + ("ids:\n" + body if body else "ids: {}\n"), "utf-8")
    yield f"{len(ids)} addresses, {new} new, {changed} with changed text"


def _quoted(text: str) -> str:
    return f"'{text}'"
