"""The built site -> the links in it that lead nowhere. Every page is read once; links are then looked up in sets."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree

# A server shows it at any depth, so its links must start at the root; nobody opens it from disk.
SERVED_ONLY = "404.html"

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_TEXT_FRAGMENT = re.compile(r":~:.*$")
_strings = {"smart_strings": False}
_IDS = etree.XPath("//@id | //a/@name", **_strings)
_LINKS = etree.XPath("//@href | //@src | //@poster | //@action", **_strings)
_BASE = etree.XPath("boolean(//base/@href)", **_strings)


@dataclass(frozen=True)
class Page:
    """What of an HTML file matters here: what may be linked to, and what it links to (each once, in order)."""

    ids: tuple[str, ...]
    links: tuple[str, ...]
    has_base: bool = False


def read_page(html: bytes) -> Page:
    """Read one HTML file (UTF-8). Never fails: what is no HTML has neither ids nor links."""
    if not html.strip():
        return Page((), ())
    root = etree.fromstring(html, etree.HTMLParser(encoding="utf-8", huge_tree=True))
    if root is None:
        return Page((), ())
    return Page(tuple(_IDS(root)), tuple(dict.fromkeys(link.strip() for link in _LINKS(root))), _BASE(root))


def check_links(site_dir: Path) -> Iterator[tuple[str, str]]:
    """Yield (place, message) for each link of a built site that leads nowhere when its folder is opened from disk.

    `place` is the page, with the name of the folder before it (`site/policies/icv-2025/index.html`). A link must name a
    file of the folder (a page, not the folder of a page) and, after a #, an id of that page. Links to other hosts are
    not followed: see `outside`. A folder that is missing or holds no page is itself a problem.
    """
    files, pages = read_site(site_dir)
    if not pages:
        yield site_dir.name, "holds no page: build the site first (make site)"
    for page, message in check_pages(pages, files):
        yield f"{site_dir.name}/{page}", message


def read_site(site_dir: Path) -> tuple[frozenset[str], dict[str, Page]]:
    """All files of a folder (paths relative to it, with /) and, of those, the HTML pages by path, in order."""
    files = sorted(path.relative_to(site_dir).as_posix() for path in site_dir.rglob("*") if path.is_file())
    pages = {name: read_page((site_dir / name).read_bytes()) for name in files if name.endswith(".html")}
    return frozenset(files), pages


def check_pages(pages: Mapping[str, Page], files: Set[str]) -> Iterator[tuple[str, str]]:
    """Yield (page, message) for each dead link among pages and files that `read_site` returned."""
    ids = {name: frozenset(page.ids) for name, page in pages.items()}
    folders = {parent for name in files for parent in _parents(name)}
    for name, page in pages.items():
        if page.has_base:
            yield name, "has a <base href>, which turns every link of the page: remove it"
        for double, times in Counter(page.ids).items():
            if times > 1:
                yield name, f'the id "{double}" stands {times} times: a link to it is ambiguous'
        for link in page.links:
            message = _mistake(name, link, ids, files, folders)
            if message:
                yield name, f'link "{link}" {message}'


def _mistake(page: str, link: str, ids: Mapping[str, Set[str]], files: Set[str], folders: Set[str]) -> str:
    """What is wrong with one link of a page, or the empty string."""
    if is_outside(link):
        return ""
    if link.startswith("//"):
        return "names a host without https:, which means nothing in a folder opened from disk"
    try:
        parts = urlsplit(link)
    except ValueError as error:
        return f"is no address: {error}"
    path = unquote(parts.path)
    if path.startswith("/") and page != SERVED_ONLY:
        return "starts at the root of a server: a folder opened from disk needs a relative one"
    target = _resolve(page, path)
    if target.startswith("../") or target == "..":
        return "leads out of the site"
    if target in folders:
        return f"leads to a folder: name its page ({posixpath.join(path, 'index.html') if path != '.' else 'index.html'})"
    if target not in files:
        return "leads to a file that is not there"
    fragment = _TEXT_FRAGMENT.sub("", unquote(parts.fragment))
    if fragment in ("", "top"):
        return ""
    if target not in ids:
        return f"names a part of {target}, which is no page"
    return "" if fragment in ids[target] else f'leads to an id that {target} does not have ("{fragment}")'


def _resolve(page: str, path: str) -> str:
    """The file that a link's path names, relative to the site's root: ("c/a/index.html", "../b.html") -> "c/b.html"."""
    if not path:
        return page
    if path.startswith("/"):
        return posixpath.normpath(path.lstrip("/") or ".")
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), path))


def _parents(name: str) -> Iterator[str]:
    """The folders that a file stands in, the root (".") included."""
    yield "."
    for index, letter in enumerate(name):
        if letter == "/":
            yield name[:index]


def is_outside(link: str) -> bool:
    """Whether a link has a scheme of its own (https:, mailto:, data: …) and so is none of the folder's business."""
    return bool(_SCHEME.match(link))


def outside(pages: Iterable[Page]) -> Counter[str]:
    """How many pages link to each other host (or scheme, where there is no host), most first."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({urlsplit(link).netloc or urlsplit(link).scheme + ":" for link in page.links if is_outside(link)})
    return counts
