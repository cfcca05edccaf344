"""generator/handbook.py: everything joined by id; what is worked out and never typed."""

from __future__ import annotations

import dataclasses

import pytest

from generator.checks import amendment_differences, count_references, ordered_wording
from generator.handbook import Handbook, line_of, name_of, plain_title, walk_documents
from generator.model.document import Clause
from generator.model.metadata import Fact
from generator.model.taxonomy import Department, SlipOfName
from tests.support import real, small


def body(name: str, jurisdiction: str, *names: str, **words: object) -> Department:
    return Department(name, name, name, jurisdiction, "政府部门", names, **words)  # type: ignore[arg-type]


def with_bodies(*bodies: Department, area: str = "yunqiao") -> Handbook:
    plan = small().entries["plan-2030"]
    metadata = dataclasses.replace(plan.metadata, jurisdiction=Fact(area, None))
    return dataclasses.replace(small(), departments={one.id: one for one in bodies},
                               entries={**small().entries, "plan-2030": dataclasses.replace(plan, metadata=metadata)})


# --- bodies ---


def test_a_name_is_looked_up_in_the_document_s_own_jurisdiction_first() -> None:
    handbook = with_bodies(body("suzhou-it", "suzhou", "工信局"), body("own-it", "yunqiao", "工信局"))
    assert handbook.department_named("工信局", "plan-2030") == "own-it"


def test_the_city_s_bureau_of_another_city_is_another_bureau() -> None:
    """市工信局 in a document of 常熟市 is never 苏州市's."""
    handbook = with_bodies(body("suzhou-it", "suzhou", "市工信局"), area="changshu")
    assert handbook.department_named("市工信局", "plan-2030") is None


@pytest.mark.parametrize("area", ["suzhou", "jiangsu", "yunqiao"])
def test_a_name_of_this_city_is_never_looked_up_in_another(area: str) -> None:
    handbook = with_bodies(body("changshu-it", "changshu", "市工信局"), area=area)
    handbook = dataclasses.replace(handbook, jurisdictions={**small().jurisdictions, "changshu": small().jurisdictions["yunqiao"]})
    assert handbook.department_named("市工信局", "plan-2030") is None


def test_other_names_are_found_above_and_beside() -> None:
    handbook = with_bodies(body("bank", "national", "人民银行"), body("changshu-government", "changshu", "常熟市政府"), area="suzhou")
    assert handbook.department_named("人民银行", "plan-2030") == "bank"
    handbook = dataclasses.replace(handbook, jurisdictions={**small().jurisdictions, "changshu": small().jurisdictions["yunqiao"]})
    assert handbook.department_named("常熟市政府", "plan-2030") == "changshu-government"


def test_a_misprinted_name_means_the_body_that_is_meant() -> None:
    handbook = with_bodies(body("ponds", "yunqiao", "市水塘局", misprints=(SlipOfName("市水唐局", "市水塘局", "plan-2030"),)))
    assert handbook.department_named("市水唐局", "plan-2030") == "ponds"


def test_the_clauses_of_a_body_in_the_order_of_the_texts() -> None:
    assert [(clause, named.role) for clause, named in small().clauses_of_department["paper-boats"]] == [
        ("plan-2030.1.1", "responsible"), ("plan-2030.1.2", "lead"), ("plan-2030.2.2.table-1.hundred", "responsible")]
    assert small().clauses_of_department["paper"] == []


# --- names and places ---


@pytest.mark.parametrize("clause, path, place", [
    ("rules-2031.2.1", ("第一章", "第二条", "（一）"), "第二条（一）"),
    ("rules-2031.2.k2", ("第一章", "第二条", "第二款"), "第二条第二款"),
    ("rules-2031.ch2", ("第二章",), "第二章"),
    ("plan-2030.1.2", ("一、", "（二）"), "一、（二）"),
    ("plan-2030.preamble", ("引言",), "引言"),
    ("plan-2030.notice", ("印发通知",), "印发通知"),
    ("plan-2030.2.2.table-1.hundred", ("二、", "2．", "表", "100"), "二、2．表100"),
])
def test_what_a_reader_calls_a_clause(clause: str, path: tuple[str, ...], place: str) -> None:
    view = small().clauses[clause]
    assert (view.path, view.place) == (path, place)


def test_a_clause_without_label_and_heading_is_called_by_its_first_words() -> None:
    assert name_of(Clause("a-2030.x", "part", "没有标题的一段话，很长很长很长很长。\n第二段")) == "没有标题的一段话，很长很长很长很"


@pytest.mark.parametrize("title, plain", [
    ("关于修改《甲》等3件规章的决定", "关于修改甲等3件规章的决定"), ("甲“乙”（试行）", "甲乙试行"), ("甲 〈乙〉<丙>", "甲乙丙"),
])
def test_what_citations_leave_out_of_a_title(title: str, plain: str) -> None:
    assert plain_title(title) == plain


# --- evidence ---


def test_evidence_is_found_in_the_clause_that_holds_it() -> None:
    entry = small().entries["plan-2030"]
    assert entry.find("加强领导") == ["plan-2030.2.1"]
    assert entry.find("云桥市 鼓励纸船制造的\n若干措施（虚构）") == ["plan-2030.title"]
    assert entry.find("保障措施1．加强领导") == [], "words of two clauses are no quote"
    assert entry.find("二、保障措施") == ["plan-2030.2"], "the label is part of what is printed"
    assert small().evidence_clause("plan-2030", Fact("x", "任务见表1")) == "plan-2030.2.2"
    assert small().evidence_clause("plan-2030", Fact("x", None)) is None
    assert small().evidence_clause("plan-2030", Fact("x", "由市纸船局责令改正", None, "rules-2031")) == "rules-2031.2.k2"


def test_the_line_of_a_value_in_its_file() -> None:
    place = "data/metadata/plan-2030.yml"
    assert line_of(small(), place, "id") == 1
    assert line_of(small(), place, "title", "evidence") == 4
    assert line_of(small(), place, "misprints", 0) == 15
    assert line_of(small(), place, "title", "no such field") == 2, "the nearest that there is"
    assert line_of(small(), "data/no-such.yml", "id") == 0


def test_every_clause_with_its_document_in_order() -> None:
    assert [view.id for _entry, view in walk_documents(small())] == list(small().clauses)


# --- amendments ---


@pytest.mark.parametrize("text, wording", [
    ("将第一条修改为：“甲。”", "甲。"), ("将第三条修改为：“甲：“乙”。\n“丙。”", "甲：“乙”。\n丙。"), ("删去第五条。", None), ("第三条改为第四条。", None),
])
def test_the_wording_that_a_decision_orders(text: str, wording: str | None) -> None:
    assert ordered_wording(text) == wording


def test_a_difference_between_decision_and_consolidated_text_is_found() -> None:
    assert list(amendment_differences(small())) == []
    first, second = small().amendments
    changed = dataclasses.replace(small(), amendments=(dataclasses.replace(first, wording="为了管好纸船，制定本办法。"), second))
    assert list(amendment_differences(changed)) == [(0, "为了管好纸船，制定本办法。", "为了管理纸船，制定本办法。")]


def test_a_whole_article_is_compared_with_everything_below_it() -> None:
    first, _second = small().amendments
    wording = "本办法所称纸船，是指：（一）白纸折成的；（二）彩纸折成的。违反前款规定的，由市纸船局责令改正。"
    whole = dataclasses.replace(first, after=("rules-2031.2",), wording=wording)
    assert list(amendment_differences(dataclasses.replace(small(), amendments=(whole,)))) == []
    own = dataclasses.replace(whole, scope="own", wording="本办法所称纸船，是指：")
    assert list(amendment_differences(dataclasses.replace(small(), amendments=(own,)))) == []


def test_the_real_differences_are_those_that_are_known() -> None:
    """Where the decision of 2020 and today's text differ, the sources differ; the page shows it."""
    assert [real().amendments[index].clause for index, _ordered, _current in amendment_differences(real())] == ["amendment-2020.1.9"]


def test_citations_are_counted_by_kind() -> None:
    assert count_references(small()) == {"document": 3, "clause": 4, "self": 7, "outside": 1}
