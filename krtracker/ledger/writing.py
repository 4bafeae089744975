"""A batch on its way into an open transaction: what is known, what is news, what is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import duckdb

from krtracker.bulk import uncollected
from krtracker.domain.key_result import KeyResult
from krtracker.domain.measurement import Judged, Unmeasured, Verdict
from krtracker.ledger import moments
from krtracker.ledger.keeping import freeze_baselines
from krtracker.ledger.recording import (
    Batch,
    Known,
    Recorded,
    Tally,
    attempt_row,
    is_news,
    is_restatement,
    known_by,
    text,
)
from krtracker.ledger.series import Series, renames, series_of, wanted
from krtracker.ledger.splits import write_splits
from krtracker.ledger.tables import ATTEMPTS, MEASUREMENTS, QUERIES, RUNS, Row
from krtracker.ledger.telling import Deliveries, Telling, transposed
from krtracker.ledger.transaction import Transaction

KNOWN = """
WITH days AS (
    SELECT wanted.slot, row.as_of, max(row.sequence) AS newest,
           max(row.sequence) FILTER (row.verdict = 'accepted') AS accepted
    FROM measurements AS row
    JOIN wanted ON row.key_result = wanted.id AND row.measure_hash = wanted.measure_hash
    WHERE row.as_of BETWEEN $first AND $last
    GROUP BY ALL
)
SELECT days.slot, days.as_of, newest.value, newest.verdict, newest.reason,
       newest.accepted_by IS NOT NULL, accepted.sequence IS NOT NULL, accepted.value
FROM days
JOIN measurements AS newest ON newest.sequence = days.newest
LEFT JOIN measurements AS accepted ON accepted.sequence = days.accepted
"""

TRIED = """
WITH days AS (
    SELECT wanted.slot, row.as_of, max(row.sequence) AS newest
    FROM attempts AS row
    JOIN wanted ON row.key_result = wanted.id AND row.measure_hash = wanted.measure_hash
    WHERE row.as_of BETWEEN $first AND $last
    GROUP BY ALL
), measured AS (
    SELECT wanted.slot, row.as_of, max(row.sequence) AS newest
    FROM measurements AS row
    JOIN wanted ON row.key_result = wanted.id AND row.measure_hash = wanted.measure_hash
    WHERE row.as_of BETWEEN $first AND $last
    GROUP BY ALL
)
SELECT days.slot, days.as_of, row.reason
FROM days
JOIN attempts AS row ON row.sequence = days.newest
LEFT JOIN measured ON measured.slot = days.slot AND measured.as_of = days.as_of
WHERE measured.newest IS NULL OR measured.newest < days.newest
"""

Day = tuple[Series, date]


@uncollected()
def write(transaction: Transaction, batch: Batch) -> Recorded:
    """Put what is news into the ledger and count the rest."""
    key_results = {each.key: each for each in batch.key_results}
    renamed = renames(transaction.connection)
    series = {key: series_of(each, renamed) for key, each in key_results.items()}
    tallies = {each.source: Tally() for each in batch.key_results}
    telling = Telling(batch.at, batch.run)
    told = telling.columns(_news(transaction, batch, key_results, series, tallies))
    _write_queries(transaction, telling.texts)
    transaction.append_columns(MEASUREMENTS, told)
    write_splits(transaction, batch, key_results, series)
    transaction.append(ATTEMPTS, _attempts(transaction, batch, key_results, series, tallies))
    transaction.append(RUNS, _runs(transaction, batch, tallies))
    freeze_baselines(transaction, batch.key_results, now=batch.at, run=batch.run)
    return sum((_recorded(each) for each in tallies.values()), Recorded())


def _news(
    transaction: Transaction,
    batch: Batch,
    key_results: Mapping[str, KeyResult],
    series: Mapping[str, Series],
    tallies: Mapping[str | None, Tally],
) -> Deliveries:
    """What the ledger does not have yet; every delivery is counted."""
    found: list[tuple[Judged, KeyResult, Known | None]] = []
    if not batch.judged:
        return Deliveries((), (), ())
    told = transposed(batch.judged)
    readings = transposed(told["reading"])
    keys, days = readings["key"], readings["as_of"]
    known = _known(transaction.connection, series.values(), days)
    of_key = {
        key: (each, known.setdefault(series[key], {}), tallies[each.source])
        for key, each in key_results.items()
    }
    once = {(id(of_key[key][1]), day) for key, day in zip(keys, days, strict=True)}
    is_repeated = len(once) < len(days)
    said = batch.judged, told["verdict"], keys, days, readings["duration_seconds"]
    for judged, verdict, key, day, seconds in zip(*said, strict=True):
        key_result, of_days, tally = of_key[key]
        before = of_days.get(day)
        tally.duration_seconds += seconds
        tally.rejected += verdict is Verdict.REJECTED
        if before is not None:
            if not is_news(judged, before):
                tally.unchanged += 1
                continue
            tally.restated += is_restatement(judged, before)
        tally.written += 1
        found.append((judged, key_result, before))
        if is_repeated:
            of_days[day] = known_by(judged, before)
    return Deliveries(*zip(*found, strict=True)) if found else Deliveries((), (), ())


def _known(
    connection: duckdb.DuckDBPyConnection, series: Iterable[Series], days: Sequence[date]
) -> dict[Series, dict[date, Known]]:
    """What the ledger has of these series between the first and the last of `days`."""
    found: dict[Series, dict[date, Known]] = {}
    if not days:
        return found
    slots = list(dict.fromkeys(series))
    with wanted(connection, slots):
        rows = connection.execute(KNOWN, {"first": min(days), "last": max(days)}).fetchall()
    for slot, as_of, value, verdict, *others in rows:
        known = found.setdefault(slots[slot], {})
        known[as_of] = Known(value, Verdict(verdict), *others)
    return found


def _write_queries(transaction: Transaction, texts: Mapping[str, str]) -> None:
    """Keep the text of each query once."""
    said = {name: query for name, query in texts.items() if name}
    if not said:
        return
    found = transaction.connection.execute(
        "SELECT query_hash FROM queries WHERE list_contains($names, query_hash)",
        {"names": list(said)},
    ).fetchall()
    known = {name for (name,) in found}
    rows = [(name, text(query)) for name, query in said.items() if name not in known]
    transaction.append(QUERIES, rows)


def _attempts(
    transaction: Transaction,
    batch: Batch,
    key_results: Mapping[str, KeyResult],
    series: Mapping[str, Series],
    tallies: Mapping[str | None, Tally],
) -> list[Row]:
    """Rows for days tried in vain, but for those whose newest row says the same."""
    tried = _tried(transaction.connection, series.values(), batch.unmeasured)
    rows = []
    for each in batch.unmeasured:
        key_result = key_results[each.key]
        tally = tallies[key_result.source]
        tally.unmeasured += 1
        if not each.is_definition_fault:
            tally.error = tally.error or text(each.reason)
        day = (series[each.key], each.as_of)
        if tried.get(day) != text(each.reason):
            tally.attempts += 1
            tried[day] = text(each.reason) or ""
            rows.append(attempt_row(each, key_result, at=batch.at, run=batch.run))
    return rows


def _tried(
    connection: duckdb.DuckDBPyConnection,
    series: Iterable[Series],
    unmeasured: Iterable[Unmeasured],
) -> dict[Day, str]:
    """Why each day could not be measured when it was last tried, if that is still the last word."""
    days = [each.as_of for each in unmeasured]
    if not days:
        return {}
    slots = list(dict.fromkeys(series))
    with wanted(connection, slots):
        rows = connection.execute(TRIED, {"first": min(days), "last": max(days)}).fetchall()
    return {(slots[slot], as_of): reason for slot, as_of, reason in rows}


def _runs(transaction: Transaction, batch: Batch, tallies: Mapping[str | None, Tally]) -> list[Row]:
    """One row for each source that said something new, that failed, or that is back."""
    errors = dict(
        transaction.connection.execute(
            "SELECT source, arg_max_null(error, sequence) FROM runs GROUP BY source"
        ).fetchall()
    )
    return [
        (
            batch.run,
            source,
            moments.stored(batch.at),
            tally.written,
            tally.restated,
            tally.unchanged,
            tally.rejected,
            tally.unmeasured,
            tally.duration_seconds,
            tally.error,
        )
        for source, tally in tallies.items()
        if tally.written or tally.attempts or tally.error != errors.get(source)
    ]


def _recorded(tally: Tally) -> Recorded:
    return Recorded(
        written=tally.written,
        restated=tally.restated,
        unchanged=tally.unchanged,
        rejected=tally.rejected,
        attempts=tally.unmeasured,
    )
