"""generator/quantities.py: what is an amount, a rate or a ratio in a text, and what is none."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.quantities import bans, grants, numbers, quantities
from tests.support import fuzz, real


def found(text: str, kind: str) -> list[Fraction | None]:
    return [quantity.value for quantity in quantities(text) if quantity.kind == kind]


@pytest.mark.parametrize("text, values", [
    ("给予300万元奖励", [3_000_000]),
    ("分别给予300万元、200万元", [3_000_000, 2_000_000]),
    ("最高1亿元", [100_000_000]),
    ("1.5亿元", [150_000_000]),
    ("达2万亿元", [2 * 10**12]),
    ("近5千亿元", [5 * 10**11]),
    ("2百万元", [2_000_000]),
    ("8千万元", [80_000_000]),
    ("5千元", [5_000]),
    ("500元以上1000元以下", [500, 1_000]),
    ("5万元以上50万元以下罚款", [50_000, 500_000]),
    ("1,000元", [1_000]),
    ("12,345,678.5元", [Fraction("12345678.5")]),
    ("0.5万元", [5_000]),
    ("人民币800万元", [8_000_000]),
    ("800万人民币", [8_000_000]),
    ("1000万美元以下", [10_000_000]),
    ("100万元/项", [1_000_000]),
    ("2～3万元", [20_000, 30_000]),
    ("2~3万元", [20_000, 30_000]),
    ("10-20亿元", [10**9, 2 * 10**9]),
    ("200万元～500万元", [2_000_000, 5_000_000]),
    ("300 万元", [3_000_000]),
])
def test_an_amount_of_money(text: str, values: list[int]) -> None:
    assert found(text, "money") == values


@pytest.mark.parametrize("text, values", [
    ("50%", ["1/2"]), ("0.5%", ["1/200"]), ("5‰", ["1/200"]), ("20％", ["1/5"]), ("3个百分点", ["3/100"]), ("50个基点", ["1/200"]),
    ("10%～30%", ["1/10", "3/10"]), ("超过3%且低于5%", ["3/100", "1/20"]), ("100%", ["1"]), ("1.2个百分点", ["3/250"]),
])
def test_a_rate(text: str, values: list[str]) -> None:
    assert found(text, "share") == [Fraction(value) for value in values]


@pytest.mark.parametrize("text", ["按1:1比例支持", "按1：2比例", "按 3 : 7 比例"])
def test_a_ratio(text: str) -> None:
    assert found(text, "ratio") == [None]


@pytest.mark.parametrize("text", [
    "", "多元", "元宇宙", "万元", "单元", "公元2025年", "300家", "2025年", "10个", "3年", "第1条", "一百只", "12345", "1:1", "2015～2020年",
    "万亿", "100万户", "亿美元", "百分", "80周岁", "6个月", "1030产业体系", "0512-12345",
])
def test_what_is_no_quantity(text: str) -> None:
    assert list(quantities(text)) == []


def test_quantities_stand_in_the_order_of_the_text_at_their_places() -> None:
    text = "按实际支付的20%给予补贴，最高200万元，市、区按1:1比例承担，贴息3个百分点"
    assert [(q.kind, text[q.start:q.end]) for q in quantities(text)] == [
        ("share", "20%"), ("money", "200万元"), ("ratio", "1:1"), ("share", "3个百分点")]
    assert all(q.text == text[q.start:q.end] for q in quantities(text))


@pytest.mark.parametrize("text, number", [
    ("最多支持五年", 5), ("三年内", 3), ("十二个月内", 12), ("两年内", 2), ("一百零五件", 105), ("3年内", 3), ("300家", 300), ("1,200家", 1200),
    ("给予300万元", 3_000_000), ("给予300万元", 300), ("5‰", "1/200"), ("5‰", 5), ("3个百分点", "3/100"), ("100万户", 1_000_000),
    ("2～3万元", 20_000), ("4～5家", 4), ("百家以上", 100), ("千家企业", 1000), ("50万-100万元", 500_000),
])
def test_a_number_that_a_quote_states(text: str, number: int | str) -> None:
    assert Fraction(number) in numbers(text)


@pytest.mark.parametrize("text, number", [
    ("给予300万元", 30), ("给予300万元", 30_000_000), ("5%", "1/200"), ("三年", 5), ("二二", 22), ("数百家", 100), ("三百家", 3), ("两百家", 100), ("", 0), ("百分点", 100), ("千方百计", 1000),
])
def test_a_number_that_a_quote_does_not_state(text: str, number: int | str) -> None:
    assert Fraction(number) not in numbers(text)


@pytest.mark.parametrize("text, words", [
    ("给予最高100万元奖励", ["给予最高100万元奖励"]), ("免征增值税、减半征收", ["免征", "减半"]), ("缓缴社会保险费", ["缓缴"]),
    ("按相应政策给予支持", ["给予支持"]), ("给予警告", []), ("予以奖励", []), ("给予，奖励", []), ("给予。奖励", []),
])
def test_words_that_grant(text: str, words: list[str]) -> None:
    assert [match.group() for match in grants(text)] == words


@pytest.mark.parametrize("text, words", [
    ("不得拒载", ["不得"]), ("禁止、严禁烟火", ["禁止", "严禁"]), ("不应拒载", []), ("获得", []),
])
def test_words_that_forbid(text: str, words: list[str]) -> None:
    assert [match.group() for match in bans(text)] == words


@fuzz(300)
@given(st.integers(1, 9999), st.sampled_from([("", 1), ("万", 10**4), ("亿", 10**8), ("千万", 10**7), ("万亿", 10**12)]))
def test_every_plain_amount_is_read(number: int, scale: tuple[str, int]) -> None:
    word, factor = scale
    text = f"给予{number}{word}元奖励"
    assert found(text, "money") == [number * factor]
    assert number * factor in numbers(text)


@fuzz(300)
@given(st.text("0123456789.,～-%‰:：个百分点万亿元千 年给予", max_size=30))
def test_nothing_that_looks_like_a_number_is_an_exception(text: str) -> None:
    for quantity in quantities(text):
        assert 0 <= quantity.start < quantity.end <= len(text)
    numbers(text)


def test_every_yuan_of_the_corpus_behind_a_digit_is_an_amount() -> None:
    """No 元 that follows a figure is missed: written again without a regular expression."""
    missed = []
    for view in real().clauses.values():
        text = view.clause.text
        ends = {quantity.end for quantity in quantities(text) if quantity.kind == "money"}
        for at, char in enumerate(text):
            if char == "元":
                before = text[:at].removesuffix("美").rstrip().rstrip("百千万亿").rstrip()
                if before[-1:].isdigit() and at + 1 not in ends:
                    missed.append((view.id, text[max(0, at - 15) : at + 1]))
    assert missed == []
