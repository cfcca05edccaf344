"""The calculators of data/: what must hold for every one of them, and what they must agree with."""

from __future__ import annotations

import functools
import itertools
import json
import random
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import jsonschema
import pytest

from generator.calculators.answers import InputError, read_inputs
from generator.calculators.checks import check_calculators, check_complete
from generator.calculators.engine import Run, calculate
from generator.exports.write import files
from generator.quantities import numbers, quantities
from tests.calculator_cases import canonical, contradictions, decimals, favourable, in_python, points, step, told
from tests.support import real

MEASURED = ("money", "share", "number", "integer")
# Where a sum may exceed the one in the facts, how many times (None: there is no ceiling), and what in the clause says so.
MORE: dict[str, tuple[Fraction | None, str]] = {
    "capital-market-2023-merger": (None, "read as two sums, the 5‰ has no ceiling"),
    "embodied-robots-2025-first-set": (Fraction(6, 5), "人形机器人…支持金额上浮20%"),
    "zone-two-centres-2023-first-set": (Fraction(6, 5), "上浮20%, read as raising the ceiling too"),
    "producer-leaders-2020-growth": (Fraction(3), "每家企业享受奖励期限为3年, read as a sum for each year"),
    "xborder-measures-2025-independent-site": (None, "费用支出每增加10万元，再给予3万元补助"),
    "xborder-measures-2025-overall-cap": (None, "奖励金额累计不超过800万元: read so that 补助 does not count"),
}
# Inputs that bring less as they grow, because the clause says so.
LESS = {
    ("foreign-trade-2020-full-premium", "exports"): "年出口额在1000万美元以下",
    ("small-business-finance-2020-full-premium", "exports"): "年出口额在1000万美元以下",
    ("icv-2025-equipment-loan", "others"): "统筹给予3个百分点贴息: what the state and the province give is taken off",
}
# Thresholds of a text with two dozen of them; those beside them have their examples.
NOT_AT = {"producer-leaders-2020-selection": ["big_c", "mean_b", "mean_d"]}
LARGE = 40  # steps; such a calculator is drawn for less often, it takes as long as fifty others


def programs() -> list[Any]:
    """Every program, by id."""
    return [pytest.param(program, id=name) for name, program in real().programs.items()]


def draws(program: dict[str, Any], count: int) -> Iterator[random.Random]:
    """Sources of chance, the same at every run."""
    for number in range(count if len(program["steps"]) < LARGE else max(1, count // 10)):
        yield random.Random(f"{program['id']} {number}")


def combinations(program: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every reading of the text."""
    for options in itertools.product(*(reading["options"] for reading in program["readings"])):
        yield {reading["name"]: option for reading, option in zip(program["readings"], options)}


# --- sound and complete ---


def test_the_calculators_are_sound_and_every_example_comes_out() -> None:
    assert [str(problem) for problem in check_calculators(real())] == []


def test_every_award_penalty_and_eligibility_list_has_a_calculator_or_a_reason_why_not() -> None:
    assert [str(problem) for problem in check_complete(real())] == []
    book = real().calculators
    entries = [entry.id for kind in ("awards", "penalties", "eligibility") for _document, entry in real().facts.entries(kind)]
    refused = {entry.entry for entry in book.not_calculable}
    assert len(entries) > 300
    assert all((entry in book.of_fact) != (entry in refused) for entry in entries)


@pytest.mark.parametrize("name", real().calculators.written)
def test_the_examples_show_the_boundaries_and_something_unknown(name: str) -> None:
    program = real().programs[name]
    parameters = {parameter["name"] for parameter in program["parameters"]}
    thresholds = {s["name"] for s in program["steps"] if s["op"] in ("ge", "gt", "le", "lt") and s["than"] in parameters}
    at, unknown = set(), False
    for example in program["examples"]:
        for chosen in combinations(program):
            run = Run(program, read_inputs(program, example["inputs"]), chosen, "auto")
            unknown |= any(result["status"] == "depends" for result in run.results())
            for one in program["steps"]:
                if one["name"] in thresholds:
                    value, than = run.scope[one["value"]], run.scope[one["than"]]
                    if any(row.lo == row.hi == than.lo for row in (value if isinstance(value, list) else [value])):
                        at.add(one["name"])
    assert unknown or not program["inputs"], "no example with something unknown"
    assert sorted(thresholds - at) == NOT_AT.get(name, []), "no example right at a threshold"


# --- what is said while something is unknown ---


@pytest.mark.parametrize("program", programs())
def test_what_is_said_of_an_unknown_holds_whatever_it_turns_out_to_be(program: dict[str, Any]) -> None:
    for rnd in draws(program, 8):
        assert not list(contradictions(program, rnd))


@pytest.mark.parametrize("program", programs())
def test_nothing_told_is_no_refusal_and_promises_nothing_certain(program: dict[str, Any]) -> None:
    for answer in calculate(program, {})["answers"]:
        for result in answer["results"]:
            open_anyway = not program["inputs"] or result["bound"] in ("discretionary", "elsewhere")
            assert result["status"] == "depends" or open_anyway, result["text"]


# --- amounts ---


def ceiling(program: dict[str, Any], result: dict[str, Any]) -> Fraction | None:
    """The highest sum in the facts that a result names, read without the calculator."""
    facts = [real().fact_index[name] for name in result["awards"]]
    sums = [getattr(fact, field, None) for fact in facts
            for field in ("max_yuan", "amount_yuan", "yearly_max_yuan", "cumulative_max_yuan", "cap_yuan")]
    known = [Fraction(value) for value in sums if value is not None]
    return max(known) if known else None


def results_of(program: dict[str, Any], given: dict[str, str]) -> dict[tuple[Any, ...], dict[str, Any]]:
    """{(readings, name): result} of one calculation."""
    return {(*sorted(reading.items()), result["name"]): result for answer in calculate(program, given)["answers"]
            for reading in answer["readings"] for result in answer["results"]}


def several(program: dict[str, Any], given: dict[str, str]) -> Fraction:
    """How many items, heads or years are asked for."""
    values = read_inputs(program, given)
    counts = [value.lo for item in program["inputs"] if item["type"] == "integer" and not item["repeat"] for value in [values[item["name"]]]]
    rows = max((len(value) for value in values.values() if isinstance(value, list)), default=1)
    return max(Fraction(1), sum(counts, Fraction(0))) * rows


@pytest.mark.parametrize("program", programs())
def test_no_sum_exceeds_the_ceiling_of_its_award(program: dict[str, Any]) -> None:
    for rnd in draws(program, 20):
        given = told(program, rnd, rnd.randint(1, 2))
        given |= favourable(program) if rnd.random() < 0.5 else {}
        for result in results_of(program, given).values():
            top = ceiling(program, result)
            if top is not None and result["high"] is not None and result["kind"] == "amount" and result["unit"] == "元":
                times, _reason = MORE.get(program["id"], (1, ""))
                assert times is None or Fraction(result["high"]) <= top * several(program, given) * times, (given, result["text"])


def money(result: dict[str, Any]) -> Fraction | None:
    """What is certain to be got; 0 where nothing is due."""
    if result["status"] == "no":
        return Fraction(0)
    return None if result["low"] in (None, "inf", "-inf") else Fraction(result["low"])


@pytest.mark.parametrize("program", programs())
def test_no_sum_falls_when_a_base_grows(program: dict[str, Any]) -> None:
    fell = set()
    for item in program["inputs"]:
        if item["type"] not in MEASURED:
            continue
        for rnd in draws(program, 2):
            base = told(program, rnd, 1) | (favourable(program) if rnd.random() < 0.7 else {})
            before: dict[tuple[Any, ...], Fraction] = {}
            for value in ladder(program, item):
                for key, result in results_of(program, {**base, item["name"]: value}).items():
                    now = money(result)
                    if result["kind"] in ("amount", "saving") and now is not None:
                        if now < before.get(key, now):
                            fell.add((program["id"], item["name"]))
                        before[key] = now
    assert fell <= LESS.keys()


def ladder(program: dict[str, Any], item: dict[str, Any]) -> list[str]:
    """Rising values of an input: around everything that could matter to it, and large ones."""
    low, high = Fraction(item["min"] or 0), Fraction(item["max"]) if item["max"] else None
    near = {value + side * step(item) for value in points(program, item)[:12] for side in (-1, 0, 1)}
    near |= {Fraction(10) ** 7, Fraction(10) ** 10}
    if item["type"] == "share":
        near = {value for value in near if value <= 1}
    kept = sorted(value for value in near if value >= low and (high is None or value <= high))
    form = {"money": lambda value: decimals(value) + "元", "share": lambda value: decimals(value * 100) + "%",
            "integer": lambda value: str(round(value))}.get(item["type"], decimals)
    return [form(value) for value in kept]


@pytest.mark.parametrize("program", programs())
def test_a_rate_of_nothing_is_nothing(program: dict[str, Any]) -> None:
    """With every base at zero (or as low as it may be), a result that rests on a rate brings no money."""
    shares = {parameter["name"] for parameter in program["parameters"] if parameter["type"] == "share"}
    bases = {item["name"] for item in program["inputs"] if item["type"] == "money" and not item["min"]}
    steps = {one["name"]: one for one in program["steps"]}
    given = favourable(program) | {name: "0" for name in bases}
    for result in results_of(program, given).values():
        step_of = steps.get(next(r["value"] for r in program["results"] if r["name"] == result["name"]) or "")
        if step_of and step_of["op"] == "mul" and shares & set(step_of["of"]) and bases & set(step_of["of"]):
            assert money(result) == 0


# --- readings and words ---


@pytest.mark.parametrize("program", [p for p in programs() if p.values[0]["readings"]])
def test_every_reading_is_in_the_answer(program: dict[str, Any]) -> None:
    expected = [{name: option["value"] for name, option in chosen.items()} for chosen in combinations(program)]
    for example in program["examples"]:
        found = [reading for answer in calculate(program, example["inputs"])["answers"] for reading in answer["readings"]]
        assert sorted(map(canonical, found)) == sorted(map(canonical, expected))


@pytest.mark.parametrize("program", [p for p in programs() if p.values[0]["readings"]])
def test_every_reading_makes_a_difference_somewhere(program: dict[str, Any]) -> None:
    """A reading that never changes the answer belongs into the fact's `ambiguity`."""
    inputs = [example["inputs"] for example in program["examples"]] + [told(program, rnd, 2) for rnd in draws(program, 30)]
    for reading in program["readings"]:
        assert any(len({canonical([r["text"] for r in Run(program, values, chosen, "auto").results()])
                        for chosen in combinations(program)}) > 1
                   for values in readable(program, inputs)), reading["question"]


def readable(program: dict[str, Any], inputs: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    for given in inputs:
        try:
            yield read_inputs(program, given)
        except InputError:
            continue


@pytest.mark.parametrize("program", programs())
def test_every_sentence_is_filled_in(program: dict[str, Any]) -> None:
    for given in ({}, favourable(program), *(example["inputs"] for example in program["examples"])):
        for answer in in_python(program, given, "auto")["answers"]:
            for part in (*answer["trace"], *answer["results"]):
                for text in (part["text"], part.get("or_text") or "", *(hint["text"] for hint in part["hints"])):
                    assert not re.search(r"[{}]|None|undefined|Fraction", text), text
            assert all(answer["results"]) and all(result["clauses"] for result in answer["results"])
            assert all(one["text"] for one in answer["trace"])


# --- the official explanation of the producer leaders says the same (L384-411 and L340-372 of the corpus) ---

EXPLAINED = {"4.1": "2.2.1", "4.2": "2.2.2", "4.3.1.1": "2.3.1.1", "4.3.1.2": "2.3.1.2", "4.3.2.1": "2.3.2.1", "4.3.2.2": "2.3.2.2",
             "5.1": "2.4.1", "5.2": "2.4.2", "5.4": "2.4.3", "5.6": "2.4.4"}
LEADERS = "producer-leaders-2020"


@functools.cache
def leaders_parameters() -> dict[str, set[Fraction]]:
    """{clause: values of the parameters that the calculators take from it}."""
    found: dict[str, set[Fraction]] = {}
    for name, program in real().programs.items():
        if name.startswith(LEADERS):
            for parameter in program["parameters"]:
                found.setdefault(parameter["clause"].removeprefix(f"{LEADERS}."), set()).add(Fraction(parameter["value"]))
    return found


@pytest.mark.parametrize("clause, explanation", EXPLAINED.items())
def test_the_text_and_its_explanation_print_the_numbers_of_the_calculators(clause: str, explanation: str) -> None:
    used = leaders_parameters()[clause]
    for place in (clause, f"interpretation.{explanation}"):
        text = real().clauses[f"{LEADERS}.{place}"].clause.text
        assert used <= numbers(text), place
        assert {q.value for q in quantities(text) if q.kind in ("money", "share")} <= used, place


def test_only_the_refund_of_the_city_is_not_explained() -> None:
    assert leaders_parameters().keys() - EXPLAINED.keys() == {"6.4"}


# --- open data ---


@functools.cache
def table(name: str) -> Any:
    return json.loads(files(real())[name])


def test_calculators_json_fits_its_schema() -> None:
    jsonschema.Draft202012Validator(table("calculators.schema.json")).validate(table("calculators.json"))
    assert [row["id"] for row in table("calculators.json")] == list(real().programs)


@pytest.mark.parametrize("name, kind", [("awards.json", "awards"), ("penalties.json", "penalties"), ("eligibility.json", "eligibility")])
def test_every_calculator_that_the_tables_name_exists_and_computes_the_entry(name: str, kind: str) -> None:
    rows = {row["id"]: row for row in table("calculators.json")}
    refused = {entry.entry for entry in real().calculators.not_calculable}
    named = [(row["id"], row["calculator"]) for row in table(name) if "calculator" in row]
    assert named or kind != "awards"
    for entry, calculator in named:
        if calculator is None:
            assert entry in refused
        else:
            assert entry in rows[calculator]["awards"]


def test_a_row_of_calculators_json_is_enough_to_run_it() -> None:
    for row in table("calculators.json"):
        program = real().programs[row["id"]]
        given = favourable(program)
        assert in_python(row, given, "auto") == in_python(program, given, "auto")
