"""Two builds of one commit give the same bytes: pages, clause pages and open data, whatever Python's hashes are."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

from generator.exports.write import files
from generator.handbook import load
from generator.pages import build
from tests.support import DATA, DOCS, ROOT

# Prints one line a file: its name and a fingerprint of its content.
SCRIPT = """
import hashlib, jinja2
from pathlib import Path
from generator.exports.write import files
from generator.handbook import load
from generator.pages import build, clause_page
root = Path("{root}")
handbook = load(root / "data")
env = jinja2.Environment(loader=jinja2.FileSystemLoader(root / "overrides"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
found = dict(build.pages(handbook, root / "docs"))
found.update(files(handbook))
found.update(clause_page.clause_pages(handbook, env.get_template("clause.html"), env.get_template("gone.html"), ""))
for name, content in found.items():
    print(name, hashlib.sha256(content if isinstance(content, bytes) else content.encode()).hexdigest())
"""


def test_pages_and_exports_are_the_same_twice_in_one_process() -> None:
    one, two = load(DATA), load(DATA)
    first, second = build.pages(one, DOCS), build.pages(two, DOCS)
    assert list(first) == list(second)
    assert [name for name in first if first[name] != second[name]] == []
    first, second = files(one), files(two)  # type: ignore[assignment]
    assert list(first) == list(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_pages_and_exports_do_not_depend_on_the_hashes_of_python() -> None:
    printed = []
    for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai")):
        done = subprocess.run([sys.executable, "-c", SCRIPT.replace("{root}", str(ROOT))], cwd=ROOT, check=True, text=True,
                              capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone})
        printed.append(done.stdout.splitlines())
    one, two = printed
    assert len(one) > 2000
    assert [(a, b) for a, b in zip(one, two, strict=True) if a != b] == []


def test_a_build_says_nothing_of_the_day_it_was_made() -> None:
    """The status is worked out in the reader's browser: no page may hold today's date."""
    import datetime

    today = datetime.date.today()
    words = {today.isoformat(), f"{today.year}年{today.month}月{today.day}日"}
    pages = build.pages(load(DATA), DOCS)
    sources = "".join(path.read_text("utf-8") for path in DATA.rglob("*.yml")) + "".join(
        path.read_text("utf-8") for path in DOCS.rglob("*.md"))
    words = {word for word in words if word not in sources}
    assert [name for name, text in pages.items() if any(word in text for word in words)] == []


def test_a_fingerprint_is_no_secret() -> None:
    """It is the SHA-256 of a clause's words, so that a reader can work it out alone."""
    clause = load(DATA).clauses["icv-2025.closing"].clause
    from generator.handbook import fingerprint

    words = "".join((clause.label + clause.text).split())
    assert fingerprint(clause) == hashlib.sha256(words.encode()).hexdigest()[:16]
