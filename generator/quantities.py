"""Amounts, rates and lengths of time in Chinese text -> exact numbers, with the places where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from .numerals import chinese_number

_SCALE = {"": 1, "百": 100, "千": 1000, "万": 10_000, "十万": 100_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 10**8,
          "千亿": 10**11, "百亿": 10**10, "万亿": 10**12}
_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_MONEY = re.compile(rf"({_NUMBER})(?:\s*[～~\-—－]\s*({_NUMBER}))?\s*(万亿|千亿|百亿|千万|百万|十万|亿|万|千|百)?\s*(?:元|美元|人民币)")
_SHARE = re.compile(rf"({_NUMBER})\s*([%％‰]|个百分点|个基点)")
_RATIO = re.compile(r"\d+\s*[:：]\s*\d+(?=\s*比例)")
_GRANT = re.compile(r"给予[^。；，]{0,60}?(?:奖励|补贴|补助|资助|贴息|支持|扶持|奖补|激励|优惠|补偿|备付|便利)|免征|减征|减免|免收|免除|减半|缓缴|缓征|贴息|全额返还|全额退还|分期缴纳")
_BAN = re.compile(r"不得|禁止|严禁")
_LENGTH = re.compile(r"(\d+|[一二三四五六七八九十]+)\s*(?:个)?(?:工作日|日|天|月|年|小时)")


@dataclass(frozen=True)
class Quantity:
    """A number in a text: kind (money, share, ratio), exact value (money in its own currency, shares as fractions)."""

    kind: str
    start: int
    end: int
    text: str
    value: Fraction | None


def quantities(text: str) -> Iterator[Quantity]:
    """Every amount of money, rate, share and ratio in a text, in order.

    >>> [(q.kind, str(q.value)) for q in quantities("按5‰给予最高1000万元，1:1比例，3个百分点")]
    [('share', '1/200'), ('money', '10000000'), ('ratio', 'None'), ('share', '3/100')]
    """
    found: list[Quantity] = []
    for match in _MONEY.finditer(text):
        scale = _SCALE[match.group(3) or ""]
        for group in (1, 2):
            if match.group(group):
                found.append(Quantity("money", *match.span(), match.group(), _fraction(match.group(group)) * scale))
    for match in _SHARE.finditer(text):
        per = {"%": 100, "％": 100, "‰": 1000, "个百分点": 100, "个基点": 10_000}[match.group(2)]
        found.append(Quantity("share", *match.span(), match.group(), _fraction(match.group(1)) / per))
    for match in _RATIO.finditer(text):
        found.append(Quantity("ratio", *match.span(), match.group(), None))
    return iter(sorted(found, key=lambda quantity: quantity.start))


def _fraction(text: str) -> Fraction:
    return Fraction(text.replace(",", ""))


def is_number(text: str) -> bool:
    """Whether a text is a whole number, a decimal or a fraction, as data files write them."""
    try:
        Fraction(text)
    except (ValueError, ZeroDivisionError):
        return False
    return True


def grants(text: str) -> Iterator[re.Match]:
    """Words that grant: 给予…奖励, 免征, 缓缴 …"""
    return _GRANT.finditer(text)


def bans(text: str) -> Iterator[re.Match]:
    """Words that forbid: 不得, 禁止, 严禁."""
    return _BAN.finditer(text)


def numbers(text: str) -> set[Fraction]:
    """Every number that a quote states, as money, share, count or length of time; for "the number is in the quote".

    >>> Fraction(5) in numbers("最多支持五年"), Fraction(3_000_000) in numbers("分别给予300万元、200万元")
    (True, True)
    """
    found = {quantity.value for quantity in quantities(text) if quantity.value is not None}
    found |= {_fraction(number) for number in re.findall(_NUMBER, text)}
    found |= {Fraction(value) for value in map(chinese_number, re.findall(r"[零一二三四五六七八九十百]+", text.replace("两", "二")))
              if value}
    found |= {Fraction(_SCALE[word]) for word in re.findall(r"(?<![\d.一二两三四五六七八九十数几])[百千](?=[家个件项名人亿])", text)}  # 百家以上, 超百亿
    for number, scale in re.findall(rf"({_NUMBER})\s*(万亿|千亿|百亿|千万|百万|十万|亿|万|千|百)", text):
        found.add(_fraction(number) * _SCALE[scale])
    return found
