"""How a clause is cited: the form of official letters, GB/T 7714—2015, Markdown, HTML, CSL-JSON, RIS.

Rules: 《立法法》第六十五条 (编、章、节、条、款、项、目; a chapter is not part of a citation: articles are numbered through);
《党政机关公文处理工作条例》第十九条 (a document is cited by its title first, then its number in brackets).
A plan has no articles: its 一、（一）1．（1） are cited as 第一部分第（一）项第1目第（1）点, and a piece without a number by its words.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from .addresses import clause_in_document, clause_page, document_page
from .handbook import ClauseView, Handbook, fingerprint, plain_title
from .model.document import Clause
from .numerals import read_label, to_chinese
from .text import compact

_WORDS = {
    "title": "标题", "promulgation": "公布说明", "notice": "印发通知", "preamble": "引言", "closing": "结尾部分",
    "interpretation": "政策解读",
}
_RULES = ("chapter", "article", "paragraph", "item")  # 规定 is said of these; a plan is quoted after a colon alone
LONGEST_WORDS = 12  # of the first words by which a piece without number and heading is cited


@dataclass(frozen=True)
class Citation:
    """One clause, or a run of neighbours, as it is cited. Every text is the source's own; the address is relative where no
    site is published."""

    id: str
    document: str
    head: str
    title: str
    number: str | None
    issuer: str | None
    issued: str | None
    place: str
    says: str
    lines: tuple[str, ...]
    address: str
    fingerprint: str

    @property
    def official(self) -> str:
        """《苏州市燃气管理办法》（苏州市人民政府令第145号）第二十二条第二款第（一）项"""
        return self.head + self.place

    @property
    def text(self) -> str:
        """The words of the clause and of everything under it, one line a paragraph."""
        return "\n".join(self.lines)

    @property
    def link(self) -> str:
        """The address with the fingerprint of the words that it was copied with: its page says whether they have changed."""
        return f"{self.address}#v={self.fingerprint}" if self.fingerprint else self.address


def document_head(handbook: Handbook, document: str) -> str:
    """《title》（number）: what a citation starts with. Before it the city, where neither title nor number tells whose it is."""
    metadata = handbook.entries[document].metadata
    title, number = metadata.title.value or document, metadata.number.value
    area = handbook.jurisdictions[metadata.jurisdiction.value or "suzhou"]
    doubtful = number is None and area.name not in title and (area.id != "suzhou" or len(handbook.titles[plain_title(title)]) > 1)
    return f"{area.name if doubtful else ''}《{inner_title(title)}》" + (f"（{number}）" if number else "")


def inner_title(title: str) -> str:
    """A title as it stands inside 《》: book title marks in it become single ones (GB/T 15834—2011, 4.15.3.3)."""
    return title.replace("《", "〈").replace("》", "〉")


# -- the place -----------------------------------------------------------------------------------------------


def place(view: ClauseView) -> str:
    """The place of a clause in its document, as a letter cites it: 第二十二条第二款第（一）项, 第二部分第（六）项第3目."""
    return "".join(_chain(view))


def place_tail(view: ClauseView) -> str:
    """The last part of a place: what stands after 至 in the citation of a run."""
    return list(_chain(view))[-1]


def _chain(view: ClauseView) -> Iterator[str]:
    chain = (*view.parents, view.clause)
    for i, clause in enumerate(chain):
        above = chain[i - 1] if i else None
        if clause.kind == "chapter" and clause is not view.clause:
            continue
        # An item right under an article that has a second paragraph belongs to the first one.
        if clause.kind == "item" and above and above.kind == "article" and any(c.kind == "paragraph" for c in above.clauses):
            yield "第一款"
        yield _part(above, clause)


def _part(above: Clause | None, clause: Clause) -> str:
    if clause.kind in ("chapter", "article"):
        return compact(clause.label)
    if clause.kind == "paragraph":
        return f"第{to_chinese(int(clause.id.rsplit('.k', 1)[1]))}款"
    if clause.kind in ("item", "subsection"):
        return f"第{_bracketed(clause.label)}项"
    if clause.kind == "subpoint":
        return f"第{_bracketed(clause.label)}点"
    if clause.kind == "section":
        label = read_label(clause.label)
        return f"第{to_chinese(label.number)}部分" if label else _named(clause)
    if clause.kind == "point":
        label = read_label(clause.label)
        return f"第{label.number if label else 0}{'目' if above is not None and above.kind == 'subsection' else '项'}"
    if clause.kind == "box":
        return compact(clause.label).rstrip("：")
    if clause.kind == "table":
        printed = re.match(r"表\d+", clause.text)
        return printed.group() if printed else "表"
    if clause.kind == "row":
        return f"“{_inner(compact(clause.heading))}”一行" if clause.heading else f"第{compact(clause.label)}行"
    return _WORDS.get(clause.kind) or _named(clause)


def _bracketed(label: str) -> str:
    """（四), (四), (1) -> （四）, （1）: letters use full-width brackets."""
    return "（" + compact(label).strip("（）()") + "）"


def _named(clause: Clause) -> str:
    """A piece without a number: by its heading, else by its first words."""
    if clause.clauses and re.fullmatch(r"附件\d*", clause.text):
        return clause.text
    return f"“{_inner(compact(clause.heading) or first_words(clause.text))}”一段"


def first_words(text: str) -> str:
    """The first words of a text, cut where no quotation mark or bracket is left open; …… where they are cut."""
    text = compact(text.split("\n")[0]).lstrip("—")
    if len(text) <= LONGEST_WORDS:
        return text.rstrip("。；：，")
    words = text[:LONGEST_WORDS]
    for opening, closing in ("“”", "《》", "（）"):
        opened = words.rfind(opening)
        if opened > words.rfind(closing):
            closed = text.find(closing, LONGEST_WORDS)
            words = words[:opened] if opened >= 4 or closed < 0 else text[:closed + 1]
    return words.rstrip("，、；：") + "……"


def _inner(words: str) -> str:
    """Words as they stand inside “”: quotation marks in them become single ones (GB/T 15834—2011, 4.8.3.3)."""
    return words.translate(str.maketrans("“”‘’", "‘’“”"))


# -- the words -----------------------------------------------------------------------------------------------


def own_line(clause: Clause, above: Clause | None = None) -> str:
    """A clause's own words on lines, its label before them; nothing altered. A row: each cell after its printed column."""
    if clause.kind == "row" and above is not None:
        cells = [f"{column}：{cell}" if column in above.header else cell
                 for column, cell in zip(above.columns, clause.cells, strict=True) if cell]
        return "".join(cell if cell.endswith(("。", "；")) else cell + "；" for cell in cells).rstrip("；")
    return labelled(clause.label, clause.text)


def labelled(label: str, text: str) -> str:
    """A label and the words after it, with the space that official print sets after 第一条; 总 则 has one kind of space."""
    gap = "　" if label.endswith(("条", "章", "节")) and text else ""
    return re.sub(r"[^\S\n ]", "　", label + gap + text)


def own_lines(clause: Clause, above: Clause | None = None) -> Iterator[str]:
    """The words of a clause and of everything under it, paragraph by paragraph."""
    yield from filter(None, own_line(clause, above).split("\n"))
    for child in clause.clauses:
        yield from own_lines(child, clause)


def own_text(clause: Clause) -> str:
    """As `own_lines`, joined."""
    return "\n".join(own_lines(clause))


def deep_fingerprint(clause: Clause) -> str:
    """16 hex digits that change when the words of a clause or of anything under it change.

    Without sub-clauses it is the fingerprint in data/registry.yml; with them, one made of all of theirs.
    """
    return joined_fingerprint({part.id: fingerprint(part) for part in clause.walk()})


def joined_fingerprint(fingerprints: dict[str, str]) -> str:
    """One fingerprint for a clause and everything under it, whatever their order."""
    if len(fingerprints) == 1:
        return next(iter(fingerprints.values()))
    return hashlib.sha256("\n".join(f"{name} {own}" for name, own in sorted(fingerprints.items())).encode()).hexdigest()[:16]


# -- one clause, a run of clauses ----------------------------------------------------------------------------


def cite(handbook: Handbook, clause: str, site_url: str = "") -> Citation:
    """The citation of a clause. KeyError where there is no such clause."""
    view = handbook.clauses[clause]
    metadata = handbook.entries[view.document].metadata
    return Citation(
        id=clause, document=view.document, head=document_head(handbook, view.document), title=metadata.title.value or view.document, number=metadata.number.value,
        issuer=metadata.issuer.value, issued=metadata.issued.value, place=place(view), says=says(view.clause),
        lines=tuple(own_lines(view.clause, view.parents[-1] if view.parents else None)),
        address=_on_site(clause_page(clause), site_url), fingerprint=deep_fingerprint(view.clause))


def says(clause: Clause) -> str:
    """The verb between the citation and the quotation, "" for a bare colon."""
    return "规定" if clause.kind in _RULES else ""


def address_of(name: str, site_url: str = "") -> str:
    """The permanent address of a clause, or of a document."""
    return _on_site(clause_page(name) if "." in name else document_page(name), site_url)


def _on_site(page: str, site_url: str) -> str:
    return (site_url.rstrip("/") + "/" if site_url else "") + page


def cite_range(handbook: Handbook, first: str, last: str, site_url: str = "") -> Citation:
    """A run of neighbours as one: 第四条至第六条, 第一部分第（二）项至第（四）项. ValueError where they are no such run."""
    a, b = handbook.clauses[first], handbook.clauses[last]
    if a.document != b.document or a.clause.kind != b.clause.kind or _above(a) != _above(b):
        raise ValueError(f"{first} and {last} do not stand side by side: cite them one by one")
    ids = [view.id for view in handbook.entries[a.document].views.values()
           if view.clause.kind == a.clause.kind and _above(view) == _above(a)]
    if ids.index(first) >= ids.index(last):
        raise ValueError(f"{first} does not come before {last}")
    members = [cite(handbook, name) for name in ids[ids.index(first):ids.index(last) + 1]]
    return replace(members[0], id=f"{first}..{last}", place=members[0].place + "至" + place_tail(b),
                   lines=tuple(line for member in members for line in member.lines),
                   address=_on_site(clause_in_document(first), site_url), fingerprint="")


def _above(view: ClauseView) -> tuple[str, ...]:
    """What a clause stands under; articles are numbered through their chapters."""
    return tuple(clause.id for clause in view.parents if clause.kind != "chapter")


# -- forms -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Form:
    """How a form is put together: `before`, a `line` for each paragraph, joined, `after`. docs/assets/cite-forms.js fills the same.

    {official} {says} {link} {line} {author} {title} {place} {issued} {date} stand for parts of the citation, escaped as `escape` says.
    """

    before: str
    line: str = ""
    join: str = ""
    after: str = ""
    escape: str = ""


# GB/T 7714—2015, 4.6 and 8.5: an online document [EB/OL]; what the text does not say is left out, never guessed.
PATTERNS = {
    "official": Form("{official}"),
    "quotation": Form("{official}{says}：\n", "　　{line}", "\n"),
    "address": Form("{link}"),
    "gbt7714": Form("{author}{title}: {place}[EB/OL]. {issued}[{date}]. {link}."),
    "markdown": Form("[{official}]({link}){says}：\n\n", "> {line}", "\n>\n", "\n", "markdown"),
    "html": Form('<p><a href="{link}">{official}</a>{says}：</p><blockquote>', "<p>{line}</p>", "", "</blockquote>", "html"),
}
FORMS = (*PATTERNS, "csl-json", "ris")


def forms(citation: Citation, cited_on: str) -> dict[str, str]:
    """Every form by name, see FORMS. cited_on: ISO date."""
    filled = {name: fill(form, citation, cited_on) for name, form in PATTERNS.items()}
    return {**filled, "csl-json": json.dumps([csl(citation, cited_on)], ensure_ascii=False, indent=1), "ris": ris(citation, cited_on)}


def fill(form: Form, citation: Citation, cited_on: str) -> str:
    """One form of a citation."""
    values = {
        "official": citation.official, "says": citation.says, "link": citation.link, "place": citation.place, "date": cited_on,
        **bibliographic(citation.title, citation.number, citation.issuer, citation.issued),
    }

    escape = _ESCAPES[form.escape]

    def put(pattern: str, line: str = "") -> str:
        return re.sub(r"\{(\w+)\}", lambda match: escape(line if match[1] == "line" else values[match[1]], match[1]), pattern)

    return put(form.before) + (put(form.join).join(put(form.line, line) for line in citation.lines) if form.line else "") + put(form.after)


def bibliographic(title: str, number: str | None, issuer: str | None, issued: str | None) -> dict[str, str]:
    """The parts of GB/T 7714 that a document gives to all of its clauses."""
    return {"author": f"{issuer}. " if issuer else "", "title": title + (f": {number}" if number else ""),
            "issued": f"({issued})" if issued else ""}


def _markdown(text: str, name: str) -> str:
    """Text that Markdown shows as it stands; an address keeps its letters."""
    if name == "link":
        return text
    # Not every Markdown knows \< and \~; all know the references of HTML.
    text = re.sub(r"[<>&~]", lambda match: f"&#{ord(match[0])};", re.sub(r"([\\`*_\[\]])", r"\\\1", text))
    return re.sub(r"^(\d+)([.)])|^([-+#])", lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", text) if name == "line" else text


def _html(text: str, _name: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


_ESCAPES = {"": lambda text, _name: text, "markdown": _markdown, "html": _html}


def csl(citation: Citation, cited_on: str) -> dict[str, Any]:
    """A CSL-JSON item (type legislation)."""
    item: dict[str, Any] = {"id": citation.id, "type": "legislation", "title": citation.title, "language": "zh-CN", "section": citation.place,
                            "URL": citation.link, "accessed": _date_parts(cited_on)}
    if citation.number:
        item["number"] = citation.number
    if citation.issuer:
        item["author"] = [{"literal": citation.issuer}]
    if citation.issued:
        item["issued"] = _date_parts(citation.issued)
    return item


def _date_parts(date: str) -> dict[str, list[list[int]]]:
    return {"date-parts": [[int(part) for part in date.split("-")]]}


def ris(citation: Citation, cited_on: str) -> str:
    """A RIS record (type STAT)."""
    rows = [("TY", "STAT"), ("TI", citation.title), ("AU", citation.issuer), ("M1", citation.number), ("SE", citation.place),
            ("DA", citation.issued.replace("-", "/") if citation.issued else None), ("LA", "zh-CN"), ("UR", citation.link),
            ("Y2", cited_on.replace("-", "/")), ("ID", citation.id), ("ER", "")]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in rows if value is not None)


def cite_text(handbook: Handbook, names: list[str], form: str, cited_on: str, site_url: str = "") -> str:
    """The citations that `python -m generator cite` prints: of clauses, and of ranges written A..B.

    form: a name of `forms`, or all. Raises ValueError with what is wrong.
    """
    unknown = [part for name in names for part in name.split("..") if part not in handbook.clauses]
    if unknown:
        raise ValueError(f"there is no clause {', '.join(map(repr, unknown))}: ids stand beside each clause, such as icv-2025.1.4")
    found = []
    for name in names:
        first, dots, last = name.partition("..")
        citation = cite_range(handbook, first, last, site_url) if dots else cite(handbook, first, site_url)
        every = forms(citation, cited_on)
        found.append("\n\n".join(f"[{key}]\n{text}" for key, text in every.items()) if form == "all" else every[form])
    return "\n\n".join(found)
