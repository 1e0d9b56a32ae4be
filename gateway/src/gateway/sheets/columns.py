"""From a table to the records of an import door: headings to fields, cells to values. What a value means, the service says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from marshmallow import fields
from openpyxl.utils import get_column_letter

from contracts.imports import columns_of
from contracts.operations import Import
from gateway.problems import Refused
from gateway.sheets.workbook import MOST_FAULTS, Cell, Table, fault

MOST_DIGITS = 15
WORDS = {"是": True, "否": False}
TEXT = "Format the column as text and type it again."


class Unreadable(Exception):
    """A cell whose value is not what was typed, or never was one."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


class Columns:
    """Which field of the record stands in which column of a table."""

    def __init__(self, operation: Import, table: Table) -> None:
        self._fields = operation.record().fields
        self._headings = columns_of(operation)
        self._sheet = table.sheet
        self._at = self._placed(table.head)

    def records(self, table: Table, said_once: Mapping[str, Any]) -> list[dict[str, Any]]:
        """One record a row, its key the row's number. Raises `Refused` with each cell that cannot be read."""
        faults: list[dict[str, str]] = []
        records = []
        for cells in table.rows:
            record = {**said_once, "record_key": str(cells[0].row)}
            for cell in cells:
                try:
                    record[self._field(cell)] = value_of(self._fields[self._field(cell)], cell)
                except Unreadable as wrong:
                    faults.append(fault(self._sheet, cell.place, wrong.code, wrong.detail))
            records.append(record)
        if faults:
            raise Refused("cells_unreadable", errors=faults[:MOST_FAULTS])
        return records

    def cell(self, field: str, row: str) -> dict[str, Any]:
        """Where a field of a row stands; without a cell where it is in no column of the table."""
        column = next((number for number, name in self._at.items() if name == field), None)
        place = None if column is None else f"{get_column_letter(column)}{row}"
        return {"sheet": self._sheet, "row": int(row), "column": self._headings.get(field), "cell": place}

    def _field(self, cell: Cell) -> str:
        """Raises `Unreadable` for a cell below no heading."""
        if cell.column not in self._at:
            raise Unreadable("no_heading", "There is no heading above this cell.")
        return self._at[cell.column]

    def _placed(self, head: list[Cell]) -> dict[int, str]:
        """The field of each column. Raises `Refused` for headings that are unknown, missing or there twice."""
        known = {heading: name for name, heading in self._headings.items()}
        at: dict[int, str] = {}
        faults = []
        for cell in head:
            name = known.get(str(cell.value).strip())
            if name is None:
                faults.append(fault(self._sheet, cell.place, "unknown_column", f"Known are {', '.join(known)}."))
            elif name in at.values():
                faults.append(fault(self._sheet, cell.place, "repeated_column", "Another column has this heading."))
            else:
                at[cell.column] = name
        for heading, name in known.items():
            if self._fields[name].required and name not in at.values():
                faults.append(fault(self._sheet, "1:1", "missing_column", f"There is no column {heading}."))
        if faults:
            raise Refused("cells_unreadable", "The first row names the columns.", errors=faults[:MOST_FAULTS])
        return at


def value_of(field: fields.Field, cell: Cell) -> Any:
    """What a cell says, as the field's own type reads it. Raises `Unreadable`; other texts are the service's to judge."""
    value = cell.value
    if cell.kind == "f":
        raise Unreadable("formula", "Put the value there, not a formula.")
    if cell.kind == "e":
        raise Unreadable("cell_in_error", "Excel could not compute it.")
    if isinstance(value, str):
        text = value.strip()
        return WORDS.get(text, text) if isinstance(field, fields.Boolean) else text
    if isinstance(value, bool):
        return value if isinstance(field, fields.Boolean) else _no_text()
    if isinstance(field, fields.Date):
        return _day(value)
    if isinstance(value, datetime | date):
        raise Unreadable("text_became_a_date", f"Excel took it for a date. {TEXT}")
    return _digits(value)


def _day(value: Any) -> str:
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    raise Unreadable("not_a_day", "Format the cell as a date, or write it as text such as 2011-06-01.")


def _digits(value: Any) -> str:
    """A number that stands for a text, such as a phone. Excel keeps fifteen digits: longer ones have lost their end."""
    if isinstance(value, int | float) and value == int(value) and 0 <= value < 10**MOST_DIGITS:
        return str(int(value))
    raise Unreadable("digits_lost", f"Excel keeps {MOST_DIGITS} digits of a number. {TEXT}")


def _no_text() -> Any:
    raise Unreadable("not_a_text", TEXT)
