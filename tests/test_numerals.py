"""generator/numerals.py: Chinese numerals, and the labels of official numbering."""

from __future__ import annotations

import pytest

from generator.numerals import chinese_number, read_label, to_chinese


@pytest.mark.parametrize("text, number", [
    ("一", 1), ("九", 9), ("十", 10), ("十一", 11), ("二十", 20), ("二十三", 23), ("九十九", 99), ("一百", 100),
    ("一百零三", 103), ("一百一十", 110), ("一百一十二", 112), ("一百二十三", 123), ("九百九十九", 999),
])
def test_a_numeral_and_its_number(text: str, number: int) -> None:
    assert chinese_number(text) == number
    assert to_chinese(number) == text


@pytest.mark.parametrize("text", ["", "零", "〇", "二二", "十十", "百", "一千", "一十百", "第一", "1", "一 ", "二零二五"])
def test_what_is_no_numeral(text: str) -> None:
    assert chinese_number(text) is None


def test_every_number_there_and_back() -> None:
    assert [chinese_number(to_chinese(number)) for number in range(1, 1000)] == list(range(1, 1000))


@pytest.mark.parametrize("paragraph, kind, number, printed, rest", [
    ("第一章 总则", "chapter", 1, "第一章", "总则"),
    ("第十二条 甲", "article", 12, "第十二条", "甲"),
    ("第二十一条　甲", "article", 21, "第二十一条", "甲"),
    ("第三条甲", "article", 3, "第三条", "甲"),
    ("一、甲", "section", 1, "一、", "甲"),
    ("十一、甲", "section", 11, "十一、", "甲"),
    ("（四）甲", "subsection", 4, "（四）", "甲"),
    ("（四)甲", "subsection", 4, "（四)", "甲"),
    ("(二十) 甲", "subsection", 20, "(二十)", "甲"),
    ("1．甲", "point", 1, "1．", "甲"),
    ("12. 甲", "point", 12, "12.", "甲"),
    ("3、甲", "point", 3, "3、", "甲"),
    ("（1）甲", "subpoint", 1, "（1）", "甲"),
    ("(12)甲", "subpoint", 12, "(12)", "甲"),
    ("专栏2：甲", "box", 2, "专栏2：", "甲"),
    ("一、", "section", 1, "一、", ""),
])
def test_a_label_and_what_follows_it(paragraph: str, kind: str, number: int, printed: str, rest: str) -> None:
    label = read_label(paragraph)
    assert label is not None
    assert (label.kind, label.number, label.printed, paragraph[label.length:]) == (kind, number, printed, rest)


@pytest.mark.parametrize("paragraph", [
    "2021年，全市", "2.5万元", "1.5倍", "0．甲", "第十二届会议", "一是加强", "（含自有）", "（试行）", "——甲", "", "123．甲",
    "专栏：甲", "第条", "、甲", "本办法第三条", " 一、甲", "2025. 甲", "（2021年）", "零、甲", "（二二）甲",
])
def test_what_only_looks_like_a_label(paragraph: str) -> None:
    assert read_label(paragraph) is None
