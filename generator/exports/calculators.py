"""The published record of a calculator, and the words of the explanations as a script for the pages."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ..addresses import calculator_page
from ..calculators.wording import WORDING
from ..handbook import Handbook
from ..model.calculator import Example, Input, Parameter, Reading, Repeat, Result, Step
from ..model.decode import doc


@dataclass(frozen=True)
class ResultRecord(Result):
    """A line of the answer, with what the facts say of it."""

    clauses: tuple[str, ...] = doc("ids of the clauses that state it", default=())


@dataclass(frozen=True)
class CalculatorRecord:
    """A calculator in calculators.json: enough to run it. Parameters and results carry what the facts say of them."""

    id: str = doc("permanent id")
    title: str = doc("what it answers")
    question: str = doc("the question as a reader asks it")
    kind: str = doc("award, relief, penalty, eligibility")
    document: str = doc("id of the document")
    clauses: tuple[str, ...] = doc("ids of the clauses that it applies, the main one first")
    awards: tuple[str, ...] = doc("ids of the awards, penalties and eligibility lists that it computes")
    rule: str = doc("the rule in words")
    inputs: tuple[Input, ...] = doc("what is asked")
    repeats: tuple[Repeat, ...] = doc("lists whose rows are asked")
    parameters: tuple[Parameter, ...] = doc("the literals with clause and quote")
    readings: tuple[Reading, ...] = doc("places that the text leaves open; every option is computed")
    steps: tuple[Step, ...] = doc("the operations, in order")
    results: tuple[ResultRecord, ...] = doc("the lines of the answer")
    examples: tuple[Example, ...] = doc("worked examples")
    open_questions: tuple[str, ...] = doc("what the text leaves open, in words")
    url: str = doc("page, relative to the root of the site")


def calculator_rows(handbook: Handbook) -> list[dict[str, Any]]:
    """The records of calculators.json: the programs, which carry every number with its source."""
    rows = []
    for name, program in handbook.programs.items():
        awards = list(dict.fromkeys(fact for result in program["results"] for fact in result["awards"]))
        rows.append({
            "id": name, "title": program["title"], "question": program["question"], "kind": program["kind"],
            "document": program["document"]["id"], "clauses": program["clauses"], "awards": awards, "rule": program["rule"],
            "inputs": program["inputs"], "repeats": program["repeats"], "parameters": program["parameters"],
            "readings": program["readings"], "steps": program["steps"], "results": program["results"], "examples": program["examples"],
            "open_questions": program["open_questions"], "url": calculator_page(name)})
    return rows


def wording_script() -> str:
    """assets/calculate-wording.js"""
    return ("// Written at build time from generator/calculators/wording.yml.\n(function (root) {\n  root.Handbook.calculatorWording = "
            + json.dumps(WORDING, ensure_ascii=False, indent=1) + ';\n})(typeof window === "undefined" ? globalThis : window);\n')
