"""The calculators as a reader meets them: filled in by keyboard, answered, taken along, printed, without a script; from a server and from disk."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import lxml.html
import pytest

from tests.browser import ROOT, axe, overflow
from tests.conftest import Site

LIST = "calculators/index.html"
EQUIPMENT = "calculators/icv-2025-equipment/index.html"
READINGS = "calculators/xborder-measures-2025-independent-site/index.html"
ROWS = "calculators/capital-market-2023-refinancing/index.html"
INSTITUTE = "calculators/icv-2025-advanced-institute/index.html"
VOUCHER = "calculators/innovation-voucher-2023-voucher/index.html"
HUKOU = "calculators/talent-hukou-2024-check/index.html"
FILLED = {
    EQUIPMENT: "manufacturer=是&investment=6000",
    READINGS: "traded=是&cost=155",
    ROWS: "listed=是&here=25000、15000、10000",
    INSTITUTE: "recognised=是&rd=20000、20000、20000",
    VOUCHER: "registered=是&good_faith=是&unrelated=是&tech_sme=是&place=county&testing=101&research=150&finance=300&other=41",
    HUKOU: "suzhou_hukou=否&criminal=否&barred=否&age=38&education=本科学历",
}
IN_FORCE, EXPIRED, BEFORE = datetime(2025, 8, 1), datetime(2028, 1, 1), datetime(2025, 1, 1)


def amounts(page: Any) -> list[str]:
    """The answers in their order, as text, without the badge of their bound."""
    return page.locator(".calculator-result .calculator-amount").evaluate_all("all => all.map(one => one.firstChild.textContent)")


def state(page: Any) -> dict[str, str]:
    """What the address says is filled in."""
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).fragment).items()}


def investment(page: Any) -> Any:
    return page.get_by_role("textbox", name="项目当年度设备投资额")


def download(page: Any, button: str, folder: Path) -> Path:
    with page.expect_download() as found:
        page.get_by_role("button", name=button).click()
    path = folder / found.value.suggested_filename
    found.value.save_as(path)
    return path


# --- filling in ---


def test_filled_in_by_keyboard(site: Site, page: Any) -> None:
    page.goto(site.at(EQUIPMENT))
    page.locator(".calculator-form input[type=radio]:checked").focus()
    page.keyboard.press("ArrowRight")  # 不知道 is the last: on to the first, 是
    page.keyboard.press("Tab")
    page.keyboard.type("6000")
    assert amounts(page) == ["300万元"]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "calculator-title", "Enter leads to the answer"
    steps = page.locator(".calculator-steps li")
    assert "6,000万元 × 奖励比例 5% ＝ 300万元" in steps.last.inner_text()
    assert steps.count() == steps.filter(has=page.locator("a[href*='icv-2025/index.html#1.3']")).count(), "each step leads to its clause"


def test_the_address_keeps_what_is_filled_in(site: Site, page: Any, new_page: Callable[..., Any]) -> None:
    page.goto(site.at(ROWS))
    page.get_by_label("是", exact=True).check()
    page.get_by_role("textbox", name="募集资金投资于苏州部分").fill("25000")
    page.get_by_role("button", name="再加第2次").click()
    assert page.evaluate("document.activeElement.id") == "calc-here-1", "the new row has the keyboard"
    page.keyboard.type("15000")
    assert amounts(page) == ["200万元"]
    assert state(page) == {"listed": "是", "here": "25000、15000"}
    other = new_page()
    other.goto(page.url)
    assert other.locator("#calc-here-1").input_value() == "15000"
    assert amounts(other) == ["200万元"]
    other.get_by_role("button", name="删去第1次").click()
    assert state(other)["here"] == "15000"
    assert amounts(other) == ["75万元"]
    other.get_by_role("button", name="清空").click()
    assert state(other) == {} and other.locator("#calc-here-1").count() == 0


def test_words_in_the_address_are_understood(page: Any, file_site: Site) -> None:
    """As `calculate` takes them: labels for names, labels of options, units written out, full-width digits; the unknown is named."""
    page.goto(file_site.at(EQUIPMENT) + "#是制造业企业=有&项目当年度设备投资额=６０００万元&colour=red")
    assert amounts(page) == ["300万元"]
    assert investment(page).input_value() == "６０００", "the unit stands beside the field"
    assert "colour" in page.locator(".calculator-warning").inner_text()


def test_a_link_inside_the_page_keeps_the_answers(page: Any, file_site: Site) -> None:
    page.goto(file_site.at(EQUIPMENT) + "#manufacturer=是&investment=6000")
    page.locator(".outline a[href='#parameters']").click()
    assert amounts(page) == ["300万元"] and investment(page).input_value() == "6000"


def test_unknown_is_not_no(page: Any, file_site: Site) -> None:
    page.goto(file_site.at(EQUIPMENT) + "#investment=6000")
    result = page.locator(".calculator-result")
    assert result.get_attribute("data-status") == "depends"
    page.locator(".calculator-nearest a", has_text="是制造业企业").click()
    assert page.evaluate("document.activeElement.name") == "calc-manufacturer-0", "what is missing leads to its field"
    page.get_by_label("否", exact=True).check()
    assert result.get_attribute("data-status") == "no"


def test_large_sums_are_read_back(page: Any, file_site: Site) -> None:
    page.goto(file_site.at(EQUIPMENT))
    investment(page).fill("60000000")
    assert page.locator("#calc-investment-0-echo").inner_text() == "＝6,000亿元"
    investment(page).fill("6000")
    assert page.locator("#calc-investment-0-echo").inner_text() == ""


def test_amounts_in_yuan(page: Any, file_site: Site) -> None:
    page.goto(file_site.at(EQUIPMENT) + "#manufacturer=是&investment=6000")
    page.get_by_label("金额写成").select_option("元")
    assert amounts(page) == ["3,000,000元"]


# --- what cannot be read ---


def test_errors_wait_until_the_field_is_left_and_lead_back_to_it(site: Site, page: Any) -> None:
    page.goto(site.at(EQUIPMENT))
    investment(page).fill("六千")
    assert page.locator(".calculator-errors").inner_text() == "", "not while typing"
    page.keyboard.press("Tab")
    summary = page.locator(".calculator-errors")
    assert "有1处需要改正" in summary.inner_text() and summary.get_attribute("role") == "alert"
    assert investment(page).get_attribute("aria-invalid") == "true"
    described = investment(page).get_attribute("aria-describedby").split()
    assert any("例如 6000万元" in page.locator(f"#{name}").inner_text() for name in described)
    assert amounts(page) == [], "no answer to other numbers than those that stand in the form"
    page.get_by_role("button", name="复制为文字").click()
    assert "先改正填写" in page.locator(".calculator-said").inner_text()
    summary.locator("a").click()
    assert page.evaluate("document.activeElement.id") == "calc-investment-0"
    investment(page).fill("6000")
    assert summary.inner_text() == "" and investment(page).get_attribute("aria-invalid") is None
    assert amounts(page) == ["300万元"]


def test_an_error_stands_at_its_row(page: Any, file_site: Site) -> None:
    page.goto(file_site.at(ROWS) + "#listed=是&here=25000、x、y")
    assert page.locator("[aria-invalid]").evaluate_all("all => all.map(one => one.id)") == ["calc-here-1", "calc-here-2"]
    page.locator(".calculator-errors a").last.click()
    assert page.evaluate("document.activeElement.id") == "calc-here-2"


# --- the answer ---


def test_both_readings_are_shown_with_the_question(page: Any, file_site: Site) -> None:
    page.goto(file_site.at(READINGS) + "#traded=是&cost=155")
    assert amounts(page) == ["50万元", "51.5万元"]
    assert page.locator(".calculator-reading").all_inner_texts() == ["读法：“满10万元才再给3万元”", "读法：“不足10万元的按比例给”"]
    assert "是不计，还是按比例给予？" in page.locator(".calculator-several").inner_text()
    page.locator(".calculator-chart .chart-line").nth(1).wait_for(state="attached")
    page.get_by_role("textbox", name="当年度独立站费用支出").fill("160")
    assert amounts(page) == ["53万元"], "where both give the same there is one answer"


def test_a_ceiling_says_what_it_cuts(page: Any, file_site: Site) -> None:
    page.goto(file_site.at(VOUCHER) + "#" + FILLED[VOUCHER])
    assert amounts(page) == ["最高50万元", "最高50万元", "最高130万元", "最高20万元", "最高250万元", "最高25万元", "最高225万元"]
    assert page.locator(".calculator-result .bound").all_inner_texts() == ["上限"] * 7
    hints = page.locator(".hint-cut").all_inner_texts()
    assert len(hints) == len(set(hints)) and any("超过130万元，少计20万元" in hint for hint in hints)


def test_rows_are_listed_one_by_one(page: Any, file_site: Site) -> None:
    page.goto(file_site.at(INSTITUTE) + "#recognised=是&rd=20000、20000、20000")
    assert page.locator(".calculator-rows tbody tr").all_inner_texts()[2].split() == ["第3年", "2,000万元", "1,000万元"]
    assert page.get_by_role("button", name="再加").count() == 0, "the text has three years"


def test_a_long_tree_shows_the_nearest_way(page: Any, file_site: Site) -> None:
    """One thing unknown on the way by degree: that is named, ways that are lost are folded, the open one is not."""
    page.goto(file_site.at(HUKOU) + "#" + FILLED[HUKOU])
    first = page.locator(".calculator-result").first
    assert first.get_attribute("data-status") == "depends"
    assert first.locator(".calculator-nearest li").all_inner_texts() == ["？国内取得，或者已取得国家教育部认证待定"]
    assert first.get_by_text("具有本科学历").is_visible()
    assert not first.get_by_text("具有博士研究生学历或者博士学位").first.is_visible()
    page.get_by_label("国内取得", exact=True).check()
    assert first.get_attribute("data-status") == "yes"


def test_only_a_short_line_is_said(page: Any, file_site: Site) -> None:
    page.goto(file_site.at(VOUCHER) + "#" + FILLED[VOUCHER])
    assert page.locator(".calculator-output").get_attribute("aria-live") is None
    said = page.locator("policy-calculator > [role=status]")
    page.wait_for_function("one => one.textContent.startsWith('结果：')", arg=said.element_handle())
    assert len(said.inner_text()) < 120
    page.get_by_role("textbox", name="当年实际支付的其他科技服务费用").fill("4")
    assert "共7项结果" in said.inner_text()


@pytest.mark.parametrize(("day", "words"), [(EXPIRED, "已经失效"), (BEFORE, "还没有施行"), (IN_FORCE, "")])
def test_a_document_not_in_force_computes_with_a_warning(file_site: Site, page: Any, day: datetime, words: str) -> None:
    page.clock.set_fixed_time(day)
    page.goto(file_site.at(EQUIPMENT) + "#manufacturer=是&investment=6000")
    assert amounts(page) == ["300万元"]
    warnings = page.locator(".calculator-warning").all_inner_texts()
    assert (words in warnings[0] and day.date().isoformat() in warnings[0]) if words else warnings == []


# --- taking it along ---


def test_the_text_for_a_letter(http_site: Site, new_page: Callable[..., Any]) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(http_site.at(READINGS) + "#traded=是&cost=155")
    page.get_by_role("button", name="复制为文字").click()
    page.locator(".calculator-said", has_text="已复制").wait_for()
    text = page.evaluate("navigator.clipboard.readText()")
    for words in ("当年度独立站费用支出：155万元", "独立站建设运营补助：50万元（确定）", "独立站建设运营补助：51.5万元（确定）", "二、（九）",
                  "（条款编号 xborder-measures-2025.2.9）", "是不计，还是按比例给予？", "不是审批结论", http_site.at(READINGS.removesuffix("index.html")) + "#traded="):
        assert words in text
    page.get_by_role("button", name="复制链接").click()
    page.locator(".calculator-said", has_text="已复制链接").wait_for()
    other = new_page()
    other.goto(page.evaluate("navigator.clipboard.readText()"))
    assert amounts(other) == ["50万元", "51.5万元"]


@pytest.mark.parametrize("name", FILLED)
def test_the_exported_json_is_verified(file_site: Site, page: Any, tmp_path: Path, name: str) -> None:
    page.goto(file_site.at(name) + "#" + FILLED[name])
    if name == EQUIPMENT:
        page.get_by_label("金额写成").select_option("元")  # how amounts are shown changes nothing in the file
    path = download(page, "存为 JSON", tmp_path)
    done = subprocess.run([sys.executable, "-m", "generator", "verify", str(path)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(path.read_text("utf-8"))["calculator"] == name.split("/")[1]


def test_the_exported_csv(file_site: Site, page: Any, tmp_path: Path) -> None:
    page.goto(file_site.at(READINGS) + "#traded=是&cost=155")
    path = download(page, "存为 CSV", tmp_path)
    content = path.read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content, newline="")))
    assert [row["内容"] for row in rows if row["种类"] == "所填"] == ["是", "155万元"]
    assert [(row["最低（元）"], row["最高（元）"], row["读法"]) for row in rows if row["种类"] == "结果"] == [
        ("500000", "500000", "“满10万元才再给3万元”"), ("515000", "515000", "“不足10万元的按比例给”")]
    assert all(row["依据"] for row in rows if row["种类"] == "结果")


def test_on_paper(file_site: Site, page: Any) -> None:
    """What is filled in as a list, the answer, every step, the address; no control, no worked example."""
    page.goto(file_site.at(VOUCHER) + "#" + FILLED[VOUCHER])
    page.emulate_media(media="print")
    paper = page.locator(".calculator-paper")
    assert "当年实际支付的科技金融服务费用\n300万元" in paper.inner_text() and "是其他符合条件的企业或者创业团队\n不知道" in paper.inner_text()
    assert "finance=300" in paper.locator(".calculator-address").inner_text()
    assert page.locator(".calculator-form, .calculator-actions, .calculator-examples").filter(visible=True).count() == 0
    assert page.locator(".calculator-steps li").last.is_visible(), "the steps are unfolded"
    assert page.locator(".calculator-steps .calculator-place").first.is_visible(), "and say where they come from"


def test_on_paper_without_answers_the_examples_stand(file_site: Site, page: Any) -> None:
    page.goto(file_site.at(VOUCHER))
    page.emulate_media(media="print")
    assert page.locator(".calculator-examples").is_visible()


# --- the page ---


@pytest.mark.parametrize("name", [EQUIPMENT, HUKOU, ROWS])
def test_complete_without_a_script(file_site: Site, new_page: Callable[..., Any], name: str) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(file_site.at(name))
    text = page.locator("main").inner_text()
    for words in ("下面的规则、数值表和算例不需要", "数值与出处", "算例", "有效期" if name == EQUIPMENT else "至20"):
        assert words in text
    assert page.locator(".calculator-parameters tbody tr").count() and page.locator(".calculator-examples tbody tr").count()
    assert page.locator(".calculator-parameters tbody tr").count() == page.locator(".calculator-parameters tbody a[href]").count()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", FILLED)
def test_sound_and_no_wider_than_the_screen(file_site: Site, new_page: Callable[..., Any], screen: str, name: str, scheme: str) -> None:
    page = new_page(screen, color_scheme=scheme)
    page.goto(file_site.at(name) + "#" + FILLED[name])
    page.locator(".calculator-result").first.wait_for()
    page.wait_for_timeout(300)  # the chart is drawn a moment later
    assert overflow(page) == []
    assert axe(page) == []


FILL_ALL = """source => {
  history.replaceState(null, '', '#');
  const widget = document.createElement('policy-calculator');
  const script = document.createElement('script');
  script.type = 'application/json';
  script.textContent = source;
  widget.append(script);
  document.querySelector('.calculator-box').replaceChildren(widget);
  const empty = widget.querySelectorAll('.calculator-result').length;
  for (const add of widget.querySelectorAll('.calculator-list > button')) add.click();
  for (const field of widget.querySelectorAll('fieldset.calculator-field')) field.querySelector('input').click();
  for (const field of widget.querySelectorAll('select[id]')) { field.selectedIndex = 1; field.dispatchEvent(new Event('change')); }
  for (const field of widget.querySelectorAll('input[type=date]')) { field.value = '2025-07-02'; field.dispatchEvent(new Event('change')); }
  for (const field of widget.querySelectorAll('input[type=text]')) { field.value = '3'; field.dispatchEvent(new Event('change')); }
  const errors = widget.querySelector('.calculator-errors').textContent;
  if (errors) return [empty, 0, errors, 0];
  const ways = ['asText', 'asJson', 'asCsv'].map(name => Handbook.calculatorShow[name](widget.program, widget.outcome, 'x', []).length);
  widget.draw(widget.given());
  return [empty, widget.querySelectorAll('.calculator-result').length, errors, Math.min(...ways)];
}"""


def test_every_calculator_answers(site_dir: Path, file_site: Site, page: Any) -> None:
    """Empty, and with every field filled with something it takes; the page is watched, so that no script may fail."""
    page.goto(file_site.at(EQUIPMENT))
    programs = sorted((site_dir / "calculators").glob("*/index.html"))
    assert len(programs) > 100
    for path in programs:
        source = lxml.html.parse(path).xpath("string(//policy-calculator/script)")
        empty, filled, errors, shortest = page.evaluate(FILL_ALL, source)
        assert empty and filled and not errors and shortest > 100, (path.parent.name, empty, filled, errors)


# --- the list ---


def test_the_list_is_filtered_and_remembers(site: Site, page: Any, new_page: Callable[..., Any]) -> None:
    page.goto(site.at(LIST))
    shown = page.locator(".calculator-index li:visible")
    everything = shown.count()
    page.get_by_label("其中的字").fill("设备 贴息")
    assert 0 < shown.count() < everything
    assert shown.filter(has_text="设备购置贷款贴息").count() == 1
    heads = page.locator("#calculators h2:visible").count()
    assert heads == page.locator("#calculators section").filter(has=page.locator("li:not([hidden])")).count(), "a topic with nothing left is not shown"
    assert page.locator(".outline li:visible a").count() <= heads + 1, "nor in the outline"
    assert f"符合条件 {shown.count()} 个" in page.locator(".filter__count").inner_text()
    other = new_page()
    other.goto(page.url)
    assert other.locator(".calculator-index li:visible").count() == shown.count()
    page.get_by_role("button", name="清除筛选").click()
    page.wait_for_function(f"() => document.querySelectorAll('.calculator-index li:not([hidden])').length === {everything}")


def test_the_list_by_status_kind_and_document(file_site: Site, page: Any) -> None:
    page.clock.set_fixed_time(EXPIRED)
    page.goto(file_site.at(LIST))
    page.get_by_label("类别").select_option("eligibility")
    assert page.locator(".calculator-index li:visible").evaluate_all("all => [...new Set(all.map(one => one.dataset.kind))]") == ["eligibility"]
    page.get_by_label("类别").select_option("")
    page.get_by_label("状态").select_option("expired")
    page.get_by_label("文件").select_option("icv-2025")
    rows = page.locator(".calculator-index li:visible")
    assert rows.count() and rows.evaluate_all("all => all.every(one => one.dataset.document === 'icv-2025')")
    assert "已失效" in rows.first.inner_text()


def test_the_list_is_sound(file_site: Site, screen_page: Any) -> None:
    screen_page.goto(file_site.at(LIST))
    assert overflow(screen_page) == []
    assert axe(screen_page) == []


def test_the_list_counts_what_does_not_compute(site_dir: Path, file_site: Site, page: Any) -> None:
    page.goto(file_site.at(LIST))
    awards = json.loads((site_dir / "data" / "awards.json").read_text("utf-8"))
    row = page.locator(".calculator-counts tbody tr").first.locator("td").all_inner_texts()
    computed = sum(award["calculator"] is not None for award in awards)
    assert [int(cell) for cell in row] == [len(awards), computed, len(awards) - computed]


# --- the ways to it ---


def test_clause_document_and_award_lead_to_the_calculator(file_site: Site, page: Any) -> None:
    for start, link in (("index.html", "计算器与资格核对"), ("policies/icv-2025/index.html", "试算：设备投入奖励"), ("c/icv-2025.1.3/index.html", "设备投入奖励")):
        page.goto(file_site.at(start))
        page.get_by_role("main").get_by_role("link", name=link, exact=True).first.click()
        page.wait_for_url("**/calculators/**")
    assert page.locator("h1").inner_text() == "设备投入奖励"
    page.locator(".calculator-source a", has_text="一、(三)").click()
    page.wait_for_url("**/policies/icv-2025/index.html#1.3")
