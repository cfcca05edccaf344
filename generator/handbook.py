"""All of data/ joined by id into one immutable Handbook; what is worked out from it (never typed) is a method here."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import strict_yaml
from .calculators.compile import compile_calculator
from .calculators.load import CalculatorBook, fact_index, load_calculators
from .facts import KINDS, FactBook, load_facts
from .history import History, fingerprint_of, load_history
from .model.decode import decode
from .model.document import Clause, Document
from .model.metadata import Fact, Metadata
from .model.profile import Profile
from .model.reference import Amendments, ArticleChange, References
from .model.registry import Registry, Tombstone, Tombstones
from .model.taxonomy import Department, Departments, Jurisdiction, Jurisdictions, Kind, Kinds
from .numerals import to_chinese
from .problems import DataError, Problem
from .text import compact


@dataclass(frozen=True)
class ClauseView:
    """A clause with its place in its document."""

    clause: Clause
    document: str
    parents: tuple[Clause, ...]

    @property
    def id(self) -> str:
        return self.clause.id

    @property
    def path(self) -> tuple[str, ...]:
        """Labels (or headings, where there is no label) from the top of the document down to this clause."""
        return tuple(name_of(clause) for clause in (*self.parents, self.clause))

    @property
    def place(self) -> str:
        """The path as one name, chapters left out: 一、（四）, 第二十二条第二款（一）, 三、（一）1．数字人民币."""
        return "".join(name_of(clause) for clause in (*self.parents, self.clause) if clause.kind != "chapter") or self.path[-1]


NAMES = {
    "title": "标题", "promulgation": "公布说明", "notice": "印发通知", "preamble": "引言", "closing": "结语",
    "interpretation": "政策解读", "table": "表",
}


def name_of(clause: Clause) -> str:
    """What a reader calls a clause: its label, else its heading, else the kind of piece it is."""
    if clause.kind == "paragraph":
        return f"第{to_chinese(int(clause.id.rsplit('.k', 1)[1]))}款"
    return clause.label or clause.heading or NAMES.get(clause.kind) or clause.text.split("\n")[0][:16]


def plain_title(title: str) -> str:
    """A title without what citations leave out or change: quotation marks, brackets, spaces."""
    return re.sub(r"[“”‘’\"'<>〈〉《》（）()\s]", "", title)


def fingerprint(clause: Clause) -> str:
    """16 hex digits that change when the clause's own words change (white space apart)."""
    return fingerprint_of(clause.label, clause.text, clause.cells)


@dataclass(frozen=True)
class Entry:
    """A document: its text and what it is."""

    document: Document
    metadata: Metadata

    @property
    def id(self) -> str:
        return self.document.id

    @functools.cached_property
    def views(self) -> dict[str, ClauseView]:
        """Every clause of the document by id, in the order of the text."""
        found: dict[str, ClauseView] = {}

        def visit(clause: Clause, parents: tuple[Clause, ...]) -> None:
            found[clause.id] = ClauseView(clause, self.document.id, parents)
            for child in clause.clauses:
                visit(child, (*parents, clause))

        for clause in self.document.clauses:
            visit(clause, ())
        return found

    @functools.cached_property
    def _compacted(self) -> list[tuple[str, str]]:
        return [(clause.id, compact(clause.label + clause.text)) for clause in self.document.walk()]

    def find(self, quote: str) -> list[str]:
        """Ids of the clauses whose own text (label included) holds `quote`, white space apart."""
        wanted = compact(quote)
        return [clause for clause, text in self._compacted if wanted in text]


@dataclass(frozen=True)
class Handbook:
    """Everything, joined. Built by `load`; never changed."""

    entries: dict[str, Entry]
    departments: dict[str, Department]
    jurisdictions: dict[str, Jurisdiction]
    kinds: dict[str, Kind]
    references: References
    amendments: tuple[ArticleChange, ...]
    registry: dict[str, tuple[str, ...]]
    tombstones: dict[str, Tombstone]
    facts: FactBook
    calculators: CalculatorBook = field(default_factory=CalculatorBook)
    profile: Profile = Profile(())
    history: History = field(default_factory=History)
    lines: dict[str, dict] = field(default_factory=dict, repr=False)

    @functools.cached_property
    def clauses(self) -> dict[str, ClauseView]:
        """Every clause of every document by id."""
        return {clause: view for entry in self.entries.values() for clause, view in entry.views.items()}

    @functools.cached_property
    def titles(self) -> dict[str, list[str]]:
        """Plain title or alias (no quotation marks, brackets or spaces) -> ids of the documents so called."""
        found: dict[str, list[str]] = {}
        for entry in self.entries.values():
            for name in dict.fromkeys((entry.metadata.title.value or "", *entry.metadata.aliases)):
                if name:
                    found.setdefault(plain_title(name), []).append(entry.id)
        return found

    @functools.cached_property
    def kind_by_name(self) -> dict[str, Kind]:
        return {kind.name: kind for kind in self.kinds.values()}

    @functools.cached_property
    def _names(self) -> dict[tuple[str, str], str]:
        return {(body.jurisdiction, name): body.id for body in self.departments.values()
                for name in dict.fromkeys((*body.names, *(slip.printed for slip in body.misprints)))}

    def department_named(self, name: str, document: str) -> str | None:
        """Id of the body that `name` means in a document; None where no entry fits.

        市工信局 in a document of 常熟市 is 常熟's bureau: a name that starts with 市 is looked up in the document's
        own jurisdiction only, other names in the areas above it and beside it too.
        """
        own = self.entries[document].metadata.jurisdiction.value or "suzhou"
        if (own, name) in self._names:
            return self._names[own, name]
        if name.startswith("市"):
            return None
        for jurisdiction in ("suzhou", "jiangsu", "national", *self.jurisdictions):
            if (jurisdiction, name) in self._names:
                return self._names[jurisdiction, name]
        return None

    def bodies_of(self, clause: str) -> list[tuple[str | None, Any]]:
        """(department id or None, body as printed) for each responsible body of a clause."""
        view = self.clauses[clause]
        return [(self.department_named(body.name, view.document), body) for body in view.clause.bodies]

    @functools.cached_property
    def clauses_of_department(self) -> dict[str, list[tuple[str, Any]]]:
        """Department id -> (clause id, body as printed), in document order; printed and default ones alike."""
        found: dict[str, list[tuple[str, Any]]] = {department: [] for department in self.departments}
        for clause in self.clauses:
            for department, body in self.bodies_of(clause):
                if department:
                    found[department].append((clause, body))
        return found

    @functools.cached_property
    def _terms(self) -> dict[str, tuple[dict[str, None], dict[str, None]]]:
        found: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
        for kind in KINDS:
            for document, entry in self.facts.entries(kind):
                industries, recipients = found.setdefault(entry.clause, ({}, {}))
                own = getattr(entry, "industries", None)
                industries.update(dict.fromkeys(own if own is not None else self.facts.facts[document].industries))
                recipients.update(dict.fromkeys(getattr(entry, "recipients", ())))
        return found

    def terms_of(self, clause: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """(industries, recipients) of the facts that stand in a clause; empty where it states none."""
        industries, recipients = self._terms.get(clause, ({}, {}))
        return tuple(industries), tuple(recipients)

    @functools.cached_property
    def fact_index(self) -> dict[str, Any]:
        """Every fact of every kind by id."""
        return fact_index(self.facts)

    @functools.cached_property
    def programs(self) -> dict[str, dict[str, Any]]:
        """The program of every calculator by id: plain JSON that both engines run."""
        return {name: compile_calculator(calculator, self) for name, calculator in self.calculators.all.items()}

    def evidence_clause(self, document: str, fact: Fact) -> str | None:
        """Id of the clause that holds the evidence of a fact."""
        if not fact.evidence:
            return None
        found = self.entries[fact.evidence_document or document].find(fact.evidence)
        return found[0] if found else None

    @functools.cached_property
    def changes_of(self) -> dict[str, list[ArticleChange]]:
        """Clause id -> the changes that made its present wording."""
        found: dict[str, list[ArticleChange]] = {}
        for change in self.amendments:
            for clause in change.after:
                found.setdefault(clause, []).append(change)
        return found


def _read(data: Path, name: str, record: type, problems: list[Problem], lines: dict) -> Any:
    place = f"data/{name}"
    try:
        raw = strict_yaml.load(data / name, place)
        lines[place] = raw
        return decode(record, raw, place, 1, problems)
    except DataError as error:
        problems.extend(error.problems)
    return None


def _by_id(items, place: str, problems: list[Problem]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in items:
        if item.id in found:
            problems.append(Problem(place, 0, f"id {item.id!r} stands twice: rename one"))
        found[item.id] = item
    return found


def load(data: Path) -> Handbook:
    """Read all of data/. Raises DataError with every problem of form; checks across records are in `checks`."""
    problems: list[Problem] = []
    lines: dict[str, dict] = {}
    read: Callable[[str, type], Any] = lambda name, record: _read(data, name, record, problems, lines)
    documents = {path.stem: read(f"documents/{path.name}", Document) for path in sorted((data / "documents").glob("*.yml"))}
    metadata = {path.stem: read(f"metadata/{path.name}", Metadata) for path in sorted((data / "metadata").glob("*.yml"))}
    for name in documents.keys() - metadata.keys():
        problems.append(Problem(f"data/metadata/{name}.yml", 0, "file is missing: say what the document is "
                                                                "(title, kind, jurisdiction, dates); see 增补文件"))
    for name in metadata.keys() - documents.keys():
        problems.append(Problem(f"data/metadata/{name}.yml", 1, "there is no document of this id: correct the file "
                                                                "name, or add it to data/manifest.yml and extract"))
    departments = read("taxonomy/departments.yml", Departments)
    jurisdictions = read("taxonomy/jurisdictions.yml", Jurisdictions)
    kinds = read("taxonomy/kinds.yml", Kinds)
    references = read("references.yml", References)
    amendments = read("amendments.yml", Amendments)
    registry = read("registry.yml", Registry)
    tombstones = read("tombstones.yml", Tombstones)
    profile = read("profile.yml", Profile) if (data / "profile.yml").is_file() else Profile(())
    try:
        facts = load_facts(data)
        calculators = load_calculators(data, facts)
        history = load_history(data)
    except DataError as error:
        problems.extend(error.problems)
    if problems:
        raise DataError(problems)
    handbook = Handbook(
        entries={name: Entry(document, metadata[name]) for name, document in documents.items()},
        departments=_by_id(departments.departments, "data/taxonomy/departments.yml", problems),
        jurisdictions=_by_id(jurisdictions.jurisdictions, "data/taxonomy/jurisdictions.yml", problems),
        kinds=_by_id(kinds.kinds, "data/taxonomy/kinds.yml", problems),
        references=references, amendments=amendments.changes, registry=registry.ids,
        tombstones=_by_id(tombstones.tombstones, "data/tombstones.yml", problems), facts=facts,
        calculators=calculators, profile=profile, history=history, lines=lines,
    )
    if problems:
        raise DataError(problems)
    return handbook


def line_of(handbook: Handbook, place: str, *path: str | int) -> int:
    """Line of a value in a data file, for messages: `line_of(h, "data/metadata/x.yml", "title", "evidence")`."""
    node: Any = handbook.lines.get(place)
    line = 0
    for key in path:
        if isinstance(node, strict_yaml.Map) and key in node:
            line, node = node.line_of(key), node[key]
        elif isinstance(node, strict_yaml.List) and isinstance(key, int) and key < len(node):
            line, node = node.lines[key], node[key]
        else:
            break
    return line


def walk_documents(handbook: Handbook) -> Iterator[tuple[Entry, ClauseView]]:
    """Every clause with its document, in a fixed order."""
    for entry in handbook.entries.values():
        for view in entry.views.values():
            yield entry, view
