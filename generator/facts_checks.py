"""Checks of the facts against the texts, and what accounts for every number, grant and ban in the corpus."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .facts import KINDS, FactBook
from .handbook import Handbook
from .model.facts import Award, Condition, Facts, Indicator
from .problems import Problem
from .quantities import bans, grants, numbers, quantities
from .text import Compact, compact


def check_facts(handbook: Handbook, book: FactBook) -> Iterator[Problem]:
    """Every problem of the facts: quotes, numbers, ids, terms."""
    ids = {entry.id for kind in KINDS for _document, entry in book.entries(kind)}
    for document, facts in book.facts.items():
        place = f"data/facts/{document}.yml"
        if facts.id != document:
            yield Problem(place, 1, f"id is {facts.id!r}, the file name says {document!r}: make them agree")
        if document not in handbook.entries:
            yield Problem(place, 1, f"there is no document {document!r}")
            continue
        yield from (Problem(place, 1, f"industry {term!r} is not in taxonomy/industries.yml")
                    for term in facts.industries if term not in book.industries)
        for kind in (*KINDS, "settled"):
            for index, entry in enumerate(getattr(facts, kind)):
                line = _line(book, place, kind, index)
                for message in _entry(handbook, book, document, kind, entry):
                    yield Problem(place, line, f"{kind}: {getattr(entry, 'id', entry.clause)}: {message}")
        for index, settled in enumerate(facts.settled):
            if settled.entry and settled.entry not in ids:
                yield Problem(place, _line(book, place, "settled", index),
                              f"settled: {settled.clause}: entry {settled.entry!r} is no id of a fact")
        yield from _unique(facts, place)
        known = {award.id for award in facts.awards}
        for rule in facts.rules:
            yield from (Problem(place, 0, f"rules: {rule.id}: award {name!r} is not in this file")
                        for name in rule.awards if name not in known)


def _unique(facts: Facts, place: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for kind in KINDS:
        for entry in getattr(facts, kind):
            if entry.id in seen:
                yield Problem(place, 0, f"id {entry.id!r} stands twice: choose another word")
            seen.add(entry.id)


def _line(book: FactBook, place: str, kind: str, index: int) -> int:
    entries = book.lines[place].get(kind)
    return entries.lines[index] if entries else 0


def _entry(handbook: Handbook, book: FactBook, document: str, kind: str, entry: Any) -> Iterator[str]:
    if not entry.clause.startswith(document + ".") or entry.clause not in handbook.clauses:
        yield f"clause {entry.clause!r} is no clause of {document}"
        return
    if hasattr(entry, "id"):
        if not entry.id.startswith(entry.clause + "/"):
            yield f"id must be the clause id, a slash and a word: {entry.clause}/…"
    if kind == "eligibility":
        yield from _condition(handbook, document, entry.condition)
    else:
        yield from _quote(handbook, entry.clause, entry.quote)
    for name, table in (("industries", book.industries), ("recipients", book.recipients)):
        for term in getattr(entry, name, None) or ():
            if term not in table:
                yield f"{name}: {term!r} is not in the taxonomy"
    if kind in ("awards", "rights", "eligibility", "duties", "penalties") and not entry.recipients:
        yield "recipients is empty: name at least one of the taxonomy"
    if hasattr(entry, "type") and entry.type not in book.award_types:
        yield f"type {entry.type!r} is not in taxonomy/award_types.yml"
    if getattr(entry, "level", None) and entry.level not in book.levels:
        yield f"level {entry.level!r} is not in taxonomy/levels.yml"
    if kind in ("awards", "penalties", "rules", "deadlines"):
        yield from _numbers(entry)
        yield from _dates(entry)
    if isinstance(entry, Indicator):
        yield from _values(entry)
    if isinstance(entry, Award):
        yield from _award(entry)
    for article in getattr(entry, "articles", ()):
        if article not in handbook.clauses:
            yield f"article {article!r} is no clause"


def _quote(handbook: Handbook, clause: str, quote: str) -> Iterator[str]:
    view = handbook.clauses[clause].clause
    if not compact(quote):
        yield "quote is empty: copy the words of the clause"
    if compact(quote) not in compact(view.text) and compact(quote) not in compact(view.label + view.text):
        yield f"quote {quote[:40]!r} is not in the text of {clause}: copy it exactly"


def _condition(handbook: Handbook, document: str, condition: Condition) -> Iterator[str]:
    kinds = [condition.all is not None, condition.any is not None, condition.quote is not None]
    if sum(kinds) != 1:
        yield f"condition {condition.text!r} must be exactly one of all, any, and a leaf with clause and quote"
        return
    for inner in (*(condition.all or ()), *(condition.any or ())):
        yield from _condition(handbook, document, inner)
    if condition.quote is not None:
        if condition.clause not in handbook.clauses:
            yield f"condition {condition.text!r}: clause {condition.clause!r} does not exist"
            return
        yield from _quote(handbook, condition.clause, condition.quote)
        if (condition.value is None) != (condition.op is None):
            yield f"condition {condition.text!r}: op and value go together"
        if condition.value is not None and _fraction(condition.value) not in numbers(condition.quote):
            yield f"condition {condition.text!r}: value {condition.value} is not in the quote"


def _fraction(value: Any) -> Fraction | None:
    try:
        return Fraction(value)
    except (ValueError, ZeroDivisionError):
        return None


_MONEY_FIELDS = ("amount_yuan", "max_yuan", "min_yuan", "yearly_max_yuan", "cumulative_max_yuan", "cap_yuan")
_RATE_FIELDS = ("rate", "rate_max", "uplift_rate")


def _numbers(entry: Any) -> Iterator[str]:
    stated = numbers(entry.quote)
    for name in (*_MONEY_FIELDS, *_RATE_FIELDS, "years_max", "number"):
        value = getattr(entry, name, None)
        if value is None:
            continue
        exact = _fraction(value)
        if exact is None:
            yield f"{name}: {value!r} is not a number"
            continue
        if exact not in stated and not (name in _RATE_FIELDS and exact == 1 and "全" in entry.quote):
            if not (exact == Fraction(1, 2) and "半" in entry.quote):
                yield f"{name} {value} does not stand in the quote"


def _dates(entry: Any) -> Iterator[str]:
    for name in ("from_date", "to_date", "date", "yearly"):
        value = getattr(entry, name, None)
        if value is None:
            continue
        if not _is_date(f"2000-{value}" if name == "yearly" else value):  # 2000: a leap year
            yield f"{name}: {value!r} is not a date: write {'MM-DD' if name == 'yearly' else 'YYYY-MM-DD'}"


def _is_date(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _values(indicator: Indicator) -> Iterator[str]:
    stated = numbers(indicator.quote)
    values = [*indicator.values.items(), *([("baseline", indicator.baseline)] if indicator.baseline else [])]
    for year, value in values:
        for name, number in (("min", value.min), ("max", value.max)):
            if number is not None and _fraction(number) not in stated:
                yield f"{year}: {name} {number} does not stand in the quote"


def _award(award: Award) -> Iterator[str]:
    if award.bound == "exact" and award.amount_yuan is None and award.rate is None and award.method not in ("relief", "in_kind", "share", "risk_band"):
        yield "bound exact needs amount_yuan or rate"
    if award.bound == "at_most" and award.max_yuan is None and award.rate_max is None and award.rate is None and award.yearly_max_yuan is None and award.cumulative_max_yuan is None:
        yield "bound at_most needs a ceiling"
    if "最高" in award.quote and award.amount_yuan is not None and award.max_yuan is None and award.method not in ("steps",):
        yield "最高 is a ceiling, never an amount: use max_yuan"
    if award.rate is not None and award.base is None:
        yield "a rate needs base: what it applies to"


# -- completeness --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """A number or a granting or forbidding word in the corpus, and the entries whose quotes cover it."""

    clause: str
    kind: str
    text: str
    context: str
    entries: tuple[str, ...]


def account(handbook: Handbook, book: FactBook, documents: set[str] | None = None) -> Iterator[Found]:
    """Every money amount, share, grant and ban in the corpus with what accounts for it (empty: nothing does)."""
    covers = _covers(handbook, book)
    for view in handbook.clauses.values():
        if documents and view.document not in documents or view.clause.kind in ("title", "table"):
            continue
        text = view.clause.text
        spans = covers.get(view.id, [])
        items = [(q.kind, q.start, q.end, q.text) for q in quantities(text)]
        items += [("grant", *match.span(), match.group()) for match in grants(text)]
        items += [("ban", *match.span(), match.group()) for match in bans(text)]
        for kind, start, end, words in items:
            need = (start, min(end, start + 2)) if kind == "grant" else (start, end)
            by = tuple(name for first, last, name in spans if first <= need[0] and need[1] <= last)
            yield Found(view.id, kind, words, text[max(0, start - 16) : end + 12].replace("\n", " "), by)


def account_report(handbook: Handbook, book: FactBook, limit: int = 60) -> tuple[str, bool]:
    """(report, complete): what accounts for every amount, share, grant and ban, by kind; what is left over."""
    names = {"money": "amounts of money", "share": "rates and shares", "ratio": "ratios", "grant": "granting words",
             "ban": "forbidding words"}
    by: dict[str, dict[str, int]] = {kind: {} for kind in names}
    left = []
    for found in account(handbook, book):
        first = found.entries[0] if found.entries else None
        owner = "left over" if first is None else first if first.startswith("settled:") else first.partition(":")[0]
        by[found.kind][owner] = by[found.kind].get(owner, 0) + 1
        if first is None:
            left.append(found)
    lines = ["", "what accounts for every number, grant and ban:"]
    for kind, counts in by.items():
        parts = ", ".join(f"{owner} {count}" for owner, count in sorted(counts.items(), key=lambda pair: -pair[1]))
        lines.append(f"  {names[kind]:18} {sum(counts.values()):5}  {parts}")
    lines += [f"  LEFT OVER {found.clause} [{found.kind}] {found.text!r} in …{found.context}…" for found in left[:limit]]
    lines.append("nothing left over" if not left else f"{len(left)} LEFT OVER")
    lines += ["", "facts by document:", f"  {'':30}" + "".join(f"{kind:>13}" for kind in KINDS)]
    for document, facts in book.facts.items():
        lines.append(f"  {document:30}" + "".join(f"{len(getattr(facts, kind)):13}" for kind in KINDS))
    totals = [sum(len(getattr(facts, kind)) for facts in book.facts.values()) for kind in KINDS]
    lines.append(f"  {'total':30}" + "".join(f"{total:13}" for total in totals))
    return "\n".join(lines), not left


def _covers(handbook: Handbook, book: FactBook) -> dict[str, list[tuple[int, int, str]]]:
    found: dict[str, list[tuple[int, int, str]]] = {}

    def add(clause: str, quote: str, name: str) -> None:
        view = handbook.clauses.get(clause)
        if view is None:
            return
        text = Compact(view.clause.text)
        for at in text.find_all(quote):
            last = text.places[at + len(compact(quote)) - 1] + 1
            found.setdefault(clause, []).append((text.places[at], last, name))

    def add_condition(condition: Condition, name: str) -> None:
        if condition.quote and condition.clause:
            add(condition.clause, condition.quote, name)
        for inner in (*(condition.all or ()), *(condition.any or ())):
            add_condition(inner, name)

    for facts in book.facts.values():
        for kind in KINDS:
            for entry in getattr(facts, kind):
                if kind == "eligibility":
                    add_condition(entry.condition, f"{kind}:{entry.id}")
                else:
                    add(entry.clause, entry.quote, f"{kind}:{entry.id}")
        for entry in facts.settled:
            add(entry.clause, entry.quote, f"settled:{entry.reason}")
    return found
