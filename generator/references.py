"""The text of a clause -> the citations in it, each with its target: a clause, a document, or a text outside.

What is read: 《titles》 with the number (文号) beside them, bare numbers, 第N条第N款第（N）项 in every style of numeral
and in lists, 本办法 and the like, 前款. In a decision that amends (data/amendments.yml) articles are those of the
document amended. What no rule can settle is in data/references.yml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .handbook import ClauseView, Handbook, plain_title
from .model.reference import ArticleChange
from .numerals import chinese_number
from .text import compact

_NUM = r"[一二三四五六七八九十百零〇]+|\d{1,3}"
# A code never holds the words that lead up to it (按、对照、依据、和 …); 数据 is part of one, 依据 is not.
_CODE = r"(?:(?!(?<!数)据|[按照和与及对依由以在将见的])[\u4e00-\u9fff]){1,9}"
_NUMBER = re.compile(rf"{_CODE}[〔\[]\d{{4}}[〕\]]\d{{1,4}}号|(?:苏州市|江苏省)人民政府令第\d+号|国务院令第\d+号")
_NUMBER_AFTER = re.compile(rf"\s*[（(]({_NUMBER.pattern})(?=[）)，,；;])")
_NUMBER_BEFORE = re.compile(rf"({_NUMBER.pattern})(?:发布|公布|印发)的$")
_ARTICLES = re.compile(
    rf"第(?:{_NUM})(?:、(?:{_NUM}))*条"
    rf"(?:第(?:{_NUM})款)?"
    rf"(?:第(?:[（(](?:{_NUM})[）)])(?:、[（(](?:{_NUM})[）)])*项|第(?:{_NUM})项)?"
)
_BRACKETS = re.compile(r"[）)]?(?:[（(][^（()）]*[）)])?")
_JOINT = re.compile(r"[、，和与及或者以至]*")
_SELF = re.compile(r"本(?:《(?:措施|意见|办法|方案|计划)》|实施意见|实施方案|行动计划|政策措施|政策意见|指导意见|工作意见|"
                   r"办法|措施|意见|计划|方案|规划|规定|决定|条例|细则|通知|政策|文件)")
_PREVIOUS = re.compile(r"前([两二三四五]?)款")
_EARLIER_TEXT = "修正前的条次；本手册只收修正后的文本"


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


@dataclass(frozen=True)
class _Work:
    """A 《title》 and the stretch that it takes together with the number beside it."""

    reference: Reference
    start: int
    end: int


def references(handbook: Handbook, view: ClauseView) -> list[Reference]:
    """Citations in a clause's own text, in order, not overlapping; 前两款 is one citation for each of the two.

    A handbook never changes, so what was found is kept with it: pages and exports ask for the same clause many times.
    """
    known: dict[str, list[Reference]] = vars(handbook).setdefault("_references", {})
    if view.id not in known:
        known[view.id] = _find(handbook, view)
    return known[view.id]


def citing(handbook: Handbook, document: str) -> list[str]:
    """Ids of the clauses of other documents that cite a document or a clause of it, in the order of the documents."""
    known: dict[str, dict[str, None]] = vars(handbook).setdefault("_citing", {})
    if not known:
        known[""] = {}
        for view in handbook.clauses.values():
            for reference in references(handbook, view):
                cited = (reference.target or "").partition(".")[0]
                if cited and cited != view.document:
                    known.setdefault(cited, {})[view.id] = None
    return list(known.get(document, {}))


def _find(handbook: Handbook, view: ClauseView) -> list[Reference]:
    text = view.clause.text
    found: list[Reference] = []
    taken: list[tuple[int, int]] = []

    def add(items: list[Reference]) -> None:
        new = [item for item in items if all(item.end <= start or item.start >= end for start, end in taken)]
        found.extend(new)
        taken.extend((item.start, item.end) for item in new)

    change = next((change for change in handbook.amendments if change.clause == view.id), None)
    works = list(_works(handbook, view, text))
    add(list(_settled(handbook, view, text)))
    add(list(_articles(handbook, view, text, works, change)))
    add([work.reference for work in works])
    taken.extend((work.start, work.end) for work in works)
    add(list(_numbers(handbook, view, text)))
    add(list(_self(view, text, change)))
    add(list(_previous(handbook, view, text)))
    return sorted(found, key=lambda reference: reference.start)


def _settled(handbook: Handbook, view: ClauseView, text: str) -> Iterator[Reference]:
    for entry in handbook.references.settled:
        start = text.find(entry.quote) if entry.clause == view.id else -1
        if start >= 0:
            kind = "unresolved" if entry.target is None else "clause" if "." in entry.target else "document"
            yield Reference(view.id, start, start + len(entry.quote), entry.quote, kind, entry.target, note=entry.note)


def titles_in(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, words) of each outermost 《…》; start and end include the marks.

    >>> [words for _start, _end, words in titles_in("《甲》《关于印发《乙》的通知》和《关于修改〈丙〉的决定》")]
    ['甲', '关于印发《乙》的通知', '关于修改〈丙〉的决定']
    """
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


def numbers_in(text: str) -> list[str]:
    """Every document number (文号) in a text, without the words that lead up to it.

    >>> numbers_in("按苏府〔2019〕50号、苏地税规〔2014〕6号；对照国发〔2018〕19号和国发〔2017〕5号；苏州市人民政府令第101号")
    ['苏府〔2019〕50号', '苏地税规〔2014〕6号', '国发〔2018〕19号', '国发〔2017〕5号', '苏州市人民政府令第101号']
    """
    return [match.group() for match in _NUMBER.finditer(text)]


def number_beside(text: str, start: int, end: int) -> tuple[str | None, int, int]:
    """The number given with a title that stands at `start`:`end`, and the stretch of both.

    >>> text = "《甲》（苏府〔2017〕56号）"
    >>> number_beside(text, 0, 3), number_beside("苏州市人民政府令第101号发布的《甲》", 16, 19)
    (('苏府〔2017〕56号', 0, 15), ('苏州市人民政府令第101号', 0, 19))
    """
    if after := _NUMBER_AFTER.match(text, end):
        return after.group(1), start, after.end()
    if before := _NUMBER_BEFORE.search(text[:start]):
        return before.group(1), before.start(), end
    return None, start, end


def _works(handbook: Handbook, view: ClauseView, text: str) -> Iterator[_Work]:
    for start, end, words in titles_in(text):
        if text[max(0, start - 1) : start] == "本":
            continue
        number, first, last = number_beside(text, start, end)
        kind, target, title, note = work(handbook, words, number, view.document)
        yield _Work(Reference(view.id, start, end, text[start:end], kind, target, title, number, note), first, last)


def work(handbook: Handbook, title: str, number: str | None, document: str) -> tuple[str, str | None, str, str | None]:
    """(kind, target, full title, note) of a cited title: what data/references.yml says, else the document of the corpus
    that has this number, or this very title where no number is cited."""
    for entry in handbook.references.works:
        if compact(entry.title) == compact(title) and entry.document in (document, None):
            kind = "self" if entry.target == document else entry.means
            return kind, entry.target, entry.full_title or title, entry.note
    candidates = handbook.titles.get(plain_title(title), [])
    if number:
        numbers = {entry.id: entry.metadata.number.value for entry in handbook.entries.values()}
        unnumbered = [name for name in candidates if numbers[name] is None]
        candidates = [name for name in numbers if numbers[name] == number]
        if unnumbered and not candidates:
            return "unresolved", None, title, "本手册收有同名文件，但没有载明文号，无法核对是否同一文件"
    if document in candidates:
        return "self", document, title, None
    if len(candidates) == 1:
        return "document", candidates[0], title, None
    return ("unresolved", None, title, "本手册收有多份同名文件，无法判断所指") if candidates else ("outside", None, title, None)


def _numbers(handbook: Handbook, view: ClauseView, text: str) -> Iterator[Reference]:
    own = {entry.metadata.number.value: entry.id for entry in handbook.entries.values() if entry.metadata.number.value}
    for match in _NUMBER.finditer(text):
        number = match.group()
        target = own.get(number)
        kind = "outside" if target is None else "self" if target == view.document else "document"
        yield Reference(view.id, *match.span(), number, kind, target, number=number)


def _articles(handbook: Handbook, view: ClauseView, text: str, works: list[_Work],
              change: ArticleChange | None) -> Iterator[Reference]:
    """Articles: of the work named right before them, else of the same text as the article before in a list, else of
    this document where the sentence says 本办法 or the like."""
    of: Reference | str | None = None
    last = -1
    for match in _ARTICLES.finditer(text):
        start = match.start()
        named = next((work for work in works if work.end <= start and _BRACKETS.fullmatch(text, work.end, start)), None)
        own = re.search(rf"(?:{_SELF.pattern})$", text[:start])
        if change:
            of = change.target
        elif named:
            of = named.reference
        elif own:
            of, start = view.document, own.start()
        elif not (last >= 0 and _JOINT.fullmatch(text, last, start)):
            of = view.document if re.search(rf"(?:{_SELF.pattern})[^。；]*$", text[:start]) else None
        last = match.end()
        quote = text[start:last]
        if change and (change.action == "delete" or text.startswith("改为", last)):
            title = f"{handbook.entries[change.target].metadata.title.value}（修正前）"
            yield Reference(view.id, start, last, quote, "outside", None, title, None, _EARLIER_TEXT)
        elif isinstance(of, Reference) and of.target is None:
            yield Reference(view.id, start, last, quote, "outside", None, of.title, of.number)
        elif of is None:
            yield Reference(view.id, start, last, quote, "unresolved", None, note="未写明是哪一文件的条款")
        else:
            yield from _pieces(handbook, view, match, start, (of.target or "") if isinstance(of, Reference) else of)


def _pieces(handbook: Handbook, view: ClauseView, match: re.Match, begin: int, document: str) -> Iterator[Reference]:
    """One reference for each article or item of a list such as 第二十二条第（二）、（四）项 or 第8、10条."""
    for start, end, address in addresses_in(match.group()):
        first = begin if start == 0 else match.start() + start
        target = _clause(handbook, document, address)
        yield Reference(view.id, first, match.start() + end, match.string[first : match.start() + end],
                        "clause" if target else "unresolved", target,
                        note=None if target else "所引条款在该文件现有文本中找不到")


def addresses_in(text: str) -> list[tuple[int, int, str]]:
    """(start, end, official numbers as in clause ids) of each article or item of one citation.

    >>> addresses_in("第二十二条第（二）、（四）项")
    [(0, 9, '22.2'), (10, 14, '22.4')]
    >>> [address for _start, _end, address in addresses_in("第8、10条")], addresses_in("第三十四条第二款")[0][2]
    (['8', '10'], '34.k2')
    >>> addresses_in("第二十一条第一款")[0][2], addresses_in("第五条第四项")[0][2], addresses_in("第二条第二款第（三）项")[0][2]
    ('21', '5.4', '2.k2.3')
    """
    head, _, tail = text.partition("条")
    articles = [(m.start(), m.end(), str(_value(m.group()))) for m in re.finditer(_NUM, head)]
    paragraph = re.search(rf"第({_NUM})款", tail)
    of = articles[0][2] + (f".k{_value(paragraph.group(1))}" if paragraph and _value(paragraph.group(1)) > 1 else "")
    offset = len(head) + 1
    items = [(offset + m.start(), offset + m.end(), f"{of}.{_value(m.group(1) or m.group(2))}")
             for m in re.finditer(rf"[（(]({_NUM})[）)]|(?<=第)({_NUM})(?=项)", tail)]
    spans = items or (articles if len(articles) > 1 else [(0, len(text), of)])
    return [(0 if index == 0 else start, len(text) if index == len(spans) - 1 else end, address)
            for index, (start, end, address) in enumerate(spans)]


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


def _self(view: ClauseView, text: str, change: ArticleChange | None) -> Iterator[Reference]:
    """本办法 and the like; in the new wording that an amending decision orders, 本办法 is the document amended."""
    for match in _SELF.finditer(text):
        if change and match.group() != "本决定":
            yield Reference(view.id, *match.span(), match.group(), "document", change.target)
        else:
            yield Reference(view.id, *match.span(), match.group(), "self", view.document)


def _previous(handbook: Handbook, view: ClauseView, text: str) -> Iterator[Reference]:
    """前款, 前两款: the 款 before this one in the same article, one reference for each."""
    base, _, number = view.id.rpartition(".k")
    for match in _PREVIOUS.finditer(text):
        count = {"": 1, "两": 2}.get(match.group(1)) or _value(match.group(1))
        first = int(number) - count if view.clause.kind == "paragraph" else 0
        if first < 1:
            yield Reference(view.id, *match.span(), match.group(), "unresolved", note="本条之前没有可以对应的款")
            continue
        for paragraph in range(first, first + count):
            target = base if paragraph == 1 else f"{base}.k{paragraph}"
            yield Reference(view.id, *match.span(), match.group(), "clause", target)
