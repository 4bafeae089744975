"""When the newest row is from, as far as a reading lets it be known."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from krtracker.domain.measurement import TableReading
from krtracker.domain.newest import newest_of_rows, newest_of_table
from tests.builders import A_DAY, a_calendar

ZONES = pytest.mark.parametrize("zone", ["UTC", "Europe/Paris", "America/Santiago"])
BEFORE = A_DAY - timedelta(days=2)
NOON = datetime(2026, 11, 19, 12, 30, tzinfo=UTC)


@ZONES
def test_rows_of_a_date_are_of_that_day(zone: str) -> None:
    calendar = a_calendar(zone)

    assert newest_of_rows(calendar.start_of(BEFORE), calendar).day == BEFORE
    assert newest_of_rows(NOON, calendar).day is None


@ZONES
@pytest.mark.parametrize(
    ("columns", "day", "is_end"),
    [
        pytest.param({"late.day": "a day"}, BEFORE, False, id="a column of dates"),
        pytest.param({}, A_DAY, False, id="the end of the day that is told of"),
        pytest.param({}, BEFORE, True, id="a date or the midnight after it"),
        pytest.param({"late.day": "a moment"}, BEFORE, True, id="a midnight"),
    ],
)
def test_a_table_of_dates_is_told_by_its_newest_day_and_not_the_next(
    zone: str, columns: dict[str, str], day: date, *, is_end: bool
) -> None:
    calendar = a_calendar(zone)
    reading = TableReading("late", calendar.end_of(day), updated="day")

    found = newest_of_table(reading, columns, calendar, A_DAY)

    assert found is not None
    assert (found.day, found.is_end) == (day, is_end)


def test_a_table_of_moments_is_told_by_the_moment() -> None:
    found = newest_of_table(TableReading("late", NOON), {}, a_calendar("Europe/Paris"), A_DAY)

    assert found is not None
    assert (found.moment, found.day) == (NOON, None)


def test_a_table_without_rows_has_no_newest() -> None:
    assert newest_of_table(TableReading("late", None), {}, a_calendar(), A_DAY) is None
