"""Moments, days and zone-free times: which is which at the edges of a day, to the second."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from krtracker.domain.calendar import Calendar

FIRST_DAY, LAST_DAY = date(1, 1, 2), date(9999, 12, 30)
"""The first and the last day that we tell apart: in every zone a whole day inside the calendar.

The first is the start of `all time`. What lies before it or after the last, `infinity` as well,
mostly stands for "unknown" or "never": sources compare it as it is, and here it is no time.
"""
_NONE = timedelta(0)


@dataclass(frozen=True)
class Boundary:
    """The start of a project day, in each of the forms that a column may take."""

    day: date
    naive: datetime
    """The smallest zone-free time of the connection that is not before it."""
    moment: datetime


@lru_cache(maxsize=100_000)
def boundary(day: date, calendar: Calendar, zone: ZoneInfo) -> Boundary:
    """The start of `day` for rows whose zone-free times are in `zone`."""
    if day <= FIRST_DAY:
        start = datetime(1, 1, 2)
        return Boundary(FIRST_DAY, start, start.replace(tzinfo=UTC))
    moment = calendar.start_of(day)
    return Boundary(day, first_naive(moment, zone), moment)


def first_naive(moment: datetime, zone: ZoneInfo) -> datetime:
    """The smallest zone-free time in `zone` whose first occurrence is not before `moment`.

    Where clocks go back over `moment`, times inside the hour that occurs twice count as its
    first occurrence, so the answer is the end of that hour. Where clocks have just gone
    forward, times that never were count from the change on.
    """
    local = moment.astimezone(zone)
    naive = local.replace(tzinfo=None, fold=0)
    if local.fold:
        change = _change(zone, moment - timedelta(days=1), moment)
        return (change + _offset(zone, change - timedelta(seconds=1))).replace(tzinfo=None)
    before = _offset(zone, moment - timedelta(seconds=1))
    skipped = _offset(zone, moment) - before
    return naive - skipped if skipped > _NONE else naive


def instant(naive: datetime, zone: ZoneInfo) -> datetime:
    """The moment of a zone-free time; an hour that occurs twice counts as its first occurrence."""
    if zone.key == "UTC":
        return in_utc(naive)
    return naive.replace(tzinfo=zone, fold=0).astimezone(UTC)


def is_told(time: date) -> bool:
    """Whether a day, or the day of a time, is one of those that we tell apart.

    >>> is_told(datetime(2026, 11, 22, 9)), is_told(date(9999, 12, 31))
    (True, False)
    """
    if FIRST_DAY.year < time.year < LAST_DAY.year:
        return True
    return FIRST_DAY <= date(time.year, time.month, time.day) <= LAST_DAY


def in_utc(naive: datetime) -> datetime:
    """The moment of a zone-free time in UTC."""
    # `replace` takes six times as long; UTC knows no time that occurs twice.
    return datetime.combine(naive, naive.time(), UTC)


@lru_cache(maxsize=64)
def repeats(zone: ZoneInfo) -> tuple[timedelta, ...]:
    """By how much the clocks of a zone have gone back at a time, since 1970: mostly an hour."""
    day = datetime(1970, 1, 1, tzinfo=UTC)
    found: set[timedelta] = set()
    last = _offset(zone, day)
    for _ in range(70 * 366 * 2):
        day += timedelta(hours=12)
        offset = _offset(zone, day)
        if offset < last:
            found.add(last - offset)
        last = offset
    return tuple(sorted(found))


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or _NONE


def _change(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The moment between two others from which the zone has the offset of the later one."""
    after = _offset(zone, high)
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if _offset(zone, middle) == after:
            high = middle
        else:
            low = middle
    return high.replace(microsecond=0)
