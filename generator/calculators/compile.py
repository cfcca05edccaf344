"""A calculator and the facts it stands on -> a program: plain JSON that both engines run."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..addresses import clause_in_document
from ..model.calculator import Calculator, Parameter, Result
from ..model.decode import plain_full

if TYPE_CHECKING:
    from ..handbook import Handbook


def document_of(clause: str) -> str:
    """The document of a clause id."""
    return clause.partition(".")[0]


def compile_calculator(calculator: Calculator, handbook: Handbook) -> dict[str, Any]:
    """The program of a calculator that has passed its checks."""
    facts = handbook.fact_index
    metadata = handbook.entries[document_of(calculator.clauses[0])].metadata
    program = plain_full(calculator)
    program["parameters"] = [_parameter(parameter, facts) for parameter in calculator.parameters]
    program["results"] = [_result(result, calculator, facts) for result in calculator.results]
    program["open_questions"] = list(dict.fromkeys(
        text for result in calculator.results for name in result.awards for text in (getattr(facts[name], "ambiguity", None),) if text))
    program["document"] = {
        "id": document_of(calculator.clauses[0]), "title": metadata.title.value, "number": metadata.number.value,
        "from": metadata.effective_from.value, "to": metadata.effective_to.value,
    }
    named = [*calculator.clauses, *(p["clause"] for p in program["parameters"]), *(i.clause for i in calculator.inputs if i.clause),
             *(s.clause for s in calculator.steps if s.clause), *(r.clause for r in calculator.readings),
             *(clause for result in program["results"] for clause in result["clauses"])]
    program["places"] = {clause: {"title": handbook.entries[document_of(clause)].metadata.short_title,
                                  "place": handbook.clauses[clause].place, "url": clause_in_document(clause)}
                         for clause in dict.fromkeys(named)}
    return program


def _parameter(parameter: Parameter, facts: dict[str, Any]) -> dict[str, Any]:
    row = plain_full(parameter)
    if parameter.fact:
        fact = facts[parameter.fact]
        row |= {"value": str(getattr(fact, parameter.field or "")), "clause": fact.clause, "quote": fact.quote}
    row["unit"] = parameter_unit(parameter, row["quote"], row["value"])
    return row


def parameter_unit(parameter: Parameter, quote: str, value: str) -> str:
    """元 for money; for a share the sign that the text uses; else the unit given."""
    if parameter.type == "money":
        return "元"
    if parameter.type == "share":
        if parameter.unit:
            return parameter.unit
        if "百分点" in quote and "%" not in quote:
            return "个百分点"
        return "‰" if "‰" in quote and Fraction(value) < Fraction(1, 100) else "%"
    return parameter.unit or ("年" if parameter.field == "years_max" else "")


def _result(result: Result, calculator: Calculator, facts: dict[str, Any]) -> dict[str, Any]:
    row = plain_full(result)
    awards = [facts[name] for name in result.awards]
    first = awards[0] if awards else None
    for field, source in (("bound", "bound"), ("recipient", "recipient"), ("payer", "payer"), ("period", "period"), ("scope", "cap_scope")):
        if row[field] is None:
            row[field] = getattr(first, source, None)
    row["clauses"] = list(dict.fromkeys(award.clause for award in awards)) or [calculator.clauses[0]]
    return row
