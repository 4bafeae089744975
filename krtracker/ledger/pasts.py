"""The past of many key results at once, reckoned where it lies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import duckdb

from krtracker.domain.key_result import KeyResult
from krtracker.domain.past import NEAR, Past, width, window
from krtracker.ledger import promises
from krtracker.ledger.promises import frozen_baseline, promise_of
from krtracker.ledger.series import in_columns, renames, series_of

PASTS = """
WITH wanted AS (
    SELECT unnest($wanted) AS slot, unnest($ids) AS id, unnest($hashes) AS measure_hash
), bounds AS (
    SELECT unnest($slots) AS slot, unnest($firsts) AS first, unnest($lasts) AS last,
        unnest($widths) AS width
), newest AS (
    SELECT wanted.slot, row.as_of, max(row.sequence) AS sequence
    FROM measurements AS row
    JOIN wanted ON row.key_result = wanted.id AND row.measure_hash = wanted.measure_hash
    JOIN bounds ON bounds.slot = wanted.slot
    WHERE row.as_of BETWEEN bounds.first AND bounds.last
    GROUP BY ALL
), believed AS (
    SELECT newest.slot, row.as_of, row.value, epoch(row.as_of::timestamp) / 86400 AS day
    FROM newest
    JOIN measurements AS row ON row.sequence = newest.sequence
    WHERE row.verdict = 'accepted'
), begun AS (
    SELECT slot, min(as_of) AS first, min(as_of) FILTER (WHERE value <> 0) AS begins
    FROM believed
    GROUP BY slot
)
SELECT slot, count(*), min(as_of), max(as_of), min(value), max(value),
    stddev_pop(value), corr(value, day),
    avg(value) + coalesce(regr_slope(value, day), 0) * (max(day) - avg(day)),
    arg_max(value, as_of)
FROM believed
JOIN begun USING (slot)
JOIN bounds USING (slot)
WHERE value IS NOT NULL
    AND (begins IS NULL OR begins = begun.first OR as_of >= begins + (bounds.width - 1)::integer)
GROUP BY slot
"""
"""What is asked for comes as lists: to import Arrow would take longer than all of this."""


def pasts(
    connection: duckdb.DuckDBPyConnection, key_results: Iterable[KeyResult]
) -> dict[str, Past]:
    """What the ledger knows of the year before each key result's cycle, by key."""
    asked = list(key_results)
    renamed, recorded = renames(connection), promises.in_force(connection)
    found = _found(connection, asked) if asked else {}
    return {
        each.key: _past(each, found.get(slot), frozen_baseline(each, promise))
        for slot, each in enumerate(asked)
        for promise in [promise_of(each, recorded, renamed)]
    }


def _found(
    connection: duckdb.DuckDBPyConnection, asked: list[KeyResult]
) -> dict[int, tuple[Any, ...]]:
    renamed = renames(connection)
    firsts, lasts = zip(*(window(each) for each in asked), strict=True)
    wanted, ids, hashes = in_columns(series_of(each, renamed) for each in asked)
    parameters = {
        "wanted": wanted,
        "ids": ids,
        "hashes": hashes,
        "slots": range(len(asked)),
        "firsts": firsts,
        "lasts": lasts,
        "widths": [width(each) for each in asked],
    }
    rows = connection.execute(PASTS, {name: list(each) for name, each in parameters.items()})
    return {row[0]: row[1:] for row in rows.fetchall()}


def _past(key_result: KeyResult, row: tuple[Any, ...] | None, baseline: float | None) -> Past:
    if row is None:
        return Past(baseline=baseline)
    days, first, last, lowest, highest, spread, together, usual, newest = row
    noise = None
    if days >= 3:
        noise = spread * max(0.0, 1 - (together or 0.0) ** 2) ** 0.5
    is_near = window(key_result)[1] - last <= NEAR
    return Past(
        days,
        first,
        last,
        lowest,
        highest,
        noise,
        usual=usual,
        opening=newest if is_near else None,
        baseline=baseline,
    )
