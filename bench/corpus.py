"""data/ -> data/ with every document n times, under new ids; and -> a plain MkDocs Material site of the same texts."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from generator import strict_yaml

# What belongs to one document each; everything else of data/ is shared by the copies.
PER_DOCUMENT = ("documents", "metadata", "facts")

# What a person writes who puts a folder of Markdown files into Material and turns nothing on or off.
PLAIN_CONFIG = "site_name: 苏州政策手册\ntheme:\n  name: material\n  language: zh\n  font: false\n"


def copy_id(document: str, number: int) -> str:
    """The id of a document's copy: ("icv-2025", 3) -> "icv-x3-2025". Number 1 is the document itself."""
    name, year = document.rsplit("-", 1)
    return document if number == 1 else f"{name}-x{number}-{year}"


def multiply(data: Path, times: int, target: Path) -> None:
    """Write a copy of data/ to `target` with every document `times` times. Titles of copies are numbered, so that a
    citation of a title still means one document."""
    shutil.copytree(data, target, ignore=shutil.ignore_patterns("sources", "outline"))
    ids = sorted((path.stem for path in (data / "documents").glob("*.yml")), key=len, reverse=True)
    known = re.compile(rf"(?<![a-z0-9-])({'|'.join(map(re.escape, ids))})(?![a-z0-9-])")
    for number in range(2, times + 1):
        for folder in PER_DOCUMENT:
            for path in sorted((data / folder).glob("*.yml")):
                text = known.sub(lambda match, number=number: copy_id(match[1], number), path.read_text("utf-8"))
                if folder == "metadata":
                    text = _renamed(text, str(path), number)
                (target / folder / f"{copy_id(path.stem, number)}.yml").write_text(text, "utf-8")
    registry = (data / "registry.yml").read_text("utf-8").splitlines(keepends=True)
    lines = [line for line in registry if known.match(line.strip())]
    with (target / "registry.yml").open("a", encoding="utf-8") as out:
        for number in range(2, times + 1):
            out.writelines(known.sub(lambda match: copy_id(match[1], number), line) for line in lines)


def _renamed(text: str, place: str, number: int) -> str:
    metadata = strict_yaml.loads(text, place)
    metadata["title"]["value"] = f"{metadata['title']['value']}（副本{number}）"
    metadata["aliases"] = []
    return strict_yaml.dump(_plain(metadata))


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def write_plain_site(data: Path, times: int, target: Path, extra_config: str = "") -> None:
    """Write a plain MkDocs Material project to `target`: one Markdown page a document, text only."""
    docs = target / "docs"
    docs.mkdir(parents=True)
    (target / "mkdocs.yml").write_text(PLAIN_CONFIG + extra_config, "utf-8")
    (docs / "index.md").write_text("# 苏州政策手册\n", "utf-8")
    for path in sorted((data / "documents").glob("*.yml")):
        document = strict_yaml.load(path)
        title, clauses = split_title(document)
        text = "\n\n".join(_paragraphs(clauses, 2))
        for number in range(1, times + 1):
            name = copy_id(path.stem, number)
            (docs / f"{name}.md").write_text(f"# {title}\n\n{text}\n", "utf-8")


def split_title(document: dict) -> tuple[str, list[dict]]:
    """(title in one line, the other clauses) of a document as read from YAML; its id where no title is printed."""
    clauses = document["clauses"]
    for index, clause in enumerate(clauses):
        if clause["kind"] == "title":
            return _escape(clause["text"].replace("\n", "")), clauses[:index] + clauses[index + 1:]
    return document["id"], clauses


def _paragraphs(clauses: list[dict], level: int) -> Iterator[str]:
    for clause in clauses:
        label, heading, text = clause.get("label") or "", clause.get("heading") or "", clause["text"]
        below = clause.get("clauses") or []
        if heading and not clause.get("cells"):
            yield f"{'#' * min(level, 6)} {_escape(label + heading)}"
            text, label = text.removeprefix(heading).lstrip("。：: "), ""
        if (label + text).strip():
            yield "\n\n".join(_escape(line) for line in (label + text).split("\n"))
        yield from _paragraphs(below, level + 1)


def _escape(text: str) -> str:
    """Text that Markdown shows as it is."""
    return re.sub(r"([\\`*_\[\]#+.!|~-])", r"\\\1", html.escape(text, quote=False))
