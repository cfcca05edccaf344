"""Handbook -> assets/cite/<document>.js: what a page needs to cite its clauses, loaded when a reader asks for it.

The strings are those of generator/citation.py; the page only fills in its own address and the day (docs/assets/cite-forms.js).
"""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

from .. import resolve
from ..addresses import anchor
from ..citation import (
    PATTERNS, bibliographic, deep_fingerprint, document_head, joined_fingerprint, labelled, own_line, place, place_tail, says,
)
from ..handbook import ClauseView, Entry, Handbook
from ..model.history import Wording
from ..pages.build import validity_text

FORMS = {name: {key: value for key, value in dataclasses.asdict(form).items() if value} for name, form in PATTERNS.items()}


# What a page loads of docs/assets, in order: a document's page, the page of a clause.
KIT = ("basket", "cite-forms", "cite")
BUNDLES = {"cite-kit.js": KIT, "cite-clause.js": (*KIT, "cite-qr", "cite-check")}
# npm packages that a page loads when it is asked for a QR code or a Word file: classic scripts, as published.
LIBRARIES = {"qrcode.js": "qrcode-generator/dist/qrcode.js", "docx.js": "docx/dist/index.iife.js"}


def files(handbook: Handbook, assets: Path, node_modules: Path) -> dict[str, str]:
    """{file name under assets/: script}: one for each document, what the pages load, the libraries that are installed."""
    found = {f"cite/{entry.id}.js": script(handbook, entry) for entry in handbook.entries.values()}
    found["resolve-data.js"] = f"Handbook.resolveData={_json(resolve.pack(handbook))};\n"
    for name, parts in BUNDLES.items():
        found[name] = "".join(_lean((assets / f"{part}.js").read_text("utf-8")) for part in parts)
    for name, path in LIBRARIES.items():
        if (node_modules / path).is_file():
            found[name] = (node_modules / path).read_text("utf-8")
    return found


def _lean(text: str) -> str:
    """A script without its comments that stand on lines of their own, and without indentation."""
    text = re.sub(r"^[ \t]*/\*\*(?:(?!\*/).)*\*/[ \t]*\n", "", text, flags=re.M | re.S)
    return re.sub(r"^[ \t]*(//.*)?\n?", "", text, flags=re.M)


def script(handbook: Handbook, entry: Entry) -> str:
    """Hands over one document."""
    packed = (_json(value) for value in (document(handbook, entry), FORMS))
    return f"Handbook.citeDocument({','.join(packed)});\n".replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def document(handbook: Handbook, entry: Entry) -> dict[str, Any]:
    """What is said of a document, and its clauses: [anchor, depth, kind, place, length of its last part, says, fingerprint, own words]."""
    metadata = entry.metadata
    title = metadata.title.value or entry.id
    return {
        "earlier": earlier(handbook, entry), "id": entry.id, "head": document_head(handbook, entry.id),
        **bibliographic(title, metadata.number.value, metadata.issuer.value, metadata.issued.value),
        "from": metadata.effective_from.value or "", "to": metadata.effective_to.value or "",
        "validity": validity_text(metadata), "gone": gone(handbook, entry.id),
        "rows": [[anchor(view.id), len(view.parents), view.clause.kind, place(view), len(place_tail(view)), says(view.clause),
                  deep_fingerprint(view.clause), own_line(view.clause, view.parents[-1] if view.parents else None)]
                 for view in entry.views.values()],
    }


def earlier(handbook: Handbook, entry: Entry) -> dict[str, list[dict[str, Any]]]:
    """{anchor: [{v: fingerprint, edition: the last one with these words, lines}]} of clauses that had other words, latest first.

    The words are those of data/history; `lines` is null for words that the registry knows and no edition kept.
    """
    found: dict[str, dict[str, dict[str, Any]]] = {}
    published = [(edition.date, handbook.history.published(edition.date).get(entry.id)) for edition in handbook.history.editions]
    for view in entry.views.values():
        now = deep_fingerprint(view.clause)
        old = found.setdefault(anchor(view.id), {})
        for date, then in published:
            if then and view.id in then.wordings:
                parts = _parts(view, then.wordings)
                v = joined_fingerprint({name: then.wordings[name].fingerprint for name in parts})
                old.pop(v, None)
                old[v] = {"v": v, "edition": date, "lines": [line for name in parts for line in _lines(then.wordings[name])]}
        if not view.clause.clauses:
            for v in handbook.registry.get(view.id, ()):
                old.setdefault(v, {"v": v, "edition": None, "lines": None})
        old.pop(now, None)
    return {name: list(reversed(old.values())) for name, old in found.items() if old}


def _parts(view: ClauseView, wordings: dict[str, Wording]) -> list[str]:
    """Ids of a clause and of everything under it in an edition, in the order of today's text, then what it no longer has."""
    today = [part.id for part in view.clause.walk()]
    return [name for name in today if name in wordings] + sorted(
        name for name in wordings if name.startswith(view.id + ".") and name not in today)


def _lines(wording: Wording) -> list[str]:
    if wording.cells:
        return ["；".join(filter(None, wording.cells))]
    return [line for line in labelled(wording.label, wording.text).split("\n") if line]


def gone(handbook: Handbook, document: str) -> dict[str, str | None]:
    """{anchor of a clause that is no longer there: id that took its place}: a document's page leads a former address on."""
    return {anchor(stone.id): stone.moved_to for stone in handbook.tombstones.values() if stone.id.startswith(document + ".")}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
