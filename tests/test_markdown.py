"""generator/pages/markdown.py: a text is seen on a page as it stands, wherever on the page it is put."""

from __future__ import annotations

import functools
import html as entities
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.pages.markdown import escape, link
from tests.nasty import NASTY
from tests.support import fuzz, to_html, tree

# Where templates put text: (Markdown with a place for it, path of the element that must show it, and nothing else).
PLACES = {
    "a paragraph": ("{}\n", "./p"),
    "a second paragraph": ("甲\n\n{}\n\n乙\n", "./p[2]"),
    "a paragraph of a clause": ('<div class="c" markdown>\n<a class="l" href="x">1</a>\n\n{}\n\n</div>\n', "./div/p[2]"),
    "a paragraph behind a label": ('<div class="c" markdown>\n<b></b>\n<span class="clause-label">一、</span>{}\n\n</div>\n', "./div/p"),
    "a paragraph behind the link": ('<div class="c" markdown>\n<a class="l" href="x"></a>\n{}\n\n</div>\n', "./div/p"),
    "a heading": ("## {} { #x .c }\n\n乙\n", "./h2"),
    "a heading behind a label": ('### <span class="clause-label">一、</span>{} <a class="l" href="x"></a> { #x .c }\n', "./h3"),
    "an item of a list": ("- {}\n- 乙\n", "./ul/li[1]"),
    "a link": ("[{}](x.md#1){ .cite }\n", "./p/a"),
    "a definition": ("名\n:   {}\n\n", "./dl/dd"),
    "a cell": ("<table><tr><td>{}</td></tr></table>\n", "./table/tr/td"),
    "an item of HTML": ("<ul>\n<li><a href='x'>{}</a></li>\n</ul>\n", "./ul/li"),
    "a note": ('<p class="editor-note" markdown="span">{}</p>\n', "./p"),
}


@functools.cache
def tags(place: str) -> list[str]:
    """The elements of a place that holds plain words."""
    return [element.tag for element in tree(to_html(PLACES[place][0].replace("{}", "甲", 1))).iter()]


def shown(place: str, text: str) -> str:
    """What is seen of a text in a place; fails where anything but text came of it."""
    frame, path = PLACES[place]
    page = tree(to_html(frame.replace("{}", text, 1)))
    for label in page.xpath(".//span[@class='clause-label']"):
        label.text = ""
    found = page.xpath(path)
    assert found and [element.tag for element in page.iter()] == tags(place), f"the text became markup {place}"
    assert {name for element in page.iter() for name in element.attrib} <= {"class", "href", "id"}
    return found[0].text_content()


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("text", NASTY)
def test_every_text_is_seen_as_it_stands(text: str) -> None:
    for place in PLACES:
        assert plain(shown(place, escape(text))) == plain(text), place


@pytest.mark.parametrize("text", NASTY)
def test_it_is_the_same_in_plain_html(text: str) -> None:
    """The templates use one filter for Markdown and for HTML, attributes included."""
    assert entities.unescape(escape(text)) == text
    assert not set('<>"') & set(escape(text))


MARKUP = st.text("*_`#-+=:|>![](){}<>&;\\~^$%@/.1290 \t甲乙x'\"\u3000", max_size=24)
ANY = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=24)


@fuzz(400)
@given(MARKUP | ANY)
def test_no_text_is_too_odd(text: str) -> None:
    if not plain(text):
        return
    for place in ("a paragraph", "a second paragraph", "a paragraph of a clause", "a paragraph behind the link", "an item of a list"):
        assert plain(shown(place, escape(text))) == plain(text), place


@fuzz(200)
@given(MARKUP, MARKUP)
def test_a_text_cut_in_two_around_a_link_is_still_itself(before: str, after: str) -> None:
    whole = f"甲{escape(before)}{link('乙', 'x.md')}{escape(after)}丙"
    assert plain(tree(to_html(whole)).text_content()) == plain(f"甲{before}乙{after}丙")


@pytest.mark.parametrize("text, target, attributes, markdown", [
    ("第（一）项", "x.md#1.1", "", "[第（一）项](x.md#1.1)"),
    ("[甲]", "#1", ".cite", "[&#91;甲&#93;](#1){ .cite }"),
])
def test_a_link(text: str, target: str, attributes: str, markdown: str) -> None:
    assert link(text, target, attributes) == markdown


def test_the_link_of_a_page_leads_where_it_should() -> None:
    [anchor] = tree(to_html(link("甲](y) [", "b.md#1.4", ".cite"))).xpath(".//a")
    assert (anchor.get("href"), anchor.get("class"), anchor.text_content()) == ("b.md#1.4", "cite", "甲](y) [")


def test_headings_and_table_do_not_escape_from_each_other() -> None:
    """Two lines of one paragraph: the second may be a rule or an underline."""
    first: Any = tree(to_html(f"甲\n{escape('---')}\n{escape('===')}\n"))
    assert [element.tag for element in first] == ["p"] and plain(first.text_content()) == "甲 --- ==="
