"""A Handbook -> everything in it that contradicts itself or its texts. Each check yields Problems; nothing is printed here."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from .addresses import CLAUSE_ID, DOCUMENT_ID
from .facts import KINDS
from .handbook import Entry, Handbook, fingerprint, line_of
from .history import check_history
from .model.document import Clause
from .model.metadata import Fact
from .problems import Problem
from .references import references, titles_in
from .text import compact

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def check(handbook: Handbook) -> Iterator[Problem]:
    """Every problem of the data, in no order."""
    yield from check_to_show(handbook)
    yield from _unregistered(handbook)


def check_to_show(handbook: Handbook) -> Iterator[Problem]:
    """As `check`, but new addresses and changed texts pass: a person looks at them before they are registered."""
    yield from _addresses(handbook)
    for entry in handbook.entries.values():
        yield from _metadata(handbook, entry)
    yield from _departments(handbook)
    yield from _bodies(handbook)
    yield from _lost(handbook)
    yield from check_history(handbook)
    yield from _references(handbook)
    yield from _amendments(handbook)


def _addresses(handbook: Handbook) -> Iterator[Problem]:
    for name, entry in handbook.entries.items():
        place = f"data/documents/{name}.yml"
        if not DOCUMENT_ID.fullmatch(name):
            yield Problem(place, 1, f"document id {name!r} is not lower-case English words and a year, such as gas-2018")
        if entry.document.id != name:
            yield Problem(place, 1, f"id is {entry.document.id!r}, the file name says {name!r}: extract again")
        for clause in entry.document.walk():
            if not CLAUSE_ID.fullmatch(clause.id):
                yield Problem(place, 0, f"clause id {clause.id!r} is not made of numbers and lower-case words: mend the "
                                        f"word in data/outline/{name}.yml")


# -- metadata ------------------------------------------------------------------------------------------


def _metadata(handbook: Handbook, entry: Entry) -> Iterator[Problem]:
    metadata, place = entry.metadata, f"data/metadata/{entry.id}.yml"

    def problem(message: str, *path: str | int) -> Problem:
        return Problem(place, line_of(handbook, place, *path), message)

    if metadata.id != entry.id:
        yield problem(f"id is {metadata.id!r}, the file name says {entry.id!r}: make them agree", "id")
    if metadata.kind not in handbook.kind_by_name:
        yield problem(f"kind {metadata.kind!r} is not in data/taxonomy/kinds.yml: use one of "
                      f"{'、'.join(handbook.kind_by_name)}, or add it there", "kind")
    if metadata.jurisdiction.value not in handbook.jurisdictions:
        yield problem(f"jurisdiction {metadata.jurisdiction.value!r} is not in data/taxonomy/jurisdictions.yml",
                      "jurisdiction", "value")
    if not metadata.title.value:
        yield problem("a document needs a title: where the source prints none, give the one that the text or another "
                      "document uses, and say so in note", "title")
    for name in ("title", "number", "jurisdiction", "issuer", "issued", "effective_from", "effective_to"):
        fact: Fact = getattr(metadata, name)
        yield from (problem(message, name, "evidence") for message in _fact(handbook, entry, fact))
        if name in ("issued", "effective_from", "effective_to"):
            yield from (problem(message, name, "value") for message in _date(fact))
    if metadata.kind_evidence:
        yield from (problem(message, "kind_evidence") for message in
                    _quote(handbook, entry.id, metadata.kind_evidence, once=False, title=metadata.title.value))
    if metadata.relative_validity:
        yield from (problem(m, "relative_validity", "evidence") for m in
                    _quote(handbook, entry.id, metadata.relative_validity.evidence))
    for index, explainer in enumerate(metadata.explained_by):
        yield from (problem(m, "explained_by", index) for m in _quote(handbook, entry.id, explainer.evidence))
    for index, misprint in enumerate(metadata.misprints):
        yield from (problem(m, "misprints", index) for m in _quote(handbook, entry.id, misprint.quote))
    for index, event in enumerate(metadata.status_events):
        yield from (problem(m, "status_events", index) for m in _quote(handbook, entry.id, event.evidence, once=False))
        yield from (problem(m, "status_events", index) for m in _date(Fact(event.date, event.evidence)))
    for index, relation in enumerate(metadata.relations):
        yield from (problem(m, "relations", index) for m in _quote(handbook, entry.id, relation.quote, once=False))
        if relation.target and relation.target not in handbook.entries:
            yield problem(f"target {relation.target!r} is no document of the corpus: write null for a text outside",
                          "relations", index)
    start, end = metadata.effective_from.value, metadata.effective_to.value
    if start and end and start > end:
        yield problem(f"effective_to {end} is before effective_from {start}", "effective_to")


def _fact(handbook: Handbook, entry: Entry, fact: Fact) -> Iterator[str]:
    if fact.value is None and fact.evidence:
        yield "there is evidence but no value: give the value, or take the evidence away"
    if fact.value is not None and fact.evidence is None and not fact.note:
        yield "a value without evidence needs a note that says where it comes from"
    if fact.evidence:
        yield from _quote(handbook, fact.evidence_document or entry.id, fact.evidence, once=False)


def _quote(handbook: Handbook, document: str, quote: str, once: bool = True, title: str | None = None) -> Iterator[str]:
    if document not in handbook.entries:
        yield f"{document!r} is no document of the corpus"
        return
    if not compact(quote):
        yield "quote is empty: copy the words of the text"
        return
    found = handbook.entries[document].find(quote)
    if not found and not (title and compact(quote) in compact(title)):
        yield (f"quote {quote[:40]!r} is not in the text of any one clause of {document}: copy it exactly, within one "
               "paragraph")
    elif once and len(found) > 1:
        yield f"quote {quote[:40]!r} stands in {len(found)} clauses of {document} ({', '.join(found[:3])}): add words"


def _date(fact: Fact) -> Iterator[str]:
    if fact.value is None:
        return
    match = _DATE.fullmatch(fact.value)
    if not match or not _in_calendar(fact.value):
        yield f"{fact.value!r} is not a date: write YYYY-MM-DD"
        return
    in_words = fact.note and match.group(1) in fact.evidence if fact.evidence else False  # “2022年底”, with a note
    if fact.evidence and not in_words and match.groups() not in [*dates_in(fact.evidence)]:
        yield f"the date {fact.value} does not stand in its evidence {fact.evidence!r}"


def _in_calendar(date: str) -> bool:
    try:
        return bool(datetime.date.fromisoformat(date))
    except ValueError:
        return False


def dates_in(text: str) -> Iterator[tuple[str, str, str]]:
    """(year, month, day) of every 2024年1月1日 in a text, zero-filled."""
    for year, month, day in re.findall(r"(\d{4})年(\d{1,2})月(\d{1,2})日", compact(text)):
        yield year, month.zfill(2), day.zfill(2)


# -- bodies --------------------------------------------------------------------------------------------


def _departments(handbook: Handbook) -> Iterator[Problem]:
    place = "data/taxonomy/departments.yml"
    seen: dict[tuple[str, str], str] = {}
    for index, body in enumerate(handbook.departments.values()):
        line = line_of(handbook, place, "departments", index)
        if body.jurisdiction not in handbook.jurisdictions:
            yield Problem(place, line, f"{body.id}: jurisdiction {body.jurisdiction!r} is not in jurisdictions.yml")
        if body.succeeded_by and body.succeeded_by not in handbook.departments:
            yield Problem(place, line, f"{body.id}: succeeded_by {body.succeeded_by!r} is no body of this file")
        if body.succeeded_by and not body.succession_evidence:
            yield Problem(place, line, f"{body.id}: a succession needs succession_evidence")
        for evidence in body.succession_evidence or ():
            for message in _quote(handbook, evidence.document, evidence.quote, once=False):
                yield Problem(place, line, f"{body.id}: {message}")
        for slip in body.misprints:
            for message in _quote(handbook, slip.document, slip.printed, once=False):
                yield Problem(place, line, f"{body.id}: misprint: {message}")
        for name in body.names:
            other = seen.setdefault((body.jurisdiction, name), body.id)
            if other != body.id:
                yield Problem(place, line, f"name {name!r} stands in {other} and in {body.id}: keep it in one")


def unmatched_bodies(handbook: Handbook) -> Iterator[tuple[str, str]]:
    """(clause, name) of every name in a list of responsible bodies that is no entry of departments.yml."""
    for clause in handbook.clauses:
        for department, body in handbook.bodies_of(clause):
            if department is None:
                yield clause, body.name


def _bodies(handbook: Handbook) -> Iterator[Problem]:
    for clause, name in unmatched_bodies(handbook):
        document = clause.partition(".")[0]
        yield Problem(f"data/documents/{document}.yml", 0,
                      f"{clause}: the body {name!r} is no name of data/taxonomy/departments.yml in the jurisdiction of "
                      f"{document}: add it to the body that is meant, or under misprints")


# -- registry ------------------------------------------------------------------------------------------


def _unregistered(handbook: Handbook) -> Iterator[Problem]:
    place = "data/registry.yml"
    for clause, prints in handbook.registry.items():
        if clause in handbook.clauses and (fingerprint(handbook.clauses[clause].clause),) != prints[-1:]:
            yield Problem(place, line_of(handbook, place, "ids", clause),
                          f"the text of {clause} is no longer the registered one: look at the change"
                          f"{_resting(handbook, clause)}, then run `python -m generator register`")
    for clause in handbook.clauses.keys() - handbook.registry.keys():
        yield Problem(place, 0, f"{clause} is not registered: look at the new address (it is for ever), then run "
                                "`python -m generator register`")


def _lost(handbook: Handbook) -> Iterator[Problem]:
    place = "data/registry.yml"
    for clause in handbook.registry.keys() - handbook.clauses.keys() - handbook.tombstones.keys():
        yield Problem(place, line_of(handbook, place, "ids", clause),
                      f"published address {clause} would be lost: bring the clause back (a changed word in "
                      f"data/outline?), or tell readers where it went in data/tombstones.yml")
    for gone in handbook.tombstones.values():
        if gone.id in handbook.clauses:
            yield Problem("data/tombstones.yml", 0, f"{gone.id} is alive: delete its tombstone")
        if gone.id not in handbook.registry:
            yield Problem("data/tombstones.yml", 0, f"{gone.id} was never registered: delete its tombstone")
        if gone.moved_to and gone.moved_to not in handbook.clauses:
            yield Problem("data/tombstones.yml", 0, f"{gone.id}: moved_to {gone.moved_to!r} is no clause")


def _resting(handbook: Handbook, clause: str) -> str:
    """The facts that quote a clause, in words, for the message that its text has changed."""
    names = [entry.id for kind in KINDS for _document, entry in handbook.facts.entries(kind) if entry.clause == clause]
    return f" and at the facts that rest on it ({', '.join(names)})" if names else ""


# -- references ----------------------------------------------------------------------------------------


def _references(handbook: Handbook) -> Iterator[Problem]:
    place = "data/references.yml"
    for index, entry in enumerate(handbook.references.settled):
        line = line_of(handbook, place, "settled", index)
        view = handbook.clauses.get(entry.clause)
        if view is None:
            yield Problem(place, line, f"{entry.clause!r} is no clause")
        elif entry.quote not in view.clause.text:
            yield Problem(place, line, f"quote {entry.quote!r} is not in {entry.clause}: copy it exactly")
        if entry.target and entry.target not in handbook.clauses and entry.target not in handbook.entries:
            yield Problem(place, line, f"target {entry.target!r} is neither a clause nor a document")
    cited = {(view.document, compact(title)) for view in handbook.clauses.values()
             for _s, _e, title in titles_in(view.clause.text)}
    everywhere = {title for _document, title in cited}
    for index, work in enumerate(handbook.references.works):
        line = line_of(handbook, place, "works", index)
        if work.target and work.target not in handbook.entries:
            yield Problem(place, line, f"target {work.target!r} is no document")
        if (work.means == "document") != (work.target is not None):
            yield Problem(place, line, f"《{work.title}》: means document and target go together")
        title = compact(work.title)
        if title not in everywhere if work.document is None else (work.document, title) not in cited:
            yield Problem(place, line, f"《{work.title}》 is cited nowhere{' in ' + work.document if work.document else ''}: "
                                       "delete the entry")


# -- amendments ----------------------------------------------------------------------------------------


def _amendments(handbook: Handbook) -> Iterator[Problem]:
    place = "data/amendments.yml"
    for index, change in enumerate(handbook.amendments):
        line = line_of(handbook, place, "changes", index)
        view = handbook.clauses.get(change.clause)
        if view is None:
            yield Problem(place, line, f"{change.clause!r} is no clause")
            continue
        if change.target not in handbook.entries:
            yield Problem(place, line, f"target {change.target!r} is no document")
        ordered = ordered_wording(view.clause.text)
        if change.wording and compact(change.wording) not in compact(ordered or ""):
            yield Problem(place, line, f"wording of {change.clause} is not in its text: copy it exactly")
        if ordered and not change.wording:
            yield Problem(place, line, f"{change.clause} orders a new wording: copy it, without its quotation marks")
        for cited in change.before:
            if cited not in view.clause.text:
                yield Problem(place, line, f"before: {cited!r} is not in {change.clause}: write it as the decision does")
        for target in change.after:
            if target not in handbook.clauses:
                yield Problem(place, line, f"after: {target!r} is no clause")
            elif handbook.clauses[target].document != change.target:
                yield Problem(place, line, f"after: {target!r} is no clause of {change.target}")
        if (change.action == "delete") != (not change.after):
            yield Problem(place, line, "after names the clauses in today's text; it is empty if, and only if, the "
                                       "decision deletes")


def ordered_wording(text: str) -> str | None:
    """The new wording that a clause of a decision gives, without the marks around it and at the head of its paragraphs.

    >>> print(ordered_wording("将第三条修改为：“甲：“乙”。\\n“丙。”"))
    甲：“乙”。
    丙。
    """
    match = re.search(r"：“(.+)”", text, re.DOTALL)
    return "\n".join(paragraph.removeprefix("“") for paragraph in match.group(1).split("\n")) if match else None


def amendment_differences(handbook: Handbook) -> Iterator[tuple[int, str, str]]:
    """(index of the change, wording ordered, wording in force) wherever the two differ, white space apart."""
    for index, change in enumerate(handbook.amendments):
        if not change.wording or not change.after:
            continue
        current = "".join(_in_force(handbook.clauses[clause].clause, change.scope) for clause in change.after)
        if compact(change.wording) != current:
            yield index, compact(change.wording), current


def _in_force(top: Clause, scope: str) -> str:
    """Today's text as a decision would write it out: （一） belongs to the wording of an item, 第八条 not to an article's."""
    clauses = [top] if scope == "own" else top.walk()
    return compact("".join(("" if clause.kind == "article" else clause.label) + clause.text for clause in clauses))


def count_references(handbook: Handbook) -> dict[str, int]:
    """How many citations of each kind there are."""
    counts: dict[str, int] = {}
    for view in handbook.clauses.values():
        for reference in references(handbook, view):
            counts[reference.kind] = counts.get(reference.kind, 0) + 1
    return counts
