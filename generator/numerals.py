"""Labels of Chinese official numbering: 第X章 第X条 一、 （一） 1． （1） 专栏1 —— -> kind and number.

Rule of the numbering: 《党政机关公文格式》 (GB/T 9704—2012) 7.3.3 for 一、（一）1．（1）;
《立法法》 for 章 条 款 项.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CHINESE = "零〇一二三四五六七八九十百"


def chinese_number(text: str) -> int | None:
    """Value of a Chinese numeral below 1000 (十二 -> 12, 一百零三 -> 103); None if it is not one.

    >>> chinese_number("二十三"), chinese_number("一百零三"), chinese_number("十"), chinese_number("二二")
    (23, 103, 10, None)
    """
    match = re.fullmatch(r"(?:([一二三四五六七八九])百)?(零)?(?:([一二三四五六七八九])?(十))?([一二三四五六七八九])?", text)
    if not text or not match:
        return None
    hundreds, _zero, tens, ten, ones = match.groups()
    value = 100 * _DIGITS[hundreds] if hundreds else 0
    if ten:
        value += 10 * (_DIGITS[tens] if tens else 1)
    return value + (_DIGITS[ones] if ones else 0) or None


def to_chinese(number: int) -> str:
    """Chinese numeral of 1..999, as official documents write it (10 -> 十, 110 -> 一百一十)."""
    digits = "零一二三四五六七八九"
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else digits[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (digits[ones] if ones else "")


@dataclass(frozen=True)
class Label:
    """A printed label at the start of a paragraph: its kind, its number, and how much text it takes."""

    kind: str
    number: int
    printed: str
    length: int


_FORMS = [
    ("chapter", re.compile(rf"第([{_CHINESE}]+)章\s*")),
    ("article", re.compile(rf"第([{_CHINESE}]+)条\s*")),
    ("section", re.compile(rf"([{_CHINESE}]+)、\s*")),
    ("subsection", re.compile(rf"[（(]([{_CHINESE}]+)[）)]\s*")),
    ("point", re.compile(r"(\d{1,2})[．.、](?!\d)\s*")),
    ("subpoint", re.compile(r"[（(](\d{1,2})[）)]\s*")),
    ("box", re.compile(r"专栏(\d{1,2})：\s*")),
]


def read_label(paragraph: str) -> Label | None:
    """The official label that a paragraph starts with, or None.

    >>> read_label("（四)免征").printed, read_label("第十二条 甲").number, read_label("2021年") is None
    ('（四)', 12, True)
    """
    for kind, form in _FORMS:
        match = form.match(paragraph)
        if match:
            digits = match.group(1)
            number = int(digits) if digits.isdigit() else chinese_number(digits)
            if number:
                return Label(kind, number, match.group(0).strip(), match.end())
    return None
