"""Bodies, jurisdictions and kinds of document."""

from __future__ import annotations

from dataclasses import dataclass

from .decode import doc


@dataclass(frozen=True)
class SlipOfName:
    """A misprinted name of a body."""

    printed: str = doc("the name as printed")
    means: str = doc("the name that is meant")
    document: str = doc("id of the document with the slip")
    note: str | None = doc("why it is taken for a slip", default=None)


@dataclass(frozen=True)
class SuccessionEvidence:
    """What in the corpus shows that one body succeeded another."""

    document: str = doc("id of the document")
    quote: str = doc("words of it, verbatim")
    note: str | None = doc("how the words show it", default=None)


@dataclass(frozen=True)
class Department:
    """A body that documents name."""

    id: str = doc("permanent id, lower-case ASCII; bodies of other jurisdictions than Suzhou carry its id as prefix")
    name: str = doc("full name")
    short: str = doc("usual short name")
    jurisdiction: str = doc("id of its jurisdiction")
    kind: str = doc("what kind of body it is")
    names: tuple[str, ...] = doc("every spelling in the corpus, exactly")
    misprints: tuple[SlipOfName, ...] = doc("misprinted names", default=())
    succeeded_by: str | None = doc("id of the body that took its place", default=None)
    succession_evidence: tuple[SuccessionEvidence, ...] | None = doc("what shows the succession", default=None)
    note: str | None = doc("a remark for the reader, in Chinese", default=None)


@dataclass(frozen=True)
class Departments:
    """data/taxonomy/departments.yml"""

    departments: tuple[Department, ...]


@dataclass(frozen=True)
class Jurisdiction:
    """An area whose authorities issue documents or carry them out."""

    id: str = doc("permanent id")
    name: str = doc("name")
    level: str = doc("level of administration, in Chinese")
    parent: str | None = doc("id of the area it belongs to", default=None)
    names: tuple[str, ...] = doc("spellings in the corpus", default=())
    note: str | None = doc("a remark for the reader", default=None)


@dataclass(frozen=True)
class Jurisdictions:
    """data/taxonomy/jurisdictions.yml"""

    jurisdictions: tuple[Jurisdiction, ...]


@dataclass(frozen=True)
class Kind:
    """A kind of document (文种)."""

    id: str = doc("permanent id, used in addresses")
    name: str = doc("name, as documents use it")
    definition: str = doc("what makes a document of this kind, so that a person can check it")


@dataclass(frozen=True)
class Kinds:
    """data/taxonomy/kinds.yml"""

    kinds: tuple[Kind, ...]
