"""Figures -> SVG that is part of the page: readable without a script, in light and dark, on paper; each has its table."""

from __future__ import annotations

from fractions import Fraction

from ..model.facts import Indicator
from .markdown import escape

WIDTH, BAR, GAP, LEFT, RIGHT = 640, 22, 8, 92, 120


def bar_chart(indicator: Indicator) -> str | None:
    """Bars of the values of an indicator by year; None where fewer than two years have a number.

    An open value (以上, 超) is drawn to its bound, a range to its upper end, both with a dashed edge; a value without a
    number has its words and no bar.
    """
    points = []
    if indicator.baseline:
        points.append((f"{indicator.baseline_year or '基期'}", indicator.baseline))
    points += [(f"{year}", value) for year, value in indicator.values.items()]
    numbers = [(year, value, _number(value.max or value.min)) for year, value in points]
    known = [number for _year, _value, number in numbers if number is not None]
    if len(known) < 2 or max(known) <= 0:
        return None
    top = max(known)
    height = len(points) * (BAR + GAP) + GAP
    unit = indicator.unit or ""
    title = escape(indicator.name)
    spoken = "；".join(f"{year} {value.text}" for year, value, _number_ in numbers)
    out = [f'<svg class="chart" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{title}：{escape(spoken)}">']
    for row, (year, value, number) in enumerate(numbers):
        y = GAP + row * (BAR + GAP)
        length = round(float(max(number, 0) / top) * (WIDTH - LEFT - RIGHT), 1) if number is not None else 0
        out.append(f'<text class="chart-year" x="{LEFT - 8}" y="{y + 16}" text-anchor="end">{escape(year)}</text>')
        css = "chart-bar" if value.min == value.max else "chart-bar chart-open"
        out.append(f'<rect class="{css}" x="{LEFT}" y="{y}" width="{length}" height="{BAR}"></rect>')
        shown = escape(with_unit(value.text, unit))
        out.append(f'<text class="chart-value" x="{LEFT + length + 6}" y="{y + 16}">{shown}</text>')
    return "".join(out) + "</svg>"


def with_unit(text: str, unit: str) -> str:
    """A value as printed with its unit, where the value is a number and does not carry it.

    >>> with_unit("300", "家"), with_unit("10以上", "%"), with_unit("高于GDP增速", "%"), with_unit("超1000", "家")
    ('300家', '10以上（%）', '高于GDP增速', '超1000家')
    """
    if not unit or unit in text or not any(char.isdigit() for char in text):
        return text
    return text + unit if text[-1].isdigit() else f"{text}（{unit}）"


def _number(text: str | None) -> Fraction | None:
    return Fraction(text) if text else None


def timeline(rows: list[tuple[str, str, str | None, str | None]]) -> str:
    """Bars of the validity of documents over the years; an end that the text does not give is left open (dashed)."""
    years = [int(date[:4]) for _t, _u, start, end in rows for date in (start, end) if date]
    first, last = min(years), max(years) + 1
    left, width, step = 250, 900, 22
    scale = (width - left - 10) / (last - first)
    height = 30 + len(rows) * step + 6

    def x(date: str) -> float:
        year, month, day = map(int, date.split("-"))
        return round(left + (year - first + (month - 1) / 12 + (day - 1) / 365) * scale, 1)

    out = [f'<svg class="chart timeline" viewBox="0 0 {width} {height}" role="img" aria-label="各文件的有效期，逐份数值见下表">']
    for year in range(first, last + 1):
        at = round(left + (year - first) * scale, 1)
        if (year - first) % max(1, (last - first) // 10) == 0:
            out.append(f'<text class="chart-year" x="{at}" y="14" text-anchor="middle">{year}</text>')
        out.append(f'<line class="chart-grid" x1="{at}" x2="{at}" y1="20" y2="{height}"></line>')
    for row, (title, _url, start, end) in enumerate(rows):
        y = 26 + row * step
        finish = x(end) if end else round(left + (last - first) * scale, 1)
        begin = x(start) if start else max(round(finish - scale, 1), left)  # a stub of a year: when it began is not stated
        css = "chart-bar" if start and end else "chart-bar chart-open"
        label = title if len(title) <= 19 else title[:18] + "…"
        out.append(f'<text class="chart-year" x="{left - 8}" y="{y + 12}" text-anchor="end">{escape(label)}</text>')
        out.append(f'<rect class="{css}" x="{begin}" y="{y}" width="{round(max(finish - begin, 3), 1)}" height="{step - 8}"></rect>')
    return "".join(out) + "</svg>"


def matrix(fields: list[tuple[str, set[str], set[str]]], departments: list[str]) -> str:
    """Fields by departments: a filled dot leads, a ring cooperates. The table beside it says the same in words."""
    left, top, step = 190, 120, 24
    width, height = left + step * len(departments) + 90, top + step * len(fields) + 8
    out = [f'<svg class="chart matrix" viewBox="0 0 {width} {height}" role="img" aria-label="细分领域与部门对照，逐行文字见下表">']
    for column, name in enumerate(departments):
        x = left + column * step + step // 2
        out.append(f'<text class="chart-year" transform="translate({x + 4} {top - 8}) rotate(-55)">{escape(name)}</text>')
        out.append(f'<line class="chart-grid" x1="{x}" x2="{x}" y1="{top}" y2="{height}"></line>')
    for row, (field, leads, helps) in enumerate(fields):
        y = top + row * step + step // 2
        out.append(f'<text x="{left - 10}" y="{y + 5}" text-anchor="end">{escape(field)}</text>')
        out.append(f'<line class="chart-grid" x1="{left}" x2="{width - 90}" y1="{y}" y2="{y}"></line>')
        for column, name in enumerate(departments):
            x = left + column * step + step // 2
            if name in leads:
                out.append(f'<circle class="chart-dot" cx="{x}" cy="{y}" r="8"></circle>')
            elif name in helps:
                out.append(f'<circle class="chart-ring" cx="{x}" cy="{y}" r="6"></circle>')
    return "".join(out) + "</svg>"
