"""Writes the editions into a folder, one file after another, and tells of each as it is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from ..handbook import Handbook
from ..offline.edition import CHINA
from . import epub, pdf
from .content import Book, book

NAME = "suzhou-policy-handbook"


@dataclass(frozen=True)
class Written:
    """A file that was written; `done` of `total`."""

    path: Path
    size: int
    done: int
    total: int

    def __str__(self) -> str:
        return f"[{self.done:{len(str(self.total))}}/{self.total}] {self.path} ({self.size / 1024:.0f} KiB)"


def write_pdfs(handbook: Handbook, out: Path, packages: Path, day: date, site_url: str = "",
               only: str | None = None) -> Iterator[Written]:
    """The handbook as <out>/suzhou-policy-handbook-<day>.pdf, then each document as <out>/pdf/<id>.pdf; with `only`, one
    document. KeyError where there is no such document, pdf.PrintError where one cannot be printed."""
    names: list[str | None] = [only] if only else [None, *handbook.entries]
    found_fonts = pdf.fonts(packages)
    for done, name in enumerate(names, 1):
        path = out / "pdf" / f"{name}.pdf" if name else out / f"{NAME}-{day}.pdf"
        made: Book = book(handbook, day.isoformat(), site_url, name)
        yield _save(path, pdf.render(made, found_fonts, timestamp(day), whole=name is None), done, len(names))


def write_epub(handbook: Handbook, out: Path, day: date, site_url: str = "") -> Written:
    """The handbook as <out>/suzhou-policy-handbook-<day>.epub."""
    made = book(handbook, day.isoformat(), site_url)
    return _save(out / f"{NAME}-{day}.epub", epub.render(made, timestamp(day)), 1, 1)


def timestamp(day: date) -> int:
    """The first second of a day in China, in seconds since 1970: what an edition of that day states as its time."""
    return int(datetime.combine(day, time(), CHINA).timestamp())


def _save(path: Path, content: bytes, done: int, total: int) -> Written:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return Written(path, len(content), done, total)
