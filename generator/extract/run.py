"""`python -m generator extract`: manifest + sources -> data/documents/*.yml, all or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .. import strict_yaml
from ..addresses import DOCUMENT_ID
from ..model.decode import decode, plain
from ..model.document import Document, Stretch
from ..model.manifest import Manifest, Outline
from ..problems import DataError, Problem
from ..text import Compact, compact
from .outline import Reader
from .rebuild import difference, stretch_pieces
from .segments import CONTEXT, Segment, cut, read_source

HEADER = "# Written by `python -m generator extract` from data/sources, data/manifest.yml and data/outline. Do not edit.\n"


@dataclass
class Extraction:
    """What a run of the extractor found."""

    documents: list[Document]
    segments: list[Segment]
    doubts: list[Problem]


def load_manifest(data: Path) -> tuple[Manifest, list[list[int]]]:
    """The manifest and, per source, the lines of its stretches. Raises DataError."""
    problems: list[Problem] = []
    raw = strict_yaml.load(data / "manifest.yml", "data/manifest.yml")
    manifest = decode(Manifest, raw, "data/manifest.yml", 1, problems)
    if problems:
        raise DataError(problems)
    return manifest, [source["stretches"].lines for source in raw["sources"]]


def load_outline(data: Path, document: str, problems: list[Problem]) -> Outline:
    """The outline hints of a document; none are needed."""
    path = data / "outline" / f"{document}.yml"
    if not path.is_file():
        return Outline(id=document)
    place = f"data/outline/{document}.yml"
    try:
        outline = decode(Outline, strict_yaml.load(path, place), place, 1, problems)
    except DataError as error:
        problems.extend(error.problems)
        outline = None
    if outline and outline.id != document:
        problems.append(Problem(place, 1, f"id is {outline.id!r}, the file name says {document!r}: make them agree"))
    return outline or Outline(id=document)


def extract(data: Path) -> Extraction:
    """Read everything; raises DataError with every problem, in which case nothing may be written."""
    manifest, lines = load_manifest(data)
    problems: list[Problem] = []
    segments: list[Segment] = []
    _no_stray_sources(data, manifest, problems)
    for source, stretch_lines in zip(manifest.sources, lines):
        text = read_source(data / "sources" / source.file, source, problems)
        if text is not None:
            _check_roles(source, stretch_lines, problems)
            segments.extend(cut(text, source, stretch_lines, problems))
    if not problems:
        _check_parts(segments, problems)
    if problems:
        raise DataError(problems)
    documents, doubts = _documents(data, segments, problems)
    _check_duplicates(segments, problems)
    if not problems:
        _check_whole(segments, documents, problems)
    _no_stray_outlines(data, documents, problems)
    if problems:
        raise DataError(problems)
    return Extraction(documents, segments, doubts)


def _documents(data: Path, segments: list[Segment], problems: list[Problem]) -> tuple[list[Document], list[Problem]]:
    by_document: dict[str, list[Segment]] = {}
    for segment in segments:
        if segment.entry.document:
            by_document.setdefault(segment.entry.document, []).append(segment)
    documents, doubts = [], []
    order = {"notice": 0, "body": 1, "interpretation": 2}
    for document, own in by_document.items():
        reader = Reader(load_outline(data, document, problems))
        for segment in sorted(own, key=lambda segment: order[segment.entry.part]):
            reader.read(segment)
        clauses = reader.clauses()
        problems.extend(reader.problems)
        doubts.extend(reader.doubts)
        stretches = tuple(Stretch(segment.file, segment.sha256, segment.entry.part) for segment in own)
        documents.append(Document(document, stretches, clauses))
    return documents, doubts


def _check_roles(source, lines: list[int], problems: list[Problem]) -> None:
    for stretch, line in zip(source.stretches, lines):
        roles = [stretch.document, stretch.duplicate_of, stretch.leftover]
        if sum(role is not None for role in roles) != 1:
            problems.append(Problem("data/manifest.yml", line, "a stretch is exactly one of document, duplicate_of and "
                                                               "leftover: keep one of these fields"))
        if stretch.document is not None and not DOCUMENT_ID.fullmatch(stretch.document):
            problems.append(Problem("data/manifest.yml", line, f"document id {stretch.document!r} is not lower-case "
                                                               "English words and a year, such as gas-2018"))


def _check_parts(segments: list[Segment], problems: list[Problem]) -> None:
    """A part of a document is one stretch, and a leftover is declared word for word: so the source can be rebuilt."""
    seen: set[tuple[str, str]] = set()
    for segment in segments:
        entry, place = segment.entry, f"data/sources/{segment.file}"
        if entry.document and (entry.document, entry.part) in seen:
            problems.append(Problem(place, segment.line, f"the {entry.part} of {entry.document} has a stretch already: make "
                                                         "one of the two, and name what stands between as leftovers in "
                                                         f"data/outline/{entry.document}.yml"))
        seen.add((entry.document or "", entry.part))
        if entry.leftover is not None and compact(segment.text) != compact(entry.start.rpartition(CONTEXT)[2]):
            problems.append(Problem(place, segment.line, "a leftover is declared word for word: write all of it as start "
                                                         "in data/manifest.yml"))


def _check_whole(segments: list[Segment], documents: list[Document], problems: list[Problem]) -> None:
    """What was read, put together again, must be the source, character for character."""
    by_id = {document.id: document for document in documents}
    for segment in segments:
        ours = "".join(piece.text for piece in stretch_pieces(segment.entry, by_id))
        if different := difference(ours, compact(segment.text)):
            problems.append(Problem(f"data/sources/{segment.file}", segment.line,
                                    f"what was read of this stretch is not its text, from character {different}: look at "
                                    f"the hints of data/outline/{segment.entry.document or segment.entry.duplicate_of}.yml for that place"))


def _check_duplicates(segments: list[Segment], problems: list[Problem]) -> None:
    for segment in segments:
        if segment.entry.duplicate_of:
            originals = [s for s in segments if s.entry.document == segment.entry.duplicate_of and s.entry.part == "body"]
            if not originals:
                problems.append(Problem(f"data/sources/{segment.file}", segment.line,
                                        f"duplicate_of {segment.entry.duplicate_of!r} is no document of data/manifest.yml"))
            elif compact(segment.text) not in [compact(original.text) for original in originals]:
                problems.append(Problem(f"data/sources/{segment.file}", segment.line,
                                        f"this second print differs from {segment.entry.duplicate_of}: keep it as a "
                                        "document of its own, or mend the marks in data/manifest.yml"))


def _no_stray_sources(data: Path, manifest: Manifest, problems: list[Problem]) -> None:
    named = {source.file for source in manifest.sources}
    for path in sorted((data / "sources").glob("*.txt")):
        if path.name not in named:
            problems.append(Problem(f"data/sources/{path.name}", 0, "no entry in data/manifest.yml: add one with its "
                                                                    "stretches, or take the file away"))


def _no_stray_outlines(data: Path, documents: list[Document], problems: list[Problem]) -> None:
    known = {document.id for document in documents}
    for path in sorted((data / "outline").glob("*.yml")):
        if path.stem not in known:
            problems.append(Problem(f"data/outline/{path.name}", 0, "no document of this id in data/manifest.yml: "
                                                                    "correct the file name, or delete the file"))


def write(extraction: Extraction, data: Path) -> list[str]:
    """Write data/documents/*.yml; returns the names of the files that changed."""
    folder = data / "documents"
    folder.mkdir(exist_ok=True)
    changed = []
    wanted = {f"{document.id}.yml": strict_yaml.dump(plain(document), HEADER) for document in extraction.documents}
    for name, text in wanted.items():
        path = folder / name
        if not path.is_file() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            changed.append(name)
    for path in folder.glob("*.yml"):
        if path.name not in wanted:
            path.unlink()
            changed.append(path.name)
    return sorted(changed)
