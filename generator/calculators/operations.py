"""The closed set of operations: what each takes and gives, for the checks and the guide.

Types: num, truth, choice, date; `any` is num or truth. A field that is not listed for an operation must be left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Operation:
    """Fields of an operation with the type that each must have, what it gives, and what it means in Chinese."""

    gives: str
    needs: dict[str, str]
    means: str
    may: dict[str, str] = field(default_factory=dict)


NUM, TRUTH, CHOICE, DATE, WORD = "num", "truth", "choice", "date", "word"

OPERATIONS: dict[str, Operation] = {
    "add": Operation(NUM, {"of": NUM}, "相加"),
    "sub": Operation(NUM, {"value": NUM, "less": NUM}, "相减"),
    "mul": Operation(NUM, {"of": NUM}, "相乘"),
    "div": Operation(NUM, {"value": NUM, "by": NUM}, "相除"),
    "min": Operation(NUM, {"of": NUM}, "取最小的"),
    "max": Operation(NUM, {"of": NUM}, "取最大的"),
    "cap": Operation(NUM, {"value": NUM, "at": NUM}, "以某数为上限；超过的部分写明少计多少"),
    "floor": Operation(NUM, {"value": NUM, "at": NUM}, "以某数为下限"),
    "uplift": Operation(NUM, {"value": NUM, "by": NUM}, "上浮：乘以（1＋比例）"),
    "split": Operation(NUM, {"value": NUM, "parts": NUM, "index": WORD}, "按比例分担，取其中一份"),
    "map": Operation("any", {"by": CHOICE, "cases": "any"}, "按所选的级别、类型取对应的数"),
    "tier": Operation(NUM, {"value": NUM, "tiers": NUM, "inclusive_by": WORD}, "按达到的最高一档取数（不是分段累计）；一档都没有达到为0"),
    "steps": Operation(NUM, {"value": NUM, "above": NUM, "first": NUM, "every": NUM, "each": NUM, "whole": WORD},
                       "超过门槛给一笔，此后每增加一个单位再给一笔"),
    "band": Operation(NUM, {"value": NUM, "low": NUM, "high": NUM}, "只算落在两数之间的部分"),
    "if": Operation("any", {"test": TRUTH, "then": "any"}, "条件符合取一个数，不符合取另一个（不写为0）", {"otherwise": "any"}),
    "sum": Operation(NUM, {"value": NUM}, "把清单各行相加"),
    "cumulate": Operation(NUM, {"value": NUM, "at": NUM}, "清单逐行累加，到累计上限为止"),
    "round": Operation(NUM, {"value": NUM, "to": NUM, "how": WORD}, "取整，只在文件写明时使用"),
    "ge": Operation(TRUTH, {"value": NUM, "than": NUM, "inclusive_by": WORD}, "大于等于"),
    "gt": Operation(TRUTH, {"value": NUM, "than": NUM, "inclusive_by": WORD}, "大于"),
    "le": Operation(TRUTH, {"value": NUM, "than": NUM, "inclusive_by": WORD}, "小于等于"),
    "lt": Operation(TRUTH, {"value": NUM, "than": NUM, "inclusive_by": WORD}, "小于"),
    "is": Operation(TRUTH, {"value": CHOICE, "one_of": WORD}, "所选的是其中之一"),
    "all": Operation(TRUTH, {"of": TRUTH}, "全部符合"),
    "any": Operation(TRUTH, {"of": TRUTH}, "符合一项即可"),
    "not": Operation(TRUTH, {"value": TRUTH}, "不符合所列情形"),
    "count": Operation(NUM, {"of": TRUTH}, "符合的有几项"),
    "date_in": Operation(TRUTH, {"value": DATE}, "日期在期间内（首尾两日都算）", {"since": DATE, "to": DATE}),
    "within": Operation(TRUTH, {"value": DATE, "since": DATE, "number": NUM}, "日期在某日起的若干年、个月、日之内（届满之日算在内）"),
}
COMMON = ("name", "label", "op", "clause", "quote")
