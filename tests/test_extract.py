"""generator/extract/run.py and segments.py: all or nothing, from the sources to data/documents."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from generator.extract import outline
from generator.extract.run import extract
from generator.extract.segments import cut
from generator.model.manifest import SourceEntry, StretchEntry
from generator.problems import DataError, Problem
from generator.text import Compact
from tests.support import minimal, run, snapshot


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


# --- the stretches of a file ---


def stretches(text: str, *marks: tuple[str, str]) -> list[tuple[str, int]]:
    """(text, first line) of each stretch."""
    problems: list[Problem] = []
    entry = SourceEntry("x.txt", "", "", tuple(StretchEntry(start, end, "证据", document="a-2030") for start, end in marks))
    found = cut(Compact(text), entry, list(range(1, len(marks) + 1)), problems)
    assert problems == []
    return [(segment.text, segment.line) for segment in found]


def test_a_file_is_cut_where_its_marks_say() -> None:
    assert stretches("甲一\n甲二\n\n乙一\n乙二\n", ("甲一", "甲二"), ("乙一", "乙二")) == [("甲一\n甲二", 1), ("乙一\n乙二", 4)]


def test_a_title_may_start_at_the_end_of_a_line() -> None:
    assert stretches("甲一\n甲二 乙一\n乙二", ("甲一", "甲二"), ("乙一", "乙二")) == [("甲一\n甲二", 1), ("乙一\n乙二", 2)]


def test_context_before_a_mark_is_no_part_of_the_stretch() -> None:
    text = "甲\n同样的话。\n乙\n同样的话。\n丙"
    assert stretches(text, ("甲", "乙"), ("乙▸同样的话。", "丙")) == [("甲\n同样的话。\n乙", 1), ("同样的话。\n丙", 4)]


def test_marks_may_be_broken_over_lines() -> None:
    assert stretches("某市纸船\n 措施\n完。", ("某市纸船措施", "完。")) == [("某市纸船\n 措施\n完。", 1)]


def test_white_space_before_a_first_line_belongs_to_it() -> None:
    """A table begins with a tab."""
    assert stretches("甲\n\t一\n\t二", ("甲", "甲"), ("一", "二")) == [("甲", 1), ("\t一\n\t二", 2)]


# --- all of it ---


def test_an_end_that_stands_once_more_in_a_later_stretch_is_no_trouble(tmp_path: Path) -> None:
    assert [document.id for document in extract(minimal(tmp_path)).documents] == ["plan-2030", "rules-2031", "decision-2032"]


def test_running_it_again_changes_nothing(tmp_path: Path, capsys: Any) -> None:
    data = minimal(tmp_path)
    before = snapshot(data)
    done = run(capsys, "extract", "--data", data)
    assert (done.status, done.out) == (0, "3 documents, 28 clauses; 0 files changed\n")
    assert snapshot(data) == before


def test_it_writes_its_own_folder_only(tmp_path: Path, capsys: Any) -> None:
    data = minimal(tmp_path)
    before = snapshot(data)
    for path in (data / "documents").iterdir():
        path.unlink()
    assert run(capsys, "extract", "--data", data).status == 0
    assert snapshot(data) == before


def test_the_file_of_a_document_that_is_no_more_goes(tmp_path: Path, capsys: Any) -> None:
    data = minimal(tmp_path)
    (data / "documents" / "old-2029.yml").write_text("id: old-2029\n", "utf-8")
    done = run(capsys, "extract", "--data", data)
    assert done.out.endswith("1 files changed: old-2029.yml\n")
    assert not (data / "documents" / "old-2029.yml").exists()


def test_one_mistake_in_one_document_writes_none_of_them(tmp_path: Path, capsys: Any) -> None:
    data = minimal(tmp_path)
    for path in (data / "documents").iterdir():
        path.unlink()
    change(data / "outline" / "rules-2031.yml", "title: 云桥市纸船管理办法", "title: 云桥市纸马管理办法")
    assert run(capsys, "extract", "--data", data).status == 1
    assert list((data / "documents").iterdir()) == []


def test_a_new_document_needs_no_outline_and_comes_with_a_list_of_doubts(tmp_path: Path, capsys: Any) -> None:
    """Drop a text, add an entry: a tree that is nearly right, and what was not understood, in words to act on."""
    data = minimal(tmp_path)
    text = "云桥市纸马若干措施\n一、鼓励扎纸马。给予红花。（责任单位：市纸船局）\n二、其他\n（一）甲\n标题之后的一段。\n这一段没有序号。\n"
    (data / "sources" / "third.txt").write_text(text, "utf-8")
    with (data / "manifest.yml").open("a", encoding="utf-8") as manifest:
        manifest.write(f"""- file: third.txt
  sha256: {hashlib.sha256(text.encode()).hexdigest()}
  origin: 为测试而写
  stretches:
  - {{document: horses-2033, start: 云桥市纸马, end: 这一段没有序号。, evidence: 全文件为一份}}
""")
    done = run(capsys, "extract", "--data", data)
    assert done.status == 0
    remedy = "it is read as going on in horses-2033.2.1. Give it an address under words, or settle it under continues"
    assert done.out.splitlines() == [
        "4 documents, 32 clauses; 1 files changed: horses-2033.yml",
        f"data/sources/third.txt:6: paragraph '这一段没有序号。' has no number; {remedy}",
        "1 places were not understood (above); the rest was read"]
    found = {clause.id: clause for document in extract(data).documents for clause in document.walk()}
    assert found["horses-2033.1"].heading == "鼓励扎纸马"
    assert [body.name for body in found["horses-2033.1"].bodies] == ["市纸船局"]
    assert found["horses-2033.preamble"].text == "云桥市纸马若干措施", "no title is known yet"


@pytest.mark.parametrize("lose", [lambda text: text[:-1], lambda text: text + "。", lambda text: text[1:] + text[:1]])
def test_a_reader_that_lost_a_character_could_not_write(lose: Any, tmp_path: Path, monkeypatch: Any) -> None:
    """Whatever goes wrong in the reader: what is read is put together again and compared before anything is written."""
    data = minimal(tmp_path)
    take_out = outline.Reader._take_out

    def broken(self: Any, text: str, trim: bool = True) -> Any:
        clean, omitted = take_out(self, text, trim)
        return (lose(clean) if clean.startswith("白纸") else clean), omitted

    monkeypatch.setattr(outline.Reader, "_take_out", broken)
    with pytest.raises(DataError, match="what was read of this stretch is not its text, from character"):
        extract(data)
