"""A book -> a PDF, by typst: bookmarks, page numbers, running heads, embedded fonts and tags (PDF/UA-1) are its work.

Tried on the whole text, on two busy cores (seconds by the clock, two or more runs each): typst 1 to 5, Chromium's print 9
to 11, WeasyPrint 33 to 36. Chromium leaves target-counter() empty (no page numbers in a table of contents) and knows no
string-set and no bookmark-level; WeasyPrint leaves Chinese lines ragged under text-align: justify and needs Pango from the
system. typst is one wheel, and its fonts are two npm packages.
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING

from .content import Book

if TYPE_CHECKING:
    import typst  # 80 MB of machine code: loaded only by who prints

TEMPLATE = Path(__file__).parent / "paper.typ"
FONTS = tuple(f"@expo-google-fonts/{family}/{weight}" for family in ("noto-serif-sc", "noto-sans-sc")
              for weight in ("400Regular", "700Bold"))


class PrintError(Exception):
    """A PDF could not be made; the message says why."""


def fonts(packages: Path) -> typst.Fonts:
    """The fonts in node_modules, and none of this machine's. PrintError where one is missing."""
    folders = [packages / name for name in FONTS]
    for folder in folders:
        if not any(folder.glob("*.ttf")):
            raise PrintError(f"the font {folder} is missing: run `make node_modules/.installed`")
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def render(book: Book, fonts: typst.Fonts, timestamp: int, whole: bool) -> bytes:
    """The PDF. `timestamp` (seconds since 1970) is its date of creation: the same input gives the same bytes.

    `whole`: a handbook with a title page and a table of contents of documents; else one document by itself.
    PrintError with typst's words where it refuses or warns: a character that no font has, a link to nowhere, a layout
    that does not settle.
    """
    import typst

    inputs = {"book": json.dumps(dataclasses.asdict(book), ensure_ascii=False), "whole": "yes" if whole else "no"}
    compiler = typst.Compiler(TEMPLATE, font_paths=fonts, sys_inputs=inputs)
    try:
        pdf, warned = compiler.compile_with_warnings(format="pdf", pdf_standards=["ua-1"], timestamp=timestamp)
    except typst.TypstError as error:
        raise PrintError(error.message) from None
    if warned:
        raise PrintError("\n".join(str(warning) for warning in warned))
    return pdf
