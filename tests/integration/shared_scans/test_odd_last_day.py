"""A day of 25 hours, asked last: what is open at its end is open, in a shared scan too."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from krtracker.domain.calendar import Calendar
from krtracker.domain.key_result import Measure
from krtracker.domain.measurement import Reading
from krtracker.measures import Asked, measure
from tests.builders import FakeConnector, a_key_result, a_measure

TICKETS = pa.table(
    {
        "team": ["a", "b", "c", "d", "e"],
        "opened": [datetime(2026, 10, 20, tzinfo=UTC)] * 5,
        "closed": [datetime(2026, 10, day, 12, tzinfo=UTC) for day in (24, 25, 26, 27, 31)],
    }
)


@pytest.mark.parametrize("day", [date(2026, 10, 24), date(2026, 10, 25), date(2026, 10, 26)])
def test_tickets_closed_later_are_open(day: date) -> None:
    days = tuple(day - timedelta(days=back) for back in (3, 2, 1, 0))
    readings = _readings(days)

    assert all(each.way is not None and each.way.is_shared for each in readings)
    values = [each.value for each in readings if each.as_of == day]
    later = [each.astimezone(ZoneInfo("Europe/Paris")).date() > day
             for each in TICKETS["closed"].to_pylist()]  # fmt: skip
    assert values == [sum(later[place:]) for place in range(5)]


def _readings(days: tuple[date, ...]) -> list[Reading]:
    """Of five teams: with four days, twenty values, of which fewer would be asked one by one."""
    asked = [Asked(a_key_result(team, how=_open(f"team >= '{team}'")), days) for team in "abcde"]
    found = measure(
        asked,
        connector=FakeConnector({"tickets": TICKETS}),
        calendar=Calendar(zone=ZoneInfo("Europe/Paris")),
        now=datetime(2026, 12, 1, tzinfo=UTC),
    )
    return [each for each in found if isinstance(each, Reading)]


def _open(where: str) -> Measure:
    return a_measure(
        source_rows="tickets",
        value="count(*)",
        where=where,
        at=None,
        during=("opened", "closed"),
        window=None,
    )


def test_days_in_another_order_have_their_own_values() -> None:
    """A scan tells days in order, so they are asked one by one."""
    days = tuple(date(2026, 10, day) for day in (31, 20, 26, 19))
    readings = _readings(days)

    assert all(each.way is not None and "not in order" in each.way.why for each in readings)
    first = [(each.as_of, each.value) for each in readings[: len(days)]]
    assert first == list(zip(days, (0, 5, 2, 0), strict=True))
