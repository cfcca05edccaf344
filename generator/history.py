"""data/history and data/changes.yml -> what each edition published; nothing of it may be lost or altered."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import strict_yaml
from .model.decode import decode
from .model.document import Clause
from .model.history import Change, ChangeLog, Described, DocumentHistory, Edition, Wording
from .problems import DataError, Problem
from .text import compact

if TYPE_CHECKING:
    from .handbook import Handbook

LOG = "data/changes.yml"
FIELDS = ("title", "number", "issuer", "issued", "effective_from", "effective_to")


@dataclass(frozen=True)
class Published:
    """One document as an edition had it."""

    described: Described
    wordings: dict[str, Wording]


@dataclass(frozen=True)
class History:
    """Every edition with everything that it published."""

    editions: tuple[Edition, ...] = ()
    documents: dict[str, DocumentHistory] = field(default_factory=dict)

    @property
    def latest(self) -> str | None:
        """ISO date of the latest edition; None before the first."""
        return self.editions[-1].date if self.editions else None

    @functools.cached_property
    def wordings(self) -> dict[str, tuple[Wording, ...]]:
        """Clause id -> every wording it was published with, oldest first."""
        found: dict[str, list[Wording]] = {}
        for document in self.documents.values():
            for wording in document.wordings:
                found.setdefault(wording.id, []).append(wording)
        return {clause: tuple(wordings) for clause, wordings in found.items()}

    def wording(self, clause: str, fingerprint: str | None) -> Wording | None:
        """The wording of a clause that has this fingerprint; None where no edition published it."""
        return next((found for found in self.wordings.get(clause, ()) if found.fingerprint == fingerprint), None)

    def published(self, edition: str) -> dict[str, Published]:
        """Document id -> what the edition of this date published of it."""
        found = {}
        for name, document in self.documents.items():
            described = [entry for entry in document.described if entry.edition <= edition]
            if not described:
                continue
            # A clause taken out and brought back has an entry of either kind; the later one holds.
            events = sorted([*document.wordings, *document.gone], key=lambda event: event.edition)
            wordings: dict[str, Wording] = {}
            for event in events:
                if event.edition <= edition:
                    wordings.pop(event.id, None)
                    if isinstance(event, Wording):
                        wordings[event.id] = event
            found[name] = Published(described[-1], wordings)
        return found


def load_history(data: Path) -> History:
    """Read data/changes.yml and data/history/*.yml; there need be none. Raises DataError with every problem of form."""
    problems: list[Problem] = []

    def read(path: Path, record: type) -> Any:
        place = f"data/{path.relative_to(data).as_posix()}"
        try:
            return decode(record, strict_yaml.load(path, place), place, 1, problems)
        except DataError as error:
            problems.extend(error.problems)
        return None

    log = read(data / "changes.yml", ChangeLog) if (data / "changes.yml").is_file() else ChangeLog()
    documents = {path.stem: read(path, DocumentHistory) for path in sorted((data / "history").glob("*.yml"))}
    if problems:
        raise DataError(problems)
    return History(log.editions, documents)


# -- what an edition is ------------------------------------------------------------------------------------


def fingerprint_of(label: str, text: str, cells: tuple[str, ...]) -> str:
    """16 hex digits that change when the words do (white space apart)."""
    words = compact(label + text) + "".join("\x1f" + compact(cell) for cell in cells)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def digest(published: dict[str, Published]) -> str:
    """SHA-256 of what an edition published: of every document what it is said to be, of every clause id and fingerprint."""
    lines = []
    for name in sorted(published):
        described = published[name].described
        lines.append(json.dumps([name, *(getattr(described, key) for key in FIELDS)], ensure_ascii=False))
        lines += [f"{clause} {wording.fingerprint}" for clause, wording in sorted(published[name].wordings.items())]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def present(handbook: Handbook, edition: str) -> dict[str, Published]:
    """What the handbook's data would publish as the edition of this date."""
    found = {}
    for entry in handbook.entries.values():
        values = {key: getattr(entry.metadata, key).value for key in FIELDS}
        found[entry.id] = Published(Described(edition, **values), {
            view.id: wording_of(view.clause, edition) for view in entry.views.values()})
    return found


def wording_of(clause: Clause, edition: str) -> Wording:
    """A clause's words as an edition freezes them."""
    return Wording(clause.id, edition, fingerprint_of(clause.label, clause.text, clause.cells), clause.text, clause.label, clause.cells)


def differences(before: dict[str, Published], after: dict[str, Published], known: set[str]) -> Iterator[Change]:
    """What changed, document by document in the order of the text, without words.

    known: ids that an edition before had, so that a clause that comes back is told from a new one.
    """
    for name in sorted({*before, *after}):
        old, new = before.get(name), after.get(name)
        if old is None and new is not None:
            yield Change("", "collected", name)
        elif new is None:
            yield from (Change("", "removed", name, clause, wording.fingerprint) for clause, wording in old.wordings.items())  # type: ignore[union-attr]
        else:
            yield from _differences(name, old, new, known)  # type: ignore[arg-type]


def _differences(name: str, old: Published, new: Published, known: set[str]) -> Iterator[Change]:
    for key in FIELDS:
        one, two = getattr(old.described, key), getattr(new.described, key)
        if one != two:
            yield Change("", "described", name, before=one, after=two, field=key)
    for clause, wording in new.wordings.items():
        was = old.wordings.get(clause)
        if was is None:
            yield Change("", "restored" if clause in known else "added", name, clause, after=wording.fingerprint)
        elif was.fingerprint != wording.fingerprint:
            yield Change("", "changed", name, clause, was.fingerprint, wording.fingerprint)
    for clause, wording in old.wordings.items():
        if clause not in new.wordings:
            yield Change("", "removed", name, clause, wording.fingerprint)


# -- checks ------------------------------------------------------------------------------------------------


def check_history(handbook: Handbook) -> Iterator[Problem]:
    """What was published must still be there, word for word: in the history itself, the registry, the data."""
    history = handbook.history
    if not history.editions and not history.documents:
        return
    yield from _files(history)
    yield from _editions(history)
    yield from _registered(handbook)
    yield from _kept(handbook)


def _place(document: str) -> str:
    return f"data/history/{document}.yml"


RESTORE = "it is written by `make release` only: bring the committed file back"


def _files(history: History) -> Iterator[Problem]:
    dates = {edition.date for edition in history.editions}
    for name, document in history.documents.items():
        place = _place(name)
        if document.id != name:
            yield Problem(place, 0, f"is the history of {document.id!r}: {RESTORE}")
        for wording in document.wordings:
            if wording.fingerprint != fingerprint_of(wording.label, wording.text, wording.cells):
                yield Problem(place, 0, f"the words of {wording.id} of {wording.edition} have been altered: {RESTORE}")
        unknown = {entry.edition for entry in (*document.described, *document.wordings, *document.gone)} - dates
        for date in sorted(unknown):
            yield Problem(place, 0, f"speaks of an edition of {date}, which {LOG} does not have: run `make release` again, or "
                                    "bring the committed files back")


def _editions(history: History) -> Iterator[Problem]:
    before: dict[str, Published] = {}
    known: set[str] = set()
    last = ""
    for edition in history.editions:
        if edition.date <= last:
            yield Problem(LOG, 0, f"the edition of {edition.date} stands after that of {last}: {RESTORE}")
        after = history.published(edition.date)
        if digest(after) != edition.digest:
            yield Problem(LOG, 0, f"what data/history holds is not what the edition of {edition.date} published: {RESTORE}")
        logged = [dataclasses.replace(change, words="", departments=(), industries=()) for change in edition.changes]
        if sorted(map(repr, logged)) != sorted(map(repr, differences(before, after, known))):
            yield Problem(LOG, 0, f"the change log of {edition.date} is not what that edition changed: {RESTORE}")
        before, last = after, edition.date
        known |= {clause for document in after.values() for clause in document.wordings}


def _registered(handbook: Handbook) -> Iterator[Problem]:
    """The registry must know every wording of every edition, in their order."""
    for clause, wordings in handbook.history.wordings.items():
        # A clause that came back with its old words stands twice in the history, once in the registry.
        published = [print_ for print_, _same in itertools.groupby(wording.fingerprint for wording in wordings)]
        prints = iter(handbook.registry.get(clause, ()))
        if not all(any(known == print_ for known in prints) for print_ in published):
            yield Problem("data/registry.yml", 0, f"{clause} was published with the fingerprints {', '.join(published)}, and the registry "
                                                  "does not have them in this order: bring the committed data/registry.yml back")


def _kept(handbook: Handbook) -> Iterator[Problem]:
    history = handbook.history
    if not history.latest:
        return
    published = history.published(history.latest)
    for name in published.keys() - handbook.entries.keys():
        yield Problem(_place(name), 0, f"the published document {name} would be lost: a document is never taken out (readers "
                                       "have its address); bring it back, and say in data/metadata what became of it")
    for name in published.keys() & handbook.entries.keys():
        for clause in published[name].wordings.keys() - handbook.clauses.keys() - handbook.tombstones.keys():
            yield Problem(_place(name), 0, f"the published clause {clause} would be lost: bring it back, or tell readers where it "
                                           "went in data/tombstones.yml")
    alive = {clause for document in published.values() for clause in document.wordings}
    for clause, wordings in history.wordings.items():
        if clause in alive or clause not in handbook.clauses:
            continue
        now = wording_of(handbook.clauses[clause].clause, "")
        if now.fingerprint != wordings[-1].fingerprint:
            yield Problem(_place(clause.partition(".")[0]), 0,
                          f"{clause} was published and taken out: its address may come back with its old words only; give other "
                          "words a new id in data/outline")
