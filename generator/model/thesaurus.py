"""Words that readers say and documents do not: data/thesaurus.yml, each entry with its reason, and its checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .. import strict_yaml
from ..problems import DataError, Problem
from .decode import decode, doc

EntryKind = Literal["synonym", "jargon", "abbreviation", "spelling", "broader"]
PLACE = "data/thesaurus.yml"


@dataclass(frozen=True)
class Entry:
    """Words that a reader may type, and the words of the documents that mean the same."""

    say: tuple[str, ...] = doc("what a reader types; each stands in one entry only")
    text: tuple[str, ...] = doc("what the documents say instead, as they print it; every one occurs in the corpus")
    kind: EntryKind = doc("synonym (everyday word), jargon (of officials and trades), abbreviation, spelling (another way "
                          "to write it), broader (the text speaks of the class that it belongs to)")
    reason: str = doc("why they mean the same, or where the corpus shows it; in Chinese")
    both: bool = doc("true where the words of the text also lead to the words that are said", default=False)


@dataclass(frozen=True)
class StopWords:
    """Words of a question that say nothing about what is looked for."""

    words: tuple[str, ...] = doc("the words")
    reason: str = doc("why they say nothing; in Chinese")


@dataclass(frozen=True)
class Thesaurus:
    """data/thesaurus.yml"""

    stop_words: tuple[StopWords, ...] = doc("words of a question that say nothing about what is looked for")
    entries: tuple[Entry, ...] = doc("what readers type and what the documents say instead")


def load(data: Path) -> tuple[Thesaurus, dict]:
    """The thesaurus and its lines, for messages; an empty one where there is no file. Raises DataError."""
    path = data / "thesaurus.yml"
    if not path.is_file():
        return Thesaurus((), ()), {}
    problems: list[Problem] = []
    raw = strict_yaml.load(path, PLACE)
    thesaurus = decode(Thesaurus, raw, PLACE, 1, problems)
    if problems:
        raise DataError(problems)
    return thesaurus, raw


def check(thesaurus: Thesaurus, lines: dict, texts: Iterable[str]) -> Iterator[Problem]:
    """What is wrong with the entries: `texts` is every text of the corpus, folded as the search folds it."""
    from ..exports.search_text import fold

    corpus, said = "\n".join(texts), {}
    for index, entry in enumerate(thesaurus.entries):
        line = lines["entries"].lines[index] if lines else 0
        if not entry.reason.strip():
            yield Problem(PLACE, line, "reason is empty: say why the words mean the same")
        if not entry.say or not entry.text:
            yield Problem(PLACE, line, "an entry needs words under both say and text")
        for word in (*entry.say, *entry.text):
            if any(mark in word for mark in "|>="):
                yield Problem(PLACE, line, f"{word!r} holds one of the marks | > = that part words in the search: leave the mark out")
        for word in entry.say:
            if fold(word) in said:
                yield Problem(PLACE, line, f"{word!r} is said in line {said[fold(word)]} already: put the two together")
            said[fold(word)] = line
        for word in entry.text:
            if fold(word) not in corpus:
                yield Problem(PLACE, line, f"{word!r} stands in no document: it would find nothing; correct or remove it")
        if {*map(fold, entry.say)} >= {*map(fold, entry.text)}:
            yield Problem(PLACE, line, "text adds nothing to what is said: remove the entry")
