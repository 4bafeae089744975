"""The one spelling of a row over which its hash is taken."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import repeat
from operator import is_

from krtracker.ledger.tables import COUNT, NUMBER, Columns, Table


def canonical_row(form: int, table: str, sequence: int, cells: Sequence[object]) -> bytes:
    """One row in its canonical form.

    It is a JSON list: form, table, sequence, then the cells that the form covers; days and
    moments (UTC) in ISO 8601, numbers as Python writes the shortest that reads back the same.
    """
    return _spelt([form, table, sequence, *cells]).encode()


def canonical_rows(form: int, table: Table, first: int, columns: Columns) -> Iterator[bytes]:
    """Rows numbered from `first` in that form, spelt column by column: most cells recur."""
    sequences = range(first, first + len(columns[0]))
    pieces: list[Iterable[str]] = [map(str, sequences)]
    between = ","  # what all rows say between two cells that differ from row to row
    for cells, kind in zip(columns, table.columns.values(), strict=True):
        if len(cells) != len(sequences):
            raise ValueError(f"{len(cells)} cells in one column and {len(sequences)} in another")
        if _are_alike(cells, kind):
            between += f"{_spelt(cells[0])},"
        else:
            pieces += [repeat(between), _SPELLING.get(kind, _recurring)(cells)]
            between = ","
    before, after = f"[{_spelt(form)},{_spelt(table.name)},", between[:-1] + "]"
    rows = zip(repeat(before), *pieces, repeat(after), strict=False)
    return map(str.encode, map("".join, rows))


def _are_alike(cells: Sequence[object], kind: str) -> bool:
    """Whether one spelling does for all cells.

    Equal numbers may be spelt differently: nought and minus nought are.
    """
    if kind == NUMBER:
        return all(map(is_, cells, repeat(cells[0])))
    return cells.count(cells[0]) == len(cells)


def _recurring(cells: Sequence[object]) -> list[str]:
    """Each cell's spelling: equal ones are spelt once."""
    spelt = {cell: _spelling(cell) for cell in set(cells)}
    return [spelt[cell] for cell in cells]


def _counts(cells: Sequence[object]) -> list[str]:
    return [str(cell) if type(cell) is int else _spelt(cell) for cell in cells]


def _numbers(cells: Sequence[object]) -> list[str]:
    return [
        repr(cell) if type(cell) is float and math.isfinite(cell) else _spelt(cell)
        for cell in cells
    ]


_SPELLING: Mapping[str, Callable[[Sequence[object]], list[str]]] = {
    NUMBER: _numbers,
    COUNT: _counts,
}
"""By the kind of a column whose cells seldom recur, how they are spelt."""


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
