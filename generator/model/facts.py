"""What people have read out of the clauses of one document: data/facts/<id>.yml. Every entry quotes its clause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .decode import doc

Bound = Literal["exact", "at_most", "at_least", "range", "discretionary", "elsewhere"]
Method = Literal["fixed", "rate", "per_item", "per_head", "steps", "rate_points", "relief", "risk_band", "share", "in_kind", "unstated"]
Period = Literal["once", "yearly", "per_event", "monthly", "window", "unstated"]


@dataclass(frozen=True)
class Award:
    """A concrete benefit with a number: one entry per tier."""

    id: str = doc("clause id, a slash, and an English word: icv-2025.1.4/chip-certification")
    clause: str = doc("id of the clause that states it")
    quote: str = doc("shortest verbatim stretch of the clause's text that states it, with every number of this entry")
    title: str = doc("short Chinese name, for lists")
    recipient: str = doc("who gets it, in the words of the text as far as possible")
    type: str = doc("id in taxonomy/award_types.yml")
    bound: Bound = doc("exact (给予N), at_most (最高/不超过), at_least (不低于), range, discretionary (judged case by case, "
                       "no number binds), elsewhere (the number is in another document)")
    method: Method = doc("fixed sum; rate of a base; per_item (每台/每场/每项); per_head; steps; rate_points (百分点); relief "
                         "(免征/减征); risk_band; share (1:1, 承担比例); in_kind; unstated")
    recipients: tuple[str, ...] = doc("ids in taxonomy/recipients.yml")
    condition: str | None = doc("what must be met, in Chinese, close to the text; null where nothing is stated", default=None)
    level: str | None = doc("id in taxonomy/levels.yml, where the benefit depends on one", default=None)
    amount_yuan: int | None = doc("exact sum in whole yuan (per item or head where method says so)", default=None)
    max_yuan: int | None = doc("ceiling in whole yuan, of one payment, item or project, as the text scopes it", default=None)
    min_yuan: int | None = doc("floor in whole yuan", default=None)
    rate: str | None = doc("rate as a decimal string: 50% -> '0.5', 5‰ -> '0.005'; 3个百分点 -> '0.03'", default=None)
    rate_max: str | None = doc("upper rate of a range, or 不高于", default=None)
    base: str | None = doc("what a rate applies to, in the words of the text", default=None)
    unit: str | None = doc("per what: 每台（套）, 每场活动, 每项, 每人 …", default=None)
    cap_scope: str | None = doc("what the ceiling counts over: 单个企业, 单个项目, 每年 …; null where not said", default=None)
    period: Period = doc("once (一次性), yearly (每年/年度), per_event, monthly, window (between dates), unstated", default="unstated")
    years_max: int | None = doc("most years", default=None)
    yearly_max_yuan: int | None = doc("ceiling per year, where the text gives one beside others", default=None)
    cumulative_max_yuan: int | None = doc("ceiling over all years", default=None)
    threshold: str | None = doc("entry threshold with a number, in the words of the text", default=None)
    uplift: str | None = doc("uplift for a class, in the words of the text", default=None)
    uplift_rate: str | None = doc("uplift as a decimal string: 上浮20% -> '0.2'", default=None)
    payer: str | None = doc("who pays, in the words of the text; null where not said", default=None)
    to_government: bool = doc("true where the recipient is a local government", default=False)
    optional: bool = doc("true for 可给予: the county may, need not", default=False)
    from_date: str | None = doc("ISO date, where the clause has its own period", default=None)
    to_date: str | None = doc("ISO date, where the clause has its own period", default=None)
    points_to: str | None = doc("document id or cited title where the rest is settled", default=None)
    industries: tuple[str, ...] | None = doc("ids in taxonomy/industries.yml; null: those of the document", default=None)
    benefit: str | None = doc("shared id of one benefit that several documents restate, e.g. compute-voucher", default=None)
    ambiguity: str | None = doc("how the text can be read two ways, in Chinese; null where it is plain", default=None)
    note: str | None = doc("a remark for the reader, in Chinese", default=None)


@dataclass(frozen=True)
class Right:
    """A benefit without a number: by another policy, case by case, priority, convenience, finance access …"""

    id: str = doc("clause id / word")
    clause: str = doc("id of the clause")
    quote: str = doc("shortest verbatim stretch that states it")
    title: str = doc("short Chinese name")
    recipient: str = doc("who gets it")
    type: str = doc("id in taxonomy/award_types.yml")
    kind: Literal["by_policy", "case_by_case", "priority", "encouraged", "entitled"] = doc(
        "by_policy (按相关政策), case_by_case (一事一议), priority (优先/绿色通道), encouraged (a promise of support without a "
        "form), entitled (a person may: 可以申请/有权)")
    recipients: tuple[str, ...] = doc("ids in taxonomy/recipients.yml")
    points_to: str | None = doc("document id or cited title of the policy it points to", default=None)
    industries: tuple[str, ...] | None = doc("ids; null: those of the document", default=None)
    note: str | None = doc("a remark for the reader", default=None)


@dataclass(frozen=True)
class Rule:
    """A rule over awards: no double benefit, overall ceilings, exclusions, precedence, where the money comes from."""

    id: str = doc("clause id / word")
    clause: str = doc("id of the clause")
    quote: str = doc("shortest verbatim stretch")
    kind: Literal["no_stacking", "overall_cap", "exclusion", "precedence", "funding", "staging", "matching", "quota", "sanction"] = doc(
        "no_stacking (就高不重复), overall_cap, exclusion (已享受…不列入), precedence (按照本措施执行/从其规定), funding (资金渠道), "
        "staging (分期拨付), matching (配套投入), quota (名额), sanction (取消/收回奖励)")
    text: str = doc("what it means, in plain Chinese")
    scope: Literal["subject", "item", "project", "item_or_project", "policy", "document", "award"] = doc(
        "what it holds for: 同一主体, 同一事项, 同一项目, 同一项目或事项, 同类政策文件, the whole document, single awards")
    same_kind_only: bool | None = doc("no_stacking: only among benefits of the same kind (同类)? null: not said", default=None)
    cap_yuan: int | None = doc("overall_cap in whole yuan", default=None)
    awards: tuple[str, ...] = doc("ids of the awards it holds for; empty: all of the document", default=())
    note: str | None = doc("a remark for the reader", default=None)


@dataclass(frozen=True)
class Condition:
    """A condition: a leaf with its quote, or all/any of further conditions."""

    text: str = doc("the condition in plain Chinese")
    clause: str | None = doc("id of the clause, on leaves", default=None)
    quote: str | None = doc("verbatim stretch, on leaves", default=None)
    measure: str | None = doc("what is measured, in Chinese: 年龄, 有效发明专利, 上年度营业收入 …; null for a yes/no condition", default=None)
    op: Literal["<", "<=", ">", ">=", "="] | None = doc("comparison; inclusive as the text says", default=None)
    value: str | None = doc("number as a decimal string, money in yuan, rates as decimals", default=None)
    unit: str | None = doc("岁, 个月, 件, 元, 年, 家 …", default=None)
    inclusive_by: str | None = doc("what makes the threshold inclusive: the words (“以下”含本数), or 通常含义 where only "
                                   "ordinary usage says so", default=None)
    all: tuple[Condition, ...] | None = doc("all of these", default=None)
    any: tuple[Condition, ...] | None = doc("one of these is enough", default=None)


@dataclass(frozen=True)
class Eligibility:
    """A condition list that can be evaluated: who qualifies for what."""

    id: str = doc("clause id / word")
    clause: str = doc("id of the clause that opens the list")
    title: str = doc("what one qualifies for, in Chinese")
    recipients: tuple[str, ...] = doc("ids")
    condition: Condition = doc("the conditions as a tree")
    note: str | None = doc("a remark for the reader", default=None)


@dataclass(frozen=True)
class Duty:
    """What somebody must or must not do."""

    id: str = doc("clause id / word")
    clause: str = doc("id of the clause")
    quote: str = doc("shortest verbatim stretch")
    who: str = doc("who, in the words of the text")
    kind: Literal["must", "must_not"] = doc("应当/必须/须 or 不得/禁止/严禁")
    text: str = doc("what, in plain Chinese")
    recipients: tuple[str, ...] = doc("ids")
    industries: tuple[str, ...] | None = doc("ids; null: those of the document", default=None)


@dataclass(frozen=True)
class Penalty:
    """What a breach costs."""

    id: str = doc("clause id / word")
    clause: str = doc("id of the clause")
    quote: str = doc("shortest verbatim stretch")
    violation: str = doc("the breach, in the words of the text")
    recipients: tuple[str, ...] = doc("who is punished: ids")
    authority: str | None = doc("who punishes, in the words of the text", default=None)
    articles: tuple[str, ...] = doc("ids of the clauses breached, as the text cites them", default=())
    min_yuan: int | None = doc("least fine in yuan", default=None)
    max_yuan: int | None = doc("highest fine in yuan", default=None)
    optional: bool = doc("true for 可以处", default=False)
    other: tuple[str, ...] = doc("other measures, in the words of the text: 责令改正, 警告, 没收违法所得 …", default=())
    points_to: str | None = doc("law that settles it, where the text only refers to one", default=None)


@dataclass(frozen=True)
class Deadline:
    """A time limit or a date by which something is due."""

    id: str = doc("clause id / word")
    clause: str = doc("id of the clause")
    quote: str = doc("shortest verbatim stretch")
    who: str = doc("who must keep it")
    what: str = doc("what is due, in plain Chinese")
    limit: str = doc("the limit in the words of the text: 2个工作日内, 每年4月底前 …")
    number: int | None = doc("length", default=None)
    unit: Literal["working_day", "day", "month", "year", "hour", "week"] | None = doc("unit of the length", default=None)
    since: str | None = doc("from when it runs, in the words of the text", default=None)
    date: str | None = doc("ISO date, for a fixed day", default=None)
    yearly: str | None = doc("MM-DD, for a day that comes every year", default=None)
    recipients: tuple[str, ...] = doc("ids", default=())


@dataclass(frozen=True)
class Definition:
    """A term that the document defines."""

    id: str = doc("clause id / word")
    clause: str = doc("id of the clause")
    quote: str = doc("verbatim stretch that defines it")
    term: str = doc("the term")
    scope: str = doc("where the definition holds, in Chinese: 本办法, 本措施, 下同 …")


@dataclass(frozen=True)
class IndicatorValue:
    """A value of an indicator in a year, as printed and as numbers."""

    text: str = doc("the value as printed, with 约/以上/左右/超/～")
    min: str | None = doc("lower bound as a decimal string; null where open", default=None)
    max: str | None = doc("upper bound as a decimal string; null where open; equal to min for a plain value", default=None)


@dataclass(frozen=True)
class Indicator:
    """An indicator or target with its values by year."""

    id: str = doc("clause id / word")
    clause: str = doc("id of the clause")
    quote: str = doc("shortest verbatim stretch (for a table row: the row's text)")
    name: str = doc("name, in Chinese")
    unit: str | None = doc("unit as printed: 亿元, %, 家 …", default=None)
    values: dict[str, IndicatorValue] = doc("year -> value; period such as '2025' or '2024-2026'", default_factory=dict)
    baseline: IndicatorValue | None = doc("value at the start", default=None)
    baseline_year: str | None = doc("year of the baseline", default=None)
    area: str | None = doc("place it is about, where it is not the document's whole jurisdiction", default=None)
    industries: tuple[str, ...] | None = doc("ids, where narrower than the document's; null: those of the document", default=None)
    achieved: bool = doc("true where the text reports what was reached, not what is aimed at", default=False)


@dataclass(frozen=True)
class Settled:
    """A number or a granting or forbidding word that is no fact of its own, with the reason."""

    clause: str = doc("id of the clause")
    quote: str = doc("verbatim stretch with the number or word")
    reason: Literal["background", "cited", "name", "threshold_of", "restated", "instruction", "support_without_form", "not_a_rule", "figure_of_speech", "programme_budget"] = doc(
        "background (facts of the past), cited (content of another text), name (part of a name), threshold_of (counted in an "
        "entry of this file), restated (said again in the same document), instruction (to officials, nobody gets or owes "
        "anything measurable), support_without_form, not_a_rule, figure_of_speech, programme_budget (system total)")
    entry: str | None = doc("id of the entry that it belongs to, for threshold_of and restated", default=None)


@dataclass(frozen=True)
class Facts:
    """data/facts/<id>.yml: all facts of one document, read by one person and checked by another."""

    id: str = doc("id of the document")
    industries: tuple[str, ...] = doc("industries of the document: ids in taxonomy/industries.yml")
    topics: tuple[str, ...] = doc("what the document is about, in a few Chinese words", default=())
    awards: tuple[Award, ...] = doc("benefits with a number", default=())
    rights: tuple[Right, ...] = doc("benefits without a number", default=())
    rules: tuple[Rule, ...] = doc("rules over awards", default=())
    eligibility: tuple[Eligibility, ...] = doc("condition lists", default=())
    duties: tuple[Duty, ...] = doc("duties and bans", default=())
    penalties: tuple[Penalty, ...] = doc("penalties", default=())
    deadlines: tuple[Deadline, ...] = doc("time limits", default=())
    definitions: tuple[Definition, ...] = doc("definitions", default=())
    indicators: tuple[Indicator, ...] = doc("indicators and targets", default=())
    settled: tuple[Settled, ...] = doc("numbers and words that are no facts, with the reason", default=())
    reading_notes: tuple[str, ...] = doc("what two readers differed on and how it was settled, where it matters", default=())
