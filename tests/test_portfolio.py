"""政策体检: what a profile of a company brings, the same in Python and in the browser; its page."""

from __future__ import annotations

import copy
import functools
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from generator.calculators.portfolio import FIGURES, check_up
from generator.calculators.portfolio_command import ProfileError, read_profile
from generator.calculators.portfolio_data import pack, script
from generator.calculators.profile_checks import check_profile
from generator.model.profile import Profile, ProfileField, ProfileOption, ProfileSection
from tests.browser import Watch, axe, overflow
from tests.portfolio_cases import CHECK, Engine, example, favourable, profiles, sources
from tests.support import MINIMAL, real, run

TODAY = "2026-11-21"
FIRM: dict[str, Any] = {"place": "sip", "kind": ["firm"], "industries": ["artificial-intelligence"]}
FILE = '{"format": "suzhou-policy-handbook/profile", "profile": %s}'


@functools.cache
def data() -> dict[str, Any]:
    return pack(real())


def checked(profile: dict[str, Any], today: str = TODAY) -> dict[str, Any]:
    return check_up(data(), profile, today)


def by_id(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {claim["id"]: claim for claim in report["claims"]}


def amount(text: str) -> Any:
    return float("inf") if text == "inf" else Fraction(text)


# --- one truth in two engines ---


@pytest.fixture(scope="module")
def in_browser(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The check-up of the page, on a blank page that was opened from disk."""
    folder = tmp_path_factory.mktemp("portfolio")
    scripts = sources(folder, data())
    blank = folder / "blank.html"
    tags = "".join(f'<script src="{one}"></script>' for one in scripts)
    blank.write_text('<!DOCTYPE html><meta charset="utf-8"><title>blank</title>' + tags, "utf-8")
    page = browser.new_page()
    watch = Watch(page, (blank.as_uri(), *scripts))
    page.goto(blank.as_uri())
    yield lambda cases: json.loads(page.evaluate(CHECK, json.dumps(cases)))
    page.close()
    assert watch.problems == []


def test_python_and_the_browser_report_the_same(in_browser: Engine) -> None:
    cases = [(example(), TODAY), ({}, TODAY), ({"answers": {}}, TODAY), *profiles(data(), 60)]
    states: dict[str, int] = {}
    for (profile, today), theirs in zip(cases, in_browser(cases), strict=True):
        ours = json.loads(json.dumps(checked(profile, today)))
        assert ours == theirs, next((a, b) for key in ours for a, b in zip(ours[key], theirs[key]) if a != b)
        for claim in ours["claims"]:
            states[claim["state"]] = states.get(claim["state"], 0) + 1
    assert min(states.get(state, 0) for state in ("counted", "open", "pending", "merged", "dropped", "no", "expired")) > 0, states


def test_the_script_of_the_page_is_small() -> None:
    assert len(script(data()).encode()) < 450_000


# --- figures and sums ---


def test_every_claim_and_sum_keeps_its_bounds() -> None:
    counted = 0
    for profile, today in profiles(data(), 60, seed=2):
        report = checked(profile, today)
        for claim in report["claims"]:
            sure, likely, most = (amount(claim[name]) for name in FIGURES)
            assert 0 <= sure <= likely <= most, claim["id"]
            if claim["state"] == "counted":
                counted += 1
                assert all(amount(claim["worth"][name]) >= amount(claim[name]) for name in FIGURES)
            elif claim["was"] != "counted":
                assert sure == likely == 0
        for name in ("company", "saving", "people"):
            row = report["sums"][name]
            assert Fraction(row["sure"]) <= Fraction(row["likely"]) <= Fraction(row["most"])
            assert row["most_text"].endswith("以上") == (row["unlimited"] > 0)
    assert counted > 300


def test_a_sum_is_that_of_its_claims_where_no_ceiling_cuts_it() -> None:
    report = checked(example())
    counted = [claim for claim in report["claims"] if claim["state"] == "counted"]
    assert not any(row["most"]["cut"] != "0" for row in report["caps"])
    for name in FIGURES:
        assert Fraction(report["sums"]["company"][name]) == sum(Fraction(claim["worth"][name]) for claim in counted if not claim["person"])


def test_telling_more_never_widens_what_is_still_possible() -> None:
    """An open claim that is confirmed brings no more than its ceiling said while it was open."""
    before = by_id(checked({**FIRM, "compute": "800"}))["ai-plus-2025-compute-voucher/award"]
    after = by_id(checked({**FIRM, "compute": "800", "statements": ["tech-firm", "compute-user"]}))["ai-plus-2025-compute-voucher/award"]
    assert before["state"] == "open" and after["state"] == "counted"
    assert amount(after["most"]) <= amount(before["most"]) == 1_600_000
    assert after["sure"] == "0" and after["likely"] == "1600000"  # 按20%: at most, or exactly: the text allows both


def test_the_unit_of_a_field_goes_with_its_figure() -> None:
    written = [by_id(checked({**FIRM, "compute": text, "statements": ["tech-firm", "compute-user"]}))["ai-plus-2025-compute-voucher/award"]["likely"]
               for text in ("800", "８００", "800万元", "8,000,000元", " 800 ")]
    assert written == ["1600000"] * 5


# --- merged and dropped ---


def test_one_benefit_in_four_documents_counts_once() -> None:
    report = checked(example())
    claims = by_id(report)
    first = claims["ai-plus-2025-compute-voucher/award"]
    assert first["state"] == "counted"
    others = [claim for claim in claims.values() if claim["benefit"] == "compute-voucher" and claim is not first]
    assert len(others) == 3 and {claim["state"] for claim in others} == {"merged"}
    assert {claim["why"] for claim in others} == {first["id"]} and sorted(first["also"]) == sorted(claim["id"] for claim in others)


def test_restatements_with_other_amounts_are_a_conflict_and_the_sum_takes_the_higher_of_each_bound() -> None:
    claims = by_id(checked(example()))
    first = claims["software-2025-first-software/award"]  # 30万元; “人工智能+”: 最高200万元
    assert first["conflict"] and first["amounts"] == ["30万元"]
    assert claims["ai-plus-2025-first-software/award"]["amounts"] == ["最高200万元"]
    assert first["worth"] == {"sure": "300000", "likely": "300000", "most": "2000000"}
    assert not claims["ai-plus-2025-model-compute/award"]["conflict"]


def test_the_lower_of_two_for_one_title_is_dropped_by_the_rule_of_its_document() -> None:
    report = checked(example())
    dropped = [claim for claim in report["claims"] if claim["state"] == "dropped"]
    assert [claim["id"] for claim in dropped] == ["embodied-robots-2025-training-base/award"]
    assert dropped[0]["why"] == "software-2025-training-base/award" and dropped[0]["rule"] == "embodied-robots-2025.closing/no-stacking"
    assert by_id(report)["software-2025-training-base/award"]["worth"] == {"sure": "500000", "likely": "500000", "most": "1000000"}


def test_nothing_is_dropped_without_a_rule_nor_within_one_calculator() -> None:
    rules = {rule["id"]: rule for rule in data()["rules"]}
    dropped = 0
    for profile, today in profiles(data(), 40, seed=3):
        claims = by_id(checked(profile, today))
        for claim in claims.values():
            if claim["state"] == "dropped":
                first, rule = claims[claim["why"]], rules[claim["rule"]]
                dropped += 1
                assert first["calculator"] != claim["calculator"] and first["item"] == claim["item"] and first["state"] == "counted"
                assert rule["kind"] == "no_stacking" and rule["document"] in (claim["document"], first["document"])
    assert dropped > 2


def made(name: str, document: str, sure: int, most: int, **more: Any) -> dict[str, Any]:
    """A calculator that gives `sure`, or at most `most`, to everyone; and its claim."""
    parameter = {"name": "sum", "label": "数额", "type": "money", "value": str(most), "unit": "元", "clause": None, "quote": None}
    result = {"name": "award", "title": name, "value": "sum", "low": None, "high": None, "when": None, "awards": [name], "only": {}, "total": False,
              "bound": "exact" if sure == most else "at_most", "or_bound": None, "question": None, "recipient": None, "payer": None, "period": None,
              "scope": None, "kind": "amount", "note": None, "clauses": []}
    program = {"id": name, "inputs": [], "repeats": [], "parameters": [parameter], "readings": [], "steps": [], "results": [result]}
    claim = {"id": f"{name}/award", "calculator": name, "results": ["award"], "title": name, "awards": [name], "document": document,
             "jurisdictions": ["suzhou"], "industries": ["all"], "recipients": ["enterprise"], "person": False, "benefit": None, "kind": "amount",
             "optional": False, "item": "plans=thing", "from": None, "to": None, **more}
    return {"program": program, "claim": claim}


def rule(document: str, **more: Any) -> dict[str, Any]:
    return {"id": f"{document}/rule", "document": document, "kind": "no_stacking", "scope": "subject", "same_kind_only": True, "local": False,
            "across": False, "cap_yuan": None, "awards": [], **more}


def of(rules: list[dict[str, Any]], *parts: dict[str, Any]) -> dict[str, Any]:
    return check_up({"profile": {"sections": []}, "programs": {part["claim"]["calculator"]: part["program"] for part in parts},
                     "claims": [part["claim"] for part in parts], "rules": rules}, {}, TODAY)


def states(report: dict[str, Any]) -> dict[str, str]:
    return {claim["calculator"]: claim["state"] for claim in report["claims"]}


def test_a_rule_reaches_as_far_as_its_words() -> None:
    high, low = made("high", "a", 50, 50), made("low", "b", 30, 30)
    assert states(of([], high, low)) == {"high": "counted", "low": "counted"}
    for document in ("a", "b"):  # either document's rule is enough
        assert states(of([rule(document)], high, low)) == {"high": "counted", "low": "dropped"}
    assert states(of([rule("c")], high, low)) == {"high": "counted", "low": "counted"}
    away = made("low", "b", 30, 30, jurisdictions=["jiangsu"])
    assert states(of([rule("a", local=True)], high, away))["low"] == "counted"  # 本市 policies only
    assert states(of([rule("a")], high, away))["low"] == "dropped"
    beside = made("low", "a", 30, 30)
    assert states(of([rule("a", across=True)], high, beside))["low"] == "counted"  # 与其他文件: not within its own
    assert states(of([rule("a")], high, beside))["low"] == "dropped"
    person = made("low", "b", 30, 30, person=True)
    assert states(of([rule("a")], high, person))["low"] == "counted"
    other = made("low", "b", 30, 30, item="plans=other")
    assert states(of([rule("a")], high, other))["low"] == "counted"


def test_the_sum_of_a_matter_is_the_higher_of_each_bound() -> None:
    report = of([rule("a")], made("fixed", "a", 50, 50), made("ceiling", "b", 0, 300))
    assert states(report) == {"fixed": "counted", "ceiling": "dropped"}
    assert [report["sums"]["company"][name] for name in FIGURES] == ["50", "50", "300"]


def test_the_letter_of_a_rule_on_all_policies_leaves_the_highest_of_each_bound() -> None:
    parts = made("own", "a", 50, 50), made("other", "b", 0, 300, item="plans=other"), made("third", "c", 20, 20, item="plans=third")
    [row] = of([rule("a", same_kind_only=False)], *parts)["strict"]
    assert [row[name] for name in FIGURES] == ["50", "50", "300"] and len(row["claims"]) == 3
    assert of([rule("a", same_kind_only=False)], parts[0])["strict"] == []
    assert of([rule("a", same_kind_only=False, scope="item_or_project")], *parts)["strict"] == []
    [row] = checked(example())["strict"]
    assert row["rule"] == "embodied-robots-2025.closing/no-stacking" and row["most"] == "10000000"


def test_one_bill_that_two_policies_subsidise_is_asked_about() -> None:
    [row] = checked(example())["shared"]
    assert row["item"] == "compute" and len(row["claims"]) == 2
    assert row["likely"] == "1600000"  # 300万元 and 160万元: with one of them 300万元


# --- ceilings ---


def test_the_ceiling_of_eight_million_holds() -> None:
    profile = {**FIRM, "industries": ["cross-border-ecommerce"], "answers": favourable(data(), "xborder-measures-2025", "9000万元")}
    report = checked(profile)
    [row] = [row for row in report["caps"] if row["rule"] == "xborder-measures-2025.6.18/overall-cap"]
    own = [claim for claim in report["claims"] if claim["state"] == "counted" and claim["document"] == "xborder-measures-2025"]
    assert sorted(row["claims"]) == sorted(claim["id"] for claim in own) and len(own) >= 4
    for name in ("likely", "most"):
        total = sum(amount(claim[name]) for claim in own)
        assert total > 8_000_000 and amount(row[name]["before"]) == total and row[name]["after"] == "8000000"
        assert row[name]["cut"] == ("0" if total == float("inf") else str(total - 8_000_000))
    others = [claim for claim in report["claims"]
              if claim["state"] == "counted" and claim not in own and not claim["person"] and claim["kind"] == "amount"]
    assert Fraction(report["sums"]["company"]["most"]) == 8_000_000 + sum(amount(claim["worth"]["most"]) for claim in others)


def test_what_has_no_ceiling_of_its_own_is_bounded_by_that_of_its_document() -> None:
    cap = rule("a", kind="overall_cap", cap_yuan="100", awards=["open", "fixed"])
    open_ended, fixed = made("open", "a", 40, 40), made("fixed", "a", 30, 30, item="plans=other")
    open_ended["program"]["results"][0]["bound"] = "at_least"
    row = of([cap], open_ended, fixed)["sums"]["company"]
    assert [row[name] for name in FIGURES] == ["70", "70", "100"] and row["unlimited"] == 0
    row = of([], open_ended, fixed)["sums"]["company"]
    assert [row[name] for name in FIGURES] == ["70", "70", "70"] and row["unlimited"] == 1 and row["most_text"] == "70元以上"


# --- who, where, when ---


def test_a_word_that_is_not_ticked_is_unknown_not_no() -> None:
    claim = by_id(checked(FIRM))["ai-plus-2025-vertical-model/award"]
    assert claim["state"] == "open" and claim["missing"]
    claim = by_id(checked({**FIRM, "answers": {"ai-plus-2025-vertical-model": {"chosen": "否"}}}))["ai-plus-2025-vertical-model/award"]
    assert claim["state"] == "no"


def test_what_could_still_be_excluded_by_an_unanswered_question_is_not_counted() -> None:
    ticked = {"certificates": ["vertical-model"]}
    claim = by_id(checked({**FIRM, **ticked}))["ai-plus-2025-vertical-model/award"]
    assert claim["state"] == "counted" and claim["unsaid"] == []
    for missing, label in (("kind", "性质"), ("industries", "行业")):
        profile = {**FIRM, **ticked}
        del profile[missing]
        claim = by_id(checked(profile))["ai-plus-2025-vertical-model/award"]
        assert claim["state"] == "open" and claim["unsaid"] == [label] and label in claim["missing"]
    profile = {**FIRM, **ticked}
    del profile["place"]  # every place of the list is in 苏州
    assert by_id(checked(profile))["ai-plus-2025-vertical-model/award"]["state"] == "counted"


def test_changshu_brings_its_relief_and_other_places_do_not() -> None:
    for place in ("changshu", "sip", "kunshan"):
        found = {claim["document"] for claim in checked({**FIRM, "place": place, "industries": ["manufacturing"]}, "2022-05-01")["claims"]}
        assert ("changshu-relief-2022" in found) == (place == "changshu")


def test_what_has_expired_or_not_begun_is_told_and_not_counted() -> None:
    profile = {**FIRM, "place": "changshu", "industries": ["manufacturing"], "answers": favourable(data(), "changshu-relief-2022", "100万元")}
    on = {day: checked(profile, day) for day in ("2022-05-01", TODAY)}
    assert on["2022-05-01"]["sums"]["saving"]["count"] > 3
    assert on[TODAY]["sums"]["saving"]["count"] == 0
    assert {claim["state"] for claim in on[TODAY]["claims"] if claim["document"] == "changshu-relief-2022"} <= {"expired", "no"}
    assert {claim["state"] for claim in checked(example(), "2024-12-31")["claims"] if claim["document"] == "software-2025"} <= {"pending", "no"}


def test_what_cannot_be_read_is_said_and_left_unknown() -> None:
    told = {"ai-plus-2025-events": {"event": "是", "events": "三场"}}
    report = checked({**FIRM, "compute": "很多", "statements": ["compute-user", "tech-firm"], "answers": told})
    assert [error[:2] for error in report["errors"]] == [["", "compute"], ["ai-plus-2025-events", "events"]]
    assert by_id(report)["ai-plus-2025-compute-voucher/award"]["state"] == "open"
    assert by_id(report)["ai-plus-2025-events/award"]["missing"] == ["举办的活动场数"]


def test_readings_of_one_benefit_are_one_claim() -> None:
    for prefix in ("capital-market-2023-merger", "producer-leaders-2020-growth"):
        assert len([claim for claim in data()["claims"] if claim["calculator"] == prefix]) == 1
    told = {"listed": "是", "major": "是", "local": "是", "deal": "1亿元", "net_assets": "1亿元"}
    claim = by_id(checked({**FIRM, "answers": {"capital-market-2023-merger": told}}, "2024-01-01"))["capital-market-2023-merger/award"]
    assert claim["state"] == "counted" and len(claim["amounts"]) > 1
    assert amount(claim["sure"]) <= amount(claim["likely"]) < amount(claim["most"])


def test_no_claim_is_the_countys() -> None:
    assert not [claim["id"] for claim in data()["claims"] if "leading-projects" in claim["id"]]


# --- the profile ---


def test_the_example_is_made_up_says_so_and_is_known_to_this_edition() -> None:
    profile, left_out = read_profile(data(), FILE % json.dumps(example()))
    assert left_out == [] and profile == example() and "虚构" in profile["company"]


def problems(change: Callable[[ProfileField], ProfileField]) -> list[str]:
    sections = tuple(ProfileSection(section.name, section.title, tuple(map(change, section.fields))) for section in real().profile.sections)
    return [str(problem) for problem in check_profile(replace(real(), profile=Profile(sections)))]


def test_the_profile_and_the_calculators_agree() -> None:
    assert [str(problem) for problem in check_profile(real())] == []
    rename = problems(lambda field: replace(field, name="calculation") if field.name == "compute" else field)
    assert any("has no field 'compute'" in one and "data/calculators/ai-plus-2025-compute-voucher.yml:" in one for one in rename)
    assert any("calculation: is used by no calculator" in one for one in rename)
    assert any("the field is date, the input money" in one
               for one in problems(lambda field: replace(field, type="date", unit=None) if field.name == "compute" else field))
    more = ProfileOption("nobody", "没有人")
    assert any("word 'nobody' is used by no calculator" in one
               for one in problems(lambda field: replace(field, options=(*field.options, more)) if field.name == "plans" else field))
    assert any("'nobody' is not in the taxonomy of industries" in one
               for one in problems(lambda field: replace(field, options=(*field.options, more)) if field.name == "industries" else field))
    fewer = problems(lambda field: replace(field, options=field.options[1:]) if field.name == "plans" else field)
    assert any("the field has no word 'compute-voucher'" in one for one in fewer)
    assert any("unit of money" in one for one in problems(lambda field: replace(field, unit="人") if field.name == "rd" else field))


BAD = [
    ("", "不是 JSON"), ("{", "不是 JSON"), ("[]", "不是从本手册保存"), ('{"format": "x", "profile": {}}', "不是从本手册保存"), (FILE % "[]", "不是从本手册保存"),
    (FILE % '{"place": 5}', "“所在地”写得不对"), (FILE % '{"plans": "model"}', "“计划”写得不对"), (FILE % '{"plans": [1]}', "“计划”写得不对"),
    (FILE % '{"rd": ["1"]}', "“研发投入”写得不对"), (FILE % '{"answers": []}', "“确认”部分"), (FILE % '{"answers": {"x": {"y": 1}}}', "“确认”部分"),
]


@pytest.mark.parametrize("text, message", BAD)
def test_a_file_that_is_no_profile_is_refused(text: str, message: str) -> None:
    with pytest.raises(ProfileError, match=message):
        read_profile(data(), text)


def test_words_that_this_edition_does_not_know_are_named_and_left_out() -> None:
    profile, left_out = read_profile(data(), FILE % json.dumps({
        "place": "mars", "plans": ["model", "fly"], "horoscope": "x", "rd": "5",
        "answers": {"gone-2020-x": {"a": "是"}, "ai-plus-2025-events": {"event": "是", "b": "1"}}}))
    assert profile == {"plans": ["model"], "rd": "5", "answers": {"ai-plus-2025-events": {"event": "是"}}}
    assert left_out == ["所在地：mars", "计划：fly", "horoscope", "gone-2020-x：a", "ai-plus-2025-events：b"]


# --- the command line ---


def test_the_command_prints_the_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    saved = tmp_path / "profile.json"
    saved.write_text(FILE % json.dumps(example()), "utf-8")
    done = run(capsys, "portfolio", saved, "--date", TODAY)
    assert done.status == 0
    text = done.out
    for words in ("示例公司（虚构，不是真实企业）", "按2026-11-21计算", "给企业的（9项）：确定80万元；按比例或标准算得540万元；最高2,440万元",
                  "不再重复计入：产业人才公共实训基地支持", "要问清楚", "有效期到2028-03-16", "待确认的", "已失效的"):
        assert words in text
    assert json.loads(run(capsys, "portfolio", saved, "--date", TODAY, "--json").out) == json.loads(json.dumps(checked(example())))


def test_the_command_says_what_is_wrong_with_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = run(capsys, "portfolio", tmp_path / "none.json")
    assert done.status == 1 and "there is no such file" in done.err
    (tmp_path / "bad.json").write_text("[]", "utf-8")
    done = run(capsys, "portfolio", tmp_path / "bad.json")
    assert done.status == 1 and "不是从本手册保存" in done.err


def test_data_without_calculators_have_an_empty_check_up() -> None:
    from generator.handbook import load

    empty = pack(load(MINIMAL))
    assert empty["profile"] == {"sections": []} and check_up(empty, {}, TODAY)["sums"]["company"]["count"] == 0


# --- the page ---

PAGE = "portfolio/index.html"


def opened(page: Any, site: Any, today: str = "2026-11-21T09:00:00") -> Any:
    page.clock.install(time=today)
    page.goto(site.at(PAGE))
    page.clock.run_for(100)
    return page


def with_example(page: Any, site: Any) -> Any:
    opened(page, site)
    page.get_by_role("button", name="看一个例子").click()
    page.locator("#portfolio-counted").wait_for()
    return page


def figures(page: Any) -> list[str]:
    return page.locator(".portfolio-sum").first.locator("dd").all_inner_texts()


def test_the_example_shows_a_whole_report(page: Any, site: Any) -> None:
    with_example(page, site)
    report = checked(example())
    assert "虚构" in page.locator(".portfolio-message").inner_text()
    assert figures(page) == [report["sums"]["company"][f"{name}_text"] for name in FIGURES]
    shown = page.locator("article[data-state=counted]").evaluate_all("nodes => nodes.map(node => node.dataset.claim)")
    assert shown == [claim["id"] for claim in report["claims"] if claim["state"] == "counted"]
    for claim in report["claims"]:
        if claim["state"] in ("merged", "dropped"):
            assert page.locator(f'li[data-claim="{claim["id"]}"][data-state={claim["state"]}]').count() == 1
    dropped = page.locator("li[data-state=dropped]")
    assert "同一主体符合本市多项支持政策的" in dropped.inner_text()
    assert dropped.locator("a[href*='embodied-robots-2025/index.html#closing']").count() == 1
    assert "照字面" in page.locator("#portfolio-questions + ul").inner_text()


def test_links_of_the_report_lead_somewhere(page: Any, file_site: Any, site_dir: Path) -> None:
    with_example(page, file_site)
    addresses = page.locator(".portfolio-report a").evaluate_all("links => links.map(link => link.href)")
    files = {address.split("#")[0].removeprefix(file_site.base) for address in addresses}
    assert len(files) > 30 and [name for name in files if not (site_dir / name).is_file()] == []


def test_a_link_to_a_calculator_carries_what_is_known(page: Any, file_site: Any) -> None:
    with_example(page, file_site)
    page.locator("article[data-claim='ai-plus-2025-compute-voucher/award'] h3 a").click()
    page.locator(".calculator-result").first.wait_for()
    assert "160万元" in page.locator(".calculator-result").first.inner_text()


def test_confirming_an_open_claim_moves_it_up_and_the_focus_goes_with_it(page: Any, site: Any) -> None:
    with_example(page, site)
    name = "ai-plus-2025-national-ai-platform/award"
    claim = page.locator(f"article[data-claim='{name}']")
    assert claim.get_attribute("data-state") == "open"
    claim.get_by_role("radio", name="是", exact=True).focus()
    page.keyboard.press("Space")
    assert claim.get_attribute("data-state") == "counted"
    assert page.evaluate("document.activeElement.dataset.claim") == name
    profile = copy.deepcopy(example())
    profile["answers"]["ai-plus-2025-national-ai-platform"] = {"approved": "是"}
    page.clock.run_for(1000)
    assert checked(profile)["sums"]["company"]["most_text"] in page.locator(".visually-hidden[role=status]").last.inner_text()


def test_a_confirmation_can_be_taken_back(page: Any, file_site: Any) -> None:
    with_example(page, file_site)
    claim = page.locator("[data-claim='ai-plus-2025-national-ai-platform/award']")
    for word, state in (("否", "no"), ("是", "counted"), ("不知道", "open")):
        if state == "counted":
            claim.locator("summary", has_text="已确认1项").click()
        claim.get_by_role("radio", name=word, exact=True).click()
        assert claim.get_attribute("data-state") == state


def test_a_confirmation_that_leaves_a_claim_open_keeps_the_focus(page: Any, file_site: Any) -> None:
    with_example(page, file_site)
    claim = page.locator("article[data-claim='ai-plus-2025-dataset/award']")
    claim.get_by_role("radio", name="是", exact=True).first.focus()
    page.keyboard.press("Space")
    focused = "document.activeElement.closest('[data-claim]').dataset.claim + document.activeElement.value"
    assert claim.get_attribute("data-state") == "open" and page.evaluate(focused) == "ai-plus-2025-dataset/award是"


def test_what_is_typed_counts_and_what_cannot_be_read_is_said_at_its_field(page: Any, file_site: Any) -> None:
    opened(page, file_site)
    page.get_by_label("所在地").select_option("sip")
    page.get_by_label("企业", exact=True).check()
    page.get_by_label("人工智能算力费用", exact=True).fill("很多")
    page.clock.run_for(400)
    field = page.get_by_label("人工智能算力费用", exact=True)
    assert field.get_attribute("aria-invalid") == "true"
    page.locator(".portfolio-errors a").click()
    assert page.evaluate("document.activeElement.name") == "compute"
    field.fill("800")
    page.clock.run_for(400)
    assert field.get_attribute("aria-invalid") is None and page.locator(".portfolio-errors").inner_text() == ""


def test_a_long_list_of_titles_can_be_filtered_and_keeps_what_is_ticked(page: Any, file_site: Any) -> None:
    opened(page, file_site)
    group = page.get_by_role("group", name="认定和称号")
    group.locator("summary").click()
    group.get_by_label("高新技术企业").check()
    group.get_by_role("searchbox").fill("首版次")
    assert group.locator("label:visible").all_inner_texts() == ["高新技术企业", "首版次软件认定"]
    assert group.locator("summary").inner_text().startswith("已选1项")


def test_a_profile_is_saved_as_a_file_and_loaded_again(page: Any, site: Any, tmp_path: Path) -> None:
    with_example(page, site)
    with page.expect_download() as download:
        page.get_by_role("button", name="存成文件").click()
    saved = tmp_path / "saved.json"
    download.value.save_as(saved)
    assert read_profile(data(), saved.read_text("utf-8")) == (example(), [])
    before = figures(page)
    page.get_by_role("button", name="清空").click()
    assert page.locator(".portfolio-sum").count() == 0
    page.locator("input[type=file]").set_input_files(saved)
    page.locator(".portfolio-sum").first.wait_for()
    assert figures(page) == before and page.get_by_label("人工智能算力费用", exact=True).input_value() == "800"


@pytest.mark.parametrize("text, message", BAD)
def test_a_bad_file_is_refused_in_the_same_words_and_nothing_is_lost(page: Any, file_site: Any, text: str, message: str) -> None:
    with_example(page, file_site)
    before = figures(page)
    page.locator("input[type=file]").set_input_files({"name": "bad.json", "mimeType": "application/json", "buffer": text.encode()})
    page.locator(".portfolio-message.is-wrong").wait_for()
    with pytest.raises(ProfileError) as error:
        read_profile(data(), text)
    assert str(error.value) in page.locator(".portfolio-message").inner_text() and message in str(error.value)
    assert figures(page) == before


def test_what_was_there_can_be_brought_back(page: Any, file_site: Any) -> None:
    opened(page, file_site)
    page.get_by_label("人工智能算力费用", exact=True).fill("123")
    page.get_by_role("button", name="看一个例子").click()
    assert page.get_by_label("人工智能算力费用", exact=True).input_value() == "800"
    page.get_by_role("button", name="恢复刚才填的").click()
    assert page.get_by_label("人工智能算力费用", exact=True).input_value() == "123"


def test_nothing_is_kept_in_the_browser_unless_the_reader_asks(page: Any, http_site: Any) -> None:
    stored = "Object.keys(localStorage).filter(key => localStorage[key].includes('suzhou-policy-handbook/profile'))"
    with_example(page, http_site)
    assert page.evaluate(stored) == [] and page.evaluate("location.hash") == ""
    remember = page.get_by_label("在这个浏览器里记住所填内容")
    remember.check()
    assert len(page.evaluate(stored)) == 1
    page.get_by_label("人工智能算力费用", exact=True).fill("700")
    page.reload()
    page.clock.run_for(400)
    assert page.get_by_label("人工智能算力费用", exact=True).input_value() == "700" and remember.is_checked()
    page.get_by_role("button", name="清空").click()
    page.reload()
    assert page.get_by_label("人工智能算力费用", exact=True).input_value() == "700"  # clearing the form is not forgetting
    remember.uncheck()
    assert page.evaluate(stored) == []


def test_a_link_carries_the_profile_and_a_broken_one_breaks_nothing(new_page: Callable[..., Any], http_site: Any) -> None:
    page = with_example(new_page(permissions=["clipboard-read", "clipboard-write"]), http_site)
    before = figures(page)
    page.get_by_role("button", name="复制链接").click()
    page.locator(".portfolio-message", has_text="已复制链接").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    assert "#profile=" in link and len(link) <= 2000
    other = new_page()
    other.goto(link)
    other.locator(".portfolio-sum").first.wait_for()
    assert figures(other) == before
    for code in ("%%%", "AAAA", ""):
        third = new_page()
        third.goto(http_site.at(PAGE) + "#profile=" + code)
        third.locator(".portfolio-message.is-wrong").wait_for()


def test_the_readers_date_decides(page: Any, file_site: Any) -> None:
    opened(page, file_site, "2029-01-01T09:00:00")
    page.get_by_role("button", name="看一个例子").click()
    page.locator("#portfolio-expired").wait_for()
    assert figures(page) == [checked(example(), "2029-01-01")["sums"]["company"][f"{name}_text"] for name in FIGURES]


def test_the_page_is_accessible_and_fits(new_page: Callable[..., Any], file_site: Any, screen: str) -> None:
    for scheme in ("light", "dark"):
        page = opened(new_page(screen, color_scheme=scheme), file_site)
        assert axe(page) == [] and overflow(page) == []
        page.get_by_role("button", name="看一个例子").click()
        page.locator("#portfolio-counted").wait_for()
        page.evaluate("for (const box of document.querySelectorAll('policy-portfolio details')) box.open = true")
        assert axe(page) == [] and overflow(page) == []


def test_the_printed_report_has_the_profile_and_a_table_and_no_form(page: Any, file_site: Any) -> None:
    with_example(page, file_site)
    page.emulate_media(media="print")
    assert not page.locator(".portfolio-form").is_visible() and not page.locator(".portfolio-actions").is_visible()
    assert "示例公司（虚构，不是真实企业）" in page.locator(".portfolio-filled").inner_text()
    assert page.locator(".portfolio-table").is_visible()
    assert page.locator(".portfolio-table tbody tr").count() == checked(example())["sums"]["company"]["count"]
    assert not page.locator(".portfolio-ask").first.is_visible() and page.locator(".portfolio-depends").first.is_visible()


def test_without_scripts_the_page_says_where_to_look(new_page: Callable[..., Any], file_site: Any) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(file_site.at(PAGE))
    assert page.get_by_role("link", name="全部奖补").last.is_visible()
