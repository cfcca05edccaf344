"""generator/text.py: white space in Chinese text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text import Compact, compact, unwrap
from tests.support import fuzz

SPACES = [" ", "\t", "\n", "\r\n", "\u3000", "\xa0", "\u2003", "\x0b", "\u2028"]


@pytest.mark.parametrize("space", SPACES)
def test_every_kind_of_white_space_counts_for_nothing(space: str) -> None:
    assert compact(f"{space}纸{space}{space}船{space}") == "纸船"


@pytest.mark.parametrize("char", ["\u200b", "·", "—", "<", "\ufeff", "\u200d"])
def test_what_is_no_white_space_stays(char: str) -> None:
    assert compact(f"纸 {char} 船") == f"纸{char}船"


@pytest.mark.parametrize("printed, meant", [
    ("市市场监 管局", "市市场监管局"),
    ("（2020 年）", "（2020 年）"),
    ("甲\n乙", "甲乙"),
    ("甲，\n（乙）", "甲，（乙）"),
    ("GDP  增速", "GDP 增速"),
    ("AI\nlab", "AI lab"),
    ("  甲  ", "甲"),
    ("甲\u3000乙", "甲乙"),
    ("", ""),
])
def test_breaks_between_two_chinese_characters_go(printed: str, meant: str) -> None:
    assert unwrap(printed) == meant


def test_a_quote_is_found_whatever_white_space_parts_it() -> None:
    text = Compact("一、纸船\n  （二）纸\n船")
    assert text.text == "一、纸船（二）纸船"
    assert text.find_all("纸船") == [2, 7]
    assert text.find_all("纸 \n船") == [2, 7]
    assert text.find_all("船（二） 纸") == [3]
    assert text.find_all("纸马") == []


def test_occurrences_that_overlap_are_all_found() -> None:
    assert Compact("至至至").find_all("至至") == [0, 1]


@pytest.mark.parametrize("quote", ["", " ", "\n\t"])
def test_an_empty_quote_stands_nowhere(quote: str) -> None:
    assert Compact("纸船").find_all(quote) == []


def test_a_search_stays_between_its_bounds() -> None:
    text = Compact("纸船纸船纸船")
    assert text.find_all("纸船", 1) == [2, 4]
    assert text.find_all("纸船", 1, 4) == [2]
    assert text.find_all("纸船", 1, 3) == [], "half of it stands behind the end"


def test_the_line_of_a_place() -> None:
    text = Compact("\n甲\n\n 乙丙\n")
    assert [text.line(0), text.line(1), text.line(2)] == [2, 4, 4]
    assert text.line(3) == 5, "behind the last character: the last line"


@fuzz(100)
@given(st.text())
def test_places_lead_back_to_the_original(text: str) -> None:
    view = Compact(text)
    assert view.text == compact(text)
    assert "".join(text[place] for place in view.places) == view.text
