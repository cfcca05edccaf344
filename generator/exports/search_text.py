"""Text as the search compares it. docs/assets/search-fold.js does the same to what a reader types."""

from __future__ import annotations

import re
import unicodedata

# Marks that letters and questions leave out or set differently: quotation marks, brackets, interpuncts.
_MARKS = re.compile("[“”‘’\"'`《》〈〉<>()\\[\\]〔〕【】{}「」『』·•﹒\u200b\ufeff]")
_SPACE = re.compile(r"(?<![0-9a-z])\s+|\s+(?![0-9a-z])")


def fold(text: str) -> str:
    """One width, one case, no marks, no spaces but those between two Latin words or numbers.

    >>> fold("首台（套）　ＲＣＥＰ 规则"), fold("营收 6500 7800")
    ('首台套rcep规则', '营收6500 7800')
    """
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", text).lower())
    return _SPACE.sub("", plain)
