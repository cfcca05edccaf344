"""Text of the corpus -> text with short codes for its letters: a fifth smaller as sent. docs/assets/search-fold.js unpacks it.

A Chinese character is three bytes of UTF-8; the corpus uses fewer than two thousand of them. The commonest get the
ASCII characters that the text does not use (one byte), the others the code points of two bytes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

FIRST, LAST = 0xA1, 0x7FF  # code points of two bytes, without the control characters before them
_NEVER = "'\\\""  # they end or escape the strings of a script


@dataclass(frozen=True)
class Codes:
    """letters[i] is written as spare[i], then from FIRST on; letters beyond LAST stay as they are."""

    letters: str
    spare: str

    def pack(self, text: str) -> str:
        """The text in codes.

        >>> codes("苏苏苏州州市x").pack("苏州市x") == codes("苏苏苏州州市x").spare[:3] + "x"
        True
        """
        names = self.spare + "".join(map(chr, range(FIRST, LAST + 1)))
        return text.translate(dict(zip(map(ord, self.letters), names)))


def codes(*texts: str) -> Codes:
    """Codes for the letters of all texts, the commonest first; what would be taken for a code has one itself."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(text)
    spare = "".join(char for char in map(chr, range(0x21, 0x7F)) if char not in counts and char not in _NEVER)
    letters = sorted((char for char in counts if ord(char) > 0x7F), key=lambda char: (ord(char) > LAST, -counts[char], char))
    like_codes = sum(ord(char) <= LAST for char in letters)
    room = len(spare) + LAST + 1 - FIRST - like_codes
    return Codes("".join(letters[like_codes:like_codes + room] + letters[:like_codes]), spare)

