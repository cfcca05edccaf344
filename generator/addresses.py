"""The one place that makes and reads addresses: ids of clauses, pages of the site, links between them."""

from __future__ import annotations

import re

DOCUMENT_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*-(?:19|20)\d\d")
_PART = r"(?:[0-9]+|[a-z][a-z0-9]*(?:-[a-z0-9]+)*)"
CLAUSE_ID = re.compile(rf"({DOCUMENT_ID.pattern})((?:\.{_PART})+)")


def split_clause_id(clause: str) -> tuple[str, str]:
    """`icv-2025.1.4` -> (`icv-2025`, `1.4`). ValueError where it is no clause id."""
    match = CLAUSE_ID.fullmatch(clause)
    if not match:
        raise ValueError(f"not a clause id: {clause!r}")
    return match.group(1), match.group(2)[1:]


def anchor(clause: str) -> str:
    """The fragment of a clause on its document's page: `icv-2025.1.4` -> `1.4`."""
    return split_clause_id(clause)[1]


def document_page(document: str) -> str:
    """Page of a document, relative to the root of the site."""
    return f"policies/{document}/"


def clause_page(clause: str) -> str:
    """Page of a clause alone, relative to the root of the site."""
    return f"c/{clause}/"


def clause_in_document(clause: str) -> str:
    """A clause on its document's page, relative to the root of the site."""
    document, fragment = split_clause_id(clause)
    return f"{document_page(document)}#{fragment}"


def department_page(department: str) -> str:
    """Page of a body, relative to the root of the site."""
    return f"departments/{department}/"


def jurisdiction_page(jurisdiction: str) -> str:
    """Page of a jurisdiction, relative to the root of the site."""
    return f"jurisdictions/{jurisdiction}/"


def kind_page(kind: str) -> str:
    """Page of a kind of document, relative to the root of the site."""
    return f"kinds/{kind}/"


def calculator_page(calculator: str) -> str:
    """Page of a calculator, relative to the root of the site."""
    return f"calculators/{calculator}/"


def feed(kind: str, term: str) -> str:
    """File of a feed or a calendar, relative to the root of the site, without its ending: `feeds/industry-robots`."""
    return f"feeds/{kind}-{term}"


def source_file(page: str) -> str:
    """The Markdown file that becomes a page: `policies/icv-2025/` -> `policies/icv-2025.md`."""
    return page.rstrip("/") + ".md"


def from_page(page: str, target: str) -> str:
    """Link from one generated Markdown file to another, both given as addresses from the root.

    >>> from_page("policies/icv-2025/", "departments/industry-it/"), from_page("policies/a-2020/", "policies/b-2021/#1.4")
    ('../departments/industry-it.md', 'b-2021.md#1.4')
    """
    path, _, fragment = target.partition("#")
    if path == page:
        return "#" + fragment
    here, there = source_file(page).split("/")[:-1], source_file(path).split("/")
    while here and there[:-1] and here[0] == there[0]:
        here, there = here[1:], there[1:]
    return "/".join([".."] * len(here) + there) + (f"#{fragment}" if fragment else "")


def raw_link(page: str, target: str) -> str:
    """Link from a built page to another file of the site, as HTML that works from a server and from disk.

    `page` and `target` are addresses from the root; an address that ends in / gets its index.html.

    >>> raw_link("policies/", "policies/icv-2025/#1.4"), raw_link("c/icv-2025.1.4/", "")
    ('icv-2025/index.html#1.4', '../../index.html')
    """
    path, _, fragment = target.partition("#")
    here, there = page.split("/")[:-1], path.split("/")
    while here and there[:-1] and here[0] == there[0]:
        here, there = here[1:], there[1:]
    link = "/".join([".."] * len(here) + there)
    if link == "" or link.endswith("/") or link.endswith(".."):
        link = link.rstrip("/") + "/index.html" if link else "index.html"
    return link + (f"#{fragment}" if fragment else "")
