"""Which rows belong to which key result: its id and former ids, under one measure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import duckdb

from krtracker.bulk import uncollected
from krtracker.domain.key_result import KeyResult
from krtracker.domain.measurement import Verdict
from krtracker.domain.standing import Point

EVER = 2**62
"""A sequence number after every row."""

EFFECTIVE = """
WITH newest AS (
    SELECT wanted.slot, row.as_of, max(row.sequence) AS sequence
    FROM measurements AS row
    JOIN wanted ON row.key_result = wanted.id AND row.measure_hash = wanted.measure_hash
    WHERE row.sequence <= $until
    GROUP BY ALL
)
SELECT newest.slot, row.as_of, row.value, row.verdict, row.reason
FROM newest JOIN measurements AS row ON row.sequence = newest.sequence
ORDER BY newest.slot, row.as_of
"""


@dataclass(frozen=True)
class Series:
    """What one measure said of a key result under all the names it has had, over all cycles."""

    ids: frozenset[str]
    measure_hash: str


Renames = Mapping[str, frozenset[str]]
"""By id, what key results of that id were called before."""


def renames(connection: duckdb.DuckDBPyConnection) -> Renames:
    """Every renaming that the promises in the ledger tell of."""
    found: dict[str, frozenset[str]] = {}
    rows = connection.execute(
        "SELECT DISTINCT key_result, formerly FROM promises WHERE formerly IS NOT NULL"
    ).fetchall()
    for id, formerly in rows:
        found[id] = found.get(id, frozenset()) | {formerly}
    return found


def names_of(key_result: KeyResult, renamed: Renames) -> frozenset[str]:
    """The id of a key result and every id it has had before."""
    names = {key_result.id}
    open_ends = [key_result.formerly] if key_result.formerly else []
    open_ends += renamed.get(key_result.id, ())
    while open_ends:
        name = open_ends.pop()
        if name not in names:
            names.add(name)
            open_ends += renamed.get(name, ())
    return frozenset(names)


def series_of(key_result: KeyResult, renamed: Renames) -> Series:
    """The series that a key result's measurements belong to."""
    return Series(names_of(key_result, renamed), key_result.measure_hash)


def in_columns(series: Iterable[Series]) -> tuple[Sequence[int], Sequence[str], Sequence[str]]:
    """Every id of each series as three columns: the place of its series, itself, the measure."""
    rows = [
        (slot, id, each.measure_hash) for slot, each in enumerate(series) for id in sorted(each.ids)
    ]
    slots, ids, hashes = zip(*rows, strict=True) if rows else ((), (), ())
    return slots, ids, hashes


@contextmanager
def wanted(connection: duckdb.DuckDBPyConnection, series: Iterable[Series]) -> Iterator[None]:
    """A relation `wanted` (slot, id, measure_hash) for the time of the context."""
    import pyarrow as pa

    from krtracker.columns import arrow_column, arrow_table

    slots, ids, hashes = in_columns(series)
    table = arrow_table(
        {
            "slot": arrow_column(slots, pa.int64()),
            "id": arrow_column(ids, pa.string()),
            "measure_hash": arrow_column(hashes, pa.string()),
        }
    )
    connection.register("wanted", table)
    try:
        yield
    finally:
        connection.unregister("wanted")


@uncollected()
def effective(
    connection: duckdb.DuckDBPyConnection, key_results: Iterable[KeyResult], *, until: int = EVER
) -> dict[str, list[Point]]:
    """The newest row of each day of each key result's series, oldest day first, by key.

    In columns until the last moment: ten thousand key results with ninety days each are
    nearly a million points.
    """
    import numpy as np

    asked = list(key_results)
    renamed = renames(connection)
    with wanted(connection, [series_of(each, renamed) for each in asked]):
        found = connection.execute(EFFECTIVE, {"until": until}).fetchnumpy()
    points = _points(found)
    ends = np.searchsorted(found["slot"], np.arange(len(asked) + 1))
    return {
        each.key: points[start:end]
        for each, (start, end) in zip(asked, pairwise(ends.tolist()), strict=True)
    }


def _points(found: Mapping[str, Any]) -> list[Point]:
    """Rows in columns as points."""
    import numpy as np

    days, day_of = np.unique(found["as_of"].astype("datetime64[D]"), return_inverse=True)
    as_of = days.astype(object)[day_of]
    verdicts, verdict_of = np.unique(found["verdict"].astype(str), return_inverse=True)
    verdict = np.array([*map(Verdict, verdicts), None], dtype=object)[verdict_of]
    return list(map(Point, as_of, _cells(found["value"]), verdict, _cells(found["reason"])))


def _cells(column: Any) -> list[Any]:
    """A column with None where it is empty, as numpy's masked arrays list themselves."""
    return list(column.tolist())
