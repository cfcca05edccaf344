"""An eligibility list of data/facts -> a calculator: every leaf with its quote becomes an input or a comparison."""

from __future__ import annotations

from fractions import Fraction

from ..facts import FactBook
from ..model.calculator import Calculator, Example, Input, Parameter, Result, Step
from ..model.facts import Condition, Eligibility
from ..quantities import is_number

_OPS = {">=": "ge", ">": "gt", "<=": "le", "<": "lt"}
COUNTS = ("人", "家", "件", "项", "个", "名", "辆", "次", "台", "个月", "岁")


def derived(facts: FactBook, covered: set[str], taken: set[str]) -> dict[str, Calculator]:
    """{id: calculator} of every eligibility list that no calculator written by hand covers."""
    found: dict[str, Calculator] = {}
    for document, entry in facts.entries("eligibility"):
        if entry.id in covered:
            continue
        name = f"{document}-{entry.id.partition('/')[2]}"
        if name in found or name in taken:
            name = f"{document}-{entry.clause.rpartition('.')[2]}-{entry.id.partition('/')[2]}"
        found[name] = _Builder(entry).calculator(name)
    return found


class _Builder:
    def __init__(self, entry: Eligibility) -> None:
        self.entry = entry
        self.inputs: dict[tuple, Input] = {}
        self.parameters: list[Parameter] = []
        self.steps: list[Step] = []

    def calculator(self, name: str) -> Calculator:
        top = self._condition(self.entry.condition)
        if not self.steps or self.steps[-1].name != top:  # a list of one yes/no condition
            self.steps.append(Step(name="met", label=self.entry.condition.text, op="all", of=(top,)))
            top = "met"
        result = Result(name="eligible", title=self.entry.title, value=top, kind="eligible", awards=(self.entry.id,), bound="exact")
        clauses = dict.fromkeys([self.entry.clause, *(item.clause for item in self.inputs.values() if item.clause),
                                 *(parameter.clause for parameter in self.parameters if parameter.clause)])
        example = Example(title="全部未填", inputs={}, expect={"eligible": "待定"})
        return Calculator(
            id=name, title=f"{self.entry.title}：资格核对", question=f"是否符合“{self.entry.title}”的条件？", kind="eligibility",
            clauses=tuple(clauses), rule=self.entry.condition.text, results=(result,), examples=(example,),
            inputs=tuple(self.inputs.values()), parameters=tuple(self.parameters), steps=tuple(self.steps),
            notes=(self.entry.note,) if self.entry.note else ())

    def _condition(self, condition: Condition) -> str:
        """Add the steps of a condition; returns the name that stands for it."""
        inner = condition.all if condition.all is not None else condition.any
        if inner is not None:
            names = tuple(self._condition(part) for part in inner)
            step = Step(name=f"group_{len(self.steps) + 1}", label=condition.text, op="all" if condition.all is not None else "any", of=names)
            self.steps.append(step)
            return step.name
        if condition.measure is None or condition.value is None or not is_number(condition.value):
            return self._yes_no(condition)
        return self._comparison(condition)

    def _yes_no(self, condition: Condition) -> str:
        key = ("yes_no", condition.text)
        if key not in self.inputs:
            self.inputs[key] = Input(name=f"is_{len(self.inputs) + 1}", label=condition.text, type="yes_no", clause=condition.clause,
                                     quote=condition.quote)
        return self.inputs[key].name

    def _comparison(self, condition: Condition) -> str:
        unit = condition.unit or ""
        kind = "money" if unit == "元" else "share" if unit in ("%", "‰") or (not unit and Fraction(condition.value or 0) < 1) else "number"
        key = (condition.measure, unit)
        if key not in self.inputs:
            self.inputs[key] = Input(
                name=f"n_{len(self.inputs) + 1}", label=condition.measure or "", type="integer" if unit in COUNTS else kind,
                unit="万元" if kind == "money" and Fraction(condition.value or 0) >= 10_000 else unit or None)
        parameter = Parameter(name=f"p_{len(self.parameters) + 1}", label=condition.text, type=kind, value=condition.value,
                              clause=condition.clause, quote=condition.quote, unit=None if kind == "money" else unit)
        self.parameters.append(parameter)
        operand = self.inputs[key].name
        ops = ["ge", "le"] if condition.op == "=" else [_OPS[condition.op or ">="]]
        names = []
        for op in ops:
            step = Step(name=f"compare_{len(self.steps) + 1}", label=condition.text, op=op, value=operand, than=parameter.name,
                        inclusive_by=condition.inclusive_by or "不含本数")
            self.steps.append(step)
            names.append(step.name)
        if len(names) == 1:
            return names[0]
        step = Step(name=f"group_{len(self.steps) + 1}", label=condition.text, op="all", of=tuple(names))
        self.steps.append(step)
        return step.name
