"""generator/extract/bodies.py: every form of a list of responsible bodies, as a table in tests/cases/bodies.yml."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.extract.bodies import read_bodies, read_cell, responsibility_lists
from tests.support import cases, fuzz

TABLE = cases("bodies")


@pytest.mark.parametrize("case", TABLE, ids=[case["text"] for case in TABLE])
def test_the_bodies_of(case: dict[str, str]) -> None:
    assert [f"{body.name}:{body.role}" for body in read_bodies(case["text"])] == case["bodies"].split()


def test_no_body_of_a_list_is_a_default() -> None:
    """Defaults come from the outline only."""
    assert {body.default for case in TABLE for body in read_bodies(case["text"])} == {None}


@pytest.mark.parametrize("text, role, names", [
    ("市纸船局、市水塘局", "lead", "市纸船局:lead 市水塘局:lead"),
    ("市纸船局，各镇人民政府<管委会>", "cooperate", "市纸船局:cooperate 各镇人民政府<管委会>:cooperate"),
    ("市纸船局、各成员单位按职责分工负责", "responsible", "市纸船局:by_duty 各成员单位:by_duty"),
    ("市纸船局等单位", "responsible", "市纸船局:responsible"),
    ("", "lead", ""),
])
def test_the_bodies_of_a_cell(text: str, role: str, names: str) -> None:
    assert [f"{body.name}:{body.role}" for body in read_cell(text, role)] == names.split()  # type: ignore[arg-type]


def test_the_words_of_the_lists_themselves() -> None:
    text = "折纸（责任单位：市纸船局）下水。（市水塘局负责）"
    assert responsibility_lists(text) == ["责任单位：市纸船局", "市水塘局负责"]


LISTLIKE = st.text("市纸船局责任单位：负责落实牵头按职分工、，；。（）()[]<>“”等与及各区政府以下均需不再列出同\n", max_size=40)


@fuzz(300)
@given(LISTLIKE | st.text(max_size=40))
def test_no_text_is_too_odd(text: str) -> None:
    """And a name is never invented: it stands in the text."""
    for body in read_bodies(text):
        assert body.name and body.name in text
    for body in read_cell(text, "lead"):
        assert body.name and body.name in text
