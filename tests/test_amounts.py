"""generator/pages/amounts.py: a ceiling is never told as a sum, and the largest certain sum comes first."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.facts import Award, Penalty
from generator.pages.amounts import amount_words, ceiling, certain, fine_words, order, percent, yuan
from tests.support import fuzz, real


def award(**words: Any) -> Award:
    """An award with only what a test is about."""
    required = {"id": "a-2030.1/x", "clause": "a-2030.1", "quote": "甲", "title": "甲", "recipient": "甲", "type": "prize", "bound": "exact",
                "method": "fixed", "recipients": ("enterprise",)}
    return Award(**{**required, **words})


def at_most(**words: Any) -> Award:
    return award(bound="at_most", **words)


def penalty(**words: Any) -> Penalty:
    return Penalty("a-2030.1/x", "a-2030.1", "甲", "甲", ("enterprise",), **words)


# --- numbers in words ---


@pytest.mark.parametrize("amount, words", [
    (1, "1元"), (500, "500元"), (9_999, "9999元"), (10_000, "1万元"), (12_500, "1.25万元"), (10_001, "10001元"), (300_000, "30万元"),
    (3_000_000, "300万元"), (99_990_000, "9999万元"), (100_000_000, "1亿元"), (150_000_000, "1.5亿元"), (200_000_000, "2亿元"),
    (123_450_000, "12345万元"),
])
def test_whole_yuan(amount: int, words: str) -> None:
    assert yuan(amount) == words


@fuzz(500)
@given(st.integers(1, 10**12))
def test_yuan_in_words_loses_nothing(amount: int) -> None:
    words = yuan(amount)
    from fractions import Fraction

    scale = 10**8 if words.endswith("亿元") else 10**4 if words.endswith("万元") else 1
    assert Fraction(words.rstrip("元万亿")) * scale == amount


@pytest.mark.parametrize("rate, points, words", [
    ("0.5", False, "50%"), ("1", False, "100%"), ("0.005", False, "5‰"), ("0.01", False, "1%"), ("0.125", False, "12.5%"),
    ("0.03", True, "3个百分点"), ("0.015", True, "1.5个百分点"), ("0", False, "0%"),
])
def test_a_rate(rate: str, points: bool, words: str) -> None:
    assert percent(rate, points) == words


# --- awards in words ---


@pytest.mark.parametrize("given_award, words", [
    (award(amount_yuan=2_000_000), "200万元"),
    (award(amount_yuan=2_000_000, period="once"), "200万元（一次性）"),
    (award(amount_yuan=4_000_000, period="yearly", years_max=3), "每年400万元，最多3年"),
    (award(amount_yuan=100_000, unit="每人", method="per_head"), "10万元（每人）"),
    (award(amount_yuan=100_000, period="per_event"), "每次10万元"),
    (at_most(max_yuan=1_000_000), "最高100万元"),
    (at_most(max_yuan=1_000_000, rate="0.5", base="实际认证费用", method="rate"), "实际认证费用的50%，最高100万元"),
    (at_most(max_yuan=1_000_000, rate="0.5", base="实际支付的"), "实际支付的50%，最高100万元"),
    (at_most(max_yuan=10_000_000, rate="0.1", rate_max="0.3", base="售价"), "售价的10%～30%，最高1000万元"),
    (at_most(rate_max="0.3", base="售价"), "不高于售价的30%"),
    (award(rate="0.5", base="用地计划", bound="at_least"), "不低于用地计划的50%"),
    (award(rate="0.005", base="实际发生额", period="once"), "实际发生额的5‰（一次性）"),
    (award(rate="0.03", base="贷款", method="rate_points"), "贷款的3个百分点"),
    (award(bound="at_least", min_yuan=5_000_000), "不低于500万元"),
    (award(bound="range", min_yuan=100_000, max_yuan=300_000), "不低于10万元，最高30万元"),
    (at_most(yearly_max_yuan=2_000_000, years_max=5, cumulative_max_yuan=10_000_000), "每年最高200万元，最多5年，累计不超过1000万元"),
    (at_most(max_yuan=2_000_000, yearly_max_yuan=2_000_000), "最高200万元"),
    (at_most(max_yuan=200_000, unit="每台（套）"), "最高20万元（每台（套））"),
    (at_most(max_yuan=1_000_000, uplift="人形机器人上浮20%", uplift_rate="0.2"), "最高100万元，人形机器人上浮20%"),
    (award(bound="elsewhere", method="unstated"), "数额见所指文件"),
    (award(bound="discretionary", method="unstated"), "文件未载明数额"),
])
def test_an_award_in_words(given_award: Award, words: str) -> None:
    assert amount_words(given_award) == words


def test_the_pot_of_a_programme_is_no_ones_ceiling() -> None:
    pot = at_most(max_yuan=200_000_000, cap_scope="全市风险补偿资金总额")
    assert amount_words(pot) == "全市风险补偿资金总额2亿元"
    assert ceiling(pot) == certain(pot) == 0


# --- what is certain, and what is at most ---


@pytest.mark.parametrize("given_award, sure, most", [
    (award(amount_yuan=100), 100, 100),
    (at_most(max_yuan=100), 0, 100),
    (at_most(amount_yuan=10, max_yuan=100), 0, 100),
    (at_most(yearly_max_yuan=100, cumulative_max_yuan=500), 0, 500),
    (award(bound="at_least", min_yuan=100), 100, 0),
    (award(bound="at_least", min_yuan=100, optional=True), 0, 0),
    (award(amount_yuan=100, optional=True), 0, 100),
    (award(bound="range", min_yuan=10, max_yuan=100), 10, 100),
    (award(rate="0.5", base="甲"), 0, 0),
    (award(bound="discretionary"), 0, 0),
    (award(bound="elsewhere"), 0, 0),
    (at_most(max_yuan=100, cap_scope="单个企业"), 0, 100),
    (at_most(max_yuan=100, cap_scope="全市总额"), 0, 0),
])
def test_certain_and_ceiling(given_award: Award, sure: int, most: int) -> None:
    assert (certain(given_award), ceiling(given_award)) == (sure, most)


def test_the_largest_certain_sum_comes_first_and_ceilings_come_after() -> None:
    wanted = [
        award(id="e", amount_yuan=5_000_000),
        award(id="d", bound="at_least", min_yuan=4_000_000),
        award(id="f", amount_yuan=10),
        at_most(id="c", max_yuan=100_000_000),
        at_most(id="g", yearly_max_yuan=2_000_000, cumulative_max_yuan=10_000_000),
        at_most(id="h", max_yuan=1_000_000),
        award(id="a", rate="0.5", base="甲"),
        award(id="b", bound="elsewhere"),
        at_most(id="i", max_yuan=200_000_000, cap_scope="全市资金总额"),
    ]
    mixed = wanted.copy()
    random.Random(1).shuffle(mixed)
    assert [one.id for one in sorted(mixed, key=order)] == [one.id for one in wanted]


def test_the_order_of_the_real_awards() -> None:
    ordered = sorted((one for _document, one in real().facts.entries("awards")), key=order)
    sure = [certain(one) for one in ordered]
    assert sure == sorted(sure, reverse=True)
    ceilings = [ceiling(one) for one in ordered if not certain(one)]
    assert ceilings == sorted(ceilings, reverse=True)
    assert not [one.id for one in ordered if certain(one) and one.bound == "at_most"]


def test_no_real_ceiling_is_told_as_a_sum() -> None:
    """Every amount in the words of an at-most award has 最高, 累计不超过 or 全市 before it, unless it is its amount per piece."""
    wrong = []
    for _document, one in real().facts.entries("awards"):
        if one.bound == "at_most":
            for part in amount_words(one).split("，"):
                money = one.max_yuan is not None and part.startswith(yuan(one.max_yuan))
                if money and one.amount_yuan != one.max_yuan:
                    wrong.append((one.id, part))
    assert wrong == []


# --- fines ---


@pytest.mark.parametrize("given_penalty, words", [
    (penalty(min_yuan=50_000, max_yuan=500_000), "处5万元以上50万元以下罚款"),
    (penalty(max_yuan=10_000, optional=True), "可以处1万元以下罚款"),
    (penalty(max_yuan=10_000), "处1万元以下罚款"),
    (penalty(min_yuan=500, max_yuan=1_000), "处500元以上1000元以下罚款"),
    (penalty(optional=True), ""),
    (penalty(), ""),
])
def test_a_fine_in_words(given_penalty: Penalty, words: str) -> None:
    assert fine_words(given_penalty) == words


@pytest.mark.parametrize("given_penalty, words", [
    (penalty(min_yuan=10, max_yuan=10), "处10元罚款"), (penalty(min_yuan=1_000), "处1000元以上罚款"),
])
def test_a_fine_that_is_no_range(given_penalty: Penalty, words: str) -> None:
    assert fine_words(given_penalty) == words
