"""What other programs fetch beside the tables: every document in three forms, the site map, robots.txt."""

from __future__ import annotations

from datetime import date
from xml.sax.saxutils import escape

from ..addresses import clause_page
from ..handbook import Handbook
from ..model.decode import plain_full, schema
from .akoma import to_akoma
from .document_json import DocumentTree, document_tree, paths
from .markdown import to_markdown
from .write import to_json

SCHEMA_FILE = "data/documents/document.schema.json"
ROBOTS = "robots.txt"
SITEMAP = "sitemap.xml"


def site_files(handbook: Handbook, day: date, pages: list[str], site_url: str) -> dict[str, str | bytes]:
    """{path in the site: content} of everything here; a site map only where the site knows its address."""
    found = {**files(handbook, day), ROBOTS: robots(site_url)}
    return {**found, SITEMAP: sitemap(handbook, pages, site_url, day)} if site_url else found


def unwanted(site_url: str) -> tuple[str, ...]:
    """Files that MkDocs makes and this site does without: its own site map knows nothing of the clauses."""
    return (SITEMAP + ".gz",) if site_url else (SITEMAP, SITEMAP + ".gz")


def files(handbook: Handbook, day: date) -> dict[str, str | bytes]:
    """{path in the site: content} of every document as JSON, Markdown and Akoma Ntoso. `day`: date of the edition."""
    edition = day.isoformat()
    found: dict[str, str | bytes] = {SCHEMA_FILE: to_json(schema(DocumentTree, "data/documents/<id>.json"))}
    for entry in handbook.entries.values():
        names = paths(entry.id)
        found[names.json] = to_json(plain_full(document_tree(handbook, entry, edition)))
        found[names.markdown] = to_markdown(entry, edition)
        found[names.akn] = to_akoma(handbook, entry, day)
    return found


def sitemap(handbook: Handbook, pages: list[str], site_url: str, day: date) -> str:
    """sitemap.xml: the pages that MkDocs built (addresses from the root) and the page of every clause.

    One file: the protocol allows 50,000 addresses, and ValueError tells when the corpus has outgrown it.
    """
    addresses = sorted({page.removesuffix("index.html") for page in pages} | {clause_page(clause) for clause in handbook.clauses})
    if len(addresses) > 50_000:
        raise ValueError(f"{len(addresses)} addresses: split sitemap.xml into several files and an index")
    base = site_url.rstrip("/") + "/"
    rows = "".join(f"<url><loc>{escape(base + address)}</loc><lastmod>{day.isoformat()}</lastmod></url>\n" for address in addresses)
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
            f"{rows}</urlset>\n")


def robots(site_url: str) -> str:
    """robots.txt: everything may be read; the site map is named where the site knows its address."""
    return "User-agent: *\nDisallow:\n" + (f"\nSitemap: {site_url.rstrip('/')}/{SITEMAP}\n" if site_url else "")
