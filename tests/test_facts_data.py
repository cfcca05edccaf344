"""data/facts: complete and true to the texts. What is read here is read again with code of its own, not with the generator's."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from generator import strict_yaml
from generator.facts import KINDS
from generator.facts_checks import account, check_facts
from generator.model.facts import Award, Condition, Indicator, IndicatorValue
from tests.support import DATA, by_id, real

# --- reading amounts, once more ---

SCALE = {"": 1, "百": 100, "千": 1_000, "万": 10_000, "百万": 10**6, "千万": 10**7, "亿": 10**8, "千亿": 10**11, "万亿": 10**12}
SUM = r"([0-9][0-9,.]*)\s*(万亿|千亿|千万|百万|亿|万|千|百)?\s*(?:美)?元"
CEILING = ("最高", "不超过", "不高于", "上限", "最多", "封顶", "限额", "以内")
MONEY_FIELDS = ("amount_yuan", "max_yuan", "min_yuan", "yearly_max_yuan", "cumulative_max_yuan", "cap_yuan")


def sums(text: str) -> list[tuple[int, str]]:
    """(yuan, what stands before it since the last comma or full stop) of every sum in a text."""
    found = []
    for match in re.finditer(SUM, text):
        before = re.split("[，。；：]", text[: match.start()])[-1]
        found.append((int(Decimal(match.group(1).replace(",", "")) * SCALE[match.group(2) or ""]), before))
    return found


def rates(text: str) -> set[Decimal]:
    """Every rate in a text as a number: 50% -> 0.5."""
    per = {"%": 100, "％": 100, "‰": 1000, "个百分点": 100, "个基点": 10_000}
    found = {Decimal(number) / per[unit] for number, unit in re.findall(r"([0-9.]+)\s*(%|％|‰|个百分点|个基点)", text)}
    return found | ({Decimal(1)} if "全" in text else set()) | ({Decimal("0.5")} if "半" in text else set())


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


# --- the entries ---


def entries(kind: str) -> list[Any]:
    return [entry for _document, entry in real().facts.entries(kind)]


def awards() -> list[Award]:
    return entries("awards")


def leaves(condition: Condition) -> Iterator[Condition]:
    if condition.quote is not None:
        yield condition
    for inner in (*(condition.all or ()), *(condition.any or ())):
        yield from leaves(inner)


@functools.cache
def texts() -> dict[str, str]:
    """Clause id -> its own text with its label."""
    return {name: view.clause.label + view.clause.text for name, view in real().clauses.items()}


# --- sound and complete ---


def test_no_check_has_anything_to_say() -> None:
    assert [str(problem) for problem in check_facts(real(), real().facts)] == []


def test_nothing_is_left_over() -> None:
    left = [f"{found.clause} [{found.kind}] {found.text} in …{found.context}…"
            for found in account(real(), real().facts) if not found.entries]
    assert left == [], "no entry quotes these:\n" + "\n".join(left)


def test_every_document_was_read() -> None:
    assert set(real().facts.facts) == set(real().entries)


@pytest.mark.parametrize("document", sorted(path.stem for path in (DATA / "facts").glob("*.yml")))
def test_a_document_says_something_and_has_industries_and_topics(document: str) -> None:
    facts = real().facts.facts[document]
    assert facts.industries and facts.topics
    assert any(getattr(facts, kind) for kind in (*KINDS, "settled"))


@pytest.mark.parametrize("kind", KINDS)
def test_there_are_facts_of_every_kind(kind: str) -> None:
    assert entries(kind)


def test_every_quote_stands_in_its_clause() -> None:
    quotes = [(entry.id, entry.clause, entry.quote) for kind in KINDS if kind != "eligibility" for entry in entries(kind)]
    quotes += [(entry.id, leaf.clause, leaf.quote) for entry in entries("eligibility") for leaf in leaves(entry.condition)]
    assert [name for name, clause, quote in quotes if not squeezed(quote) or squeezed(quote) not in squeezed(texts()[clause])] == []


def test_ids_are_unique_in_the_whole_corpus_and_fit_for_an_address() -> None:
    ids = Counter(entry.id for kind in KINDS for entry in entries(kind))
    assert [name for name, count in ids.items() if count > 1] == []
    assert [name for name in ids if not re.fullmatch(r"[a-z0-9.-]+/[a-z0-9]+(-[a-z0-9]+)*", name)] == []


def test_what_is_settled_says_why_and_where() -> None:
    ids = {entry.id for kind in KINDS for entry in entries(kind)}
    settled = [one for facts in real().facts.facts.values() for one in facts.settled]
    assert [one.quote for one in settled if one.reason in ("threshold_of", "restated") and one.entry not in ids] == []


# --- money ---


@pytest.mark.parametrize("kind", ["awards", "penalties", "rules"])
def test_every_sum_stands_in_its_quote(kind: str) -> None:
    wrong = [(entry.id, name, value) for entry in entries(kind) for name in MONEY_FIELDS
             if (value := getattr(entry, name, None)) is not None and value not in {yuan for yuan, _before in sums(entry.quote)}]
    assert wrong == []


def test_every_rate_stands_in_its_quote() -> None:
    wrong = [(award.id, name, value) for award in awards() for name in ("rate", "rate_max", "uplift_rate")
             if (value := getattr(award, name)) is not None and Decimal(value) not in rates(award.quote)]
    assert wrong == []
    assert [award.id for award in awards() if award.rate and not award.base] == []


def test_no_ceiling_is_an_amount() -> None:
    """A sum behind 最高 or 不超过 (in its part of the sentence; 最高300万元、100万元 rules both) is never what one gets for certain."""
    wrong = []
    for award in awards():
        for yuan, before in sums(award.quote):
            alone = sum(other == yuan for other, _before in sums(award.quote)) == 1
            if alone and any(word in before for word in CEILING) and yuan in (award.amount_yuan, award.min_yuan):
                wrong.append((award.id, yuan, award.quote))
    assert wrong == []
    assert [award.id for award in awards() if award.bound == "at_most" and award.amount_yuan and not award.max_yuan] == []


def test_no_plain_sum_is_a_ceiling() -> None:
    """The other way round: max_yuan has a word for it before it, unless it is the pot of a whole programme."""
    wrong = []
    for award in awards():
        for name in ("max_yuan", "yearly_max_yuan", "cumulative_max_yuan"):
            value = getattr(award, name)
            said = [before for yuan, before in sums(award.quote) if yuan == value]
            pot = award.cap_scope is not None and "全市" in award.cap_scope
            if value is not None and not pot and not any(word in before for before in said for word in CEILING):
                wrong.append((award.id, name, value, award.quote))
    assert wrong == []


def test_a_floor_is_one() -> None:
    wrong = [award.id for award in awards() if award.min_yuan is not None
             and not any(yuan == award.min_yuan and ("不低于" in before or "不少于" in before) for yuan, before in sums(award.quote))]
    assert wrong == []


def test_the_bound_fits_the_numbers() -> None:
    for award in awards():
        if award.bound == "at_least":
            assert award.min_yuan is not None or award.rate is not None, award.id
        if award.bound in ("elsewhere", "discretionary"):
            assert award.amount_yuan is None and award.min_yuan is None, award.id
        if award.min_yuan is not None and award.max_yuan is not None:
            assert award.min_yuan < award.max_yuan, award.id
        if award.rate is not None and award.rate_max is not None:
            assert Decimal(award.rate) < Decimal(award.rate_max), award.id
        if award.from_date and award.to_date:
            assert award.from_date <= award.to_date, award.id


def test_something_is_known_of_the_largest_awards() -> None:
    """A few sums that everybody who reads 002 remembers."""
    stated = {(award.clause, award.amount_yuan or award.max_yuan) for award in awards()}
    assert {("icv-2025.1.4", 1_000_000), ("icv-2025.1.1", 3_000_000), ("icv-2025.1.1", 2_000_000), ("icv-2025.2.6", 200_000_000),
            ("producer-leaders-2020.5.2", 4_000_000), ("xborder-measures-2025.2.9", 200_000), ("capital-market-2023.5.9", 10_000_000)} <= stated


# --- tiers ---

TIERS = re.compile(rf"分别[^，。；]*?(?:{SUM}(?:/项)?[、和])+{SUM}")


def tier_lists() -> list[tuple[str, str, Counter[int]]]:
    """(clause, words, its sums) of every 分别给予A、B in the corpus."""
    return [(name, match.group(), Counter(yuan for yuan, _before in sums(match.group())))
            for name, text in texts().items() for match in TIERS.finditer(text)]


def test_there_are_lists_of_tiers() -> None:
    assert len(tier_lists()) >= 20


@pytest.mark.parametrize("clause, words, wanted", tier_lists(), ids=lambda value: value if isinstance(value, str) else "")
def test_every_tier_is_an_award_of_its_own(clause: str, words: str, wanted: Counter[int]) -> None:
    """分别给予300万元、200万元 is two awards; said again in an explanation, it is settled as restated."""
    facts = real().facts.facts[clause.partition(".")[0]]
    if any(one.clause == clause and one.reason == "restated" and squeezed(words) in squeezed(one.quote) for one in facts.settled):
        return
    own = [award for award in facts.awards if award.clause == clause and squeezed(words) in squeezed(award.quote)]
    assert Counter(award.amount_yuan or award.max_yuan for award in own) == wanted
    assert {award.bound for award in own} == ({"at_most"} if "最高" in words else {"exact"})
    assert len({award.title for award in own}) == len(own), "the tiers can be told apart"


def test_national_and_provincial_tiers_name_their_level() -> None:
    wrong = [award.id for award in awards() if re.search("国家级、省级[^，。]*分别", award.quote) and award.level not in ("national", "provincial")]
    assert wrong == []


# --- benefits that several documents restate ---

SHARED = {
    "compute-voucher": {"ai-plus-2025", "embodied-robots-2025", "icv-2025", "zone-two-centres-2023"},
    "model-compute": {"ai-plus-2025", "embodied-robots-2025", "icv-2025"},
    "unicorn": {"icv-2025", "silver-economy-2025"},
    "sme-champion": {"icv-2025", "industrial-design-2025"},
    "little-giant": {"icv-2025", "industrial-design-2025"},
    "first-set": {"ai-plus-2025", "embodied-robots-2025", "zone-two-centres-2023"},
    "first-software": {"ai-plus-2025", "software-2025", "zone-two-centres-2023"},
    "vertical-model": {"ai-plus-2025", "embodied-robots-2025", "industrial-design-2025"},
    "tech-loan-risk": {"ai-plus-2025", "icv-2025", "zone-two-centres-2023"},
    "trade-credit-insurance": {"foreign-trade-2020", "small-business-finance-2020"},
    "talent-project": {"icv-2025", "software-2025"},
}


@pytest.mark.parametrize("benefit", SHARED)
def test_a_benefit_has_all_its_places(benefit: str) -> None:
    own = [award for award in awards() if award.benefit == benefit]
    assert SHARED[benefit] <= {award.clause.partition(".")[0] for award in own}
    assert len({award.type for award in own}) == 1, "one benefit is of one type"


@pytest.mark.parametrize("benefit, rate, most", [("compute-voucher", "0.2", 2_000_000), ("model-compute", "0.5", 3_000_000)])
def test_documents_that_agree_agree(benefit: str, rate: str, most: int) -> None:
    assert {(award.rate, award.max_yuan) for award in awards() if award.benefit == benefit} == {(rate, most)}


def test_documents_that_disagree_are_not_made_to_agree() -> None:
    first_set = {award.clause.partition(".")[0]: award.max_yuan for award in awards() if award.benefit == "first-set"}
    assert first_set["ai-plus-2025"] == 1_000_000 and first_set["zone-two-centres-2023"] == 10_000_000


# --- indicators ---


def by_clause() -> dict[str, list[Indicator]]:
    found: dict[str, list[Indicator]] = {}
    for indicator in entries("indicators"):
        found.setdefault(indicator.clause, []).append(indicator)
    return found


def bounds(text: str) -> tuple[str | None, str | None]:
    """The bounds that a cell of a table states: 300 is itself, 10以上 open above, 4～5 both, anything else none."""
    if re.fullmatch(r"[0-9.]+", text):
        return text, text
    if match := re.fullmatch(r"超?([0-9.]+)(?:以上)?", text):
        return match.group(1), None
    if match := re.fullmatch(r"([0-9.]+)[～~-]([0-9.]+)", text):
        return match.group(1), match.group(2)
    return None, None


def assert_cell(value: IndicatorValue | None, cell: str, where: str) -> None:
    if cell in ("—", "-", ""):
        assert value is None, where
        return
    assert value is not None and value.text == cell, where
    assert (value.min, value.max) == bounds(cell), where


def test_every_row_of_the_indicators_of_the_new_services() -> None:
    table = by_id(real().entries["new-services-indicators-2022"].document)["new-services-indicators-2022.table"]
    assert len(table.clauses) == 30
    for row in table.clauses:
        *_groups, name, y2022, y2023, y2024, y2025 = row.cells
        [indicator] = by_clause()[row.id]
        assert list(indicator.values) == ["2022", "2023", "2024", "2025"]
        for year, cell in zip(indicator.values, (y2022, y2023, y2024, y2025)):
            assert_cell(indicator.values[year], cell, f"{row.id} {year}")
        assert squeezed(indicator.name) == squeezed(re.sub(r"（[^（）]*）$", "", name)), row.id
        assert indicator.unit is None or indicator.unit in name, row.id


def test_every_row_of_table_1_of_the_services_plan() -> None:
    table = by_id(real().entries["services-plan-2021"].document)["services-plan-2021.2.4.table-1"]
    assert len(table.clauses) == 12
    for row in table.clauses:
        _group, _number, name, y2020, y2025 = row.cells
        [indicator] = by_clause()[row.id]
        assert list(indicator.values) == ["2025"]
        assert_cell(indicator.values["2025"], y2025, row.id)
        assert_cell(indicator.baseline, y2020, row.id)
        assert indicator.baseline_year == (None if indicator.baseline is None else "2020")
        assert squeezed(f"{indicator.name}（{indicator.unit}）") == squeezed(name), row.id


def test_every_number_of_an_indicator_stands_in_its_quote() -> None:
    wrong = []
    for indicator in entries("indicators"):
        for value in (*indicator.values.values(), *((indicator.baseline,) if indicator.baseline else ())):
            digits = set(re.findall(r"[0-9][0-9.]*", indicator.quote.replace(",", "")))
            for number in {value.min, value.max} - {None}:
                word = {"1": "一", "2": "两", "3": "三", "100": "百", "10000": "1万"}.get(number, number)
                if number not in digits and word not in indicator.quote:
                    wrong.append((indicator.id, number, indicator.quote))
    assert wrong == []


def test_what_the_text_leaves_open_is_no_plain_number() -> None:
    words = ("约", "左右", "以上", "以下", "超", "突破", "不少于", "不低于", "不超过", "高于", "～", "以内", "近", "余")
    wrong = [(indicator.id, value.text) for indicator in entries("indicators") for value in indicator.values.values()
             if any(word in value.text for word in words) and value.min is not None and value.min == value.max]
    assert wrong == []


def test_the_targets_of_the_plans_are_there() -> None:
    """Every document that says 到2025年 (2026, 2027) with a figure has an indicator in a clause that says so."""
    said = {name.partition(".")[0] for name, text in texts().items() if re.search(r"[到至]202[5-9]年(?:底|末)?，[^。]{0,60}[0-9]", text)}
    assert said - {indicator.clause.partition(".")[0] for indicator in entries("indicators")} == set()


# --- penalties ---


def fines(text: str) -> list[tuple[int | None, int]]:
    """(least, most) of every fine that a text threatens."""
    found: list[tuple[int | None, int]] = []
    for match in re.finditer(rf"处以?(?:{SUM}以上)?{SUM}以下(?:的)?罚款", text):
        low, low_scale, high, high_scale = match.groups()
        least = int(Decimal(low) * SCALE[low_scale or ""]) if low else None
        found.append((least, int(Decimal(high) * SCALE[high_scale or ""])))
    return found


def test_every_fine_has_its_range() -> None:
    in_text = Counter((name, *fine) for name, text in texts().items() if name.partition(".")[0] != "amendment-2020" for fine in fines(text))
    read = Counter((entry.clause, entry.min_yuan, entry.max_yuan) for entry in entries("penalties") if entry.max_yuan is not None)
    assert read == in_text and len(read) >= 5


def test_the_fines_of_the_regulations() -> None:
    read = {entry.clause: (entry.min_yuan, entry.max_yuan, entry.optional, entry.authority)
            for entry in entries("penalties") if entry.max_yuan is not None}
    gas, transport = "燃气管理部门", "道路运输管理机构"
    expected = {
        "gas-2018.44": (50_000, 500_000, False, gas), "gas-2018.46": (None, 10_000, True, gas), "taxi-2003.37": (500, 1_000, False, transport),
        "taxi-2003.38": (100, 1_000, False, transport), "taxi-2003.39": (1_000, 3_000, False, transport),
    }
    assert {clause: read[clause] for clause in expected} == expected


def test_the_articles_that_a_penalty_is_for() -> None:
    articles = {entry.id: set(entry.articles) for entry in entries("penalties")}
    of = {clause: set().union(*(found for name, found in articles.items() if name.startswith(clause + "/"))) for clause in
          ("taxi-2003.36", "taxi-2003.37", "taxi-2003.38", "taxi-2003.39")}
    assert {"taxi-2003.8", "taxi-2003.13", "taxi-2003.34.k2"} <= of["taxi-2003.36"]
    assert {"taxi-2003.19", "taxi-2003.20", "taxi-2003.21", "taxi-2003.22.2", "taxi-2003.22.4"} <= of["taxi-2003.37"]
    assert {f"taxi-2003.23.{n}" for n in (2, 4, 6, 7, 8)} | {"taxi-2003.26"} <= of["taxi-2003.38"]
    assert not {"taxi-2003.23.1", "taxi-2003.23.3", "taxi-2003.23.5"} & of["taxi-2003.38"], "not named by article 38"
    assert of["taxi-2003.39"] == {"taxi-2003.31"}


# --- eligibility ---


def hukou_leaves() -> list[Condition]:
    return [leaf for entry in entries("eligibility") if entry.clause.startswith("talent-hukou-2024.") for leaf in leaves(entry.condition)]


@pytest.mark.parametrize("article", ["4", "5", "6"])
def test_every_age_and_month_of_the_hukou_rules_can_be_evaluated(article: str) -> None:
    """Each 周岁 and 个月 of articles 4 to 6 is a leaf with the comparison that its words make."""
    missing = []
    for name, text in texts().items():
        if not (name == f"talent-hukou-2024.{article}" or name.startswith(f"talent-hukou-2024.{article}.")):
            continue
        for match in re.finditer(r"(超过|不超过|不少于)?([0-9]+)(周岁|个月)(以下)?", text):
            before, number, unit, after = match.groups()
            before = "不超过" if text[max(0, match.start() - 1) : match.start()] == "不" and before == "超过" else before
            op = {"超过": ">", "不超过": "<=", "不少于": ">="}.get(before or "", "<=" if after else "?")
            if not [leaf for leaf in hukou_leaves() if leaf.clause == name and (leaf.op, leaf.value) == (op, number)
                    and leaf.unit == {"周岁": "岁", "个月": "个月"}[unit]]:
                missing.append((name, match.group()))
    assert missing == []


def test_nobody_is_younger_than_the_text_says() -> None:
    """The other way round: each age or number of months of a leaf stands in the text of its clause."""
    wrong = [(leaf.clause, leaf.text) for leaf in hukou_leaves() if leaf.value is not None and leaf.unit in ("岁", "个月")
             and leaf.clause.split(".")[1] in "456" and not re.search(rf"(?<![0-9]){leaf.value}(周岁|个月)", texts()[leaf.clause])]
    assert wrong == []


def test_every_leaf_with_a_number_can_be_compared() -> None:
    for entry in entries("eligibility"):
        for leaf in leaves(entry.condition):
            compared = [leaf.measure is not None, leaf.op is not None, leaf.value is not None]
            assert all(compared) or not (compared[1] or compared[2]), (entry.id, leaf.text)
            if leaf.value is not None:
                Decimal(leaf.value)
            assert leaf.clause.partition(".")[0] == entry.clause.partition(".")[0], (entry.id, leaf.clause)


# --- rights, duties, deadlines, definitions ---

CHINESE = {1: "一", 2: "二两", 3: "三", 4: "四", 5: "五", 6: "六", 7: "七", 8: "八", 9: "九", 10: "十", 12: ("十二",), 15: ("十五",)}



def test_a_right_that_points_to_a_document_points_to_one_of_ours_or_a_title() -> None:
    for right in entries("rights"):
        if right.points_to and re.fullmatch(r"[a-z0-9-]+", right.points_to):
            assert right.points_to in real().entries, right.id


def test_every_deadline_says_when() -> None:
    for deadline in entries("deadlines"):
        assert (deadline.number is None) == (deadline.unit is None), deadline.id
        if deadline.number is not None:
            assert any(word in deadline.quote for word in (str(deadline.number), *CHINESE.get(deadline.number, ()))), deadline.id


def test_every_forbidding_duty_forbids() -> None:
    """A must_not rests on a clause (or the clause above it) that says so."""
    wrong = []
    for duty in entries("duties"):
        if duty.kind == "must_not":
            around = [name for name in real().clauses if duty.clause == name or duty.clause.startswith(name + ".")]
            if not re.search("不|禁|严防|杜绝|避免|取消", duty.quote + "".join(texts()[name] for name in around)):
                wrong.append(duty.id)
    assert wrong == []


# --- terms ---

TAXONOMIES = {"industries": "industries", "award_types": "award_types", "recipients": "recipients", "levels": "levels"}


@pytest.mark.parametrize("name", TAXONOMIES)
def test_every_term_has_a_definition_and_a_name(name: str) -> None:
    terms = strict_yaml.load(DATA / "taxonomy" / f"{name}.yml")[TAXONOMIES[name]]
    assert len({term["id"] for term in terms}) == len({term["name"] for term in terms}) == len(terms)
    assert [term["id"] for term in terms if len(term["definition"]) < 5 or not term["name"]] == []
    assert [term["id"] for term in terms if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", term["id"])] == []


def test_codes_of_the_national_standard_look_like_codes() -> None:
    codes = {term.code for term in real().facts.industries.values() if term.code}
    assert codes and all(re.fullmatch(r"[A-T]|[0-9]{2,4}", code) for code in codes)


def used_terms() -> dict[str, set[str]]:
    used: dict[str, set[str]] = {name: set() for name in TAXONOMIES}
    for facts in real().facts.facts.values():
        used["industries"] |= set(facts.industries)
        for kind in KINDS:
            for entry in getattr(facts, kind):
                used["industries"] |= set(getattr(entry, "industries", None) or ())
                used["recipients"] |= set(getattr(entry, "recipients", ()))
                used["award_types"] |= {entry.type} if hasattr(entry, "type") else set()
                used["levels"] |= {entry.level} if getattr(entry, "level", None) else set()
    return used


@pytest.mark.parametrize("name", TAXONOMIES)
def test_every_term_that_is_used_exists(name: str) -> None:
    assert used_terms()[name] and used_terms()[name] <= set(getattr(real().facts, name))


@pytest.mark.parametrize("name", TAXONOMIES)
def test_no_term_is_idle(name: str) -> None:
    """A term that nothing carries has an empty page."""
    assert set(getattr(real().facts, name)) - used_terms()[name] == set()


@pytest.mark.parametrize("kind", ["awards", "rights", "eligibility", "duties", "penalties"])
def test_every_entry_is_somebodys(kind: str) -> None:
    assert [entry.id for entry in entries(kind) if not entry.recipients] == []
