"""The paragraphs of one document -> its tree of clauses, addressed by official numbers.

A label decides by its kind: a kind that is open already closes everything below it, a kind that is not open yet
starts a new level. So plans that restart 1． in every （一） and plans that run on both come out right, and
no document needs to say which levels it uses.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from ..model.document import Body, Clause, Omission
from ..model.manifest import Outline, TableHint, Word
from ..problems import Problem
from ..text import Compact, compact
from . import bodies, tables
from ..numerals import Label, read_label
from .segments import Segment

HEADING_LIMIT = 40  # longest first sentence, in characters, that is taken for a heading
_MARK = 0xD800  # lone surrogates stand for leftovers and tables while the text is being cut up: no UTF-8 text holds them
_TABLE = 0xDC00


@dataclass
class Node:
    """A clause while it is being built. `address` is relative to the document."""

    kind: str
    address: str
    label: str = ""
    heading: str = ""
    paragraphs: list[str] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    extra: dict = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)

    def child(self, kind: str, number: str, **values) -> Node:
        address = f"{self.address}.{number}" if self.address else number
        node = Node(kind, address, **values)
        self.children.append(node)
        return node


class Reader:
    """Reads the segments of one document in order; collects problems (fatal) and doubts (for a person)."""

    def __init__(self, outline: Outline):
        self.outline = outline
        self.root = Node("root", "")
        self.problems: list[Problem] = []
        self.doubts: list[Problem] = []
        self.used: set[str] = set()
        self.omissions: list[tuple[str, str]] = []
        self.by_article = False
        self.title_left = compact(outline.title or "")

    # -- one segment ---------------------------------------------------------------------------------

    def read(self, segment: Segment) -> None:
        """Add a segment's clauses to the tree."""
        self.segment, self.caption = segment, ""
        paragraphs = self._paragraphs(segment)
        if segment.entry.part == "notice":
            self.root.child("notice", "notice", paragraphs=[text for _line, text in paragraphs])
            return
        base = self.root
        if segment.entry.part == "interpretation":
            base = self.root.child("interpretation", "interpretation")
        self.by_article = any(self._label(text) and self._label(text).kind == "article" for _line, text in paragraphs)
        self.open: list[Node] = [base]
        self.run_on: dict[str, int] = {}
        self.title_left = compact(self.outline.title or "") if segment.entry.part == "body" else ""
        for (line, text), (_line, following) in zip(paragraphs, [*paragraphs[1:], (0, " ")]):
            self.line = line
            self._paragraph(text, following)

    def _paragraphs(self, segment: Segment) -> list[tuple[int, str]]:
        raw = self._mark_tables(self._mark_leftovers(segment.text))
        for start in self.outline.split:
            raw = self._insert_break(raw, start)
        lines = [(segment.line + i, line.strip()) for i, line in enumerate(raw.split("\n"))]
        joined: list[tuple[int, str]] = []
        glue = False
        for line, text in lines:
            if not text:
                continue
            if glue:
                joined[-1] = (joined[-1][0], joined[-1][1] + text)
            else:
                joined.append((line, text))
            glue = self._hint("join", self.outline.join, lambda words: compact(text).endswith(compact(words)))
        return joined

    def _mark_leftovers(self, raw: str) -> str:
        for leftover in self.outline.leftovers:
            view = Compact(raw)
            found = view.find_all(leftover.after + leftover.text)
            if found:
                self.used.add(f"leftover {leftover.after}")
            if len(found) == 1:
                first = view.places[found[0] + len(compact(leftover.after))]
                last = view.places[found[0] + len(compact(leftover.after + leftover.text)) - 1] + 1
                raw = raw[:first] + chr(_MARK + len(self.omissions)) + raw[last:]
                self.omissions.append((leftover.text, leftover.reason))
            elif found:
                self._bad(f"leftover {leftover.text!r} after {leftover.after!r} stands {len(found)} times: "
                          "add words to after")
        return raw

    def _mark_tables(self, raw: str) -> str:
        self.table_lines: dict[int, list[str]] = {}
        for index, hint in enumerate(self.outline.tables):
            view = Compact(raw)
            starts, ends = view.find_all(hint.start), view.find_all(hint.end)
            if not starts:
                continue
            self.used.add(f"table {hint.word}")
            if len(starts) != 1 or len(ends) != 1:
                self._bad(f"table {hint.word}: start stands {len(starts)} times, end {len(ends)} times; "
                          "each must stand once: add words")
                continue
            first = raw.rfind("\n", 0, view.places[starts[0]]) + 1
            last = view.places[ends[0] + len(compact(hint.end)) - 1] + 1
            while _is_mark(raw[last : last + 1]):  # a leftover right behind the last cell
                last += 1
            if last <= first:
                self._bad(f"table {hint.word}: its end stands before its start: copy its last words as end")
                continue
            body = raw[first:last].split("\n")
            self.table_lines[index] = body
            raw = raw[:first] + chr(_TABLE + index) + "\n" * (len(body) - 1) + raw[last:]
        return raw

    def _insert_break(self, raw: str, start: str) -> str:
        view = Compact(raw)
        found = view.find_all(start)
        if not found:
            return raw
        self.used.add(f"split {start}")
        if len(found) > 1:
            self._bad(f"split {start!r} stands {len(found)} times: add words")
            return raw
        place = view.places[found[0]]
        return raw[:place] + "\n" + raw[place:]

    # -- one paragraph -------------------------------------------------------------------------------

    def _paragraph(self, text: str, following: str) -> None:
        if _is_table(text):
            return self._table(ord(text[0]) - _TABLE)
        if self.title_left and self._is_at_head("part") and self._title(text):
            return None
        if _is_table(following) and compact(text) == compact(self.outline.tables[ord(following[0]) - _TABLE].caption):
            self.caption = text
            return None
        if self._starts(self.outline.promulgation, text) and self._is_at_head("part", "preamble"):
            del self.open[1:]
            self.open[0].child("promulgation", "promulgation", paragraphs=[text])
            self.used.add("promulgation")
            return None
        if self._starts(self.outline.closing, text) and self.open[0] is self.root:
            self.used.add("closing")
            self.open = [self.root, self.root.child("closing", "closing", paragraphs=[text])]
            return None
        word = next((word for word in self.outline.words if self._starts(word.start, text)), None)
        if word:
            return self._worded(word, text)
        label = self._label(text)
        if label:
            return self._labelled(label, text)
        return self._unlabelled(text)

    def _is_at_head(self, *kinds: str) -> bool:
        """Whether nothing but clauses of these kinds has been read of the segment."""
        return all(node.kind in kinds for node in self.open[1:])

    def _title(self, text: str) -> bool:
        own = compact(text)
        if not self.title_left.startswith(own):
            return False
        del self.open[1:]
        if compact(self.outline.title or "") == self.title_left:
            self.root.child("title", "title", paragraphs=[text])
        else:
            self.root.children[-1].paragraphs.append(text)
        self.title_left = self.title_left[len(own) :]
        return True

    def _label(self, text: str) -> Label | None:
        if self._hint("plain", self.outline.plain, lambda words: self._starts(words, text)):
            return None
        return read_label(text)

    def _labelled(self, label: Label, text: str) -> None:
        rest = text[label.length :]
        parent = self._parent_for(label.kind)
        self._check_order(parent, label)
        number = {"chapter": f"ch{label.number}", "box": f"box-{label.number}"}.get(label.kind, str(label.number))
        kind = "item" if self.by_article and label.kind == "subsection" else label.kind
        if label.kind == "article":
            node = Node("article", self._prefix(number), label=label.printed)
            parent.children.append(node)
        else:
            node = parent.child(kind, number, label=label.printed)
        node.paragraphs.append(rest)
        self.open.append(node)

    def _prefix(self, number: str) -> str:
        base = self.open[0].address
        return f"{base}.{number}" if base else number

    def _parent_for(self, kind: str) -> Node:
        """Close what a label of this kind closes; return the clause it belongs to."""
        kinds = [self._level(node) for node in self.open]
        if kind in kinds:
            del self.open[kinds.index(kind) :]
        elif kind == "box":
            while len(self.open) > 1 and self._level(self.open[-1]) in ("part", "box"):
                self.open.pop()
        elif kind == "article" and "chapter" in kinds:
            del self.open[kinds.index("chapter") + 1 :]
        elif kind == "chapter":
            del self.open[1:]
        else:
            while len(self.open) > 1 and self._level(self.open[-1]) in ("part", "preamble", "closing", "table"):
                self.open.pop()
        return self.open[-1]

    @staticmethod
    def _level(node: Node) -> str:
        return "subsection" if node.kind == "item" else node.kind

    def _check_order(self, parent: Node, label: Label) -> None:
        scope = self.open[0] if label.kind == "article" else parent
        before = scope.last.get(label.kind, 0)
        runs_on = before == 0 and label.number == self.run_on.get(label.kind, 0) + 1
        if label.number != before + 1 and not runs_on:
            after = f"follows {before}" if before else "stands first"
            self._bad(f"number out of order: {label.printed} {after} in {self.outline.id}"
                      f"{'.' + parent.address if parent.address else ''}; if the line is text, name it under plain in "
                      f"data/outline/{self.outline.id}.yml; if the number before is run into a line, under split")
        scope.last[label.kind] = label.number
        self.run_on[label.kind] = label.number

    def _worded(self, word: Word, text: str) -> None:
        self.used.add(f"word {word.start}")
        while len(self.open) > 1 and self.open[-1].kind in ("part", "preamble", "table"):
            self.open.pop()
        parent = self.open[-1] if word.under is None else self._find(word.under)
        if parent is None:
            self._bad(f"word {word.word!r}: there is no clause {word.under!r} before it")
            return
        if word.under is not None:
            self.open = [*self._path_to(parent)]
        self.open.append(parent.child("part", word.word, paragraphs=[text], heading=word.heading or ""))

    def _find(self, address: str) -> Node | None:
        return next((node for node in _walk(self.root) if node.address == address), None)

    def _path_to(self, wanted: Node) -> list[Node]:
        def search(node: Node) -> list[Node] | None:
            if node is wanted:
                return [node]
            for child in node.children:
                path = search(child)
                if path:
                    return [node, *path]
            return None
        path = search(self.root) or [self.root]
        return path[path.index(self.open[0]) :] if self.open[0] in path else path

    def _unlabelled(self, text: str) -> None:
        current = self.open[-1]
        article = next((node for node in self.open if node.kind == "article"), None)
        if article is not None:
            count = 2 + sum(child.kind == "paragraph" for child in article.children)
            del self.open[self.open.index(article) + 1 :]
            self.open.append(article.child("paragraph", f"k{count}", paragraphs=[text]))
        elif current.kind == "root":
            self.open.append(current.child("preamble", "preamble", paragraphs=[text]))
        else:
            if current.children:
                self._bad(f"paragraph {text[:24]!r} has no number and stands after the parts of "
                          f"{self.outline.id}.{current.address}: give it an address under words")
            settled = any(self._starts(words, text) for words in self.outline.continues)
            self.used.update(f"continues {words}" for words in self.outline.continues if self._starts(words, text))
            if not settled and current.kind not in ("preamble", "interpretation", "closing") and not (
                len(current.paragraphs) == 1 and _is_heading_line(current.paragraphs[0])
            ):
                self.doubts.append(self._problem(
                    f"paragraph {text[:24]!r} has no number; it is read as going on in "
                    f"{self.outline.id}.{current.address}. Give it an address under words, or settle it under continues"))
            current.paragraphs.append(text)

    # -- tables --------------------------------------------------------------------------------------

    def _table(self, index: int) -> None:
        hint = self.outline.tables[index]
        for misfit in tables.misfits(hint):
            self._bad_hint(f"table {hint.word}: {misfit}")
        if tables.misfits(hint):
            return
        if compact(hint.caption) != compact(self.caption):
            self._bad(f"table {hint.word}: the paragraph right before it is not its caption {hint.caption!r}: copy it "
                      "exactly")
        while len(self.open) > 1 and self.open[-1].kind in ("part", "preamble"):
            self.open.pop()
        parent = self.open[-1] if hint.under is None else self._find(hint.under)
        if parent is None:
            self._bad(f"table {hint.word}: there is no clause {hint.under!r} before it")
            return
        node = parent.child("table", hint.word, paragraphs=[self.caption] if hint.caption else [])
        self.caption = ""
        header, *body = tables.split_rows(self.table_lines[index], hint.reader)
        node.extra = {"columns": hint.columns, "header": tuple(map(_unmark, header))}
        repeats = [cells == header for cells in body]
        rows, doubts = tables.resolve([cells for cells, again in zip(body, repeats) if not again], hint)
        for doubt in doubts:
            self._bad(f"table {hint.word}: {doubt}")
        before = [any(repeats[max(0, i - 1) : i]) for i, again in enumerate(repeats) if not again]
        words = iter(hint.rows)
        for row, repeated in zip(rows, before):
            self._row(node, hint, row, tuple(header) if repeated else (), words)
        if unused := list(words):
            self._bad(f"table {hint.word}: {len(unused)} row words are left over, from {unused[0]!r}")
        if hint.under is not None:
            self.open = [*self._path_to(parent)]
        self.open.append(node)

    def _row(self, table: Node, hint: TableHint, row: tables.Row, repeated: tuple[str, ...], words) -> None:
        printed_number = _unmark(row.cells[hint.number]) if hint.number is not None else ""
        number = printed_number or next(words, None)
        if number is None:
            self._bad(f"table {hint.word}: row {row.cells[hint.key]!r} prints no number: give it a word under rows")
            return
        node = table.child("row", number, label=printed_number, heading=_unmark(row.cells[hint.key]).replace("\n", ""))
        node.paragraphs = [" ".join(row.own)]
        node.extra = {"cells": tuple(map(_unmark, row.cells)), "printed": tuple(row.printed), "header_repeats": repeated}
        node.extra["bodies"] = tuple(
            body
            for column, role in hint.bodies.items()
            for body in bodies.read_cell(_unmark(row.cells[hint.columns.index(column)]), role)
        )

    # -- the finished tree ---------------------------------------------------------------------------

    def clauses(self) -> tuple[Clause, ...]:
        """The finished tree; call once after the last segment."""
        self._unused_hints()
        found = tuple(self._clause(child) for child in self.root.children)
        self._unique(found)
        return self._with_defaults(self._spread(found))

    def _clause(self, node: Node) -> Clause:
        text, omitted = self._take_out("\n".join(part for part in node.paragraphs if part))
        extra = dict(node.extra)
        if "printed" in extra:  # a row's leftovers are placed in its printed cells joined by a space
            _joined, omitted = self._take_out(" ".join(extra["printed"]), trim=False)
            extra["printed"] = tuple(map(_unmark, extra["printed"]))
        named = extra.pop("bodies", ())
        if not self.by_article and node.kind not in ("row", "title", "notice"):
            named = tuple(bodies.read_bodies(text))
        return Clause(
            id=f"{self.outline.id}.{node.address}", kind=node.kind, text=text, label=node.label,
            heading=self._heading(node, text), bodies=tuple(named), omitted=omitted,
            clauses=tuple(self._clause(child) for child in node.children), **extra,
        )

    def _take_out(self, text: str, trim: bool = True) -> tuple[str, tuple[Omission, ...]]:
        clean, found = "", []
        for place, char in enumerate(text):
            index = ord(char) - _MARK
            if 0 <= index < len(self.omissions):
                if trim and not text[place + 1 : place + 2].strip():  # ends a line: so does its blank
                    clean = clean.rstrip()
                found.append(Omission(len(clean), *self.omissions[index]))
            else:
                clean += char
        return clean.strip() if trim else clean, tuple(found)

    def _heading(self, node: Node, text: str) -> str:
        if node.address in self.outline.headings:
            node.heading = self.outline.headings[node.address]
            return self._in_text(node.heading, node, text)
        if node.heading and node.kind != "row":
            return self._in_text(node.heading, node, text)
        if node.heading or node.kind in ("row", "part"):
            return node.heading or _first_sentence_heading(text, node.kind == "part")
        if node.kind not in ("chapter", "section", "subsection", "point", "subpoint", "box"):
            return ""
        first, *more = text.split("\n")
        if _is_heading_line(first):
            return first.rstrip("。：") if (node.children or more or "。" not in first) else ""
        return _first_sentence_heading(first, False)

    def _in_text(self, heading: str, node: Node, text: str) -> str:
        if compact(heading) not in compact(text.split("\n")[0]):
            self._bad_hint(f"heading {heading!r} is not in the text of {node.address}: copy it exactly")
        return heading

    def _unique(self, found: Iterable[Clause]) -> None:
        seen: set[str] = set()
        for clause in (inner for top in found for inner in top.walk()):
            if clause.id in seen:
                self._bad_hint(f"address {clause.id} is given twice: settle the numbering here")
            seen.add(clause.id)

    def _spread(self, found: tuple[Clause, ...]) -> tuple[Clause, ...]:
        """Give the clause above, and its other parts, the bodies of a list that stands in its last part."""
        for address in self.outline.spread:
            parent_id = f"{self.outline.id}.{address.rpartition('.')[0]}"
            source = next((c for top in found for c in top.walk() if c.id == f"{self.outline.id}.{address}"), None)
            if source is None or not source.bodies:
                self._bad_hint(f"spread {address!r}: there is no such clause with a list of bodies")
                continue
            listed = next((content for paragraph in source.text.split("\n")
                           for content in bodies.responsibility_lists(paragraph)), source.text)
            shared = tuple(replace(body, default=listed) for body in source.bodies)

            def give(clause: Clause) -> Clause:
                children = tuple(map(give, clause.clauses))
                below = parent_id in (clause.id, clause.id.rpartition(".")[0])
                named = shared if below and not clause.bodies else clause.bodies
                return replace(clause, bodies=named, clauses=children)

            found = tuple(map(give, found))
        return found

    def _with_defaults(self, found: tuple[Clause, ...]) -> tuple[Clause, ...]:
        for default in self.outline.defaults:
            started = False
            start = f"{self.outline.id}.{default.start}"
            extra = [Body(name, default.role, default.quote) for name in default.bodies]

            def add(clause: Clause) -> Clause:
                nonlocal started
                started = started or clause.id == start
                named = clause.bodies
                if started and named:
                    known = {body.name for body in named}
                    named = (*named, *(body for body in extra if body.name not in known))
                return replace(clause, bodies=named, clauses=tuple(add(child) for child in clause.clauses))

            found = tuple(add(clause) for clause in found)
            if not started:
                self._bad_hint(f"default starting at {default.start!r}: there is no such clause")
            if not any(compact(default.quote) in compact(clause.text) for top in found for clause in top.walk()):
                self._bad_hint(f"default quote {default.quote!r} is not in the text: copy it exactly")
        return found

    # -- hints and messages --------------------------------------------------------------------------

    def _starts(self, words: str | None, text: str) -> bool:
        return bool(words) and compact(text).startswith(compact(words))

    def _hint(self, name: str, hints: Iterable[str], fits) -> bool:
        fitting = [words for words in hints if fits(words)]
        self.used.update(f"{name} {words}" for words in fitting)
        return bool(fitting)

    def _unused_hints(self) -> None:
        outline = self.outline
        expected = [f"{name} {words}" for name in ("join", "split", "plain", "continues") for words in getattr(outline, name)]
        expected += [f"word {word.start}" for word in outline.words]
        expected += [f"leftover {leftover.after}" for leftover in outline.leftovers]
        expected += [f"table {table.word}" for table in outline.tables]
        expected += [f"heading {address}" for address in outline.headings]
        expected += [name for name in ("closing", "promulgation") if getattr(outline, name)]
        if outline.title and self.title_left:
            expected.append(f"title {outline.title}")
        # headings are used up only while the tree is finished, so they are looked up in it
        addresses = {node.address for node in _walk(self.root)}
        self.used.update(f"heading {address}" for address in outline.headings if address in addresses)
        for hint in expected:
            if hint not in self.used:
                self._bad_hint(f"nothing in the text fits: {hint!r}; copy the words exactly, or delete the entry")

    def _problem(self, message: str) -> Problem:
        return Problem(f"data/sources/{self.segment.file}", getattr(self, "line", self.segment.line), message)

    def _bad(self, message: str) -> None:
        self.problems.append(self._problem(message))

    def _bad_hint(self, message: str) -> None:
        self.problems.append(Problem(f"data/outline/{self.outline.id}.yml", 0, message))


def _walk(node: Node) -> Iterable[Node]:
    yield node
    for child in node.children:
        yield from _walk(child)


def _unmark(text: str) -> str:
    return "".join(char for char in text if not _is_mark(char))


def _is_table(text: str) -> bool:
    return "\udc00" <= text[0] <= "\udfff"


def _is_mark(char: str) -> bool:
    return "\ud800" <= char <= "\udbff"


def _is_heading_line(text: str) -> bool:
    """A line that is a heading and nothing more: no full stop inside, and short."""
    body = text.rstrip("。：")
    return "。" not in body and "；" not in body and len(body) <= HEADING_LIMIT + 20 and not text.endswith("；")


def _first_sentence_heading(text: str, part: bool) -> str:
    sentence, stop, rest = text.partition("。")
    limit = 20 if part else HEADING_LIMIT
    if not stop or len(sentence) > limit or any(char in sentence for char in "；："):
        return ""
    lists = bodies.responsibility_lists(rest)
    for content in lists:
        rest = rest.replace(content, "")
    return sentence.lstrip("—") if rest.strip("（）()[]。\n ") else ""
