"""A clause -> its own small HTML page /c/<id>/, made for pasting into letters and chats; no MkDocs involved."""

from __future__ import annotations

import dataclasses

import jinja2

from ..addresses import calculator_page, clause_in_document, clause_page, department_page, document_page, raw_link
from ..handbook import ClauseView, Handbook, name_of
from ..model.document import Clause
from ..model.registry import Tombstone
from ..release import full
from .build import validity_text
from .changes import text_since
from .clauses import ROLES

DESCRIPTION_LIMIT = 160


def clause_pages(handbook: Handbook, template: jinja2.Template, gone: jinja2.Template, site_url: str):
    """(path in the site, HTML) for every clause and every tombstone. `site_url` may be empty."""
    for view in handbook.clauses.values():
        yield clause_page(view.id) + "index.html", template.render(context(handbook, view, site_url))
    for tombstone in handbook.tombstones.values():
        yield clause_page(tombstone.id) + "index.html", gone.render(gone_context(handbook, tombstone))


def context(handbook: Handbook, view: ClauseView, site_url: str) -> dict:
    """What the template shows of a clause."""
    page = clause_page(view.id)
    metadata = handbook.entries[view.document].metadata
    return {
        "document": {"id": view.document, "title": metadata.title.value, "number": metadata.number.value,
                     "url": raw_link(page, document_page(view.document))},
        "clause": {"id": view.id, "label": view.clause.label, "path": view.path, "heading": view.clause.heading,
                   "text_paragraphs": view.clause.text.split("\n") if view.clause.text else [],
                   "notice": None, "table_html": None, "children": [_child(clause, depth) for clause, depth in _below(view.clause)]},
        "status": {"from": metadata.effective_from.value or "", "to": metadata.effective_to.value or "",
                   "text": validity_text(metadata), "since": text_since(handbook, view.document)},
        "ended": ended(handbook, view.document),
        "departments": [{"name": body.name, "role": ROLES[body.role],
                         "url": raw_link(page, department_page(department)) if department else None}
                        for department, body in handbook.bodies_of(view.id)],
        "calculators": [(handbook.calculators.all[name].title, raw_link(page, calculator_page(name)))
                        for name in handbook.calculators.of_clause.get(view.id, [])],
        "context_url": raw_link(page, clause_in_document(view.id)),
        "canonical": site_url.rstrip("/") + "/" + page if site_url else "",
        "root": "../../", "description": description(view), "index": "index.html",
        "title": f"{metadata.short_title}{view.place}",
    }


def ended(handbook: Handbook, document: str) -> str | None:
    """By what and since when a document is repealed, in words, as far as the texts tell; None where none says so."""
    own = next((event for event in handbook.entries[document].metadata.status_events if event.event == "repealed"), None)
    if own:
        return f"本文件自{own.date}起废止" + (f"（{own.by}）" if own.by else "")
    for entry in handbook.entries.values():
        if any(relation.kind == "repeals" and relation.target == document for relation in entry.metadata.relations):
            since = entry.metadata.effective_from.value
            return f"本文件由《{entry.metadata.title.value}》废止，" + (f"自{since}起" if since else "废止的日期文件未载明")
    return None


def _below(clause: Clause, depth: int = 1):
    for child in clause.clauses:
        yield child, depth
        yield from _below(child, depth + 1)


def _child(clause: Clause, depth: int) -> dict:
    return {"id": clause.id, "label": clause.label, "text_paragraphs": clause.text.split("\n") if clause.text else [],
            "depth": depth, "name": name_of(clause)}


def description(view: ClauseView) -> str:
    """Plain text of the clause, cut for previews."""
    text = view.clause.label + view.clause.text.replace("\n", " ")
    if len(text) < 40:
        text += " ".join(child.label + child.text for child in view.clause.clauses).replace("\n", " ")
    return text if len(text) <= DESCRIPTION_LIMIT else text[: DESCRIPTION_LIMIT - 1] + "…"


def gone_context(handbook: Handbook, tombstone: Tombstone) -> dict:
    """What the page of a clause that is gone says."""
    page = clause_page(tombstone.id)
    moved = raw_link(page, clause_page(tombstone.moved_to)) if tombstone.moved_to else None
    published = handbook.history.wordings.get(tombstone.id)
    if published and not tombstone.last_text:
        tombstone = dataclasses.replace(tombstone, last_text=full(published[-1]))
    return {"tombstone": tombstone, "moved_url": moved, "root": "../../"}
