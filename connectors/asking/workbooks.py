"""Excel workbooks as tables: the first row that says something names the columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile

import openpyxl
import pyarrow as pa
from openpyxl.utils import coordinate_to_tuple, get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from connectors.asking.arrow import DAY, TIMESTAMP
from connectors.asking.written_times import column_type, times
from krtracker.errors import QueryError

NO_VALUES = {"", "#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"}
"""What stands in a cell that has no value, or whose formula has none."""
_ROW, _FORMULA, _RESULT = (f"{{{SHEET_MAIN_NS}}}{each}" for each in ("row", "f", "v"))
_BEGINS_FORMULA = re.compile(rb"<(?:\w{1,20}:)?f[\s/>]")
_LONGEST_BEGINNING = 24
"""Of bytes, so that none is missed where two parts meet."""
_BYTES_AT_ONCE = 2**20


def sheets(path: Path) -> list[str]:
    """The names of a workbook's sheets; none where it cannot be read, which asking will tell."""
    try:
        return list(openpyxl.load_workbook(path, read_only=True).sheetnames)
    except (BadZipFile, InvalidFileException, KeyError, OSError):
        return []


def read(path: Path, sheet: str | None) -> pa.Table:
    """One sheet as a table; the only one where none is named.

    Raises:
        QueryError: the file is no workbook, the sheet is empty, or the result of one of its
            formulas was never stored.
    """
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError) as error:
        raise QueryError(f"`{path.name}` cannot be read as an Excel workbook") from error
    page = book[sheet] if sheet else book.worksheets[0]
    page.reset_dimensions()  # some programs write wrong ones, and rows would be left out
    rows = _rows(page.iter_rows(values_only=True))
    above, head = next(rows, (0, []))
    names = _names(head)
    for row, column in _without_results(page):
        if not head or (row > above and column - 1 in names):
            cell = f"`{get_column_letter(column)}{row}` of `{page.title}` in `{path.name}`"
            raise QueryError(
                f"{cell} is a formula without a stored result; open the workbook in Excel or "
                "LibreOffice and save it, so that the results are stored"
            )
    if not head:
        raise QueryError(f"`{page.title}` in `{path.name}` is empty")
    body = [values for _, values in rows]
    columns = {at: [row[at] if at < len(row) else None for row in body] for at in names}
    fields = [pa.field(name, _type(columns[at])) for at, name in names.items()]
    arrays = [times(columns[at], field) for at, field in zip(names, fields, strict=True)]
    book.close()
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def _rows(rows: Iterator[Sequence[Any]]) -> Iterator[tuple[int, list[Any]]]:
    """The rows in which something stands and their numbers, errors and empty texts left out."""
    for number, row in enumerate(rows, 1):
        values = [
            None if isinstance(each, str) and each.strip() in NO_VALUES else each for each in row
        ]
        if any(each is not None for each in values):
            yield number, values


def _without_results(page: Any) -> Iterator[tuple[int, int]]:
    """The row and column of every formula of a sheet whose result its file does not tell.

    Programs that write workbooks leave results to Excel. An empty text is a result.
    """
    with page._get_source() as source:
        if not _has_formulas(source):
            return
    with page._get_source() as source:
        row = 0
        for _, element in iterparse(source):
            if element.tag != _ROW:
                continue
            row, column = int(float(element.get("r", row + 1))), 0
            for cell in element:
                place = cell.get("r")
                column = coordinate_to_tuple(place)[1] if place else column + 1
                result = cell.find(_RESULT)
                is_told = result is not None and (result.text or cell.get("t") == "str")
                if not is_told and cell.find(_FORMULA) is not None:
                    yield row, column
            element.clear()


def _has_formulas(source: IO[bytes]) -> bool:
    """Whether a formula begins anywhere in a sheet; this takes far less time than parsing it."""
    before = b""
    while part := source.read(_BYTES_AT_ONCE):
        if _BEGINS_FORMULA.search(before + part):
            return True
        before = part[-_LONGEST_BEGINNING:]
    return False


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
