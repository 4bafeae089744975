"""Values divided over columns: written beside the measurements, and read again by day."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeAlias

import duckdb

from krtracker.domain.key_result import KeyResult
from krtracker.domain.measurement import same
from krtracker.domain.split import Piece, Split, SplitKind
from krtracker.ledger import moments
from krtracker.ledger.recording import Batch, number, text
from krtracker.ledger.series import EVER, Series, renames, series_of, wanted
from krtracker.ledger.tables import SPLITS, Row
from krtracker.ledger.transaction import Transaction

NEWEST = """
WITH newest AS (
    SELECT wanted.slot, row.as_of, row.split_column, max(row.sequence) AS sequence
    FROM splits AS row
    JOIN wanted ON row.key_result = wanted.id AND row.measure_hash = wanted.measure_hash
    WHERE row.sequence <= $until
    GROUP BY ALL
)
SELECT newest.slot, row.as_of, row.split_column, row.kind, row.value, row.pieces
FROM newest JOIN splits AS row ON row.sequence = newest.sequence
ORDER BY newest.slot, row.as_of, row.split_column
"""
Splits: TypeAlias = Mapping[date, Mapping[str, Split]]
"""The divided values of one key result by day, then by column."""


def write_splits(
    transaction: Transaction,
    batch: Batch,
    key_results: Mapping[str, KeyResult],
    series: Mapping[str, Series],
) -> None:
    """Keep every divided value of a batch that the ledger does not have yet."""
    readings = [each.reading for each in batch.judged if each.reading.splits]
    if not readings:
        return
    asked = list(dict.fromkeys(each.key for each in readings))
    known = _newest(transaction.connection, [series[key] for key in asked])
    before = dict(zip(asked, known, strict=True))
    rows: list[Row] = []
    for reading in readings:
        for split in reading.splits:
            if not _is_same(before[reading.key].get(split.as_of, {}).get(split.column), split):
                rows.append(_row(split, key_results[reading.key], batch))
    transaction.append(SPLITS, rows)


def splits(
    connection: duckdb.DuckDBPyConnection, key_results: Iterable[KeyResult], *, until: int = EVER
) -> dict[str, Splits]:
    """The newest divided value of every day and column of each key result, by key."""
    asked = [each for each in key_results if each.split_by]
    renamed = renames(connection)
    found = _newest(connection, [series_of(each, renamed) for each in asked], until=until)
    return {
        each.key: {
            day: {column: split for column, split in by_column.items() if column in each.split_by}
            for day, by_column in days.items()
        }
        for each, days in zip(asked, found, strict=True)
    }


def divided(found: Splits, key_result: KeyResult) -> dict[date, float | None]:
    """By day, the value that was divided over all the columns of a key result."""
    whole: dict[date, float | None] = {}
    for day, by_column in found.items():
        values = [by_column[each].value for each in key_result.split_by if each in by_column]
        is_whole = len(values) == len(key_result.split_by)
        if is_whole and all(same(each, values[0]) for each in values):
            whole[day] = values[0]
    return whole


def _newest(
    connection: duckdb.DuckDBPyConnection, series: list[Series], *, until: int = EVER
) -> list[dict[date, dict[str, Split]]]:
    """What is known of each series, in their order."""
    found: list[dict[date, dict[str, Split]]] = [{} for _ in series]
    with wanted(connection, series):
        rows = connection.execute(NEWEST, {"until": until}).fetchall()
    for slot, as_of, column, kind, value, pieces in rows:
        split = Split(as_of, column, SplitKind(kind), value, _pieces(pieces))
        found[slot].setdefault(as_of, {})[column] = split
    return found


def _row(split: Split, key_result: KeyResult, batch: Batch) -> Row:
    pieces = [
        [text(each.name), each.rows, number(each.above), number(each.below), each.is_others]
        for each in split.pieces
    ]
    return (
        key_result.cycle.name,
        key_result.id,
        key_result.measure_hash,
        split.as_of,
        split.column,
        split.kind.value,
        number(split.value),
        json.dumps(pieces, ensure_ascii=False),
        moments.stored(batch.at),
        batch.run,
    )


def _pieces(kept: str) -> tuple[Piece, ...]:
    return tuple(Piece(*each) for each in json.loads(kept))


def _is_same(known: Split | None, split: Split) -> bool:
    """Whether nothing is said that is not known."""
    if known is None or known.kind is not split.kind or not same(known.value, split.value):
        return False
    if len(known.pieces) != len(split.pieces):
        return False
    return all(
        (old.name, old.rows, old.is_others) == (new.name, new.rows, new.is_others)
        and same(old.above, number(new.above))
        and same(old.below, number(new.below))
        for old, new in zip(known.pieces, split.pieces, strict=True)
    )
