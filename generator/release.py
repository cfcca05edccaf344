"""`python -m generator release DATE`: freeze an edition: every wording, and what changed since the edition before, in words."""

from __future__ import annotations

import dataclasses
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

from . import strict_yaml
from .citation import inner_title
from .citation import place as cited_place
from .handbook import ClauseView, Handbook, load
from .history import LOG, History, Published, differences, digest, load_history, present
from .model.decode import plain
from .model.history import Change, ChangeLog, Described, DocumentHistory, Edition, Gone, Wording
from .offline.edition import CHINA
from .problems import DataError, Problem

HEADERS = {
    "log": "# Every edition and what it changed. Written by `make release`; nobody edits it.\n",
    "history": "# Every wording ever published, by the edition that first had it. Written by `make release`; nobody edits it.\n",
}
FIELD_WORDS = {"title": "标题", "number": "文号", "issuer": "制定机关", "issued": "发布日期", "effective_from": "施行日期",
               "effective_to": "有效期末日"}
# What an edition freezes, and what it is made from.
FROZEN = ("sources", "manifest.yml", "outline", "documents", "metadata", "facts", "registry.yml", "tombstones.yml")


def release(data: Path, day: str, check: Callable[[Handbook], Iterable[Problem]], today: date | None = None) -> list[str]:
    """Freeze the edition of a day; returns the lines to print. Raises DataError and writes nothing where it may not.

    day: YYYY-MM-DD, after the latest edition and no later than `today` (Beijing time). The same day again, with nothing
    changed, does nothing. check: the problems that stand in the way.
    """
    _refuse(_date_problem(day, today or datetime.now(CHINA).date()))
    handbook = load(data)
    history = handbook.history
    _refuse(*check(_without_unfinished(handbook)))
    now = present(handbook, day)
    if history.latest == day:
        if digest(now) == history.editions[-1].digest:
            return [f"the edition of {day} is frozen already; nothing has changed since"]
        _refuse(Problem(LOG, 0, f"the edition of {day} is frozen, and the data have changed since: release them under a later date"))
    if history.latest and day < history.latest:
        _refuse(Problem(LOG, 0, f"the latest edition is of {history.latest}: {day} would go backwards; choose a later date"))
    _refuse(*_uncommitted(data))
    before = history.published(history.latest) if history.latest else {}
    changes = tuple(_in_words(handbook, before, change) for change in differences(before, now, set(history.wordings)))
    edition = Edition(day, len(now), sum(len(document.wordings) for document in now.values()), digest(now), changes)
    _write(data, history, now, edition)
    written = load_history(data)
    return [*_summary(edition, history.latest), *report_lines(written, edition)]


def _refuse(*problems: Problem | None) -> None:
    found = [problem for problem in problems if problem]
    if found:
        raise DataError(found)


def _date_problem(day: str, today: date) -> Problem | None:
    try:
        good = re.fullmatch(r"\d{4}-\d{2}-\d{2}", day) and date.fromisoformat(day)
    except ValueError:
        good = None
    if not good:
        return Problem("release", 0, f"{day!r} is no date: write it as YYYY-MM-DD, such as {today.isoformat()}")
    if good > today:
        return Problem("release", 0, f"{day} is still to come (today is {today.isoformat()} in Beijing): an edition is frozen on its day or later")
    return None


def _without_unfinished(handbook: Handbook) -> Handbook:
    """The handbook without what a release that broke off left in data/history; this release writes it anew."""
    dates = {edition.date for edition in handbook.history.editions}
    documents = {name: _cut(document, dates) for name, document in handbook.history.documents.items()}
    return dataclasses.replace(handbook, history=History(handbook.history.editions, documents))


def _cut(document: DocumentHistory, dates: set[str]) -> DocumentHistory:
    return dataclasses.replace(
        document, described=tuple(entry for entry in document.described if entry.edition in dates),
        wordings=tuple(entry for entry in document.wordings if entry.edition in dates),
        gone=tuple(entry for entry in document.gone if entry.edition in dates))


def _uncommitted(data: Path) -> Iterator[Problem]:
    """An edition is of a commit, so that it can be built again. Where there is no git, nothing can be said."""
    try:
        done = subprocess.run(["git", "-c", "core.quotePath=false", "status", "--porcelain", "--untracked-files=all", "--", *FROZEN],
                              cwd=data, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    except OSError:
        return
    for line in done.stdout.splitlines() if done.returncode == 0 else ():
        yield Problem(line[3:], 0, "is not committed: commit it first, so that the edition can be built again from its commit")


# -- writing -----------------------------------------------------------------------------------------------


def _write(data: Path, history: History, now: dict[str, Published], edition: Edition) -> None:
    """data/history first and the log last: a release that breaks off has published nothing, and is simply run again.

    Whatever data/history holds, a log lost or cut short included, nothing of it is overwritten: DataError instead.
    """
    dates = {known.date for known in history.editions}
    grown = {}
    for name, published in now.items():
        old = _cut(history.documents.get(name) or DocumentHistory(name, (), ()), dates)
        grown[name] = _grown(old, history.latest, published, edition.date)
    _refuse(*(Problem(f"data/history/{name}.yml", 0, f"holds words of an edition of {day} that {LOG} does not have: bring the committed "
                                                     f"files back, or, if a release broke off, release {day} again")
              for name, document in history.documents.items() for day in _lost_days(document, grown.get(name))))
    (data / "history").mkdir(exist_ok=True)
    for name, new in grown.items():
        if new != history.documents.get(name):
            _replace(data / "history" / f"{name}.yml", strict_yaml.dump(plain(new), HEADERS["history"]))
    _replace(data / "changes.yml", strict_yaml.dump(plain(ChangeLog((*history.editions, edition))), HEADERS["log"]))


def _grown(old: DocumentHistory, latest: str | None, published: Published, day: str) -> DocumentHistory:
    """A document's history with what the new edition adds; nothing in it changes."""
    before = History((), {old.id: old}).published(latest).get(old.id) if latest else None
    alive = before.wordings if before else {}
    described = old.described
    if before is None or dataclasses.replace(before.described, edition=day) != published.described:
        described = (*described, published.described)
    fresh = tuple(wording for clause, wording in published.wordings.items()
                  if clause not in alive or alive[clause].fingerprint != wording.fingerprint)
    gone = tuple(Gone(clause, day) for clause in alive if clause not in published.wordings)
    return DocumentHistory(old.id, described, (*old.wordings, *fresh), (*old.gone, *gone))


def _lost_days(old: DocumentHistory, new: DocumentHistory | None) -> list[str]:
    """Dates of the entries of a document's history that another one does not have."""
    kept = {*new.described, *new.wordings, *new.gone} if new else set()
    return sorted({entry.edition for entry in (*old.described, *old.wordings, *old.gone) if entry not in kept})


def _replace(path: Path, text: str) -> None:
    partial = path.with_suffix(".part")
    partial.write_text(text, "utf-8")
    partial.replace(path)


# -- words -------------------------------------------------------------------------------------------------


def _in_words(handbook: Handbook, before: dict[str, Published], change: Change) -> Change:
    """A change with its sentence and with those whom it concerns."""
    entry = handbook.entries[change.document]
    title = f"《{inner_title(entry.metadata.title.value or change.document)}》"
    view = handbook.clauses.get(change.clause or "")
    place = cited_place(view) if view else _place_of(handbook, before, change)
    departments, industries = _concerned(handbook, change.document, view)
    return dataclasses.replace(change, words=_sentence(handbook, change, title, place), departments=departments, industries=industries)


def _sentence(handbook: Handbook, change: Change, title: str, place: str) -> str:
    if change.action == "collected":
        number = handbook.entries[change.document].metadata.number.value
        return f"收录{title}{f'（{number}）' if number else ''}，共{len(handbook.entries[change.document].views)}个条款。"
    if change.action == "described":
        name = FIELD_WORDS[change.field or ""]
        return f"{title}的{name}，由“{change.before or '文件未载明'}”改记为“{change.after or '文件未载明'}”。"
    if change.action == "removed":
        tombstone = handbook.tombstones.get(change.clause or "")
        return f"删去{title}{place}。" + (tombstone.reason if tombstone else "")
    return {"added": f"{title}新增{place}。", "changed": f"修改{title}{place}。", "restored": f"恢复{title}{place}。"}[change.action]


def _place_of(handbook: Handbook, before: dict[str, Published], change: Change) -> str:
    """The place of a clause that is gone: that of the clause above it, if it is still there, and its own label."""
    if not change.clause:
        return ""
    wording = before[change.document].wordings[change.clause]
    above = handbook.clauses.get(change.clause.rpartition(".")[0])
    own = wording.label or f"“{wording.text.split(chr(10))[0][:16]}”"
    return (cited_place(above) if above else "") + own


def _concerned(handbook: Handbook, document: str, view: ClauseView | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(departments, industries) of a clause, those of the clauses above it included; of a whole document without one."""
    chain = [clause.id for clause in (*view.parents, view.clause)] if view else list(handbook.entries[document].views)
    departments = {department for clause in chain for department, _body in handbook.bodies_of(clause) if department}
    industries = dict.fromkeys(industry for clause in chain for industry in handbook.terms_of(clause)[0])
    facts = handbook.facts.facts.get(document)
    if facts and (view is None or not industries):
        industries = dict.fromkeys((*facts.industries, *industries))
    return tuple(sorted(departments)), tuple(sorted(industries))


def _summary(edition: Edition, latest: str | None) -> list[str]:
    since = f"since {latest}" if latest else "the first edition"
    return [f"edition of {edition.date}: {edition.documents} documents, {edition.clauses} clauses; {since}: "
            f"{len(edition.changes) or 'no'} change{'' if len(edition.changes) == 1 else 's'}"]


def report_lines(history: History, edition: Edition) -> list[str]:
    """What an edition changed, in words, with the old and the new wording."""
    lines = []
    for change in edition.changes:
        lines.append(f"- {change.words}")
        if change.clause:
            for name, fingerprint in (("原为", change.before), ("现为", change.after)):
                wording = history.wording(change.clause, fingerprint) if fingerprint else None
                if wording:
                    lines.append(f"    {name}：{full(wording)}")
    return lines


def full(wording: Wording) -> str:
    """The words as a reader sees them: label, text; a row of a table by its cells."""
    return wording.label + (wording.text or "　".join(wording.cells))
