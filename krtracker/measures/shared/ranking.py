"""Percentiles of every window from rows that lie in bins of rising values."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from krtracker.measures.shared.binning import in_bins, put_in_order
from krtracker.measures.shared.cells import Mask
from krtracker.measures.shared.fetched import Fetched
from krtracker.measures.shared.grid import Days, Grid, Numbers
from krtracker.measures.shared.room import room

Counts = npt.NDArray[np.integer[Any]]
_LEAST_BIN, _WIDEST_BIN = 256, 2**14
MOST_COUNTS = 4_000_000
"""As many numbers at most tell how many rows there are of each cell, bin and day: 8 MB."""
_AT_ONCE = 2**18


@dataclass(frozen=True)
class Ranked:
    """Rows in bins of rising values, with how many of each cell and day lie in each bin.

    For any choice of cells, the bin that holds a wanted rank is told from the counts; only that
    one bin is sorted and searched.
    """

    rows: Fetched
    """Bin by bin."""
    starts: Days
    """Where each bin begins, and where the last one ends."""
    counts: Counts
    """By cell, bin and day."""
    _sorted: set[int] = field(default_factory=set)
    """The bins whose rows have been put in order, as they were looked at."""

    @classmethod
    def of(cls, rows: Fetched) -> Ranked | None:
        """Rows put into bins; None where there are too many cells and days."""
        span, count = int(rows.days.max(initial=0)) + 1, max(len(rows.values), 1)
        number = -(-count // max(_LEAST_BIN, int(count**0.5)))
        number = max(1, min(number, MOST_COUNTS // (rows.cell_count * span)))
        size = -(-count // number)
        if size > _WIDEST_BIN and rows.cell_count > 1:
            return None
        return cls.cut(rows, size, span)

    @classmethod
    def cut(cls, rows: Fetched, size: int, span: int) -> Ranked:
        """Rows of `span` days, put into bins of about so many."""
        values = rows.values.astype(np.float64, copy=False)  # where there are none, it is no number
        put, starts = in_bins(replace(rows, values=values), size)
        return cls(put, starts, _counted(put, starts, span))

    def among(self, mask: Mask) -> Ranking:
        """The rows whose cell is in `mask`."""
        _, bins, span = self.counts.shape
        upto: Counts = np.zeros((bins, span + 1), np.int32)
        chosen = self.counts[mask].sum(0, dtype=np.int32).cumsum(0, dtype=np.int32)
        upto[:, 1:] = chosen.cumsum(1, dtype=np.int32)
        return Ranking(self, mask, upto)

    def bin(self, number: int) -> tuple[Days, Days, Numbers]:
        """The days, the cells and the values of one bin's rows, by rising value."""
        rows, part = self.rows, slice(self.starts[number], self.starts[number + 1])
        if number not in self._sorted:
            put_in_order(rows, part)
            self._sorted.add(number)
        return rows.days[part], rows.cells[part], rows.values[part]


@dataclass(frozen=True)
class Ranking:
    """Rows of some cells, by rising value."""

    ranked: Ranked
    mask: Mask
    upto: Counts
    """How many of them lie in the bins up to each, on the days before each."""

    def quantile(self, share: float, grid: Grid) -> Numbers:
        """The linearly interpolated quantile of every window; NaN where it is empty."""
        last = self.upto.shape[1] - 1
        low = np.clip(grid.first - self.ranked.rows.since, 0, last)
        high = np.maximum(np.clip(grid.until - self.ranked.rows.since, 0, last), low)
        windows = _Windows(low, high, self.upto)
        found = np.full(len(grid), np.nan)
        there = np.flatnonzero(windows.rows > 0)
        if len(there):
            found[there] = self._at(share, windows.some(there))
        return found

    def _at(self, share: float, windows: _Windows) -> Numbers:
        """The value of each window at a rank that may lie between two."""
        rank = share * (windows.rows - 1)
        below = rank.astype(np.int64)
        between = rank - below
        found, above = self._of_rank(below, windows)
        # Mostly the next value lies in the same bin; where it does not, it is the next one's first.
        apart = np.flatnonzero(np.isnan(above) & (between > 0))
        if len(apart):
            above[apart], _ = self._of_rank(below[apart] + 1, windows.some(apart))
        unequal = between > 0
        found[unequal] += (above[unequal] - found[unequal]) * between[unequal]
        return found

    def _of_rank(self, ranks: Days, windows: _Windows) -> tuple[Numbers, Numbers]:
        """The value of each window that so many others in it come before, and the next one.

        The next is NaN where it lies in another bin.
        """
        numbers = windows.bins(ranks)
        before = np.where(numbers, windows.within(numbers - 1), 0)
        found, after = np.full(len(ranks), np.nan), np.full(len(ranks), np.nan)
        for number in sorted(set(numbers.tolist())):
            same = np.flatnonzero(numbers == number)
            days, values = self._bin(number)
            values = np.append(values, np.nan)
            step = max(1, _AT_ONCE // len(values))
            for begin in range(0, len(same), step):
                some = same[begin : begin + step]
                inside = days[:, None] >= windows.low[some].astype(days.dtype)
                inside &= days[:, None] < windows.high[some].astype(days.dtype)
                upto, rank = inside.cumsum(0, dtype=np.int32), ranks[some] - before[some]
                found[some] = values[(upto <= rank).sum(0)]
                after[some] = values[(upto <= rank + 1).sum(0)]
        return found, after

    def _bin(self, number: int) -> tuple[Days, npt.NDArray[Any]]:
        """The days and the values of the rows of one bin, by rising value."""
        days, cells, values = self.ranked.bin(number)
        inside = self.mask[cells]
        return days[inside], values[inside]


class _Windows(NamedTuple):
    """Windows over the rows of some cells."""

    low: Days
    """The day on which each begins, counted as the rows' days are."""
    high: Days
    """The day after its last."""
    upto: Counts
    """How many rows lie in the bins up to each, on the days before each."""

    @property
    def rows(self) -> Days:
        """How many rows each window holds."""
        return self.within(np.full(len(self.low), -1))

    def within(self, bins: Days) -> Days:
        """How many rows each window holds of the bins up to one."""
        found: Days = self.upto[bins, self.high] - self.upto[bins, self.low]
        return found

    def bins(self, ranks: Days) -> Days:
        """The bin of each window in which the row lies that so many others come before."""
        begin, end = np.zeros(len(ranks), np.int64), np.full(len(ranks), len(self.upto))
        while (is_open := begin < end).any():
            middle = (begin + end) // 2
            is_later = is_open & (self.within(np.minimum(middle, len(self.upto) - 1)) <= ranks)
            begin = np.where(is_later, middle + 1, begin)
            end = np.where(is_later | ~is_open, end, middle)
        return begin

    def some(self, which: Days) -> _Windows:
        return _Windows(self.low[which], self.high[which], self.upto)


def _counted(rows: Fetched, starts: Days, span: int) -> Counts:
    """How many rows of each cell, bin and day there are; some bins at a time, to stay small."""
    cells, bins, sizes = rows.cell_count, len(starts) - 1, np.diff(starts)
    largest = int(sizes.max())
    found: Counts = room((cells, bins, span), np.uint16 if largest < 2**16 else np.int32)
    step = max(1, _AT_ONCE // max(1, largest))
    for begin in range(0, bins, step):
        end = min(begin + step, bins)
        part = slice(starts[begin], starts[end])
        of_bin = np.repeat(np.arange(end - begin), sizes[begin:end])
        place = (rows.cells[part].astype(np.int64) * (end - begin) + of_bin) * span
        place += rows.days[part]
        size = cells * (end - begin) * span
        found[:, begin:end] = np.bincount(place, minlength=size).reshape(cells, -1, span)
    return found
