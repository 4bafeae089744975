"""Which days of a key result are divided over its columns, so that changes can be explained."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from krtracker.domain.calendar import DAY, Calendar
from krtracker.domain.due import last_due_day
from krtracker.domain.key_result import KeyResult
from krtracker.domain.news import last_week_start


def split_days(
    key_result: KeyResult,
    days: Collection[date],
    *,
    calendar: Calendar,
    now: datetime,
    divided: Collection[date] = (),
) -> tuple[date, ...]:
    """Which of the `days` measured now are to be divided, oldest first.

    The newest due day, the one that the weekly review holds it against, and the eve of the
    cycle; and every day that was `divided` before, should its value be another now.
    """
    last = last_due_day(key_result, calendar, now)
    if last is None or not key_result.split_by:
        return ()
    week = last_week_start(calendar, calendar.day_of(now))
    before = max((day for day in days if day < week), default=week - DAY)
    wanted = {last, before, key_result.cycle.eve, *divided}
    return tuple(sorted(wanted.intersection(days)))
