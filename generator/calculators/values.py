"""Exact values of the calculators: numbers with open ends, three-valued truths, choices, dates; and their Chinese forms.

A number is an interval of exact rationals, so that an unknown input is not "no" and not 0: it is everything from its least
value up, and what it was not told stays named in `missing`. No binary floating point anywhere: the ends are Fractions, or
INF and NEG.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from fractions import Fraction

INF, NEG = "inf", "-inf"
End = Fraction | str
SHARES = ("%", "‰", "个百分点")


@dataclass(frozen=True)
class Num:
    """A number between two ends (the same, where it is known). unit: 元 for money, %, ‰, 个百分点 for shares, 人, '' …"""

    lo: End
    hi: End
    unit: str
    missing: tuple[str, ...] = ()

    @property
    def exact(self) -> bool:
        return self.lo == self.hi


@dataclass(frozen=True)
class Truth:
    """Yes, no, or (None) not known."""

    value: bool | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choice:
    """The option chosen, or None."""

    value: str | None
    label: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Date:
    """An ISO date, or None."""

    value: str | None
    missing: tuple[str, ...] = ()


Value = Num | Truth | Choice | Date


def merge(*missing: tuple[str, ...]) -> tuple[str, ...]:
    """Names in order, each once."""
    return tuple(dict.fromkeys(name for names in missing for name in names))


def num(lo: End, hi: End, unit: str, *missing: tuple[str, ...]) -> Num:
    """A Num that names what is missing only where it is not exact."""
    return Num(lo, hi, unit, () if lo == hi else merge(*missing))


# -- ends ------------------------------------------------------------------------------------------------


def less(a: End, b: End) -> bool:
    """a < b, with INF and NEG."""
    if a == b:
        return False
    if a == NEG or b == INF:
        return True
    if a == INF or b == NEG:
        return False
    return a < b


def smaller(*ends: End) -> End:
    """The least of some ends."""
    least = ends[0]
    for end in ends[1:]:
        least = end if less(end, least) else least
    return least


def larger(*ends: End) -> End:
    """The greatest of some ends."""
    most = ends[0]
    for end in ends[1:]:
        most = end if less(most, end) else most
    return most


def add_ends(a: End, b: End) -> End:
    """a + b; never called with opposite infinities."""
    if isinstance(a, str):
        return a
    return b if isinstance(b, str) else a + b


def neg_end(a: End) -> End:
    """-a"""
    if isinstance(a, str):
        return NEG if a == INF else INF
    return -a


def _sign(a: End) -> int:
    if isinstance(a, str):
        return 1 if a == INF else -1
    return (a > 0) - (a < 0)


def mul_ends(a: End, b: End) -> End:
    """a × b, with 0 × INF = 0: an unknown number of things worth nothing is nothing."""
    if _sign(a) == 0 or _sign(b) == 0:
        return Fraction(0)
    if isinstance(a, str) or isinstance(b, str):
        return INF if _sign(a) == _sign(b) else NEG
    return a * b


# -- arithmetic --------------------------------------------------------------------------------------------


def add(a: Num, b: Num) -> Num:
    """a + b"""
    return num(add_ends(a.lo, b.lo), add_ends(a.hi, b.hi), a.unit or b.unit, a.missing, b.missing)


def sub(a: Num, b: Num) -> Num:
    """a - b"""
    return num(add_ends(a.lo, neg_end(b.hi)), add_ends(a.hi, neg_end(b.lo)), a.unit or b.unit, a.missing, b.missing)


def mul(a: Num, b: Num) -> Num:
    """a × b"""
    corners = [mul_ends(x, y) for x in (a.lo, a.hi) for y in (b.lo, b.hi)]
    return num(smaller(*corners), larger(*corners), product_unit(a.unit, b.unit), a.missing, b.missing)


def div(a: Num, b: Num) -> Num:
    """a ÷ b; everything is possible where b may be 0."""
    if not less(b.hi, Fraction(0)) and not less(Fraction(0), b.lo):
        return Num(NEG, INF, quotient_unit(a.unit, b.unit), merge(a.missing, b.missing))
    ends = [Fraction(0) if isinstance(end, str) else 1 / end for end in (b.hi, b.lo)]
    inverse = Num(ends[0], ends[1], "", b.missing)
    corners = [mul_ends(x, y) for x in (a.lo, a.hi) for y in (inverse.lo, inverse.hi)]
    return num(smaller(*corners), larger(*corners), quotient_unit(a.unit, b.unit), a.missing, b.missing)


def least(a: Num, b: Num) -> Num:
    """The lesser of two; what is missing counts only where it still matters."""
    return num(smaller(a.lo, b.lo), smaller(a.hi, b.hi), a.unit or b.unit, a.missing, b.missing)


def most(a: Num, b: Num) -> Num:
    """The greater of two."""
    return num(larger(a.lo, b.lo), larger(a.hi, b.hi), a.unit or b.unit, a.missing, b.missing)


def hull(a: Num, b: Num, *missing: tuple[str, ...]) -> Num:
    """Everything between a and b: either of them."""
    return num(smaller(a.lo, b.lo), larger(a.hi, b.hi), a.unit or b.unit, a.missing, b.missing, *missing)


def product_unit(a: str, b: str) -> str:
    """Unit of a product: money wins, then what is no share, then a plain number, then a share."""
    for unit in (a, b):
        if unit == "元":
            return unit
    for unit in (a, b):
        if unit and unit not in SHARES:
            return unit
    return "" if not a or not b else "%"


def quotient_unit(a: str, b: str) -> str:
    """Unit of a quotient: like by like is a share."""
    if a == b or (a in SHARES and b in SHARES):
        return "%"
    return a


def compare(a: Num, b: Num, op: str) -> Truth:
    """ge, gt, le, lt; not known where the ends overlap."""
    if op in ("le", "lt"):
        return compare(b, a, "ge" if op == "le" else "gt")
    if op == "ge":
        sure, never = not less(a.lo, b.hi), less(a.hi, b.lo)
    else:
        sure, never = less(b.hi, a.lo), not less(b.lo, a.hi)
    if sure or never:
        return Truth(sure)
    return Truth(None, merge(a.missing, b.missing))


def add_time(date: str, number: int, unit: str) -> str:
    """ISO date so many 年, 个月 or 日 later; the last day of a shorter month where the day does not exist."""
    day = datetime.date.fromisoformat(date)
    if unit in ("日", "天"):
        return (day + datetime.timedelta(days=number)).isoformat()
    months = day.year * 12 + day.month - 1 + number * (12 if unit == "年" else 1)
    year, month = months // 12, months % 12 + 1
    last = (datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)).day
    return datetime.date(year, month, min(day.day, last)).isoformat()


# -- Chinese forms -------------------------------------------------------------------------------------------


def decimal(value: Fraction, places: int) -> tuple[str, bool]:
    """(digits with grouped thousands, whether that is exact): rounded half up, away from zero, to so many places.

    >>> decimal(Fraction(12345678, 10), 2), decimal(Fraction(1, 3), 2)
    (('1,234,567.8', True), ('0.33', False))
    """
    scale = 10**places
    top, bottom = abs(value.numerator) * scale, value.denominator
    whole, rest = divmod(top, bottom)
    exact = rest == 0
    if 2 * rest >= bottom:
        whole += 1
    units, fraction = divmod(whole, scale)
    digits = f"{units:,}"
    if places and fraction:
        digits += "." + str(fraction).rjust(places, "0").rstrip("0")
    return ("-" if value < 0 and whole else "") + digits, exact


def _one(value: Fraction, unit: str, style: str) -> str:
    if unit == "元":
        scale, name, places = 1, "元", 2
        if style == "万元" or (style == "auto" and abs(value) >= 10_000):
            scale, name, places = 10_000, "万元", 6
        if style == "auto" and abs(value) >= 10**8 and value % 10**6 == 0:
            scale, name, places = 10**8, "亿元", 2
        if value == 0:
            scale, name = 1, "元"
    elif unit in SHARES:
        scale, name, places = Fraction(1, 1000) if unit == "‰" else Fraction(1, 100), unit, 4
    else:
        scale, name, places = 1, unit, 4
    digits, exact = decimal(value / scale, places)
    return ("" if exact else "约") + digits + name


def show(value: Num, style: str = "auto") -> str:
    """A number in Chinese, money in 元, 万元 or (auto) whichever reads best: 300万元, 0元～100万元, 50万元以上, 未知."""
    if value.exact and not isinstance(value.lo, str):
        return _one(value.lo, value.unit, style)
    if isinstance(value.lo, str) or (isinstance(value.hi, str) and value.lo == 0):
        return "未知"
    if isinstance(value.hi, str):
        return _one(value.lo, value.unit, style) + "以上"
    return _one(value.lo, value.unit, style) + "～" + _one(value.hi, value.unit, style)


def plain(end: End) -> str:
    """An end for programs: a whole number, a fraction p/q, inf or -inf."""
    return str(end)
