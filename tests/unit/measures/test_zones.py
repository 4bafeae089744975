"""Where a project day begins, for rows whose clocks are others."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from krtracker.measures.zones import boundary, first_naive, instant, repeats
from tests.builders import a_calendar

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("project", "connection", "day", "naive"),
    [
        pytest.param("UTC", "UTC", "2026-10-25", "2026-10-25 00:00", id="the same clocks"),
        pytest.param("Europe/Paris", "UTC", "2026-10-25", "2026-10-24 22:00", id="summer in Paris"),
        pytest.param("Europe/Paris", "UTC", "2026-10-26", "2026-10-25 23:00", id="winter in Paris"),
        pytest.param("UTC", "Europe/Paris", "2026-10-25", "2026-10-25 02:00", id="the first 02:00"),
        pytest.param(
            "Atlantic/Cape_Verde", "Europe/Paris", "2026-10-25", "2026-10-25 03:00",
            id="inside the hour that occurs twice: its end",
        ),
        pytest.param(
            "Atlantic/Cape_Verde", "Europe/Paris", "2026-03-29", "2026-03-29 02:00",
            id="at the change to summer: times that never were come after it",
        ),
        pytest.param("Asia/Tokyo", "Asia/Tokyo", "2026-03-29", "2026-03-29 00:00", id="no changes"),
        pytest.param(
            "America/Havana", "America/Havana", "2026-11-01", "2026-11-01 00:00",
            id="midnight occurs twice",
        ),
        pytest.param(
            "America/Sao_Paulo", "America/Sao_Paulo", "2018-11-04", "2018-11-04 00:00",
            id="midnight does not occur",
        ),
    ],
)  # fmt: skip
def test_a_day_begins_at_the_first_naive_time_that_is_not_before_it(
    project: str, connection: str, day: str, naive: str
) -> None:
    found = boundary(date.fromisoformat(day), a_calendar(project), ZoneInfo(connection))

    assert found.naive == datetime.fromisoformat(naive)


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/New_York", "Australia/Lord_Howe"])
def test_no_naive_time_that_exists_is_on_the_wrong_side(zone: str) -> None:
    random, here = Random(zone), ZoneInfo(zone)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for _ in range(300):
        moment = start + timedelta(minutes=random.randrange(0, 525_600, 15))
        edge = first_naive(moment, here)
        for minutes in range(-150, 151, 15):
            naive = edge + timedelta(minutes=minutes)
            if instant(naive, here).astimezone(here).replace(tzinfo=None) == naive:
                assert (naive >= edge) == (instant(naive, here) >= moment)


def test_an_hour_that_occurs_twice_counts_as_its_first_occurrence() -> None:
    assert instant(datetime(2026, 10, 25, 2, 30), PARIS) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )


def test_a_time_that_never_was_counts_from_the_change_on() -> None:
    assert instant(datetime(2026, 3, 29, 2, 30), PARIS) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_clocks_go_back_by_an_hour_or_by_half() -> None:
    assert repeats(PARIS) == (timedelta(hours=1),)
    assert timedelta(minutes=30) in repeats(ZoneInfo("Australia/Lord_Howe"))
    assert repeats(ZoneInfo("UTC")) == ()
