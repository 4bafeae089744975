"""What must hold of a reading before it is believed: one number between two bounds each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from krtracker.domain.calendar import Calendar
from krtracker.domain.catalog import Connection, TableExpectation
from krtracker.domain.key_result import Bounds, KeyResult
from krtracker.domain.measurement import Reading, TableReading
from krtracker.quality.tables import plain
from krtracker.quality.words import ages, amount, as_day, count_of, limit, of_limit

BELIEVED_DAYS = 7
"""How old the newest row of a table may be when `connections.yaml` says nothing of it."""

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Claim:
    """One number that was found, the bounds it must lie within, and what to say if it does not."""

    expectation: str
    found: float
    bounds: Bounds
    reason: str

    @property
    def holds(self) -> bool:
        """Whether what was found lies within the bounds."""
        return self.bounds.holds(self.found)


def claims_of(
    reading: Reading,
    key_result: KeyResult,
    *,
    connection: Connection | None,
    calendar: Calendar,
    before: float | None,
) -> list[Claim]:
    """Everything that the short forms and the tables' freshness demand of one reading.

    `before` is the last accepted value of an earlier day, against which a jump is measured.
    """
    own = (*_counted(reading, key_result), *_valued(reading, key_result, before))
    tables = [
        claim
        for table in reading.tables
        for claim in _of_table(table, reading, _entry(connection, table.table), calendar)
    ]
    return [*own, *tables]


def _counted(reading: Reading, key_result: KeyResult) -> Iterator[Claim]:
    """What is expected of the rows that entered."""
    expect = key_result.expectations
    if expect.rows is not None and reading.rows is not None:
        found, wanted = count_of(reading.rows, "row"), limit(reading.rows, expect.rows)
        reason = f"{found} entered, {of_limit(wanted, 'was', 'were')} expected"
        yield Claim("rows", reading.rows, expect.rows, reason)
    for column, share in expect.nulls_at_most.items():
        missing = reading.nulls.get(column)
        if missing is not None:
            reason = (
                f"{amount(100 * missing)} percent of `{column}` is missing; "
                f"at most {amount(100 * share)} percent is believed"
            )
            yield Claim(f"nulls.{column}", missing, Bounds(at_most=share), reason)
    for column, most in expect.duplicates_at_most.items():
        repeats = reading.duplicates.get(column)
        if repeats is not None:
            believed = of_limit(f"at most {amount(most)}", "is", "are")
            reason = (
                f"{count_of(repeats, 'row')} with the `{column}` of another row; "
                f"{believed} believed"
            )
            yield Claim(f"duplicates.{column}", repeats, Bounds(at_most=most), reason)


def _valued(reading: Reading, key_result: KeyResult, before: float | None) -> Iterator[Claim]:
    """What is expected of the value; nothing of no value, and no jump from zero."""
    expect, value = key_result.expectations, reading.value
    if value is None:
        return
    if expect.value is not None:
        reason = f"the value was {amount(value)}, {limit(value, expect.value)} was expected"
        yield Claim("value", value, expect.value, reason)
    if expect.jump_at_most_percent is not None and before:
        jump = 100 * abs(value - before) / abs(before)
        reason = (
            f"the value moved by {amount(jump)} percent, from {amount(before)} to "
            f"{amount(value)}; at most {amount(expect.jump_at_most_percent)} percent is believed"
        )
        yield Claim("jump", jump, Bounds(at_most=expect.jump_at_most_percent), reason)


def _of_table(
    table: TableReading, reading: Reading, entry: TableExpectation, calendar: Calendar
) -> Iterator[Claim]:
    """How fresh and how full a table must be; a table without any time is not asked."""
    day = as_day(reading.as_of)
    if table.updated is not None:
        yield from _fresh(table, reading, entry, calendar)
    if entry.rows_per_day is not None and table.rows_that_day is not None:
        bounds = entry.rows_per_day
        if reading.is_provisional:  # the day still fills, so it cannot be too empty yet
            bounds = Bounds(at_most=bounds.at_most)
        found = table.rows_that_day
        rows, wanted = count_of(found, "row"), limit(found, bounds)
        wanted = of_limit(wanted, "was", "were")
        reason = f"the {table.table} table brought {rows} on {day}, {wanted} expected"
        yield Claim(f"{table.table}.rows_per_day", found, bounds, reason)


def _fresh(
    table: TableReading, reading: Reading, entry: TableExpectation, calendar: Calendar
) -> Iterator[Claim]:
    """The age of a table's newest row at the end of the day, or at its start while it runs.

    A table that has no row at all by then makes no number believable, but a gap stays a gap.
    """
    day, expectation = as_day(reading.as_of), f"{table.table}.fresh_within"
    if table.newest is None:
        if reading.value is not None:
            reason = f"the {table.table} table has no row up to {day}"
            yield Claim(expectation, 0, Bounds(at_least=1), reason)
        return
    most = entry.fresh_within_hours
    most = 24.0 * BELIEVED_DAYS if most is None else most
    age = max((_moment(reading, calendar) - table.newest) / HOUR, 0.0)
    old, believed = ages(age, most)
    reason = (
        f"the newest row of {table.table} is {old} older than {day}; "
        f"{of_limit(f'at most {believed}', 'is', 'are')} believed"
    )
    yield Claim(expectation, age, Bounds(at_most=most), reason)


def _moment(reading: Reading, calendar: Calendar) -> datetime:
    if reading.is_provisional:
        return calendar.start_of(reading.as_of)
    return calendar.end_of(reading.as_of)


def _entry(connection: Connection | None, table: str) -> TableExpectation:
    """What `connections.yaml` says of a table, by its full name, else without schema and case."""
    if connection is None:
        return TableExpectation()
    exact = connection.tables.get(table)
    by_name = {plain(name): entry for name, entry in connection.tables.items()}
    return exact or by_name.get(plain(table), TableExpectation())
