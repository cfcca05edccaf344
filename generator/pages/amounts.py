"""An award -> its amount in words that tell a ceiling from a sum, and its place in a list."""

from __future__ import annotations

from fractions import Fraction

from ..model.facts import Award, Penalty

BOUNDS = {
    "exact": "确定", "at_most": "上限", "at_least": "下限", "range": "区间", "discretionary": "酌定", "elsewhere": "另行规定",
}
PERIODS = {"once": "一次性", "yearly": "每年", "per_event": "每次", "monthly": "每月", "window": "限期", "unstated": ""}


def yuan(amount: int) -> str:
    """Whole yuan as documents write it.

    >>> yuan(3_000_000), yuan(150_000_000), yuan(500), yuan(12_500)
    ('300万元', '1.5亿元', '500元', '1.25万元')
    """
    if amount >= 10**8 and amount % 10**6 == 0:
        return f"{_plain(Fraction(amount, 10**8))}亿元"
    if amount >= 10**4 and amount % 100 == 0:
        return f"{_plain(Fraction(amount, 10**4))}万元"
    return f"{amount}元"


def _plain(value: Fraction) -> str:
    text = f"{float(value):.6f}".rstrip("0").rstrip(".")
    return text


def percent(rate: str, points: bool = False) -> str:
    """A decimal string as a rate: '0.5' -> 50%, '0.005' -> 5‰, with points 0.03 -> 3个百分点."""
    value = Fraction(rate)
    if points:
        return f"{_plain(value * 100)}个百分点"
    if 0 < value < Fraction(1, 100):
        return f"{_plain(value * 1000)}‰"
    return f"{_plain(value * 100)}%"


def amount_words(award: Award) -> str:
    """The amount of an award in a few words: “认证费用的50%，最高100万元”. What the text leaves open stays open."""
    parts = []
    points = award.method == "rate_points"
    if award.rate and award.rate_max:
        parts.append(f"{_base(award)}{percent(award.rate, points)}～{percent(award.rate_max, points)}")
    elif award.rate or award.rate_max:
        limit = "不高于" if not award.rate else "不低于" if award.bound == "at_least" else ""
        parts.append(f"{limit}{_base(award)}{percent(award.rate or award.rate_max or '0', points)}")
    unit = f"（{award.unit}）" if award.unit else ""
    if award.amount_yuan is not None:
        parts.append(f"{yuan(award.amount_yuan)}{unit}")
    if award.min_yuan is not None:
        parts.append(f"不低于{yuan(award.min_yuan)}{unit}")
    if award.max_yuan is not None:
        pot = _is_pot(award)
        parts.append(f"{award.cap_scope}{yuan(award.max_yuan)}" if pot else f"最高{yuan(award.max_yuan)}{unit}")
    if award.yearly_max_yuan is not None and award.yearly_max_yuan != award.max_yuan:
        parts.append(f"每年最高{yuan(award.yearly_max_yuan)}")
    if award.years_max:
        parts.append(f"最多{award.years_max}年")
    if award.cumulative_max_yuan is not None:
        parts.append(f"累计不超过{yuan(award.cumulative_max_yuan)}")
    if award.uplift_rate:
        parts.append(f"{award.uplift or '特定情形'}")
    if not parts and award.method == "relief":
        return "减免，数额随应缴的税费而定"
    if not parts:
        return "数额见所指文件" if award.bound == "elsewhere" else "文件未载明数额"
    if award.period in ("once", "yearly", "monthly", "per_event") and not parts[-1].startswith("每年"):
        parts[0] = f"{PERIODS[award.period]}{parts[0]}" if award.period != "once" else f"{parts[0]}（一次性）"
    return "，".join(parts)


def _base(award: Award) -> str:
    return f"{award.base}的" if award.base and not award.base.endswith("的") else award.base or ""


def certain(award: Award) -> int:
    """The sum that is sure once the condition is met, in yuan; 0 where only a ceiling, a rate or nothing is stated."""
    if award.optional:
        return 0  # 可给予: the county may give it, need not
    if award.bound == "exact" and award.amount_yuan is not None:
        return award.amount_yuan
    return award.min_yuan or 0 if award.bound in ("at_least", "range") else 0


def ceiling(award: Award) -> int:
    """The most that the text speaks of, in yuan; 0 where it gives no ceiling."""
    if _is_pot(award):
        return 0
    known = [award.max_yuan, award.amount_yuan, award.yearly_max_yuan, award.cumulative_max_yuan]
    return max((value for value in known if value is not None), default=0)


def _is_pot(award: Award) -> bool:
    """Whether the sum is the pot of a whole programme (cap_scope 全市总额 and the like), no one's ceiling."""
    return bool(award.cap_scope and "全市" in award.cap_scope)


def order(award: Award) -> tuple[int, int, str]:
    """Sort key: largest certain sum first, then largest ceiling, then the rest by id."""
    return (-certain(award), -ceiling(award), award.id)


def fine_words(penalty: Penalty) -> str:
    """The fine in words; empty where the text names none."""
    may = "可以处" if penalty.optional else "处"
    if penalty.min_yuan is not None and penalty.min_yuan == penalty.max_yuan:
        return f"{may}{yuan(penalty.min_yuan)}罚款"
    if penalty.min_yuan is not None and penalty.max_yuan is not None:
        return f"{may}{yuan(penalty.min_yuan)}以上{yuan(penalty.max_yuan)}以下罚款"
    if penalty.max_yuan is not None:
        return f"{may}{yuan(penalty.max_yuan)}以下罚款"
    if penalty.min_yuan is not None:
        return f"{may}{yuan(penalty.min_yuan)}以上罚款"
    return ""
