"""Text of the corpus -> text with short codes for its letters and phrases: a quarter smaller as sent.
docs/assets/search-fold.js unpacks it.

A Chinese character is three bytes of UTF-8; the corpus uses fewer than two thousand of them, many of them seldom. The
commonest letters and phrases (企业, 高质量发展) get the ASCII characters that the text does not use (one byte), the next
ones the code points of two bytes. Phrases are learnt by joining the commonest neighbours again and again (byte pair
encoding: Gage, A new algorithm for data compression, 1994), many at a time.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

FIRST, LAST = 0xA1, 0x7FF  # code points of two bytes, without the control characters before them
_NEVER = "'\\\""  # they end or escape the strings of a script
ROUNDS, JOINED, SELDOM = 10, 100, 24  # so many times, so many pairs are joined, none that stands fewer times
SAMPLE = 600_000  # characters that phrases are learnt from, however large the corpus
LONGEST = 8  # characters of a phrase


@dataclass(frozen=True)
class Codes:
    """symbols[i], a letter or a phrase, is written as spare[i], then from FIRST on; every other letter stays as it is."""

    symbols: tuple[str, ...]
    spare: str

    def pack(self, text: str) -> str:
        """The text in codes, longest phrases first.

        >>> codes("苏州苏州苏州市x").pack("苏州市x") == codes("苏州苏州苏州市x").pack("苏州市") + "x"
        True
        """
        return "".join(self._names.get(piece, piece) for piece in self._cut(text))

    @property
    def table(self) -> str:
        """The symbols in one line, phrases in brackets."""
        return "".join(symbol if len(symbol) == 1 else f"({symbol})" for symbol in self.symbols)

    @cached_property
    def _names(self) -> dict[str, str]:
        return dict(zip(self.symbols, self.spare + "".join(map(chr, range(FIRST, LAST + 1)))))

    def _cut(self, text: str) -> list[str]:
        return _cut(text, {symbol for symbol in self.symbols if len(symbol) > 1})


def codes(*texts: str) -> Codes:
    """Codes for the letters and phrases of all texts, the commonest first; what would be taken for a code has one itself."""
    phrases = _phrases(texts)
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(_cut(text, phrases))
    letters = {letter for text in texts for letter in text}
    spare = "".join(char for char in map(chr, range(0x21, 0x7F)) if char not in letters and char not in _NEVER)
    like_codes = [letter for letter in sorted(letters) if 0x7F < ord(letter) <= LAST]
    room = len(spare) + LAST + 1 - FIRST - len(like_codes)
    worth = [symbol for symbol in counts if symbol not in like_codes and (len(symbol) > 1 or ord(symbol) > LAST)]
    worth.sort(key=lambda symbol: (-counts[symbol], symbol))
    return Codes((*worth[:room], *like_codes), spare)


def _phrases(texts: tuple[str, ...]) -> set[str]:
    """The phrases of a sample of the texts that stand there often."""
    step = max(1, -(-sum(map(len, texts)) // SAMPLE))
    pieces = [list(text) for text in texts[::step]]
    found: set[str] = set()
    for _ in range(ROUNDS):
        counts: Counter[tuple[str, str]] = Counter()
        for text in pieces:
            counts.update(zip(text, text[1:]))
        joined = {}
        for pair, count in counts.most_common():
            phrase = "".join(pair)
            if count < SELDOM or len(joined) == JOINED:
                break
            if len(phrase) <= LONGEST and all(ord(letter) > LAST for letter in phrase):
                joined[pair] = phrase
        found.update(joined.values())
        pieces = [_join(text, joined) for text in pieces]
    return found


def _join(pieces: list[str], joined: dict[tuple[str, str], str]) -> list[str]:
    out, at = [], 0
    while at < len(pieces):
        phrase = joined.get((pieces[at], pieces[at + 1])) if at + 1 < len(pieces) else None
        out.append(phrase or pieces[at])
        at += 2 if phrase else 1
    return out


def _cut(text: str, phrases: set[str]) -> list[str]:
    """The text in phrases and letters, the longest phrase at each place."""
    starts = {phrase[:2] for phrase in phrases}
    out, at = [], 0
    while at < len(text):
        piece = text[at]
        if text[at:at + 2] in starts:
            piece = next((text[at:at + length] for length in range(LONGEST, 1, -1) if text[at:at + length] in phrases), piece)
        out.append(piece)
        at += len(piece)
    return out
