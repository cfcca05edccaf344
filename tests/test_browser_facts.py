"""The pages of the facts as a reader meets them: the table of all awards filtered, sorted and taken along; the other pages sound."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.browser import axe, overflow
from tests.conftest import Site

AWARDS = "awards/index.html"
PAGES = ["awards", "industries/software", "industries", "award-types/prize", "indicators", "penalties", "eligibility", "conflicts", "deadlines",
         "definitions", "validity", "matrix", "recipients/enterprise"]
PAST, LATER = "2019-06-01", "2026-06-01"


def record(site_dir: Path) -> list[dict[str, Any]]:
    """The awards as published: what the table must show."""
    return json.loads((site_dir / "data" / "awards.json").read_text("utf-8"))


def rows(page: Any) -> list[str]:
    """The ids of the rows that a reader sees, in their order."""
    return page.locator("#awards-table tbody tr:visible").evaluate_all("rows => rows.map(row => row.id)")


def choose(page: Any, name: str, value: str) -> None:
    page.locator(f"document-filter select[name={name}]").select_option(value)


def count_told(page: Any) -> list[int]:
    """The numbers of the line that says how many there are (without the date it ends with)."""
    return [int(number) for number in re.findall(r"\d+", page.locator(".filter__count").inner_text().split("。")[0])]


@pytest.fixture
def awards(site: Site, screen_page: Any) -> Any:
    """The page of all awards, on a server and from disk, at both widths."""
    screen_page.goto(site.at(AWARDS))
    screen_page.locator(".filter__count").wait_for()
    return screen_page


# --- filtering ---


def test_at_first_every_award_is_shown(awards: Any, site_dir: Path) -> None:
    assert sorted(rows(awards)) == sorted(row["id"] for row in record(site_dir))
    assert count_told(awards) == [len(record(site_dir))]


@pytest.mark.parametrize("name, value, wanted", [
    ("industry", "software", lambda row: "software" in row["industries"]),
    ("industry", "all", lambda row: "all" in row["industries"]),
    ("type", "prize", lambda row: row["type"] == "prize"),
    ("recipient", "enterprise", lambda row: "enterprise" in row["recipients"]),
    ("level", "national", lambda row: row["level"] == "national"),
    ("bound", "exact", lambda row: row["bound"] == "exact"),
])
def test_a_choice_leaves_its_awards(name: str, value: str, wanted: Callable[[dict[str, Any]], bool], http_site: Site, site_dir: Path,
                                    page: Any) -> None:
    page.goto(http_site.at(AWARDS))
    choose(page, name, value)
    expected = {row["id"] for row in record(site_dir) if wanted(row)}
    assert set(rows(page)) == expected and 0 < len(expected) < len(record(site_dir))
    assert count_told(page) == [len(expected), len(record(site_dir))]


def test_an_option_says_in_words_how_many_it_would_leave(http_site: Site, site_dir: Path, page: Any) -> None:
    page.goto(http_site.at(AWARDS))
    software = sum("software" in row["industries"] for row in record(site_dir))
    assert page.locator("select[name=industry] option[value=software]").inner_text() == f"软件和信息技术服务（{software}）"
    choose(page, "type", "prize")
    both = sum("software" in row["industries"] and row["type"] == "prize" for row in record(site_dir))
    assert page.locator("select[name=industry] option[value=software]").inner_text() == f"软件和信息技术服务（{both}）"


def test_choices_add_up_and_are_undone(awards: Any, site_dir: Path) -> None:
    choose(awards, "industry", "software")
    choose(awards, "type", "prize")
    expected = {row["id"] for row in record(site_dir) if "software" in row["industries"] and row["type"] == "prize"}
    assert set(rows(awards)) == expected
    awards.locator("document-filter button[type=reset]").click()
    awards.wait_for_function("count => document.querySelectorAll('#awards-table tbody tr:not([hidden])').length === count", arg=len(record(site_dir)))
    assert "?" not in awards.url
    assert awards.locator("select[name=industry]").input_value() == ""


@pytest.mark.parametrize("words, wanted", [
    ("算力", lambda text: "算力" in text), ("算力 大模型", lambda text: "算力" in text and "大模型" in text), ("ＩＰＯ", lambda text: "ipo" in text.lower()),
])
def test_words_filter_too(words: str, wanted: Callable[[str], bool], http_site: Site, page: Any) -> None:
    page.goto(http_site.at(AWARDS))
    texts = dict(page.locator("#awards-table tbody tr").evaluate_all("rows => rows.map(row => [row.id, row.textContent])"))
    page.locator("document-filter input[name=q]").fill(words)
    expected = {name for name, text in texts.items() if wanted(text)}
    assert set(rows(page)) == expected and expected


def test_where_nothing_fits_the_page_says_so(awards: Any, site_dir: Path) -> None:
    awards.locator("document-filter input[name=q]").fill("没有这样的奖补")
    empty = awards.locator(".filter__empty")
    assert empty.is_visible() and "没有符合条件的条目" in empty.inner_text()
    assert awards.locator("#awards-table").is_hidden()
    assert count_told(awards) == [0, len(record(site_dir))]
    assert axe(awards) == []
    empty.get_by_role("button").click()
    awards.locator("#awards-table").wait_for()
    assert len(rows(awards)) == len(record(site_dir)) and empty.is_hidden()


@pytest.mark.parametrize("today", [PAST, LATER])
def test_the_status_is_that_of_the_day(today: str, http_site: Site, site_dir: Path, new_page: Callable[..., Any]) -> None:
    """In force, counted again from the days in the rows."""
    page = new_page()
    page.clock.set_fixed_time(f"{today}T12:00:00+08:00")
    page.goto(http_site.at(AWARDS))
    days = page.locator("#awards-table tbody tr").evaluate_all("rows => rows.map(row => [row.id, row.dataset.statusFrom, row.dataset.statusTo])")
    expired = {name for name, _start, end in days if end and end < today}
    not_yet = {name for name, start, end in days if start and start > today}
    if expired:
        choose(page, "status", "expired")
        assert set(rows(page)) == expired
    choose(page, "status", "in-force") if page.locator("select[name=status] option[value=in-force]").count() else None
    assert not set(rows(page)) & (expired | not_yet) or not page.locator("select[name=status]").input_value()
    assert today in page.locator(".filter__count").inner_text()


# --- the address ---


def test_a_choice_can_be_shared(awards: Any, site_dir: Path) -> None:
    choose(awards, "industry", "software")
    awards.locator("document-filter input[name=q]").fill("奖励")
    shown = rows(awards)
    address = awards.url
    assert "industry=software" in address and f"q={quote('奖励')}" in address
    awards.goto("about:blank")
    awards.goto(address)
    awards.locator(".filter__count").wait_for()
    assert rows(awards) == shown and 0 < len(shown) < len(record(site_dir))
    assert awards.locator("select[name=industry]").input_value() == "software"
    assert awards.locator("document-filter input[name=q]").input_value() == "奖励"


@pytest.mark.parametrize("query", ["?industry=paper-boats", "?colour=red", "?q=", "?industry=%3Cscript%3E", "?industry=software&industry=data"])
def test_an_address_that_says_nothing_sensible_does_no_harm(query: str, http_site: Site, page: Any) -> None:
    page.goto(http_site.at(AWARDS.removesuffix("index.html") + query))
    assert rows(page)


def test_an_award_has_an_address(site: Site, site_dir: Path, screen_page: Any) -> None:
    screen_page.goto(site.at(AWARDS + "#icv-2025.1.4/chip-certification"))
    row = screen_page.locator('[id="icv-2025.1.4/chip-certification"]')
    assert "汽车芯片车规级认证" in row.inner_text() and "最高100万元" in row.inner_text()
    top = row.evaluate("row => row.getBoundingClientRect().top")
    assert 0 <= top < screen_page.viewport_size["height"]


# --- sorting ---


def test_at_first_the_largest_certain_sum_stands_first(http_site: Site, page: Any) -> None:
    page.goto(http_site.at(AWARDS))
    sure = page.locator("#awards-table tbody tr").evaluate_all("rows => rows.map(row => [+row.dataset.certain, +row.dataset.ceiling])")
    assert sure == sorted(sure, key=lambda pair: (-pair[0], -pair[1])) and sure[0][0] > 0


def test_sorting_by_amount(awards: Any) -> None:
    head = awards.locator("#awards-table th[data-sort=ceiling]")
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    ceilings = awards.locator("#awards-table tbody tr").evaluate_all("rows => rows.map(row => +row.dataset.ceiling)")
    assert ceilings == sorted(ceilings, reverse=True) and ceilings[0] >= 10**8
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    ceilings = awards.locator("#awards-table tbody tr").evaluate_all("rows => rows.map(row => +row.dataset.ceiling)")
    stated = [value for value in ceilings if value]
    assert stated == sorted(stated) and ceilings == stated + [0] * (len(ceilings) - len(stated)), "what has no ceiling stays last"


def test_sorting_by_the_last_day(http_site: Site, page: Any) -> None:
    page.goto(http_site.at(AWARDS))
    head = page.locator("#awards-table th[data-sort=end]")
    head.get_by_role("button").click()
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    ends = page.locator("#awards-table tbody tr").evaluate_all("rows => rows.map(row => row.dataset.end)")
    stated = [end for end in ends if end]
    assert stated == sorted(stated) and ends == stated + [""] * (len(ends) - len(stated)), "what has no end stays last"


def test_one_column_is_sorted_at_a_time_and_by_the_keyboard(http_site: Site, page: Any) -> None:
    page.goto(http_site.at(AWARDS))
    for name in ("ceiling", "title"):
        page.locator(f"#awards-table th[data-sort={name}] button").focus()
        page.keyboard.press("Enter")
    assert page.locator("#awards-table th[aria-sort]").evaluate_all("heads => heads.map(head => head.dataset.sort)") == ["title"]


def test_sorting_keeps_the_filter(http_site: Site, page: Any) -> None:
    page.goto(http_site.at(AWARDS))
    choose(page, "type", "prize")
    before = set(rows(page))
    page.locator("#awards-table th[data-sort=ceiling] button").click()
    assert set(rows(page)) == before


# --- taking it along ---


def test_what_is_shown_can_be_taken_along(awards: Any) -> None:
    choose(awards, "industry", "software")
    awards.locator("#awards-table th[data-sort=ceiling] button").click()
    shown = rows(awards)
    titles = awards.locator("#awards-table tbody tr:visible th a").all_inner_texts()
    with awards.expect_download() as download:
        awards.get_by_role("button", name="下载筛选结果").click()
    assert download.value.suggested_filename == "awards.csv"
    content = Path(download.value.path()).read_text("utf-8")
    assert content.startswith("\ufeff"), "Excel takes it for UTF-8"
    heads, *lines = csv.reader(io.StringIO(content.removeprefix("\ufeff"), newline=""))
    assert len(heads) == 5 and {len(line) for line in lines} == {5}
    assert len(lines) == len(shown)
    assert all(line[0].startswith(title.strip()) for line, title in zip(lines, titles)), "in the order that is shown"


@pytest.mark.parametrize("name, start", [("awards.csv", b"\xef\xbb\xbf"), ("handbook.xlsx", b"PK"), ("awards.json", b"[")])
def test_everything_can_be_taken_along(name: str, start: bytes, http_site: Site, site_dir: Path, page: Any) -> None:
    page.goto(http_site.at(AWARDS))
    address = page.locator(f'main a[href$="{name}"]').first.evaluate("link => link.href")
    assert address == http_site.at(f"data/{name}")
    assert (site_dir / "data" / name).read_bytes().startswith(start)


# --- without a script ---


@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_read_without_scripts(name: str, file_site: Site, new_page: Callable[..., Any]) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(file_site.at(f"{name}/index.html"))
    assert page.locator("h1").is_visible()
    assert len(page.locator("main").inner_text()) > 200


def test_the_charts_need_no_script_and_have_their_numbers_beside_them(file_site: Site, new_page: Callable[..., Any]) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(file_site.at("indicators/index.html"))
    figures = page.locator("figure.indicator")
    assert figures.count() >= 30
    for index in range(figures.count()):
        figure = figures.nth(index)
        assert figure.locator("svg[role=img][aria-label]").count() == 1
        assert figure.locator("table td").count() >= 2


# --- sound, at every width and in both lights ---


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_sound(name: str, scheme: str, screen: str, file_site: Site, new_page: Callable[..., Any]) -> None:
    page = new_page(screen, color_scheme=scheme)
    page.goto(file_site.at(f"{name}/index.html"))
    assert page.locator("h1").count() == 1
    assert axe(page) == []
    assert overflow(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_the_same_from_a_server(name: str, http_site: Site, new_page: Callable[..., Any]) -> None:
    page = new_page("phone")
    page.goto(http_site.at(f"{name}/"))
    assert page.locator("h1").inner_text().strip()
    assert overflow(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_filtered_table_is_sound(scheme: str, screen: str, file_site: Site, new_page: Callable[..., Any]) -> None:
    page = new_page(screen, color_scheme=scheme)
    page.goto(file_site.at(AWARDS))
    choose(page, "industry", "software")
    page.locator("#awards-table th[data-sort=ceiling] button").click()
    assert axe(page) == []
    assert overflow(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_no_id_stands_twice(name: str, file_site: Site, page: Any) -> None:
    page.goto(file_site.at(f"{name}/index.html"))
    ids = page.locator("[id]").evaluate_all("elements => elements.map(element => element.id)")
    assert sorted(name for name in set(ids) if ids.count(name) > 1) == []


# --- beside the clauses ---


def test_a_clause_has_its_facts_beside_it(site: Site, screen_page: Any) -> None:
    """The chips of an award lead to its row in the table of all awards."""
    screen_page.goto(site.at("policies/software-2025/index.html#2"))
    clause = screen_page.locator('[id="2"]')
    chips = screen_page.locator('.clause-facts .fact-award a[href*="#software-2025.2/"]')
    assert chips.count() >= 2
    following = screen_page.locator('[id="3"]')
    tops = [element.evaluate("e => e.getBoundingClientRect().top") for element in (clause, chips.first, following)]
    assert tops == sorted(tops), "between its clause and the next"
    assert axe(screen_page) == []
    target = chips.first.evaluate("chip => chip.hash.slice(1)")
    words = chips.first.inner_text()
    chips.first.click()
    screen_page.wait_for_url("**/awards/**")
    row = screen_page.locator(f'[id="{target}"]')
    assert row.count() == 1 and row.is_visible()
    assert words.split("：")[0] in row.inner_text()


@pytest.mark.parametrize("document", ["software-2025", "gas-2018", "talent-hukou-2024", "producer-leaders-2020", "services-plan-2021"])
def test_every_chip_leads_to_something_that_is_there(document: str, file_site: Site, page: Any) -> None:
    page.goto(file_site.at(f"policies/{document}/index.html"))
    targets = sorted(set(page.locator(".clause-facts a").evaluate_all("chips => chips.map(chip => [chip.href.split('#')[0], decodeURIComponent(chip.hash.slice(1))])"
                                                                      ".map(pair => pair.join('#'))")))
    assert targets
    for address in sorted({target.partition("#")[0] for target in targets}):
        page.goto(address)
        ids = set(page.locator("[id]").evaluate_all("elements => elements.map(element => element.id)"))
        assert {target.partition("#")[2] for target in targets if target.partition("#")[0] == address} <= ids | {""}, address
