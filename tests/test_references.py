"""generator/references.py: every citation and its target, as a table in tests/cases/references.yml."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import Any

import pytest

from generator.handbook import Handbook
from generator.references import Reference, addresses_in, numbers_in, references, titles_in
from tests.support import cases, real, small

TABLE = cases("references")


def found_in(handbook: Handbook, where: str, text: str) -> list[Reference]:
    """The citations of a text as if it stood in a clause."""
    view = handbook.clauses[where]
    fresh = dataclasses.replace(handbook)  # what was found is kept with a handbook
    return references(fresh, dataclasses.replace(view, clause=dataclasses.replace(view.clause, text=text)))


def words(reference: Reference) -> str:
    return f"{reference.quote} {reference.kind} {reference.target or reference.title or reference.number or '-'}"


@pytest.mark.parametrize("case", TABLE, ids=[f"{case['in']}: {case['text']}" for case in TABLE])
def test_the_citations_of(case: dict[str, Any]) -> None:
    found = found_in(small(), case["in"], case["text"])
    assert [words(reference) for reference in found] == case["found"]
    assert all(case["text"][reference.start : reference.end] == reference.quote for reference in found)


def test_a_number_beside_a_title_belongs_to_it() -> None:
    [reference] = found_in(small(), "plan-2030.1.1", "《云桥市纸船管理办法》（云府〔2031〕7号）")
    assert reference.number == "云府〔2031〕7号"
    [reference] = found_in(small(), "plan-2030.1.1", "云府〔2031〕7号印发的《云桥市纸船管理办法》")
    assert reference.number == "云府〔2031〕7号"


def test_two_documents_of_one_title_cannot_be_told_apart() -> None:
    rules = small().entries["rules-2031"]
    other = dataclasses.replace(rules, document=dataclasses.replace(rules.document, id="rules-2033"))
    both = dataclasses.replace(small(), entries={**small().entries, "rules-2033": other})
    [reference] = found_in(both, "plan-2030.1.1", "《云桥市纸船管理办法》")
    assert (reference.kind, reference.target) == ("unresolved", None) and reference.note


def test_a_title_without_its_marks_is_the_same_title() -> None:
    [reference] = found_in(small(), "rules-2031.1", "《测试文本：云桥市鼓励纸船制造的若干措施虚构》")
    assert (reference.kind, reference.target) == ("document", "plan-2030")


@pytest.mark.parametrize("text, wanted", [
    ("第三条", ["3"]), ("第十二条", ["12"]), ("第12条", ["12"]), ("第8、10条", ["8", "10"]), ("第三十四条第二款", ["34.k2"]),
    ("第二十一条第一款", ["21"]), ("第二条第二款第（三）项", ["2.k2.3"]), ("第二十二条第（二）、（四）项", ["22.2", "22.4"]), ("第五条第四项", ["5.4"]),
])
def test_the_addresses_of_a_citation(text: str, wanted: list[str]) -> None:
    found = addresses_in(text)
    assert [address for _start, _end, address in found] == wanted
    assert found[0][0] == 0 and found[-1][1] == len(text)


@pytest.mark.parametrize("text, wanted", [
    ("《甲》《乙》", ["甲", "乙"]), ("《关于印发《乙》的通知》", ["关于印发《乙》的通知"]), ("《甲", []), ("甲》", []), ("《《甲》", []), ("《》", [""]),
])
def test_titles(text: str, wanted: list[str]) -> None:
    assert [title for _start, _end, title in titles_in(text)] == wanted


@pytest.mark.parametrize("text, wanted", [
    ("苏府〔2019〕50号", ["苏府〔2019〕50号"]), ("按照苏府规字〔2020〕5号", ["苏府规字〔2020〕5号"]),
    ("苏州市人民政府令第101号", ["苏州市人民政府令第101号"]), ("国务院令第583号", ["国务院令第583号"]), ("〔2019〕50号", []), ("苏府50号", []),
])
def test_document_numbers(text: str, wanted: list[str]) -> None:
    assert numbers_in(text) == wanted


# --- the real texts ---


def all_references() -> list[Reference]:
    return [reference for view in real().clauses.values() for reference in references(real(), view)]


def test_every_target_exists() -> None:
    lost = [(reference.clause, reference.quote, reference.target) for reference in all_references()
            if reference.target is not None and reference.target not in real().clauses and reference.target not in real().entries]
    assert lost == []


def test_every_title_and_every_number_is_accounted_for() -> None:
    """Nothing that looks like a citation is passed over."""
    missed = []
    for name, view in real().clauses.items():
        text = view.clause.text
        taken = [(reference.start, reference.end) for reference in references(real(), view)]
        for start, end, title in titles_in(text):
            if text[max(0, start - 1) : start] != "本" and not any(a < end and start < b for a, b in taken):
                missed.append((name, title))
    assert missed == []


@pytest.mark.parametrize("where, quote, target", [
    ("taxi-2003.36", "第三十四条第二款", "taxi-2003.34.k2"), ("taxi-2003.37", "第二十一条第一款", "taxi-2003.21"),
    ("gas-2018.19", "本办法第十八条", "gas-2018.18"), ("gas-2018.promulgation", "苏州市人民政府令第153号", "amendment-2020"),
    ("construction-safety-2003.2.k2", "前款", "construction-safety-2003.2"),
    ("amendment-2020.1.2", "第三条", "construction-safety-2003.3"), ("amendment-2020.1.1", "本办法", "construction-safety-2003"),
    ("xborder-measures-2025.6.19", "本《措施》第8", "xborder-measures-2025.2.8"), ("xborder-measures-2025.6.19", "15条", "xborder-measures-2025.3.15"),
])
def test_a_real_citation_leads_to_its_clause(where: str, quote: str, target: str) -> None:
    found = {reference.quote: reference.target for reference in references(real(), real().clauses[where])}
    assert found[quote] == target


def test_each_kind_of_citation_occurs() -> None:
    kinds = Counter(reference.kind for reference in all_references())
    assert kinds.keys() == {"clause", "document", "self", "outside", "name", "unresolved"}
    assert kinds["unresolved"] < 0.02 * sum(kinds.values())


def test_what_is_unresolved_says_why() -> None:
    assert [reference for reference in all_references() if reference.kind == "unresolved" and not reference.note] == []
