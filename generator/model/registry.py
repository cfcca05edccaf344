"""Every id that was ever published, with the fingerprints its text has had."""

from __future__ import annotations

from dataclasses import dataclass

from .decode import doc


@dataclass(frozen=True)
class Tombstone:
    """What is said of a published id whose clause is no longer in the data."""

    id: str = doc("the id")
    reason: str = doc("why it is gone, in Chinese, for the reader")
    moved_to: str | None = doc("id that took its place", default=None)
    last_text: str = doc("the text it had last, verbatim", default="")


@dataclass(frozen=True)
class Registry:
    """data/registry.yml, written by `python -m generator register`."""

    ids: dict[str, tuple[str, ...]] = doc("id -> fingerprints of its text, oldest first")


@dataclass(frozen=True)
class Tombstones:
    """data/tombstones.yml, kept by hand."""

    tombstones: tuple[Tombstone, ...]
