"""The text of a clause -> the citations in it, each with its target: a clause, a document, or a text outside.

What is read: 《titles》 with the number (文号) after them, bare numbers, 第N条第N款第（N）项 in every style of numeral
and in lists, 本办法 and the like, 前款. What no rule can settle is in data/references.yml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .numerals import chinese_number
from .handbook import ClauseView, Handbook, plain_title
from .text import compact

_NUM = r"[一二三四五六七八九十百零〇]+|\d{1,3}"
_NUMBER = re.compile(r"(?:[\u4e00-\u9fff]{1,9}(?:〔|\[)\d{4}(?:〕|\])\d{1,4}号|苏州市人民政府令第\d+号)")
_ARTICLES = re.compile(
    rf"第(?:{_NUM})(?:、(?:{_NUM}))*条"
    rf"(?:第(?:{_NUM})款)?"
    rf"(?:第(?:[（(](?:{_NUM})[）)])(?:、[（(](?:{_NUM})[）)])*项|第(?:{_NUM})项)?"
)
_SELF = re.compile(r"本(?:《(?:措施|意见|办法|方案|计划)》|(?:办法|措施|意见|计划|方案|规定|决定|实施意见|实施方案|行动计划|政策措施|政策意见|"
                   r"指导意见|政策|文件|工作意见)(?!指|解读))")
_PREVIOUS = re.compile(r"前款")


@dataclass(frozen=True)
class Reference:
    """A citation: where it stands in the clause's text, and what it means."""

    clause: str
    start: int
    end: int
    quote: str
    kind: str  # clause, document, self, outside, name, unresolved
    target: str | None = None
    title: str | None = None
    number: str | None = None
    note: str | None = None


def references(handbook: Handbook, view: ClauseView) -> list[Reference]:
    """Citations in a clause's own text, in order, not overlapping."""
    if view.clause.kind == "title":
        return []
    text = view.clause.text
    found = list(_settled(handbook, view, text))
    taken = [(reference.start, reference.end) for reference in found]

    def add(items: Iterator[Reference]) -> None:
        for item in items:
            if all(item.end <= start or item.start >= end for start, end in taken):
                found.append(item)
                taken.append((item.start, item.end))

    works = list(_works(handbook, view, text))
    amending = view.document in {change.clause.partition(".")[0] for change in handbook.amendments}
    if not amending:
        add(_articles(handbook, view, text, works))
    add(iter(works))
    add(_numbers(handbook, view, text))
    add(_self(view, text))
    add(_previous(handbook, view, text))
    return sorted(found, key=lambda reference: reference.start)


def _settled(handbook: Handbook, view: ClauseView, text: str) -> Iterator[Reference]:
    for entry in handbook.references.settled:
        start = text.find(entry.quote) if entry.clause == view.id else -1
        if start >= 0:
            kind = "unresolved" if entry.target is None else "clause" if "." in entry.target else "document"
            yield Reference(view.id, start, start + len(entry.quote), entry.quote, kind, entry.target, note=entry.note)


def titles_in(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, words) of each outermost 《…》; start and end include the marks."""
    depth, start = 0, 0
    for index, char in enumerate(text):
        if char == "《":
            if depth == 0:
                start = index
            depth += 1
        elif char == "》" and depth:
            depth -= 1
            if depth == 0:
                yield start, index + 1, text[start + 1 : index]


def _works(handbook: Handbook, view: ClauseView, text: str) -> Iterator[Reference]:
    for start, end, title in titles_in(text):
        if text[max(0, start - 1) : start] == "本":
            continue
        match = re.match(rf"\s*[（(]({_NUMBER.pattern})[）)]", text[end:])
        number = match.group(1) if match else None
        kind, target, note = work(handbook, title, number, view.document)
        yield Reference(view.id, start, end, text[start:end], kind, target, title, number, note)


def work(handbook: Handbook, title: str, number: str | None, document: str) -> tuple[str, str | None, str | None]:
    """(kind, target, note) of a cited title: what data/references.yml says, else a document of that very title."""
    for entry in handbook.references.works:
        if compact(entry.title) == compact(title) and entry.document in (document, None):
            return entry.means, entry.target, entry.note
    candidates = handbook.titles.get(plain_title(title), [])
    if document in candidates:
        return "self", document, None
    if number:
        numbered = [c for c in candidates if handbook.entries[c].metadata.number.value == number]
        other = [c for c in candidates if handbook.entries[c].metadata.number.value not in (None, number)]
        candidates = numbered or [c for c in candidates if c not in other]
    if len(candidates) == 1:
        return "document", candidates[0], None
    return ("unresolved", None, "题名与本库多份文件相同，无法判断所指") if candidates else ("outside", None, None)


def _numbers(handbook: Handbook, view: ClauseView, text: str) -> Iterator[Reference]:
    own = {entry.metadata.number.value: entry.id for entry in handbook.entries.values() if entry.metadata.number.value}
    for match in _NUMBER.finditer(text):
        number = match.group()
        target = own.get(number)
        if target == view.document:
            yield Reference(view.id, *match.span(), number, "self", target, number=number)
        elif target:
            yield Reference(view.id, *match.span(), number, "document", target, number=number)
        else:
            yield Reference(view.id, *match.span(), number, "outside", number=number)


def _articles(handbook: Handbook, view: ClauseView, text: str, works: list[Reference]) -> Iterator[Reference]:
    for match in _ARTICLES.finditer(text):
        before = text[: match.start()]
        document, title = view.document, None
        cited = [w for w in works if w.end <= match.start() and not re.search(r"[。；]", text[w.end : match.start()])
                 and (w.end == match.start() or re.fullmatch(r"[（(][^）)]*[）)]", text[w.end : match.start()]))]
        if cited:
            document, title = cited[-1].target, cited[-1].title
            if cited[-1].kind in ("outside", "unresolved", "name"):
                yield Reference(view.id, *match.span(), match.group(), "outside", None, title)
                continue
        elif not re.search(r"本(?:办法|《措施》|规定|措施|意见)[^。；]*$", before):
            yield Reference(view.id, *match.span(), match.group(), "unresolved", None, note="未写明是哪一文件的条款")
            continue
        yield from _pieces(handbook, view, match, document or view.document, title)


def _pieces(handbook: Handbook, view: ClauseView, match: re.Match, document: str, title: str | None) -> Iterator[Reference]:
    """One reference for each article or item of a list such as 第二十二条第（二）、（四）项 or 第8、10条."""
    text, offset = match.group(), match.start()
    head, _, tail = text.partition("条")
    articles = [(m.start(), m.end(), _value(m.group())) for m in re.finditer(_NUM, head)]
    paragraph = re.search(rf"第({_NUM})款", tail)
    items = [(m.start(), m.end(), _value(m.group(1) or m.group(2)))
             for m in re.finditer(rf"[（(]({_NUM})[）)]|(?<=第)({_NUM})(?=项)", tail)]
    single = articles[0][2]
    suffix = ""
    if paragraph and _value(paragraph.group(1)) > 1:
        suffix = f".k{_value(paragraph.group(1))}"
    spans: list[tuple[int, int, str]] = []
    if items:
        for index, (start, end, value) in enumerate(items):
            first = 0 if index == 0 else len(head) + 1 + start
            last = len(text) if index == len(items) - 1 else len(head) + 1 + end
            spans.append((first, last, f"{single}{suffix}.{value}"))
    elif len(articles) > 1:
        for index, (start, end, value) in enumerate(articles):
            spans.append((0 if index == 0 else start, len(text) if index == len(articles) - 1 else end, str(value)))
    else:
        spans.append((0, len(text), f"{single}{suffix}"))
    for start, end, address in spans:
        target = _clause(handbook, document, address)
        kind = "clause" if target else "unresolved"
        note = None if target else "所引条款在该文件现有文本中找不到"
        yield Reference(view.id, offset + start, offset + end, text[start:end], kind, target, title, None, note)


def _clause(handbook: Handbook, document: str, address: str) -> str | None:
    """Clause id for official numbers; a plan's run-on （N） is found under whichever part holds it."""
    exact = f"{document}.{address}"
    if exact in handbook.clauses:
        return exact
    if not address.isdigit():
        return None
    entry = handbook.entries[document]
    if any(view.clause.kind == "article" for view in entry.views.values()):
        return None
    found = [view.id for view in entry.views.values()
             if view.clause.kind == "subsection" and view.id.rsplit(".", 1)[1] == address]
    return found[0] if len(found) == 1 else None


def _value(text: str) -> int:
    return int(text) if text.isdigit() else chinese_number(text) or 0


def _self(view: ClauseView, text: str) -> Iterator[Reference]:
    for match in _SELF.finditer(text):
        yield Reference(view.id, *match.span(), match.group(), "self", view.document)


def _previous(handbook: Handbook, view: ClauseView, text: str) -> Iterator[Reference]:
    if view.clause.kind != "paragraph":
        return
    base, _, number = view.id.rpartition(".k")
    target = base if number == "2" else f"{base}.k{int(number) - 1}"
    for match in _PREVIOUS.finditer(text):
        yield Reference(view.id, *match.span(), match.group(), "clause", target)
