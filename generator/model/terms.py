"""Terms of the taxonomies by which facts are tagged: industries, award types, recipients, levels."""

from __future__ import annotations

from dataclasses import dataclass

from .decode import doc


@dataclass(frozen=True)
class Term:
    """One term with the definition that a tagging is checked against."""

    id: str = doc("permanent id, used in addresses")
    name: str = doc("name shown to readers")
    definition: str = doc("what belongs under it, so that a person can check a tagging")
    code: str | None = doc("GB/T 4754—2017 code, where a class fits exactly", default=None)
    grouping: str | None = doc("grouping of the city that it belongs to", default=None)


@dataclass(frozen=True)
class Industries:
    """data/taxonomy/industries.yml"""

    industries: tuple[Term, ...]


@dataclass(frozen=True)
class AwardTypes:
    """data/taxonomy/award_types.yml"""

    award_types: tuple[Term, ...]


@dataclass(frozen=True)
class Recipients:
    """data/taxonomy/recipients.yml"""

    recipients: tuple[Term, ...]


@dataclass(frozen=True)
class Levels:
    """data/taxonomy/levels.yml"""

    levels: tuple[Term, ...]
