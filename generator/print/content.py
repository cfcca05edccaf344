"""Handbook -> what a book shows of it: documents in order, their clauses as pieces of plain text with links by id.

The text, its headings and its citations come from generator/pages, which makes the site of them; nothing is numbered
here. A link inside the book is an id (of a clause or of a document); a link out of it is printed beside the clause.
"""

from __future__ import annotations

import html
import math
import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..addresses import clause_page, document_page
from ..handbook import ClauseView, Entry, Handbook, name_of
from ..pages import document
from ..pages.build import environment, validity_text
from ..pages.clauses import ClauseBlock
from ..pages.document import TableBlock
from ..pages.facts import FactPages

_MARKUP = re.compile(r'\[(?P<words>[^\]]*)\]\((?P<target>[^)]*)\)(?:\{ [.a-z-]+ \})?|(?P<strong></?strong[^>]*>)|(?P<line><br>)')
_OUTLINE_WORDS = 20
_NEW_LINE_HEADINGS = ("chapter", "section", "interpretation", "notice", "box")


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `to` is the id it leads to inside the book."""

    text: str
    strong: bool = False
    to: str | None = None


@dataclass(frozen=True)
class Row:
    """A row of a table. `cells` are (text, number of rows it spans), without those that an earlier row covers."""

    id: str
    cells: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Table:
    """A table of a document."""

    columns: tuple[str, ...]
    widths: tuple[float, ...]  # shares of the width: by the root of the length, so that short columns keep room
    wide: bool  # needs paper turned sideways
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Block:
    """A clause (its own text, sub-clauses are blocks of their own). `depth` counts from 1; `outline` names it in lists."""

    id: str
    kind: str
    depth: int
    label: str
    heading: str
    outline: str
    listed: bool  # in the printed table of contents
    paragraphs: tuple[tuple[Piece, ...], ...]
    notes: tuple[tuple[Piece, ...], ...]
    table: Table | None = None


@dataclass(frozen=True)
class Chapter:
    """A document. `area` is named where it is not the city's own. `facts` are (name, value, note); where the text
    says nothing the value says so."""

    id: str
    title: str
    area: str
    status: str
    policy_note: str
    facts: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]
    relations: tuple[tuple[Piece, ...], ...]
    sources: tuple[tuple[str, str, str], ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Book:
    """One edition. `date` is its ISO date, `site_url` the address of the published handbook or empty."""

    title: str
    date: str
    site_url: str
    groups: tuple[tuple[str, tuple[Chapter, ...]], ...]

    def chapters(self) -> Iterator[Chapter]:
        """Every document, in order."""
        for _kind, chapters in self.groups:
            yield from chapters


def book(handbook: Handbook, date: str, site_url: str = "", only: str | None = None) -> Book:
    """The whole handbook, its documents grouped by kind in the order of the taxonomy, or one document of it.

    KeyError where there is no document of the id `only`.
    """
    entries = [handbook.entries[only]] if only else list(handbook.entries.values())
    within = frozenset(entry.id for entry in entries)
    facts = FactPages(handbook, handbook.facts, environment())
    groups = []
    for kind in handbook.kinds.values():
        chapters = tuple(_chapter(handbook, entry, facts, within) for entry in entries if entry.metadata.kind == kind.name)
        if chapters:
            groups.append((kind.name, chapters))
    title = _title(entries[0]) if only else "苏州政策手册"
    return Book(title, date, site_url.rstrip("/") + "/" if site_url else "", tuple(groups))


def _title(entry: Entry) -> str:
    return entry.metadata.title.value or entry.metadata.short_title


def _area(handbook: Handbook, entry: Entry) -> str:
    area = entry.metadata.jurisdiction.value or "suzhou"
    return "" if area == "suzhou" else handbook.jurisdictions[area].name


def _chapter(handbook: Handbook, entry: Entry, facts: FactPages, within: frozenset[str]) -> Chapter:
    page, metadata = document_page(entry.id), entry.metadata
    incoming = ((kind, title, None, False, None) for kind, title in document.incoming(handbook, entry))
    shown = [*document.relations(handbook, entry), *incoming]
    notes = [metadata.title.note and f"标题：{metadata.title.note}", *metadata.notes]
    return Chapter(
        id=entry.id, title=_title(entry), area=_area(handbook, entry),
        status=validity_text(metadata), policy_note=metadata.public_note or "",
        facts=tuple((row.name, plain(row.value) or "文件未载明", plain(row.note)) for row in document.facts(handbook, entry)),
        notes=tuple(filter(None, notes)),
        relations=tuple(_relation(row, page, within) for row in shown),
        sources=tuple((stretch.file, stretch.sha256, document.PARTS[stretch.part]) for stretch in entry.document.sources),
        blocks=tuple(_block(entry.views[_id_of(item)], item, page, within)
                     for item in document.blocks(handbook, entry, page, facts)),
    )


def _relation(row: tuple, page: str, within: frozenset[str]) -> tuple[Piece, ...]:
    kind, title, number, outside, _evidence = row
    tail = (f"（{number}）" if number else "") + ("（本手册未收）" if outside else "")
    return (Piece(f"{kind}："), *pieces(title, page, within), *((Piece(tail),) if tail else ()))


def _id_of(item: ClauseBlock | TableBlock) -> str:
    return item.block.id if isinstance(item, TableBlock) else item.id


def _block(view: ClauseView, item: ClauseBlock | TableBlock, page: str, within: frozenset[str]) -> Block:
    shown = item.block if isinstance(item, TableBlock) else item
    heading = shown.heading_line or ""
    elsewhere = tuple(dict.fromkeys(_elsewhere(shown.paragraphs, page, within)))
    notes = [(Piece("编者注："), *pieces(note, page, within)) for note in shown.notes]
    if elsewhere:
        notes.append((Piece("所引条款的地址：" + "；".join(f"{words}，{address}" for words, address in elsewhere)),))
    return Block(
        id=view.id, kind=shown.kind, depth=shown.depth, label=shown.label, heading=heading, outline=outline_words(view),
        listed=shown.depth == 1 and bool(heading) and shown.kind in _NEW_LINE_HEADINGS,
        paragraphs=tuple(pieces(paragraph, page, within) for paragraph in shown.paragraphs if paragraph), notes=tuple(notes),
        table=_table(item) if isinstance(item, TableBlock) else None,
    )


def _table(item: TableBlock) -> Table:
    rows = tuple(Row(id, tuple((plain(text), span) for text, span in cells)) for _anchor, id, cells, _bodies in item.rows)
    longest = [len(column) for column in item.columns]
    for row in rows:
        # a row that lies under merged cells starts further right
        for column, (text, _span) in enumerate(row.cells, len(item.columns) - len(row.cells)):
            longest[column] = max(longest[column], len(text))
    return Table(tuple(item.columns), tuple(round(math.sqrt(length), 2) for length in longest), sum(longest) > 120, rows)


def outline_words(view: ClauseView) -> str:
    """A clause in a list: its label with its heading, or with the beginning of its text where it has none."""
    label, heading = view.clause.label, view.clause.heading
    name = name_of(view.clause)
    if heading:
        return f"{label}{'　' if label.endswith(('条', '章', '节')) else ''}{heading}"
    start = view.clause.text.split("\n")[0]
    if not start or (not label and view.clause.kind != "paragraph"):
        return name
    return f"{name}　{start[:_OUTLINE_WORDS]}{'…' if len(start) > _OUTLINE_WORDS else ''}"


# -- the Markdown of generator/pages, in pieces --------------------------------------------------------


def pieces(markdown: str, page: str, within: frozenset[str]) -> tuple[Piece, ...]:
    """A paragraph as generator/pages writes it, in pieces. In its text every bracket is a character reference, so that
    a bare one is always a link of ours.

    >>> pieces('<strong class="clause-heading">甲。</strong>见[乙](b-2021.md#1.4){ .cite }&#91;1&#93;', "policies/a-2020/",
    ...        frozenset({"b-2021"}))
    (Piece(text='甲。', strong=True, to=None), Piece(text='见', strong=False, to=None), \
Piece(text='乙', strong=False, to='b-2021.1.4'), Piece(text='[1]', strong=False, to=None))
    """
    found: list[Piece] = []
    strong, at = False, 0
    for match in _MARKUP.finditer(markdown):
        found.append(Piece(html.unescape(markdown[at : match.start()]), strong))
        at = match.end()
        if match["strong"]:
            strong = not match["strong"].startswith("</")
        elif match["line"]:
            found.append(Piece("\n", strong))
        else:
            target = target_id(page, match["target"])
            found.append(Piece(html.unescape(match["words"]), strong, target if _document(target) in within else None))
    found.append(Piece(html.unescape(markdown[at:]), strong))
    return tuple(piece for piece in found if piece.text)


def plain(markdown: str | None) -> str:
    """The words alone."""
    return "".join(piece.text for piece in pieces(markdown or "", "policies/x/", frozenset()))


def target_id(page: str, target: str) -> str | None:
    """The id that a link on a page of a document leads to: a clause, a document, or None (a page that no book has).

    >>> target_id("policies/a-2020/", "b-2021.md#1.4"), target_id("policies/a-2020/", "#title"), target_id("policies/a-2020/", "#2")
    ('b-2021.1.4', 'a-2020', 'a-2020.2')
    >>> target_id("policies/a-2020/", "../departments/finance.md")
    """
    path, _, fragment = target.partition("#")
    folder, name = posixpath.split(posixpath.normpath(posixpath.join("policies", path)) if path else page.rstrip("/"))
    if folder != "policies":
        return None
    found = name.removesuffix(".md")
    return found if fragment in ("", "title") else f"{found}.{fragment}"


def _document(target: str | None) -> str:
    return (target or "").partition(".")[0]


def _elsewhere(paragraphs: Iterable[str], page: str, within: frozenset[str]) -> Iterator[tuple[str, str]]:
    """(words, address) of each citation that leads out of the book."""
    for paragraph in paragraphs:
        for match in _MARKUP.finditer(paragraph):
            target = target_id(page, match["target"]) if match["target"] else None
            if target and _document(target) not in within:
                yield html.unescape(match["words"]), clause_page(target) if "." in target else document_page(target)
