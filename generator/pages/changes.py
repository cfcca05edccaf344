"""The change log as a page, the lists of feeds, and what was in force on a day: inserts and pages about time."""

from __future__ import annotations

import jinja2

from .. import checks
from ..addresses import clause_in_document, clause_page, document_page, feed, raw_link
from ..citation import inner_title
from ..handbook import Handbook
from ..model.history import Change
from ..model.reference import ArticleChange
from ..release import full
from .markdown import escape

def page(handbook: Handbook, env: jinja2.Environment) -> str:
    """更新记录: every edition, the newest first, with the old and the new wording of what it changed."""
    editions = [{"date": edition.date, "documents": edition.documents, "clauses": edition.clauses,
                 "rows": [_row(handbook, change) for change in edition.changes]}
                for edition in reversed(handbook.history.editions)]
    return env.get_template("changes.md.j2").render(editions=editions)


def _row(handbook: Handbook, change: Change) -> dict:
    target = clause_page(change.clause) if change.clause else document_page(change.document)
    history = handbook.history
    before, after = ((history.wording(change.clause, print_) if change.clause and print_ else None) for print_ in (change.before, change.after))
    return {"words": change.words, "url": raw_link("changes/", target),
            "before": full(before).split("\n") if before else [], "after": full(after).split("\n") if after else []}


# -- feeds -------------------------------------------------------------------------------------------------


def insert_feeds(handbook: Handbook, _env: jinja2.Environment) -> str:
    """The feeds and calendars by industry, then the feeds by department, as lists of links from feeds/."""
    rows = ["| 行业 | 条款变动（Atom） | 日期（iCalendar） |", "| --- | --- | --- |"]
    for term in handbook.facts.industries.values():
        name = raw_link("feeds/", feed("industry", term.id))
        rows.append(f'| {escape(term.name)} | <a href="{name}.xml">{name}.xml</a> | <a href="{name}.ics">{name}.ics</a> |')
    lines = [f'- <a href="{raw_link("feeds/", feed("department", body.id))}.xml">{escape(body.name)}</a>' for body in handbook.departments.values()]
    return ("## 按行业 { #industries }\n\n" + "\n".join(rows) + "\n\n## 按责任单位（Atom） { #departments }\n\n"
            '<div class="name-list" markdown>\n\n' + "\n".join(lines) + "\n\n</div>")


# -- as of a day -------------------------------------------------------------------------------------------


def text_since(handbook: Handbook, document: str) -> str:
    """ISO date from which the present text of a document holds, where a decision of the corpus made it; else empty."""
    decisions = {change.clause.partition(".")[0] for change in handbook.amendments if change.target == document}
    return max((handbook.entries[decision].metadata.effective_from.value or "" for decision in decisions), default="")


def insert_amended(handbook: Handbook, env: jinja2.Environment) -> str:
    """The regulations that a decision of the corpus amended: article by article, what changed, before and after."""
    groups: dict[str, list[tuple[int, ArticleChange]]] = {}
    for index, change in enumerate(handbook.amendments):
        groups.setdefault(change.target, []).append((index, change))
    differing = {index for index, _ordered, _current in checks.amendment_differences(handbook)}
    return env.get_template("amended.html.j2").render(
        groups=[_amended(handbook, target, changes, differing) for target, changes in groups.items()])


def _amended(handbook: Handbook, target: str, changes: list[tuple[int, ArticleChange]], differing: set[int]) -> dict:
    metadata = handbook.entries[target].metadata
    decision = changes[0][1].clause.partition(".")[0]
    made = handbook.entries[decision].metadata
    amended = [event for event in metadata.status_events if event.event == "amended"]
    return {
        "id": target, "title": metadata.title.value, "url": raw_link("as-of/", document_page(target)),
        "start": metadata.effective_from.value or "", "from": made.effective_from.value or "",
        "decision": f"《{inner_title(made.title.value or decision)}》" + (f"（{made.number.value}）" if made.number.value else ""),
        "decision_url": raw_link("as-of/", document_page(decision)),
        "others": _others(handbook, changes),
        "earlier": [(event.date, event.by) for event in amended if event.by != made.number.value],
        "rows": [_changed_article(handbook, change, index in differing) for index, change in changes],
    }


def _others(handbook: Handbook, changes: list[tuple[int, ArticleChange]]) -> list[tuple[str, str]]:
    """(words, address) of what the decision says of the regulation beside the single changes: 此外，对文字、标点符号作了修改。"""
    told = {change.clause for _index, change in changes}
    parents = {handbook.clauses[clause].parents[-1].id for clause in told if handbook.clauses[clause].parents}
    return [(child.label + child.text, raw_link("as-of/", clause_in_document(child.id)))
            for parent in sorted(parents) for child in handbook.clauses[parent].clause.clauses if child.id not in told]


def _changed_article(handbook: Handbook, change: ArticleChange, differs: bool) -> dict:
    today = [(handbook.clauses[clause].place, raw_link("as-of/", clause_in_document(clause)),
              "\n".join(_lines(handbook, clause, change.scope))) for clause in change.after]
    return {"action": {"replace": "修改", "insert": "增加", "delete": "删去", "renumber": "调整条序"}[change.action],
            "before": "、".join(change.before), "clause_url": raw_link("as-of/", clause_in_document(change.clause)),
            "clause": handbook.clauses[change.clause].place, "now": today, "differs": differs, "note": change.note}


def _lines(handbook: Handbook, clause: str, scope: str) -> list[str]:
    top = handbook.clauses[clause].clause
    below = [] if scope == "own" else list(top.walk())[1:]
    return [top.text, *(piece.label + piece.text for piece in below)]  # its own label stands before, as the link
