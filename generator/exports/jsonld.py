"""A document or a clause -> JSON-LD: schema.org Legislation, with ELI (European Legislation Identifier) where it fits.

Nothing stands here that the texts do not say: no number, issuer or date is a field left out. The handbook's own files
carry UnofficialLegalValue. An address is absolute where the site knows its own, else relative to the page.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from ..addresses import clause_page, document_page
from ..handbook import ClauseView, Entry, Handbook, name_of
from ..model.document import Clause
from ..model.metadata import Metadata
from .document_json import paths

SCHEMA = "https://schema.org/"
CONTEXT = ["https://schema.org", {"eli": "http://data.europa.eu/eli/ontology#", "xsd": "http://www.w3.org/2001/XMLSchema#"}]
# The relations that ELI has a word for, to texts of the corpus.
_ELI_RELATIONS = {"based_on": "eli:based_on", "amends": "eli:amends", "repeals": "eli:repeals"}
_FORMS = (("json", "application/json"), ("markdown", "text/markdown"), ("akn", "application/akn+xml"))


def document_ld(handbook: Handbook, entry: Entry, site_url: str, day: date) -> str:
    """The JSON-LD of a document's page. `site_url` may be empty; `day`: date of the edition, on which force is judged."""
    to = _addresses(document_page(entry.id), site_url)
    metadata = entry.metadata
    record = {
        "@context": CONTEXT, "@type": ["Legislation", "eli:LegalResource"], "@id": to(document_page(entry.id)),
        "url": to(document_page(entry.id)), "identifier": entry.id, "eli:id_local": entry.id,
        "name": metadata.title.value, "alternateName": [*dict.fromkeys((metadata.short_title, *metadata.aliases))],
        "inLanguage": "zh-CN", **_legal(handbook, entry, day),
        **_relations(handbook, entry, to),
        "hasPart": [_part(clause, to) for clause in entry.document.clauses if clause.kind != "title"],
        "encoding": [{
            "@type": "LegislationObject", "contentUrl": to(getattr(paths(entry.id), form)), "encodingFormat": media,
            "inLanguage": "zh-CN", "legislationLegalValue": {"@id": SCHEMA + "UnofficialLegalValue"}} for form, media in _FORMS],
        "sdDatePublished": day.isoformat(),
    }
    return _script(record)


def clause_ld(handbook: Handbook, view: ClauseView, site_url: str, day: date) -> str:
    """The JSON-LD of a clause's own page."""
    page = clause_page(view.id)
    to = _addresses(page, site_url)
    entry = handbook.entries[view.document]
    above = to(clause_page(view.parents[-1].id) if view.parents else document_page(view.document))
    whole = {"@type": "Legislation", "@id": to(document_page(view.document)), **_kept({
        "name": entry.metadata.title.value, "legislationIdentifier": entry.metadata.number.value,
        "legislationType": entry.metadata.kind})}
    record = {
        "@context": CONTEXT, "@type": ["Legislation", "eli:LegalResourceSubdivision"], "@id": to(page), "url": to(page),
        "identifier": view.id, "eli:id_local": view.id, "eli:number": view.clause.label or None,
        "name": f"{entry.metadata.title.value or entry.metadata.short_title}　{view.place}", "inLanguage": "zh-CN",
        **_legal(handbook, entry, day, whole=False),
        "isPartOf": [{"@type": "Legislation", "@id": above}, whole] if view.parents else whole,
        "eli:is_part_of": {"@id": above},
        "hasPart": [_part(clause, to) for clause in view.clause.clauses],
        "encoding": {"@type": "LegislationObject", "contentUrl": to(page), "encodingFormat": "text/html",
                     "legislationLegalValue": {"@id": SCHEMA + "UnofficialLegalValue"}},
        "sdDatePublished": day.isoformat(),
    }
    return _script(record)


def legal_force(metadata: Metadata, day: date) -> str | None:
    """InForce or NotInForce on a day, from the dates that the text states; None where they do not settle it.

    A first day without a last one does not: the text may have ended since, by an act outside the corpus.
    """
    start, end = metadata.effective_from.value, metadata.effective_to.value
    if any(event.event == "repealed" and event.date <= day.isoformat() for event in metadata.status_events):
        return "NotInForce"
    if (end and day.isoformat() > end) or (start and day.isoformat() < start):
        return "NotInForce"
    return "InForce" if start and end else None


def coverage(metadata: Metadata) -> str | None:
    """The stated period as an ISO 8601 interval, `..` for an end that is not stated; None where neither is."""
    start, end = metadata.effective_from.value, metadata.effective_to.value
    return f"{start or '..'}/{end or '..'}" if start or end else None


def _legal(handbook: Handbook, entry: Entry, day: date, whole: bool = True) -> dict[str, Any]:
    """The properties of Legislation; those of the whole document only where `whole`."""
    metadata = entry.metadata
    amended = [event.date for event in metadata.status_events if event.event == "amended"]
    force = legal_force(metadata, day)
    found = {
        "legislationJurisdiction": {"@type": "AdministrativeArea",
                                    "name": handbook.jurisdictions[metadata.jurisdiction.value].name}
        if metadata.jurisdiction.value else None,
        "legislationLegalForce": {"@id": SCHEMA + force} if force else None,
        "temporalCoverage": coverage(metadata),
        "legislationDateVersion": max(amended, default=None),
        "eli:first_date_entry_in_force": _day(metadata.effective_from.value),
        "eli:date_no_longer_in_force": _day(metadata.effective_to.value),
    }
    if whole:
        found.update({
            "legislationIdentifier": metadata.number.value, "eli:number": metadata.number.value,
            "legislationType": metadata.kind, "legislationDate": metadata.issued.value,
            "eli:date_document": _day(metadata.issued.value),
            "legislationPassedBy": {"@type": "Organization", "name": metadata.issuer.value} if metadata.issuer.value else None,
        })
    return found


def _relations(handbook: Handbook, entry: Entry, to: Callable[[str], str]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for relation in entry.metadata.relations:
        if relation.target in handbook.entries and relation.kind in _ELI_RELATIONS:
            target = {"@id": to(document_page(relation.target or ""))}
            found.setdefault(_ELI_RELATIONS[relation.kind], []).append(target)
            if relation.kind in ("amends", "repeals"):
                found.setdefault("legislationChanges", []).append(target)
    return found


def _part(clause: Clause, to: Callable[[str], str]) -> dict[str, str]:
    return {"@type": "Legislation", "@id": to(clause_page(clause.id)), "name": name_of(clause)}


def _day(value: str | None) -> dict[str, str] | None:
    return {"@type": "xsd:date", "@value": value} if value else None


def _addresses(page: str, site_url: str) -> Callable[[str], str]:
    """Address from the root -> as this page writes it."""
    base = site_url.rstrip("/") + "/" if site_url else "../" * page.count("/")
    return lambda address: base + address


def _kept(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if value not in (None, [], {})}


def _script(record: dict[str, Any]) -> str:
    """JSON that may stand in a <script>: no < in it, no empty fields."""
    return json.dumps(_kept(record), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
