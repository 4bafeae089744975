"""Days, windows, cycles and closings, in any zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from krtracker.domain.calendar import (
    DAY,
    Cadence,
    Calendar,
    Cycle,
    Span,
    Window,
    WindowKind,
    add_months,
    cycle_named,
)
from tests.builders import Q4, a_calendar, last_days

ZONES = [
    "UTC",
    "Europe/Paris",
    "America/New_York",
    "America/Sao_Paulo",
    "America/Havana",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Gaza",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Chatham",
]
days = st.dates(date(2000, 1, 1), date(2035, 12, 30))
kinds = st.sampled_from([kind for kind in WindowKind if kind is not WindowKind.LAST])


@given(st.sampled_from(ZONES), days)
def test_a_day_is_half_open_and_leaves_no_moment_out(zone: str, day: date) -> None:
    calendar = a_calendar(zone)
    start, end = calendar.start_of(day), calendar.end_of(day)
    moment = timedelta(microseconds=1)

    assert calendar.day_of(start) == day
    assert calendar.day_of(start - moment) == day - DAY
    assert calendar.day_of(end - moment) == day
    assert end == calendar.start_of(day + DAY)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        pytest.param("Europe/Paris", date(2026, 3, 29), 23, id="spring"),
        pytest.param("Europe/Paris", date(2026, 10, 25), 25, id="autumn"),
        pytest.param("Europe/Paris", date(2026, 11, 1), 24, id="any day"),
        pytest.param("Australia/Lord_Howe", date(2026, 10, 4), 23.5, id="half an hour"),
        pytest.param("America/Sao_Paulo", date(2018, 11, 4), 23, id="no midnight"),
        pytest.param("America/Havana", date(2026, 11, 1), 25, id="two midnights"),
    ],
)
def test_days_have_as_many_hours_as_they_must(zone: str, day: date, hours: float) -> None:
    calendar = a_calendar(zone)

    assert calendar.end_of(day) - calendar.start_of(day) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("kind", "day", "first"),
    [
        (WindowKind.CYCLE_TO_DATE, date(2026, 11, 21), date(2026, 10, 1)),
        (WindowKind.WEEK_TO_DATE, date(2026, 11, 22), date(2026, 11, 16)),
        (WindowKind.WEEK_TO_DATE, date(2026, 11, 16), date(2026, 11, 16)),
        (WindowKind.MONTH_TO_DATE, date(2026, 11, 22), date(2026, 11, 1)),
        (WindowKind.QUARTER_TO_DATE, date(2026, 11, 22), date(2026, 10, 1)),
        (WindowKind.YEAR_TO_DATE, date(2026, 11, 22), date(2026, 1, 1)),
        (WindowKind.ALL_TIME, date(2026, 11, 22), None),
    ],
)
def test_a_window_to_date_begins_where_its_word_says(
    kind: WindowKind, day: date, first: date | None
) -> None:
    assert Calendar().span(Window(kind), day, Q4) == Span(first, day + DAY)


@pytest.mark.parametrize(
    ("starts", "day", "quarter", "year"),
    [
        (2, date(2026, 1, 31), date(2025, 11, 1), date(2025, 2, 1)),
        (2, date(2026, 2, 1), date(2026, 2, 1), date(2026, 2, 1)),
        (4, date(2026, 3, 31), date(2026, 1, 1), date(2025, 4, 1)),
        (7, date(2026, 12, 31), date(2026, 10, 1), date(2026, 7, 1)),
        (10, date(2026, 9, 30), date(2026, 7, 1), date(2025, 10, 1)),
    ],
)
def test_quarters_and_years_are_fiscal(starts: int, day: date, quarter: date, year: date) -> None:
    calendar = Calendar(fiscal_year_starts=starts)

    assert (calendar.quarter_start(day), calendar.year_start(day)) == (quarter, year)


@given(st.integers(1, 12), days)
def test_a_quarter_holds_its_day_and_lies_in_its_year(starts: int, day: date) -> None:
    calendar = Calendar(fiscal_year_starts=starts)
    quarter, year = calendar.quarter_start(day), calendar.year_start(day)

    assert year <= quarter <= day < add_months(quarter, 3)
    assert day < add_months(year, 12)


def test_a_week_may_start_on_sunday() -> None:
    assert Calendar(week_starts=6).week_start(date(2026, 11, 21)) == date(2026, 11, 15)
    assert Calendar(week_starts=6).week_start(date(2026, 11, 22)) == date(2026, 11, 22)


def test_last_28_days_are_28_days() -> None:
    span = Calendar().span(last_days(28), date(2026, 11, 21), Q4)

    assert span == Span(date(2026, 10, 25), date(2026, 11, 22))


def test_a_matured_last_window_moves_whole() -> None:
    span = Calendar().span(last_days(28), date(2026, 11, 21), Q4, matured=30)

    day = date(2026, 11, 21)
    assert span == Span(day - timedelta(days=57), day - timedelta(days=30) + DAY)


def test_a_matured_window_to_date_keeps_its_start() -> None:
    window = Window(WindowKind.CYCLE_TO_DATE)

    span = Calendar().span(window, date(2026, 11, 21), Q4, matured=30)

    assert span == Span(date(2026, 10, 1), date(2026, 10, 23))


def test_the_window_of_a_cycle_is_empty_before_it() -> None:
    span = Calendar().span(Window(WindowKind.CYCLE_TO_DATE), Q4.eve, Q4)

    assert span.is_empty


@given(kinds, days, st.integers(0, 60))
def test_no_window_looks_beyond_its_day(kind: WindowKind, day: date, matured: int) -> None:
    span = Calendar().span(Window(kind), day, Q4, matured=matured)

    assert span.until <= day + DAY


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        pytest.param("2026-11-22 05:59", date(2026, 11, 20), id="before its hour"),
        pytest.param("2026-11-22 06:00", date(2026, 11, 21), id="at its hour"),
        pytest.param("2026-11-22 23:59", date(2026, 11, 21), id="late"),
    ],
)
def test_a_day_is_closed_once_its_hour_of_measuring_has_come(moment: str, day: date) -> None:
    calendar = a_calendar("Europe/Paris", measure_at=time(6))
    now = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Europe/Paris"))

    assert calendar.last_closed_day(now.astimezone(UTC)) == day


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        pytest.param("2026-11-22", "2026-11-22T22:59:59.999999+00:00", id="a day is its end"),
        pytest.param("2026-11-22T09:00", "2026-11-22T08:00:00+00:00", id="by the project's clock"),
        pytest.param("2026-11-22T09:00-05:00", "2026-11-22T14:00:00+00:00", id="a zone of its own"),
    ],
)
def test_a_moment_is_named_by_a_day_or_a_time(text: str, moment: str) -> None:
    assert a_calendar("Europe/Paris").moment_named(text).isoformat() == moment


@pytest.mark.parametrize("text", ["", "tomorrow", "9999-12-31", "0001-01-01T00:00", "2026-02-30"])
def test_what_names_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        a_calendar("Europe/Paris").moment_named(text)


def test_weeks_close_on_their_last_day_and_months_on_theirs() -> None:
    calendar = Calendar()

    assert calendar.is_closing(date(2026, 11, 22), Cadence.WEEKLY)
    assert not calendar.is_closing(date(2026, 11, 21), Cadence.WEEKLY)
    assert calendar.is_closing(date(2024, 2, 29), Cadence.MONTHLY)
    assert not calendar.is_closing(date(2024, 2, 28), Cadence.MONTHLY)
    assert calendar.is_closing(date(2026, 11, 18), Cadence.DAILY)


@pytest.mark.parametrize(
    ("name", "starts", "first", "last"),
    [
        ("2026", 1, date(2026, 1, 1), date(2026, 12, 31)),
        ("2026", 4, date(2026, 4, 1), date(2027, 3, 31)),
        ("2026-H2", 1, date(2026, 7, 1), date(2026, 12, 31)),
        ("2026-H2", 10, date(2027, 4, 1), date(2027, 9, 30)),
        ("2026-Q4", 1, date(2026, 10, 1), date(2026, 12, 31)),
        ("2026-Q4", 4, date(2027, 1, 1), date(2027, 3, 31)),
        ("2026-02", 4, date(2026, 2, 1), date(2026, 2, 28)),
        ("2024-02", 1, date(2024, 2, 1), date(2024, 2, 29)),
    ],
)
def test_a_name_of_a_cycle_means_its_days(name: str, starts: int, first: date, last: date) -> None:
    assert cycle_named(name, fiscal_year_starts=starts) == Cycle(name, first, last)


@pytest.mark.parametrize(
    "name",
    ["", "26", "2026-", "2026-Q5", "2026-H3", "2026-13", "2026-00", "2026-1", "9999", "²026"],
)
def test_other_names_mean_no_cycle(name: str) -> None:
    assert cycle_named(name) is None


def test_days_of_a_cycle_are_counted_from_one() -> None:
    assert (Q4.days, Q4.eve) == (92, date(2026, 9, 30))
    assert Q4.day_number(Q4.eve) == 0
    assert Q4.day_number(Q4.start) == 1
    assert Q4.day_number(date(2026, 11, 22)) == 53
    assert Q4.day_number(date(2027, 3, 1)) == 92


def test_a_day_has_passed_when_it_is_over() -> None:
    assert Q4.days_passed(Q4.start) == 0
    assert Q4.days_passed(date(2026, 11, 22)) == 52
    assert Q4.days_passed(Q4.end) == 91
    assert Q4.days_passed(date(2027, 1, 1)) == 92


@given(days, st.integers(-400, 400))
def test_months_are_added_without_leaving_the_month_reached(day: date, count: int) -> None:
    moved = add_months(day, count)

    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == count
    assert moved.day <= day.day


def test_a_window_is_written_as_in_a_definition() -> None:
    assert str(last_days(28)) == "last 28 days"
    assert str(Window(WindowKind.QUARTER_TO_DATE)) == "quarter to date"
    assert Window(WindowKind.QUARTER_TO_DATE).is_to_date
    assert not last_days(28).is_to_date
    assert not Window(WindowKind.ALL_TIME).is_to_date
