"""generator/coverage.py and extract/rebuild.py: every source put together again, and what is said where it is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.coverage import coverage_report, rebuild
from generator.extract.rebuild import Piece, clause_pieces, difference, stretch_pieces
from generator.model.document import Clause, Document, Omission
from generator.model.manifest import StretchEntry
from generator.text import compact
from tests.support import MINIMAL, minimal, run


def pieces(clause: Clause) -> list[tuple[str, str]]:
    return [(piece.what, piece.text) for piece in clause_pieces(clause)]


# --- one clause ---


def test_a_clause_is_its_label_its_text_and_what_is_below_it() -> None:
    below = Clause("a-2030.1.1", "subsection", "乙 船。", "（一）")
    assert pieces(Clause("a-2030.1", "section", "甲船\n第二段", "一、", clauses=(below,))) == [
        ("clauses", "一、"), ("clauses", "甲船第二段"), ("clauses", "（一）"), ("clauses", "乙船。")]


def test_a_leftover_is_put_back_in_its_place() -> None:
    omitted = (Omission(2, "[1]", "网页序号"), Omission(4, "[2] ", "网页序号"))
    assert pieces(Clause("a-2030.1", "section", "甲船下水", omitted=omitted)) == [
        ("clauses", "甲船"), ("网页序号", "[1]"), ("clauses", "下水"), ("网页序号", "[2]")]


def test_a_table_is_its_caption_its_header_and_its_rows_as_printed() -> None:
    row = Clause("a-2030.table.1", "row", "折纸", "1", cells=("1", "甲类", "折纸"), printed=("1", "", "折纸"),
                 header_repeats=("序号", "类别"))
    table = Clause("a-2030.table", "table", "表1", columns=("序号", "类别（自拟）"), header=("序号", "类别"), clauses=(row,))
    assert "".join(text for _what, text in pieces(table)) == "表1序号类别序号类别1折纸"


# --- one stretch ---

DOCUMENT = Document("a-2030", (), (
    Clause("a-2030.notice", "notice", "通知"), Clause("a-2030.title", "title", "标题"),
    Clause("a-2030.interpretation", "interpretation", "解读", clauses=(Clause("a-2030.interpretation.1", "section", "甲", "一、"),))))


def stretch(**words: Any) -> StretchEntry:
    return StretchEntry("上文▸残 留", "残留", "证据", **words)


@pytest.mark.parametrize("entry, wanted", [
    (stretch(document="a-2030"), [Piece("clauses", "标题")]),
    (stretch(document="a-2030", part="notice"), [Piece("clauses", "通知")]),
    (stretch(document="a-2030", part="interpretation"), [Piece("clauses", "解读"), Piece("clauses", "一、"), Piece("clauses", "甲")]),
    (stretch(duplicate_of="a-2030"), [Piece("duplicate", "标题")]),
    (stretch(leftover="网页"), [Piece("网页", "残留")]),
])
def test_what_a_stretch_holds(entry: StretchEntry, wanted: list[Piece]) -> None:
    assert stretch_pieces(entry, {"a-2030": DOCUMENT}) == wanted


@pytest.mark.parametrize("ours, source, at", [
    ("甲乙丙", "甲乙丙", None), ("", "", None), ("甲丁丙", "甲乙丙", "1: source '乙丙', YAML '丁丙'"),
    ("甲乙", "甲乙丙", "2: source '丙', YAML ''"), ("甲乙丙", "甲乙", "2: source '', YAML '丙'"),
])
def test_where_two_texts_part(ours: str, source: str, at: str | None) -> None:
    assert difference(ours, source) == at


# --- whole files ---


def test_the_minimal_sources_are_rebuilt() -> None:
    for file, found in rebuild(MINIMAL).items():
        source = (MINIMAL / "sources" / file).read_text("utf-8")
        assert "".join(piece.text for piece in found) == compact(source)


def test_the_report_counts_every_character() -> None:
    text, complete = coverage_report(MINIMAL)
    assert complete
    rows = [line.split() for line in text.splitlines() if line.startswith(("first", "second"))]
    for file, chars, clauses, duplicate, leftovers, unaccounted in rows:
        source = compact((MINIMAL / "sources" / file).read_text("utf-8"))
        assert int(chars) == len(source) == int(clauses) + int(duplicate) + int(leftovers)
        assert unaccounted == "0"
    assert [row[3:5] for row in rows] == [["68", "4"], ["0", "0"]]
    assert "  网页残留：按钮文字" in text and text.endswith("every character accounted for, in order")


@pytest.mark.parametrize("file, old, new", [
    ("documents/rules-2031.yml", "白纸折成的", "白纸折的"),
    ("documents/rules-2031.yml", "label: 第四条", "label: 第五条"),
    ("documents/plan-2030.yml", "text: 保障措施", "text: 保障措施再"),
    ("documents/plan-2030.yml", "        - ''\n        - '200'", "        - 折纸船\n        - '200'"),
    ("manifest.yml", "start: 播报 编辑", "start: 播报"),
    ("sources/second.txt", "第四条 ", "第四条 新"),
])
def test_a_character_more_or_less_is_told(file: str, old: str, new: str, tmp_path: Path, capsys: Any) -> None:
    data = minimal(tmp_path)
    text = (data / file).read_text("utf-8")
    assert old in text
    (data / file).write_text(text.replace(old, new, 1), "utf-8")
    done = run(capsys, "coverage", "--data", data)
    assert done.status == 1
    assert "FIRST DIFFERENCE at character" in done.out and "NOT COMPLETE" in done.out


def test_the_order_counts_too(tmp_path: Path, capsys: Any) -> None:
    data = minimal(tmp_path)
    path = data / "documents" / "rules-2031.yml"
    text = path.read_text("utf-8").replace("白纸", "甲").replace("彩纸", "白纸").replace("甲", "彩纸")
    path.write_text(text, "utf-8")
    done = run(capsys, "coverage", "--data", data)
    assert done.status == 1 and "NOT COMPLETE" in done.out
