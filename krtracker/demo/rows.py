"""Rows of one table, day by day: how many, when, and what chance gives each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from krtracker.demo.story import DAYS, FIRST, WEEK, ZONE, Numbers

Moments: TypeAlias = NDArray[np.int64]
"""Seconds since 1970 in UTC."""
Column: TypeAlias = Any
"""What Arrow makes a column of: its own array, or one of numpy's."""
HOUR = 3600


class Rows:
    """The rows of one table in the order of their days, and chance that never changes.

    Only `Generator.random` is drawn from: its stream is the same in every version of numpy,
    which is not promised for its distributions.
    """

    def __init__(self, seed: int, per_day: Numbers, *, busy: Sequence[float] = WEEK) -> None:
        self.random = np.random.Generator(np.random.PCG64(seed))
        week = np.array(busy)[(np.arange(DAYS) + FIRST.weekday()) % 7]
        mood = 1 + 0.06 * (self.random.random(DAYS) * 2 - 1)
        self.counts = np.floor(per_day * week * mood + self.random.random(DAYS)).astype(np.int64)
        self.day = np.repeat(np.arange(DAYS), self.counts)
        self.number = np.arange(1, len(self.day) + 1)

    def __len__(self) -> int:
        return len(self.day)

    def chance(self) -> Numbers:
        """Between 0 and 1 for each row, independent of all else."""
        return self.random.random(len(self))

    def even(self) -> Numbers:
        """Between 0 and 1 for each row, spread evenly over each day: shares come out as meant."""
        order = np.lexsort((self.chance(), self.day))
        place = np.empty(len(self))
        place[order] = np.arange(len(self)) - np.repeat(
            np.cumsum(self.counts) - self.counts, self.counts
        )
        return np.asarray((place + self.chance()) / self.counts[self.day])

    def bell(self) -> Numbers:
        """Normally distributed around 0 with spread 1."""
        radius = np.sqrt(-2 * np.log(1 - self.even()))
        return np.asarray(radius * np.cos(2 * np.pi * self.chance()))

    def about(self, mean: Numbers, spread: float) -> Numbers:
        """Positive numbers with this mean, skewed to the right like waiting times and prices."""
        return np.asarray(mean * np.exp(spread * self.bell() - spread**2 / 2))

    def score(self, mean: Numbers, spread: float) -> Numbers:
        """Whole marks from 0 to 10 around a mean."""
        return np.clip(np.rint(mean + spread * self.bell()), 0, 10)

    def pick(self, shares: dict[str, float]) -> NDArray[np.str_]:
        """One of the words for each row, by their shares."""
        edges = np.cumsum(list(shares.values()))
        place = np.minimum(np.searchsorted(edges, self.even()), len(edges) - 1)
        return np.array(list(shares))[place]

    def within(self, opens: float, closes: float) -> Moments:
        """A moment of each row's day between two hours in the zone of the story."""
        hours = opens + (closes - opens) * self.chance()
        return midnight()[self.day] + (hours * HOUR).astype(np.int64)


def midnight() -> Moments:
    """The first moment of each day of the story."""
    days = (datetime.combine(FIRST + timedelta(days=n), datetime.min.time()) for n in range(DAYS))
    return np.array([int(day.replace(tzinfo=ZONE).timestamp()) for day in days])


def later(moments: Moments, hours: Numbers) -> Moments:
    """Each moment moved by its hours, to the second."""
    return moments + np.rint(hours * HOUR).astype(np.int64)


def start_of(day: date) -> int:
    """The first moment of a day in the zone of the story."""
    return int(datetime.combine(day, datetime.min.time(), ZONE).timestamp())


def on_the_wall(moments: Moments) -> Moments:
    """What clocks in the zone of the story showed at each moment."""
    first = int(moments.min()) // HOUR
    hours = range(first, int(moments.max()) // HOUR + 1)
    shifts = [
        datetime.fromtimestamp(hour * HOUR, UTC).astimezone(ZONE).utcoffset() for hour in hours
    ]
    seconds = np.array([int(shift.total_seconds()) if shift else 0 for shift in shifts])
    return np.asarray(moments + seconds[moments // HOUR - first])


def listed(columns: Mapping[str, Column], when: NDArray[np.bool_]) -> pa.Table:
    """A table of the columns, of only those rows that are there."""
    arrays = {name: pa.array(column) for name, column in columns.items()}
    return pa.table(arrays).filter(pa.array(when))


def times(moments: Moments, *, unless: NDArray[np.bool_] | None = None) -> Column:
    """A column of zone-free timestamps, empty where `unless`."""
    return pa.array(moments * 1_000_000, pa.timestamp("us"), mask=unless)


def days(moments: Moments) -> Column:
    """A column of the calendar dates on which moments fall in the zone of the story."""
    return pa.array(on_the_wall(moments) // 86400, pa.int32()).cast(pa.date32())
