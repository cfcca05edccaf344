"""What a reader writes -> values: 6000万元, 5%, 是, 未知, 2025年7月1日, 100万元、200万元. docs/assets/calculate.js reads the same."""

from __future__ import annotations

import datetime
import re
import unicodedata
from fractions import Fraction
from typing import Any

from .values import INF, Choice, Date, Num, Truth, Value, show
from .wording import WORDING, fill

UNKNOWN = ("", "未知", "不知道", "不清楚", "?")
YES, NO = ("是", "有", "对", "yes", "true", "1"), ("否", "没有", "不是", "no", "false", "0")
SCALES = {"元": 1, "千元": 1000, "万": 10_000, "万元": 10_000, "亿": 10**8, "亿元": 10**8}
LONGEST = 40  # digits of a number; nobody's sum is longer
_NUMBER = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)(.*)")
_DATE = re.compile(r"([0-9]{4})[-年/.]([0-9]{1,2})[-月/.]([0-9]{1,2})日?")


class InputError(ValueError):
    """Answers that cannot be read: [(name of the input, what is wrong, in Chinese)]."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        self.problems = problems
        super().__init__("\n".join(message for _name, message in problems))


def tidy(text: str) -> str:
    """Full-width signs as half-width ones, no blanks, no grouping commas."""
    return re.sub(r"[ \t\r\n,]", "", unicodedata.normalize("NFKC", text))


def read_inputs(program: dict[str, Any], given: dict[str, str]) -> dict[str, Any]:
    """{input: Value, or a list of Values for an input of a repeated row}. Raises InputError with every problem."""
    problems: list[tuple[str, str]] = []
    known = {}
    for item in program["inputs"]:
        known[item["name"]] = known[item["label"]] = item
    texts: dict[str, str] = {}
    for name, text in given.items():
        if name not in known:
            problems.append((name, fill("errors", "unknown_input", name=name, known="、".join(i["label"] for i in program["inputs"]))))
        else:
            texts[known[name]["name"]] = text
    rows = _rows(program, texts, problems)
    values: dict[str, Any] = {}
    for item in program["inputs"]:
        text = texts.get(item["name"], "")
        if item["repeat"]:
            cells = split_rows(text)
            cells += [""] * (rows[item["repeat"]] - len(cells))
            values[item["name"]] = [_read(item, cell, problems) for cell in cells]
        else:
            values[item["name"]] = _read(item, text, problems)
    if problems:
        raise InputError(problems)
    return values


def split_rows(text: str) -> list[str]:
    """The rows of a list as one wrote them: 100万元、200万元; none where nothing was written."""
    return re.split(r"[、;；\n]", trim(text)) if trim(text) else []


def trim(text: str) -> str:
    """Without blanks at its ends."""
    return text.strip(" \t\r\n\u3000")


def _rows(program: dict[str, Any], texts: dict[str, str], problems: list[tuple[str, str]]) -> dict[str, int]:
    """{list: number of rows}: as many as the longest column; an untouched list has all rows that the text allows, or one."""
    found = {}
    for repeat in program["repeats"]:
        columns = [item for item in program["inputs"] if item["repeat"] == repeat["name"]]
        count = max((len(split_rows(texts.get(item["name"], ""))) for item in columns), default=0)
        if repeat["max"] is not None and count > repeat["max"]:
            problems.append((columns[0]["name"], fill("errors", "rows", label=repeat["label"], max=str(repeat["max"]), count=str(count))))
        found[repeat["name"]] = count or repeat["max"] or 1
    return found


def unknown(item: dict[str, Any]) -> Value:
    """The value of an input that nobody told."""
    name = (item["label"],)
    if item["type"] == "yes_no":
        return Truth(None, name)
    if item["type"] == "choice":
        return Choice(None, WORDING["words"]["unknown"], name)
    if item["type"] == "date":
        return Date(None, name)
    low = Fraction(item["min"]) if item["min"] is not None else Fraction(0)
    high = Fraction(item["max"]) if item["max"] is not None else INF
    return Num(low, high, input_unit(item), name)


def input_unit(item: dict[str, Any]) -> str:
    """Unit of an input's value inside: 元 for money, % for a share."""
    return {"money": "元", "share": "%"}.get(item["type"], item["unit"] or "")


def _read(item: dict[str, Any], text: str, problems: list[tuple[str, str]]) -> Value:
    clean = tidy(text)
    if clean in UNKNOWN:
        return unknown(item)
    kind = item["type"]
    if kind == "yes_no":
        if clean.lower() in YES or clean.lower() in NO:
            return Truth(clean.lower() in YES)
    elif kind == "choice":
        for option in item["options"]:
            if clean in (tidy(option["value"]), tidy(option["label"])):
                return Choice(option["value"], option["label"])
    elif kind == "date":
        if date := _date(clean):
            return Date(date)
    else:
        value = _number(item, clean)
        if value is not None:
            return _bounded(item, value, text, problems)
    known = "、".join(option["label"] for option in item["options"])
    problems.append((item["name"], fill("errors", kind, label=item["label"], text=trim(text), known=known)))
    return unknown(item)


def _date(text: str) -> str | None:
    match = _DATE.fullmatch(text)
    if not match or not 1900 <= int(match[1]) <= 2200:
        return None
    try:
        return datetime.date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    except ValueError:
        return None


def _number(item: dict[str, Any], text: str) -> Fraction | None:
    match = _NUMBER.fullmatch(text)
    if not match or len(match[1]) > LONGEST:
        return None
    value, unit = Fraction(match[1]), match[2]
    if item["type"] == "money":
        scale = SCALES.get(unit or item["unit"] or "元")
        return value * scale if scale else None
    if item["type"] == "share":
        return {"": value / 100, "%": value / 100, "‰": value / 1000, "个百分点": value / 100}.get(unit)
    if unit not in ("", tidy(item["unit"] or "")):
        return None
    return value if item["type"] == "number" or value.denominator == 1 else None


def _bounded(item: dict[str, Any], value: Fraction, text: str, problems: list[tuple[str, str]]) -> Num:
    unit = input_unit(item)
    low = Fraction(item["min"]) if item["min"] is not None else Fraction(0)
    high = Fraction(item["max"]) if item["max"] is not None else None
    for wrong, bound, word in ((value < low, low, "below"), (high is not None and value > high, high, "above")):
        if wrong:
            shown = show(Num(bound, bound, unit))
            problems.append((item["name"], fill("errors", word, label=item["label"], bound=shown, text=trim(text))))
    return Num(value, value, unit)


