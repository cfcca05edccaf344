"""The facts of a clause -> what the search knows of it besides its text: awards with their amounts, terms that it defines,
calculators. (The wording of the facts was tried as well, and found nothing more: it says what the text says.)
"""

from __future__ import annotations

from typing import Any

from ..handbook import Handbook
from ..pages.amounts import amount_words


def knowledge(handbook: Handbook) -> dict[str, dict[str, Any]]:
    """{clause: {"a": [[title of an award, amount in words], …], "d": [defined term, …],
    "c": [[id of a calculator, title, question], …]}}"""
    book = handbook.facts
    found: dict[str, dict[str, Any]] = {}

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
    return found
