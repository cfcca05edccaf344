"""What comes from outside may be anything: a problem is told, nothing is lost, and nobody sees a traceback."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from generator.extract.outline import Reader
from generator.extract.rebuild import clause_pieces
from generator.extract.segments import Segment, cut
from generator.model.decode import decode
from generator.model.document import Clause
from generator.model.manifest import Manifest, Outline, SourceEntry, StretchEntry
from generator.model.metadata import Metadata
from generator.numerals import chinese_number, read_label
from generator.problems import DataError, Problem
from generator.references import addresses_in, numbers_in, references, titles_in
from generator.strict_yaml import loads
from generator.text import Compact, compact
from tests.support import fuzz, small, walk

# --- YAML ---

YAMLISH = st.text("abc:- \n\t'\"[]{}#&*!|>?,%@`~012.\\甲乙\x00\ufeff\u2028", max_size=60)


@fuzz(500)
@given(YAMLISH | st.text(max_size=60))
def test_any_text_is_yaml_or_a_problem(text: str) -> None:
    try:
        loads(text, "data/x.yml")
    except DataError as error:
        assert error.problems
        assert all(problem.place == "data/x.yml" and problem.line >= 0 and problem.message for problem in error.problems)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["sources", "stretches", "file", "start", "tables", "words", "title", "value", "id", "rows", "x"]), inner,
        max_size=4), max_leaves=10)


@fuzz(200)
@given(VALUES)
def test_any_value_is_a_record_or_a_problem(value: Any) -> None:
    for record in (Manifest, Outline, Metadata):
        problems: list[Problem] = []
        found = decode(record, value, "data/x.yml", 1, problems)
        assert (found is None) == bool(problems)


# --- sources ---

PLACES = st.integers(0, 12)


@fuzz(200)
@given(st.text("甲乙丙\n ", max_size=12), st.lists(st.tuples(PLACES, PLACES, PLACES), max_size=3))
def test_any_marks_cut_the_whole_text_or_are_a_problem(text: str, marks: list[tuple[int, int, int]]) -> None:
    stretches = tuple(StretchEntry(text[a : a + b], text[a + b : a + b + c], "证据", leftover="测试") for a, b, c in marks)
    problems: list[Problem] = []
    found = cut(Compact(text), SourceEntry("x.txt", "", "", stretches), [1] * len(stretches), problems)
    assert problems or "".join(compact(segment.text) for segment in found) == compact(text)


HEADS = st.lists(st.sampled_from(["标题", "标", "题", "公布说明", "第一章 总则", "第一条 甲。", "一、甲", "甲", "结语", "附件", "——甲。"]), max_size=6)

LINES = HEADS | st.lists(st.one_of(
    st.sampled_from(["第一章 总则", "第一条 甲。", "第二条 乙：", "第三条 丙", "一、甲", "二、乙。丙。", "三、丙", "（一）甲", "（二）乙。丙（市纸船局负责）",
                     "（三）丙", "1．甲", "2．乙", "3. 丙", "（1）甲", "（2）乙", "专栏1：甲", "——甲。", "甲", "乙。", "丙：", "标题", "标", "题", "结语",
                     "公布说明", "表", "\t序\t名", "\t1\t甲", "\t序", "\t名", "", " \t1", "\t甲", "残留", "甲残留。", "附件"]),
    st.text("一二三（）1．、。：第条章甲 \t", max_size=8)), max_size=14)

OUTLINES = st.builds(
    lambda **words: Outline("test-2030", **{name: value for name, value in words.items() if value}),
    title=st.sampled_from([None, "标题", "标题甲"]), closing=st.sampled_from([None, "结语", "甲"]),
    promulgation=st.sampled_from([None, "公布"]),
    words=st.lists(st.builds(lambda start, under: dict(start=start, word="word", under=under),
                             st.sampled_from(["——", "乙", "附件"]), st.sampled_from([None, "", "1", "1.1", "9"])), max_size=2),
    join=st.lists(st.sampled_from(["甲", "（二）乙", "标"]), max_size=1).map(tuple), split=st.lists(st.sampled_from(["丙", "2．"]), max_size=1).map(tuple),
    plain=st.lists(st.sampled_from(["1．", "（一）", "第二条"]), max_size=1).map(tuple),
    continues=st.lists(st.sampled_from(["甲", "乙。"]), max_size=1).map(tuple),
    headings=st.dictionaries(st.sampled_from(["1", "1.1", "2"]), st.sampled_from(["", "甲", "丁"]), max_size=1),
    leftovers=st.lists(st.just(dict(after="甲", text="残留", reason="测试")), max_size=1),
    tables=st.lists(st.fixed_dictionaries(dict(
        start=st.sampled_from(["表", "序", "序名"]), end=st.sampled_from(["甲", "丙", "1甲"]), word=st.just("table"),
        reader=st.sampled_from(["cell_lines", "row_lines"]), columns=st.sampled_from([("序", "名"), ("序",), ()]), key=st.integers(0, 2),
        under=st.sampled_from([None, "", "1"]), number=st.sampled_from([None, 0, 3]), caption=st.sampled_from(["", "表"]),
        rows=st.sampled_from([(), ("one",), ("one", "two")]), bodies=st.sampled_from([{}, {"名": "lead"}, {"无": "lead"}]),
        short_rows=st.sampled_from([{}, {"1": (1,)}, {"1": (7,)}]))), max_size=1),
    spread=st.lists(st.sampled_from(["1.1", "2.2", "9"]), max_size=1).map(tuple),
    defaults=st.lists(st.just(dict(quote="市纸船局负责", bodies=("各镇",), start="1.1")), max_size=1))


def built(outline: Outline) -> Outline:
    """The nested records of a generated outline, made as the loader makes them."""
    from generator.model.decode import plain_full

    problems: list[Problem] = []
    found = decode(Outline, plain_full(outline), "outline.yml", 1, problems)
    assert not problems, problems
    return found


@fuzz(800)
@given(LINES, OUTLINES, st.sampled_from(["body", "notice", "interpretation"]))
def test_any_text_with_any_hints_is_a_whole_tree_or_a_problem(lines: list[str], outline: Outline, part: str) -> None:
    whole_or_problem("\n".join(lines), outline, part)


def whole_or_problem(text: str, outline: Outline, part: str) -> bool:
    """Whether a text was read; fails where it was read and is not whole."""
    reader = Reader(built(outline))
    reader.read(Segment("x.txt", "", StretchEntry("", "", "", "test-2030", part), text, 1))  # type: ignore[arg-type]
    clauses = reader.clauses()
    if reader.problems:
        assert all(problem.message for problem in reader.problems)
        return False
    rebuilt = "".join(piece.text for clause in clauses for piece in clause_pieces(clause))
    assert rebuilt == compact(text)
    ids = [clause.id for clause in walk(clauses)]
    assert len(ids) == len(set(ids))
    return True


CELLS = st.lists(st.lists(st.sampled_from(["1", "甲", "甲。\n乙", "", "市纸船局、各镇", "残留"]), min_size=1, max_size=3), max_size=4)


@fuzz(400)
@given(CELLS, st.sampled_from(["cell_lines", "row_lines"]), st.booleans(), st.sampled_from(["", "表后一段"]),
       st.fixed_dictionaries(dict(
           columns=st.sampled_from([("序", "名"), ("序", "名", "责任"), ("序",)]), key=st.sampled_from([0, 1]),
           number=st.sampled_from([None, 0]), under=st.sampled_from([None, "", "1"]), caption=st.sampled_from(["", "表名"]),
           rows=st.sampled_from([True, True, False]), bodies=st.sampled_from([{}, {"名": "lead"}]),
           short_rows=st.sampled_from([{}, {"1": (1,), "2": (0, 1), "3": (0, 1, 1)}]))))
def test_any_table_is_whole_or_a_problem(rows: list[list[str]], reader: str, tab: bool, after: str, hint: dict[str, Any]) -> None:
    cells = [["序", "名"], *rows, ["9", "末格"]]
    if reader == "cell_lines":
        lines = "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in cells)
        lines = lines if tab else lines[1:]
    else:
        lines = "\n".join("\t".join(cell.replace("\n", "") for cell in row) for row in cells)
    text = f"一、任务\n{hint['caption']}\n{lines}\n{after}\n二、其他"
    words = tuple("abcde"[: len(rows) + 1]) if hint["rows"] and hint["number"] is None else ()
    table = dict(hint, start="序名", end="末格", word="table", reader=reader, rows=words)
    outline = Outline("test-2030", tables=(table,), leftovers=(dict(after="残", text="留", reason="测试"),))  # type: ignore[arg-type]
    whole_or_problem(text, outline, "body")


@fuzz(300)
@given(st.text(max_size=60))
def test_any_text_without_hints_is_a_whole_tree_or_a_problem(text: str) -> None:
    reader = Reader(Outline("test-2030"))
    reader.read(Segment("x.txt", "", StretchEntry("", "", "", "test-2030"), text, 1))
    clauses = reader.clauses()
    rebuilt = "".join(piece.text for clause in clauses for piece in clause_pieces(clause))
    assert reader.problems or rebuilt == compact(text)


# --- words ---

CITING = st.text("《》〈〉第一二十百0123条款项（）()、，。；本办法措施前两三款和与〔2030〕号云府发令苏州市人民政府根据按", max_size=40)


@fuzz(500)
@given(CITING | st.text(max_size=40))
def test_any_text_has_citations_or_none(text: str) -> None:
    for start, end, words in titles_in(text):
        assert text[start:end] == f"《{words}》"
    for number in numbers_in(text):
        assert number in text
    read_label(text)
    chinese_number(text)


@fuzz(300)
@given(CITING, st.sampled_from(["rules-2031.2.k2", "plan-2030.1.2", "decision-2032.1", "decision-2032.2", "plan-2030.preamble"]))
def test_citations_stand_in_the_text_and_lead_somewhere(text: str, where: str) -> None:
    import dataclasses

    view = small().clauses[where]
    handbook = dataclasses.replace(small())  # what was found is kept with a handbook
    found = references(handbook, dataclasses.replace(view, clause=Clause(where, view.clause.kind, text)))
    assert [reference.start for reference in found] == sorted(reference.start for reference in found)
    for reference in found:
        assert text[reference.start : reference.end] == reference.quote
        if reference.kind in ("clause", "document", "self"):
            assert reference.target in handbook.clauses or reference.target in handbook.entries
        else:
            assert reference.target is None


@fuzz(300)
@given(st.text("第一二十0123、款项（）()", max_size=16))
def test_any_citation_of_an_article_has_addresses(tail: str) -> None:
    text = f"第三条{tail}"
    for start, end, address in addresses_in(text):
        assert 0 <= start < end <= len(text) and address
