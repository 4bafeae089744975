"""When the newest row is from: a moment, or a day where its column tells no more than that."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from krtracker.domain.calendar import DAY, Calendar
from krtracker.domain.measurement import TableReading

OF_DAYS = "a day"
"""What the ledger says of a column that holds dates."""


class Newest(NamedTuple):
    """A newest row's time as it may be told."""

    moment: datetime
    """In the project's zone."""
    day: date | None = None
    """The day that is told in the place of a moment; None where it has a time of the day."""
    is_end: bool = False
    """Whether it may be a moment, too: the midnight with which that day ends."""


def newest_of_rows(newest: datetime, calendar: Calendar) -> Newest:
    """That of the rows that entered, where a date is kept as the midnight that it begins with."""
    local, day = newest.astimezone(calendar.zone), calendar.day_of(newest)
    return Newest(local, day if newest == calendar.start_of(day) else None)


def newest_of_table(
    reading: TableReading, columns: Mapping[str, str], calendar: Calendar, as_of: date
) -> Newest | None:
    """That of a table, where a date counts until the midnight that it ends with.

    The kind of its column, by `columns`, tells a date from a moment; so does the end of the day
    it was measured for, which no moment up to then reaches.
    """
    newest = reading.newest
    if newest is None:
        return None
    local, day = newest.astimezone(calendar.zone), calendar.day_of(newest) - DAY
    if newest != calendar.end_of(day):
        return Newest(local)
    is_date = columns.get(f"{reading.table}.{reading.updated}") == OF_DAYS
    return Newest(local, day, is_end=not is_date and day != as_of)
