"""Reads an .xlsx file into rows of cells, within limits that no file can talk its way around."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from contracts.imports import MAX_RECORDS
from gateway.problems import Refused

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_UNPACKED = 32 * 1024 * 1024
MOST_PARTS = 500
MOST_COLUMNS = 50
MOST_FAULTS = 200

_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref=[\"']([A-Z0-9:$]+)[\"']")
_SHEETS = re.compile(r"/?xl/worksheets/[^/]+\.xml")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that says something. `kind` is openpyxl's: f a formula, e an error, others what `value` is."""

    column: int
    row: int
    value: Any
    kind: str

    @property
    def place(self) -> str:
        """Such as B7."""
        return f"{get_column_letter(self.column)}{self.row}"


@dataclass(frozen=True, slots=True)
class Table:
    """The one sheet of a workbook: its first row, and those below that say anything."""

    sheet: str
    head: list[Cell]
    rows: list[list[Cell]]


def read_workbook(raw: bytes) -> Table:
    """The table in a workbook. Raises `Refused` for what is none, is too large, or hides a part of what it says."""
    try:
        merged = list(_merged(raw))
        tables = list(_tables(raw))
    except Refused:
        raise
    except Exception as broken:  # a broken file fails anywhere in zipfile, the parser of XML or openpyxl
        raise Refused("workbook_unreadable", "Save it as an Excel workbook (.xlsx); CSV and .xls are none.") from broken
    said = [table for table in tables if table.head or table.rows]
    if len(said) != 1:
        raise Refused(
            "workbook_of_many_sheets", f"{len(said)} sheets say something: {', '.join(t.sheet for t in said)}"
        )
    table = said[0]
    if merged:
        faults = [fault(table.sheet, place, "merged_cells", "Unmerge them and fill each cell.") for place in merged]
        raise Refused("cells_unreadable", errors=faults[:MOST_FAULTS])
    return table


def fault(sheet: str, place: str, code: str, detail: str) -> dict[str, str]:
    """What is wrong with a cell, for a problem document."""
    return {"pointer": f"{sheet}!{place}", "code": code, "detail": detail}


def _merged(raw: bytes) -> Iterator[str]:
    """The merged ranges of all sheets. Raises `Refused` for an archive that unpacks to too much."""
    with ZipFile(BytesIO(raw)) as archive:
        parts = archive.infolist()
        # What a part claims to unpack to is what zipfile reads of it, and no more.
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise Refused("workbook_too_large", f"Unpacked at most {MOST_UNPACKED} bytes in {MOST_PARTS} parts.")
        for part in parts:
            if _SHEETS.fullmatch(part.filename):
                yield from (found.decode("ascii") for found in _MERGED.findall(archive.read(part)))


def _tables(raw: bytes) -> Iterator[Table]:
    """All sheets. Raises `Refused` for one with too many rows or columns, BadZipFile or what openpyxl raises for a broken one."""
    workbook = load_workbook(BytesIO(raw), read_only=True)
    try:
        if not workbook.worksheets:
            raise BadZipFile("no sheet")
        for sheet in workbook.worksheets:
            sheet.reset_dimensions()
            yield _table(sheet)
    finally:
        workbook.close()


def _table(sheet: Any) -> Table:
    head: list[Cell] = []
    rows: list[list[Cell]] = []
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        said = [Cell(cell.column, number, cell.value, cell.data_type) for cell in cells if _says(cell.value)]
        if not said:
            continue
        if said[-1].column > MOST_COLUMNS or len(rows) >= MAX_RECORDS:
            raise Refused("sheet_too_large", f"At most {MAX_RECORDS} rows and {MOST_COLUMNS} columns a file.")
        if number == 1:
            head = said
        else:
            rows.append(said)
    return Table(sheet.title, head, rows)


def _says(value: Any) -> bool:
    return value is not None and not (isinstance(value, str) and not value.strip())
