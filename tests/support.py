"""What the tests of the generator share: the data, the minimal data, the command line in-process, Markdown -> what is seen."""

from __future__ import annotations

import functools
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lxml.html
import markdown
import yaml

from hypothesis import settings

from generator import strict_yaml
from generator.__main__ import main
from generator.handbook import Handbook, load
from generator.model.document import Clause, Document
from generator.pages import build

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
DOCS = ROOT / "docs"
MINIMAL = ROOT / "tests" / "minimal"
CASES = ROOT / "tests" / "cases"



def fuzz(examples: int) -> settings:
    """So many examples, the same ones at every run."""
    return settings(max_examples=examples, derandomize=True, deadline=None, database=None)


# --- data ---


@functools.cache
def real() -> Handbook:
    """The handbook of data/, loaded once in a process; it never changes."""
    return load(DATA)


@functools.cache
def small() -> Handbook:
    """The handbook of tests/minimal: three tiny documents of a city that does not exist."""
    return load(MINIMAL)


@functools.cache
def real_pages() -> dict[str, str]:
    """Every page of data/ as Markdown, built once in a process."""
    return build.pages(real(), DOCS)


def minimal(folder: Path) -> Path:
    """A copy of the minimal data that a test may change."""
    return Path(shutil.copytree(MINIMAL, folder / "data"))


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its content."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def cases(name: str) -> list[Any]:
    """A table of cases: tests/cases/<name>.yml."""
    return strict_yaml.load(CASES / f"{name}.yml", f"tests/cases/{name}.yml")


# --- the command line ---


@dataclass(frozen=True)
class Run:
    """What a command did: its exit status and what it printed."""

    status: int
    out: str
    err: str

    @property
    def problems(self) -> list[str]:
        """The problems printed: the lines of standard error between its first words and the total."""
        return [line for line in self.err.splitlines() if re.match(r"data/[^ ]+: ", line)]


def run(capsys: Any, *words: object) -> Run:
    """Run one command in this process. An exception (a traceback, for a user) goes through and fails the test."""
    capsys.readouterr()
    status = main([str(word) for word in words])
    out, err = capsys.readouterr()
    return Run(status, out, err)


# --- clauses in words ---


def walk(clauses: tuple[Clause, ...]) -> Iterator[Clause]:
    """Every clause of a tree, in order."""
    for clause in clauses:
        yield from clause.walk()


def by_id(document: Document) -> dict[str, Clause]:
    """The clauses of a document by id."""
    return {clause.id: clause for clause in document.walk()}


# --- Markdown -> what a reader sees ---

# what stands beside a clause's text and is none of it: links, lists of bodies, chips, notes
FURNITURE = ("clause-link", "clause-departments", "clause-facts", "editor-note")


@functools.cache
def _markdown() -> markdown.Markdown:
    """Markdown with the extensions of mkdocs.yml and their settings."""
    class Loader(yaml.SafeLoader):
        pass

    Loader.add_multi_constructor("!", lambda loader, suffix, node: None)
    listed = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), Loader)["markdown_extensions"]
    names = [next(iter(item)) if isinstance(item, dict) else item for item in listed]
    settings = {name: value for item in listed if isinstance(item, dict) for name, value in item.items()}
    return markdown.Markdown(extensions=names, extension_configs=settings)


@functools.lru_cache(maxsize=400)
def to_html(text: str) -> str:
    """A page's Markdown as HTML, with the extensions that the site uses; the YAML at its head is left out."""
    body = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    return _markdown().reset().convert(body)


def tree(html: str) -> Any:
    """HTML as a tree that can be asked."""
    return lxml.html.fromstring(f"<div>{html}</div>")


def classed(element: Any, name: str) -> list[Any]:
    """The elements below one that carry a class."""
    return element.xpath(f".//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]")


def strip_furniture(page: Any) -> Any:
    """Take out of a page what stands beside the clauses and is not their text."""
    for element in [found for name in FURNITURE for found in classed(page, name)] + page.xpath(".//copy-link"):
        element.drop_tree()
    return page
