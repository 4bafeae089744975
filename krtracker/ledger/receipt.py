"""Where one value came from: everything that the ledger keeps beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import duckdb

from krtracker.domain.catalog import Catalog
from krtracker.domain.key_result import KeyResult
from krtracker.domain.measurement import Measurement, TableReading, Way
from krtracker.ledger.chain import hash_at
from krtracker.ledger.promises import RecordedPromise, history
from krtracker.ledger.rows import Run, fetched, newest_catalog, run, table_readings
from krtracker.ledger.tables import MEASUREMENTS, RUNS
from krtracker.ledger.telling import sent_query, told_way


@dataclass(frozen=True)
class Receipt:
    """One measurement with what it was read from, and what it was measured for."""

    measurement: Measurement
    query: str | None
    """The statement that answers its day alone, or the formula."""
    way: Way | None
    """How the value was had; None for a formula, or where an older release wrote it."""
    columns: Mapping[str, str]
    """What kind of value each column held that was asked for, by `table.column`."""
    nulls: Mapping[str, float]
    duplicates: Mapping[str, float]
    tables: tuple[TableReading, ...]
    catalog: Catalog
    """Everything the definitions said when it was measured; connections without secrets."""
    key_result: KeyResult | None
    """The definition in force when it was measured, with its place in the files."""
    promise: RecordedPromise | None
    """The promise in force when it was measured."""
    run: Run | None
    """The batch it was written in."""
    hash: str
    """The hash of its row in the ledger's chain."""


def receipt(
    connection: duckdb.DuckDBPyConnection, measurement: Measurement, *, until: int
) -> Receipt:
    """The receipt of one row of the ledger."""
    at = min(measurement.sequence, until)
    rest = "FROM measurements AS row WHERE row.sequence = $sequence"
    cells = fetched(connection, MEASUREMENTS, rest, {"sequence": measurement.sequence})[0]
    catalog = newest_catalog(connection, until=at) or Catalog()
    key_result = catalog.find(measurement.key_result, measurement.cycle)
    query, columns = _kept(connection, measurement.query_hash)
    made = history(connection, key_result, until=at) if key_result else []
    return Receipt(
        measurement=measurement,
        query=query,
        way=_way(connection, cells["way"]),
        columns=columns,
        nulls=json.loads(cells["nulls"]),
        duplicates=json.loads(cells["duplicates"]),
        tables=table_readings(cells["table_readings"]),
        catalog=catalog,
        key_result=key_result,
        promise=made[-1] if made else None,
        run=_run_of(connection, measurement),
        hash=hash_at(connection, measurement.sequence).hex(),
    )


def query_text(connection: duckdb.DuckDBPyConnection, query_hash: str) -> str | None:
    """The statement kept under a name; None if there is none."""
    return _kept(connection, query_hash)[0]


def way_of(connection: duckdb.DuckDBPyConnection, sequence: int) -> Way | None:
    """How the value of a row was had; None for a formula, or where an older release wrote it."""
    row = connection.execute(
        "SELECT way FROM measurements WHERE sequence = ?", [sequence]
    ).fetchone()
    return _way(connection, row[0] if row else None)


def _way(connection: duckdb.DuckDBPyConnection, kept: str | None) -> Way | None:
    return told_way(kept, partial(query_text, connection)) if kept else None


def _kept(
    connection: duckdb.DuckDBPyConnection, query_hash: str
) -> tuple[str | None, Mapping[str, str]]:
    row = connection.execute(
        "SELECT query FROM queries WHERE query_hash = ?", [query_hash]
    ).fetchone()
    return sent_query(str(row[0])) if row else (None, {})


def _run_of(connection: duckdb.DuckDBPyConnection, measurement: Measurement) -> Run | None:
    """The first batch that was closed after a row; a person's word is in none."""
    if measurement.accepted_by is not None:
        return None
    rest = "FROM runs AS row WHERE row.sequence > $sequence AND row.run = $run ORDER BY ALL LIMIT 1"
    asked = {"sequence": measurement.sequence, "run": measurement.run}
    found = fetched(connection, RUNS, rest, asked)
    return run(found[0]) if found else None
