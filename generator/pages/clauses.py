"""A clause -> the Markdown of its text, with the citations in it as links and its heading marked."""

from __future__ import annotations

from dataclasses import dataclass

from ..addresses import clause_in_document, department_page, document_page, from_page
from ..handbook import ClauseView, Handbook, name_of
from ..references import Reference, references
from .markdown import escape, link

ROLES = {
    "responsible": "责任", "lead": "牵头", "main": "主要责任", "by_duty": "按职责分工", "cooperate": "配合",
    "report": "报送", "implement": "落实",
}


_STRONG = '<strong class="clause-heading">'


@dataclass(frozen=True)
class BodyLink:
    """A responsible body beside a clause: its name as printed, its role in words, its page."""

    name: str
    role: str
    target: str | None
    default: str | None


@dataclass(frozen=True)
class ClauseBlock:
    """What a template needs to show one clause."""

    id: str
    anchor: str
    kind: str
    depth: int
    label: str
    heading_line: str | None
    paragraphs: tuple[str, ...]
    bodies: tuple[BodyLink, ...]
    notes: tuple[str, ...]
    name: str
    chips: tuple[tuple[str, str, str], ...] = ()


def block(handbook: Handbook, view: ClauseView, page: str) -> ClauseBlock:
    """The block of a clause on its document's page."""
    clause = view.clause
    paragraphs = paragraphs_of(handbook, view, page)
    heading_line = None
    if clause.kind in ("chapter", "section", "subsection", "point", "box", "interpretation") and paragraphs:
        first = clause.text.split("\n")[0]
        if clause.heading and first.rstrip("。：") == clause.heading or clause.kind in ("chapter",):
            heading_line, paragraphs = first, paragraphs[1:]
        elif clause.kind == "section" and paragraphs[0].startswith(_STRONG):
            # a run-in heading of the first level stands on its own line, so that the outline can lead to it
            heading_line = clause.text[: _heading_end(view)]
            paragraphs[0] = paragraphs[0].partition("</strong>")[2]
    if clause.kind in ("interpretation", "notice"):
        heading_line = name_of(clause)
        paragraphs = paragraphs_of(handbook, view, page)
    return ClauseBlock(
        id=clause.id, anchor=clause.id.partition(".")[2], kind=clause.kind, depth=len(view.parents) + 1,
        label=clause.label, heading_line=heading_line, paragraphs=tuple(paragraphs),
        bodies=tuple(body_links(handbook, view, page)), notes=tuple(notes_of(handbook, view)), name=name_of(clause),
    )


def body_links(handbook: Handbook, view: ClauseView, page: str):
    """Links to the responsible bodies of a clause, as printed, in order."""
    for department, body in handbook.bodies_of(view.id):
        target = from_page(page, department_page(department)) if department else None
        yield BodyLink(body.name, ROLES[body.role], target, body.default)


def notes_of(handbook: Handbook, view: ClauseView):
    """Editor's notes on a clause: slips of the source, amendments; never part of the text."""
    from ..text import compact

    own = compact(view.clause.label + view.clause.text)
    for misprint in handbook.entries[view.document].metadata.misprints:
        if compact(misprint.quote) in own:
            yield escape(misprint.note)
    for omission in view.clause.omitted:
        yield escape(f"此处略去“{omission.text}”：{omission.reason}")
    page = document_page(view.document)
    for change in handbook.changes_of.get(view.id, []):
        decision = handbook.entries[change.clause.partition(".")[0]].metadata
        target = from_page(page, clause_in_document(change.clause))
        actions = {"replace": "修改", "insert": "增加", "delete": "删去", "renumber": "调整条序"}
        since = decision.effective_from.value or "文件未载明日期"
        yield (f"本条由{link(decision.short_title, target)}{actions[change.action]}，自{since}起施行"
               + (f"（原{'、'.join(change.before)}）" if change.before else ""))


def paragraphs_of(handbook: Handbook, view: ClauseView, page: str) -> list[str]:
    """The paragraphs of a clause's own text as Markdown: exact text, citations linked, heading marked."""
    text = view.clause.text
    if not text:
        return []
    found = references(handbook, view)
    end = _heading_end(view)
    marked = _render(handbook, view, page, found, 0, end)
    rest = _render(handbook, view, page, found, end, len(text))
    if marked:
        marked = f"{_STRONG}{marked}</strong>"
    return (marked + rest).split("\n")


def _heading_end(view: ClauseView) -> int:
    heading, text = view.clause.heading, view.clause.text
    if not heading or view.clause.kind in ("row", "table"):
        return 0
    at = text.find(heading)
    end = at + len(heading) if at >= 0 else 0
    return end + 1 if end and text[end : end + 1] == "。" else end


def _render(handbook: Handbook, view: ClauseView, page: str, found: list[Reference], start: int, end: int) -> str:
    text, out, at = view.clause.text, [], start
    for reference in found:
        if reference.start < at or reference.end > end:
            continue
        target = target_of(handbook, reference, page)
        if target is None:
            continue
        out.append(_escape_lines(text[at : reference.start]))
        css = ".self-ref" if reference.kind == "self" else ".cite"
        out.append(link(text[reference.start : reference.end], target, css))
        at = reference.end
    out.append(_escape_lines(text[at:end]))
    return "".join(out)


def _escape_lines(text: str) -> str:
    return "\n".join(escape(line) for line in text.split("\n"))


def target_of(handbook: Handbook, reference: Reference, page: str) -> str | None:
    """Where a citation leads from a page; None where it leads nowhere in the handbook."""
    if reference.target is None:
        return None
    if reference.target in handbook.clauses:
        return from_page(page, clause_in_document(reference.target))
    if document_page(reference.target) == page:
        return "#title"
    return from_page(page, document_page(reference.target))
