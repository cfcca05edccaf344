"""The calculators' arithmetic, what a reader may write, every operation, checks and the command line.

Results are tested with Python's engine; tests/test_calculator_engines.py shows that the engine of the pages gives the same.

tests/broken_calculators/ has a file for each kind of mistake. It changes the example of docs/calculator-guide.md, which is sound:

    mistake: the quote is not in the clause       # what a person did
    edits: [{replace: old, with: new}]            # in the example; `replace` stands there once
    file: another-name                            # file that it is written to, if not that of its id
    expect:                                       # the problems that must be told, no more and no fewer
    - [words of the message, words of the line]   # the line where they stand first; or its number
"""

from __future__ import annotations

import dataclasses
import json
import random
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import strict_yaml
from generator.calculators import values as v
from generator.calculators.answers import LONGEST, InputError, read_inputs
from generator.calculators.checks import check_calculators, check_complete, outcome
from generator.calculators.command import FORMAT
from generator.calculators.engine import Run, calculate
from generator.calculators.load import load_calculators
from generator.calculators.operations import OPERATIONS
from generator.calculators.values import INF, NEG, Choice, Date, Num, Truth
from generator.facts import load_facts
from generator.model import calculator as model
from generator.model.calculator import Calculator, Parameter, Reading, Result, Step
from generator.model.decode import plain_full
from generator.model.profile import Profile
from generator.problems import DataError, Problem
from tests.calculator_cases import ABSURD, contradictions, inside, random_answers
from tests.calculator_programs import INPUTS, OPTIONS, YEARS, made_up
from tests.support import DATA, DOCS, MINIMAL, ROOT, fuzz, minimal, real, run, small

FOLDER = ROOT / "tests" / "broken_calculators"
FILES = sorted(path.stem for path in FOLDER.glob("*.yml"))
GUIDE = (DOCS / "calculator-guide.md").read_text("utf-8")

PARAMETERS = {"p10": ("money", "100000", "元"), "p50": ("money", "500000", "元"), "p100": ("money", "1000000", "元"), "p3": ("money", "30000", "元"),
              "p20": ("money", "200000", "元"), "half": ("share", "1/2", "%"), "fifth": ("share", "1/5", "%"), "one": ("number", "1", ""),
              "two": ("number", "2", ""), "years2": ("number", "2", "年"), "months6": ("number", "6", "个月"), "days30": ("number", "30", "日"),
              "zero": ("number", "0", ""), "minus": ("money", "-50000", "元"), "from": ("date", "2025-07-01", ""), "till": ("date", "2027-12-31", "")}


def program(*steps: Step, results: tuple[Result, ...] = (), readings: tuple[Reading, ...] = ()) -> dict[str, Any]:
    """A compiled program with the inputs of tests/calculator_programs.py and the parameters above."""
    parameters = [{**plain_full(Parameter(name, name, kind)), "value": value, "unit": unit, "clause": "x.1", "quote": ""}  # type: ignore[arg-type]
                  for name, (kind, value, unit) in PARAMETERS.items()]
    return {"id": "x-test", "inputs": [plain_full(item) for item in INPUTS], "repeats": [plain_full(YEARS)], "parameters": parameters,
            "readings": [plain_full(reading) for reading in readings], "steps": [plain_full(step) for step in steps],
            "results": [{**plain_full(result), "clauses": ["x.1"]} for result in results]}


def step(op: str, **fields: Any) -> Step:
    return Step(name="s", label="结果", op=op, **fields)  # type: ignore[arg-type]


def worked(op: Step, **given: str) -> dict[str, Any]:
    """The step of the explanation that one operation gives."""
    made = program(op)
    return Run(made, read_inputs(made, given), {}, "auto").trace[-1]


# --- what a reader writes ---


@pytest.mark.parametrize("name, text, expected", [
    ("base", "6000万元", 60_000_000), ("base", "6000", 60_000_000), ("base", "6,000 万", 60_000_000), ("base", "６０００万元", 60_000_000),
    ("base", "0.6亿元", 60_000_000), ("base", "60000000元", 60_000_000), ("base", "1.5千元", 1500), ("loan", "6000", 6000),
    ("base", "9" * LONGEST, (10**LONGEST - 1) * 10_000), ("base", "-0", 0), ("base", "00012元", 12), ("base", "0.01元", Fraction(1, 100)),
    ("share", "5%", Fraction(1, 20)), ("share", "５％", Fraction(1, 20)), ("share", "5", Fraction(1, 20)), ("share", "5‰", Fraction(1, 200)),
    ("share", "3个百分点", Fraction(3, 100)), ("staff", "12", 12), ("staff", "12人", 12), ("staff", "12.0", 12), ("size", "1.5亿", Fraction(3, 2)),
])
def test_a_number_is_read_exactly(name: str, text: str, expected: Fraction) -> None:
    value = read_inputs(program(), {name: text})[name]
    assert (value.lo, value.hi, value.missing) == (Fraction(expected), Fraction(expected), ())


@pytest.mark.parametrize("name, text, expected", [
    ("first", "是", Truth(True)), ("first", "没有", Truth(False)), ("first", "ＹＥＳ", Truth(True)), ("first", "0", Truth(False)),
    ("kind", "b", Choice("b", "乙类")), ("kind", "乙 类", Choice("b", "乙类")), ("day", "2025年7月1日", Date("2025-07-01")),
    ("day", "2024-2-29", Date("2024-02-29")), ("day", "２０２５．１２．３１", Date("2025-12-31")), ("day", "1900/1/1", Date("1900-01-01")),
])
def test_an_answer_that_is_no_number_is_read(name: str, text: str, expected: v.Value) -> None:
    assert read_inputs(program(), {name: text})[name] == expected


@pytest.mark.parametrize("text", ["", " ", "未知", "不知道", "？", "\u3000"])
def test_what_is_not_told_is_everything_that_it_could_be(text: str) -> None:
    values = read_inputs(program(), {item.name: text for item in INPUTS if not item.repeat})
    assert values["base"] == Num(Fraction(0), INF, "元", ("投资额",))
    assert values["loan"] == Num(Fraction(100), Fraction(500_000_000), "元", ("贷款",))
    assert values["first"] == Truth(None, ("是首次",))
    assert values["kind"].value is None and values["kind"].missing == ("类型",)
    assert values["day"] == Date(None, ("日期",))
    assert values == read_inputs(program(), {}), "left out is unknown too"


@pytest.mark.parametrize("name, text, words", [
    ("base", "很多", "应填金额"), ("base", "-5", "不能小于0元；收到的是“-5”"), ("base", "1e9", "应填金额"), ("base", "5米", "应填金额"),
    ("base", "5constructor", "应填金额"), ("base", "1" * (LONGEST + 1), "应填金额"), ("base", "½", "应填金额"), ("loan", "99元", "不能小于100元"),
    ("loan", "5.01亿", "不能大于5亿元"), ("share", "5倍", "应填比例"), ("share", "5constructor", "应填比例"), ("staff", "1.5", "应填整数"),
    ("staff", "12家", "应填整数"), ("size", "abc", "应填数字"), ("first", "也许", "应填 是 或者 否"), ("kind", "丁类", "甲类、乙类、丙类"),
    ("day", "2023-02-29", "应填日期"), ("day", "1899-12-31", "应填日期"), ("day", "2201-01-01", "应填日期"), ("day", "明天", "应填日期"),
    ("nonsense", "1", "没有名为“nonsense”的输入；可以填：投资额、贷款"), ("__proto__", "1", "没有名为“__proto__”"),
    ("cost", "1、2、3、4", "“各年”最多3行；收到4行"), ("cost", "1、x、y", "收到的是“x”"),
])
def test_an_answer_that_cannot_be_read_is_told_in_chinese(name: str, text: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read_inputs(program(), {name: text})
    assert words in str(caught.value)
    assert caught.value.problems[0][0] == name


def test_every_unreadable_answer_is_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        read_inputs(program(), {"base": "x", "cost": "1、x、y", "nonsense": "1", "day": "z"})
    assert [name for name, _text in caught.value.problems] == ["nonsense", "base", "day", "cost", "cost"]


def test_lists_are_as_long_as_their_longest_column() -> None:
    values = read_inputs(program(), {"cost": "100、200；300", "good": "是"})
    assert [row.lo for row in values["cost"]] == [1_000_000, 2_000_000, 3_000_000]
    assert [row.value for row in values["good"]] == [True, None, None]
    assert len(read_inputs(program(), {})["cost"]) == 3, "untouched: as many rows as the text allows"
    assert [row.exact for row in read_inputs(program(), {"cost": "1、、3"})["cost"]] == [True, False, True]


def test_labels_serve_as_names() -> None:
    assert read_inputs(program(), {"投资额": "1"})["base"].lo == 10_000


# --- exact values and their Chinese forms ---


@pytest.mark.parametrize("low, high, unit, style, expected", [
    (3_000_000, 3_000_000, "元", "auto", "300万元"), (9999, 9999, "元", "auto", "9,999元"), (10_000, 10_000, "元", "auto", "1万元"),
    (100_000_000, 100_000_000, "元", "auto", "1亿元"), (123_456_789, 123_456_789, "元", "auto", "12,345.6789万元"),
    (101_000_000, 101_000_000, "元", "auto", "1.01亿元"), (3_000_000, 3_000_000, "元", "元", "3,000,000元"), (50, 50, "元", "万元", "0.005万元"),
    (0, 0, "元", "万元", "0元"), (Fraction(1, 3), Fraction(1, 3), "元", "auto", "约0.33元"), (Fraction(1, 200), Fraction(1, 200), "元", "auto", "约0.01元"),
    (-20_000, -20_000, "元", "auto", "-2万元"), (Fraction(1, 20), Fraction(1, 20), "%", "auto", "5%"), (Fraction(1, 200), Fraction(1, 200), "‰", "auto", "5‰"),
    (Fraction(3, 100), Fraction(3, 100), "个百分点", "auto", "3个百分点"), (Fraction(1, 3), Fraction(1, 3), "%", "auto", "约33.3333%"),
    (12, 12, "人", "auto", "12人"), (0, 1_000_000, "元", "auto", "0元～100万元"), (500_000, INF, "元", "auto", "50万元以上"), (0, INF, "元", "auto", "未知"),
    (NEG, INF, "元", "auto", "未知"), (10**30, 10**30, "元", "元", "1," + ",".join(["000"] * 10) + "元"),
])
def test_a_number_in_chinese(low: v.End, high: v.End, unit: str, style: str, expected: str) -> None:
    ends = [end if isinstance(end, str) else Fraction(end) for end in (low, high)]
    assert v.show(Num(ends[0], ends[1], unit), style) == expected


@given(st.fractions(), st.integers(0, 6))
@fuzz(300)
def test_digits_are_the_value_rounded_half_up(value: Fraction, places: int) -> None:
    digits, exact = v.decimal(value, places)
    shown = Fraction(digits.replace(",", ""))
    assert abs(shown - value) <= Fraction(1, 2 * 10**places)
    assert exact == (shown == value)


@st.composite
def interval_and_member(draw: st.DrawFn) -> tuple[Num, Num]:
    member = draw(st.fractions(-10, 10, max_denominator=4))
    below, above = draw(st.one_of(st.just(NEG), st.fractions(0, 5))), draw(st.one_of(st.just(INF), st.fractions(0, 5)))
    low = below if below == NEG else member - below
    high = above if above == INF else member + above
    return v.num(low, high, "元", ("x",)), Num(member, member, "元")


@given(interval_and_member(), interval_and_member())
@fuzz(1000)
def test_what_holds_for_an_interval_holds_for_every_member(a: tuple[Num, Num], b: tuple[Num, Num]) -> None:
    for combine in (v.add, v.sub, v.mul, v.div, v.least, v.most):
        whole, one = combine(a[0], b[0]), combine(a[1], b[1])
        assert inside(one, whole), (combine.__name__, a, b)
    for op in ("ge", "gt", "le", "lt"):
        assert inside(v.compare(a[1], b[1], op), v.compare(a[0], b[0], op))


@pytest.mark.parametrize("date, number, unit, expected", [
    ("2024-02-29", 1, "年", "2025-02-28"), ("2025-08-31", 6, "个月", "2026-02-28"), ("2025-12-31", 2, "个月", "2026-02-28"),
    ("2025-12-31", 1, "日", "2026-01-01"), ("2025-07-01", 30, "天", "2025-07-31"),
])
def test_time_is_added_by_the_calendar(date: str, number: int, unit: str, expected: str) -> None:
    assert v.add_time(date, number, unit) == expected


# --- operations ---

OPERATION_CASES = [
    (step("add", of=("p10", "base")), {"base": "5万"}, "15万元", []),
    (step("add", of=("p10", "base")), {}, "10万元以上", []),
    (step("add", of=("cost", "p10")), {"cost": "1、2"}, "11万元、12万元", []),
    (step("sub", value="base", less="p10"), {"base": "5万"}, "-5万元", []),
    (step("mul", of=("base", "half")), {"base": "3元"}, "1.5元", []),
    (step("mul", of=("base", "zero")), {}, "0元", []),
    (step("mul", of=("staff", "p10")), {"staff": "3"}, "30万元", []),
    (step("div", value="base", by="p100"), {"base": "50"}, "50%", []),
    (step("div", value="p100", by="staff"), {"staff": "0"}, "未知", []),
    (step("div", value="p100", by="staff"), {"staff": "3"}, "约33.333333万元", []),
    (step("min", of=("base", "p10", "p3")), {"base": "5万"}, "3万元", []),
    (step("max", of=("base", "p3")), {}, "3万元以上", []),
    (step("cap", value="base", at="p10"), {"base": "10万"}, "10万元", []),
    (step("cap", value="base", at="p10"), {"base": "12万"}, "10万元", ["cut 少计2万元"]),
    (step("cap", value="base", at="p10"), {}, "0元～10万元", []),
    (step("cap", value="cost", at="p10"), {"cost": "9、11、未知"}, "9万元、10万元、0元～10万元", ["cut 少计1万元"]),
    (step("floor", value="base", at="p10"), {"base": "9万"}, "10万元", []),
    (step("uplift", value="base", by="fifth"), {"base": "100"}, "120万元", []),
    (step("split", value="base", parts=("one", "two"), index=2), {"base": "30元"}, "20元", []),
    (step("map", by="kind", cases={"a": "p10", "b": "p20", "c": "p50"}), {"kind": "b"}, "20万元", []),
    (step("map", by="kind", cases={"a": "p10", "b": "p20", "c": "p50"}), {}, "10万元～50万元", []),
    (step("map", by="kind", cases={"a": "p10", "b": "p10", "c": "p10"}), {}, "10万元", []),
    (step("map", by="level", cases={"a": "p10", "b": "p20", "c": "p50"}), {"level": "a、丙类"}, "10万元、50万元", []),
    (step("map", by="kind", cases={"a": "first", "b": "listed", "c": "listed"}), {"first": "是", "listed": "是"}, "符合", []),
    (step("map", by="kind", cases={"a": "first", "b": "listed", "c": "listed"}), {"first": "是", "listed": "否"}, "待定", []),
    *((step("tier", value="base", tiers=(model.Tier("p10", "p3"), model.Tier("p50", "p20"), model.Tier("p100", "p50")), inclusive_by=by),
       {"base": text}, expected, hints) for by, text, expected, hints in [
        ("含本数", "99999元", "0元", ["next 再增加1元，达到10万元一档（3万元）"]), ("含本数", "10万", "3万元", ["next 再增加40万元"]),
        ("通常含义（没有写）", "10万", "3万元", ["next 再增加40万元", "edge 正好等于10万元"]), ("含本数", "50万", "20万元", ["next 再增加50万元"]),
        ("含本数", "49.9999万", "3万元", ["next 再增加1元"]), ("含本数", "1亿", "50万元", []), ("含本数", "", "0元～50万元", [])]),
    *((step("steps", value="base", above="p50", first="p20", every="p10", each="p3", whole=whole), {"base": text}, expected, [])
      for whole, text, expected in [
          ("yes", "50万", "0元"), ("yes", "50.0001万", "20万元"), ("yes", "59.9999万", "20万元"), ("yes", "60万", "23万元"),
          ("no", "55万", "21.5万元"), ("no", "60万", "23万元"), ("yes", "", "未知")]),
    *((step("band", value="base", low="p10", high="p50"), {"base": text}, expected, []) for text, expected in [
        ("10万", "0元"), ("11万", "1万元"), ("50万", "40万元"), ("1亿", "40万元"), ("", "0元～40万元")]),
    (step("if", test="first", then="p10"), {"first": "否"}, "0元", []),
    (step("if", test="first", then="p10", otherwise="p3"), {"first": "否"}, "3万元", []),
    (step("if", test="first", then="p10", otherwise="p3"), {"first": "是"}, "10万元", []),
    (step("if", test="first", then="p10", otherwise="p3"), {}, "3万元～10万元", []),
    (step("if", test="first", then="listed"), {"first": "否"}, "不符合", []),
    (step("if", test="good", then="p10"), {"good": "是、否、未知"}, "10万元、0元、0元～10万元", []),
    (step("sum", value="cost"), {"cost": "1、2、3"}, "6万元", []),
    (step("sum", value="cost"), {"cost": "1、未知"}, "1万元以上", []),
    (step("cumulate", value="cost", at="p10"), {"cost": "6、3、4"}, "6万元、3万元、1万元", ["spent 少计3万元"]),
    (step("cumulate", value="cost", at="p10"), {"cost": "6、4、5"}, "6万元、4万元、0元", ["spent 少计5万元"]),
    (step("cumulate", value="cost", at="p10"), {"cost": "6、未知、3"}, "6万元、0元～4万元、0元～3万元", []),
    (step("cumulate", value="minus", at="p10"), {}, "0元", []),
    *((step("round", value="base", to="one", how=how), {"base": text}, expected, []) for how, text, expected in [
        ("down", "2.5元", "2元"), ("up", "2.01元", "3元"), ("up", "2元", "2元"), ("half_up", "2.5元", "3元"), ("half_up", "2.49元", "2元")]),
    *((step(op, value="base", than="p10", inclusive_by="含本数"), {"base": text}, expected, hints) for op, text, expected, hints in [
        ("ge", "10万", "符合", []), ("ge", "9.9999万", "不符合", ["short 还差1元"]), ("gt", "10万", "不符合", []), ("gt", "10.0001万", "符合", []),
        ("le", "10万", "符合", []), ("le", "10.0001万", "不符合", ["over 超出1元"]), ("lt", "10万", "不符合", []), ("lt", "9.9999万", "符合", []),
        ("ge", "", "待定", [])]),
    (step("ge", value="base", than="p10", inclusive_by="通常含义（没有写）"), {"base": "10万"}, "符合", ["edge 正好等于10万元"]),
    (step("ge", value="loan", than="p100", inclusive_by="含本数"), {"loan": "100元"}, "不符合", ["short 还差99.99万元"]),
    (step("is", value="kind", one_of=("a", "b")), {"kind": "b"}, "符合", []),
    (step("is", value="kind", one_of=("a", "b")), {"kind": "c"}, "不符合", []),
    (step("is", value="kind", one_of=("a", "b")), {}, "待定", []),
    *((step(op, of=("first", "listed")), {"first": a, "listed": b}, expected, []) for op, a, b, expected in [
        ("all", "是", "是", "符合"), ("all", "是", "", "待定"), ("all", "否", "", "不符合"), ("all", "否", "是", "不符合"),
        ("any", "否", "否", "不符合"), ("any", "否", "", "待定"), ("any", "是", "", "符合"), ("any", "是", "否", "符合")]),
    (step("all", of=("good", "first")), {"good": "是、是、否", "first": "是"}, "不符合", []),
    (step("not", value="first"), {"first": "是"}, "不符合", []), (step("not", value="first"), {}, "待定", []),
    (step("count", of=("first", "good")), {"first": "是", "good": "是、否、未知"}, "2项～3项", []),
    *((step("date_in", value="day", since="from", to="till"), {"day": text}, expected, []) for text, expected in [
        ("2025-06-30", "不符合"), ("2025-07-01", "符合"), ("2027-12-31", "符合"), ("2028-01-01", "不符合"), ("", "待定")]),
    (step("date_in", value="day", since="from"), {"day": "2100-01-01"}, "符合", []),
    *((step("within", value="day", since="start", number=number), {"start": since, "day": day}, expected, [])
      for number, since, day, expected in [
          ("years2", "2024-02-29", "2026-02-28", "符合"), ("years2", "2024-02-29", "2026-03-01", "不符合"), ("months6", "2025-08-31", "2026-02-28", "符合"),
          ("days30", "2025-07-01", "2025-07-31", "符合"), ("days30", "2025-07-01", "2025-08-01", "不符合"), ("days30", "2025-07-01", "2025-06-30", "不符合"),
          ("days30", "", "2025-07-01", "待定")]),
]


@pytest.mark.parametrize("op, given, expected, hints", OPERATION_CASES,
                         ids=[f"{op.op}-{number}" for number, (op, *_rest) in enumerate(OPERATION_CASES)])
def test_an_operation_by_hand(op: Step, given: dict[str, str], expected: str, hints: list[str]) -> None:
    entry = worked(op, **given)
    assert entry["value"] == expected
    assert expected in entry["text"] and not re.search("[{}]", entry["text"])
    found = [f"{hint['kind']} {hint['text']}" for hint in entry["hints"]]
    assert len(found) == len(hints)
    for said, wanted in zip(found, hints):
        kind, words = wanted.split(" ", 1)
        assert said.startswith(kind) and words in said


def test_every_operation_was_worked_by_hand() -> None:
    assert {op.op for op, *_rest in OPERATION_CASES} == set(OPERATIONS)


def test_nothing_is_lost_in_large_numbers() -> None:
    made = program(step("mul", of=("base", "half")), results=(Result("r", "", value="s", bound="exact"),))
    answer = calculate(made, {"base": "9" * LONGEST + "元"})["answers"][0]["results"][0]
    assert answer["low"] == answer["high"] == f"{10**LONGEST - 1}/2"


# --- results ---


def answers(made: dict[str, Any], **given: str) -> list[dict[str, Any]]:
    return calculate(made, given)["answers"]


@pytest.mark.parametrize("bound, text", [
    ("exact", "10万元"), ("at_most", "最高10万元"), ("at_least", "不低于10万元"), ("discretionary", "由主管部门酌定，不超过10万元"),
    ("elsewhere", "数额由其他文件规定"), (None, "10万元")])
def test_a_result_says_what_kind_of_number_it_is(bound: Any, text: str) -> None:
    made = program(step("cap", value="base", at="p10"), results=(Result("r", "奖励", value="s", bound=bound, or_bound="at_most", question="？"),))
    result = answers(made, base="20万")[0]["results"][0]
    assert (result["text"], result["or_text"], result["status"]) == (text, "最高10万元", "yes")
    assert [hint["kind"] for hint in result["hints"]] == ["cut"]
    assert result["clauses"] == ["x.1"]


def test_a_range_runs_from_one_step_to_another() -> None:
    steps = (Step("a", "低", "mul", of=("base", "fifth")), Step("b", "高", "mul", of=("base", "half")))
    made = program(*steps, results=(Result("r", "补助", low="a", high="b", bound="range"),))
    assert outcome(answers(made, base="100")[0]["results"][0]) == "20万元～50万元"
    assert outcome(answers(made)[0]["results"][0]) == "未知？"


def test_an_unknown_condition_is_no_refusal_and_no_grant() -> None:
    made = program(step("cap", value="base", at="p10"), Step("w", "条件", "all", of=("first", "listed")),
                   results=(Result("r", "奖励", value="s", when="w", bound="exact"),))
    for given, status, text, nearest in [
            ({"first": "是", "listed": "是"}, "yes", "3万元", []), ({"first": "是"}, "depends", "3万元，取决于已上市", ["已上市"]),
            ({"first": "否"}, "no", "按所填情况不符合", ["是首次", "已上市"]), ({}, "depends", "3万元，取决于是首次、已上市", ["是首次", "已上市"])]:
        result = answers(made, base="3万", **given)[0]["results"][0]
        assert (result["status"], result["text"], result["nearest"]) == (status, text, nearest)
    refused = answers(made, base="3万", first="否")[0]["results"][0]
    assert (refused["low"], refused["high"]) == (None, None)


def test_the_nearest_way_is_the_one_that_lacks_least() -> None:
    steps = (Step("young", "年龄", "le", value="staff", than="two", inclusive_by="含本数"), Step("way1", "第一条路", "all", of=("first", "young")),
             Step("way2", "第二条路", "all", of=("listed", "young", "first")), Step("ways", "任一条路", "any", of=("way2", "way1")))
    made = program(*steps, results=(Result("r", "资格", value="ways", kind="eligible", bound="exact"),))
    result = answers(made, staff="2", first="否", listed="否")[0]["results"][0]
    assert (outcome(result), result["nearest"]) == ("不符合", ["是首次"])
    tree = result["conditions"]
    assert (tree["kind"], [child["status"] for child in tree["children"]]) == ("any", ["no", "no"])
    assert outcome(answers(made, staff="2", first="是")[0]["results"][0]) == "符合"
    far = answers(made, staff="9", first="是", listed="是")[0]["results"][0]
    assert far["conditions"]["children"][1]["children"][1]["gap"] == "年龄：超出7人"


def test_a_divisor_of_zero_is_named_and_nothing_is_claimed() -> None:
    made = program(step("div", value="p100", by="staff"),
                   Step("w", "达到", "ge", value="s", than="p10", inclusive_by="含本数"),
                   results=(Result("r", "资格", value="w", kind="eligible", bound="exact"), Result("a", "数", value="s", bound="exact")))
    eligible, amount = answers(made, staff="0")[0]["results"]
    assert (eligible["status"], eligible["text"]) == ("depends", "待定，取决于人数（为0，不能作除数）")
    assert amount["status"] == "depends"


WHOLE = Reading("whole", "不足一个单位算不算？", "x.1", "每增加", (model.Option("yes", "不算"), model.Option("no", "按比例算")))


def test_every_reading_is_computed_and_equal_ones_are_shown_once() -> None:
    made = program(step("steps", value="base", above="p50", first="p20", every="p10", each="p3", whole="whole"), readings=(WHOLE,),
                   results=(Result("r", "补助", value="s", bound="exact"), Result("only", "只在一种读法里", value="s", bound="exact", only={"whole": "no"})))
    found = answers(made, base="55万")
    assert [(answer["readings"], [outcome(result) for result in answer["results"]]) for answer in found] == [
        ([{"whole": "yes"}], ["20万元"]), ([{"whole": "no"}], ["21.5万元", "21.5万元"])]
    made["results"] = made["results"][:1]
    assert [answer["readings"] for answer in answers(made, base="60万")] == [[{"whole": "yes"}, {"whole": "no"}]]


def test_money_is_written_as_the_reader_likes() -> None:
    made = program(step("cap", value="base", at="p10"), results=(Result("r", "", value="s", bound="exact"),))
    assert [calculate(made, {"base": "20万"}, style)["answers"][0]["results"][0]["text"] for style in ("auto", "元", "万元")] == [
        "10万元", "100,000元", "10万元"]


# --- unknown, whatever the operations are ---


@given(program=made_up(), seed=st.integers(0, 10**6))
@fuzz(300)
def test_what_is_said_of_an_unknown_holds_whatever_it_turns_out_to_be(program: dict[str, Any], seed: int) -> None:
    assert not list(contradictions(program, random.Random(seed)))


@given(program=made_up(), seed=st.integers(0, 10**6))
@fuzz(100)
def test_no_answer_brings_a_made_up_program_down(program: dict[str, Any], seed: int) -> None:
    rnd = random.Random(seed)
    wild = {item.name: rnd.choice(ABSURD) for item in INPUTS}
    for given in ({}, wild, random_answers(program, rnd)):
        try:
            calculate(program, given)
        except InputError as error:
            assert error.problems


# --- each mistake is told ---


def guide_example() -> str:
    """The whole example of the guide."""
    found = re.search(r"```yaml\n(id:.*?)```", GUIDE, re.DOTALL)
    assert found
    return found.group(1)


def told_of(folder: Path, files: dict[str, str]) -> list[Problem]:
    """Every problem of these files of data/ against the real documents and facts."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    try:
        book = load_calculators(folder, real().facts)
    except DataError as error:
        return error.problems
    return sorted(check_calculators(dataclasses.replace(real(), calculators=book, profile=Profile(()))))


def test_the_example_of_the_guide_is_sound(tmp_path: Path) -> None:
    assert told_of(tmp_path, {"calculators/icv-2025-chip-certification.yml": guide_example()}) == []


def broken(name: str, folder: Path) -> tuple[dict[str, Any], str, str, list[Problem]]:
    """(the case, its file, the text of it, what is told)"""
    case = strict_yaml.load(FOLDER / f"{name}.yml", f"tests/broken_calculators/{name}.yml")
    assert case.keys() <= {"mistake", "edits", "file", "expect"} and case["mistake"] and case["expect"]
    text = guide_example()
    for edit in case["edits"] or []:
        assert text.count(edit["replace"]) == 1, f"{edit['replace']!r} stands {text.count(edit['replace'])} times in the example"
        text = text.replace(edit["replace"], edit["with"])
    file = f"calculators/{case.get('file', 'icv-2025-chip-certification')}.yml"
    return case, file, text, told_of(folder, {file: text})


@pytest.mark.parametrize("name", FILES)
def test_the_mistake_is_told(name: str, tmp_path: Path) -> None:
    case, file, text, found = broken(name, tmp_path)

    assert {problem.place for problem in found} == {f"data/{file}"}
    shown = "\n".join(map(str, found))
    for words, at in case["expect"]:
        line = at if isinstance(at, int) else next(number for number, line in enumerate(text.splitlines(), 1) if at in line)
        assert [p for p in found if words in p.message and p.line == line], f"{words!r} at {line}; told:\n{shown}"
    assert len(found) == len(case["expect"]), shown


def test_every_kind_of_mistake_has_its_own_file() -> None:
    mistakes = [strict_yaml.load(FOLDER / f"{name}.yml", name)["mistake"] for name in FILES]
    assert len(set(mistakes)) == len(mistakes) >= 60


def test_every_message_of_the_checks_has_a_file_that_gives_it(tmp_path: Path) -> None:
    """A check that is added needs its broken file here (completeness is below)."""
    told = [problem.message for name in FILES for problem in broken(name, tmp_path / name)[3]]
    source = (ROOT / "generator" / "calculators" / "checks.py").read_text("utf-8")
    source = source.replace(source[source.index("def check_complete"): source.index("# -- one calculator")], "")
    messages = [message for line in source.splitlines() if re.match(r" +(yield|messages) ", line)
                for message in re.findall(r'"([^"]{12,})"', line)]
    assert len(messages) >= 35
    patterns = {message: ".*".join(re.escape(part) for part in re.split(r"\{[^}]*\}", message)) for message in messages}
    assert [message for message, pattern in patterns.items() if not any(re.search(pattern, one) for one in told)] == []


# --- completeness ---


ENTRY = "- {{entry: {0}, reason: no_amount, text: 原文没有数。}}\n"


@pytest.mark.parametrize("entries, words", [
    ([], "penalties: rules-2031.3/coloured has no calculator"),
    (["rules-2031.3/coloured", "rules-2031.3/coloured"], "'rules-2031.3/coloured' stands twice"),
    (["rules-2031.3/coloured", "rules-2031.3/purple"], "'rules-2031.3/purple' is no fact"),
    (["rules-2031.3/coloured", "plan-2030.1.1/folding"], "'plan-2030.1.1/folding' has a calculator (plan-2030-folding): delete this entry"),
])
def test_a_fact_is_computed_or_it_is_said_why_not(tmp_path: Path, entries: list[str], words: str) -> None:
    data = minimal(tmp_path)
    (data / "not-calculable.yml").write_text("entries:\n" + "".join(map(ENTRY.format, entries)) if entries else "entries: []\n", "utf-8")
    book = load_calculators(data, load_facts(data))
    problems = list(check_complete(dataclasses.replace(small(), calculators=book)))
    assert [problem.message for problem in problems if words in problem.message], problems
    assert len(problems) == 1
    if "no calculator" not in words:
        assert (problems[0].place, problems[0].line) == ("data/not-calculable.yml", len(entries) + 1)


def test_the_minimal_data_is_complete() -> None:
    assert [*check_calculators(small()), *check_complete(small())] == []


# --- the command line ---


def test_calculate_prints_the_result_and_every_step_with_its_clause(capsys: Any) -> None:
    done = run(capsys, "calculate", "plan-2030-folding", "folded=是", "--data", MINIMAL)
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines()[0] == "折纸能手奖励" and "折纸能手奖励：最高3万元" in done.out
    assert re.search(r"1\. .*：须全部符合（1/1）.*　\[.*（一）\]", done.out)


def test_calculate_takes_names_in_chinese_and_gives_json(capsys: Any) -> None:
    done = run(capsys, "calculate", "plan-2030-folding", "一年折满一百只纸船=否", "--json", "--data", MINIMAL)
    found = json.loads(done.out)
    assert found.keys() == {"format", "calculator", "title", "inputs", "answers"}
    assert (found["format"], found["calculator"], found["inputs"]) == (FORMAT, "plan-2030-folding", {"一年折满一百只纸船": "否"})
    assert found["answers"][0]["results"][0]["status"] == "no"


@pytest.mark.parametrize("words, told", [
    (["plan-2030-foldings"], "there is no calculator 'plan-2030-foldings'; did you mean plan-2030-folding?"),
    (["qqqq"], "there is no calculator 'qqqq'"),
    (["plan-2030-folding", "是"], "'是': write 名称=值; inputs of plan-2030-folding:\n  folded  一年折满一百只纸船"),
    (["plan-2030-folding", "folded=也许"], "“一年折满一百只纸船”应填 是 或者 否；收到的是“也许”\ninputs of plan-2030-folding:"),
    (["plan-2030-folding", "ships=3"], "没有名为“ships”的输入；可以填：一年折满一百只纸船"),
])
def test_calculate_says_what_is_wrong(capsys: Any, words: list[str], told: str) -> None:
    done = run(capsys, "calculate", *words, "--data", MINIMAL)
    assert (done.status, done.out) == (1, "")
    assert told in done.err and "Traceback" not in done.err


def exported(capsys: Any, folder: Path, change: Any = None) -> Path:
    """A calculation as the page exports it, perhaps changed."""
    found = json.loads(run(capsys, "calculate", "plan-2030-folding", "folded=是", "--json", "--data", MINIMAL).out)
    if change:
        change(found)
    path = folder / "calculation.json"
    path.write_text(json.dumps(found, ensure_ascii=False), "utf-8")
    return path


def test_verify_knows_its_own_calculation(capsys: Any, tmp_path: Path) -> None:
    done = run(capsys, "verify", exported(capsys, tmp_path), "--data", MINIMAL)
    assert done.status == 0 and "the same as computed here: 折纸能手奖励" in done.out


def tamper(found: dict[str, Any]) -> None:
    found["answers"][0]["results"][0]["text"] = "最高300万元"


def tamper_unseen(found: dict[str, Any]) -> None:
    found["answers"][0]["results"][0]["high"] = "3000000"


def empty(found: dict[str, Any]) -> None:
    found["answers"] = None


@pytest.mark.parametrize("change, told", [
    (tamper, "  here 折纸能手奖励：最高3万元\n  file 折纸能手奖励：最高300万元"), (tamper_unseen, "differs from what is computed here"),
    (empty, "differs from what is computed here"), (lambda found: found["inputs"].update(folded="否"), "here 折纸能手奖励：按所填情况不符合"),
    (lambda found: found.update(calculator="plan-2030-gone"), "there is no calculator 'plan-2030-gone' in this edition"),
    (lambda found: found.update(calculator=["x"]), "there is no calculator"), (lambda found: found.pop("format"), "is not a calculation exported"),
    (lambda found: found.update(inputs=[]), "is not a calculation exported"), (lambda found: found["inputs"].update(ships="3"), "没有名为“ships”的输入"),
])
def test_verify_says_what_differs(capsys: Any, tmp_path: Path, change: Any, told: str) -> None:
    done = run(capsys, "verify", exported(capsys, tmp_path, change), "--data", MINIMAL)
    assert done.status == 1
    assert told in done.out and "Traceback" not in done.out + done.err


@pytest.mark.parametrize("content, told", [(None, "there is no such file"), (b"not json", "cannot be read as JSON"), (b"\xff\xfe", "cannot be read as JSON"),
                                           (b"[1]", "is not a calculation exported"), (b"{}", "is not a calculation exported")])
def test_verify_reads_nothing_else(capsys: Any, tmp_path: Path, content: bytes | None, told: str) -> None:
    path = tmp_path / "file.json"
    if content is not None:
        path.write_bytes(content)
    done = run(capsys, "verify", path, "--data", MINIMAL)
    assert done.status == 1 and told in done.out and "Traceback" not in done.out + done.err


def test_verify_finds_a_result_of_another_edition(capsys: Any, tmp_path: Path) -> None:
    data = minimal(tmp_path)
    path = data / "calculators" / "plan-2030-folding.yml"
    path.write_text(path.read_text("utf-8").replace("value: '30000'", "value: '20000'"), "utf-8")
    done = run(capsys, "verify", exported(capsys, tmp_path), "--data", data)
    assert done.status == 1 and "here 折纸能手奖励：最高2万元" in done.out and "file 折纸能手奖励：最高3万元" in done.out


# --- the guide ---


@pytest.mark.parametrize("record", [model.Input, model.Parameter, model.Step, model.Result, model.Reading, model.Repeat, model.Example, model.Option,
                                    model.Tier, model.Calculator, model.NotCalculable, model.NotCalculables])
def test_the_guide_names_every_field(record: type) -> None:
    code = "\n".join(re.findall(r"^```.*?^```|`[^`\n]+`", GUIDE, re.MULTILINE | re.DOTALL))
    of_operations = {field for operation in OPERATIONS.values() for field in (*operation.needs, *operation.may)}
    missing = [field.name for field in dataclasses.fields(record)
               if field.name not in of_operations and not re.search(rf"\b{field.name}\b", code)]
    assert missing == []


def test_the_guide_shows_every_operation(real_page: str) -> None:
    rows = dict(re.findall(r"^\| `([a-z_]+)` \| ([^|]+) \|", real_page.split("{ #operations }")[1].split("\n## ")[0], re.MULTILINE))
    assert {name: operation.means for name, operation in OPERATIONS.items()} == {name: text.strip() for name, text in rows.items()}


@pytest.fixture
def real_page() -> str:
    from generator.pages import build

    return build.fill(GUIDE, small(), build.environment())


@pytest.mark.parametrize("field", ["reason", "bound", "kind", "type"])
def test_the_guide_names_every_word_that_a_field_may_be(field: str) -> None:
    import typing

    hints = [typing.get_type_hints(record).get(field) for record in (model.NotCalculable, model.Result, model.Calculator, model.Input, model.Parameter)]
    words = {word for hint in hints for one in (hint, *typing.get_args(hint)) for word in typing.get_args(one) if isinstance(word, str)}
    assert words
    assert [word for word in sorted(words) if f"`{word}`" not in GUIDE and not re.search(rf"\b{word}\b", guide_example())] == []
