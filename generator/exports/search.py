"""Handbook -> the files of site/assets/search/: classic scripts, since a page opened from disk may load nothing else.

manifest.js   how many parts there are, and (large corpora only) which route file knows which pairs of characters; every page
              links it, before its other scripts
engine.js     the scripts of docs/assets that only a search needs, in one file, and how the letters of the texts are packed
words.js      thesaurus, stop words, names of departments
variants.js   traditional characters -> the simplified ones that the corpus uses; characters that sound alike (for typing errors)
part-N.js     a stretch of the corpus, text, facts and all; the browser searches the text itself
route-N.js    pair of characters -> the parts that hold it, so that a large corpus is not loaded whole

A small corpus (up to WHOLE parts) is loaded whole and needs no routes: its text is smaller than any index of it.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import opencc

from ..addresses import anchor
from ..handbook import ClauseView, Entry, Handbook, name_of
from ..minify import minified
from ..model import asked as asked_model
from ..model import thesaurus as thesaurus_model
from ..model.asked import Asked
from ..model.thesaurus import Thesaurus
from ..problems import DataError
from . import search_pack
from .search_facts import knowledge
from .search_text import fold

ASSETS = Path(__file__).resolve().parents[2] / "docs" / "assets"
PART = 45_000  # characters of text in a part: about 40 KiB as sent
WHOLE = 12  # parts that are loaded whole rather than routed
ROUTE = 30_000  # characters in a route file


ENGINE = ("fold", "texts", "citation", "query", "typo", "rank", "cited", "calculators", "suggest", "engine", "snippet", "route")


def files(handbook: Handbook, data: Path, assets: Path = ASSETS) -> dict[str, str]:
    """{file name under assets/search/: script}. Raises DataError where the thesaurus is wrong."""
    thesaurus, lines = thesaurus_model.load(data)
    problems = list(thesaurus_model.check(thesaurus, lines, corpus(handbook)))
    asked, asked_lines = asked_model.load(data)
    problems += asked_model.check(asked, asked_lines, handbook.clauses)
    if problems:
        raise DataError(problems)
    parts = list(_parts(handbook, asked))
    texts = [_json(part) for part in parts]
    vocabulary = _json(words(handbook, thesaurus))
    codes = search_pack.codes(*texts, vocabulary)
    found = {f"part-{number}.js": _packed("searchPart", codes.pack(text), number) for number, text in enumerate(texts)}
    found["words.js"] = _packed("searchWords", codes.pack(vocabulary))
    engine = "".join((assets / f"search-{name}.js").read_text("utf-8") for name in ENGINE)
    found["engine.js"] = minified(engine, "js") + _script("searchEngineReady", {"symbols": codes.table, "spare": codes.spare})
    found["variants.js"] = _script("searchVariants", variants(handbook, thesaurus), sounds(handbook, data))
    routes = _routes(parts) if len(parts) > WHOLE else []
    for number, route in enumerate(routes):
        found[f"route-{number}.js"] = _script("searchRoute", number, route)
    edition = hashlib.sha256("".join(found[name] for name in sorted(found)).encode()).hexdigest()[:12]
    manifest = {"edition": edition, "parts": len(parts), "routes": [next(iter(route)) for route in routes]}
    found["manifest.js"] = f"window.Handbook = {{ searchManifest: {_json(manifest)} }};\n"
    return found


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _packed(function: str, text: str, *before: int) -> str:
    """A script that hands over JSON as packed text: JSON.parse reads it faster than the browser reads a script."""
    quoted = text.replace("\\", "\\\\").replace("'", "\\'")
    arguments = ",".join([*map(str, before), f"'{quoted}'"])
    return f"Handbook.{function}({arguments});\n"


def _script(function: str, *values: Any) -> str:
    arguments = ",".join(map(_json, values))
    # Two separators are line ends in old JavaScript, though not in JSON.
    return f"Handbook.{function}({arguments});\n".replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


# -- the text --------------------------------------------------------------------------------------------


def corpus(handbook: Handbook) -> Iterator[str]:
    """Every text that is searched, folded."""
    for entry in handbook.entries.values():
        yield fold(" ".join(_names(entry)))
        for view in entry.views.values():
            yield fold(text_of(view))


def text_of(view: ClauseView) -> str:
    """The words of a clause: its label and its own text."""
    return view.clause.label + view.clause.text


def _names(entry: Entry) -> list[str]:
    meta = entry.metadata
    names = (meta.title.value, meta.short_title, *meta.aliases, meta.number.value)
    return list(dict.fromkeys(name for name in names if name))


def _parts(handbook: Handbook, asked: Asked) -> Iterator[list[dict]]:
    """Documents, in order, gathered up to PART characters; a long one is split between two of its top clauses."""
    facts, part, size = _facts(handbook, asked), [], 0
    for entry in handbook.entries.values():
        head = _head(handbook, entry)
        if not any(clause.kind == "title" for clause in entry.document.clauses):
            head["x"] = 1  # nothing in it is the title: the search makes a hit for the document as a whole
        clauses: list[list] = []
        for top in entry.document.clauses:
            rows = [_row(handbook, entry.views[clause.id], facts) for clause in top.walk()]
            length = sum(len(row[4]) for row in rows)
            if size and size + length > PART:
                if clauses:
                    part.append({**head, "c": clauses})
                    head.pop("x", None)
                yield part
                part, clauses, size = [], [], 0
            clauses += rows
            size += length
        if clauses:
            part.append({**head, "c": clauses})
    yield part


def _head(handbook: Handbook, entry: Entry) -> dict:
    meta = entry.metadata
    head = {
        "id": entry.id, "t": meta.title.value or meta.short_title, "s": meta.short_title, "a": list(meta.aliases),
        "n": meta.number.value, "k": meta.kind, "j": meta.jurisdiction.value, "f": meta.effective_from.value,
        "u": meta.effective_to.value, "y": entry.id.rsplit("-", 1)[1], "e": _named_in(handbook, entry),
        "i": list(handbook.facts.facts[entry.id].industries) if entry.id in handbook.facts.facts else None,
    }
    return {key: value for key, value in head.items() if value}


def _named_in(handbook: Handbook, entry: Entry) -> str | None:
    """Where a document without a printed title is named in its first words: the link to the document goes there."""
    clause = handbook.evidence_clause(entry.id, entry.metadata.title)
    kind = handbook.clauses[clause].clause.kind if clause in handbook.clauses else ""
    return anchor(clause) if clause in entry.views and kind in ("preamble", "notice") else None


def _row(handbook: Handbook, view: ClauseView, facts: dict[str, dict]) -> list:
    """[anchor (from a point on, where that of the clause above comes before it), depth, length of the label, length of the
    heading, text, name or 0, facts or 0, department, …]; the facts are those of search_facts.knowledge, what people ask ("q")
    and, where they differ from the document's, the industries ("i")."""
    clause = view.clause
    name = name_of(clause)
    departments = list(dict.fromkeys(body for body, _ in handbook.bodies_of(clause.id) if body))
    numbers = [_department_numbers(handbook)[department] for department in departments]
    own, above = anchor(clause.id), anchor(view.parents[-1].id) if view.parents else ""
    return [own.removeprefix(above) if own.startswith(above + ".") else own, len(view.parents), len(clause.label),
            len(clause.heading), text_of(view), 0 if name in (clause.label, clause.heading) else name,
            facts.get(clause.id, 0), *numbers]


def _facts(handbook: Handbook, asked: Asked) -> dict[str, dict]:
    found = knowledge(handbook)
    for entry in asked.asked:
        found.setdefault(entry.clause, {})["q"] = list(entry.words)
    for view in handbook.clauses.values():
        industries = list(handbook.terms_of(view.id)[0])
        if industries and industries != list(handbook.facts.facts[view.document].industries):
            found.setdefault(view.id, {})["i"] = industries
    return found


@functools.lru_cache(maxsize=4)
def _numbers(departments: tuple[str, ...]) -> dict[str, int]:
    return {department: number for number, department in enumerate(departments)}


def _department_numbers(handbook: Handbook) -> dict[str, int]:
    return _numbers(tuple(handbook.departments))


# -- the words -------------------------------------------------------------------------------------------


def words(handbook: Handbook, thesaurus: Thesaurus) -> dict:
    """What a question is understood with."""
    return {
        "stop": [word for group in thesaurus.stop_words for word in group.words],
        "entries": _entries(thesaurus),
        "departments": [_department(handbook, department) for department in handbook.departments],
        "kinds": {kind.id: kind.name for kind in handbook.kinds.values()},
        "industries": {term.id: term.name for term in handbook.facts.industries.values()},
        "jurisdictions": {area.id: area.name for area in handbook.jurisdictions.values()},
    }


def _entries(thesaurus: Thesaurus) -> list[str]:
    """买房|买房补贴>购房|购房补贴, with = at the end where it holds in both directions; like beside like, which is smaller as sent."""
    said: dict[str, list[str]] = {}
    for entry in thesaurus.entries:
        said.setdefault("|".join(entry.text) + "=" * entry.both, []).extend(entry.say)
    return ["|".join(say) + ">" + text for text, say in sorted(said.items())]


def _department(handbook: Handbook, department: str) -> list:
    """[id, name, number of its successor or -1, spelling, spelling, …]"""
    body = handbook.departments[department]
    spellings = dict.fromkeys((body.short, *body.names))
    successor = _department_numbers(handbook)[body.succeeded_by] if body.succeeded_by else -1
    return [department, body.name, successor, *(name for name in spellings if name != body.name)]


def variants(handbook: Handbook, thesaurus: Thesaurus) -> str:
    """Traditional and simplified character in turn, for every simplified one that the corpus or the thesaurus uses."""
    used = set("".join(corpus(handbook))) | {char for entry in thesaurus.entries for word in entry.say for char in word}
    return "".join(old + new for old, new in _opencc() if new in used and old != new)


def sounds(handbook: Handbook, data: Path) -> str:
    """data/sounds.txt: lines of characters that sound or look alike, those of them that hold one of the corpus; "" without the file."""
    path = data / "sounds.txt"
    if not path.is_file():
        return ""
    used = set("".join(corpus(handbook)))
    lines = (line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#"))
    return "\n".join(line for line in lines if used.intersection(line))


def _opencc() -> Iterator[tuple[str, str]]:
    """(traditional, simplified) from OpenCC's own table."""
    table = Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt"
    for line in table.read_text("utf-8").splitlines():
        old, _, new = line.partition("\t")
        if len(old) == 1 and new:
            yield old, new.split(" ")[0]


# -- the routes ------------------------------------------------------------------------------------------


def _routes(parts: list[list[dict]]) -> list[dict[str, str]]:
    """[{pair or word: its parts}], each about ROUTE characters, in the order of the keys."""
    where: dict[str, list[int]] = {}
    for number, part in enumerate(parts):
        for term in _terms(part):
            where.setdefault(term, []).append(number)
    routes: list[dict[str, str]] = []
    size = ROUTE
    for term in sorted(where):
        if size >= ROUTE:
            routes.append({})
            size = 0
        code = _gaps(where[term])
        routes[-1][term] = code
        size += len(term) + len(code) + 6
    return routes


def _gaps(numbers: list[int]) -> str:
    """Ascending numbers as gaps in base 36: the last digit of each is a capital letter or one of ten marks."""
    digits, ends, last, code = "0123456789abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ!#$%&()*+-", -1, ""
    for number in numbers:
        gap, text = number - last - 1, ""
        text, gap = ends[gap % 36], gap // 36
        while gap:
            text, gap = digits[gap % 36] + text, gap // 36
        code += text
        last = number
    return code


def _terms(part: list[dict]) -> set[str]:
    terms: set[str] = set()
    for document in part:
        names = [document["t"], document["s"], *document.get("a", []), document.get("n", "")]
        for text in [fold(" ".join(names)), *(fold(row[4]) for row in document["c"])]:
            for run in re.findall(r"[\u3400-\u9fff]+", text):
                terms.update(map("".join, zip(run, run[1:])))
            terms.update(re.findall(r"[a-z]+|\d+(?:\.\d+)?", text))
    return terms
