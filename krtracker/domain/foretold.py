"""What earlier forecasts were worth: each held against the value that came."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import comb

from krtracker.domain.calendar import Cycle
from krtracker.domain.landing import WIDE, Landing, forecast
from krtracker.domain.measurement import Verdict
from krtracker.domain.standing import Facts, Point, Standing

LEAD = timedelta(weeks=4)
"""How long before the value a forecast is made that is worth something to a manager."""
NEAR = timedelta(days=7)
"""How much older than the day asked for a number may be, so that weekly ones have theirs."""

UNLIKELY = 0.05
"""What happens by chance in fewer cases than this is taken for more than chance."""


class Moment(StrEnum):
    """When a forecast was made."""

    AGO = "ago"
    """Four weeks before the newest value of a cycle that goes on."""
    LATE = "late"
    """Four weeks before the last value of a cycle that is over."""
    MIDDLE = "middle"


@dataclass(frozen=True)
class Foretold:
    """A forecast of an earlier day beside what came on the day that it was made for."""

    standing: Standing
    said_on: date
    said: Landing
    came: float
    way: float
    """From baseline to target, so that misses of different units can be compared."""

    @property
    def is_inside(self) -> bool:
        """Whether the value landed in the range that was to hold in eight cases of ten."""
        low, high = self.said.wide
        slack = 1e-9 * max(abs(low), abs(high))
        return low - slack <= self.came <= high + slack

    @property
    def off(self) -> float:
        """How far off the forecast was, as a share of the way."""
        return abs(self.came - self.said.value) / self.way


@dataclass(frozen=True)
class TrackRecord:
    """All forecasts made at one moment, the worst first: those that missed, then by how far."""

    moment: Moment
    forecasts: Sequence[Foretold]

    @property
    def inside(self) -> int:
        """How many landed in their range."""
        return sum(each.is_inside for each in self.forecasts)

    @property
    def expected(self) -> int:
        """How many would have, were eight in ten just right."""
        return round(WIDE * len(self.forecasts))

    @property
    def is_too_narrow(self) -> bool:
        """Whether ranges that hold in eight of ten cases would hardly ever be missed as often."""
        tried = len(self.forecasts)
        as_few = sum(
            comb(tried, hits) * WIDE**hits * (1 - WIDE) ** (tried - hits)
            for hits in range(self.inside + 1)
        )
        return as_few < UNLIKELY

    @property
    def off(self) -> float:
        """By which share of the way half of them were off at most.

        The median: a promise with a very short way would decide the mean alone.
        """
        return statistics.median(each.off for each in self.forecasts)


def track_records(
    standings: Sequence[Standing], facts: Mapping[str, Facts], *, is_over: bool
) -> list[TrackRecord]:
    """What forecasts made four weeks ago were worth; of a finished cycle, in its middle, too."""
    found = []
    for moment in (Moment.LATE, Moment.MIDDLE) if is_over else (Moment.AGO,):
        tried = [
            _foretold(each, facts.get(each.key_result.key, Facts()).points, moment)
            for each in standings
        ]
        forecasts = [each for each in tried if each is not None]
        forecasts.sort(key=lambda each: (each.is_inside, -each.off))
        if forecasts:
            found.append(TrackRecord(moment, forecasts))
    return found


def judged_from(cycle: Cycle) -> date:
    """The first day on which a forecast of this cycle is old enough to be held against anything."""
    return cycle.start + LEAD


def _foretold(standing: Standing, points: Sequence[Point], moment: Moment) -> Foretold | None:
    """The forecast of one key result; None where none could be made, or nothing came of it."""
    cycle, current, due = standing.key_result.cycle, standing.current, standing.last_due
    if current is None or current.value is None or due is None or due - current.as_of >= NEAR:
        return None
    if standing.baseline is None or standing.target is None:
        return None
    middle = cycle.start + timedelta(days=cycle.days // 2)
    asked_on = middle if moment is Moment.MIDDLE else current.as_of - LEAD
    said_on = _fresh_on(points, asked_on)
    if said_on is None or said_on < cycle.start:
        return None
    said = forecast(standing.key_result, points, said_on=said_on, until=current.as_of)
    if said is None:
        return None
    way = abs(standing.target - standing.baseline)
    return Foretold(standing, said_on, said, current.value, way)


def _fresh_on(points: Sequence[Point], asked_on: date) -> date | None:
    """The newest day up to the one asked for, if its number was believed and not older by a week.

    A number that was held told of no landing.
    """
    newest = next((each for each in reversed(points) if each.as_of <= asked_on), None)
    if newest is None or newest.verdict is Verdict.REJECTED or newest.value is None:
        return None
    return newest.as_of if asked_on - newest.as_of < NEAR else None
