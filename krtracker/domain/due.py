"""Which days of a key result are to be measured now, told from what is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from krtracker.domain.calendar import DAY, Cadence, Calendar
from krtracker.domain.key_result import KeyResult
from krtracker.domain.measurement import Verdict


def last_due_day(key_result: KeyResult, calendar: Calendar, now: datetime) -> date | None:
    """The newest day that should have been measured by `now`, within its cycle; None before it."""
    day = min(calendar.last_closed_day(now), key_result.cycle.end)
    while day >= key_result.cycle.eve:
        if day == key_result.cycle.eve or calendar.is_closing(day, key_result.cadence):
            return day
        day -= DAY
    return None


def due_days(
    key_result: KeyResult,
    *,
    calendar: Calendar,
    now: datetime,
    recorded: Mapping[date, Verdict],
    look_back_days: int,
) -> tuple[date, ...]:
    """The days to measure now, oldest first.

    Days never measured since the eve of the cycle, and days inside the look-back, whose past
    may still change; a provisional value does not count as a measurement of a closed day. A
    source without history is asked only for the last closed day, while it still tells of it,
    and only until it is accepted. An hourly cadence adds today, provisionally.
    """
    last = last_due_day(key_result, calendar, now)
    if last is None:
        return ()
    closed = calendar.last_closed_day(now)
    measured = {day for day, verdict in recorded.items() if verdict is not Verdict.PROVISIONAL}
    if not key_result.history.has_past:
        is_open = last == closed and recorded.get(last) is not Verdict.ACCEPTED
        days = {last} if is_open else set()
    else:
        settled = closed - timedelta(days=look_back_days)
        days = {
            day
            for day in _closed_days(key_result, calendar, last)
            if day > settled or day not in measured
        }
    if key_result.cadence is Cadence.HOURLY and calendar.day_of(now) <= key_result.cycle.end:
        days.add(calendar.day_of(now))
    return tuple(sorted(days))


def days_between(key_result: KeyResult, calendar: Calendar, first: date, last: date) -> list[date]:
    """The days from `first` to `last` on which its cadence closes, oldest first."""
    count = (last - first).days + 1
    span = (first + timedelta(days=number) for number in range(max(count, 0)))
    return [day for day in span if calendar.is_closing(day, key_result.cadence)]


def _closed_days(key_result: KeyResult, calendar: Calendar, last: date) -> set[date]:
    """The eve of the cycle, which every baseline needs, and the closing days up to `last`."""
    eve = key_result.cycle.eve
    return {eve, *days_between(key_result, calendar, eve, last)}
