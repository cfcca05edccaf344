"""A calculator: data/calculators/<id>.yml. Inputs, literals with their source, steps of closed operations, results, examples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .decode import doc
from .facts import Bound, Period

Op = Literal[
    "add", "sub", "mul", "div", "min", "max", "cap", "floor", "uplift", "split", "map", "tier", "steps", "band", "if",
    "sum", "cumulate", "round", "ge", "gt", "le", "lt", "is", "all", "any", "not", "count", "date_in", "within",
]


@dataclass(frozen=True)
class Option:
    """One answer of a choice."""

    value: str = doc("short English word, used in addresses and on the command line")
    label: str = doc("what the reader sees, in the words of the text")


@dataclass(frozen=True)
class Repeat:
    """A list that the reader fills in: one row a year, an event, an item."""

    name: str = doc("short English word")
    label: str = doc("what the list is, in Chinese: 每年的研发投入, 每次募集资金 …")
    row: str = doc("what one row is called, {n} being its number: 第{n}年, 第{n}次")
    max: int | None = doc("most rows; null where the text sets no limit", default=None)


@dataclass(frozen=True)
class Input:
    """Something that the reader tells. Every input may be left unknown."""

    name: str = doc("short English word, used in addresses and on the command line: investment, level, first_time")
    label: str = doc("what the reader sees, in the words of the text: 设备投资额")
    type: Literal["money", "share", "number", "integer", "yes_no", "choice", "date"] = doc(
        "money (in yuan inside), share (a rate: 5%), number, integer (count), yes_no, choice, date")
    unit: str | None = doc("money: the unit in which a bare number is read (元, 万元, 亿元); number and integer: 人, 年, 个月, 美元 …; "
                           "share: %", default=None)
    help: str | None = doc("a line of help, in Chinese: what counts, where the figure is found", default=None)
    min: str | None = doc("least value allowed (money in yuan); 0 where null", default=None)
    max: str | None = doc("highest value allowed", default=None)
    options: tuple[Option, ...] = doc("choice: the answers, in the order of the text", default=())
    repeat: str | None = doc("name of the list whose rows carry this input", default=None)
    clause: str | None = doc("yes_no and choice: id of the clause that states the condition", default=None)
    quote: str | None = doc("verbatim stretch of that clause", default=None)
    main: bool = doc("true for the input that a chart of the answer runs over; one a calculator at most", default=False)
    profile: str | None = doc("field of data/profile.yml that fills this input in the portfolio; field=word for a choice among "
                              "several (a yes_no input is then true where the word is chosen)", default=None)


@dataclass(frozen=True)
class Parameter:
    """A literal of the text, tied to its clause: by a fact of data/facts and its field, or by clause and quote."""

    name: str = doc("short English word: rate, ceiling, threshold")
    label: str = doc("what it is, in Chinese: 奖励比例, 单个企业上限")
    type: Literal["money", "share", "number", "date"] = doc("money (yuan), share (decimal), number (with unit), date (ISO)")
    fact: str | None = doc("id of the award, rule, penalty or deadline that states it", default=None)
    field: str | None = doc("field of that fact: amount_yuan, max_yuan, rate, cap_yuan …", default=None)
    value: str | None = doc("without fact: the number as a decimal string (money in yuan, 5‰ as 0.005) or an ISO date", default=None)
    clause: str | None = doc("without fact: id of the clause", default=None)
    quote: str | None = doc("without fact: verbatim stretch of the clause with the number", default=None)
    unit: str | None = doc("number: 人, 年, 个月, 美元 …", default=None)


@dataclass(frozen=True)
class Tier:
    """A tier: from this threshold on, this value."""

    at: str = doc("name of the parameter with the threshold")
    then: str = doc("name of the parameter or step with the value")


@dataclass(frozen=True)
class Step:
    """One operation. Every word under of, value, … names an input, a parameter or an earlier step; never a number."""

    name: str = doc("short English word")
    label: str = doc("what it is, in Chinese")
    op: Op = doc("the operation; see docs/calculator-guide.md")
    of: tuple[str, ...] = doc("add, mul, min, max, all, any, count: the operands", default=())
    value: str | None = doc("the operand of every other operation", default=None)
    less: str | None = doc("sub: what is taken off", default=None)
    by: str | None = doc("div: divisor; uplift: rate of the uplift", default=None)
    at: str | None = doc("cap, cumulate: ceiling; floor: floor", default=None)
    parts: tuple[str, ...] = doc("split: the parts of the proportion", default=())
    index: int | None = doc("split: which part, from 1", default=None)
    cases: dict[str, str] = doc("map: option -> parameter or step", default_factory=dict)
    tiers: tuple[Tier, ...] = doc("tier: thresholds in rising order", default=())
    above: str | None = doc("steps: the threshold that must be exceeded", default=None)
    first: str | None = doc("steps: lump once the threshold is exceeded", default=None)
    every: str | None = doc("steps: size of a further unit", default=None)
    each: str | None = doc("steps: what a further unit brings", default=None)
    whole: str | None = doc("steps: yes (whole units only), no (in proportion), or the name of a reading with options yes and no",
                            default=None)
    low: str | None = doc("band: lower edge", default=None)
    high: str | None = doc("band: upper edge", default=None)
    test: str | None = doc("if: the yes/no step", default=None)
    then: str | None = doc("if: value where the test holds", default=None)
    otherwise: str | None = doc("if: value where it does not; 0 where null", default=None)
    than: str | None = doc("ge, gt, le, lt: what is compared with", default=None)
    inclusive_by: str | None = doc("ge, gt, le, lt, tier: what says whether the threshold itself counts: the words of the text, or "
                                   "通常含义 where only ordinary usage says so (then a value right at it is shown with a warning)", default=None)
    one_of: tuple[str, ...] = doc("is: the options that make it true", default=())
    to: str | None = doc("round: the unit rounded to; date_in: last day", default=None)
    how: Literal["down", "up", "half_up"] | None = doc("round: direction, as the text says", default=None)
    since: str | None = doc("date_in: first day; within: day from which the time runs", default=None)
    number: str | None = doc("within: length of time", default=None)
    clause: str | None = doc("id of the clause that gives the rule, where its parameters do not tell", default=None)
    quote: str | None = doc("verbatim stretch of that clause", default=None)


@dataclass(frozen=True)
class Reading:
    """A place that the text leaves open: every option is computed and shown."""

    name: str = doc("short English word; steps use it like a choice input")
    question: str = doc("the question to put to the bureau, in Chinese")
    clause: str = doc("id of the clause")
    quote: str = doc("verbatim stretch that can be read in more than one way")
    options: tuple[Option, ...] = doc("the ways to read it")


@dataclass(frozen=True)
class Result:
    """One line of the answer. Two benefits are two lines, never one sum."""

    name: str = doc("short English word")
    title: str = doc("what one gets, in Chinese")
    value: str | None = doc("name of the step with the amount (or, for eligibility, the yes/no step)", default=None)
    low: str | None = doc("for a range: the step with its lower end", default=None)
    high: str | None = doc("for a range: the step with its upper end", default=None)
    when: str | None = doc("yes/no step that must hold; otherwise the answer says that nothing is due and why", default=None)
    awards: tuple[str, ...] = doc("ids of the awards (or penalties, eligibility lists) of data/facts that it computes: recipient, payer, "
                                  "period, bound and clauses come from the first", default=())
    bound: Bound | None = doc("kind of bound; null: that of the award", default=None)
    or_bound: Bound | None = doc("second bound that the same words also allow (按N%给予，最高M: exact below the ceiling, or at most)", default=None)
    question: str | None = doc("with or_bound: the question to put to the bureau", default=None)
    period: Period | None = doc("null: that of the award", default=None)
    scope: str | None = doc("what the sum holds for, in Chinese: 单个企业每年, 每项, 三年合计 …; null: the award's cap_scope", default=None)
    recipient: str | None = doc("null: that of the award", default=None)
    payer: str | None = doc("null: that of the award", default=None)
    kind: Literal["amount", "eligible", "saving", "deferral", "fine", "deduction", "tax", "share"] = doc(
        "amount (money received), eligible (yes or no), saving (money not paid), deferral (money paid later or given back for a time), fine, deduction (taken off a taxable sum), tax (money "
        "still due), share (who bears what)", default="amount")
    only: dict[str, str] = doc("reading -> option: the line stands only in that reading", default_factory=dict)
    total: bool = doc("true where the line sums other lines of the answer (not counted again in a portfolio)", default=False)
    note: str | None = doc("a remark for the reader, in Chinese", default=None)


@dataclass(frozen=True)
class Example:
    """A worked example: what goes in and what must come out."""

    title: str = doc("what it shows, in Chinese: 正好达到门槛, 超过上限 …")
    inputs: dict[str, str] = doc("input -> answer as a reader writes it: 6000万元, 5%, 是, 未知, national; lists: 100万元、200万元")
    expect: dict[str, str] = doc("result -> 300万元, 0～300万元, 符合, 不符合, 待定, 300万元？ (depends on what is unknown); see the guide")
    readings: dict[str, str] = doc("reading -> option, where the readings differ; empty: holds in every reading", default_factory=dict)


@dataclass(frozen=True)
class Calculator:
    """data/calculators/<id>.yml: one calculator; its id is its address for ever."""

    id: str = doc("document id, a hyphen and English words: icv-2025-equipment; /calculators/<id>/")
    title: str = doc("what it answers, in Chinese: 设备投入奖励")
    question: str = doc("the question as a reader asks it: 买设备能拿多少奖励？")
    kind: Literal["award", "relief", "penalty", "eligibility"] = doc("what it computes")
    clauses: tuple[str, ...] = doc("ids of the clauses that it applies, the main one first")
    rule: str = doc("the rule in one or two plain Chinese sentences, for a page without scripts")
    results: tuple[Result, ...] = doc("the lines of the answer")
    examples: tuple[Example, ...] = doc("worked examples: at each boundary, one on each side, above the ceiling, several years, unknown")
    inputs: tuple[Input, ...] = doc("what the reader tells", default=())
    repeats: tuple[Repeat, ...] = doc("lists that the reader fills in", default=())
    parameters: tuple[Parameter, ...] = doc("the literals, each with its source", default=())
    readings: tuple[Reading, ...] = doc("places that the text leaves open", default=())
    steps: tuple[Step, ...] = doc("the operations, in order", default=())
    notes: tuple[str, ...] = doc("what a reader must know besides, in Chinese", default=())


@dataclass(frozen=True)
class NotCalculable:
    """A fact without a calculator, and why."""

    entry: str = doc("id of the award, penalty or eligibility list")
    reason: Literal["no_amount", "criteria_elsewhere", "rate_missing", "information", "budget", "to_government_case_by_case",
                    "other_text", "yes_or_no"] = doc(
        "no_amount (S19: no number at all), criteria_elsewhere (S10), rate_missing (S41), information (S53: a quota or ratio, not "
        "money), budget (S55: sum of a programme), to_government_case_by_case (S8), other_text (settled by another text), yes_or_no "
        "(nothing to compute: the clause says all)")
    text: str = doc("why, in Chinese, for the reader, and where to turn")


@dataclass(frozen=True)
class NotCalculables:
    """data/not-calculable.yml"""

    entries: tuple[NotCalculable, ...]
