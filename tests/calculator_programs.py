"""Made-up programs for the engines: every operation, wired at random, so that what no calculator uses (yet) is compared too."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from generator.calculators.operations import CHOICE, DATE, NUM, OPERATIONS, TRUTH, WORD
from generator.model.calculator import Input, Option, Parameter, Reading, Repeat, Result, Step, Tier
from generator.model.decode import plain_full

OPTIONS = (Option("a", "甲类"), Option("b", "乙类"), Option("c", "丙类"))
INPUTS = (
    Input("base", "投资额", "money", unit="万元"), Input("loan", "贷款", "money", unit="元", min="100", max="500000000"),
    Input("share", "占比", "share", unit="%"), Input("size", "参数量", "number", unit="亿"), Input("staff", "人数", "integer", unit="人"),
    Input("first", "是首次", "yes_no"), Input("listed", "已上市", "yes_no"), Input("kind", "类型", "choice", options=OPTIONS),
    Input("day", "日期", "date"), Input("start", "起始日", "date"),
    Input("cost", "每年的费用", "money", unit="万元", repeat="years"), Input("good", "考核合格", "yes_no", repeat="years"),
    Input("count", "场次", "integer", unit="场", repeat="years"), Input("level", "级别", "choice", options=OPTIONS, repeat="years"),
    Input("held", "举办日", "date", repeat="years"),
)
YEARS = Repeat("years", "各年", "第{n}年", 3)
READINGS = (
    Reading("whole", "不足一个单位算不算？", "x.1", "每增加", (Option("yes", "不算"), Option("no", "按比例算"))),
    Reading("scope", "算哪一类？", "x.2", "按类", OPTIONS),
)
TYPES = {"money": NUM, "share": NUM, "number": NUM, "integer": NUM, "yes_no": TRUTH, "choice": CHOICE, "date": DATE}
# Fields whose operands must be single values: a list has no meaning there (checks.py says so).
SINGLE = {("split", "parts"), ("map", "cases"), ("tier", "then"), ("cumulate", "at")}
JOIN = ("sum", "all", "any", "count")


@st.composite
def made_up(draw: st.DrawFn) -> dict[str, Any]:
    """A compiled program with one to nine steps of any operations."""
    parameters = _parameters(draw)
    types: dict[str, str] = {item.name: TYPES[item.type] for item in INPUTS}
    types |= {p["name"]: DATE if p["type"] == "date" else NUM for p in parameters}
    types |= {reading.name: CHOICE for reading in READINGS}
    lists = {item.name for item in INPUTS if item.repeat}
    steps: list[Step] = []
    for number in range(draw(st.integers(1, 9))):
        step = _step(draw, f"s{number}", types, lists, [p["name"] for p in parameters if p["type"] == "money"])
        steps.append(step)
        used = _words(step)
        gives = OPERATIONS[step.op].gives
        types[step.name] = gives if gives != "any" else types[step.then or next(iter(step.cases.values()))]
        if step.op not in JOIN and lists & set(used):
            lists.add(step.name)
    truths = [step.name for step in steps if types[step.name] == TRUTH and step.name not in lists]
    results = []
    for step in steps:
        when = draw(st.sampled_from([None, *truths]))
        if types[step.name] == NUM:
            other = next((s.name for s in reversed(steps) if types[s.name] == NUM), step.name)
            pair = draw(st.booleans())
            bound = draw(st.sampled_from(["exact", "at_most", "elsewhere", None]))
            results.append(Result(step.name, "金额", value=None if pair else step.name, low=step.name if pair else None,
                                  high=other if pair else None, when=when, bound=bound))
        elif step.name in truths:
            results.append(Result(step.name, "条件", value=step.name, bound="exact", kind="eligible"))
    return {
        "id": "x-made-up", "title": "虚构", "rule": "", "inputs": [plain_full(item) for item in INPUTS], "repeats": [plain_full(YEARS)],
        "parameters": parameters, "readings": [plain_full(reading) for reading in READINGS], "steps": [plain_full(step) for step in steps],
        "results": [{**plain_full(result), "clauses": ["x.1"]} for result in results], "examples": [],
    }


def _parameters(draw: st.DrawFn) -> list[dict[str, Any]]:
    money = sorted(draw(st.lists(st.integers(0, 10**9), min_size=3, max_size=3)))
    units = {"m0": ("money", str(money[0]), "元"), "m1": ("money", str(money[1]), "元"), "m2": ("money", str(money[2]), "元"),
             "unit": ("money", str(draw(st.integers(1, 10**6))), "元"),
             "rate": ("share", draw(st.sampled_from(["0.5", "0.005", "1/3", "0", "1"])), draw(st.sampled_from(["%", "‰", "个百分点"]))),
             "three": ("number", "3", draw(st.sampled_from(["年", "个月", "日"]))),
             "day1": ("date", "2024-02-29", ""), "day2": ("date", "2025-12-31", "")}
    return [{**plain_full(Parameter(name, name, kind)),  # type: ignore[arg-type]
             "value": value, "unit": unit, "clause": f"x.{i}", "quote": "原文"} for i, (name, (kind, value, unit)) in enumerate(units.items())]


def _step(draw: st.DrawFn, name: str, types: dict[str, str], lists: set[str], money: list[str]) -> Step:
    def of(kind: str, single: bool = False) -> str:
        return draw(st.sampled_from([n for n, t in types.items() if t == kind and not (single and n in lists)]))

    op = draw(st.sampled_from(sorted(OPERATIONS)))
    operation = OPERATIONS[op]
    any_kind = draw(st.sampled_from([NUM, TRUTH]))
    fields: dict[str, Any] = {}
    for field, kind in {**operation.needs, **{f: k for f, k in operation.may.items() if draw(st.booleans())}}.items():
        kind = any_kind if kind == "any" else kind
        if kind == WORD:
            fields[field] = {"index": lambda: draw(st.integers(1, 2)), "whole": lambda: draw(st.sampled_from(["yes", "no", "whole"])),
                             "inclusive_by": lambda: draw(st.sampled_from(["以上含本数", "通常含义（原文没有写）"])),
                             "how": lambda: draw(st.sampled_from(["down", "up", "half_up"])),
                             "one_of": lambda: tuple(draw(st.sets(st.sampled_from("abc"), min_size=1)))}[field]()
        elif field in ("of", "parts"):
            fields[field] = tuple(of(kind, (op, field) in SINGLE) for _ in range(draw(st.integers(2, 3))))
        elif field == "tiers":
            fields[field] = tuple(Tier(at, of(NUM, True)) for at in ("m0", "m1", "m2")[: draw(st.integers(1, 3))])
        elif field in ("above", "first", "each"):
            fields[field] = draw(st.sampled_from(money))
        elif field == "every" or (op, field) == ("round", "to"):
            fields[field] = "unit"
        elif (op, field) in (("date_in", "since"), ("date_in", "to")):
            fields[field] = draw(st.sampled_from(["day1", "day2"]))
        elif (op, field) == ("within", "number"):
            fields[field] = "three"
        elif field == "cases":
            fields[field] = {option.value: of(kind, True) for option in OPTIONS}
        elif (op, field) in (("map", "by"), ("is", "value")):
            fields[field] = draw(st.sampled_from(["kind", "level", "scope"]))
        else:
            fields[field] = of(kind, (op, field) in SINGLE)
    return Step(name=name, label=f"第{name[1:]}步", op=op, **fields)  # type: ignore[arg-type]


def _words(step: Step) -> list[str]:
    from generator.calculators.engine import operands

    return operands(plain_full(step))
