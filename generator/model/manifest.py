"""The manifest: which stretch of which source file is what; and the outline hints of a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .decode import doc
from .document import Role


@dataclass(frozen=True)
class StretchEntry:
    """A stretch of a source file, from a start quote to an end quote."""

    start: str = doc("first words, verbatim, found once in the file; words before a ▸ are context, not part of it")
    end: str = doc("last words, verbatim, found once between the start and the next stretch")
    evidence: str = doc("what in the source shows that this is what it is (in Chinese, for the reader)")
    document: str | None = doc("id of the document it belongs to", default=None)
    part: Literal["body", "notice", "interpretation"] = doc("which part of the document", default="body")
    duplicate_of: str | None = doc("id of the document of which this is a second print", default=None)
    leftover: str | None = doc("why this stretch is not policy text", default=None)


@dataclass(frozen=True)
class SourceEntry:
    """One source file with everything that stands in it."""

    file: str = doc("name in data/sources/")
    sha256: str = doc("SHA-256 of the file")
    origin: str = doc("where the file came from")
    stretches: tuple[StretchEntry, ...] = doc("its stretches, in the order of the file")


@dataclass(frozen=True)
class Manifest:
    """data/manifest.yml, kept by hand."""

    sources: tuple[SourceEntry, ...]


@dataclass(frozen=True)
class Word:
    """A word that addresses a paragraph without an official number."""

    start: str = doc("first words of the paragraph, verbatim")
    word: str = doc("English word or words, lower case, joined by hyphens")
    under: str | None = doc("official numbers of the clause it belongs to, where that is not the one before it; "
                            "'' for the document", default=None)
    heading: str | None = doc("its heading, where the paragraph starts with one that ends at the first full stop",
                              default=None)


@dataclass(frozen=True)
class Leftover:
    """A leftover of a web page inside a paragraph."""

    after: str = doc("the words right before it, verbatim")
    text: str = doc("the leftover, verbatim")
    reason: str = doc("why it is not policy text")


@dataclass(frozen=True)
class TableHint:
    """A table in the source: one cell a line, or one row a line."""

    start: str = doc("first words of the first cell of the header")
    end: str = doc("last words of the last cell, with words before them as needed")
    word: str = doc("address of the table, such as table-1")
    reader: Literal["cell_lines", "row_lines"] = doc("one cell a line (rows apart by an empty line) or one row a line")
    columns: tuple[str, ...] = doc("names of the columns")
    key: int = doc("column that names a row (0-based)")
    under: str | None = doc("official numbers of the clause it belongs to; '' for the document", default=None)
    caption: str = doc("caption, verbatim, the paragraph right before the table", default="")
    number: int | None = doc("column that holds the printed number of a row", default=None)
    short_rows: dict[str, tuple[int, ...]] = doc("rows with fewer cells: count of cells -> columns they fill",
                                                 default_factory=dict)
    rows: tuple[str, ...] = doc("address words of the rows that print no number, in order", default=())
    bodies: dict[str, Role] = doc("columns that hold responsible bodies -> their role", default_factory=dict)


@dataclass(frozen=True)
class Default:
    """Bodies that a document makes responsible for all later clauses at once."""

    quote: str = doc("the words that say so, verbatim")
    bodies: tuple[str, ...] = doc("names as printed")
    start: str = doc("official numbers of the first clause it holds for")
    role: Role = doc("their role", default="implement")


@dataclass(frozen=True)
class Outline:
    """data/outline/<id>.yml: what a reader must tell the extractor about one document's text."""

    id: str = doc("id of the document")
    title: str | None = doc("title as printed, lines joined; null where the source prints none", default=None)
    promulgation: str | None = doc("first words of the promulgation note", default=None)
    closing: str | None = doc("first words of the closing paragraphs", default=None)
    words: tuple[Word, ...] = doc("addresses of paragraphs without an official number", default=())
    join: tuple[str, ...] = doc("last words of a line whose paragraph goes on in the next (page breaks)", default=())
    split: tuple[str, ...] = doc("first words of a paragraph that the source prints in the middle of a line", default=())
    plain: tuple[str, ...] = doc("first words of paragraphs that look like a label but are text", default=())
    continues: tuple[str, ...] = doc("first words of paragraphs that go on in the clause before them", default=())
    headings: dict[str, str] = doc("official numbers -> heading, where the usual rule goes wrong ('' for none)",
                                   default_factory=dict)
    leftovers: tuple[Leftover, ...] = doc("leftovers of a web page", default=())
    tables: tuple[TableHint, ...] = doc("tables", default=())
    spread: tuple[str, ...] = doc("official numbers of clauses whose list of bodies speaks for the whole clause above "
                                  "them", default=())
    defaults: tuple[Default, ...] = doc("bodies responsible for all later clauses", default=())
