"""What comes back with the weekday or with the month, and only where it surely does."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from krtracker.domain.calendar import DAY

WEEKS = 8
"""With fewer whole weeks nothing is said of weekdays."""
SURELY = 22.46
"""Friedman's statistic of seven weekdays that chance exceeds once in a thousand times."""
TELLING = 0.1
"""The share of what moves within a week that weekdays must explain to be worth a word."""
MONTH_DAYS = 20
"""With fewer values a month has no mean."""
ALIKE = 0.85
"""How much the shapes of years must be alike for their months to be called a season."""
YEAR_MONTHS = 12


class Period(StrEnum):
    """What a rhythm comes back with."""

    WEEKDAY = "weekday"
    MONTH = "month"


@dataclass(frozen=True)
class Rhythm:
    """A pattern that comes back, as distances from what is usual at the time."""

    period: Period
    distances: tuple[float, ...]
    """By weekday from Monday, or by month from January."""

    @property
    def highest(self) -> int:
        """Which weekday or month is furthest above, counted from 0."""
        return self.distances.index(max(self.distances))

    @property
    def lowest(self) -> int:
        """Which weekday or month is furthest below, counted from 0."""
        return self.distances.index(min(self.distances))


def rhythms(values: Mapping[date, float]) -> tuple[Rhythm, ...]:
    """The rhythms that the values of some days surely have; often none.

    A window of whole weeks has no weekdays left in it; months need two whole years.
    """
    found = (_of_weekdays(values), _of_months(values))
    return tuple(each for each in found if each is not None)


def _of_weekdays(values: Mapping[date, float]) -> Rhythm | None:
    """Weekdays, judged by their ranks within each week, the slow movement taken away."""
    aside = _from_week_around(values)
    weeks = [
        week
        for monday in sorted({day - timedelta(days=day.weekday()) for day in aside})
        if len(week := [aside[each] for each in _week(monday) if each in aside]) == 7
    ]
    if len(weeks) < WEEKS or _friedman(weeks) < SURELY:
        return None
    distances = tuple(statistics.fmean(column) for column in zip(*weeks, strict=True))
    total = statistics.pvariance([value for week in weeks for value in week])
    if total == 0 or statistics.pvariance(distances) < TELLING * total:
        return None
    return Rhythm(Period.WEEKDAY, distances)


def _week(first: date) -> list[date]:
    return [first + DAY * number for number in range(7)]


def _from_week_around(values: Mapping[date, float]) -> dict[date, float]:
    """Each value's distance from the mean of the seven days around it, where all are known."""
    found = {}
    for day, value in values.items():
        around = [values.get(day + DAY * step) for step in range(-3, 4)]
        known = [each for each in around if each is not None]
        if len(known) == len(around):
            found[day] = value - statistics.fmean(known)
    return found


def _friedman(blocks: Sequence[Sequence[float]]) -> float:
    """How much the ranks within blocks favour some places: chi-squared, ties corrected."""
    width, count = len(blocks[0]), len(blocks)
    ranked = [_ranks(block) for block in blocks]
    sums = [sum(column) for column in zip(*ranked, strict=True)]
    middle = count * (width + 1) / 2
    ties = sum(size**3 - size for block in blocks for size in Counter(block).values())
    spread = count * width * (width + 1) - ties / (width - 1)
    return 12 * sum((each - middle) ** 2 for each in sums) / spread if spread else 0.0


def _ranks(block: Sequence[float]) -> list[float]:
    """The rank of each value from 1, equal ones sharing theirs."""
    order = sorted(block)
    return [order.index(each) + (order.count(each) + 1) / 2 for each in block]


def _of_months(values: Mapping[date, float]) -> Rhythm | None:
    """Months, where every whole year has the shape of the others, its drift taken away."""
    means = _monthly(values)
    years = len(means) // YEAR_MONTHS
    if years < 2:
        return None
    last = list(means)[-years * YEAR_MONTHS :]
    level = _without_drift([means[each] for each in last])
    shapes = [level[start : start + YEAR_MONTHS] for start in range(0, len(level), YEAR_MONTHS)]
    if not all(_alike(shapes[0], each) for each in shapes[1:]):
        return None
    first = last[0].month - 1
    usual = [statistics.fmean(column) for column in zip(*shapes, strict=True)]
    return Rhythm(Period.MONTH, tuple(usual[(month - first) % 12] for month in range(12)))


def _monthly(values: Mapping[date, float]) -> dict[date, float]:
    """The mean of each month, as far back from the newest as there is no gap."""
    days: dict[date, list[float]] = {}
    for day, value in values.items():
        days.setdefault(day.replace(day=1), []).append(value)
    whole = [month for month in sorted(days) if len(days[month]) >= MONTH_DAYS]
    unbroken: list[date] = []
    for month in reversed(whole):
        if unbroken and (month + timedelta(days=31)).replace(day=1) != unbroken[-1]:
            break
        unbroken.append(month)
    return {month: statistics.fmean(days[month]) for month in reversed(unbroken)}


def _without_drift(values: Sequence[float]) -> list[float]:
    places = [float(place) for place in range(len(values))]
    line = statistics.linear_regression(places, values)
    drift = (line.intercept + line.slope * place for place in places)
    return [value - usual for value, usual in zip(values, drift, strict=True)]


def _alike(one: Sequence[float], other: Sequence[float]) -> bool:
    if min(statistics.pstdev(one), statistics.pstdev(other)) == 0:
        return False
    return statistics.correlation(one, other) >= ALIKE
