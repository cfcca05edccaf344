"""The lines of a table -> rows of cells with merged cells resolved.

Tables come out of word processors in two shapes: one cell a line, each behind a tab, rows apart by an empty
line; or one row a line, cells apart by tabs. A merged cell is printed once and left empty below.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..model.manifest import TableHint
from ..text import compact, unwrap

_PARAGRAPH_ENDS = ("。", "；", "：", "！", "？")


@dataclass(frozen=True)
class Row:
    """A row as printed, as meant (cells by column, merged ones filled in from above), and its own words without the
    number: the cells that are not empty."""

    printed: tuple[str, ...]
    cells: tuple[str, ...]
    own: tuple[str, ...]


def split_rows(lines: list[str], reader: str) -> list[list[str]]:
    """Raw lines -> rows of cells. Within a cell, lines stay apart only where the cell has paragraphs.

    >>> split_rows(["\\t现状值", "（2020年）", "\\t甲。", "乙。", "", "\\t7"], "cell_lines")
    [['现状值（2020年）', '甲。\\n乙。'], ['7']]
    >>> split_rows(["市政府 领导\\t市市场监 管局", "\\t市司法局"], "row_lines")
    [['市政府领导', '市市场监管局'], ['', '市司法局']]
    """
    if reader == "row_lines":
        return [[unwrap(cell) for cell in line.rstrip("\n").split("\t")] for line in lines if line.strip()]
    rows: list[list[str]] = [[]]
    for line in lines:
        if line == "" or line.startswith(" \t"):
            if rows[-1]:
                rows.append([])
            if line == "":
                continue
            line = line.lstrip(" ")
        if line.startswith("\t"):
            rows[-1].append(line[1:].strip())
        elif line.strip():
            if not rows[-1]:
                rows[-1].append("")
            rows[-1][-1] += ("\n" if rows[-1][-1].endswith(_PARAGRAPH_ENDS) else "") + line.strip()
    return [row for row in rows if row]


def misfits(hint: TableHint) -> list[str]:
    """What in the hint of a table contradicts its own columns."""
    count = len(hint.columns)
    found = [f"{name} is {column}, but its columns are 0 to {count - 1}"
             for name, column in (("key", hint.key), ("number", hint.number))
             if column is not None and not 0 <= column < count]
    for cells, columns in hint.short_rows.items():
        if cells != str(len(columns)) or not all(0 <= column < count for column in columns):
            found.append(f"short_rows: a row of {cells} cells cannot fill the columns {list(columns)} of 0 to {count - 1}")
    return found + [f"bodies: {name!r} is none of its columns" for name in hint.bodies if name not in hint.columns]


def resolve(rows: list[list[str]], hint: TableHint) -> tuple[list[Row], list[str]]:
    """Place each cell in its column and fill merged cells; returns the rows and what could not be placed."""
    resolved, doubts = [], []
    previous = [""] * len(hint.columns)
    for cells in rows:
        columns = _columns(cells, hint)
        if columns is None:
            doubts.append(f"row {' | '.join(cells)[:60]!r} has {len(cells)} cells, the table {len(hint.columns)} "
                          "columns: name the columns that its cells fill in short_rows")
            continue
        values = ["" for _ in hint.columns]
        for column, cell in zip(columns, cells):
            values[column] = cell
        for column in columns:
            if not values[column] and column < hint.key:
                values[column] = previous[column]
        if columns[0] > 0:  # a row that starts further right continues the merged cell on its left
            for column in range(columns[0]):
                if column != hint.number:
                    values[column] = previous[column]
        own = tuple(cell for column, cell in zip(columns, cells) if compact(cell) and column != hint.number)
        resolved.append(Row(tuple(cells), tuple(values), own))
        previous = values
    return resolved, doubts


def _columns(cells: list[str], hint: TableHint) -> tuple[int, ...] | None:
    if len(cells) == len(hint.columns):
        return tuple(range(len(cells)))
    return hint.short_rows.get(str(len(cells)))
