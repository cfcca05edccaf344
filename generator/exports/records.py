"""The published records: field names and types are a promise to other programs (design, section 4)."""

from __future__ import annotations

from dataclasses import dataclass

from ..addresses import clause_in_document, clause_page, department_page, document_page
from ..handbook import ClauseView, Entry, Handbook, fingerprint
from ..model.decode import doc
from ..references import Reference, references


@dataclass(frozen=True)
class SourceRecord:
    """A source file of a document."""

    file: str = doc("name of the file in the repository's data/sources/")
    sha256: str = doc("SHA-256 of the whole file")


@dataclass(frozen=True)
class EvidenceRecord:
    """The words a field rests on."""

    clause: str | None = doc("id of the clause that holds the words; null where the value rests on none")
    quote: str | None = doc("the words, verbatim")
    note: str | None = doc("editor's note, in Chinese")


@dataclass(frozen=True)
class MisprintRecord:
    """A slip of the source text, kept as printed."""

    quote: str = doc("the words with the slip, verbatim")
    note: str = doc("editor's note, in Chinese")


@dataclass(frozen=True)
class DocumentRecord:
    """One document. Null means that its text does not say."""

    id: str = doc("permanent id")
    title: str = doc("full title")
    short_title: str = doc("short title, for lists")
    aliases: tuple[str, ...] = doc("other names the corpus uses")
    number: str | None = doc("文号")
    kind: str = doc("文种, in Chinese")
    jurisdiction: str = doc("id of the jurisdiction")
    jurisdiction_name: str = doc("name of the jurisdiction")
    issuer: str | None = doc("issuing body, as printed")
    issued: str | None = doc("date of issue, ISO 8601")
    effective_from: str | None = doc("first day in force, ISO 8601")
    effective_to: str | None = doc("last day in force, ISO 8601")
    relative_validity: str | None = doc("validity stated relative to a date that the text does not give, verbatim")
    url: str = doc("page, relative to the root of the site")
    sources: tuple[SourceRecord, ...] = doc("files the text was read from")
    interpretations: tuple[str, ...] = doc("ids of clauses that hold an official interpretation (解读)")
    evidence: dict[str, EvidenceRecord] = doc("field -> the words it rests on")
    misprints: tuple[MisprintRecord, ...] = doc("slips of the source text")
    notes: tuple[str, ...] = doc("editor's notes, in Chinese")


@dataclass(frozen=True)
class ClauseDepartment:
    """A responsible body of a clause."""

    id: str | None = doc("id in departments.json")
    role: str = doc("responsible, lead, main, by_duty, cooperate, report or implement")
    name: str = doc("name as printed")
    default: str | None = doc("the sentence that makes it responsible, where the clause does not print it")


@dataclass(frozen=True)
class ClauseRecord:
    """One clause with its own text."""

    id: str = doc("permanent id")
    document: str = doc("id of the document")
    kind: str = doc("kind of piece: article, section, item, row, …")
    parent: str | None = doc("id of the clause above it")
    label: str = doc("label as printed, e.g. （四）; empty where none is printed")
    path: tuple[str, ...] = doc("labels from the top of the document")
    heading: str = doc("heading, empty where there is none")
    text: str = doc("own text, verbatim, heading and list of responsible bodies included, label and sub-clauses not")
    cells: tuple[str, ...] = doc("of a table row: its cells by column, merged cells filled in")
    departments: tuple[ClauseDepartment, ...] = doc("responsible bodies")
    industries: tuple[str, ...] = doc("ids in industries.json of what the clause gives, asks, forbids or aims at")
    recipients: tuple[str, ...] = doc("ids in recipients.json of those whom the clause gives, asks or forbids something")
    url: str = doc("the clause in its document, relative to the root of the site")
    permalink: str = doc("the clause alone, relative to the root of the site")
    fingerprint: str = doc("16 hex digits of the SHA-256 of its words, white space apart")


@dataclass(frozen=True)
class DepartmentRecord:
    """One body."""

    id: str = doc("permanent id")
    name: str = doc("full name")
    short: str = doc("usual short name")
    aliases: tuple[str, ...] = doc("every spelling in the corpus")
    kind: str = doc("kind of body, in Chinese")
    jurisdiction: str = doc("id of its jurisdiction")
    succeeded_by: str | None = doc("id of the body that took its place")
    clauses: int = doc("number of clauses that name it responsible")
    url: str = doc("page, relative to the root of the site")


@dataclass(frozen=True)
class RelationRecord:
    """One citation or relation."""

    source: str = doc("exported as `from`: id of the clause that cites")
    to: str | None = doc("id of a clause or document, or the cited title or number outside the corpus")
    to_kind: str = doc("clause, document, self, outside, name or unresolved")
    number: str | None = doc("文号 of the cited text, as cited")
    kind: str = doc("cites, based_on, implements, amends, repeals, publishes, interprets, annex_of or related")
    quote: str = doc("the citing words, verbatim")


def document_record(handbook: Handbook, entry: Entry) -> DocumentRecord:
    """The record of a document."""
    metadata = entry.metadata
    facts = {name: getattr(metadata, name) for name in
             ("title", "number", "jurisdiction", "issuer", "issued", "effective_from", "effective_to")}
    seen = dict.fromkeys((stretch.file, stretch.sha256) for stretch in entry.document.sources)
    return DocumentRecord(
        id=entry.id, title=metadata.title.value or "", short_title=metadata.short_title, aliases=metadata.aliases,
        number=metadata.number.value, kind=metadata.kind, jurisdiction=metadata.jurisdiction.value or "",
        jurisdiction_name=handbook.jurisdictions[metadata.jurisdiction.value or "suzhou"].name,
        issuer=metadata.issuer.value, issued=metadata.issued.value, effective_from=metadata.effective_from.value,
        effective_to=metadata.effective_to.value,
        relative_validity=metadata.relative_validity.text if metadata.relative_validity else None,
        url=document_page(entry.id), sources=tuple(SourceRecord(*pair) for pair in seen),
        interpretations=tuple(clause.id for clause in entry.document.clauses if clause.kind == "interpretation"),
        evidence={name: EvidenceRecord(handbook.evidence_clause(entry.id, fact), fact.evidence, fact.note)
                  for name, fact in facts.items() if fact.evidence or fact.note},
        misprints=tuple(MisprintRecord(slip.quote, slip.note) for slip in metadata.misprints), notes=metadata.notes,
    )


def clause_record(handbook: Handbook, view: ClauseView) -> ClauseRecord:
    """The record of a clause."""
    clause = view.clause
    return ClauseRecord(
        id=clause.id, document=view.document, kind=clause.kind, parent=view.parents[-1].id if view.parents else None,
        label=clause.label, path=view.path, heading=clause.heading, text=clause.text, cells=clause.cells,
        departments=tuple(ClauseDepartment(department, body.role, body.name, body.default)
                          for department, body in handbook.bodies_of(clause.id)),
        industries=handbook.terms_of(clause.id)[0], recipients=handbook.terms_of(clause.id)[1],
        url=clause_in_document(clause.id), permalink=clause_page(clause.id), fingerprint=fingerprint(clause),
    )


def department_record(handbook: Handbook, department: str) -> DepartmentRecord:
    """The record of a body."""
    body = handbook.departments[department]
    return DepartmentRecord(
        id=body.id, name=body.name, short=body.short, aliases=body.names, kind=body.kind,
        jurisdiction=body.jurisdiction, succeeded_by=body.succeeded_by,
        clauses=len({clause for clause, _body in handbook.clauses_of_department[department]}), url=department_page(body.id),
    )


def relation_records(handbook: Handbook):
    """Citations inside clauses, then the relations that documents state about themselves."""
    for view in handbook.clauses.values():
        for reference in references(handbook, view):
            yield _cites(reference)
    for entry in handbook.entries.values():
        for relation in entry.metadata.relations:
            where = entry.find(relation.quote)
            yield RelationRecord(
                source=where[0] if where else entry.id, to=relation.target or f"《{relation.title}》",
                to_kind="document" if relation.target else "outside", number=relation.number, kind=relation.kind,
                quote=relation.quote)


def _cites(reference: Reference) -> RelationRecord:
    named = f"《{reference.title}》" if reference.title else reference.number
    return RelationRecord(source=reference.clause, to=reference.target or named, to_kind=reference.kind,
                          number=reference.number, kind="cites", quote=reference.quote)
