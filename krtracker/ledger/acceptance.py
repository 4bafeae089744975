"""A person believes a value that was held: the row that says who and why."""

from __future__ import annotations

from datetime import date, datetime

import duckdb

from krtracker.domain.key_result import KeyResult
from krtracker.domain.measurement import Verdict, same
from krtracker.errors import UsageError
from krtracker.ledger import moments
from krtracker.ledger.recording import text
from krtracker.ledger.rows import rows_of_day
from krtracker.ledger.tables import MEASUREMENTS, Row


def accepted_row(
    connection: duckdb.DuckDBPyConnection,
    key_result: KeyResult,
    as_of: date,
    *,
    reason: str,
    by: str,
    now: datetime,
    run: str,
) -> Row:
    """The newest row of the day once more, believed.

    Raises:
        UsageError: there is no rejected value of that day to believe.
    """
    found = rows_of_day(connection, key_result, as_of)
    if not found:
        raise UsageError(f"`{key_result.id}` was never measured as of {as_of}: nothing to accept")
    newest = found[0]
    if newest["verdict"] != Verdict.REJECTED:
        raise UsageError(
            f"`{key_result.id}` as of {as_of} is {newest['verdict']}: only a rejected value needs "
            "to be accepted"
        )
    if newest["value"] is None:
        raise UsageError(
            f"`{key_result.id}` as of {as_of} has no value to accept: {newest['reason']}"
        )
    believed = [each for each in found if each["verdict"] == Verdict.ACCEPTED]
    replaces = bool(believed) and not same(believed[0]["value"], newest["value"])
    cells = newest | {
        "cycle": key_result.cycle.name,
        "key_result": key_result.id,
        "verdict": Verdict.ACCEPTED.value,
        "reason": text(reason.strip()),
        "measured_at": moments.stored(now),
        "run": run,
        "restates": believed[0]["value"] if replaces else None,
        "is_restatement": replaces,
        "accepted_by": text(by),
    }
    return tuple(cells[name] for name in MEASUREMENTS.columns)
