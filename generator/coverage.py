"""Where every character of the sources went: clauses, a second print, leftovers; nothing else."""

from __future__ import annotations

from pathlib import Path

from . import strict_yaml
from .extract.rebuild import Piece, difference, stretch_pieces
from .extract.run import load_manifest
from .model.decode import decode
from .model.document import Document
from .problems import DataError, Problem
from .text import compact


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
    missing = {name for source in manifest.sources for stretch in source.stretches
               for name in (stretch.document, stretch.duplicate_of) if name is not None and name not in documents}
    if missing:
        raise DataError(Problem(f"data/documents/{name}.yml", 0, "file is missing: run `make extract`") for name in missing)
    return {source.file: [piece for stretch in source.stretches for piece in stretch_pieces(stretch, documents)]
            for source in manifest.sources}


def coverage_report(data: Path) -> tuple[str, bool]:
    """(report, complete): characters (white space not counted) of each source by what they became."""
    rows, complete = [], True
    reasons: dict[str, int] = {}
    for file, pieces in rebuild(data).items():
        source = compact(_source(data, file))
        whole = "".join(piece.text for piece in pieces)
        counts = {"clauses": 0, "duplicate": 0, "leftover": 0}
        for piece in pieces:
            counts[piece.what if piece.what in counts else "leftover"] += len(piece.text)
            if piece.what not in counts:
                reasons[piece.what] = reasons.get(piece.what, 0) + len(piece.text)
        missing = len(source) - len(whole)
        different = difference(whole, source)
        complete &= different is None
        first = f"  FIRST DIFFERENCE at character {different}" if different else ""
        rows.append(f"{file:28} {len(source):8} {counts['clauses']:8} {counts['duplicate']:9} {counts['leftover']:9} "
                    f"{missing:11}{first}")
    lines = [f"{'source file':28} {'chars':>8} {'clauses':>8} {'duplicate':>9} {'leftovers':>9} {'unaccounted':>11}", *rows,
             "", "leftovers by reason:", *(f"  {count:4}  {reason}" for reason, count in sorted(reasons.items())),
             "", "every character accounted for, in order" if complete else "NOT COMPLETE"]
    return "\n".join(lines), complete


def _source(data: Path, file: str) -> str:
    place = f"data/sources/{file}"
    try:
        return (data / "sources" / file).read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise DataError([Problem(place, 0, "file is missing: put it back from the repository")]) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise DataError([Problem(place, line, "not UTF-8: save the file as UTF-8 and extract again")]) from None
