"""generator/pages/charts.py: figures as SVG that says no more than the text does."""

from __future__ import annotations

from typing import Any

import lxml.etree
import pytest

from generator.model.facts import Indicator, IndicatorValue
from generator.pages.charts import bar_chart, matrix, timeline, with_unit
from tests.nasty import NASTY
from tests.support import real


def plain(number: str) -> IndicatorValue:
    return IndicatorValue(number, number, number)


def open_to_above(number: str) -> IndicatorValue:
    return IndicatorValue(f"{number}以上", number, None)


def indicator(*values: IndicatorValue, **words: Any) -> Indicator:
    """An indicator with a value for each year from 2022."""
    by_year = {str(2022 + index): value for index, value in enumerate(values)}
    return Indicator("a-2030.1/x", "a-2030.1", "甲", words.pop("name", "营收"), values=by_year, **words)


def svg(text: str | None) -> Any:
    """A drawing as a tree; it must be well-formed by itself."""
    assert text is not None
    return lxml.etree.fromstring(text)


def classed(drawing: Any, name: str) -> list[Any]:
    return drawing.xpath(f".//*[contains(concat(' ', @class, ' '), ' {name} ')]")


def widths(drawing: Any) -> list[float]:
    return [float(bar.get("width")) for bar in classed(drawing, "chart-bar")]


# --- bars ---


def test_bars_are_in_proportion() -> None:
    drawing = svg(bar_chart(indicator(plain("6500"), plain("7800"), plain("10000"), unit="亿元")))
    assert [width / max(widths(drawing)) for width in widths(drawing)] == pytest.approx([0.65, 0.78, 1.0], abs=0.001)
    assert classed(drawing, "chart-open") == []
    assert [text.text for text in classed(drawing, "chart-value")] == ["6500亿元", "7800亿元", "10000亿元"]
    assert [text.text for text in classed(drawing, "chart-year")] == ["2022", "2023", "2024"]


def test_an_open_value_is_marked_and_keeps_its_words() -> None:
    drawing = svg(bar_chart(indicator(plain("10"), open_to_above("20"), unit="%")))
    assert [bar.get("class") for bar in classed(drawing, "chart-bar")] == ["chart-bar", "chart-bar chart-open"]
    assert [text.text for text in classed(drawing, "chart-value")] == ["10%", "20以上（%）"]


def test_a_range_is_drawn_to_its_upper_end_and_marked() -> None:
    drawing = svg(bar_chart(indicator(plain("2"), IndicatorValue("4～5", "4", "5"))))
    assert widths(drawing)[0] / widths(drawing)[1] == pytest.approx(0.4, abs=0.001)
    assert len(classed(drawing, "chart-open")) == 1


def test_a_ceiling_alone_is_open_too() -> None:
    drawing = svg(bar_chart(indicator(plain("2"), IndicatorValue("不超过1.3", None, "1.3"))))
    assert len(classed(drawing, "chart-open")) == 1


def test_a_value_without_a_number_has_its_words_and_no_bar() -> None:
    drawing = svg(bar_chart(indicator(plain("5"), IndicatorValue("高于GDP增速"), plain("10"), unit="%")))
    assert widths(drawing)[1] == 0
    assert "高于GDP增速" in [text.text for text in classed(drawing, "chart-value")]


def test_the_baseline_comes_first() -> None:
    drawing = svg(bar_chart(indicator(plain("300"), unit="家", baseline=plain("179"), baseline_year="2020")))
    assert [text.text for text in classed(drawing, "chart-year")] == ["2020", "2022"]
    assert classed(svg(bar_chart(indicator(plain("300"), baseline=plain("179")))), "chart-year")[0].text == "基期"


@pytest.mark.parametrize("given", [
    indicator(), indicator(plain("5")), indicator(IndicatorValue("约5"), IndicatorValue("约6")), indicator(plain("5"), IndicatorValue("约6")),
    indicator(plain("0"), plain("0")), indicator(plain("-2"), plain("-1")),
])
def test_under_two_numbers_there_is_no_chart(given: Indicator) -> None:
    assert bar_chart(given) is None


def test_a_number_below_nothing_has_no_bar() -> None:
    drawing = svg(bar_chart(indicator(plain("-2"), plain("5"))))
    assert widths(drawing)[0] == 0


def test_a_chart_can_be_heard() -> None:
    drawing = svg(bar_chart(indicator(plain("6500"), open_to_above("7800"))))
    assert drawing.get("role") == "img"
    assert drawing.get("aria-label") == "营收：2022 6500；2023 7800以上"


@pytest.mark.parametrize("text", [text for text in NASTY if text.isprintable()])
def test_text_is_seen_as_it_stands(text: str) -> None:
    """No name, unit or value becomes markup: the drawing stays well-formed and has no element but its own."""
    for drawing in (
        svg(bar_chart(indicator(plain("1"), IndicatorValue(text + "1", "1", None), unit=text, name=text))),
        svg(timeline([(text[:19], "x", "2022-01-01", None)])),
        svg(matrix([(text, {text}, set())], [text])),
    ):
        assert {element.tag for element in drawing.iter()} <= {"svg", "text", "rect", "line", "circle"}
    label = svg(matrix([(text, set(), set())], ["甲"])).xpath("./text[@text-anchor]")[-1]
    assert label.text == text


def test_every_real_indicator_can_be_drawn() -> None:
    drawn = [(entry, chart) for _document, entry in real().facts.entries("indicators") if (chart := bar_chart(entry))]
    assert drawn
    for entry, chart in drawn:
        shown = "".join(text.text for text in classed(svg(chart), "chart-value"))
        assert all(value.text in shown for value in entry.values.values()), entry.id


@pytest.mark.parametrize("text, unit, shown", [
    ("300", "家", "300家"), ("10以上", "%", "10以上（%）"), ("超1000", "家", "超1000家"), ("高于GDP增速", "%", "高于GDP增速"), ("5%", "%", "5%"),
    ("300", "", "300"), ("4～5", "亿元", "4～5亿元"), ("—", "%", "—"),
])
def test_a_unit_goes_with_numbers_only(text: str, unit: str, shown: str) -> None:
    assert with_unit(text, unit) == shown


# --- validities ---


def bars(rows: list[tuple[str, str, str | None, str | None]]) -> list[tuple[float, float, bool]]:
    """(left, right, open) of each bar of a timeline."""
    return [(float(bar.get("x")), float(bar.get("x")) + float(bar.get("width")), "chart-open" in bar.get("class"))
            for bar in classed(svg(timeline(rows)), "chart-bar")]


def test_a_timeline_runs_from_first_to_last_day() -> None:
    (left, right, is_open), (_left, later, _open) = bars([("甲", "x", "2020-01-01", "2021-12-31"), ("乙", "x", "2020-01-01", "2023-12-31")])
    assert not is_open and left < right < later
    assert (later - left) / (right - left) == pytest.approx(2, abs=0.02)


def test_an_end_that_is_not_stated_stays_open() -> None:
    both, no_end, no_start = bars([("甲", "x", "2020-06-01", "2022-06-01"), ("乙", "x", "2020-06-01", None), ("丙", "x", None, "2022-06-01")])
    assert [both[2], no_end[2], no_start[2]] == [False, True, True]
    assert no_end[0] == both[0] and no_end[1] > both[1]
    assert no_start[1] == pytest.approx(both[1], abs=0.2) and no_start[0] > both[0]


def test_bars_stay_inside_the_picture() -> None:
    drawing = svg(timeline([("甲", "x", None, "2003-01-01"), ("乙", "x", "2003-12-31", "2003-12-31"), ("丙" * 40, "x", "2030-12-31", None)]))
    _left, _top, width, height = map(float, drawing.get("viewBox").split())
    for bar in classed(drawing, "chart-bar"):
        assert float(bar.get("x")) + float(bar.get("width")) <= width and float(bar.get("y")) + float(bar.get("height")) <= height
        assert float(bar.get("width")) > 0 and float(bar.get("x")) >= 240, "the bar must not run into the titles"


# --- fields by departments ---


def test_a_dot_leads_and_a_ring_cooperates() -> None:
    drawing = svg(matrix([("软件", {"工信"}, {"科技", "发改"}), ("金融", {"金融"}, {"工信"})], ["工信", "科技", "发改", "金融"]))
    dots = {(dot.get("cx"), dot.get("cy")) for dot in classed(drawing, "chart-dot")}
    rings = {(ring.get("cx"), ring.get("cy")) for ring in classed(drawing, "chart-ring")}
    assert (len(dots), len(rings)) == (2, 3)
    assert not dots & rings
    columns = sorted({float(x) for x, _y in dots | rings})
    assert len(columns) == 4 and {b - a for a, b in zip(columns, columns[1:])} == {24.0}


def test_who_leads_and_cooperates_is_drawn_once_as_leading() -> None:
    drawing = svg(matrix([("软件", {"工信"}, {"工信"})], ["工信"]))
    assert (len(classed(drawing, "chart-dot")), len(classed(drawing, "chart-ring"))) == (1, 0)
