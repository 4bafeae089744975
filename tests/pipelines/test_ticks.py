"""Ticks over a whole year, with the days on which clocks are set."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

import pytest
from dagster._utils.schedules import schedule_execution_time_iterator

from krtracker.domain.calendar import Cadence, Calendar
from pipelines.schedules import cron

ZONES = (
    "UTC",
    "Europe/Paris",
    "America/New_York",
    "America/Sao_Paulo",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",  # half an hour
    "Africa/Cairo",  # at midnight
    "Pacific/Apia",
)
HOURS = (time(0, 0), time(1, 30), time(2, 30), time(6, 0), time(23, 59))


def ticks(cadence: Cadence, calendar: Calendar, year: int = 2026) -> list[datetime]:
    start = datetime(year, 1, 1, tzinfo=calendar.zone)
    found = schedule_execution_time_iterator(
        start.timestamp(), cron(cadence, calendar), calendar.zone.key, ascending=True
    )
    end = datetime(year + 1, 1, 1, tzinfo=calendar.zone)
    return list(takewhile(lambda tick: tick < end, found))


@pytest.mark.parametrize("hour", HOURS, ids=str)
@pytest.mark.parametrize("zone", ZONES)
def test_each_local_day_has_one_tick(zone, hour):
    calendar = Calendar(ZoneInfo(zone), measure_at=hour)

    found = ticks(Cadence.DAILY, calendar)

    days = Counter(calendar.day_of(tick) for tick in found)
    assert set(days.values()) == {1}
    assert len(days) == 365


@pytest.mark.parametrize("hour", HOURS, ids=str)
@pytest.mark.parametrize("zone", ZONES)
def test_each_tick_finds_the_day_before_it_closed(zone, hour):
    calendar = Calendar(ZoneInfo(zone), measure_at=hour)

    for tick in ticks(Cadence.DAILY, calendar):
        yesterday = calendar.day_of(tick) - timedelta(days=1)
        assert calendar.last_closed_day(tick.astimezone(UTC)) == yesterday


def test_weeks_and_months_are_measured_once_they_have_closed():
    calendar = Calendar(ZoneInfo("Europe/Paris"), week_starts=6)

    weeks = [calendar.day_of(tick) for tick in ticks(Cadence.WEEKLY, calendar)]
    months = [calendar.day_of(tick) for tick in ticks(Cadence.MONTHLY, calendar)]

    assert all(calendar.is_closing(day - timedelta(days=1), Cadence.WEEKLY) for day in weeks)
    assert months == [date(2026, month, 1) for month in range(1, 13)]
