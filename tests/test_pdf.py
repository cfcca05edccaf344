"""The PDFs: the whole text in order, every bookmark, link and page number right, fonts embedded, the same bytes again."""

from __future__ import annotations

import functools
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest

from generator.print import pdf
from generator.print.content import Book, Chapter, Piece, book
from generator.print.write import timestamp
from generator.text import compact
from tests.support import DATA, ROOT, real, run

PACKAGES = ROOT / "node_modules"
DAY = date(2026, 1, 2)
SITE = "https://example.org/handbook/"
# a rule in articles, a plan with a table turned sideways, one that cites another document
ALONE = ("talent-hukou-2024", "new-services-tasks-2022", "amendment-2020")
HEAD, FOOT = 65, 55  # points at the top and the bottom of a page that hold the running head and the page number


class Paper:
    """A PDF, read by two programs that are not ours."""

    def __init__(self, made: Book, content: bytes):
        self.book, self.content = made, content
        self.reader = pypdf.PdfReader(io.BytesIO(content))

    @functools.cached_property
    def pages(self) -> list[str]:
        """The text of each page without white space, running head and page number left out."""
        with pypdfium2.PdfDocument(self.content) as document:
            return [compact(page.get_textpage().get_text_bounded(bottom=FOOT, top=page.get_height() - HEAD))
                    for page in document]

    @functools.cached_property
    def heads(self) -> list[str]:
        """The running head of each page."""
        with pypdfium2.PdfDocument(self.content) as document:
            return [compact(page.get_textpage().get_text_bounded(bottom=page.get_height() - HEAD)) for page in document]

    @functools.cached_property
    def text(self) -> str:
        """All pages, the clauses' addresses taken out."""
        return re.sub(r"c/[a-z0-9.-]+/", "", "".join(self.pages))

    def bookmarks(self) -> list[tuple[int, str, int]]:
        """(depth, words, page) of each bookmark, in order."""
        def visit(items: list, depth: int) -> Iterator[tuple[int, str, int]]:
            for item in items:
                if isinstance(item, list):
                    yield from visit(item, depth + 1)
                else:
                    yield depth, str(item.title), self.reader.get_destination_page_number(item)
        return list(visit(self.reader.outline, 0))

    def links(self) -> Iterator[tuple[int, Any]]:
        """(page, link annotation)."""
        for number, page in enumerate(self.reader.pages):
            for annotation in page.get("/Annots", ()):
                annotation = annotation.get_object()
                if annotation["/Subtype"] == "/Link":
                    yield number, annotation

    def target(self, annotation: Any) -> int | None:
        """The page that a link leads to; None for a link to the web. An assertion fails where it leads nowhere."""
        action = annotation.get("/A")
        if action and action["/S"] == "/URI":
            return None
        aim = annotation.get("/Dest", action and action["/D"])
        if isinstance(aim, str):
            return self.reader.get_destination_page_number(self.reader.named_destinations[aim])
        page = self.reader.get_page_number(aim[0].get_object())
        assert page is not None
        return page


@functools.cache
def paper(only: str | None = None, site_url: str = "") -> Paper:
    """The PDF of the real handbook or of one document, made once in a process."""
    made = book(real(), DAY.isoformat(), site_url, only)
    return Paper(made, pdf.render(made, pdf.fonts(PACKAGES), timestamp(DAY), whole=only is None))


def each() -> Any:
    """The whole handbook, and some documents alone."""
    return pytest.mark.parametrize("only", [None, *ALONE])


def words_of(chapter: Chapter) -> Iterator[tuple[str, str]]:
    """(clause id, words that stand together) of a document in the order of its text; a table cell by cell. Merged cells
    are not among them: they stretch over rows, and over pages."""
    tables = {row.id: row for block in chapter.blocks if block.table for row in block.table.rows}
    for view in real().entries[chapter.id].views.values():
        if view.id in tables:
            yield from ((view.id, compact(text)) for text, span in tables[view.id].cells if span == 1)
        else:
            yield view.id, compact(view.clause.label + view.clause.text)


# --- the text ---


@each()
def test_every_clause_stands_in_it_in_order(only: str | None) -> None:
    made = paper(only)
    at, lost = 0, []
    for chapter in made.book.chapters():
        head = made.text.find(compact(chapter.title), at)  # stands above the notice that is printed before it
        for clause, words in words_of(chapter):
            found = made.text.find(words, head if clause.endswith(".title") else at)
            if found < 0:
                lost.append(f"{clause}: {words[:60]}")
            elif not clause.endswith(".title"):
                at = found + len(words)
    assert lost == []


@each()
def test_tables_are_whole(only: str | None) -> None:
    """Their cells, merged ones spread out again, are those of the document; and each merged one is printed."""
    made = paper(only)
    for block in (block for chapter in made.book.chapters() for block in chapter.blocks if block.table):
        left = {column: 0 for column in range(len(block.table.columns))}  # rows that a merged cell still covers
        above: dict[int, str] = {}
        for row in block.table.rows:
            cells = iter(row.cells)
            for column in left:
                if left[column] == 0:
                    above[column], left[column] = next(cells)
                    assert compact(above[column]) in made.text
                left[column] -= 1
            assert next(cells, None) is None
            assert [compact(above[column]) for column in left] == [compact(cell) for cell in real().clauses[row.id].clause.cells]
        assert set(left.values()) == {0}, "a merged cell reaches beyond the table"


@each()
def test_every_clause_has_its_address(only: str | None) -> None:
    made = paper(only)
    shown = set(re.findall(r"c/([a-z0-9.-]+)/", "".join(made.pages)))
    wanted = {clause for chapter in made.book.chapters() for clause, view in real().entries[chapter.id].views.items()
              if view.clause.kind != "title"}
    assert wanted - shown == set()


def test_the_text_is_no_markup() -> None:
    nasty = '#strong[x] *a* _b_ $c$ <d> @e "f" \'g\' -- // /* = + - `h` \\ ~ [i] https://example.org 县级市<区>'
    whole = book(real(), DAY.isoformat(), only="devzone-powers-2024")
    kind, (chapter,) = whole.groups[0]
    block = replace(chapter.blocks[0], paragraphs=((Piece(nasty),),), notes=((Piece(nasty),),))
    made = replace(whole, groups=((kind, (replace(chapter, title=nasty, blocks=(block,)),)),))
    printed = Paper(made, pdf.render(made, pdf.fonts(PACKAGES), 0, whole=False)).text
    assert printed.count(compact(nasty)) == 3  # its title, its text, its note


def test_no_look_alikes_are_copied() -> None:
    """Fonts give some radicals (⼀, ⽂) the letters' own shapes; programs that mix them up spoil search in the file."""
    assert re.findall(r"[\u2e80-\u2fdf\uf900-\ufaff\ufffd\ufffe]", paper().text) == []


# --- finding one's way ---


@each()
def test_every_document_and_clause_has_a_bookmark_to_its_page(only: str | None) -> None:
    made = paper(only)
    expected = []
    for kind, chapters in made.book.groups:
        if only is None:
            expected.append((0, kind, None))
        for chapter in chapters:
            depth = 1 if only is None else 0
            expected.append((depth, chapter.title, None))
            expected += [(depth + block.depth, block.outline if not block.heading else None, block.id)
                         for block in chapter.blocks]
    marks = made.bookmarks()
    assert len(marks) == len(expected)
    wrong = [(words, page, clause) for (depth, words, page), (level, wanted, clause) in zip(marks, expected, strict=True)
             if depth != level or (wanted and not compact(words).startswith(compact(wanted)))
             or (clause and f"c/{clause}/" not in made.pages[page])]
    assert wrong == []


def test_the_table_of_contents_names_the_right_pages() -> None:
    made = paper()
    starts = {title: page for depth, title, page in made.bookmarks() if depth == 1}
    contents = "".join(made.pages[: min(starts.values())])
    for title, page in starts.items():
        assert re.search(rf"{re.escape(compact(title))}\.+\D?{page + 1}(?!\d)", contents), title


def test_running_heads_name_the_document() -> None:
    made = paper()
    starts = [(page, title) for depth, title, page in made.bookmarks() if depth == 1]
    for (page, title), (following, _title) in zip(starts, [*starts[1:], (len(made.pages), "")], strict=True):
        for number in range(page, following):
            assert made.heads[number].startswith(compact(title).partition("〔")[0]), (number, title)


@each()
def test_links_lead_to_pages(only: str | None) -> None:
    made = paper(only)
    count = len(made.reader.pages)
    targets = [made.target(annotation) for _page, annotation in made.links()]
    assert all(page is not None and 0 <= page < count for page in targets)
    cited = sum(1 for chapter in made.book.chapters() for block in chapter.blocks for paragraph in block.paragraphs
                for piece in paragraph if piece.to)
    assert len(targets) >= cited > 0 or only == "new-services-tasks-2022"


def test_a_citation_leads_to_its_clause() -> None:
    made = paper()
    block = next(block for chapter in made.book.chapters() for block in chapter.blocks if block.id == "gas-2018.19")
    cited = next(piece for paragraph in block.paragraphs for piece in paragraph if piece.to == "gas-2018.18")
    assert cited.text == "本办法第十八条"
    page = next(number for number, text in enumerate(made.pages) if "c/gas-2018.19/" in text)
    leads = {made.target(annotation) for number, annotation in made.links() if number == page}
    assert any("c/gas-2018.18/" in made.pages[target] for target in leads if target is not None)


def test_a_document_alone_prints_the_addresses_of_what_it_cites() -> None:
    text = "".join(paper("amendment-2020").pages)
    assert "所引条款的地址：第三条，c/construction-safety-2003.3/" in text


def test_a_published_handbook_links_to_its_pages() -> None:
    made = paper("talent-hukou-2024", SITE)
    shown = {annotation["/A"]["/URI"] for _page, annotation in made.links() if made.target(annotation) is None}
    assert f"{SITE}c/talent-hukou-2024.4.2/" in shown
    assert all(address.startswith(SITE + "c/talent-hukou-2024.") for address in shown)


# --- the file ---


@each()
def test_fonts_are_embedded(only: str | None) -> None:
    fonts: dict[str, bool] = {}
    for page in paper(only).reader.pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            name = str(inner["/BaseFont"]).partition("+")[2]
            fonts[name] = "/FontFile2" in inner["/FontDescriptor"].get_object() and "/ToUnicode" in font.get_object()
    assert all(fonts.values())
    assert {name.partition("-")[0] for name in fonts} <= {"NotoSerifSC", "NotoSansSC"}


@each()
def test_the_file_says_what_it_is(only: str | None) -> None:
    made = paper(only)
    root = made.reader.trailer["/Root"]
    assert made.reader.metadata is not None and made.reader.metadata.title == made.book.title
    assert root["/Lang"].lower() == "zh-cn"
    assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode("utf-8")


def test_the_paper() -> None:
    sizes = [tuple(round(float(side)) for side in page.mediabox[2:]) for page in paper().reader.pages]
    assert set(sizes) == {(595, 842), (842, 595)}  # A4, and turned sideways for the widest table
    assert 150 < len(sizes) < 300
    assert all(paper().pages), "a page is empty"


def test_the_same_handbook_gives_the_same_bytes() -> None:
    made = book(real(), DAY.isoformat(), only="talent-hukou-2024")
    again = pdf.render(made, pdf.fonts(PACKAGES), timestamp(DAY), whole=False)
    assert again == paper("talent-hukou-2024").content


# --- what can go wrong ---


def test_a_character_that_no_font_has_is_named() -> None:
    made = replace(book(real(), DAY.isoformat(), only="talent-hukou-2024"), title="x")
    kind, (chapter,) = made.groups[0]
    with pytest.raises(pdf.PrintError, match="\U0001f600"):
        pdf.render(replace(made, groups=((kind, (replace(chapter, title="\U0001f600"),)),)), pdf.fonts(PACKAGES), 0, whole=False)


def test_missing_fonts_are_named(tmp_path: Path) -> None:
    with pytest.raises(pdf.PrintError, match="noto-serif-sc.*make node_modules"):
        pdf.fonts(tmp_path)


def test_the_command(capsys: Any, tmp_path: Path) -> None:
    done = run(capsys, "pdf", "--data", DATA, "--out", tmp_path, "--document", "talent-hukou-2024")
    assert done.status == 0
    assert re.search(r"^\[1/1\] .*talent-hukou-2024\.pdf \(\d+ KiB\)$", done.out, re.MULTILINE)
    assert (tmp_path / "pdf" / "talent-hukou-2024.pdf").read_bytes().startswith(b"%PDF-")


def test_the_command_with_an_unknown_document(capsys: Any, tmp_path: Path) -> None:
    done = run(capsys, "pdf", "--data", DATA, "--out", tmp_path, "--document", "nothing-2020")
    assert done.status == 1
    assert "nothing-2020: there is no document of this id" in done.err
