"""Measures reckoned in plain Python, row by row: what every engine is held against."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from krtracker.domain.calendar import DAY, Calendar, Cycle, Window
from krtracker.domain.key_result import Latest, Measure

Row = Mapping[str, Any]


class Term(NamedTuple):
    """Something of one row, in the language and in Python."""

    sql: str
    of: Callable[[Row], Any]


class Value(NamedTuple):
    """Something of many rows, in the language and in Python."""

    sql: str
    of: Callable[[Sequence[Row]], float | None]


@dataclass(frozen=True)
class Clocks:
    """Whose days are meant, and in which zone the zone-free times are."""

    calendar: Calendar
    connection: ZoneInfo

    def instant(self, time: Any) -> datetime | None:
        """The moment of a time, the first of two where an hour occurs twice."""
        if time is None:
            return None
        if not isinstance(time, datetime):
            return self.calendar.start_of(time)
        if time.tzinfo is not None:
            return time.astimezone(UTC)
        return time.replace(tzinfo=self.connection, fold=0).astimezone(UTC)

    def day(self, time: Any) -> date | None:
        """The project's calendar date of a time."""
        if time is None or not isinstance(time, datetime):
            return time
        moment = self.instant(time)
        assert moment is not None
        return moment.astimezone(self.calendar.zone).date()

    def seconds(self, start: Any, end: Any) -> float | None:
        """Real time between two times; whole days between two dates."""
        if start is None or end is None:
            return None
        if not isinstance(start, datetime) and not isinstance(end, datetime):
            return (end - start).days * 86_400.0
        low, high = self.instant(start), self.instant(end)
        assert low is not None
        assert high is not None
        return (high - low).total_seconds()

    def is_before(self, time: Any, day: date) -> bool:
        """Whether a time lies before the start of a day; a date is compared as a day."""
        if time is None:
            return False
        if not isinstance(time, datetime):
            return time < day
        moment = self.instant(time)
        assert moment is not None
        return moment < self.calendar.start_of(day)


@dataclass(frozen=True)
class Spoken:
    """A measure with what each of its fragments means in Python."""

    measure: Measure
    rows: Callable[[], Sequence[Row]]
    value: Value
    where: Term | None = None
    at: Term | None = None
    during: tuple[Term, Term] | None = None
    known: Term | None = None
    per: Term | None = None
    order_by: tuple[Term, ...] = field(default=())


def spoken(
    source_rows: str,
    rows: Callable[[], Sequence[Row]],
    value: Value,
    *,
    where: Term | None = None,
    at: Term | None = None,
    during: tuple[Term, Term] | None = None,
    known: Term | None = None,
    window: Window | None = None,
    matured_days: int = 0,
    per: Term | None = None,
    order_by: tuple[Term, ...] = (),
    growth: bool = False,
) -> Spoken:
    """The measure that these parts make."""
    measure = Measure(
        source_rows=source_rows,
        value=value.sql,
        where=where.sql if where else None,
        at=at.sql if at else None,
        during=(during[0].sql, during[1].sql) if during else None,
        known=known.sql if known else None,
        window=window,
        matured_days=matured_days,
        latest=Latest(per.sql, tuple(each.sql for each in order_by)) if per else None,
        growth=growth,
    )
    return Spoken(measure, rows, value, where, at, during, known, per, order_by)


class Tied(Exception):  # noqa: N818
    """An entity has two last rows."""


def reckon(asked: Spoken, day: date, cycle: Cycle, clocks: Clocks) -> float | None:
    """The value as of a day, straight from definitions.md."""
    measure, rows = asked.measure, list(asked.rows())
    until = day + DAY
    if asked.known is not None:
        rows = [row for row in rows if clocks.is_before(asked.known.of(row), until)]
    if asked.per is not None:
        rows = last_rows(asked, rows, until, clocks)
    if asked.where is not None:
        rows = [row for row in rows if asked.where.of(row) is True]
    if asked.during is not None:
        start, end = asked.during
        rows = [row for row in rows if is_open(start.of(row), end.of(row), until, clocks)]
    if asked.at is None or measure.window is None:
        return asked.value.of(rows)
    span = clocks.calendar.span(measure.window, day, cycle, matured=measure.matured_days)
    now = asked.value.of(between(rows, asked.at, span.first, span.until, clocks))
    if not measure.growth:
        return now
    assert span.first is not None
    length = span.until - span.first
    before = asked.value.of(between(rows, asked.at, span.first - length, span.first, clocks))
    return 100 * (now / before - 1) if now is not None and before else None


def last_rows(asked: Spoken, rows: Sequence[Row], until: date, clocks: Clocks) -> list[Row]:
    """Each entity once, in its last row before the end of the day."""
    assert asked.per is not None
    by_entity: dict[Any, list[Row]] = {}
    for row in rows:
        if clocks.is_before(asked.order_by[0].of(row), until):
            by_entity.setdefault(asked.per.of(row), []).append(row)
    found = []
    for of_one in by_entity.values():
        ranked = sorted(of_one, key=lambda row: [_rank(each.of(row)) for each in asked.order_by])
        ranks = [[_rank(each.of(row)) for each in asked.order_by] for row in ranked]
        if len(ranks) > 1 and ranks[-1] == ranks[-2]:
            raise Tied
        found.append(ranked[-1])
    return found


def _rank(value: Any) -> tuple[bool, Any]:
    return (value is not None, 0 if value is None else value)


def is_open(start: Any, end: Any, until: date, clocks: Clocks) -> bool:
    """Whether a row is open at the end of the day."""
    if start is None or not clocks.is_before(start, until):
        return False
    return end is None or not clocks.is_before(end, until)


def between(
    rows: Sequence[Row], at: Term, first: date | None, until: date, clocks: Clocks
) -> list[Row]:
    """The rows whose time lies from `first` up to, not including, `until`."""
    return [
        row
        for row in rows
        if at.of(row) is not None
        and clocks.is_before(at.of(row), until)
        and (first is None or not clocks.is_before(at.of(row), first))
    ]


# What SQL makes of the unknown.


def lifted(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function`, unknown where any argument is."""
    return lambda *arguments: None if None in arguments else function(*arguments)


def divided(left: float | None, right: float | None) -> float | None:
    """Division: unknown by nought."""
    return None if left is None or right is None or right == 0 else left / right


def both(left: bool | None, right: bool | None) -> bool | None:
    """AND in three values."""
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def either(left: bool | None, right: bool | None) -> bool | None:
    """OR in three values."""
    if left is True or right is True:
        return True
    return None if left is None or right is None else False


def working_days(start: date | None, end: date | None) -> int | None:
    """Mondays to Fridays after one day, up to another."""
    if start is None or end is None:
        return None
    days = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
    return sum(day.weekday() < 5 for day in days)


def quantile(values: Sequence[float], share: float) -> float | None:
    """A percentile between two neighbours, linearly."""
    if not values:
        return None
    ranked = sorted(values)
    place = share * (len(ranked) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ranked) - 1)
    return ranked[low] + (ranked[high] - ranked[low]) * (place - low)


def deviation(values: Sequence[float]) -> float | None:
    """The standard deviation of a sample."""
    return statistics.stdev(values) if len(values) > 1 else None


def known_of(term: Term, rows: Sequence[Row]) -> list[Any]:
    """The values of a term that are known."""
    return [value for value in map(term.of, rows) if value is not None]
