"""A document -> one JSON record: what it is, its text as a tree of clauses, and the ids of the facts read out of each."""

from __future__ import annotations

from dataclasses import dataclass

from ..addresses import clause_in_document, clause_page
from ..facts import KINDS
from ..handbook import Entry, Handbook, fingerprint, name_of
from ..model.decode import doc
from ..model.document import Clause, Omission
from .records import ClauseDepartment, DocumentRecord, document_record


@dataclass(frozen=True)
class Files:
    """The same document in other forms, relative to the root of the site."""

    json: str = doc("this record")
    markdown: str = doc("the text as Markdown")
    akn: str = doc("the text as Akoma Ntoso 3.0")


@dataclass(frozen=True)
class ClauseNode:
    """One clause with everything below it."""

    id: str = doc("permanent id")
    kind: str = doc("kind of piece: article, section, item, row, …")
    label: str = doc("label as printed, e.g. （四）; empty where none is printed")
    name: str = doc("what a reader calls it: label, else heading, else the kind of piece, in Chinese")
    heading: str = doc("heading, empty where there is none")
    text: str = doc("own text, verbatim, heading and list of responsible bodies included, label and sub-clauses not")
    columns: tuple[str, ...] = doc("of a table: names of its columns")
    header: tuple[str, ...] = doc("of a table: header cells as printed")
    header_repeats: tuple[str, ...] = doc("of a row: header cells printed once more before it")
    cells: tuple[str, ...] = doc("of a row: cells by column, merged ones filled in")
    printed: tuple[str, ...] = doc("of a row: cells as the source prints them, merged ones empty")
    omitted: tuple[Omission, ...] = doc("leftovers of a web page taken out of the text")
    departments: tuple[ClauseDepartment, ...] = doc("responsible bodies")
    facts: dict[str, tuple[str, ...]] = doc("name of a file of facts (awards, duties, …) -> ids of its records that rest on this clause")
    url: str = doc("the clause in its document, relative to the root of the site")
    permalink: str = doc("the clause alone, relative to the root of the site")
    fingerprint: str = doc("16 hex digits of the SHA-256 of its words, white space apart")
    clauses: tuple[ClauseNode, ...] = doc("sub-clauses in the order of the text")


@dataclass(frozen=True)
class DocumentTree:
    """One document with its text."""

    edition: str = doc("date of the edition of the handbook, ISO 8601")
    document: DocumentRecord = doc("what the document is, as in documents.json")
    files: Files = doc("the same document in other forms")
    clauses: tuple[ClauseNode, ...] = doc("the text, in order")


def paths(document: str) -> Files:
    """Where the files of a document are, relative to the root of the site."""
    stem = f"data/documents/{document}"
    return Files(f"{stem}.json", f"{stem}.md", f"{stem}.akn.xml")


def document_tree(handbook: Handbook, entry: Entry, edition: str) -> DocumentTree:
    """The record of one document with its text."""
    facts = _facts_of(handbook, entry.id)

    def node(clause: Clause) -> ClauseNode:
        return ClauseNode(
            id=clause.id, kind=clause.kind, label=clause.label, name=name_of(clause), heading=clause.heading, text=clause.text,
            columns=clause.columns, header=clause.header, header_repeats=clause.header_repeats, cells=clause.cells,
            printed=clause.printed, omitted=clause.omitted,
            departments=tuple(ClauseDepartment(department, body.role, body.name, body.default)
                              for department, body in handbook.bodies_of(clause.id)),
            facts={kind: tuple(ids) for kind, ids in facts.get(clause.id, {}).items()},
            url=clause_in_document(clause.id), permalink=clause_page(clause.id), fingerprint=fingerprint(clause),
            clauses=tuple(node(child) for child in clause.clauses))

    return DocumentTree(edition, document_record(handbook, entry), paths(entry.id), tuple(map(node, entry.document.clauses)))


def _facts_of(handbook: Handbook, document: str) -> dict[str, dict[str, list[str]]]:
    """Clause id -> kind of fact -> ids, of one document."""
    found: dict[str, dict[str, list[str]]] = {}
    for kind in KINDS:
        for owner, fact in handbook.facts.entries(kind):
            if owner == document:
                found.setdefault(fact.clause, {}).setdefault(kind, []).append(fact.id)
    return found
