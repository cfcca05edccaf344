"""The words of the explanations (wording.yml), for both engines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .. import strict_yaml

WORDING: dict[str, Any] = strict_yaml.load(Path(__file__).parent / "wording.yml", "generator/calculators/wording.yml")


def fill(group: str, name: str, /, **words: str) -> str:
    """A template of wording.yml with its {} names filled; each is filled once, so that filled words are never read as names."""
    return fill_text(WORDING[group][name], words)


def fill_text(template: str, words: dict[str, str]) -> str:
    """As `fill`, for a template in hand."""
    parts = template.split("{")
    text = parts[0]
    for part in parts[1:]:
        name, _brace, rest = part.partition("}")
        text += words[name] + rest
    return text
