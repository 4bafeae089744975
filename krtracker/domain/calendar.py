"""Which days a cycle, a window and a cadence mean, in the project's own zone and week."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


class Cadence(StrEnum):
    """How often a key result is measured."""

    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True)
class Cycle:
    """The span an objective is set for, first and last day included."""

    name: str
    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days the cycle has."""
        return (self.end - self.start).days + 1

    @property
    def eve(self) -> date:
        """The day before the cycle, on which a baseline is measured."""
        return self.start - DAY

    def day_number(self, day: date) -> int:
        """Which day of the cycle `day` is, from 1; 0 before it and `days` after it."""
        return min(max((day - self.start).days + 1, 0), self.days)

    def days_passed(self, today: date) -> int:
        """How many of its days are over on `today`, which is not over itself."""
        return self.day_number(today - DAY)


@dataclass(frozen=True)
class Span:
    """Calendar days from `first` up to, not including, `until`; no `first` means since ever."""

    first: date | None
    until: date

    @property
    def is_empty(self) -> bool:
        """Whether no day lies in it, as in a cycle's window before the cycle."""
        return self.first is not None and self.first >= self.until


class WindowKind(StrEnum):
    """The shapes a window may have."""

    LAST = "last"
    CYCLE_TO_DATE = "cycle to date"
    WEEK_TO_DATE = "week to date"
    MONTH_TO_DATE = "month to date"
    QUARTER_TO_DATE = "quarter to date"
    YEAR_TO_DATE = "year to date"
    ALL_TIME = "all time"


@dataclass(frozen=True)
class Window:
    """Which days before and including D count: `last 28 days`, `cycle to date`, ..."""

    kind: WindowKind
    days: int | None = None
    """The length of a `last ...` window; a week is seven days."""

    @property
    def is_to_date(self) -> bool:
        """Whether it grows from a fixed start, so that a count in it can only rise."""
        return self.kind.value.endswith("to date")

    @property
    def grows(self) -> bool:
        """Whether it takes in more days as time goes on: what it said before is not usual now."""
        return self.is_to_date or self.kind is WindowKind.ALL_TIME

    def __str__(self) -> str:
        return f"last {self.days} days" if self.kind is WindowKind.LAST else self.kind.value


@dataclass(frozen=True)
class Calendar:
    """The project's zone, week, fiscal year and the hour at which a closed day is measured."""

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    week_starts: int = 0
    """0 is Monday, 6 is Sunday, as in `date.weekday()`."""
    fiscal_year_starts: int = 1
    """The month, 1 to 12, with which a fiscal year begins."""
    measure_at: time = time(6, 0)

    def start_of(self, day: date) -> datetime:
        """The first moment of `day` in the project's zone, in UTC.

        Where midnight does not exist (a clock set forward at 00:00), the day starts at the
        moment of the change; where it occurs twice, at its first occurrence.
        """
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def end_of(self, day: date) -> datetime:
        """The exclusive end of `day`: the start of the next one, in UTC."""
        return self.start_of(day + DAY)

    def moment_named(self, text: str) -> datetime:
        """The moment that `2026-11-22` (its last) or `2026-11-22T09:00` names, in UTC.

        Raises:
            ValueError: it names none.

        >>> Calendar(ZoneInfo("Europe/Paris")).moment_named("2026-11-22T09:00").isoformat()
        '2026-11-22T08:00:00+00:00'
        """
        try:
            return self.end_of(date.fromisoformat(text)) - timedelta.resolution
        except ValueError:
            said = datetime.fromisoformat(text)
        except OverflowError as error:
            raise ValueError(f"{text} lies beyond every calendar") from error
        try:
            return (said if said.tzinfo else said.replace(tzinfo=self.zone)).astimezone(UTC)
        except OverflowError as error:
            raise ValueError(f"{text} lies beyond every calendar") from error

    def day_of(self, moment: datetime) -> date:
        """The calendar date on which `moment` falls in the project's zone."""
        return moment.astimezone(self.zone).date()

    def week_start(self, day: date) -> date:
        """The first day of the week that `day` lies in."""
        return day - timedelta(days=(day.weekday() - self.week_starts) % 7)

    def year_start(self, day: date) -> date:
        """The first day of the fiscal year that `day` lies in."""
        year = day.year if day.month >= self.fiscal_year_starts else day.year - 1
        return date(year, self.fiscal_year_starts, 1)

    def quarter_start(self, day: date) -> date:
        """The first day of the fiscal quarter that `day` lies in."""
        months_in = (day.month - self.fiscal_year_starts) % 12
        return add_months(day.replace(day=1), -(months_in % 3))

    def span(self, window: Window, day: date, cycle: Cycle, *, matured: int = 0) -> Span:
        """The days that `window` covers as of `day`.

        `matured` moves the end that many days back: a `last ...` window moves whole, a
        to-date window keeps its start. Before its cycle a cycle's window is empty.
        """
        end = day - timedelta(days=matured)
        starts: dict[WindowKind, date | None] = {
            WindowKind.LAST: end - timedelta(days=(window.days or 1) - 1),
            WindowKind.CYCLE_TO_DATE: cycle.start,
            WindowKind.WEEK_TO_DATE: self.week_start(day),
            WindowKind.MONTH_TO_DATE: day.replace(day=1),
            WindowKind.QUARTER_TO_DATE: self.quarter_start(day),
            WindowKind.YEAR_TO_DATE: self.year_start(day),
            WindowKind.ALL_TIME: None,
        }
        return Span(first=starts[window.kind], until=end + DAY)

    def last_closed_day(self, now: datetime) -> date:
        """The newest day that is over and whose hour of measuring has come."""
        local = now.astimezone(self.zone)
        return local.date() - DAY * (1 if local.time() >= self.measure_at else 2)

    def is_closing(self, day: date, cadence: Cadence) -> bool:
        """Whether a week, a month or, for a daily cadence, any day closes with `day`."""
        if cadence is Cadence.WEEKLY:
            return self.week_start(day + DAY) == day + DAY
        if cadence is Cadence.MONTHLY:
            return (day + DAY).day == 1
        return True


def add_months(day: date, count: int) -> date:
    """`day` moved by whole months, at most to the last day of the month it reaches.

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    month = day.year * 12 + day.month - 1 + count
    year, month = divmod(month, 12)
    last = months.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def cycle_named(name: str, *, fiscal_year_starts: int = 1) -> Cycle | None:
    """The cycle that a name such as `2026-Q4`, `2026-H2`, `2026-10` or `2026` means, or None.

    Years, halves and quarters are fiscal: `2026` starts in 2026 with the fiscal year's month.
    A month is a calendar month.

    >>> cycle_named("2026-Q4")
    Cycle(name='2026-Q4', start=datetime.date(2026, 10, 1), end=datetime.date(2026, 12, 31))
    """
    year, _, part = name.partition("-")
    if not (len(year) == 4 and year.isascii() and year.isdigit() and 1900 <= int(year) < 9990):
        return None
    first = date(int(year), fiscal_year_starts, 1)
    if part == "" and "-" not in name:
        return Cycle(name, first, add_months(first, 12) - DAY)
    if part in {"Q1", "Q2", "Q3", "Q4"}:
        start = add_months(first, 3 * (int(part[1]) - 1))
        return Cycle(name, start, add_months(start, 3) - DAY)
    if part in {"H1", "H2"}:
        start = add_months(first, 6 * (int(part[1]) - 1))
        return Cycle(name, start, add_months(start, 6) - DAY)
    if len(part) == 2 and part.isascii() and part.isdigit() and 1 <= int(part) <= 12:
        start = date(int(year), int(part), 1)
        return Cycle(name, start, add_months(start, 1) - DAY)
    return None
