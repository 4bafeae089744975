"""Rows of the ledger as the things they tell: measurements, attempts, runs, catalogs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import duckdb

from krtracker.domain.catalog import Catalog
from krtracker.domain.key_result import KeyResult
from krtracker.domain.measurement import Attempt, Failure, Measurement, TableReading, Verdict
from krtracker.ledger import moments
from krtracker.ledger.catalog_text import from_text
from krtracker.ledger.series import EVER, renames, series_of, wanted
from krtracker.ledger.tables import MEASUREMENTS, Table

Cells = dict[str, Any]
"""One row by the names of its columns."""

OF_DAY = """
FROM measurements AS row
JOIN wanted ON row.key_result = wanted.id AND row.measure_hash = wanted.measure_hash
WHERE row.as_of = $as_of AND row.sequence <= $until
ORDER BY row.sequence DESC
"""


@dataclass(frozen=True)
class Run:
    """One batch of one source: what it changed, or why it failed."""

    sequence: int
    run: str
    source: str | None
    recorded_at: datetime
    written: int
    restated: int
    unchanged: int
    rejected: int
    unmeasured: int
    duration_seconds: float
    error: str | None


def columns(table: Table) -> str:
    """The columns of a table as a query names them, sequence first."""
    return ", ".join(f"row.{name}" for name in ("sequence", *table.columns))


def fetched(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    rest: str,
    parameters: Mapping[str, object] | None = None,
) -> list[Cells]:
    """The rows of `table` that `rest` of a query (from FROM on) selects, as `row`."""
    query = f"SELECT {columns(table)} {rest}"
    names = ("sequence", *table.columns)
    found = connection.execute(query, dict(parameters or {})).fetchall()
    return [dict(zip(names, row, strict=True)) for row in found]


def rows_of_day(
    connection: duckdb.DuckDBPyConnection, key_result: KeyResult, as_of: date, *, until: int = EVER
) -> list[Cells]:
    """Every measurement of one day of a key result's series, newest first."""
    with wanted(connection, [series_of(key_result, renames(connection))]):
        return fetched(connection, MEASUREMENTS, OF_DAY, {"as_of": as_of, "until": until})


def newest_measurement(
    connection: duckdb.DuckDBPyConnection, key_result: KeyResult, as_of: date
) -> Measurement:
    """The measurement in force of a day that has one."""
    return measurement(rows_of_day(connection, key_result, as_of)[0])


def measurement(cells: Cells) -> Measurement:
    """One row of `measurements`."""
    return Measurement(
        sequence=cells["sequence"],
        cycle=cells["cycle"],
        key_result=cells["key_result"],
        measure_hash=cells["measure_hash"],
        as_of=cells["as_of"],
        value=cells["value"],
        verdict=Verdict(cells["verdict"]),
        reason=None if cells["accepted_by"] else cells["reason"],
        measured_at=moments.read(cells["measured_at"]),
        run=cells["run"],
        source=cells["source"],
        rows=cells["rows_read"],
        newest=_moment(cells["newest"]),
        duration_seconds=cells["duration_seconds"],
        query_hash=cells["query_hash"],
        parameters=json.loads(cells["parameters"]),
        expectations=cells["expectations"],
        failures=tuple(Failure(**each) for each in json.loads(cells["failures"])),
        restates=cells["restates"],
        is_restatement=cells["is_restatement"],
        accepted_by=cells["accepted_by"] and f"{cells['accepted_by']}: {cells['reason']}",
    )


def table_readings(text: str) -> tuple[TableReading, ...]:
    """How fresh and full the tables were, as a measurement's row tells it."""
    found = []
    for each in json.loads(text):
        moment = each["newest"] and datetime.fromisoformat(each["newest"])
        found.append(TableReading(**each | {"newest": _moment(moment)}))
    return tuple(found)


def attempt(cells: Cells) -> Attempt:
    """One row of `attempts`."""
    return Attempt(
        key_result=cells["key_result"],
        cycle=cells["cycle"],
        as_of=cells["as_of"],
        attempted_at=moments.read(cells["attempted_at"]),
        run=cells["run"],
        source=cells["source"],
        reason=cells["reason"],
        is_definition_fault=cells["is_definition_fault"],
    )


def run(cells: Cells) -> Run:
    """One row of `runs`."""
    return Run(**cells | {"recorded_at": moments.read(cells["recorded_at"])})


def newest_catalog(connection: duckdb.DuckDBPyConnection, *, until: int = EVER) -> Catalog | None:
    """The catalog in force; None before the first was adopted."""
    found = connection.execute(
        "SELECT catalog FROM catalogs WHERE sequence <= $until ORDER BY sequence DESC LIMIT 1",
        {"until": until},
    ).fetchall()
    return from_text(found[0][0]) if found else None


def newest_catalog_hash(connection: duckdb.DuckDBPyConnection) -> str | None:
    """The name of the catalog in force."""
    found = connection.execute(
        "SELECT catalog_hash FROM catalogs ORDER BY sequence DESC LIMIT 1"
    ).fetchall()
    return str(found[0][0]) if found else None


def _moment(moment: datetime | None) -> datetime | None:
    return None if moment is None else moments.read(moment)
