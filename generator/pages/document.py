"""A document -> its page: what it is, who answers for it, what it rests on, its text."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..addresses import clause_in_document, department_page, document_page, from_page, jurisdiction_page, kind_page
from ..handbook import Entry, Handbook
from ..model.document import Clause
from ..model.metadata import Fact
from ..references import citing
from .clauses import ClauseBlock, block, body_links
from .facts import FactPages
from .markdown import escape, link

RELATIONS = {
    "based_on": "依据", "implements": "落实", "amends": "修改", "repeals": "废止", "publishes": "公布", "interprets": "解读",
    "annex_of": "为其附件", "related": "相关",
}
INVERSE = {
    "based_on": "被引为依据", "implements": "由其落实", "amends": "被其修改", "repeals": "被其废止", "publishes": "由其公布",
    "interprets": "解读", "annex_of": "附件", "related": "相关",
}


@dataclass(frozen=True)
class FactRow:
    """One line of the facts of a document: name, value (Markdown) or None, link to the evidence, note."""

    name: str
    value: str | None
    evidence: str | None
    note: str | None


@dataclass(frozen=True)
class TableBlock:
    """A table of a document with merged cells as spans. Rows are (anchor, id, cells), a cell (text, rowspan, bodies)."""

    block: ClauseBlock
    columns: tuple[str, ...]
    rows: tuple


def context(handbook: Handbook, entry: Entry, fact_pages: FactPages) -> dict:
    """Everything the template policies.md.j2 shows."""
    page = document_page(entry.id)
    metadata = entry.metadata
    return {
        "entry": entry, "metadata": metadata, "page": page, "facts": list(facts(handbook, entry)),
        "bodies": bodies_summary(handbook, entry, page), "relations": list(relations(handbook, entry)),
        "incoming": list(incoming(handbook, entry)), "cited": cited_documents(handbook, entry, page),
        "blocks": list(blocks(handbook, entry, page, fact_pages)),
        "hide_outline": all(view.clause.kind in ("title", "table", "row", "part") for view in entry.views.values()),
        "notes": [escape(note) for note in metadata.notes],
        "reading_notes": [escape(note) for note in read.reading_notes] if (read := handbook.facts.facts.get(entry.id)) else [],
        "sources": [(stretch.file, stretch.sha256, PARTS[stretch.part]) for stretch in entry.document.sources],
    }


PARTS = {"body": "正文", "notice": "印发通知", "interpretation": "政策解读"}


def facts(handbook: Handbook, entry: Entry):
    """The facts of a document in reading order; a missing value stays None (文件未载明)."""
    metadata, page = entry.metadata, document_page(entry.id)

    def row(name: str, fact: Fact, value: str | None = None) -> FactRow:
        clause = handbook.evidence_clause(entry.id, fact)
        evidence = from_page(page, clause_in_document(clause)) if clause else None
        shown = value if value is not None else (escape(fact.value) if fact.value else None)
        return FactRow(name, shown, evidence, escape(fact.note) if fact.note else None)

    kind = handbook.kind_by_name[metadata.kind]
    area = handbook.jurisdictions[metadata.jurisdiction.value or "suzhou"]
    yield row("文号", metadata.number)
    yield row("制定机关", metadata.issuer)
    yield row("行政区域", metadata.jurisdiction, link(area.name, from_page(page, jurisdiction_page(area.id))))
    yield FactRow("文种", link(kind.name, from_page(page, kind_page(kind.id))), None, None)
    yield row("发布日期", metadata.issued)
    yield row("施行日期", metadata.effective_from)
    yield row("有效期至", metadata.effective_to)
    read = handbook.facts.facts.get(entry.id)
    if read:
        terms = [handbook.facts.industries[term] for term in read.industries]
        yield FactRow("行业", "、".join(link(term.name, from_page(page, f"industries/{term.id}/")) for term in terms), None, None)
        if read.topics:
            yield FactRow("主题", escape("、".join(read.topics)), None, None)
    if metadata.relative_validity:
        relative = metadata.relative_validity
        yield row("有效期的写法", Fact(relative.text, relative.evidence, relative.note))
    for explainer in metadata.explained_by:
        yield row("解释机关", Fact(explainer.value, explainer.evidence))
    events = {"promulgated": "公布", "amended": "修正", "repealed": "废止"}
    for event in metadata.status_events:
        by = f"（{event.by}）" if event.by else ""
        yield row(events[event.event], Fact(f"{event.date}{by}", event.evidence or None))


def bodies_summary(handbook: Handbook, entry: Entry, page: str) -> list[tuple[str, str, int]]:
    """(name, link, number of clauses) of each body that answers for something in the document, most first."""
    counts: dict[str, set[str]] = {}
    for view in entry.views.values():
        for department, _body in handbook.bodies_of(view.id):
            if department:
                counts.setdefault(department, set()).add(view.id)
    order = sorted(counts, key=lambda department: (-len(counts[department]), department))
    return [(handbook.departments[d].short, from_page(page, department_page(d)), len(counts[d])) for d in order]


def relations(handbook: Handbook, entry: Entry):
    """(kind in words, title as Markdown, number) of each relation the document states about itself."""
    page = document_page(entry.id)
    for relation in entry.metadata.relations:
        title = f"《{relation.title}》"
        shown = link(title, from_page(page, document_page(relation.target))) if relation.target else escape(title)
        where = entry.find(relation.quote)
        evidence = from_page(page, clause_in_document(where[0])) if where else None
        yield RELATIONS[relation.kind], shown, relation.number, relation.target is None, evidence


def incoming(handbook: Handbook, entry: Entry):
    """(kind in words, title as Markdown) of each relation that another document states about this one."""
    page = document_page(entry.id)
    for other in handbook.entries.values():
        for relation in other.metadata.relations:
            if relation.target == entry.id and other.id != entry.id:
                yield INVERSE[relation.kind], link(f"《{other.metadata.title.value}》", from_page(page, document_page(other.id)))


def cited_documents(handbook: Handbook, entry: Entry, page: str) -> list[tuple[str, str]]:
    """(title of the citing document, link to the citing clause) for clauses elsewhere that cite this document."""
    views = [handbook.clauses[clause] for clause in citing(handbook, entry.id)]
    return [(f"{handbook.entries[view.document].metadata.short_title} {view.place}",
             from_page(page, clause_in_document(view.id))) for view in views]


def blocks(handbook: Handbook, entry: Entry, page: str, facts: FactPages):
    """The text of the document as blocks, in order; tables as TableBlock, their rows inside."""
    for view in entry.views.values():
        if view.clause.kind in ("title", "row"):
            continue
        if view.clause.kind == "table":
            yield _table(handbook, view, page)
        else:
            yield replace(block(handbook, view, page), chips=tuple(facts.chips(view.id, page)))


def _table(handbook: Handbook, view, page: str) -> TableBlock:
    rows = view.clause.clauses
    shown = []
    for index, row in enumerate(rows):
        cells = []
        for column, text in enumerate(row.cells):
            if _continues(rows, index, column):
                continue
            span = 1
            while index + span < len(rows) and _continues(rows, index + span, column):
                span += 1
            cells.append((escape(text).replace("\n", "<br>"), span))
        bodies = list(body_links(handbook, handbook.clauses[row.id], page))
        shown.append((row.id.partition(".")[2], row.id, cells, bodies))
    caption = tuple(escape(line) for line in view.clause.text.split("\n") if line)  # no links: it stands in HTML
    return TableBlock(replace(block(handbook, view, page), paragraphs=caption), view.clause.columns, tuple(shown))


def _continues(rows: tuple[Clause, ...], index: int, column: int) -> bool:
    """Whether a cell is the lower part of a merged one: filled in, but not printed in its own row."""
    if index == 0 or not rows[index].cells[column]:
        return False
    same = rows[index].cells[: column + 1] == rows[index - 1].cells[: column + 1]
    return same and rows[index].cells[column] not in rows[index].printed
