"""Which of the days asked for a row of a given day counts on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from krtracker.domain.calendar import Span

Days = npt.NDArray[np.integer[Any]]
"""Days as proleptic ordinals, or positions among the days asked for."""
Numbers = npt.NDArray[np.float64]
EVER = -(10**9)
"""Before every day."""
_AT_ONCE = 2**20
_EXACT = 2.0**53
"""Whole numbers below it add up without a trace of rounding."""


@dataclass(frozen=True)
class Grid:
    """The window of each day asked for: rows from `first` up to, not including, `until`.

    Days are in order, so both edges never move back, and every row counts on an unbroken
    run of the days asked for.
    """

    first: Days
    until: Days
    as_of: Days

    @classmethod
    def of(cls, spans: Sequence[Span], as_of: Sequence[int]) -> Grid:
        """The grid of the windows as of days in order."""
        first = [each.first.toordinal() if each.first else EVER for each in spans]
        until = [each.until.toordinal() for each in spans]
        return cls(np.array(first), np.array(until), np.array(as_of))

    def __len__(self) -> int:
        return len(self.as_of)

    def begins(self, day: Days) -> Days:
        """The position of the first day asked for on which a row of `day` counts."""
        return np.searchsorted(self.until, day, side="right")

    def ends(self, day: Days) -> Days:
        """The position after the last one."""
        return np.searchsorted(self.first, day, side="right")

    def known_from(self, day: Days) -> Days:
        """The position of the first day asked for by whose end a row known on `day` is known."""
        return np.searchsorted(self.as_of, day, side="left")


@dataclass(frozen=True)
class Windows:
    """The rows of each window, where rows count by their day alone.

    Every window is added up by itself, rather than taken as a difference of running totals:
    what is nought must come out as nought, because divisions look at it.
    """

    days: Days
    """The different days of the rows, in order."""
    starts: Days
    """Where in the rows each day starts."""
    grid: Grid

    @classmethod
    def of(cls, day: Days, grid: Grid) -> Windows:
        """The windows of rows whose days, in order, are `day`."""
        starts = np.flatnonzero(np.diff(day, prepend=EVER - 1))
        return cls(day[starts], starts, grid)

    def total(self, weights: Numbers) -> Numbers:
        """The sum of the weights in each window."""
        return self._of_each(np.add, weights, nothing=0.0)

    def extreme(self, values: Numbers, *, greatest: bool) -> Numbers:
        """The least or greatest value in each window; NaN where there is none."""
        return self._of_each(np.fmax if greatest else np.fmin, values, nothing=np.nan)

    def variance(self, count: Numbers, mean: Numbers, spread: Numbers) -> Numbers:
        """The population variance in each window, from that of every row's own group."""
        total = self.total(count)
        found = np.full(len(self.grid), np.nan)
        bounds = np.append(self.starts, len(count))
        for number, (low, high) in enumerate(zip(*self._edges, strict=True)):
            if low < high and total[number]:
                part = slice(int(bounds[low]), int(bounds[high]))
                middle = (count[part] * mean[part]).sum() / total[number]
                about = mean[part] - middle
                found[number] = (count[part] * (spread[part] + about * about)).sum() / total[number]
        return found

    @cached_property
    def _edges(self) -> tuple[Days, Days]:
        """Where in the days each window begins and ends."""
        low = np.searchsorted(self.days, self.grid.first, side="left")
        high = np.searchsorted(self.days, self.grid.until, side="left")
        return low, np.maximum(low, high)

    def _of_each(self, reduce: np.ufunc, values: Numbers, *, nothing: float) -> Numbers:
        if not len(self.days):
            return np.full(len(self.grid), nothing)
        daily = np.append(reduce.reduceat(values, self.starts), nothing)
        low, high = self._edges
        pairs = np.column_stack([low, high]).ravel()
        found: Numbers = reduce.reduceat(daily, pairs)[::2]
        return np.where(low < high, found, nothing)


@dataclass(frozen=True)
class Runs:
    """For every row, the unbroken run of positions on which it counts; empty runs are left out."""

    begins: Days
    ends: Days
    length: int
    """How many days are asked for."""

    def total(self, weights: Numbers) -> Numbers:
        """The sum of the weights that count on each day asked for."""
        if not len(weights):
            return np.zeros(self.length)
        if not (np.abs(weights).sum() < _EXACT and (weights == np.rint(weights)).all()):
            return self._total_of_each(weights)
        size = self.length + 1
        steps = np.bincount(self.begins, weights, size) - np.bincount(self.ends, weights, size)
        return np.cumsum(steps)[: self.length]

    def extreme(self, values: Numbers, *, greatest: bool) -> Numbers:
        """The least or greatest of the values that count on each day; NaN where none does."""
        choose = np.fmax if greatest else np.fmin
        size, there = self.length + 1, ~np.isnan(values)
        begins, ends, values = self.begins[there], self.ends[there], values[there]
        # The best of those that begin on a day, by the day on which they end; some at a time.
        found = np.full(self.length, np.nan)
        step = max(1, _AT_ONCE // size)
        for first in range(0, self.length, step):
            last = min(first + step, self.length)
            some = (begins >= first) & (begins < last)
            best = np.full((last - first, size), np.nan)
            choose.at(best, (begins[some] - first, ends[some]), values[some])
            # A day is counted by what begins up to it and ends after it.
            later = choose.accumulate(best[:, ::-1], axis=1)[:, ::-1]
            earlier = choose.accumulate(later, axis=0)
            days = np.arange(first, self.length)
            found[days] = choose(found[days], earlier[np.minimum(days, last - 1) - first, days + 1])
        return found

    def variance(self, count: Numbers, mean: Numbers, spread: Numbers) -> Numbers:
        """The population variance of what counts on each day, from that of every row's group."""
        found = np.full(self.length, np.nan)
        for day in range(self.length):
            there = (self.begins <= day) & (day < self.ends)
            total = count[there].sum()
            if total:
                middle = (count[there] * mean[there]).sum() / total
                about = mean[there] - middle
                found[day] = (count[there] * (spread[there] + about * about)).sum() / total
        return found

    def _total_of_each(self, weights: Numbers) -> Numbers:
        """Day by day: what does not count on a day must leave no trace in its last digits."""
        days = range(self.length)
        return np.array([weights[(self.begins <= day) & (day < self.ends)].sum() for day in days])


def runs(begins: Days, ends: Days, length: int) -> tuple[Runs, npt.NDArray[np.bool_]]:
    """The runs that are not empty, and which rows they are of."""
    there = begins < ends
    return Runs(begins[there], ends[there], length), there
