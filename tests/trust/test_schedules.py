"""Twelve zones, five years: whatever clocks do, every local day is measured exactly once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise, takewhile
from zoneinfo import ZoneInfo

import pytest
from dagster._utils.schedules import schedule_execution_time_iterator

from krtracker.domain.calendar import DAY, Cadence, Calendar, Cycle
from krtracker.domain.due import due_days
from krtracker.domain.measurement import Verdict
from pipelines.schedules import cron
from tests.builders import a_key_result
from tests.trust.conftest import Figure
from tests.trust.scale import many

ZONES = (
    "UTC",
    "Europe/Paris",
    "Europe/London",
    "America/New_York",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Africa/Cairo",  # at midnight
    "Africa/Casablanca",  # back for a month, and forward again
    "Asia/Kathmandu",
    "Australia/Lord_Howe",  # half an hour
    "Pacific/Apia",
    "Pacific/Kiritimati",
)
HOURS = (time(0, 0), time(1, 30), time(2, 30), time(6, 0), time(23, 59))
FIRST_YEAR, YEARS = 2026, 5


def ticks(calendar: Calendar, start: datetime, end: datetime) -> Iterator[datetime]:
    """When the scheduler wakes for the daily key results."""
    found = schedule_execution_time_iterator(
        start.timestamp(), cron(Cadence.DAILY, calendar), calendar.zone.key, ascending=True
    )
    return takewhile(lambda tick: tick < end, found)


def measured(first: date, *stretches: tuple[Calendar, Iterator[datetime]]) -> list[date]:
    """The days measured at each tick, as the due set tells them from what is recorded."""
    recorded: dict[date, Verdict] = {}
    found: list[date] = []
    for calendar, moments in stretches:
        for moment in moments:
            # A cycle that began some days ago: what lies before it was measured in the last one.
            start = max(first + DAY, moment.date() - timedelta(days=9))
            days = due_days(
                a_key_result(cycle=Cycle("here", start, date(2040, 1, 1))),
                calendar=calendar,
                now=moment.astimezone(UTC),
                recorded=recorded,
                look_back_days=0,
            )
            found += days
            recorded |= dict.fromkeys(days, Verdict.ACCEPTED)
    return found


@pytest.mark.parametrize("zone", ZONES)
def test_every_local_day_is_measured_once(zone: str, figure: Figure) -> None:
    years, hours = many(1, asked=YEARS), HOURS[: many(2, asked=len(HOURS))]
    for hour in hours:
        calendar = Calendar(ZoneInfo(zone), measure_at=hour)
        first, until = date(FIRST_YEAR, 1, 1), date(FIRST_YEAR + years, 1, 1)
        # The tick of a day measures the day before it.
        start = datetime.combine(first + DAY, time(), calendar.zone)
        end = datetime.combine(until + DAY, time(), calendar.zone)

        days = measured(first, (calendar, ticks(calendar, start, end)))

        assert days == [first + DAY * number for number in range((until - first).days)]
    figure("T-B02", f"{zone}: {years} years x {len(hours)} hours: every local day exactly once")


@pytest.mark.parametrize(("old", "new"), [*pairwise(ZONES)], ids=lambda zone: zone)
def test_a_project_that_moves_to_another_zone_measures_every_day_once(old: str, new: str) -> None:
    first, moved = date(2026, 6, 1), datetime(2026, 6, 15, 12, tzinfo=UTC)
    here, there = (Calendar(ZoneInfo(zone), measure_at=time(6)) for zone in (old, new))
    before = ticks(here, datetime(2026, 6, 2, tzinfo=here.zone), moved)
    after = ticks(there, moved, datetime(2026, 7, 2, tzinfo=there.zone))

    days = measured(first, (here, before), (there, after))

    assert days == [first + DAY * number for number in range(30)]
