"""The facts as CSV and as one Excel workbook; the same bytes at every build."""

from __future__ import annotations

import csv
import datetime
import io
import json
import zipfile
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

SHEETS = {
    "documents": "文件", "awards": "奖补", "rights": "其他支持", "rules": "规则", "duties": "义务", "penalties": "违法责任",
    "deadlines": "时限", "definitions": "名词", "indicators": "指标", "eligibility": "资格条件", "departments": "部门",
}
_EPOCH = (1980, 1, 1, 0, 0, 0)


def to_csv(rows: list[dict[str, Any]]) -> str:
    """Records as CSV with a byte-order mark, so that Excel reads it as UTF-8."""
    out = io.StringIO()
    if rows:
        writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\r\n")
        writer.writeheader()
        writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)
    return "\ufeff" + out.getvalue()


def to_workbook(tables: dict[str, list[dict[str, Any]]]) -> bytes:
    """One workbook, a sheet a table, heads fixed and filtered. Times inside are fixed: same data, same bytes."""
    book = Workbook()
    book.remove(book.active)
    for name, title in SHEETS.items():
        rows = tables.get(name, [])
        sheet = book.create_sheet(title)
        heads = list(rows[0]) if rows else []
        sheet.append(heads)
        for row in rows:
            sheet.append([_cell(row[head]) for head in heads])
        for cell in sheet[1] if heads else ():
            cell.font, cell.alignment = Font(bold=True), Alignment(vertical="top")
        sheet.freeze_panes = "B2"
        if rows:
            sheet.auto_filter.ref = sheet.dimensions
        for column in range(1, len(heads) + 1):
            sheet.column_dimensions[get_column_letter(column)].width = 24
    book.properties.created = book.properties.modified = datetime.datetime(2020, 1, 1)
    raw = io.BytesIO()
    book.save(raw)
    return _fixed_times(raw.getvalue())


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float):
        # a text that starts like a formula stays text in a spreadsheet
        return "'" + value if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
    return json.dumps(value, ensure_ascii=False)


def _fixed_times(archive: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _fixed_core(content)
            target.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _fixed_core(content: bytes) -> bytes:
    import re

    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2020-01-01T00:00:00Z", content)
