"""Whatever stands in a letter -> the clause it means, or a short list of candidates with reasons.

`pack` holds the names, numbers and places of every document; docs/assets/cite-resolve.js does the same with the same pack.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .addresses import DOCUMENT_ID, anchor
from .citation import address_of, document_head, place
from .handbook import Handbook
from .numerals import chinese_number

MOST = 8  # candidates: a list that a reader takes in at a glance
NEAR = 0.6  # of the pairs of letters of a title, from which on it is taken for a slip of the pen
_PART = r"(?:[0-9]+|[a-z][a-z0-9]*(?:-[a-z0-9]+)*)"
_ADDRESS = re.compile(rf"(?<![a-z0-9-])({DOCUMENT_ID.pattern})(?:(?:/(?:index\.html)?#|[#.])({_PART}(?:\.{_PART})*))?")
_N = r"[零〇一二三四五六七八九十百]+|\d{1,3}"
_TOKEN = re.compile(
    rf"第?\(?({_N})\)?(编|章|节|条|款|项|目|点|部分|行)|([零〇一二三四五六七八九十百]+)、|\(({_N})\)|第({_N})(?![\d年月日号批版届次])"
    r"|(?:(?<=[)、.])|^)(\d{1,2})[.、]?(?![\d年月日%万亿元个家号])"
    r"|(专栏|表|附件)(\d*)|(标题|引言|前言|序言|结尾部分|结语|结尾|公布说明|印发通知|政策解读)|“(.+?)”(?:一段|一行|部分)")
_SAME = {"前言": "引言", "序言": "引言", "结语": "结尾部分", "结尾": "结尾部分"}
_NUMBER = re.compile(r"[(\[]?[\u4e00-\u9fff]{0,14}?[(\[]?((?:19|20)\d\d)[)\]年]?第?(\d{1,4})号[)\]]?"
                     r"|[(\[]?[\u4e00-\u9fff]{0,12}?(?:令第?(\d{1,4})号|第(\d{1,4})号令)[)\]]?")


@dataclass(frozen=True)
class Found:
    """A candidate: id of a clause or of a document, and why it is one, in Chinese."""

    id: str
    reason: str


@dataclass(frozen=True)
class Resolved:
    """The candidates, best first, and what to tell the reader; one candidate with no note is the answer."""

    found: tuple[Found, ...]
    note: str = ""


Token = tuple[str, str]


def pack(handbook: Handbook) -> dict[str, Any]:
    """{documents: [{id, names, number, area, rows: [[anchor, depth, what its place adds to that of what it stands under]]}], gone: {id: new id}}"""
    documents = []
    for entry in handbook.entries.values():
        metadata, rows = entry.metadata, []
        for view in entry.views.values():
            above = [parent for parent in view.parents if parent.kind != "chapter"]
            before = place(entry.views[above[-1].id]) if above else ""
            rows.append([anchor(view.id), len(above), place(view)[len(before):]])
        names = dict.fromkeys((metadata.title.value or entry.id, metadata.short_title, *metadata.aliases))
        documents.append({"id": entry.id, "names": list(names), "number": metadata.number.value or "",
                          "area": handbook.jurisdictions[metadata.jurisdiction.value or "suzhou"].name, "rows": rows})
    return {"documents": documents, "gone": {stone.id: stone.moved_to for stone in handbook.tombstones.values()}}


class Resolver:
    """Reads citations against one pack."""

    def __init__(self, packed: dict[str, Any]):
        self.gone = packed["gone"]
        self.documents = {document["id"]: document for document in packed["documents"]}
        self.names = [(plain(name), document["id"]) for document in packed["documents"] for name in document["names"]]
        self.rows = {document["id"]: list(_rows(document["rows"])) for document in packed["documents"]}
        self.anchors = {name: {row[0] for row in rows} for name, rows in self.rows.items()}

    def resolve(self, text: str) -> Resolved:
        """The clauses that a text means."""
        text = fold(text)
        if not text:
            return Resolved((), "请写下引用、文号或者地址。")
        by_address = list(self._addresses(text))
        if by_address:
            return _answer(by_address)
        found = [one for name, rest in self._named(text) for one in self._places(name, rest)]
        if found:
            return _answer(found)
        return self._anywhere(text)

    def _addresses(self, text: str) -> Iterator[Found]:
        for match in _ADDRESS.finditer(text.lower()):
            document, fragment = match.groups()
            clause = f"{document}.{fragment}" if fragment else document
            if clause in self.gone:
                yield Found(self.gone[clause] or clause, "从前的地址，条款已经移走" if self.gone[clause] else "从前的地址，条款已不在手册里")
            elif document not in self.documents:
                continue
            elif not fragment or fragment == "v":
                yield Found(document, "文件编号")
            elif fragment in self.anchors[document]:
                yield Found(clause, "条款编号")
            else:
                parts = fragment.split(".")
                above = next((".".join(parts[:i]) for i in range(len(parts) - 1, 0, -1) if ".".join(parts[:i]) in self.anchors[document]), "")
                yield Found(f"{document}.{above}" if above else document, f"手册里没有 {clause}，这是最接近的上一级")

    def _named(self, text: str) -> Iterator[tuple[list[tuple[str, str]], str]]:
        """For each title or number: ([(document, reason)], the text behind it up to the next)."""
        titles = list(re.finditer(r"《([^《》]+)》", text))
        numbers = [match for match in _NUMBER.finditer(text)]
        if titles:
            for i, match in enumerate(titles):
                rest = text[match.end():titles[i + 1].start() if i + 1 < len(titles) else len(text)]
                number = _NUMBER.match(rest)
                known = self._in_area(self._of_title(plain(match[1])), text[:match.start()])
                same = [(name, "标题和文号") for name, _ in self._of_number(number)] if number else []
                both = [one for one in same if one[0] in {name for name, _ in known}]
                if both or known or same:
                    yield both or known or same, rest[number.end():] if number else rest
        elif numbers and any(self._of_number(match) for match in numbers):
            for match in numbers:
                if self._of_number(match):
                    yield self._of_number(match), text[match.end():]
        else:
            first = next((m.start() for m in _TOKEN.finditer(text) if m.start() and not _NUMBER.match(text, m.start())), len(text))
            known = self._of_title(plain(text[:first]))
            if known:
                yield known, text[first:]

    def _of_title(self, title: str) -> list[tuple[str, str]]:
        if len(title) < 2:
            return []
        same = [name for known, name in self.names if known == title]
        if same:
            return [(name, "标题") for name in dict.fromkeys(same)]
        part = [name for known, name in self.names if len(title) >= 4 and (title in known or (len(known) >= 6 and known in title))]
        if part:
            return [(name, "标题的一部分") for name in dict.fromkeys(part)]
        likeness: dict[str, float] = {}
        for known, name in self.names:
            likeness[name] = max(likeness.get(name, 0.0), _likeness(title, known))
        best = max(likeness.values(), default=0.0)
        return [(name, "标题相近") for name in likeness if best >= NEAR and likeness[name] > best - 0.05]

    def _in_area(self, known: list[tuple[str, str]], before: str) -> list[tuple[str, str]]:
        """Of documents that share a title, those of the city that stands before it: 太仓市《…》."""
        near = [one for one in known if before.endswith(self.documents[one[0]]["area"])]
        return near or known

    def _of_number(self, match: re.Match[str]) -> list[tuple[str, str]]:
        wanted = _key(match)
        return [(name, "文号") for name, document in self.documents.items()
                if document["number"] and any(_key(own) == wanted for own in _NUMBER.finditer(fold(document["number"])))]

    def _places(self, known: list[tuple[str, str]], rest: str) -> list[Found]:
        """The clauses of the documents named that the words behind the name mean; the documents where there are none."""
        tokens, end = tokens_at(rest)
        if not tokens:
            return [Found(name, reason) for name, reason in known]
        found = []
        for name, reason in known:
            hits, how = self._fits(name, tokens)
            found += [(level, Found(f"{name}.{hit}" if hit else name, f"{reason}，{how}")) for level, hit in hits]
        best = min((level for level, _ in found), default=0)
        chosen = [one for level, one in found if level == best]
        if len(chosen) == 1 and re.match(r"[至到~-]", rest[end:]):
            last, _ = tokens_at(rest[end + 1:])
            if last:
                document = chosen[0].id.partition(".")[0]
                hits, _how = self._fits(document, [*tokens[:-len(last)], *last])
                chosen += [Found(f"{document}.{hit}", "范围的末一条") for _, hit in hits[:1] if hit]
        return chosen

    def _fits(self, document: str, tokens: list[Token]) -> tuple[list[tuple[int, str]], str]:
        """([(level, anchor)], how) of the places that the tokens mean: the lower the level, the closer."""
        rows = self.rows[document]
        shorter = [token for i, token in enumerate(tokens) if token != ("款", "1") or i == 0]
        tests = (
            ("编号相符", lambda own: own == tokens),
            ("编号相符", lambda own: _alike(own, tokens, units=True)),
            ("第一款的编号可以省略", lambda own: _alike([t for t in own if t != ("款", "1")], shorter, units=True)),
            ("省略了上级编号", lambda own: len(own) > len(tokens) and _alike(own[-len(tokens):], tokens, units=True)),
            ("编号相同，写法不同", lambda own: _alike(own, tokens)),
            ("省略了上级编号，写法不同", lambda own: len(own) > len(tokens) and _alike(own[-len(tokens):], tokens)),
        )
        for level, (how, test) in enumerate(tests):
            hits = [(level, name) for name, own in rows if test(own)]
            if hits:
                return hits, how
        if len(tokens) > 1:
            hits, _how = self._fits(document, tokens[:-1])
            return [(len(tests) + 1, name) for _, name in hits], "没有这一级编号，这是上一级"
        return [(len(tests) + 2, "")], "文件里没有这个编号"

    def _anywhere(self, text: str) -> Resolved:
        tokens, _ = tokens_at(text)
        found = [Found(f"{document}.{name}", "编号相符") for document, rows in self.rows.items() for name, own in rows
                 if tokens and _alike(own, tokens, units=True)]
        if found:
            return Resolved(tuple(found[:MOST]), f"没有写明是哪份文件：{len(found)} 份文件有这个编号，请加上文件名。")
        return Resolved((), "没有认出文件名、文号或者编号。")


def _answer(found: list[Found]) -> Resolved:
    once = list({one.id: one for one in reversed(found)}.values())[::-1]
    note = f"可以指 {len(once)} 处，请选择。" if len(once) > 1 else ""
    return Resolved(tuple(once[:MOST]), note)


def fold(text: str) -> str:
    """A text in one spelling: half width, no white space, one kind of brackets and quotation marks."""
    text = unicodedata.normalize("NFKC", text.replace("…", "")).translate(str.maketrans("〔〕【】「」『』", "[][]“”‘’"))
    text = re.sub(r'"([^"]*)"', r"“\1”", text)
    return re.sub(r"[\s\u200b-\u200f\u2060\ufeff\\*>]", "", text)


def plain(text: str) -> str:
    """A title without what citations leave out or change."""
    return re.sub(r"[“”‘’'<>〈〉《》()\[\],.:;!?、。，：；—~-]", "", fold(text)).lower()


def tokens_at(text: str) -> tuple[list[Token], int]:
    """The numbers and names that a folded text starts with, (unit, value) each, and where they end."""
    found: list[Token] = []
    at = re.match(r"[,，:：的之中]*", text).end()  # type: ignore[union-attr]
    while match := _TOKEN.match(text, at):
        number, unit, section, bracketed, bare, digit, kind, count, word, quoted = match.groups()
        if number:
            found.append((unit, _digits(number)))
        elif word:
            found.append((_SAME.get(word, word), ""))
        elif kind:
            found.append((kind, count))
        elif quoted:
            found.append(("“", plain(quoted)))
        else:
            found.append(("", _digits(section or bracketed or bare or digit)))
        at = match.end()
    return found, at


def _digits(number: str) -> str:
    value = int(number) if number.isdigit() else chinese_number(number.replace("〇", "零"))
    return str(value) if value else number


def _rows(rows: list[list[Any]]) -> Iterator[tuple[str, list[Token]]]:
    places = [""]
    for name, depth, extra in rows:
        places[depth + 1:] = [places[depth] + extra]
        yield name, tokens_at(fold(places[depth] + extra))[0]


def _alike(own: list[Token], wanted: list[Token], units: bool = False) -> bool:
    """Whether two places have the same numbers; `units`: and no unit that contradicts."""
    if len(own) != len(wanted):
        return False
    for (unit, value), (other, asked) in zip(own, wanted, strict=True):
        if "“" in (unit, other) or not value.isdigit():
            if unit != other or not (value.startswith(asked) or asked.startswith(value)):
                return False
        elif value != asked or (other and unit != other and (units or {unit, other} & {"专栏", "表", "附件", "章", "款"})):
            return False
    return True


def _key(match: re.Match[str]) -> tuple[str | None, str | None]:
    year, number, decree, other = match.groups()
    return year, (number or decree or other or "").lstrip("0")


def _likeness(asked: str, known: str) -> float:
    pairs = {asked[i:i + 2] for i in range(len(asked) - 1)}
    return sum(pair in known for pair in pairs) / len(pairs) if len(pairs) > 2 else 0.0


def resolve_text(handbook: Handbook, text: str, site_url: str = "") -> str:
    """What `python -m generator resolve` prints: a line for each candidate, and the note."""
    resolved = Resolver(pack(handbook)).resolve(text)
    lines = []
    for found in resolved.found:
        if found.id in handbook.clauses:
            view = handbook.clauses[found.id]
            words = document_head(handbook, view.document) + place(view)
        else:
            words = document_head(handbook, found.id) if found.id in handbook.entries else ""
        lines.append(f"{found.id}\t{words}\t{found.reason}\t{address_of(found.id, site_url)}")
    return "\n".join([*lines, *([resolved.note] if resolved.note else [])])
