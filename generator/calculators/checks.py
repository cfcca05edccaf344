"""Checks of the calculators: names, operations, sources of every literal, worked examples, and that no fact is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from ..handbook import Handbook
from ..model.calculator import Calculator, Step
from ..model.decode import plain_full
from ..problems import Problem
from ..quantities import is_number, numbers
from ..text import compact
from .answers import InputError
from .compile import compile_calculator, document_of
from .engine import calculate, operands
from .operations import CHOICE, COMMON, DATE, NUM, OPERATIONS, TRUTH, WORD
from .profile_checks import check_profile
from .values import INF, NEG, Num, show

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_OPTION = re.compile(r"[a-z][a-z0-9_-]*")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_COMPUTED = ("awards", "penalties", "eligibility")
_JOIN = ("sum", "all", "any", "count")  # operations that bring the rows of a list together
_SINGLE = {"split": ("parts",), "map": ("cases",), "tier": ("tiers",), "cumulate": ("at",)}  # fields that take no rows
_TYPES = {"money": NUM, "share": NUM, "number": NUM, "integer": NUM, "yes_no": TRUTH, "choice": CHOICE, "date": DATE}


def check_calculators(handbook: Handbook) -> Iterator[Problem]:
    """Every problem of the calculators; whether none is missing, see check_complete."""
    for name, calculator in handbook.calculators.written.items():
        place = f"data/calculators/{name}.yml"
        messages = list(_calculator(handbook, name, calculator))
        if not messages:
            program = compile_calculator(calculator, handbook)
            messages = list(_values(program)) or list(check_examples(program, calculator))
        yield from (Problem(place, _line(handbook, place, part, index), message) for part, index, message in messages)
    yield from check_profile(handbook)


def _line(handbook: Handbook, place: str, part: str, index: int) -> int:
    entries = handbook.calculators.lines[place].get(part)
    return entries.lines[index] if entries and hasattr(entries, "lines") and index < len(entries.lines) else 1


def check_complete(handbook: Handbook) -> Iterator[Problem]:
    """Every award, penalty and eligibility list has a calculator, or a reason why not."""
    place, book = "data/not-calculable.yml", handbook.calculators
    lines = book.lines.get(place, {}).get("entries")
    said: set[str] = set()
    for index, entry in enumerate(book.not_calculable):
        line = lines.lines[index] if lines else 0
        if entry.entry not in handbook.fact_index:
            yield Problem(place, line, f"{entry.entry!r} is no fact")
        if entry.entry in said:
            yield Problem(place, line, f"{entry.entry!r} stands twice")
        if entry.entry in book.of_fact:
            yield Problem(place, line, f"{entry.entry!r} has a calculator ({book.of_fact[entry.entry][0]}): delete this entry")
        said.add(entry.entry)
    for kind in _COMPUTED:
        for document, fact in handbook.facts.entries(kind):
            if fact.id not in book.of_fact and fact.id not in said:
                yield Problem(f"data/facts/{document}.yml", 0, f"{kind}: {fact.id} has no calculator: name it under `awards` of a result in "
                              "data/calculators, or say in data/not-calculable.yml why it cannot be computed")


# -- one calculator ----------------------------------------------------------------------------------------


def _calculator(handbook: Handbook, name: str, c: Calculator) -> Iterator[tuple[str, int, str]]:
    if c.id != name:
        yield "id", 0, f"id is {c.id!r}, the file name says {name!r}: make them agree"
    if not _ID.fullmatch(c.id) or not c.clauses or not c.id.startswith(document_of(c.clauses[0]) + "-"):
        yield "id", 0, f"id {c.id!r} must be the document of the first clause, a hyphen and English words, in lower case"
    for clause in c.clauses:
        if clause not in handbook.clauses:
            yield "clauses", 0, f"clause {clause!r} does not exist"
    yield from _names(c)
    types: dict[str, str] = {}
    repeats = {repeat.name for repeat in c.repeats}
    for index, item in enumerate(c.inputs):
        types[item.name] = _TYPES[item.type]
        if (item.type == "choice") != bool(item.options):
            yield "inputs", index, f"{item.name}: options belong to a choice, and a choice needs them"
        if item.repeat and item.repeat not in repeats:
            yield "inputs", index, f"{item.name}: there is no list {item.repeat!r} under repeats"
        if item.type == "money" and item.unit not in ("元", "万元", "亿元"):
            yield "inputs", index, f"{item.name}: unit of money is 元, 万元 or 亿元"
        for bound in (item.min, item.max):
            if bound is not None and not is_number(bound):
                yield "inputs", index, f"{item.name}: {bound!r} is not a number"
        if item.clause:
            yield from (("inputs", index, f"{item.name}: {message}") for message in _quoted(handbook, item.clause, item.quote))
    if sum(item.main for item in c.inputs) > 1:
        yield "inputs", 0, "only one input can be main"
    for index, parameter in enumerate(c.parameters):
        types[parameter.name] = DATE if parameter.type == "date" else NUM
        yield from (("parameters", index, f"{parameter.name}: {message}") for message in _parameter(handbook, parameter))
    for index, reading in enumerate(c.readings):
        types[reading.name] = CHOICE
        if len(reading.options) < 2:
            yield "readings", index, f"{reading.name}: a reading needs two options"
        yield from (("readings", index, f"{reading.name}: {message}") for message in _quoted(handbook, reading.clause, reading.quote))
    for index, step in enumerate(c.steps):
        messages = list(_step(handbook, c, step, types))
        yield from (("steps", index, f"{step.name} ({step.op}): {message}") for message in messages)
        types[step.name] = _gives(step, types)
    yield from _results(handbook, c, types)
    yield from _rows(c)
    yield from _unused(c)
    if not c.examples:
        yield "examples", 0, "write worked examples"


def _rows(c: Calculator) -> Iterator[tuple[str, int, str]]:
    """Lists stand where an operation works row by row, and rows of different lists do not meet."""
    lists = {item.name: item.repeat for item in c.inputs if item.repeat}
    for index, step in enumerate(c.steps):
        of = {lists[name] for name in _used(step) if name in lists}
        if step.op not in _JOIN and len(of) > 1:
            yield "steps", index, f"{step.name} ({step.op}): rows of {' and '.join(sorted(of))} do not belong together: sum each first"
        for field in _SINGLE.get(step.op, ()):
            if names := [name for name in _words_of(step, field) if name in lists]:
                yield "steps", index, f"{step.name} ({step.op}): {field}: {', '.join(names)} has rows: a single value must stand here"
        if of and step.op not in _JOIN:
            lists[step.name] = min(of)
    for index, result in enumerate(c.results):
        for name in [result.when] if result.kind != "eligible" else [result.value]:
            if name in lists:
                yield "results", index, f"{result.name}: {name} has rows: bring them together with all or any first"


def _names(c: Calculator) -> Iterator[tuple[str, int, str]]:
    seen: set[str] = set()
    for part in ("inputs", "parameters", "readings", "steps"):
        for index, item in enumerate(getattr(c, part)):
            if not _NAME.fullmatch(item.name):
                yield part, index, f"name {item.name!r}: use lower-case English letters, digits and _"
            if item.name in seen:
                yield part, index, f"name {item.name!r} stands twice"
            seen.add(item.name)
            options = [option.value for option in getattr(item, "options", ())]
            if len(set(options)) < len(options) or not all(_OPTION.fullmatch(option) for option in options):
                yield part, index, f"{item.name}: options {', '.join(options)}: use English words that begin with a letter, each once"


def _quoted(handbook: Handbook, clause: str | None, quote: str | None) -> Iterator[str]:
    if not clause or clause not in handbook.clauses:
        yield f"clause {clause!r} does not exist"
    elif not quote or not compact(quote):
        yield "quote is missing: copy the words of the clause"
    else:
        own = handbook.clauses[clause].clause
        if compact(quote) not in compact(own.label + own.text):
            yield f"quote {quote[:40]!r} is not in the text of {clause}: copy it exactly"


def _parameter(handbook: Handbook, parameter: Any) -> Iterator[str]:
    if parameter.fact:
        fact = handbook.fact_index.get(parameter.fact)
        if fact is None:
            yield f"there is no fact {parameter.fact!r}"
        elif getattr(fact, parameter.field or "", None) is None:
            yield f"field {parameter.field!r} of {parameter.fact} is empty"
        if parameter.value or parameter.clause or parameter.quote:
            yield "give either fact and field, or value, clause and quote"
        return
    if parameter.value is None:
        yield "give fact and field, or value, clause and quote"
        return
    yield from _quoted(handbook, parameter.clause, parameter.quote)
    stated = numbers(parameter.quote or "")
    if parameter.type == "date":
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", parameter.value):
            yield f"{parameter.value!r} is not a date: write YYYY-MM-DD"
        elif not {Fraction(part) for part in parameter.value.split("-")} <= stated:
            yield f"date {parameter.value} does not stand in the quote"
    elif not is_number(parameter.value):
        yield f"{parameter.value!r} is not a number"
    else:
        value, quote = Fraction(parameter.value), parameter.quote or ""
        words = {Fraction(1): "全", Fraction(1, 2): "半"}
        if value not in stated and words.get(value, "\0") not in quote:
            yield f"value {parameter.value} does not stand in the quote"


def _used(step: Step) -> list[str]:
    return operands(plain_full(step))


def _gives(step: Step, types: dict[str, str]) -> str:
    gives = OPERATIONS[step.op].gives
    if gives != "any":
        return gives
    first = step.then if step.op == "if" else next(iter(step.cases.values()), None)
    return types.get(first or "", NUM)


def _step(handbook: Handbook, c: Calculator, step: Step, types: dict[str, str]) -> Iterator[str]:
    operation = OPERATIONS[step.op]
    fields = {**operation.needs, **operation.may}
    defaults = Step(name="", label="", op="add")
    for field in vars(step):
        given = getattr(step, field) != getattr(defaults, field)
        if field in COMMON:
            continue
        if given and field not in fields:
            yield f"{field} has no meaning here"
        if not given and field in operation.needs:
            yield f"{field} is missing"
    if step.quote or step.clause:
        yield from _quoted(handbook, step.clause, step.quote)
    for field, kind in fields.items():
        if kind == WORD:
            continue
        for name in _words_of(step, field):
            if name not in types:
                yield f"{field}: {name!r} is no input, parameter, reading or earlier step"
            elif kind == "any" and types[name] not in (NUM, TRUTH) or kind != "any" and types[name] != kind:
                yield f"{field}: {name!r} is a {types[name]}, not a {kind}"
    options = {item.name: [o.value for o in item.options] for item in (*c.inputs, *c.readings)}
    if step.op == "map" and step.by in options and sorted(step.cases) != sorted(options[step.by]):
        yield f"cases must be exactly the options of {step.by}: {', '.join(options[step.by])}"
    if step.op == "is" and step.value in options and not set(step.one_of) <= set(options[step.value]):
        yield f"one_of must be options of {step.value}: {', '.join(options[step.value])}"
    if step.op in ("map", "if") and len({types.get(name) for name in _words_of(step, "cases") + _words_of(step, "then")
                                         + _words_of(step, "otherwise")}) > 1:
        yield "values of different types"
    if step.op == "steps" and step.whole not in ("yes", "no", None) and sorted(options.get(step.whole, [])) != ["no", "yes"]:
        yield "whole must be yes, no, or a reading with the options yes and no"
    parameters = {parameter.name for parameter in c.parameters}
    fixed = {"tier": [tier.at for tier in step.tiers], "steps": [step.above, step.first, step.every, step.each], "round": [step.to],
             "within": [step.number], "date_in": [name for name in (step.since, step.to) if name]}.get(step.op, [])
    if loose := [name for name in fixed if name not in parameters]:
        yield f"{', '.join(map(str, loose))}: only parameters stand here"
    if step.op == "split" and step.index is not None and not 1 <= step.index <= len(step.parts):
        yield f"index {step.index}: there are {len(step.parts)} parts"


def _words_of(step: Step, field: str) -> list[str]:
    value = getattr(step, field)
    if value is None:
        return []
    if field == "cases":
        return list(value.values())
    if field == "tiers":
        return [name for tier in value for name in (tier.at, tier.then)]
    return [value] if isinstance(value, str) else list(value)


def _results(handbook: Handbook, c: Calculator, types: dict[str, str]) -> Iterator[tuple[str, int, str]]:
    steps, names = {step.name for step in c.steps}, set()
    readings = {reading.name: [o.value for o in reading.options] for reading in c.readings}
    for index, result in enumerate(c.results):
        if result.name in names and not result.only:
            yield "results", index, f"{result.name}: this name stands twice"
        names.add(result.name)
        wanted = TRUTH if result.kind == "eligible" else NUM
        for field, kind in (("value", wanted), ("low", NUM), ("high", NUM), ("when", TRUTH)):
            name = getattr(result, field)
            if name is not None and (name not in steps or types.get(name) != kind):
                yield "results", index, f"{result.name}: {field} {name!r} is no step that gives a {kind}"
        if (result.low is None) != (result.high is None) or (result.value is not None and result.low is not None):
            yield "results", index, f"{result.name}: give value, or low and high"
        if (result.or_bound is None) != (result.question is None):
            yield "results", index, f"{result.name}: or_bound and question go together"
        for fact in result.awards:
            if fact not in handbook.fact_index:
                yield "results", index, f"{result.name}: there is no fact {fact!r}"
        first = handbook.fact_index.get(result.awards[0]) if result.awards else None
        if result.bound is None and getattr(first, "bound", None) is None:
            yield "results", index, f"{result.name}: bound is missing"
        if result.value is None and result.low is None and (result.bound or getattr(first, "bound", None)) not in ("discretionary", "elsewhere"):
            yield "results", index, f"{result.name}: without value or low and high the bound is discretionary or elsewhere"
        for reading, option in result.only.items():
            if option not in readings.get(reading, []):
                yield "results", index, f"{result.name}: only {reading}: {option} is no option of a reading"


def _unused(c: Calculator) -> Iterator[tuple[str, int, str]]:
    used = {name for step in c.steps for name in _used(step)}
    used |= {name for result in c.results for name in (result.value, result.low, result.high, result.when) if name}
    used |= {reading for result in c.results for reading in result.only}
    for part in ("inputs", "parameters", "readings", "steps"):
        for index, item in enumerate(getattr(c, part)):
            if item.name not in used:
                yield part, index, f"{item.name} is not used by any step or result"


def _values(program: dict[str, Any]) -> Iterator[tuple[str, int, str]]:
    """What only the values of the parameters tell."""
    values = {p["name"]: Fraction(p["value"]) for p in program["parameters"] if p["type"] != "date"}
    for index, step in enumerate(program["steps"]):
        tiers = [values[tier["at"]] for tier in step["tiers"]]
        if tiers != sorted(set(tiers)):
            yield "steps", index, f"{step['name']} ({step['op']}): tiers: write the lowest threshold first, each once"


# -- worked examples ---------------------------------------------------------------------------------------


def outcome(result: dict[str, Any]) -> str:
    """A result as worked examples write it: 300万元, 0元～300万元, 300万元？ (depends on what is unknown), 符合, 不符合, 待定."""
    if result["status"] == "no":
        return "不符合"
    if result["kind"] == "eligible":
        return "符合" if result["status"] == "yes" else "待定"
    if result["low"] is None:
        return "文件未载明数额" if result["status"] == "yes" else "待定"
    ends = [end if end in (INF, NEG) else Fraction(end) for end in (result["low"], result["high"])]
    return show(Num(ends[0], ends[1], result["unit"])) + ("？" if result["status"] == "depends" else "")


def check_examples(program: dict[str, Any], c: Calculator) -> Iterator[tuple[str, int, str]]:
    """Every worked example that does not come out as written."""
    for index, example in enumerate(c.examples):
        try:
            answers = calculate(program, example.inputs)["answers"]
        except InputError as error:
            yield "examples", index, f"{example.title}: {error}"
            continue
        fitting = [answer for answer in answers
                   if any(all(reading.get(k) == o for k, o in example.readings.items()) for reading in answer["readings"])]
        if not fitting:
            yield "examples", index, f"{example.title}: no reading {example.readings}"
        for answer in fitting:
            found = {result["name"]: outcome(result) for result in answer["results"]}
            for name, expected in example.expect.items():
                if found.get(name) != expected:
                    yield "examples", index, f"{example.title}: {name} is {found.get(name)!r}, expected {expected!r}"
