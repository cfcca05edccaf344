"""A document as the extractor wrote it: where it comes from and its text as a tree of clauses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .decode import doc

ClauseKind = Literal[
    "title", "promulgation", "notice", "preamble", "chapter", "article", "paragraph", "section", "subsection",
    "point", "subpoint", "item", "part", "box", "table", "row", "interpretation", "closing",
]
Role = Literal["responsible", "lead", "main", "by_duty", "cooperate", "report", "implement"]


@dataclass(frozen=True)
class Omission:
    """A leftover of a web page inside a clause's text, taken out of it; kept so that nothing is lost."""

    at: int = doc("offset in the clause's text (label not counted) at which the source has it")
    text: str = doc("the leftover, verbatim")
    reason: str = doc("why it is not policy text")


@dataclass(frozen=True)
class Body:
    """A body named in a clause's list of responsible bodies, as printed there."""

    name: str = doc("the name as printed")
    role: Role = doc("what the list makes it responsible for")
    default: str | None = doc("the sentence that makes it responsible for later clauses too, if it is not printed here",
                              default=None)


@dataclass(frozen=True)
class Clause:
    """One addressable piece of a document's text."""

    id: str = doc("permanent id: document id and the official numbers on the way to it")
    kind: ClauseKind = doc("what the piece is in the numbering of the document")
    text: str = doc("own text, verbatim, heading included, label and sub-clauses not; one line a paragraph")
    label: str = doc("label as printed, such as （四） or 第七条; empty where there is none", default="")
    heading: str = doc("heading, where the text starts with one", default="")
    bodies: tuple[Body, ...] = doc("responsible bodies named for this clause", default=())
    omitted: tuple[Omission, ...] = doc("leftovers taken out of this text", default=())
    columns: tuple[str, ...] = doc("of a table: names of its columns", default=())
    header: tuple[str, ...] = doc("of a table: header cells as printed", default=())
    header_repeats: tuple[str, ...] = doc("of a row: header cells printed once more before it", default=())
    cells: tuple[str, ...] = doc("of a row: cells by column, merged ones filled in", default=())
    printed: tuple[str, ...] = doc("of a row: cells as the source prints them, merged ones empty", default=())
    clauses: tuple[Clause, ...] = doc("sub-clauses in the order of the text", default=())

    def walk(self) -> Iterator[Clause]:
        """This clause and everything below it, in the order of the text."""
        yield self
        for clause in self.clauses:
            yield from clause.walk()


@dataclass(frozen=True)
class Stretch:
    """A stretch of a source file that this document was read from."""

    file: str = doc("name in data/sources/")
    sha256: str = doc("SHA-256 of the whole file")
    part: Literal["body", "notice", "interpretation"] = doc("which part of the document it holds")


@dataclass(frozen=True)
class Document:
    """The text of one document. Written by `python -m generator extract`; nobody edits it."""

    id: str = doc("permanent id: short, lower-case ASCII, with the year of the text")
    sources: tuple[Stretch, ...] = doc("where the text was read from, in order")
    clauses: tuple[Clause, ...] = doc("the text, in order")

    def walk(self) -> Iterator[Clause]:
        """Every clause of the document, in the order of the text."""
        for clause in self.clauses:
            yield from clause.walk()
