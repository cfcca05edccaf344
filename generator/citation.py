"""How a clause is cited: the form of official letters, GB/T 7714—2015, Markdown, HTML, CSL-JSON, RIS.

Rules: 《立法法》第六十五条 (编、章、节、条、款、项、目; a chapter is not part of a citation: articles are numbered through);
《党政机关公文处理工作条例》第十九条 (a document is cited by its title first, then its number in brackets).
A plan has no articles: its 一、（一）1．（1） are cited as 第一部分第（一）项第1目第（1）点, and a piece without a number by its words.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from .addresses import clause_page
from .handbook import ClauseView, Handbook, fingerprint
from .model.document import Clause
from .numerals import read_label, to_chinese
from .text import compact

_WORDS = {
    "title": "标题", "promulgation": "公布说明", "notice": "印发通知", "preamble": "引言", "closing": "结尾部分",
    "interpretation": "政策解读", "table": "表",
}
LONGEST_WORDS = 12  # of the first words by which a piece without number and heading is cited


@dataclass(frozen=True)
class Citation:
    """One clause as it is cited. Every text is the source's own; the address is relative where no site is published."""

    id: str
    document: str
    title: str
    number: str | None
    issuer: str | None
    issued: str | None
    place: str
    text: str
    address: str
    fingerprint: str

    @property
    def official(self) -> str:
        """《苏州市人才落户管理办法》（苏府规字〔2024〕5号）第四条第（二）项"""
        return f"《{inner_title(self.title)}》" + (f"（{self.number}）" if self.number else "") + self.place


def inner_title(title: str) -> str:
    """A title as it stands inside 《》: book title marks in it become single ones (GB/T 15834—2011, 4.15.3.3)."""
    return title.replace("《", "〈").replace("》", "〉")


def place(view: ClauseView) -> str:
    """The place of a clause in its document, as a letter cites it: 第二十二条第二款第（一）项, 第二部分第（六）项第3目."""
    chain = (*view.parents, view.clause)
    return "".join(_part(chain[:i], clause) for i, clause in enumerate(chain) if clause.kind != "chapter" or clause is view.clause)


def _part(parents: tuple[Clause, ...], clause: Clause) -> str:
    above = parents[-1] if parents else None
    if clause.kind == "chapter":
        return compact(clause.label)
    if clause.kind == "article":
        return compact(clause.label)
    if clause.kind == "paragraph":
        return f"第{to_chinese(int(clause.id.rsplit('.k', 1)[1]))}款"
    if clause.kind == "item":
        # An item right under an article that has a second paragraph belongs to the first one.
        first = above is not None and above.kind == "article" and any(c.kind == "paragraph" for c in above.clauses)
        return ("第一款" if first else "") + f"第{_bracketed(clause.label)}项"
    if clause.kind == "section":
        label = read_label(clause.label)
        return f"第{to_chinese(label.number)}部分" if label else _named(clause)
    if clause.kind == "subsection":
        return f"第{_bracketed(clause.label)}项"
    if clause.kind == "point":
        label = read_label(clause.label)
        number = label.number if label else 0
        return f"第{number}目" if above is not None and above.kind == "subsection" else f"第{number}项"
    if clause.kind == "subpoint":
        return f"第{_bracketed(clause.label)}点"
    if clause.kind == "box":
        return compact(clause.label).rstrip("：")
    if clause.kind == "row":
        return f"“{compact(clause.heading)}”一行" if clause.heading else f"第{compact(clause.label)}行"
    return _WORDS.get(clause.kind) or _named(clause)


def _bracketed(label: str) -> str:
    """（四), (四), (1) -> （四）, （1）: letters use full-width brackets."""
    return "（" + compact(label).strip("（）()") + "）"


def _named(clause: Clause) -> str:
    words = clause.heading or clause.text.split("\n")[0]
    return f"“{words[:LONGEST_WORDS]}{'…' if len(words) > LONGEST_WORDS else ''}”部分"


def cite(handbook: Handbook, clause: str, site_url: str = "") -> Citation:
    """The citation of a clause. KeyError where there is no such clause."""
    view = handbook.clauses[clause]
    metadata = handbook.entries[view.document].metadata
    return Citation(
        id=clause, document=view.document, title=metadata.title.value or view.document, number=metadata.number.value,
        issuer=metadata.issuer.value, issued=metadata.issued.value, place=place(view), text=own_text(view.clause),
        address=address(clause, site_url), fingerprint=fingerprint(view.clause))


def address(clause: str, site_url: str = "") -> str:
    """The permanent address of a clause."""
    return (site_url.rstrip("/") + "/" if site_url else "") + clause_page(clause)


def own_text(clause: Clause) -> str:
    """The words of a clause and of everything under it, paragraph by paragraph, labels included; nothing altered."""
    lines = [clause.label + clause.text] if clause.label or clause.text else []
    lines += [own_text(child) for child in clause.clauses]
    return "\n".join(line for line in lines if line)


def cite_range(handbook: Handbook, first: str, last: str) -> str:
    """A run of sibling clauses as one: 第四条至第六条, 第一部分第（二）项至第（四）项. ValueError where they are no siblings."""
    a, b = handbook.clauses[first], handbook.clauses[last]
    if a.document != b.document or [c.id for c in a.parents if c.kind != "chapter"] != [c.id for c in b.parents if c.kind != "chapter"]:
        raise ValueError(f"{first} and {last} do not stand side by side: cite them one by one")
    order = list(handbook.clauses)
    if order.index(first) >= order.index(last):
        raise ValueError(f"{first} does not come before {last}")
    citation = cite(handbook, first)
    return citation.official + "至" + _part(b.parents, b.clause)


# -- forms -------------------------------------------------------------------------------------------------


FORMS = ("official", "quotation", "address", "gbt7714", "markdown", "html", "csl-json", "ris")


def forms(citation: Citation, cited_on: str) -> dict[str, str]:
    """Every form by name, see FORMS. cited_on: ISO date."""
    return {
        "official": citation.official, "quotation": quotation(citation), "address": citation.address,
        "gbt7714": gbt7714(citation, cited_on), "markdown": markdown(citation), "html": rich(citation),
        "csl-json": json.dumps([csl(citation, cited_on)], ensure_ascii=False, indent=1), "ris": ris(citation, cited_on),
    }


def quotation(citation: Citation) -> str:
    """The citation with the words of the clause below it, unaltered."""
    return f"{citation.official}规定：\n" + "\n".join("　　" + line for line in citation.text.split("\n"))


def gbt7714(citation: Citation, cited_on: str) -> str:
    """GB/T 7714—2015, 8.5 and 4.6: an online document [EB/OL]; what the text does not say is left out, never guessed."""
    author = f"{citation.issuer}. " if citation.issuer else ""
    number = f"：{citation.number}" if citation.number else ""
    issued = f"({citation.issued})" if citation.issued else ""
    return f"{author}{citation.title}{number}：{citation.place}[EB/OL]. {issued}[{cited_on}]. {citation.address}."


def markdown(citation: Citation) -> str:
    """A Markdown link with the quotation as a block quote."""
    quote = "\n".join(f"> {line}" for line in citation.text.split("\n"))
    return f"[{citation.official}]({citation.address})\n\n{quote}\n"


def rich(citation: Citation) -> str:
    """HTML for Word and mail."""
    def escape(text: str) -> str:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in citation.text.split("\n"))
    return f'<p><a href="{escape(citation.address)}">{escape(citation.official)}</a>规定：</p><blockquote>{paragraphs}</blockquote>'


def csl(citation: Citation, cited_on: str) -> dict[str, Any]:
    """A CSL-JSON item (type legislation)."""
    item: dict[str, Any] = {"id": citation.id, "type": "legislation", "title": citation.title, "language": "zh-CN", "section": citation.place,
                            "URL": citation.address, "accessed": _date_parts(cited_on)}
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
            ("DA", citation.issued.replace("-", "/") if citation.issued else None), ("LA", "zh-CN"), ("UR", citation.address),
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
        if dots:
            found.append(cite_range(handbook, first, last))
            continue
        every = forms(cite(handbook, name, site_url), cited_on)
        found.append("\n\n".join(f"[{key}]\n{text}" for key, text in every.items()) if form == "all" else every[form])
    return "\n\n".join(found)
