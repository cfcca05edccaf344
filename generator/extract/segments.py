"""A source file and its manifest entry -> its stretches, in order, with nothing left over and nothing twice."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from ..model.manifest import SourceEntry, StretchEntry
from ..problems import Problem
from ..text import Compact, compact

CONTEXT = "▸"


@dataclass(frozen=True)
class Segment:
    """A stretch found in its file: the entry, the text as it stands there, and its first line."""

    file: str
    sha256: str
    entry: StretchEntry
    text: str
    line: int


def read_source(path: Path, entry: SourceEntry, problems: list[Problem]) -> Compact | None:
    """The text of one source file; problems where it is missing, changed or not UTF-8."""
    place = f"data/sources/{entry.file}"
    if not path.is_file():
        problems.append(Problem(place, 0, "file is missing: put it there, or delete its entry in data/manifest.yml"))
        return None
    content = path.read_bytes()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        problems.append(Problem(place, line, "not UTF-8: save the file as UTF-8 and extract again"))
        return None
    digest = hashlib.sha256(content).hexdigest()
    if digest != entry.sha256:
        problems.append(Problem(place, 0, f"SHA-256 is {digest}, the manifest says {entry.sha256}: the file has "
                                          "changed; look at the change, then write the new sum into data/manifest.yml"))
    return Compact(text)


def cut(source: Compact, entry: SourceEntry, lines: list[int], problems: list[Problem]) -> list[Segment]:
    """Cut a source into its stretches. `lines` are the manifest lines of the entries, for messages.

    Every character that is not white space must fall into exactly one stretch; each start mark must
    stand once in the file, each end mark once between its start and the next stretch.
    """
    marks = [(stretch, line, _start(source, stretch, line, problems)) for stretch, line in zip(entry.stretches, lines)]
    marks = [mark for mark in marks if mark[2] is not None]
    disorder = [_manifest(line, f"stretch starting {stretch.start!r} (line {source.line(start)} of {entry.file}) stands "
                                "before the one above it: put the stretches in the order of the file")
                for (_stretch, _line, above), (stretch, line, start) in zip(marks, marks[1:]) if start < above]
    if disorder:
        problems.extend(disorder)
        return []
    segments, covered = [], 0
    for index, (stretch, line, start) in enumerate(marks):
        limit = marks[index + 1][2] if index + 1 < len(marks) else len(source.text)
        end = _end(source, stretch, line, start, limit, problems)
        if end is None:
            covered = limit
            continue
        _gap(source, entry.file, covered, start, problems)
        text = source.original[source.places[start] : source.places[end - 1] + 1]
        lead = source.original.rfind("\n", 0, source.places[start]) + 1
        if not source.original[lead : source.places[start]].strip():
            text = source.original[lead : source.places[start]] + text
        segments.append(Segment(entry.file, entry.sha256, stretch, text, source.line(start)))
        covered = end
    _gap(source, entry.file, covered, len(source.text), problems)
    return segments


def _manifest(line: int, message: str) -> Problem:
    return Problem("data/manifest.yml", line, message)


def _start(source: Compact, stretch: StretchEntry, line: int, problems: list[Problem]) -> int | None:
    context, _, own = stretch.start.rpartition(CONTEXT)
    found = source.find_all(context + own)
    if len(found) == 1:
        return found[0] + len(compact(context))
    if not found:
        problems.append(_manifest(line, f"start mark {stretch.start!r} is not in the file: copy the first words of "
                                        "the stretch from the source, exactly"))
    else:
        places = ", ".join(str(source.line(at)) for at in found)
        problems.append(_manifest(line, f"start mark {stretch.start!r} stands {len(found)} times (lines {places}): "
                                        f"add more words, or words before it followed by {CONTEXT}"))
    return None


def _end(source: Compact, stretch: StretchEntry, line: int, start: int, limit: int,
         problems: list[Problem]) -> int | None:
    found = source.find_all(stretch.end, start, limit)
    if len(found) == 1:
        return found[0] + len(compact(stretch.end))
    if not found:
        behind = source.find_all(stretch.end, start)
        if behind:
            problems.append(_manifest(line, f"end mark {stretch.end!r} ends (line {source.line(behind[0])}) behind the "
                                            "start of the next stretch: end this one earlier, or start the next one later"))
            return None
        anywhere = source.find_all(stretch.end)
        where = f" (it stands before it, in line {source.line(anywhere[0])})" if anywhere else ""
        problems.append(_manifest(line, f"end mark {stretch.end!r} is not behind the start of its stretch{where}: copy the "
                                        "last words of the stretch, exactly"))
    else:
        places = ", ".join(str(source.line(at)) for at in found)
        problems.append(_manifest(line, f"end mark {stretch.end!r} stands {len(found)} times in its stretch "
                                        f"(lines {places}): add words before it"))
    return None


def _gap(source: Compact, file: str, start: int, end: int, problems: list[Problem]) -> None:
    if start < end:
        words = source.text[start : min(end, start + 30)]
        problems.append(Problem(f"data/sources/{file}", source.line(start),
                                f"{end - start} characters belong to no stretch, from {words!r}: add a stretch to "
                                "data/manifest.yml (a document, a duplicate, or a leftover with its reason)"))
