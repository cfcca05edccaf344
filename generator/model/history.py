"""What was published when: the frozen wordings of every clause, and the log of what each edition changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .decode import doc

Action = Literal["collected", "added", "changed", "removed", "restored", "described"]


@dataclass(frozen=True)
class Wording:
    """A wording of a clause, from the edition that first published it until the clause's next entry."""

    id: str = doc("id of the clause")
    edition: str = doc("ISO date of the first edition with this wording")
    fingerprint: str = doc("fingerprint of label, text and cells, as in data/registry.yml")
    text: str = doc("own text, verbatim")
    label: str = doc("label as printed", default="")
    cells: tuple[str, ...] = doc("of a row of a table: its cells", default=())


@dataclass(frozen=True)
class Described:
    """What the handbook said of a document, from one edition until the next entry. Null: the text does not say."""

    edition: str = doc("ISO date of the first edition that said so")
    title: str | None = doc("full title")
    number: str | None = doc("文号")
    issuer: str | None = doc("body that issued it")
    issued: str | None = doc("ISO date of issue")
    effective_from: str | None = doc("ISO date from which it holds")
    effective_to: str | None = doc("ISO date of its last day")


@dataclass(frozen=True)
class Gone:
    """A clause that an edition no longer has; its wordings stay in the file."""

    id: str = doc("id of the clause")
    edition: str = doc("ISO date of the first edition without it")


@dataclass(frozen=True)
class DocumentHistory:
    """data/history/<document>.yml, written by `make release`: everything ever published of one document."""

    id: str = doc("id of the document")
    described: tuple[Described, ...] = doc("what it was said to be, oldest first")
    wordings: tuple[Wording, ...] = doc("wordings of its clauses, oldest edition first, in the order of the text")
    gone: tuple[Gone, ...] = doc("clauses taken out", default=())


@dataclass(frozen=True)
class Change:
    """One thing that an edition changed."""

    words: str = doc("the change in one Chinese sentence")
    action: Action = doc("collected (a document is new), added, changed, removed, restored (clauses), described (a date or a "
                         "name of a document)")
    document: str = doc("id of the document")
    clause: str | None = doc("id of the clause; null where the change is of the whole document", default=None)
    before: str | None = doc("fingerprint of the old wording; of described: the old value", default=None)
    after: str | None = doc("fingerprint of the new wording; of described: the new value", default=None)
    field: str | None = doc("of described: the field of data/metadata", default=None)
    departments: tuple[str, ...] = doc("ids of the bodies that it concerns", default=())
    industries: tuple[str, ...] = doc("ids of the industries that it concerns", default=())


@dataclass(frozen=True)
class Edition:
    """A frozen edition."""

    date: str = doc("ISO date")
    documents: int = doc("how many documents it has")
    clauses: int = doc("how many clauses it has")
    digest: str = doc("SHA-256 of everything that it published: ids, fingerprints, descriptions")
    changes: tuple[Change, ...] = doc("what it changed since the edition before", default=())


@dataclass(frozen=True)
class ChangeLog:
    """data/changes.yml, written by `make release`."""

    editions: tuple[Edition, ...] = doc("every edition, oldest first", default=())
