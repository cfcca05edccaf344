"""A book -> an EPUB 3: one XHTML file for each document, the ids of its clauses as anchors, every citation alive.

Written with zipfile, not with a library: a package is these few templates, and its bytes must not hang on the clock.
"""

from __future__ import annotations

import io
import uuid
import zipfile
from datetime import datetime, timezone
from pathlib import Path

import jinja2
import markupsafe

from ..addresses import clause_page, document_page
from .content import Book

TEMPLATES = Path(__file__).parent / "ebook"
# One identifier for every edition: a reader's library replaces the old one by the new.
IDENTIFIER = uuid.uuid5(uuid.NAMESPACE_URL, "suzhou-policy-handbook").urn


def render(book: Book, timestamp: int) -> bytes:
    """The EPUB. `timestamp` (seconds since 1970) stands in it as its date: the same input gives the same bytes."""
    modified = datetime.fromtimestamp(timestamp, timezone.utc)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in _files(book, modified):
            # the type must come first and uncompressed, so that a program can tell the file by its first bytes
            info = zipfile.ZipInfo(name, modified.timetuple()[:6])
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            info.create_system, info.external_attr = 3, 0o100644 << 16  # Unix, wherever it is made
            archive.writestr(info, text.encode("utf-8"), compresslevel=9)
    return out.getvalue()


def _files(book: Book, modified: datetime):
    env = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), undefined=jinja2.StrictUndefined, autoescape=True,
                             trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    env.filters["lines"] = lambda text: markupsafe.Markup("<br/>").join(text.split("\n"))
    chapters = list(book.chapters())
    env.globals.update(book=book, chapters=chapters, count=len(chapters), href=href, site_url=book.site_url,
                       clause_page=clause_page, document_page=document_page)
    yield "mimetype", "application/epub+zip"
    yield "META-INF/container.xml", (TEMPLATES / "container.xml").read_text("utf-8")
    yield "EPUB/package.opf", env.get_template("package.opf.j2").render(
        identifier=IDENTIFIER, modified=modified.strftime("%Y-%m-%dT%H:%M:%SZ"))
    yield "EPUB/nav.xhtml", env.get_template("nav.xhtml.j2").render()
    yield "EPUB/style.css", (TEMPLATES / "style.css").read_text("utf-8")
    yield "EPUB/title.xhtml", env.get_template("title.xhtml.j2").render()
    template = env.get_template("chapter.xhtml.j2")
    for chapter in chapters:
        yield f"EPUB/{chapter.id}.xhtml", template.render(chapter=chapter)


def href(target: str) -> str:
    """The link to a document or a clause inside the book.

    >>> href("gas-2018"), href("gas-2018.4.2")
    ('gas-2018.xhtml', 'gas-2018.xhtml#gas-2018.4.2')
    """
    document, point, _numbers = target.partition(".")
    return f"{document}.xhtml" + (f"#{target}" if point else "")
