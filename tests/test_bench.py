"""bench/: the multiplied data must load, the plain site must hold the same texts, the table must be one."""

from __future__ import annotations

import re
import sys
from html import unescape
from pathlib import Path

import pytest

from bench.corpus import copy_id, multiply, write_plain_site
from bench.measure import Built, Weight, build, weigh
from bench.report import Result, report, table
from bench.run import contenders, measure
from generator.handbook import load
from generator.text import compact

DATA = Path(__file__).resolve().parent.parent / "data"


def test_the_id_of_a_copy_is_an_id() -> None:
    assert copy_id("icv-2025", 1) == "icv-2025"
    assert copy_id("icv-2025", 3) == "icv-x3-2025"


def test_multiplied_data_loads_with_each_document_so_many_times(tmp_path: Path) -> None:
    multiply(DATA, 3, tmp_path / "data")
    one, many = load(DATA), load(tmp_path / "data")
    assert len(many.entries) == 3 * len(one.entries)
    assert len(many.clauses) == 3 * len(one.clauses)
    assert many.clauses["icv-x2-2025.1.4"].clause.text == one.clauses["icv-2025.1.4"].clause.text
    assert len(many.titles) >= 3 * len(one.entries), "titles of copies must differ"


def test_the_plain_site_holds_every_word(tmp_path: Path) -> None:
    write_plain_site(DATA, 1, tmp_path / "plain")
    for entry in load(DATA).entries.values():
        page = (tmp_path / "plain" / "docs" / f"{entry.id}.md").read_text("utf-8")
        shown = compact(unescape(re.sub(r"\\(.)", r"\1", page)))
        for clause in entry.document.walk():
            text = clause.text.removeprefix(clause.heading).lstrip("。：: ")
            assert all(compact(piece) in shown for piece in (clause.label, clause.heading, text)), clause.id


def test_a_build_is_measured(tmp_path: Path) -> None:
    took = build([sys.executable, "-c", "x = bytes(64 * 1024 * 1024)"], tmp_path, {})
    assert took.seconds > 0
    assert took.peak_bytes > 32 * 1024 * 1024


def test_a_build_that_fails_shows_its_output(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="oh"):
        build([sys.executable, "-c", "raise SystemExit('oh')"], tmp_path, {})


def test_a_page_is_weighed_with_what_it_loads(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_bytes(bytes(range(256)))
    page = "<link rel='stylesheet' href='a.css?1'><script src='https://x.example/y.js'></script>"
    (tmp_path / "index.html").write_text(page)
    weight = weigh(tmp_path, "index.html")
    assert (weight.pages, weight.files) == (1, 2)
    assert weight.sent > 256


def test_the_report_is_one_table() -> None:
    result = Result(Built(1.0, 1.0, 1024 ** 2), Weight(10, 20, 1024 ** 2, 1024.0, 512.0, 2048))
    results = {"ours": (result, result), "plain": (result, result)}
    rows = table(results, 10).splitlines()
    assert len({row.count("|") for row in rows}) == 1
    assert "x1.0" in rows[-1]
    assert re.search(r"^Measured at .* on: .*Python", report(results, 10, 44, 3, "icv-2025"), re.MULTILINE)


def test_each_contender_builds(tmp_path: Path) -> None:
    """On the real data, once; `make bench` takes ten times the corpus."""
    for index, contender in enumerate(contenders(DATA)):
        result = measure(contender, 1, 1, tmp_path / str(index))
        assert result.weight.pages >= 44
        assert result.weight.sent > 1000
