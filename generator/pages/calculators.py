"""The calculators -> their pages: one a calculator, complete without a script, and the list of all."""

from __future__ import annotations

import json
from typing import Any

import jinja2

from ..addresses import calculator_page, clause_in_document, document_page, raw_link, split_clause_id
from ..calculators.engine import calculate, parameter_value
from ..calculators.values import Num, show
from ..handbook import Handbook
from ..model.calculator import Calculator
from .amounts import BOUNDS
from .facts import FactPages

KINDS = {"award": "奖补", "relief": "减免", "eligibility": "资格核对", "penalty": "违法责任"}
REASONS = {
    "no_amount": "文件没有写数额", "criteria_elsewhere": "分档标准另行规定", "rate_missing": "标准没有写明", "information": "是指标，不是钱",
    "budget": "是项目的总盘子", "to_government_case_by_case": "给地方政府，逐项审定", "other_text": "由其他文件规定", "yes_or_no": "条款已经说尽，无可计算",
}


class CalculatorPages:
    """Builds the pages of the calculators. One object a build; it only reads."""

    def __init__(self, handbook: Handbook, facts: FactPages, env: jinja2.Environment) -> None:
        self.handbook, self.facts, self.env = handbook, facts, env
        self.book = handbook.calculators

    def pages(self) -> dict[str, str]:
        """Every page of the calculators; the list stands even where there are none."""
        found = {"calculators/index.md": self._index()}
        for name, calculator in self.book.all.items():
            found[f"calculators/{name}.md"] = self._page(name, calculator)
        return found

    def links(self, page: str, names: list[str]) -> list[tuple[str, str]]:
        """(title, link) of calculators, from a page."""
        return [(self.book.all[name].title, raw_link(page, calculator_page(name))) for name in names]

    # -- one calculator ------------------------------------------------------------------------------------

    def _page(self, name: str, c: Calculator) -> str:
        page, program = calculator_page(name), self.handbook.programs[name]
        metadata = self.handbook.entries[program["document"]["id"]].metadata
        return self.env.get_template("calculator.md.j2").render(
            c=c, program=program, kind=KINDS[c.kind], json=script_json(widget_program(program)),
            document={"title": metadata.title.value, "number": metadata.number.value,
                      "url": raw_link(page, document_page(program["document"]["id"])),
                      "start": metadata.effective_from.value or "", "end": metadata.effective_to.value or ""},
            clauses=[(self._place(program, clause), raw_link(page, clause_in_document(clause))) for clause in c.clauses],
            parameters=[self._parameter(program, parameter, page) for parameter in program["parameters"]],
            examples=[self._example(program, c, example) for example in c.examples],
            readings=[{"question": r.question, "quote": r.quote, "options": [o.label for o in r.options],
                       "url": raw_link(page, clause_in_document(r.clause))} for r in c.readings],
            conditions=[(item.label, item.quote, raw_link(page, clause_in_document(item.clause))) for item in c.inputs if item.clause],
            questions=[r.question for r in c.results if r.question],
            results=[self._result(program, result, page) for result in program["results"]],
        )

    def _parameter(self, program: dict[str, Any], parameter: dict[str, Any], page: str) -> dict[str, str]:
        value = parameter_value(parameter)
        return {"label": parameter["label"], "value": show(value) if isinstance(value, Num) else str(value.value),
                "quote": parameter["quote"], "url": raw_link(page, clause_in_document(parameter["clause"])),
                "place": self._place(program, parameter["clause"])}

    def _place(self, program: dict[str, Any], clause: str) -> str:
        """第四条; with the document's title where it is another one than the calculator's own."""
        place = program["places"].get(clause)
        return place["place"] if place and split_clause_id(clause)[0] == program["document"]["id"] else self.facts.place(clause)

    def _example(self, program: dict[str, Any], c: Calculator, example: Any) -> dict[str, Any]:
        labels = {item.name: item for item in c.inputs} | {item.label: item for item in c.inputs}
        given = []
        for name, text in example.inputs.items():
            item = labels[name]
            options = {option.value: option.label for option in item.options}
            given.append((item.label, options.get(text, text)))
        answers = calculate(program, example.inputs)["answers"]
        rows = []
        for answer in answers:
            readings = [{r.name: next(o.label for o in r.options if o.value == combination[r.name]) for r in c.readings}
                        for combination in answer["readings"]]
            lines = [(result["title"], result["text"], result["or_text"]) for result in answer["results"]]
            label = "；或者".join("、".join(reading.values()) for reading in readings) if len(answers) > 1 else ""
            rows.append({"reading": label, "lines": lines})
        return {"title": example.title, "given": given, "answers": rows}

    def _result(self, program: dict[str, Any], result: dict[str, Any], page: str) -> dict[str, Any]:
        facts = [(self.handbook.fact_index[name], name) for name in result["awards"]]
        return {"title": result["title"], "bound": BOUNDS[result["bound"]] if result["kind"] != "eligible" else None,
                "money": result["kind"] != "eligible", "recipient": result["recipient"], "payer": result["payer"], "scope": result["scope"],
                "awards": [(fact.title, raw_link(page, f"awards/#{name}")) for fact, name in facts if hasattr(fact, "bound")]}

    # -- all -------------------------------------------------------------------------------------------------

    def _index(self) -> str:
        page = "calculators/"
        groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
        documents: dict[str, str] = {}
        for name, c in self.book.all.items():
            document = self.handbook.programs[name]["document"]["id"]
            metadata = self.handbook.entries[document].metadata
            documents[document] = metadata.short_title
            groups.setdefault(self.topic(c), []).append({
                "title": c.title, "question": c.question, "url": raw_link(page, calculator_page(name)), "kind": c.kind,
                "document": metadata.short_title, "document_id": document, "words": metadata.title.value,
                "start": metadata.effective_from.value or "", "end": metadata.effective_to.value or ""})
        order = [*self.handbook.facts.award_types, *KINDS]
        rest = [(self.handbook.fact_index[entry.entry], entry, REASONS[entry.reason]) for entry in self.book.not_calculable]
        return self.env.get_template("calculators.md.j2").render(
            groups=sorted(groups.items(), key=lambda group: order.index(group[0][0])), counts=self.counts(), count=len(self.book.all),
            labels=script_json({"kind": KINDS, "document": documents}),
            rest=[{"title": getattr(fact, "title", None) or fact.violation, "why": why, "text": entry.text, "place": self.facts.place(fact.clause),
                   "url": raw_link(page, clause_in_document(fact.clause))} for fact, entry, why in rest])

    def topic(self, c: Calculator) -> tuple[str, str]:
        """(id, name) of the heading under which a calculator is listed: the type of its first award, else its kind."""
        for result in c.results:
            for name in result.awards:
                kind = getattr(self.handbook.fact_index[name], "type", None)
                if kind:
                    return kind, self.handbook.facts.award_types[kind].name
        return c.kind, KINDS[c.kind]

    def counts(self) -> list[dict[str, Any]]:
        """For awards, penalties and eligibility lists: how many there are, how many compute."""
        rows = []
        for kind, name in (("awards", "奖补与减免"), ("penalties", "违法责任"), ("eligibility", "资格条件")):
            facts = [fact for _document, fact in self.handbook.facts.entries(kind)]
            rows.append({"name": name, "all": len(facts), "computed": sum(fact.id in self.book.of_fact for fact in facts)})
        return rows


def widget_program(program: dict[str, Any]) -> dict[str, Any]:
    """What the widget needs of a program: everything but the worked examples."""
    return {key: value for key, value in program.items() if key != "examples"}


def script_json(value: Any) -> str:
    """JSON for a script element in Markdown: on one line, nothing in it can end the element or be read as Markdown."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("&", "\\u0026")


