"""Where every character of the sources went: clauses, a second print, leftovers; nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from . import strict_yaml
from .extract.run import load_manifest
from .extract.segments import CONTEXT
from .model.decode import decode
from .model.document import Clause, Document
from .model.manifest import StretchEntry
from .problems import DataError, Problem
from .text import compact


@dataclass(frozen=True)
class Piece:
    """A run of characters (no white space) and what it is: clauses, duplicate, or the reason of a leftover."""

    what: str
    text: str


def clause_pieces(clause: Clause) -> list[Piece]:
    """A clause and all below it as the source prints them, leftovers put back in their places."""
    pieces: list[Piece] = []
    if clause.kind == "row":
        printed = " ".join(clause.printed)
        pieces += [Piece("clauses", compact("".join(clause.header_repeats))), *_with_omitted(printed, clause)]
    else:
        pieces += [Piece("clauses", compact(clause.label)), *_with_omitted(clause.text, clause)]
    pieces.append(Piece("clauses", compact("".join(clause.header))))
    for child in clause.clauses:
        pieces += clause_pieces(child)
    return [piece for piece in pieces if piece.text]


def _with_omitted(text: str, clause: Clause) -> list[Piece]:
    pieces, at = [], 0
    for omission in clause.omitted:
        pieces += [Piece("clauses", compact(text[at : omission.at])), Piece(omission.reason, compact(omission.text))]
        at = omission.at
    return [*pieces, Piece("clauses", compact(text[at:]))]


def stretch_pieces(stretch: StretchEntry, documents: dict[str, Document]) -> list[Piece]:
    """What one stretch of a source holds, from the YAML alone."""
    if stretch.leftover is not None:
        return [Piece(stretch.leftover, compact(stretch.start.rpartition(CONTEXT)[2]))]
    if stretch.duplicate_of is not None:
        body = _part(documents[stretch.duplicate_of], "body")
        return [Piece("duplicate", piece.text) for piece in body]
    return _part(documents[stretch.document or ""], stretch.part)


def _part(document: Document, part: str) -> list[Piece]:
    kinds = {"notice", "interpretation"}
    wanted = [clause for clause in document.clauses if (clause.kind in kinds and clause.kind == part)
              or (clause.kind not in kinds and part == "body")]
    return [piece for clause in wanted for piece in clause_pieces(clause)]


def load_documents(data: Path) -> dict[str, Document]:
    """data/documents/*.yml by id. Raises DataError."""
    problems: list[Problem] = []
    documents = {}
    for path in sorted((data / "documents").glob("*.yml")):
        place = f"data/documents/{path.name}"
        documents[path.stem] = decode(Document, strict_yaml.load(path, place), place, 1, problems)
    if problems:
        raise DataError(problems)
    return documents


def rebuild(data: Path) -> dict[str, list[Piece]]:
    """Source file -> its pieces in order, put together from data/documents and the manifest alone."""
    manifest, _lines = load_manifest(data)
    documents = load_documents(data)
    return {source.file: [piece for stretch in source.stretches for piece in stretch_pieces(stretch, documents)]
            for source in manifest.sources}


def coverage_report(data: Path) -> tuple[str, bool]:
    """(report, complete): characters (white space not counted) of each source by what they became."""
    rows, complete = [], True
    reasons: dict[str, int] = {}
    for file, pieces in rebuild(data).items():
        source = compact((data / "sources" / file).read_text("utf-8"))
        whole = "".join(piece.text for piece in pieces)
        counts = {"clauses": 0, "duplicate": 0, "leftover": 0}
        for piece in pieces:
            counts[piece.what if piece.what in counts else "leftover"] += len(piece.text)
            if piece.what not in counts:
                reasons[piece.what] = reasons.get(piece.what, 0) + len(piece.text)
        missing = len(source) - len(whole)
        same = whole == source
        complete &= same
        first = "" if same else f"  FIRST DIFFERENCE at character {_difference(whole, source)}"
        rows.append(f"{file:28} {len(source):8} {counts['clauses']:8} {counts['duplicate']:9} {counts['leftover']:9} "
                    f"{missing:11}{first}")
    lines = [f"{'source file':28} {'chars':>8} {'clauses':>8} {'duplicate':>9} {'leftovers':>9} {'unaccounted':>11}", *rows,
             "", "leftovers by reason:", *(f"  {count:4}  {reason}" for reason, count in sorted(reasons.items())),
             "", "every character accounted for, in order" if complete else "NOT COMPLETE"]
    return "\n".join(lines), complete


def _difference(ours: str, source: str) -> str:
    at = next((i for i, (a, b) in enumerate(zip(ours, source)) if a != b), min(len(ours), len(source)))
    return f"{at}: source {source[at : at + 20]!r}, YAML {ours[at : at + 20]!r}"
