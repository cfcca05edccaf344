"""A book -> a PDF, by typst: bookmarks, page numbers, running heads, embedded fonts and tags (PDF/UA-1) are its work."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import typst

from .content import Book

TEMPLATE = Path(__file__).parent / "paper.typ"
FONTS = tuple(f"@expo-google-fonts/{family}/{weight}" for family in ("noto-serif-sc", "noto-sans-sc")
              for weight in ("400Regular", "700Bold"))


class PrintError(Exception):
    """A PDF could not be made; the message says why."""


def fonts(packages: Path) -> list[Path]:
    """The folders of the fonts in node_modules. PrintError where one is missing."""
    found = [packages / name for name in FONTS]
    for folder in found:
        if not any(folder.glob("*.ttf")):
            raise PrintError(f"the font {folder} is missing: run `make node_modules/.installed`")
    return found


def render(book: Book, packages: Path, timestamp: int, whole: bool) -> bytes:
    """The PDF. `packages` is node_modules, `timestamp` (seconds since 1970) the date of creation: the same input gives
    the same bytes.

    `whole`: a handbook with a title page and a table of contents of documents; else one document by itself.
    PrintError with typst's words where it refuses or warns: a character that no font has, a link to nowhere, a layout
    that does not settle.
    """
    inputs = {"book": json.dumps(dataclasses.asdict(book), ensure_ascii=False), "whole": "yes" if whole else "no"}
    compiler = typst.Compiler(TEMPLATE, font_paths=fonts(packages), ignore_system_fonts=True, sys_inputs=inputs)
    try:
        pdf, warned = compiler.compile_with_warnings(format="pdf", pdf_standards=["ua-1"], timestamp=timestamp)
    except typst.TypstError as error:
        raise PrintError(error.message) from None
    if warned:
        raise PrintError("\n".join(str(warning) for warning in warned))
    return pdf
