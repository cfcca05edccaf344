"""One truth: the engine of the pages (docs/assets/calculate*.js, in a real browser) and that of Python give the same results and steps."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.calculators.engine import OPERATIONS as RUN
from generator.calculators.operations import OPERATIONS
from generator.calculators.wording import WORDING
from generator.exports.calculators import wording_script
from tests.browser import Watch
from tests.calculator_cases import EVALUATE, SCRIPTS, STYLES, canonical, cases, differences, first_difference, in_python, random_answers
from tests.calculator_programs import made_up
from tests.support import fuzz, real
from tests.test_calculators import OPERATION_CASES, program

Engine = Callable[[str], str]


@pytest.fixture(scope="module")
def in_browser(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The JavaScript engine on a blank page that was opened from disk."""
    folder = tmp_path_factory.mktemp("engine")
    (folder / "wording.js").write_text(wording_script(), "utf-8")
    sources = [path.as_uri() for path in (*SCRIPTS, folder / "wording.js")]
    blank = folder / "blank.html"
    tags = "".join(f'<script src="{source}"></script>' for source in sources)
    blank.write_text(f'<!DOCTYPE html><meta charset="utf-8"><title>blank</title>{tags}', "utf-8")
    page = browser.new_page()
    watch = Watch(page, (blank.as_uri(), *sources))
    page.goto(blank.as_uri())
    yield lambda text: page.evaluate(EVALUATE, text)
    page.close()
    assert watch.problems == []


def test_examples_boundaries_and_drawn_cases_come_out_the_same(in_browser: Engine) -> None:
    programs = real().programs
    assert len(programs) > 150
    count, found = differences(programs, cases(programs, 2), in_browser)
    assert not found, f"{len(found)} of {count} differ:\n" + "\n".join(found[:5])
    assert count > 5000


def test_every_operation_worked_by_hand_comes_out_the_same(in_browser: Engine) -> None:
    made = {f"case-{number}": program(op) for number, (op, *_rest) in enumerate(OPERATION_CASES)}
    asked = [(name, case[1], style) for name, case in zip(made, OPERATION_CASES) for style in STYLES]
    count, found = differences(made, iter(asked), in_browser)
    assert (count, found) == (len(asked), [])


@given(made=made_up(), seed=st.integers(0, 10**6))
@fuzz(400)
def test_made_up_programs_of_every_operation_come_out_the_same(in_browser: Engine, made: dict[str, Any], seed: int) -> None:
    rnd = random.Random(seed)
    asked = [(made["id"], random_answers(made, rnd), style) for style in STYLES]
    theirs = json.loads(in_browser(json.dumps([{made["id"]: made}, asked])))
    for case, got in zip(asked, theirs, strict=True):
        ours = in_python(made, *case[1:])
        assert canonical(ours) == canonical(got), f"{case}: {first_difference(ours, got)} / {first_difference(got, ours)}"
        assert not re.search(r"[{}]|undefined|None|null|object", "".join(texts(ours))), ours


def texts(answer: Any) -> Iterator[str]:
    """Every sentence that an answer shows."""
    for one in answer.get("answers", []):
        for part in (*one["trace"], *one["results"]):
            yield from (part["text"], part.get("or_text") or "", *(hint["text"] for hint in part["hints"]))


def test_made_up_programs_use_every_operation() -> None:
    used: set[str] = set()

    @given(made_up())
    @fuzz(400)
    def collect(made: dict[str, Any]) -> None:
        used.update(step["op"] for step in made["steps"])

    collect()
    assert used == set(OPERATIONS) == set(RUN)


def test_every_operation_has_words() -> None:
    templates = set(WORDING["operations"]) - {"single"}
    assert {name.partition("_")[0] if name.startswith("if_") else name for name in templates} == set(OPERATIONS)
