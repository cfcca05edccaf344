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
_STRINGS = {"smart_strings": False}
_IDS = etree.XPath("//@id | //a/@name", **_STRINGS)
# What the browser fetches without being asked. A <link> that only names (canonical, alternate, license …) is a link.
_LOADED = etree.XPath(
    "//@src | //@poster | //object/@data | //link[contains(@rel, 'stylesheet') or contains(@rel, 'icon')"
    " or contains(@rel, 'preload') or contains(@rel, 'prefetch') or contains(@rel, 'preconnect')"
    " or contains(@rel, 'manifest')]/@href", **_STRINGS)
_LINKS = etree.XPath("//*[not(self::base)]/@href | //@src | //@poster | //object/@data | //@action", **_STRINGS)
_BASE = etree.XPath("boolean(//base/@href)", **_STRINGS)


@dataclass(frozen=True)
class Page:
    """What of an HTML file matters here: the ids that may be linked to, its links (each once, in order), and which of
    them a browser fetches by itself."""

    ids: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    loaded: frozenset[str] = frozenset()
    has_base: bool = False


def read_page(html: bytes) -> Page:
    """Read one HTML file (UTF-8). Never fails: what is no HTML has neither ids nor links."""
    root = etree.fromstring(html, etree.HTMLParser(encoding="utf-8", huge_tree=True)) if html.strip() else None
    if root is None:
        return Page()
    return Page(
        ids=tuple(_IDS(root)),
        links=tuple(dict.fromkeys(link.strip() for link in _LINKS(root))),
        loaded=frozenset(link.strip() for link in _LOADED(root)),
        has_base=_BASE(root),
    )


def check_links(site_dir: Path) -> Iterator[tuple[str, str]]:
    """Yield (place, message) for each link of a built site that leads nowhere when its folder is opened from disk.

    `place` is the page, with the name of the folder before it (`site/policies/icv-2025/index.html`). A link must name a
    file of the folder (a page, not the folder of a page) and, after a #, an id of that page. Links to other hosts are
    not followed (see `outside`), but nothing may be loaded from one. A folder that is missing or holds no page is
    itself a problem.
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
            if _leaves(link):
                message = _mistake_outside(link, link in page.loaded)
            else:
                message = _mistake_inside(name, link, ids, files, folders)
            if message:
                yield name, f'link "{link}" {message}'


def _mistake_outside(link: str, loaded: bool) -> str:
    """What is wrong with a link to somewhere else, or the empty string."""
    if _host(link) is None:
        return "is no address"
    if link.startswith("//"):
        return "names a host without https:, which means nothing in a folder opened from disk"
    if loaded and not link.startswith("data:"):
        return "is loaded from elsewhere: the handbook asks no other host for anything"
    return ""


def _mistake_inside(page: str, link: str, ids: Mapping[str, Set[str]], files: Set[str], folders: Set[str]) -> str:
    """What is wrong with a link within the site, or the empty string."""
    parts = urlsplit(link)
    path = unquote(parts.path)
    if path.startswith("/") and page != SERVED_ONLY:
        return "starts at the root of a server: a folder opened from disk needs a relative one"
    target = _resolve(page, path)
    if target == ".." or target.startswith("../"):
        return "leads out of the site"
    if target in folders:
        if page != SERVED_ONLY:
            return f"leads to a folder: name its page ({posixpath.normpath(posixpath.join(path, 'index.html'))})"
        target = posixpath.normpath(posixpath.join(target, "index.html"))
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
    folder = "" if path.startswith("/") else posixpath.dirname(page)
    return posixpath.normpath(posixpath.join(folder, path.lstrip("/")) or ".")


def _parents(name: str) -> Iterator[str]:
    """The folders that a file stands in, the root (".") included."""
    yield "."
    for index, letter in enumerate(name):
        if letter == "/":
            yield name[:index]


def _leaves(link: str) -> bool:
    """Whether a link has a scheme (https:, mailto:, data: …) or a host of its own."""
    return link.startswith("//") or bool(_SCHEME.match(link))


def _host(link: str) -> str | None:
    """`https://a.example/x` -> `a.example`, `mailto:x@a.example` -> `mailto:`, `https://[x` -> None."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    return parts.netloc or parts.scheme + ":"


def outside(pages: Iterable[Page]) -> Counter[str]:
    """How many pages link to each other host (or scheme, where a link has no host)."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_host(link) or "?" for link in page.links if _leaves(link)})
    return counts
