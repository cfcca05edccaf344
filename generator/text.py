"""White space in Chinese text: comparing, finding and joining without it."""

from __future__ import annotations

import re

_SPACE = re.compile(r"\s+")
_BETWEEN_CJK = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f])\s+(?=[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f])")


def compact(text: str) -> str:
    """`text` without any white space: what "verbatim, white space apart" compares."""
    return _SPACE.sub("", text)


def unwrap(text: str) -> str:
    """Remove the breaks that a table cell or a page put between two Chinese characters."""
    return _SPACE.sub(" ", _BETWEEN_CJK.sub("", text)).strip()


class Compact:
    """A text without white space that can lead back to the places in the original."""

    def __init__(self, original: str):
        self.original = original
        self.places = [i for i, char in enumerate(original) if not char.isspace()]
        self.text = "".join(original[i] for i in self.places)

    def find_all(self, quote: str, start: int = 0, end: int | None = None) -> list[int]:
        """Offsets in `self.text` at which `quote` (white space apart) stands, overlapping ones included."""
        wanted, found = compact(quote), []
        end = len(self.text) if end is None else end
        position = self.text.find(wanted, start, end) if wanted else -1
        while position >= 0:
            found.append(position)
            position = self.text.find(wanted, position + 1, end)
        return found

    def line(self, offset: int) -> int:
        """Line (1-based) in the original of a compact offset."""
        place = self.places[offset] if offset < len(self.places) else len(self.original)
        return self.original.count("\n", 0, place) + 1
