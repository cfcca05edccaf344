"""The pages as a reader meets them: served and from disk, on a desktop and a phone, light, dark and on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser import ROOT, axe, overflow
from tests.conftest import Site

PAGES = {
    "home": "index.html",
    "documents": "policies/index.html",
    "plan": "policies/icv-2025/index.html",
    "regulation": "policies/gas-2018/index.html",
    "table": "policies/new-services-indicators-2022/index.html",
    "department": "departments/industry-it/index.html",
    "clause": "c/icv-2025.1.4/index.html",
}
DOCUMENTS = sorted(path.stem for path in (ROOT / "data" / "documents").glob("*.yml"))
# A sentence of icv-2025.1.4, as the source has it.
CLAUSE_TEXT = "按照实际认证费用的50%给予补贴，单个企业最高补贴100万元"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_sound(name: str, site: Site, screen: str, screen_page: Any) -> None:
    """No error and no foreign request (the fixture sees to it), accessible, and no wider than the screen."""
    screen_page.goto(site.at(PAGES[name]), wait_until="load")
    assert screen_page.title().strip()
    assert screen_page.locator("h1").count() == 1
    assert screen_page.locator("html").get_attribute("lang") == "zh-CN"
    assert axe(screen_page) == []
    if screen == "phone":
        assert overflow(screen_page) == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_document_is_sound_on_a_phone(document: str, file_site: Site, new_page: Callable[..., Any]) -> None:
    page = new_page("phone")
    page.goto(file_site.at(f"policies/{document}/index.html"))
    assert axe(page) == []
    assert overflow(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_in_the_dark(name: str, file_site: Site, screen: str,
                                          new_page: Callable[..., Any]) -> None:
    page = new_page(screen, color_scheme="dark")
    page.goto(file_site.at(PAGES[name]))
    assert axe(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_read_without_scripts(name: str, file_site: Site, new_page: Callable[..., Any]) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(file_site.at(PAGES[name]))
    assert page.locator("h1").is_visible()
    assert page.locator("h1").inner_text().strip()


def test_a_clause_stands_at_its_address(site: Site, screen_page: Any) -> None:
    screen_page.goto(site.at(PAGES["plan"] + "#1.4"))
    clause = screen_page.locator('[id="1.4"]')
    assert clause.count() == 1
    assert clause.is_visible()
    assert CLAUSE_TEXT in clause.inner_text()
    top = clause.evaluate("e => e.getBoundingClientRect().top")
    assert 0 <= top < screen_page.viewport_size["height"], f"the clause is not in the window (top: {top})"


def test_an_article_stands_at_its_address(site: Site, screen_page: Any) -> None:
    screen_page.goto(site.at(PAGES["regulation"] + "#2"))
    article = screen_page.locator('[id="2"]')
    assert article.is_visible()
    assert "第二条" in article.inner_text()


def test_a_clause_alone_previews_itself(site: Site, screen_page: Any) -> None:
    screen_page.goto(site.at(PAGES["clause"]))
    assert CLAUSE_TEXT in screen_page.locator("body").inner_text()
    description = screen_page.locator('meta[name="description"]').get_attribute("content")
    assert "推动汽车电子高质量发展" in description
    screen_page.locator('a[href$="policies/icv-2025/index.html#1.4"]').first.click()
    screen_page.wait_for_url("**/policies/icv-2025/index.html#1.4")


def test_angle_brackets_are_seen_as_printed(site: Site, screen_page: Any) -> None:
    screen_page.goto(site.at("policies/industrial-design-2025/index.html"))
    assert "县级市<区>人民政府<管委会>" in screen_page.locator("body").inner_text()


def test_the_home_page_leads_to_a_clause(site: Site, page: Any) -> None:
    """As a reader goes: the list of documents, a document, the permanent page of one of its clauses."""
    page.goto(site.at(PAGES["home"]))
    page.locator('a[href$="policies/index.html"]:visible').first.click()
    page.locator('main a[href$="icv-2025/index.html"]:visible').first.click()
    page.wait_for_url("**/policies/icv-2025/index.html")
    page.goto(site.at(PAGES["plan"]))
    link = page.locator('[id="1.4"] a[href*="c/icv-2025.1.4/index.html"]').first
    page.goto(link.evaluate("e => e.href"))
    assert CLAUSE_TEXT in page.locator("body").inner_text()


@pytest.mark.parametrize("name, address", [("plan", "icv-2025.1.4"), ("regulation", "gas-2018.2")])
def test_a_printed_page_shows_the_address_of_each_clause(name: str, address: str, file_site: Site,
                                                         new_page: Callable[..., Any]) -> None:
    page = new_page()
    page.goto(file_site.at(PAGES[name]))
    page.emulate_media(media="print")
    clause = page.locator(f'[id="{address.split(".", 1)[1]}"]')
    shown = clause.evaluate("""e => [e, ...e.querySelectorAll('*')]
        .filter(x => x.checkVisibility())
        .map(x => [x, '::before', '::after'].map((y, i) => i
          ? getComputedStyle(x, y).content.replace(/^"|"$/g, '')
          : [...x.childNodes].filter(n => n.nodeType === 3).map(n => n.data).join('')).join(' '))
        .join(' ')""")
    assert address in shown
    pdf = page.pdf(format="A4")
    assert pdf.startswith(b"%PDF")


@pytest.mark.parametrize("name", ["home", "documents", "plan", "table"])
def test_a_printed_page_leaves_the_menus_out(name: str, file_site: Site, page: Any) -> None:
    page.goto(file_site.at(PAGES[name]))
    page.emulate_media(media="print")
    assert page.locator("nav:visible").count() == 0
