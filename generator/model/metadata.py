"""What a document is: title, number, kind, issuer, jurisdiction, dates, each with the words that say so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .decode import doc

RelationKind = Literal["based_on", "implements", "amends", "repeals", "publishes", "interprets", "annex_of", "related"]


@dataclass(frozen=True)
class Fact:
    """One fact about a document with its evidence; null where the text says nothing."""

    value: str | None = doc("the value; null where the text says nothing")
    evidence: str | None = doc("words of the document that say so, verbatim, found once in it")
    note: str | None = doc("a remark for the reader, in Chinese", default=None)
    evidence_document: str | None = doc("id of the document that holds the evidence, if another", default=None)


@dataclass(frozen=True)
class Explainer:
    """A body that the document says is responsible for its interpretation."""

    value: str = doc("name as printed")
    evidence: str = doc("words that say so, verbatim")


@dataclass(frozen=True)
class RelativeValidity:
    """A validity that hangs on a date which the text does not give."""

    text: str = doc("the words of the document")
    evidence: str = doc("the same words, verbatim, found once in it")
    note: str = doc("what is missing, in Chinese")


@dataclass(frozen=True)
class StatusEvent:
    """A step in the life of a document, as its text tells it."""

    event: Literal["promulgated", "amended", "repealed"] = doc("what happened")
    date: str = doc("ISO date")
    by: str | None = doc("decree or decision", default=None)
    evidence: str = doc("words that say so, verbatim", default="")


@dataclass(frozen=True)
class Misprint:
    """A slip of the source text, kept as it stands."""

    quote: str = doc("the words with the slip, verbatim, found once in the document")
    note: str = doc("what is odd, in Chinese")


@dataclass(frozen=True)
class DocumentRelation:
    """What the document as a whole says it rests on, implements, amends, repeals, publishes or belongs to."""

    kind: RelationKind = doc("how the document relates to the other")
    title: str = doc("title of the other, as cited")
    quote: str = doc("words that say so, verbatim")
    target: str | None = doc("id of the other, where it is in the corpus", default=None)
    number: str | None = doc("number of the other, as cited", default=None)


@dataclass(frozen=True)
class Metadata:
    """data/metadata/<id>.yml, kept by hand."""

    id: str = doc("id of the document")
    title: Fact = doc("full title")
    short_title: str = doc("what people call it, for lists")
    kind: str = doc("文种, one of data/taxonomy/kinds.yml")
    kind_evidence: str | None = doc("words of the title or text that name the kind")
    jurisdiction: Fact = doc("id in data/taxonomy/jurisdictions.yml")
    number: Fact = doc("文号")
    issuer: Fact = doc("body that issued it, as printed")
    issued: Fact = doc("ISO date of issue")
    effective_from: Fact = doc("ISO date from which it holds")
    effective_to: Fact = doc("ISO date of its last day")
    aliases: tuple[str, ...] = doc("other names that the corpus uses for it", default=())
    explained_by: tuple[Explainer, ...] = doc("who interprets it", default=())
    relative_validity: RelativeValidity | None = doc("validity without a date in the text", default=None)
    status_events: tuple[StatusEvent, ...] = doc("promulgation, amendments, repeal", default=())
    public_note: str | None = doc("note on publication, as printed", default=None)
    misprints: tuple[Misprint, ...] = doc("slips of the source text", default=())
    notes: tuple[str, ...] = doc("remarks for the reader, in Chinese", default=())
    relations: tuple[DocumentRelation, ...] = doc("relations of the document as a whole", default=())
