"""The citation kit in a browser: the menu, a selection, an address with a fingerprint, the basket, the resolver; online and from disk."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import lxml.etree
import pytest

from generator.citation import cite, cite_range, forms
from generator.exports import citations
from tests.browser import ROOT, axe, overflow
from tests.conftest import Site
from tests.support import real
from tests.test_citation import changed_edition

ITEM = "gas-2018.22.k2.1"
BASKET = ["icv-2025.1.2", "icv-2025.1.3", ITEM, "talent-hukou-2024.4", "services-plan-2021.2.4.table-1.7"]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
KEEP = {"permissions": ["clipboard-read", "clipboard-write"]}


def clipboard(page: Any) -> str:
    return page.evaluate("navigator.clipboard.readText()")


def base_of(site: Site) -> str:
    """As the pages write their own address: a folder from disk has no index page of its own."""
    return site.base


def expected(site: Site, form: str, citation: Any) -> str:
    text = forms(citation, date.today().isoformat())[form]
    if site.base.startswith("file:"):
        text = text.replace(f"/c/{citation.id}/", f"/c/{citation.id}/index.html")
    return text


def open_clause(page: Any, site: Site, clause: str = ITEM) -> None:
    document, anchor = clause.split(".", 1)
    page.goto(site.at(f"policies/{document}/index.html#{anchor}"))


def menu(page: Any) -> Any:
    page.keyboard.press("c")
    page.get_by_role("menu").wait_for()
    return page.get_by_role("menu")


def fill_basket(page: Any, site: Site, ids: list[str] = BASKET) -> None:
    page.goto(site.at("basket/index.html"))
    page.evaluate("ids => localStorage.setItem('handbook.basket', JSON.stringify(ids))", ids)
    page.reload()
    page.locator(".basket__annex article").first.wait_for()


# -- the menu ----------------------------------------------------------------------------------------------


def test_each_item_copies_its_form(site: Site, new_page: Callable[..., Any]) -> None:
    page = new_page(**KEEP)
    open_clause(page, site)
    citation = cite(real(), ITEM, base_of(site))
    for number, form in ((1, "official"), (2, "quotation"), (3, "address"), (5, "gbt7714"), (6, "markdown")):
        menu(page)
        page.keyboard.press(str(number))
        page.get_by_role("menu").wait_for(state="hidden")
        assert clipboard(page) == expected(site, form, citation)


def test_rich_text_is_both_kinds_at_once(http_site: Site, new_page: Callable[..., Any]) -> None:
    page = new_page(**KEEP)
    open_clause(page, http_site)
    menu(page)
    page.keyboard.press("4")
    page.get_by_role("menu").wait_for(state="hidden")
    kinds = page.evaluate("""async () => { const [item] = await navigator.clipboard.read();
        return [item.types, await (await item.getType('text/html')).text(), await (await item.getType('text/plain')).text()]; }""")
    citation = cite(real(), ITEM, http_site.base)
    assert set(kinds[0]) >= {"text/html", "text/plain"}
    assert f'<a href="{citation.link}">{citation.official}</a>规定：' in kinds[1] and "<blockquote>" in kinds[1]
    assert citation.official in kinds[2] and citation.link in kinds[2]


def test_the_menu_is_a_menu_for_the_keyboard(http_site: Site, page: Any) -> None:
    open_clause(page, http_site)
    button = page.locator(f'[data-id="{ITEM}"] cite-clause button')
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_role("menu").wait_for()
    items = page.get_by_role("menuitem")
    assert items.first.evaluate("e => e === document.activeElement")
    page.keyboard.press("ArrowUp")
    assert items.last.evaluate("e => e === document.activeElement")
    assert button.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    page.get_by_role("menu").wait_for(state="hidden")
    assert button.evaluate("e => e === document.activeElement") and button.get_attribute("aria-expanded") == "false"


def test_the_key_does_nothing_where_one_types(http_site: Site, page: Any) -> None:
    open_clause(page, http_site)
    page.locator("#handbook-search input").focus()
    page.keyboard.type("c")
    assert page.get_by_role("menu").count() == 0


def test_what_was_copied_is_announced(http_site: Site, new_page: Callable[..., Any]) -> None:
    page = new_page(**KEEP)
    open_clause(page, http_site)
    menu(page)
    page.keyboard.press("1")
    page.get_by_role("status").filter(has_text="引用已复制").wait_for(state="attached")


def test_the_page_of_a_clause_has_the_same_menu(site: Site, new_page: Callable[..., Any]) -> None:
    page = new_page(**KEEP)
    page.goto(site.at(f"c/{ITEM}/index.html"))
    page.get_by_role("button", name="引用").click()
    page.get_by_role("menuitem", name="引用，附原文").click()
    page.get_by_role("menu").wait_for(state="hidden")
    assert clipboard(page) == expected(site, "quotation", cite(real(), ITEM, base_of(site)))


def test_the_menu_is_accessible(http_site: Site, screen_page: Any) -> None:
    open_clause(screen_page, http_site)
    menu(screen_page)
    assert axe(screen_page) == []
    assert overflow(screen_page) == []


# -- a selection -------------------------------------------------------------------------------------------


def select(page: Any, clause: str, start: str, end: str) -> None:
    """Select from the words `start` to the words `end` of a clause, as a mouse would."""
    page.evaluate("""([id, start, end]) => {
        const place = document.querySelector(`[data-id="${id}"]`), texts = [];
        const walk = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) texts.push(walk.currentNode);
        const a = texts.find(t => t.data.includes(start)), b = texts.find(t => t.data.includes(end)), range = document.createRange();
        range.setStart(a, a.data.indexOf(start)); range.setEnd(b, b.data.indexOf(end) + end.length);
        getSelection().removeAllRanges(); getSelection().addRange(range);
    }""", [clause, start, end])
    page.keyboard.press("Shift")


def test_a_part_of_a_clause_copies_with_its_source(http_site: Site, new_page: Callable[..., Any]) -> None:
    page = new_page(**KEEP)
    open_clause(page, http_site)
    select(page, ITEM, "专用气瓶", "不符合")
    page.get_by_role("button", name="复制，附出处").click()
    page.get_by_role("button", name="已复制").wait_for()
    citation = cite(real(), ITEM, http_site.base)
    assert clipboard(page) == f"{citation.official}规定：\n　　……专用气瓶或者装置不符合……\n{citation.link}"


def test_a_plain_copy_stays_plain(http_site: Site, new_page: Callable[..., Any]) -> None:
    page = new_page(**KEEP)
    open_clause(page, http_site)
    select(page, ITEM, "专用气瓶", "不符合")
    page.keyboard.press("Control+c")
    assert clipboard(page) == "专用气瓶或者装置不符合"


# -- an address with a fingerprint -------------------------------------------------------------------------


def answer(page: Any) -> str:
    page.locator(".cite-check[data-state]").wait_for()
    return page.locator(".cite-check").inner_text()


def test_unchanged_words_are_said_to_be_unchanged(site: Site, page: Any) -> None:
    page.goto(site.at(f"c/{ITEM}/index.html#v={cite(real(), ITEM).fingerprint}"))
    assert "没有改动" in answer(page)


def test_changed_words_stand_side_by_side(http_site: Site, screen_page: Any) -> None:
    handbook, old, _article = changed_edition()
    script = citations.script(handbook, handbook.entries["talent-hukou-2024"])
    screen_page.route("**/assets/cite/talent-hukou-2024.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))
    screen_page.goto(http_site.at(f"c/talent-hukou-2024.4.1/index.html#v={old}"))
    said = answer(screen_page)
    assert "有改动" in said and "2026-06-01" in said
    assert screen_page.locator(".cite-change section").count() == 2
    assert "博士研究生" in screen_page.locator(".cite-change del").inner_text()
    assert "新的文字" in screen_page.locator(".cite-change ins").inner_text()
    assert axe(screen_page) == [] and overflow(screen_page) == []


@pytest.mark.parametrize("print_, words", [("0123456789abcdef", "有改动"), ("xyz", "不完整"), ("", "不完整")])
def test_an_unknown_or_broken_fingerprint_is_named(site: Site, page: Any, print_: str, words: str) -> None:
    page.goto(site.at(f"c/{ITEM}/index.html#v={print_}"))
    assert words in answer(page)


def test_an_expired_document_says_since_when(file_site: Site, page: Any) -> None:
    clause = "xborder-measures-2025.1.1"
    page.clock.install(time="2027-03-01T10:00:00")
    page.goto(file_site.at(f"c/{clause}/index.html#v={cite(real(), clause).fingerprint}"))
    said = answer(page)
    assert real().entries["xborder-measures-2025"].metadata.effective_to.value in said and "失效" in said


def test_the_address_is_on_paper_as_a_picture(http_site: Site, page: Any) -> None:
    page.goto(http_site.at(f"c/{ITEM}/index.html"))
    page.locator(".cite-paper svg").wait_for(state="attached")
    assert not page.locator(".cite-paper").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".cite-paper svg").is_visible() and cite(real(), ITEM, http_site.base).link in page.locator(".cite-paper").inner_text()


def test_a_qr_code_says_the_address(http_site: Site, page: Any) -> None:
    """Read back by a reader that is not ours (jsQR)."""
    page.goto(http_site.at(f"c/{ITEM}/index.html"))
    page.locator(".cite-paper svg").wait_for(state="attached")
    page.add_script_tag(path=ROOT / "node_modules" / "jsqr" / "dist" / "jsQR.js")
    read = page.evaluate("""async () => {
        const svg = document.querySelector(".cite-paper svg").cloneNode(true), picture = new Image(), canvas = document.createElement("canvas");
        const side = Number(svg.getAttribute("viewBox").split(" ")[2]) * 4;
        svg.setAttribute("width", side), svg.setAttribute("height", side), svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
        picture.src = "data:image/svg+xml," + encodeURIComponent(new XMLSerializer().serializeToString(svg));
        await picture.decode();
        canvas.width = canvas.height = side;
        canvas.getContext("2d").drawImage(picture, 0, 0);
        return jsQR(canvas.getContext("2d").getImageData(0, 0, side, side).data, side, side).data;
    }""")
    assert read == cite(real(), ITEM, http_site.base).link


def test_an_address_on_this_machine_is_not_printed_as_a_code(file_site: Site, page: Any) -> None:
    page.goto(file_site.at(f"c/{ITEM}/index.html"))
    page.wait_for_timeout(600)
    assert page.locator(".cite-paper").count() == 0


# -- the basket --------------------------------------------------------------------------------------------


def test_an_empty_basket_says_how_to_fill_it(site: Site, page: Any) -> None:
    page.goto(site.at("basket/index.html"))
    assert "放入引用篮" in page.locator("basket-page").inner_text()


def test_collecting_in_the_menu_fills_the_basket(site: Site, page: Any) -> None:
    open_clause(page, site)
    menu(page).get_by_role("menuitem", name="放入引用篮").click()
    menu(page)
    assert page.get_by_role("menuitem", name="从引用篮移出").is_visible()
    page.get_by_role("menuitem", name="打开引用篮（1 条）").click()
    page.locator(".basket__annex article").wait_for()
    assert cite(real(), ITEM).official in page.locator(".basket__annex").inner_text()


def test_neighbours_are_joined_and_can_be_parted(http_site: Site, page: Any) -> None:
    fill_basket(page, http_site)
    heads = page.locator(".basket__annex h3")
    assert cite_range(real(), *BASKET[:2]).official in heads.first.inner_text() and heads.count() == 4
    page.get_by_label("相邻的条款合成一处引用").uncheck()
    assert heads.count() == 5


def test_order_by_buttons_and_by_keys(http_site: Site, page: Any) -> None:
    fill_basket(page, http_site)
    page.get_by_role("button", name=f"上移 {ITEM}").click()
    assert page.evaluate("Handbook.basketRead()") == [BASKET[0], ITEM, BASKET[1], *BASKET[3:]]
    page.keyboard.press("Alt+ArrowUp")
    assert page.evaluate("Handbook.basketRead()")[0] == ITEM
    page.keyboard.press("Alt+ArrowDown")
    page.get_by_role("button", name=f"移出 {ITEM}").click()
    assert page.evaluate("Handbook.basketRead()") == [clause for clause in BASKET if clause != ITEM]


def test_a_shared_basket_is_shown_and_not_taken_without_asking(site: Site, page: Any) -> None:
    fill_basket(page, site, ["icv-2025.1.4"])
    page.goto("about:blank")
    page.goto(site.at("basket/index.html#gas-2018.7,talent-hukou-2024.99"))
    page.get_by_text("没有存进你的引用篮").wait_for()
    assert "talent-hukou-2024.99" in page.locator(".basket__note").last.inner_text()
    assert page.evaluate("Handbook.basketRead()") == ["icv-2025.1.4"]
    page.get_by_role("button", name="加到我的引用篮后面").click()
    page.get_by_text("没有存进你的引用篮").wait_for(state="detached")
    assert page.evaluate("Handbook.basketRead()")[:2] == ["icv-2025.1.4", "gas-2018.7"]


def saved(page: Any, name: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    return download.value.path().read_bytes()


def test_text_and_markdown_hold_everything(site: Site, page: Any) -> None:
    fill_basket(page, site)
    for name in ("纯文本", "Markdown"):
        text = saved(page, name).decode("utf-8")
        for clause in BASKET[2:]:
            citation = cite(real(), clause, base_of(site))
            assert citation.official in text and citation.lines[-1][:40] in text and citation.fingerprint in text
        assert "状态：现行有效" in text or "状态：" in text


def test_the_word_file_holds_everything(site: Site, page: Any) -> None:
    fill_basket(page, site)
    with zipfile.ZipFile(io.BytesIO(saved(page, "Word（.docx）"))) as archive:
        assert archive.testzip() is None
        tree = lxml.etree.fromstring(archive.read("word/document.xml"))
        pictures = [name for name in archive.namelist() if name.startswith("word/media/")]
        anchors = {link.get(f"{{{W}}}anchor") for link in tree.iter(f"{{{W}}}hyperlink")}
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                lxml.etree.fromstring(archive.read(name))
    text = "".join(tree.itertext())
    assert "引用条款" in text
    for clause in BASKET[2:]:
        citation = cite(real(), clause, base_of(site))
        assert citation.official in text and all(line in text for line in citation.lines) and f"v={citation.fingerprint}" in anchors
    assert len(pictures) == (0 if site.base.startswith("file:") else 4)  # a file on this machine is no address for paper


def test_print_shows_the_annex_alone(http_site: Site, page: Any) -> None:
    fill_basket(page, http_site)
    page.emulate_media(media="print")
    assert page.locator(".basket__annex").is_visible()
    assert not page.locator(".basket__list").is_visible() and not page.locator(".basket__actions").is_visible()


def test_the_basket_is_accessible(http_site: Site, screen_page: Any) -> None:
    fill_basket(screen_page, http_site)
    assert axe(screen_page) == []
    assert overflow(screen_page) == []


# -- resolving ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("clause", ["icv-2025.1.4", "gas-2018.22.k2.1", "producer-leaders-2020.4.3.1.1", "taicang-clusters-2022.3.8",
                                    "services-plan-2021.2.4.table-1.7", "capital-market-2023.2.capital-inflow"])
def test_a_citation_leads_to_its_clause(site: Site, page: Any, clause: str) -> None:
    page.goto(site.at("resolve/index.html"))
    page.get_by_label("信里的写法").fill(cite(real(), clause).official)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/c/{clause}/index.html")


def test_a_doubtful_citation_lists_candidates_with_reasons(site: Site, screen_page: Any) -> None:
    screen_page.goto(site.at("resolve/index.html"))
    screen_page.get_by_label("信里的写法").fill("第七条")
    items = screen_page.locator(".resolve__list li")
    assert items.count() > 1 and "没有写明是哪份文件" in screen_page.locator("resolve-page [role=status]").inner_text()
    assert all("编号相符" in text for text in items.all_inner_texts())
    assert axe(screen_page) == [] and overflow(screen_page) == []


def test_an_unknown_text_leads_to_the_search(http_site: Site, page: Any) -> None:
    page.goto(http_site.at("resolve/index.html?q=" + "设备贷款贴息"))
    assert "search/index.html?q=" in page.get_by_role("link", name="改用搜索").get_attribute("href")


def test_a_former_anchor_leads_on(http_site: Site, page: Any) -> None:
    entry = real().entries["icv-2025"]
    script = citations.script(real(), entry).replace('"gone":{}', '"gone":' + json.dumps({"1.9": None}))
    page.route("**/assets/cite/icv-2025.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))
    page.goto(http_site.at("policies/icv-2025/index.html#1.9"))
    link = page.locator(".cite-gone a")
    link.wait_for()
    assert link.get_attribute("href").endswith("c/icv-2025.1.9/index.html")
