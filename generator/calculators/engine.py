"""Runs a compiled calculator (compile.py) over a reader's answers. docs/assets/calculate.js does the same, step by step.

An operation takes and gives Values, or lists of them (one a row of a list): an operation over a list works row by row.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from . import values as v
from .answers import read_inputs
from .values import Choice, Date, Num, Truth
from .wording import WORDING, fill


def calculate(program: dict[str, Any], given: dict[str, str], style: str = "auto") -> dict[str, Any]:
    """The answers of a calculator: {id, inputs, answers: [{readings, results, trace}]}.

    given: {name or label of an input: text}; what is left out is unknown. style: auto, 元 or 万元.
    Readings that lead to the same results stand in one answer. Raises InputError.
    """
    inputs = read_inputs(program, given)
    answers: list[dict[str, Any]] = []
    readings = program["readings"]
    for combination in itertools.product(*(reading["options"] for reading in readings)):
        chosen = {reading["name"]: option for reading, option in zip(readings, combination)}
        run = Run(program, inputs, chosen, style)
        answer = {"readings": [{name: option["value"] for name, option in chosen.items()}],
                  "results": run.results(), "trace": run.trace}
        same = next((other for other in answers if other["results"] == answer["results"]), None)
        if same:
            same["readings"] += answer["readings"]
        else:
            answers.append(answer)
    return {"id": program["id"], "inputs": {key: given[key] for key in sorted(given)}, "answers": answers}


class Run:
    """One calculation in one reading of the text."""

    def __init__(self, program: dict[str, Any], inputs: dict[str, Any], readings: dict[str, dict], style: str) -> None:
        self.program, self.readings, self.style = program, readings, style
        self.scope: dict[str, Any] = dict(inputs)
        self.labels = {item["name"]: item["label"] for item in (*program["inputs"], *program["parameters"], *program["steps"])}
        self.clauses = {item["name"]: [item["clause"]] for item in (*program["parameters"], *program["inputs"]) if item["clause"]}
        self.steps = {step["name"]: step for step in program["steps"]}
        self.hints: dict[str, list[dict[str, str]]] = {}
        self.trace: list[dict[str, Any]] = []
        for reading in program["readings"]:
            option = readings[reading["name"]]
            self.scope[reading["name"]] = Choice(option["value"], option["label"])
            self.labels[reading["name"]] = WORDING["words"]["reading"]
        for parameter in program["parameters"]:
            self.scope[parameter["name"]] = parameter_value(parameter)
        for step in program["steps"]:
            self._step(step)

    # -- steps ---------------------------------------------------------------------------------------------

    def _step(self, step: dict[str, Any]) -> None:
        value = OPERATIONS[step["op"]](self, step)
        self.scope[step["name"]] = value
        clauses = list(dict.fromkeys(
            [clause for name in operands(step) if name not in self.steps for clause in self.clauses.get(name, [])]
            + ([step["clause"]] if step["clause"] else [])))
        self.clauses[step["name"]] = clauses
        entry = {"name": step["name"], "label": step["label"], "op": step["op"], "value": self.show(value),
                 "text": self._explain(step, value), "clauses": clauses, "hints": self.hints.get(step["name"], [])}
        self.trace.append(entry)

    def _explain(self, step: dict[str, Any], value: Any) -> str:
        op = step["op"]
        words = {"result": self.show(value)}
        joiner = WORDING["joins"].get(op, WORDING["joins"]["list"])
        for field in ("value", "less", "by", "at", "above", "first", "every", "each", "low", "high", "test", "then", "than", "to",
                      "since", "number"):
            words[field] = self.named(step[field]) if step.get(field) else WORDING["words"]["none"]
        words["otherwise"] = self.named(step["otherwise"]) if step["otherwise"] else self._nothing(value)
        words["of"] = joiner.join(self.named(name) for name in step["of"])
        words["parts"] = ":".join(self.show(self.scope[name]) for name in step["parts"])
        words["index"] = str(step["index"] or "")
        words["how"] = WORDING["rounding"].get(step["how"] or "", "")
        if op == "is":
            options = {o["value"]: o["label"] for o in self._options(step["value"])}
            words["one_of"] = WORDING["joins"]["list"].join(options[o] for o in step["one_of"])
        if op in ("all", "any"):
            truths = self._flat(step["of"])
            words["met"], words["total"] = str(sum(t.value is True for t in truths)), str(len(truths))
        if op == "if":
            test = self.scope[step["test"]]
            truth = test.value if isinstance(test, Truth) else None
            return fill("operations", {True: "if_yes", False: "if_no", None: "if_unknown"}[truth], **words)
        return fill("operations", "single" if op in ("add", "min", "max") and len(step["of"]) == 1 else op, **words)

    def _nothing(self, value: Any) -> str:
        """What an `if` gives where its test fails and nothing else is said."""
        one = value[0] if isinstance(value, list) else value
        return self.show(Num(Fraction(0), Fraction(0), one.unit) if isinstance(one, Num) else Truth(False))

    def _options(self, name: str) -> list[dict[str, str]]:
        return next(item["options"] for item in (*self.program["inputs"], *self.program["readings"]) if item["name"] == name)

    def named(self, name: str) -> str:
        """An operand with its label: 奖励比例 5%."""
        return f"{self.labels[name]} {self.show(self.scope[name])}"

    def show(self, value: Any) -> str:
        """A value in Chinese."""
        if isinstance(value, list):
            return WORDING["joins"]["list"].join(self.show(item) for item in value)
        if isinstance(value, Num):
            return v.show(value, self.style)
        if isinstance(value, Truth):
            return WORDING["truth"][{True: "yes", False: "no", None: "unknown"}[value.value]]
        if isinstance(value, Choice):
            return value.label
        return value.value or WORDING["words"]["unknown"]

    def _flat(self, names: list[str]) -> list[Truth]:
        found: list[Truth] = []
        for name in names:
            value = self.scope[name]
            found += value if isinstance(value, list) else [value]
        return found

    def hint(self, step: dict[str, Any], kind: str, **words: Any) -> None:
        """Note something that a reader should see: a cut, the next tier, a value right at an edge."""
        shown = {key: self.show(value) if isinstance(value, Num) else value for key, value in words.items()}
        self.hints.setdefault(step["name"], []).append(
            {"kind": kind, "text": fill("hints", kind, label=step["label"], **shown)})

    def edge(self, step: dict[str, Any], at: Num) -> None:
        """Warn where only ordinary usage says whether a value right at a threshold counts."""
        if (step["inclusive_by"] or "").startswith("通常含义"):
            self.hint(step, "edge", at=at, inclusive_by=step["inclusive_by"])

    # -- results -------------------------------------------------------------------------------------------

    def results(self) -> list[dict[str, Any]]:
        """The lines of the answer that stand in this reading."""
        chosen = {name: option["value"] for name, option in self.readings.items()}
        return [self._result(result) for result in self.program["results"]
                if all(chosen[name] == option for name, option in result["only"].items())]

    def _result(self, result: dict[str, Any]) -> dict[str, Any]:
        answer = {key: result[key] for key in ("name", "title", "kind", "bound", "or_bound", "question", "recipient", "payer", "period",
                                               "scope", "awards", "total", "note")}
        test = self.scope[result["when"]] if result["when"] else Truth(True)
        tree = self.tree(result["when"]) if result["when"] else None
        amount = None
        if result["kind"] == "eligible":
            test, tree = self.scope[result["value"]], self.tree(result["value"])
        elif result["low"]:
            low, high = self._total(result["low"]), self._total(result["high"])
            amount = v.num(low.lo, high.hi, low.unit or high.unit, low.missing, high.missing)
            amount = Num(amount.lo, amount.hi, amount.unit, v.merge(low.missing, high.missing))
        elif result["value"]:
            amount = self._total(result["value"])
        missing = list(v.merge(test.missing if test.value is None else (), amount.missing if amount and test.value is not False else ()))
        status = "no" if test.value is False else "depends" if missing or test.value is None else "yes"
        answer |= {"status": status, "low": None, "high": None, "unit": None, "missing": missing}
        if amount is not None and status != "no":
            answer |= {"low": v.plain(amount.lo), "high": v.plain(amount.hi), "unit": amount.unit}
        answer["text"] = self._words(result, status, amount, missing, result["bound"])
        answer["or_text"] = self._words(result, status, amount, missing, result["or_bound"]) if result["or_bound"] else None
        answer["conditions"] = tree
        answer["nearest"] = nearest(tree) if tree else []
        used = self._used([result[key] for key in ("value", "low", "high", "when") if result[key]])
        answer["clauses"] = list(dict.fromkeys([*result["clauses"], *(c for step in self.program["steps"] if step["name"] in used
                                                                     for c in self.clauses[step["name"]])]))
        answer["hints"] = [hint for step in self.program["steps"] if step["name"] in used for hint in self.hints.get(step["name"], [])
                           if hint["kind"] not in ("short", "over") or step["label"] in answer["nearest"]]  # not of other ways
        return answer

    def _words(self, result: dict[str, Any], status: str, amount: Num | None, missing: list[str], bound: str | None) -> str:
        if status == "no":
            return WORDING["results"]["no"]
        names = WORDING["joins"]["list"].join(missing)
        if amount is None:
            if result["kind"] == "eligible":
                return WORDING["results"]["eligible"] if status == "yes" else fill("results", "open", missing=names)
            words = WORDING["results"]["no_amount"] if bound != "elsewhere" else fill("bounds", "elsewhere", amount="")
        else:
            shown = v.show(amount, self.style)
            words = WORDING["results"]["unsettled"] if shown == WORDING["words"]["unknown"] else fill("bounds", bound or "exact", amount=shown)
        return words if status == "yes" else fill("results", "depends", amount=words, missing=names)

    def _total(self, name: str) -> Num:
        value = self.scope[name]
        return total_of(value) if isinstance(value, list) else value

    def _used(self, names: list[str]) -> set[str]:
        """The steps and parameters that a result rests on."""
        return reach(self.steps, names, self._taken)

    def _taken(self, step: dict[str, Any]) -> list[str]:
        """The operands that the value rests on: of a choice that is known, only the branch taken."""
        if step["op"] == "if" and isinstance(test := self.scope[step["test"]], Truth) and test.value is not None:
            branch = step["then"] if test.value else step["otherwise"]
            return [step["test"], *([branch] if branch else [])]
        if step["op"] == "map" and isinstance(choice := self.scope[step["by"]], Choice) and choice.value is not None:
            return [step["by"], step["cases"][choice.value]]
        return operands(step)

    def tree(self, name: str) -> dict[str, Any]:
        """The conditions behind a yes/no step: {label, kind, status, text, clauses, gap, children}."""
        value = self.scope[name]
        step = self.steps.get(name)
        if isinstance(value, list):
            value = all_of(value)
        status = {True: "yes", False: "no", None: "unknown"}[value.value]
        node = {"label": self.labels[name], "kind": "leaf", "status": status, "text": "", "clauses": self.clauses.get(name, []),
                "gap": None, "over": False, "children": []}
        if step:
            entry = next(entry for entry in self.trace if entry["name"] == name)
            node["text"] = entry["text"]
            gap = next((h for h in entry["hints"] if h["kind"] in ("short", "over")), None)
            node["gap"], node["over"] = gap and gap["text"], bool(gap and gap["kind"] == "over")
            if step["op"] in ("all", "any"):
                node["kind"] = step["op"]
                node["children"] = [self.tree(child) for child in step["of"]]
        return node


def nearest(node: dict[str, Any]) -> list[str]:
    """Labels of the least that is still missing: first as few failed conditions as possible, then as few unknown ones.

    A limit that is exceeded, such as an age, counts twice: what is short can be made up, what is over can not.
    """
    return _nearest(node)[2]


def _nearest(node: dict[str, Any]) -> tuple[int, int, list[str]]:
    if node["status"] == "yes":
        return 0, 0, []
    if node["kind"] == "leaf":
        return (2 if node["over"] else 1, 0, [node["label"]]) if node["status"] == "no" else (0, 1, [node["label"]])
    below = [_nearest(child) for child in node["children"]]
    if node["kind"] == "any":
        return min(below, key=lambda item: item[:2])
    return sum(b[0] for b in below), sum(b[1] for b in below), [label for b in below for label in b[2]]


def operands(step: dict[str, Any]) -> list[str]:
    """Names that a step uses, in the order of its fields."""
    names = [*step["of"]]
    names += [step[field] for field in ("value", "less", "by", "at", "above", "first", "every", "each", "low", "high", "test", "then",
                                        "otherwise", "than", "to", "since", "number") if step.get(field)]
    names += [*step["parts"], *step["cases"].values()]
    for tier in step["tiers"]:
        names += [tier["at"], tier["then"]]
    if step["whole"] not in (None, "yes", "no"):
        names.append(step["whole"])
    return list(dict.fromkeys(names))


def reach(steps: dict[str, dict[str, Any]], names: list[str], below: Callable[[dict[str, Any]], list[str]] = operands) -> set[str]:
    """Everything that some names rest on, themselves included; `below` gives what a step rests on."""
    found: set[str] = set()
    todo = list(names)
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += below(steps[name]) if name in steps else []
    return found


def parameter_value(parameter: dict[str, Any]) -> Num | Date:
    """The value of a compiled parameter."""
    if parameter["type"] == "date":
        return Date(parameter["value"])
    value = Fraction(parameter["value"])
    return Num(value, value, parameter["unit"])


# -- operations ------------------------------------------------------------------------------------------------


def rowwise(function: Callable[..., Any], *arguments: Any) -> Any:
    """Apply a function of single values; where an argument is a list, row by row."""
    lists = [argument for argument in arguments if isinstance(argument, list)]
    if not lists:
        return function(*arguments)
    count = max(len(rows) for rows in lists)
    return [function(*(argument[i] if isinstance(argument, list) else argument for argument in arguments)) for i in range(count)]


def total_of(rows: list[Num]) -> Num:
    """The sum of the rows of a list."""
    total = rows[0]
    for row in rows[1:]:
        total = v.add(total, row)
    return total


def all_of(truths: list[Truth]) -> Truth:
    """Yes where all are, no where one is not."""
    if any(truth.value is False for truth in truths):
        return Truth(False)
    if all(truth.value is True for truth in truths):
        return Truth(True)
    return Truth(None, v.merge(*(truth.missing for truth in truths if truth.value is None)))


def any_of(truths: list[Truth]) -> Truth:
    """Yes where one is, no where none is."""
    if any(truth.value is True for truth in truths):
        return Truth(True)
    if all(truth.value is False for truth in truths):
        return Truth(False)
    return Truth(None, v.merge(*(truth.missing for truth in truths if truth.value is None)))


def _fold(function: Callable[[Num, Num], Num]) -> Callable[[Run, dict], Any]:
    def run(self: Run, step: dict) -> Any:
        values = [self.scope[name] for name in step["of"]]
        result = values[0]
        for value in values[1:]:
            result = rowwise(function, result, value)
        return result
    return run


def _pair(function: Callable[[Num, Num], Num], field: str) -> Callable[[Run, dict], Any]:
    def run(self: Run, step: dict) -> Any:
        return rowwise(function, self.scope[step["value"]], self.scope[step[field]])
    return run


def _cap(self: Run, step: dict) -> Any:
    def one(value: Num, at: Num) -> Num:
        if value.exact and at.exact and v.less(at.lo, value.lo):
            self.hint(step, "cut", before=value, ceiling=at, cut=v.sub(value, at))
        return v.least(value, at)
    return rowwise(one, self.scope[step["value"]], self.scope[step["at"]])


def _div(self: Run, step: dict) -> Any:
    def one(value: Num, by: Num) -> Num:
        result = v.div(value, by)
        if result.exact or result.missing:
            return result
        return Num(result.lo, result.hi, result.unit, (fill("words", "zero_divisor", label=self.labels[step["by"]]),))
    return rowwise(one, self.scope[step["value"]], self.scope[step["by"]])


def _uplift(self: Run, step: dict) -> Any:
    def one(value: Num, by: Num) -> Num:
        factor = v.add(Num(Fraction(1), Fraction(1), ""), Num(by.lo, by.hi, "", by.missing))
        product = v.mul(value, factor)
        return Num(product.lo, product.hi, value.unit, product.missing)
    return rowwise(one, self.scope[step["value"]], self.scope[step["by"]])


def _split(self: Run, step: dict) -> Any:
    parts = [self.scope[name] for name in step["parts"]]
    whole = total_of(parts)
    share = v.div(parts[step["index"] - 1], whole)
    return rowwise(lambda value: v.mul(value, share), self.scope[step["value"]])


def _map(self: Run, step: dict) -> Any:
    cases = {option: self.scope[name] for option, name in step["cases"].items()}

    def one(choice: Choice) -> Any:
        if choice.value is not None:
            return cases[choice.value]
        return either(list(cases.values()), choice.missing)
    return rowwise(one, self.scope[step["by"]])


def either(values: list[Any], missing: tuple[str, ...]) -> Any:
    """One of these values, it is not known which."""
    if isinstance(values[0], Truth):
        if len({value.value for value in values}) == 1 and values[0].value is not None:
            return values[0]
        return Truth(None, v.merge(missing, *(value.missing for value in values)))
    result = values[0]
    for value in values[1:]:
        result = v.hull(result, value)
    return v.num(result.lo, result.hi, result.unit, missing, *(value.missing for value in values))


def _tier(self: Run, step: dict) -> Any:
    tiers = [(self.scope[tier["at"]], self.scope[tier["then"]]) for tier in step["tiers"]]

    def one(value: Num) -> Num:
        zero = Num(Fraction(0), Fraction(0), tiers[0][1].unit)
        values = [zero, *(then for _at, then in tiers)]
        low = sum(not v.less(value.lo, at.lo) for at, _then in tiers)
        high = sum(not v.less(value.hi, at.lo) for at, _then in tiers)
        if value.exact and low < len(tiers):
            at, then = tiers[low]
            self.hint(step, "next", gap=v.sub(at, value), at=at, then=then)
        if value.exact and low and value.lo == tiers[low - 1][0].lo:
            self.edge(step, tiers[low - 1][0])
        return either(values[low: high + 1], value.missing)
    return rowwise(one, self.scope[step["value"]])


def _steps(self: Run, step: dict) -> Any:
    above, first, every, each = (self.scope[step[field]] for field in ("above", "first", "every", "each"))
    whole = step["whole"]
    if whole not in ("yes", "no"):
        whole = self.scope[whole].value

    def end(x: v.End) -> v.End:
        if isinstance(x, str):
            return x if x == v.INF else Fraction(0)
        if x <= above.lo:
            return Fraction(0)
        units = (x - above.lo) / every.lo
        return first.lo + each.lo * (units.numerator // units.denominator if whole == "yes" else units)
    return rowwise(lambda value: v.num(end(value.lo), end(value.hi), first.unit, value.missing), self.scope[step["value"]])


def _band(self: Run, step: dict) -> Any:
    def one(value: Num, low: Num, high: Num) -> Num:
        part = v.sub(v.least(value, high), low)
        part = Num(part.lo, part.hi, value.unit, part.missing)
        return v.most(part, Num(Fraction(0), Fraction(0), value.unit))
    return rowwise(one, self.scope[step["value"]], self.scope[step["low"]], self.scope[step["high"]])


def _if(self: Run, step: dict) -> Any:
    then = self.scope[step["then"]]

    def one(test: Truth, yes: Any, no: Any) -> Any:
        if no is None:
            no = Truth(False) if isinstance(yes, Truth) else Num(Fraction(0), Fraction(0), yes.unit)
        if test.value is None:
            return either([yes, no], test.missing)
        return yes if test.value else no
    return rowwise(one, self.scope[step["test"]], then, self.scope[step["otherwise"]] if step["otherwise"] else None)


def _sum(self: Run, step: dict) -> Any:
    value = self.scope[step["value"]]
    return total_of(value) if isinstance(value, list) else value


def _cumulate(self: Run, step: dict) -> Any:
    value, at = self.scope[step["value"]], self.scope[step["at"]]
    rows = value if isinstance(value, list) else [value]
    paid, before = [], Num(Fraction(0), Fraction(0), at.unit)
    for row in rows:
        after = v.least(v.add(before, row), at)
        # Not after - before: the two are not independent. The row itself bounds what it can bring.
        low = v.larger(Fraction(0), v.smaller(row.lo, v.add_ends(at.lo, v.neg_end(before.hi))))
        high = v.smaller(row.hi, v.add_ends(at.hi, v.neg_end(before.lo)))
        part = v.num(low, v.larger(low, high), at.unit, row.missing, before.missing, at.missing)
        if row.exact and part.exact and v.less(part.lo, row.lo):
            self.hint(step, "spent", before=row, ceiling=at, cut=v.sub(row, part))
        paid.append(part)
        before = after
    return paid if isinstance(value, list) else paid[0]


def _round(self: Run, step: dict) -> Any:
    unit = self.scope[step["to"]].lo

    def end(x: v.End) -> v.End:
        if isinstance(x, str):
            return x
        units = x / unit
        down = units.numerator // units.denominator
        if step["how"] == "up":
            return (down + (units != down)) * unit
        if step["how"] == "half_up":
            return (down + (2 * (units - down) >= 1)) * unit
        return down * unit
    return rowwise(lambda value: v.num(end(value.lo), end(value.hi), value.unit, value.missing), self.scope[step["value"]])


def _compare(self: Run, step: dict) -> Any:
    op = step["op"]

    def one(value: Num, than: Num) -> Truth:
        truth = v.compare(value, than, op)
        if value.exact and than.exact:
            if value.lo == than.lo:
                self.edge(step, than)
            if truth.value is False and value.lo != than.lo:
                short = op in ("ge", "gt")
                self.hint(step, "short" if short else "over", gap=v.sub(than, value) if short else v.sub(value, than))
        return truth
    return rowwise(one, self.scope[step["value"]], self.scope[step["than"]])


def _is(self: Run, step: dict) -> Any:
    def one(choice: Choice) -> Truth:
        return Truth(None, choice.missing) if choice.value is None else Truth(choice.value in step["one_of"])
    return rowwise(one, self.scope[step["value"]])


def _not(self: Run, step: dict) -> Any:
    def one(truth: Truth) -> Truth:
        return Truth(None if truth.value is None else not truth.value, truth.missing)
    return rowwise(one, self.scope[step["value"]])


def _count(self: Run, step: dict) -> Num:
    truths = self._flat(step["of"])
    yes = sum(truth.value is True for truth in truths)
    open_ = sum(truth.value is None for truth in truths)
    return v.num(Fraction(yes), Fraction(yes + open_), "项", *(truth.missing for truth in truths if truth.value is None))


def _date_in(self: Run, step: dict) -> Any:
    since = self.scope[step["since"]].value if step["since"] else None
    until = self.scope[step["to"]].value if step["to"] else None

    def one(date: Date) -> Truth:
        if date.value is None:
            return Truth(None, date.missing)
        return Truth((since is None or since <= date.value) and (until is None or date.value <= until))
    return rowwise(one, self.scope[step["value"]])


def _within(self: Run, step: dict) -> Any:
    number = self.scope[step["number"]]

    def one(date: Date, since: Date) -> Truth:
        if date.value is None or since.value is None:
            return Truth(None, v.merge(date.missing, since.missing))
        return Truth(since.value <= date.value <= v.add_time(since.value, int(number.lo), number.unit))
    return rowwise(one, self.scope[step["value"]], self.scope[step["since"]])


OPERATIONS: dict[str, Callable[[Run, dict], Any]] = {
    "add": _fold(v.add), "mul": _fold(v.mul), "min": _fold(v.least), "max": _fold(v.most),
    "sub": _pair(v.sub, "less"), "div": _div, "floor": _pair(v.most, "at"), "cap": _cap,
    "uplift": _uplift, "split": _split, "map": _map, "tier": _tier, "steps": _steps, "band": _band, "if": _if,
    "sum": _sum, "cumulate": _cumulate, "round": _round,
    "ge": _compare, "gt": _compare, "le": _compare, "lt": _compare, "is": _is, "not": _not, "count": _count,
    "all": lambda self, step: all_of(self._flat(step["of"])), "any": lambda self, step: any_of(self._flat(step["of"])),
    "date_in": _date_in, "within": _within,
}
