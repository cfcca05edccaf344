"""A tree of clauses -> the characters of the source again: the proof that nothing was lost, moved or added."""

from __future__ import annotations

from dataclasses import dataclass

from ..model.document import Clause, Document
from ..model.manifest import StretchEntry
from ..text import compact
from .segments import CONTEXT


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
    """What one stretch of a source holds, from the YAML alone. KeyError where its document has not been extracted."""
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


def difference(ours: str, source: str) -> str | None:
    """Where two texts part, in words; None where they are the same."""
    if ours == source:
        return None
    at = next((i for i, (a, b) in enumerate(zip(ours, source)) if a != b), min(len(ours), len(source)))
    return f"{at}: source {source[at : at + 20]!r}, YAML {ours[at : at + 20]!r}"
