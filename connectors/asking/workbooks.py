"""Excel workbooks as tables: the first row that says something names the columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import openpyxl
import pyarrow as pa
from openpyxl.utils.exceptions import InvalidFileException

from connectors.asking.arrow import DAY, TIMESTAMP
from connectors.asking.written_times import column_type, times
from krtracker.errors import QueryError

NO_VALUES = {"", "#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"}
"""What stands in a cell that has no value, or whose formula has none."""


def sheets(path: Path) -> list[str]:
    """The names of a workbook's sheets; none where it cannot be read, which asking will tell."""
    try:
        return list(openpyxl.load_workbook(path, read_only=True).sheetnames)
    except (BadZipFile, InvalidFileException, KeyError, OSError):
        return []


def read(path: Path, sheet: str | None) -> pa.Table:
    """One sheet as a table; the only one where none is named.

    Raises:
        QueryError: the file is no workbook, or the sheet is empty.
    """
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError) as error:
        raise QueryError(f"`{path.name}` cannot be read as an Excel workbook") from error
    page = book[sheet] if sheet else book.worksheets[0]
    page.reset_dimensions()  # some programs write wrong ones, and rows would be left out
    rows = _rows(page.iter_rows(values_only=True))
    head = next(rows, None)
    if head is None:
        raise QueryError(f"`{page.title}` in `{path.name}` is empty")
    body = list(rows)
    names = _names(head)
    columns = {at: [row[at] if at < len(row) else None for row in body] for at in names}
    fields = [pa.field(name, _type(columns[at])) for at, name in names.items()]
    arrays = [times(columns[at], field) for at, field in zip(names, fields, strict=True)]
    book.close()
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def _rows(rows: Iterator[Sequence[Any]]) -> Iterator[list[Any]]:
    """The rows in which something stands, errors and empty texts left out."""
    for row in rows:
        values = [
            None if isinstance(each, str) and each.strip() in NO_VALUES else each for each in row
        ]
        if any(each is not None for each in values):
            yield values


def _names(head: Sequence[Any]) -> dict[int, str]:
    """The position of each column that has a name; a name that comes again gets a number."""
    names: dict[int, str] = {}
    for at, value in enumerate(head):
        if value is not None:
            name, again = str(value).strip(), 0
            while name.lower() in (each.lower() for each in names.values()):
                again += 1
                name = f"{str(value).strip()}_{again}"
            names[at] = name
    return names


def _type(values: Sequence[Any]) -> pa.DataType:
    """The type of a column; Excel has no days, so timestamps that are all midnights are days."""
    known = [each for each in values if each is not None]
    found = column_type("", known)
    moments = [each for each in known if isinstance(each, datetime)]
    if found == TIMESTAMP and moments and all(each.time() == time() for each in moments):
        return DAY
    return found
