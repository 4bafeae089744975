"""The one spelling of a row over which its hash is taken."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import repeat
from operator import is_

from krtracker.ledger.tables import NUMBER, Columns, Table


def canonical_row(form: int, table: str, sequence: int, cells: Sequence[object]) -> bytes:
    """One row in its canonical form.

    It is a JSON list: form, table, sequence, then the cells that the form covers; days and
    moments (UTC) in ISO 8601, numbers as Python writes the shortest that reads back the same.
    """
    return _spelt([form, table, sequence, *cells]).encode()


def canonical_rows(
    form: int, table: Table, first: int, columns: Columns
) -> Iterator[tuple[int, bytes]]:
    """Rows numbered from `first` in that form, spelt column by column: most cells recur."""
    spelt = [
        _numbers(cells) if kind == NUMBER else _recurring(cells)
        for cells, kind in zip(columns, table.columns.values(), strict=True)
    ]
    # What all rows have in common is part of the form that the rest is put into.
    said = [each.replace("%", "%%") if isinstance(each, str) else "%s" for each in spelt]
    row = ",".join([f"[{_spelt(form)},{_spelt(table.name)}".replace("%", "%%"), "%d", *said]) + "]"
    sequences = range(first, first + len(columns[0]))
    others = [each for each in spelt if not isinstance(each, str)]
    for sequence, *cells in zip(sequences, *others, strict=True):
        yield sequence, (row % (sequence, *cells)).encode()


def _recurring(cells: Sequence[object]) -> list[str] | str:
    """Each cell's spelling, or that of all of them.

    Equal cells are spelt once, which floating numbers could not be.
    """
    if cells.count(cells[0]) == len(cells):
        return _spelt(cells[0])
    spelt = {cell: _spelling(cell) for cell in set(cells)}
    return [spelt[cell] for cell in cells]


def _numbers(cells: Sequence[object]) -> list[str] | str:
    """Numbers one by one: nought and minus nought are equal, and are spelt differently."""
    if all(map(is_, cells, repeat(cells[0]))):
        return _spelt(cells[0])
    return [
        repr(cell) if type(cell) is float and math.isfinite(cell) else _spelt(cell)
        for cell in cells
    ]


def _spelling(cell: object) -> str:
    """One cell's, without JSON's detours where nothing is to be escaped."""
    if type(cell) is int:
        return str(cell)
    return f'"{cell.isoformat()}"' if isinstance(cell, date) else _spelt(cell)


def _iso(cell: object) -> str:
    """A day or a moment as text."""
    if not isinstance(cell, date | datetime):
        raise TypeError(f"{type(cell).__name__} has no canonical form")
    return cell.isoformat()


_spelt = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_iso).encode
