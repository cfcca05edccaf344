"""Which names of files Windows, macOS and Linux all accept, below any folder that a reader is likely to unpack into."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# Windows allows 259 characters for the whole path. Its "extract all" puts a folder of the zip's name around ours, and
# C:\Users\<name>\Downloads takes some more: this leaves 109 for both.
LONGEST = 150

_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\$|conout\$)(\.|$)", re.IGNORECASE)
_ALLOWED = re.compile(r"[A-Za-z0-9._-]+\Z")


def mistake(name: str) -> str:
    """What is wrong with one path (parts joined by /), in words; the empty string where nothing is.

    >>> mistake("c/icv-2025.1.4/index.html")
    ''
    >>> mistake("c/con.1/index.html")
    'has a part that Windows reserves (con.1)'
    >>> mistake("../x")
    'leads out of its folder'
    """
    if name.startswith("/") or "\\" in name or re.match(r"[A-Za-z]:", name) or ".." in name.split("/"):
        return "leads out of its folder"
    if len(name) > LONGEST:
        return f"has {len(name)} characters, more than {LONGEST}: too long for Windows"
    for part in name.split("/"):
        if not _ALLOWED.match(part):
            return f"has a part that is not of letters, digits, dots and hyphens ({part!r})"
        if part.endswith(".") or part == ".":
            return f"has a part that ends in a dot ({part})"
        if _RESERVED.match(part):
            return f"has a part that Windows reserves ({part})"
    return ""


def mistakes(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(name, what is wrong) for a whole folder: each name by itself, and names that differ in case only."""
    first: dict[str, str] = {}
    for name in names:
        if words := mistake(name):
            yield name, words
        parts = name.split("/")
        for path in ("/".join(parts[:count]) for count in range(1, len(parts) + 1)):
            known = first.setdefault(path.casefold(), path)
            if known != path:
                yield name, f"differs from {known} in case only: one of them is lost on Windows and macOS"
                break
