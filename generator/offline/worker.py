"""The built site -> its service worker, the lists that the worker checks every file against, and the web app manifest.

The worker itself is docs/assets/service-worker.js; a first line with this edition's list goes before it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "docs" / "assets" / "service-worker.js"
WORKER = "service-worker.js"
MANIFEST = "manifest.webmanifest"
PARTS = "assets/edition"
FILES = (WORKER, MANIFEST)

# What a first visit fetches ahead, in bytes before compression: however large the corpus, no more.
CORE_LIMIT = 3 << 20
# Files that one part of the list names: a page that is visited needs one part.
PART_FILES = 1500
# Hexadecimal digits of a SHA-256: enough to tell one edition's file from another's; the zip carries the whole sums.
DIGITS = 12

CORE_PAGES = ("index.html", "search/index.html", "offline/index.html", "policies/index.html")

_LEFT_OUT = ("404.html", "robots.txt", "sitemap.xml", "sitemap.xml.gz", "assets/images/favicon.png", *FILES)


def write(site: Path, day: date) -> None:
    """Write the worker of a built site, its lists and its manifest. The same files give the same edition."""
    (site / MANIFEST).write_text(json.dumps(APP, ensure_ascii=False, indent=1) + "\n", "utf-8")
    for old in (site / PARTS).glob("files-*.json"):
        old.unlink()
    contents = {path.relative_to(site).as_posix(): path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()}
    contents = {name: content for name, content in contents.items()
                if name not in _LEFT_OUT and not name.startswith(("download/", PARTS + "/"))}
    sums = {name: _sum(content) for name, content in contents.items()}
    (site / PARTS).mkdir(exist_ok=True)
    parts = []
    for number, part in enumerate(split(sums)):
        text = json.dumps(part, separators=(",", ":")).encode("ascii")
        name = f"{PARTS}/files-{number}.json"
        (site / name).write_bytes(text)
        parts.append((name, _sum(text)))
    edition = {
        "id": _sum(json.dumps(sums, sort_keys=True).encode("ascii")), "date": day.isoformat(),
        "files": len(sums), "bytes": sum(map(len, contents.values())),
        "core": {name: sums[name] for name in core({name: len(content) for name, content in contents.items()})},
        "parts": parts,
    }
    line = f"const EDITION = {json.dumps(edition, separators=(',', ':'))};\n"
    (site / WORKER).write_text(line + SOURCE.read_text("utf-8"), "utf-8")


def write_none(site: Path) -> None:
    """For `make serve`: a worker that removes itself, should one of a real site still sit at this address."""
    (site / WORKER).write_text(
        'self.addEventListener("install", () => self.skipWaiting());\n'
        'self.addEventListener("activate", () => self.registration.unregister());\n', "utf-8")


# What pages load only when it is asked for: kept at a first visit only where there is room.
ON_DEMAND = ("assets/cite/", "assets/docx.js", "assets/portfolio-data.js", "assets/images/")


def core(sizes: Mapping[str, int]) -> list[str]:
    """The files to fetch at a first visit, most needed first, up to CORE_LIMIT bytes: pages, styles, scripts, search."""
    later = sorted(name for name in sizes if name.startswith(ON_DEMAND))
    assets = sorted(name for name in sizes if name.startswith("assets/") and not name.startswith(("assets/search/", *ON_DEMAND)))
    search = sorted((name for name in sizes if name.startswith("assets/search/")),
                    key=lambda name: ("part-" in name or "route-" in name, name))
    chosen, left = [], CORE_LIMIT
    for name in [*(page for page in CORE_PAGES if page in sizes), *assets, *search, *later]:
        if sizes[name] <= left:
            chosen.append(name)
            left -= sizes[name]
    return chosen


def split(sums: Mapping[str, str]) -> list[dict[str, str]]:
    """The list in parts of about PART_FILES files; the worker finds the part of a file by `number`."""
    count = max(1, -(-len(sums) // PART_FILES))
    parts: list[dict[str, str]] = [{} for _ in range(count)]
    for name in sorted(sums):
        parts[number(name, count)][name] = sums[name]
    return parts


def number(name: str, count: int) -> int:
    """FNV-1a of a name (ASCII), modulo the count of parts; docs/assets/service-worker.js works it out the same way."""
    value = 0x811C9DC5
    for byte in name.encode("ascii"):
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value % count


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:DIGITS]


APP = {
    "name": "苏州政策手册",
    "short_name": "政策手册",
    "description": "苏州市政策文件逐条收录：可检索、可引用、可离线使用。",
    "lang": "zh-CN",
    "dir": "ltr",
    "start_url": "index.html",
    "scope": "./",
    "display": "standalone",
    "display_override": ["minimal-ui", "standalone"],  # with a way back
    "background_color": "#ffffff",
    "theme_color": "#a3271f",
    "icons": [{"src": "assets/favicon.svg", "type": "image/svg+xml", "sizes": "any", "purpose": "any"}],
}
