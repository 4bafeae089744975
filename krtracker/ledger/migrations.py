"""Every shape the ledger has had, and the way from each to the next."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from krtracker.errors import LedgerError

FIRST = """
CREATE TABLE measurements (
    sequence BIGINT PRIMARY KEY,
    form SMALLINT NOT NULL,
    cycle VARCHAR NOT NULL,
    key_result VARCHAR NOT NULL,
    measure_hash VARCHAR NOT NULL,
    as_of DATE NOT NULL,
    value DOUBLE,
    verdict VARCHAR NOT NULL,
    reason VARCHAR,
    measured_at TIMESTAMP NOT NULL,
    run VARCHAR NOT NULL,
    source VARCHAR,
    rows_read BIGINT,
    newest TIMESTAMP,
    duration_seconds DOUBLE NOT NULL,
    query_hash VARCHAR NOT NULL,
    parameters VARCHAR NOT NULL,
    expectations BIGINT NOT NULL,
    failures VARCHAR NOT NULL,
    nulls VARCHAR NOT NULL,
    duplicates VARCHAR NOT NULL,
    table_readings VARCHAR NOT NULL,
    restates DOUBLE,
    is_restatement BOOLEAN NOT NULL,
    accepted_by VARCHAR,
    hash BLOB NOT NULL
);
CREATE TABLE queries (
    sequence BIGINT PRIMARY KEY,
    form SMALLINT NOT NULL,
    query_hash VARCHAR NOT NULL,
    query VARCHAR NOT NULL,
    hash BLOB NOT NULL
);
CREATE TABLE attempts (
    sequence BIGINT PRIMARY KEY,
    form SMALLINT NOT NULL,
    cycle VARCHAR NOT NULL,
    key_result VARCHAR NOT NULL,
    measure_hash VARCHAR NOT NULL,
    as_of DATE NOT NULL,
    attempted_at TIMESTAMP NOT NULL,
    run VARCHAR NOT NULL,
    source VARCHAR,
    reason VARCHAR NOT NULL,
    is_definition_fault BOOLEAN NOT NULL,
    hash BLOB NOT NULL
);
CREATE TABLE runs (
    sequence BIGINT PRIMARY KEY,
    form SMALLINT NOT NULL,
    run VARCHAR NOT NULL,
    source VARCHAR,
    recorded_at TIMESTAMP NOT NULL,
    written BIGINT NOT NULL,
    restated BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    rejected BIGINT NOT NULL,
    unmeasured BIGINT NOT NULL,
    duration_seconds DOUBLE NOT NULL,
    error VARCHAR,
    hash BLOB NOT NULL
);
CREATE TABLE promises (
    sequence BIGINT PRIMARY KEY,
    form SMALLINT NOT NULL,
    cycle VARCHAR NOT NULL,
    key_result VARCHAR NOT NULL,
    formerly VARCHAR,
    kind VARCHAR NOT NULL,
    promise VARCHAR NOT NULL,
    promise_hash VARCHAR NOT NULL,
    measure_hash VARCHAR NOT NULL,
    baseline DOUBLE,
    effective DATE NOT NULL,
    promised_on DATE NOT NULL,
    reason VARCHAR,
    changed_by VARCHAR,
    recorded_at TIMESTAMP NOT NULL,
    run VARCHAR NOT NULL,
    hash BLOB NOT NULL
);
CREATE TABLE catalogs (
    sequence BIGINT PRIMARY KEY,
    form SMALLINT NOT NULL,
    catalog_hash VARCHAR NOT NULL,
    catalog VARCHAR NOT NULL,
    adopted_at TIMESTAMP NOT NULL,
    run VARCHAR NOT NULL,
    hash BLOB NOT NULL
);
"""

SECOND = "ALTER TABLE measurements ADD COLUMN way VARCHAR;"

THIRD = """
CREATE TABLE splits (
    sequence BIGINT PRIMARY KEY,
    form SMALLINT NOT NULL,
    cycle VARCHAR NOT NULL,
    key_result VARCHAR NOT NULL,
    measure_hash VARCHAR NOT NULL,
    as_of DATE NOT NULL,
    split_column VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    value DOUBLE,
    pieces VARCHAR NOT NULL,
    measured_at TIMESTAMP NOT NULL,
    run VARCHAR NOT NULL,
    hash BLOB NOT NULL
);
"""

STEPS = (FIRST, SECOND, THIRD)
"""What makes version 1 of nothing, 2 of 1, and so on; a released step never changes."""


def version_of(connection: duckdb.DuckDBPyConnection) -> int:
    """Which shape the open ledger has; 0 for an empty file.

    Every row is read: for `max()` the engine would look at its statistics alone, and damage to
    the rows would stay unseen.
    """
    try:
        rows = connection.execute("SELECT version FROM shape").fetchall()
    except duckdb.CatalogException:
        return 0
    return max((int(version) for (version,) in rows), default=0)


def is_current(connection: duckdb.DuckDBPyConnection, *, steps: Sequence[str] = STEPS) -> bool:
    """Whether the open ledger needs no migration.

    Raises:
        LedgerError: a newer program wrote it.
    """
    version = version_of(connection)
    if version > len(steps):
        raise LedgerError(
            f"it was written by a newer krtracker (shape {version}, this one knows {len(steps)}); "
            "update krtracker to read it"
        )
    return version == len(steps)


def require_shape(connection: duckdb.DuckDBPyConnection) -> None:
    """Refuse a ledger that has not the tables and columns that its shape has.

    Raises:
        LedgerError: somebody dropped or renamed some, or the shape is not told.
    """
    asked = "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal"
    there = set(connection.execute(asked).fetchall())
    if not (version := version_of(connection)):
        if there - {("shape", "version")}:
            raise LedgerError("it does not say which shape it has; restore the last backup")
        return
    with duckdb.connect(":memory:") as sample:
        migrate(sample, steps=STEPS[:version])
        lacking = sorted(set(sample.execute(asked).fetchall()) - there)
    if lacking:
        (table, column), *_ = lacking
        raise LedgerError(f"`{table}` has no `{column}` any more; restore the last backup")


def migrate(connection: duckdb.DuckDBPyConnection, *, steps: Sequence[str] = STEPS) -> None:
    """Bring an open ledger to the newest shape, each step in a transaction of its own."""
    connection.execute("CREATE TABLE IF NOT EXISTS shape (version INTEGER PRIMARY KEY)")
    for version in range(version_of(connection) + 1, len(steps) + 1):
        connection.begin()
        connection.execute(steps[version - 1])
        connection.execute("INSERT INTO shape VALUES (?)", [version])
        connection.commit()
    connection.execute("CHECKPOINT")
