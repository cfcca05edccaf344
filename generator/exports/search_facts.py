"""The facts of a clause -> what the search knows of it besides its text: awards with their amounts, terms that it defines,
calculators, and what the facts say of it in other words than its own (费用补贴, 医疗养老机构, 可以拒绝付费 …).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..handbook import Handbook
from ..model.facts import Condition
from ..pages.amounts import amount_words
from .search_text import fold


def knowledge(handbook: Handbook) -> dict[str, dict[str, Any]]:
    """{clause: {"a": [[title of an award, amount in words], …], "d": [defined term, …],
    "c": [[id of a calculator, title, question], …], "w": words}}"""
    book = handbook.facts
    found: dict[str, dict[str, Any]] = {}
    said: dict[str, list[str]] = {}

    def of(clause: str) -> dict[str, Any]:
        return found.setdefault(clause, {})

    for _document, award in book.entries("awards"):
        of(award.clause).setdefault("a", []).append([award.title, amount_words(award)])
    for _document, entry in book.entries("definitions"):
        if entry.term not in of(entry.clause).setdefault("d", []):
            of(entry.clause)["d"].append(entry.term)
    for name, calculator in handbook.calculators.all.items():
        if calculator.clauses and calculator.clauses[0] in handbook.clauses:
            of(calculator.clauses[0]).setdefault("c", []).append([name, calculator.title, calculator.question])
    for kind in ("awards", "rights", "rules", "duties", "penalties", "deadlines", "eligibility"):
        for _document, entry in book.entries(kind):
            for clause, text in _words(handbook, entry):
                said.setdefault(clause, []).append(text)
    for clause, texts in said.items():
        titles = "".join(title for title, _amount in found.get(clause, {}).get("a", ()))
        view = handbook.clauses[clause]
        new = new_phrases(texts, fold(view.clause.label + view.clause.text) + "\n" + fold(titles))
        if new:
            of(clause)["w"] = " ".join(new)
    return found


def _words(handbook: Handbook, entry: Any) -> Iterator[tuple[str, str]]:
    """(clause, words) of a fact: names, in plain Chinese, of who, what and which kind."""
    for name in ("title", "text", "what"):
        if text := getattr(entry, name, None):
            yield entry.clause, text
    if kind := handbook.facts.award_types.get(getattr(entry, "type", "")):
        yield entry.clause, kind.name
    if isinstance(condition := getattr(entry, "condition", None), Condition):
        yield from _leaves(condition)


def _leaves(condition: Condition) -> Iterator[tuple[str, str]]:
    if condition.clause:
        yield condition.clause, condition.text
    for part in (*(condition.all or ()), *(condition.any or ())):
        yield from _leaves(part)


def new_phrases(phrases: list[str], known: str) -> list[str]:
    """The phrases that say something of their own: at least three in ten of their pairs of characters stand nowhere in `known`.

    >>> new_phrases(["设备购置补贴", "可以拒绝付费", "可以拒绝付费"], "对设备购置给予补贴")
    ['可以拒绝付费']
    """
    found: list[str] = []
    for phrase in phrases:
        folded = fold(phrase)
        pairs = list(map("".join, zip(folded, folded[1:])))
        if sum(pair not in known for pair in pairs) >= 0.3 * max(1, len(pairs)):
            found.append(phrase)
            known += "\n" + folded
    return found
