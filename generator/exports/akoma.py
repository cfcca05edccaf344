"""A document -> Akoma Ntoso 3.0 (OASIS LegalDocML): its text without loss, the permanent ids as wId.

eId follows the naming convention of Akoma Ntoso (art_7__para_2); wId, the id that no version changes, is the handbook's id.
Rules and other texts in articles are acts, everything else is a doc. Pieces for which the standard has no element (boxes,
tables, unnumbered paragraphs, （1） below 1．) are hcontainers named by their kind.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lxml import etree

from ..addresses import split_clause_id
from ..handbook import Entry, Handbook
from ..model.document import Clause

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OWN = "urn:suzhou-policy-handbook:metadata"
UNSTATED = "文件未载明"

# kind of piece -> element; the rest are hcontainers
_ELEMENTS = {"chapter": "chapter", "article": "article", "paragraph": "paragraph", "item": "point", "section": "section",
             "subsection": "subsection", "point": "paragraph"}
# the abbreviations of the Akoma Ntoso naming convention (part 2, 5.3)
_SHORT = {"chapter": "chp", "article": "art", "paragraph": "para", "point": "point", "section": "sec", "subsection": "subsec"}
_FRONT = ("title", "promulgation", "notice")
_ACTS = ("rules", "amendment", "normative")


def to_akoma(handbook: Handbook, entry: Entry, day: date) -> bytes:
    """One document as Akoma Ntoso XML, UTF-8. `day`: date of this edition of the handbook."""
    kind = handbook.kind_by_name[entry.metadata.kind].id
    root = etree.Element(_name("akomaNtoso"), nsmap={None: AKN, "h": OWN})
    act = kind in _ACTS
    whole = _add(root, "act" if act else "doc", name=kind)
    uri = f"/akn/cn/{'act' if act else 'doc'}/{kind}/{entry.id}"
    front, preamble, body, closing, attached = _stretches(entry.document.clauses)
    _meta(_add(whole, "meta"), handbook, entry, uri, day)
    if front:
        _front(_add(whole, "preface"), front)
    if preamble:
        _blocks(_add(whole, "preamble"), preamble)
    main = _add(whole, "body" if act else "mainBody")
    for clause in body:
        _piece(main, clause, None)
    if closing:
        _blocks(_add(whole, "conclusions"), closing)
    if attached:
        _attachments(_add(whole, "attachments"), handbook, entry, attached, uri, day)
    etree.indent(root, " ")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _stretches(clauses: tuple[Clause, ...]) -> tuple[list[Clause], ...]:
    """(what stands before the text, preambles, the text, closing, official interpretations), each in the order of the text."""
    text = [clause for clause in clauses if clause.kind != "interpretation"]
    last = max((at for at, clause in enumerate(text) if clause.kind in _FRONT), default=-1)
    front, rest = text[: last + 1], text[last + 1 :]
    start = next((at for at, clause in enumerate(rest) if clause.kind != "preamble"), len(rest))
    end = next((at for at, clause in enumerate(rest) if clause.kind == "closing"), len(rest))
    if any(clause.kind != "closing" or clause.clauses for clause in rest[end:]):
        end = len(rest)  # a closing in the middle of the text stays there
    return front, rest[:start], rest[start:end], rest[end:], [c for c in clauses if c.kind == "interpretation"]


# -- ids ------------------------------------------------------------------------------------------------


def eid(clause: Clause, parent: tuple[str, str] | None) -> str:
    """eId of a clause. `parent`: (permanent id, eId) of the piece above it; articles count through all chapters."""
    above, numbers = "", split_clause_id(clause.id)[1]
    if parent and clause.id.startswith(parent[0] + "."):
        above, numbers = parent[1] + "__", clause.id[len(parent[0]) + 1 :]
    element = _element(clause)
    prefix = _SHORT.get(element, element)
    if clause.kind == "paragraph":
        numbers = numbers.removeprefix("k")
    if clause.kind == "chapter":
        numbers = numbers.removeprefix("ch")
    return f"{above}{prefix}_{numbers.replace('.', '-')}"


def _element(clause: Clause) -> str:
    if clause.kind == "row":
        return "tr"
    return _ELEMENTS.get(clause.kind, "hcontainer")


def _ids(clause: Clause, parent: tuple[str, str] | None) -> dict[str, str]:
    return {"eId": eid(clause, parent), "wId": clause.id}


# -- text -----------------------------------------------------------------------------------------------


def heading_parts(clause: Clause) -> tuple[str, str, str]:
    """(what is printed before the heading, heading with its stop, the rest): together the clause's own text.

    Where the heading does not stand at the beginning (a dash may go before it), everything is the rest.
    """
    text, heading = clause.text, clause.heading
    at = text.find(heading) if heading else -1
    if at < 0 or text[:at].strip("—－-") or (at and clause.label):
        return "", "", text
    end = at + len(heading)
    if text[end : end + 1] in ("。", "：", "："):
        end += 1
    return text[:at], text[at:end], text[end:]


def _piece(above: etree._Element, clause: Clause, parent: tuple[str, str] | None) -> None:
    """A clause and all below it as an element of the hierarchy."""
    element = _element(clause)
    names = {"name": clause.kind} if element == "hcontainer" else {"class": clause.kind} if element != clause.kind else {}
    own = _add(above, element, **_ids(clause, parent), **names)
    here = (clause.id, own.get("eId"))
    before, heading, rest = ("", "", clause.text) if clause.kind == "table" else heading_parts(clause)
    if clause.label or before:
        _add(own, "num").text = clause.label or before
    if heading:
        _add(own, "heading").text = heading
    if clause.kind == "table":
        content = _add(own, "content")
        _lines(content, rest)
        _table(content, clause, here)
    elif clause.clauses:
        if rest.strip():
            _lines(_add(own, "intro"), rest)
        for child in clause.clauses:
            _piece(own, child, here)
    elif rest.strip():
        _lines(_add(own, "content"), rest)


def _lines(above: etree._Element, text: str) -> None:
    for line in text.split("\n"):
        if line.strip():
            _add(above, "p").text = line


def _table(above: etree._Element, clause: Clause, here: tuple[str, str]) -> None:
    """Rows as printed: a cell that the source leaves empty in a merged run stays empty (the JSON has it filled in)."""
    table = _add(above, "table", eId=here[1] + "__table")
    if clause.header:
        _cells(_add(table, "tr"), "th", clause.header)
    for row in clause.clauses:
        if row.header_repeats:
            _cells(_add(table, "tr", **{"class": "header-repeated"}), "th", row.header_repeats)
        _cells(_add(table, "tr", **_ids(row, here)), "td", row.printed)


def _cells(row: etree._Element, name: str, cells: tuple[str, ...]) -> None:
    for cell in cells:
        _add(_add(row, name), "p").text = cell


def _front(preface: etree._Element, clauses: list[Clause]) -> None:
    for clause in clauses:
        if clause.kind == "title":
            title = _add(preface, "longTitle", **_ids(clause, None))
            _add(_add(title, "p"), "docTitle").text = clause.text
        else:
            _blocks(preface, [clause])


def _blocks(above: etree._Element, clauses: list[Clause]) -> None:
    """Pieces outside the hierarchy: each a container of paragraphs."""
    for clause in clauses:
        own = _add(above, "container", name=clause.kind, **_ids(clause, None))
        _lines(own, clause.label + clause.text)


# -- metadata -------------------------------------------------------------------------------------------


def _meta(meta: etree._Element, handbook: Handbook, entry: Entry, uri: str, day: date, part: str = "") -> None:
    """Dates are those that the text states. Where the standard asks for a date that no text states, it is the edition's
    own, and its name says so. `part`: an interpretation, of which number, issuer and date of the document say nothing."""
    metadata = entry.metadata
    edition = (day.isoformat(), "edition")
    issued = (metadata.issued.value, "issued") if metadata.issued.value and not part else edition
    amended = [event.date for event in metadata.status_events if event.event == "amended" and not part]
    version = (max(amended), "amended") if amended else issued
    author = "#issuer" if metadata.issuer.value and not part else "#unstated"
    identification = _add(meta, "identification", source="#handbook")
    work = _frbr(identification, "FRBRWork", uri, issued, author, part)
    _add(work, "FRBRcountry", value="cn")
    _add(work, "FRBRsubtype", value=handbook.kind_by_name[metadata.kind].id)
    if metadata.number.value and not part:
        _add(work, "FRBRnumber", value=metadata.number.value)
    _add(work, "FRBRname", value=entry.id)
    expression = _frbr(identification, "FRBRExpression", f"{uri}/zho@", version, author, part)
    _add(expression, "FRBRauthoritative", value="false")
    _add(expression, "FRBRlanguage", language="zho")
    manifestation = _frbr(identification, "FRBRManifestation", f"{uri}/zho@", edition, "#handbook", part, ".akn")
    _add(manifestation, "FRBRformat", value="application/akn+xml")
    if not part:
        _lifecycle(meta, entry)
        _references(meta, entry, uri)
        _proprietary(meta, handbook, entry)


def _frbr(above: etree._Element, level: str, uri: str, dated: tuple[str, str], author: str, part: str,
          ending: str = "") -> etree._Element:
    own = _add(above, level)
    _add(own, "FRBRthis", value=f"{uri}/!{part or 'main'}{ending}")
    _add(own, "FRBRuri", value=uri + ending)
    _add(own, "FRBRdate", date=dated[0], name=dated[1])
    _add(own, "FRBRauthor", href=author)
    return own


def _events(entry: Entry) -> Iterator[tuple[str, str, str]]:
    """(name, type, date) of what the text dates."""
    metadata = entry.metadata
    if metadata.issued.value:
        yield "issued", "generation", metadata.issued.value
    amended = [event.date for event in metadata.status_events if event.event == "amended"]
    for number, when in enumerate(amended, 1):
        yield f"amended_{number}", "amendment", when
    for event in metadata.status_events:
        if event.event == "repealed":
            yield "repealed", "repeal", event.date
    if metadata.effective_from.value:
        yield "effective-from", "generation", metadata.effective_from.value
    if metadata.effective_to.value:
        yield "effective-to", "repeal", metadata.effective_to.value


def _lifecycle(meta: etree._Element, entry: Entry) -> None:
    events = list(_events(entry))
    if not events:
        return
    lifecycle = _add(meta, "lifecycle", source="#handbook")
    for name, kind, when in events:
        _add(lifecycle, "eventRef", eId=f"event_{name}", date=when, source="#text", type=kind)
    metadata = entry.metadata
    ends = {"start": "#event_effective-from"} if metadata.effective_from.value else {}
    if metadata.effective_to.value:
        ends["end"] = "#event_effective-to"
    if ends:
        group = _add(_add(meta, "temporalData", source="#handbook"), "temporalGroup", eId="tmpg_1")
        _add(group, "timeInterval", **ends, refersTo="#in-force")


def _references(meta: etree._Element, entry: Entry, uri: str) -> None:
    metadata = entry.metadata
    references = _add(meta, "references", source="#handbook")
    _add(references, "original", eId="text", href=uri, showAs=metadata.title.value or metadata.short_title)
    _add(references, "TLCOrganization", eId="handbook", href="/akn/ontology/organization/suzhou-policy-handbook", showAs="苏州政策手册")
    if metadata.issuer.value:
        _add(references, "TLCOrganization", eId="issuer", href="/akn/ontology/organization/issuer", showAs=metadata.issuer.value)
    if not metadata.issuer.value or any(clause.kind == "interpretation" for clause in entry.document.clauses):
        _add(references, "TLCConcept", eId="unstated", href="/akn/ontology/concept/not-stated", showAs=UNSTATED)
    _add(references, "TLCConcept", eId="in-force", href="/akn/ontology/concept/in-force", showAs="有效")


def _proprietary(meta: etree._Element, handbook: Handbook, entry: Entry) -> None:
    """The handbook's own record: what the text does not state is an element that says so."""
    metadata = entry.metadata
    own = _add(meta, "proprietary", source="#handbook")
    fields = {
        "id": entry.id, "title": metadata.title.value, "number": metadata.number.value, "kind": metadata.kind,
        "jurisdiction": handbook.jurisdictions[metadata.jurisdiction.value].name if metadata.jurisdiction.value else None,
        "issuer": metadata.issuer.value, "issued": metadata.issued.value, "effective_from": metadata.effective_from.value,
        "effective_to": metadata.effective_to.value,
        "relative_validity": metadata.relative_validity.text if metadata.relative_validity else None,
    }
    for name, value in fields.items():
        field = etree.SubElement(own, f"{{{OWN}}}{name}")
        if value is None:
            field.set("stated", "false")
        else:
            field.text = value


def _attachments(above: etree._Element, handbook: Handbook, entry: Entry, clauses: list[Clause], uri: str, day: date) -> None:
    for number, clause in enumerate(clauses, 1):
        attachment = _add(above, "attachment", eId=f"att_{number}")
        whole = _add(attachment, "doc", name="interpretation")
        _meta(_add(whole, "meta"), handbook, entry, uri, day, part=f"interpretation_{number}")
        _piece(_add(whole, "mainBody"), clause, None)


# -- elements -------------------------------------------------------------------------------------------


def _name(tag: str) -> str:
    return f"{{{AKN}}}{tag}"


def _add(above: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(above, _name(tag), attributes)
