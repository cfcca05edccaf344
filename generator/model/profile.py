"""data/profile.yml: what a company is asked once, to see what it may get from the whole corpus (政策体检)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .decode import doc


@dataclass(frozen=True)
class ProfileOption:
    """One answer of a choice."""

    value: str = doc("short English word, permanent: saved profiles carry it")
    label: str = doc("what the reader sees")
    matches: tuple[str, ...] = doc("ids of the taxonomy that this answer stands for: recipients, jurisdictions; empty: none", default=())


@dataclass(frozen=True)
class ProfileField:
    """One question of the profile. Everything may stay unanswered."""

    name: str = doc("short English word, permanent; inputs of calculators name it under `profile`")
    label: str = doc("what the reader sees")
    type: Literal["text", "money", "share", "number", "integer", "yes_no", "date", "choice", "choices"] = doc(
        "as in calculators; choices: several; text: only printed in the report")
    unit: str | None = doc("unit in which a bare number is read", default=None)
    help: str | None = doc("a line of help", default=None)
    options: tuple[ProfileOption, ...] = doc("answers of a choice or choices", default=())
    taxonomy: Literal["industries", "recipients", "jurisdictions"] | None = doc(
        "what the answers are matched with: a claim for none of them does not concern the company", default=None)
    broad: bool = doc("true for a figure or statement that many different benefits rest on (staff, revenue, a kind of firm): sharing it "
                      "does not make two of them one matter (同一事项)", default=False)


@dataclass(frozen=True)
class ProfileSection:
    """Questions that stand together on the page."""

    name: str = doc("short English word")
    title: str = doc("what the reader sees")
    fields: tuple[ProfileField, ...] = doc("the questions")


@dataclass(frozen=True)
class Profile:
    """data/profile.yml"""

    sections: tuple[ProfileSection, ...]
