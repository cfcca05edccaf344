"""A document -> Markdown that any reader shows: the exact text, an anchor with the permanent id before every clause."""

from __future__ import annotations

from collections.abc import Iterator

from ..handbook import Entry
from ..model.document import Clause
from ..pages.markdown import escape

_HEADINGS = ("chapter", "section", "subsection", "point", "box", "interpretation")


def to_markdown(entry: Entry, edition: str) -> str:
    """One document as Markdown (CommonMark with pipe tables). `edition`: date of the handbook's edition."""
    metadata = entry.metadata
    head = {"id": entry.id, "title": metadata.title.value, "number": metadata.number.value, "kind": metadata.kind,
            "issuer": metadata.issuer.value, "issued": metadata.issued.value, "effective_from": metadata.effective_from.value,
            "effective_to": metadata.effective_to.value, "edition": edition}
    lines = ["---", *(f"{name}: {_yaml(value)}" for name, value in head.items()), "---", ""]
    for clause in entry.document.clauses:
        lines += _clause(clause, 2)
    return "\n".join(lines).rstrip("\n") + "\n"


def _yaml(value: str | None) -> str:
    """A double-quoted scalar, or null."""
    if value is None:
        return "null"
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _clause(clause: Clause, level: int) -> Iterator[str]:
    # A comment would end the anchor's line in some readers; an empty element with an id works in all.
    yield f'<a id="{clause.id}"></a>'
    yield ""
    if clause.kind == "table":
        yield from _paragraphs(clause)
        yield from _table(clause)
        return
    first, *rest = _text(clause).split("\n")
    if clause.kind == "title":
        yield "# " + escape(" ".join(line.strip() for line in (first, *rest)))
        yield ""
        return
    if clause.kind in _HEADINGS and clause.heading and clause.text.rstrip("。：") == clause.heading.rstrip("。："):
        yield "#" * min(level, 6) + " " + escape(" ".join(line.strip() for line in (first, *rest)))
        yield ""
    else:
        yield from _paragraphs(clause)
    for child in clause.clauses:
        yield from _clause(child, level + 1)


def _text(clause: Clause) -> str:
    """Label and own text; after 第N条 and 第N章 stands the space that official print leaves."""
    space = "\u3000" if clause.label.endswith(("条", "章", "节", "编")) and clause.text else ""
    return clause.label + space + clause.text


def _paragraphs(clause: Clause) -> Iterator[str]:
    for line in _text(clause).split("\n"):
        if line.strip():
            yield escape(line.strip())
            yield ""


def _table(clause: Clause) -> Iterator[str]:
    """Rows as printed; the id of a row is in its first cell."""
    width = max([len(clause.header), *(len(row.printed) for row in clause.clauses)])
    yield _row(["", *clause.header], width + 1)
    yield "|" + " --- |" * (width + 1)
    for row in clause.clauses:
        if row.header_repeats:
            yield _row(["", *row.header_repeats], width + 1)
        yield _row(row.printed, width + 1, f'<a id="{row.id}"></a>')
    yield ""


def _row(cells, width: int, anchor: str = "") -> str:
    shown = ["<br>".join(escape(line.strip()) for line in cell.split("\n")) for cell in cells]
    shown = [anchor, *shown] if anchor else shown
    return "| " + " | ".join([*shown, *[""] * (width - len(shown))]) + " |"
