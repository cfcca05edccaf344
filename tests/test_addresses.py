"""generator/addresses.py: ids, pages and links, there and back."""

from __future__ import annotations

import posixpath
from urllib.parse import urldefrag

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from generator import addresses
from tests.support import fuzz, real

DOCUMENTS = st.from_regex(addresses.DOCUMENT_ID, fullmatch=True)
PARTS = st.lists(st.from_regex(r"[0-9]{1,3}|[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,4}){0,2}", fullmatch=True), min_size=1, max_size=4)
PAGES = st.lists(st.sampled_from(["policies", "c", "departments", "icv-2025", "icv-2025.1.4", "gas-2018"]), max_size=3).map(
    lambda parts: "".join(f"{part}/" for part in parts))


# --- ids ---


@pytest.mark.parametrize("name", ["icv-2025", "talent-hukou-2024", "gas-2018", "a-1999", "b2b-x2-2001"])
def test_a_document_id(name: str) -> None:
    assert addresses.DOCUMENT_ID.fullmatch(name)


@pytest.mark.parametrize("name", ["icv", "2025", "icv-25", "icv-2125", "ICV-2025", "-icv-2025", "icv--2025", "icv_x-2025",
                                  "1icv-2025", "车-2025", "icv-2025 ", "icv-2025.1", "../x-2025", "icv-2025-", ""])
def test_no_document_id(name: str) -> None:
    assert not addresses.DOCUMENT_ID.fullmatch(name)


@pytest.mark.parametrize("clause, document, fragment", [
    ("icv-2025.1.4", "icv-2025", "1.4"),
    ("talent-hukou-2024.4.2", "talent-hukou-2024", "4.2"),
    ("gas-2018.22.k2.1", "gas-2018", "22.k2.1"),
    ("gas-2018.ch1", "gas-2018", "ch1"),
    ("services-plan-2021.1.1.innovation-drive", "services-plan-2021", "1.1.innovation-drive"),
])
def test_a_clause_id_in_its_two_halves(clause: str, document: str, fragment: str) -> None:
    assert addresses.split_clause_id(clause) == (document, fragment)
    assert addresses.anchor(clause) == fragment
    assert addresses.clause_page(clause) == f"c/{clause}/"
    assert addresses.clause_in_document(clause) == f"policies/{document}/#{fragment}"


@pytest.mark.parametrize("clause", ["icv-2025", "icv-2025.", "icv-2025..1", "icv-2025.1.", "icv.1", "icv-2025.一", "icv-2025.A",
                                    "icv-2025.1 ", "icv-2025.-a", "icv-2025.a_b", "icv-2025.1/2", ""])
def test_no_clause_id(clause: str) -> None:
    with pytest.raises(ValueError, match="not a clause id"):
        addresses.split_clause_id(clause)


@fuzz(100)
@given(DOCUMENTS, PARTS)
def test_every_id_there_and_back(document: str, parts: list[str]) -> None:
    clause = ".".join([document, *parts])
    assert addresses.split_clause_id(clause) == (document, ".".join(parts))


def test_every_id_of_the_data_there_and_back() -> None:
    for clause, view in real().clauses.items():
        document, fragment = addresses.split_clause_id(clause)
        assert document == view.document and f"{document}.{fragment}" == clause


# --- links ---


@pytest.mark.parametrize("page, file", [("policies/icv-2025/", "policies/icv-2025.md"), ("c/a-2020.1/", "c/a-2020.1.md")])
def test_the_file_of_a_page(page: str, file: str) -> None:
    assert addresses.source_file(page) == file


@pytest.mark.parametrize("page, target, link", [
    ("policies/icv-2025/", "departments/industry-it/", "../departments/industry-it.md"),
    ("policies/icv-2025/", "policies/gas-2018/#14", "gas-2018.md#14"),
    ("policies/icv-2025/", "policies/icv-2025/#1.4", "#1.4"),
    ("references/unresolved/", "policies/icv-2025/#title", "../policies/icv-2025.md#title"),
])
def test_a_link_between_markdown_files(page: str, target: str, link: str) -> None:
    assert addresses.from_page(page, target) == link


@pytest.mark.parametrize("page, target, link", [
    ("policies/", "policies/icv-2025/#1.4", "icv-2025/index.html#1.4"),
    ("c/icv-2025.1.4/", "", "../../index.html"),
    ("c/icv-2025.1.4/", "policies/icv-2025/#1.4", "../../policies/icv-2025/index.html#1.4"),
    ("c/icv-2025.1.4/", "c/icv-2025.1.5/", "../icv-2025.1.5/index.html"),
    ("", "policies/icv-2025/", "policies/icv-2025/index.html"),
    ("", "", "index.html"),
    ("departments/", "departments/", "index.html"),
    ("departments/industry-it/", "departments/", "../index.html"),
])
def test_a_link_between_built_pages(page: str, target: str, link: str) -> None:
    assert addresses.raw_link(page, target) == link


@fuzz(300)
@given(PAGES, PAGES, st.sampled_from(["", "1.4", "title"]))
def test_a_link_leads_to_the_page_it_means(page: str, target: str, fragment: str) -> None:
    """And names its file, so that a folder opened from disk finds it."""
    link, found = urldefrag(addresses.raw_link(page, target + (f"#{fragment}" if fragment else "")))
    assert found == fragment
    assert posixpath.normpath(posixpath.join(page, link)) == posixpath.normpath(f"{target}index.html")


@fuzz(200)
@given(PAGES, PAGES)
def test_a_markdown_link_leads_to_the_file_it_means(page: str, target: str) -> None:
    assume(page and target and page != target)
    here, there = addresses.source_file(page), addresses.source_file(target)
    assert posixpath.normpath(posixpath.join(posixpath.dirname(here), addresses.from_page(page, target))) == there
