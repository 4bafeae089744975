"""Percentiles of every window from rows that are sorted once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from krtracker.measures.shared.cells import Mask
from krtracker.measures.shared.fetched import Fetched
from krtracker.measures.shared.grid import Grid, Numbers
from krtracker.measures.shared.room import room, taken

Counts = npt.NDArray[np.integer[Any]]
_LEAST_BIN, _WIDEST_BIN = 256, 2**14
MOST_COUNTS = 4_000_000
"""As many numbers at most tell how many rows there are of each cell, bin and day: 8 MB."""
_AT_ONCE = 2**18
_SIGN = np.uint32(2**31)


@dataclass(frozen=True)
class Ranked:
    """Rows by rising value, cut into bins, with how many of each cell and day lie in each bin.

    For any choice of cells, the bin that holds a wanted rank is told from the counts; only that
    one bin is searched.
    """

    rows: Fetched
    counts: Counts
    """By cell, bin and day."""
    bin_size: int

    @classmethod
    def of(cls, rows: Fetched) -> Ranked | None:
        """Rows that are in order of value; None where there are too many cells and days."""
        span, count = int(rows.days.max(initial=0)) + 1, max(len(rows.values), 1)
        bins = -(-count // max(_LEAST_BIN, int(count**0.5)))
        bins = max(1, min(bins, MOST_COUNTS // (rows.cell_count * span)))
        bin_size = -(-count // bins)
        if bin_size > _WIDEST_BIN and rows.cell_count > 1:
            return None
        return cls(rows, _counted(rows, bin_size, span), bin_size)

    def among(self, mask: Mask) -> Ranking:
        """The rows whose cell is in `mask`."""
        _, bins, span = self.counts.shape
        upto: Counts = np.zeros((bins, span + 1), np.int32)
        chosen = self.counts[mask].sum(0, dtype=np.int32).cumsum(0, dtype=np.int32)
        upto[:, 1:] = chosen.cumsum(1, dtype=np.int32)
        return Ranking(self, mask, upto)


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
        high = np.clip(grid.until - self.ranked.rows.since, 0, last)
        within = self.upto[:, high] - self.upto[:, np.minimum(low, high)]
        found = np.full(len(grid), np.nan)
        for number in np.flatnonzero(within[-1] > 0).tolist():
            window = (int(low[number]), int(high[number]))
            found[number] = self._at(share, within[:, number], window)
        return found

    def _at(self, share: float, counts: Counts, window: tuple[int, int]) -> float:
        """The value at a rank that may lie between two."""
        rank = share * (int(counts[-1]) - 1)
        below = int(rank)
        number = int(np.searchsorted(counts, below, side="right"))
        values, before = self._bin(number, counts, window)
        low = float(values[below - before])
        if rank == below:
            return low
        if below + 1 - before == len(values):
            number = int(np.searchsorted(counts, below + 1, side="right"))
            values, before = self._bin(number, counts, window)
        high = float(values[below + 1 - before])
        return low + (high - low) * (rank - below)

    def _bin(self, number: int, counts: Counts, window: tuple[int, int]) -> tuple[Numbers, int]:
        """The values of one bin in a window, and how many there are before it."""
        rows, size = self.ranked.rows, self.ranked.bin_size
        part = slice(number * size, (number + 1) * size)
        days = rows.days[part]
        inside = self.mask[rows.cells[part]]
        inside &= days >= window[0]
        inside &= days < window[1]
        return rows.values[part][inside], int(counts[number - 1]) if number else 0


def by_value(rows: Fetched) -> Fetched:
    """The same rows, put from the least value to the greatest where they lie."""
    _put(rows, _order(rows.values))
    if not (rows.values[1:] >= rows.values[:-1]).all():
        _put(rows, np.argsort(rows.values))
    return rows


def _put(rows: Fetched, order: npt.NDArray[np.intp]) -> None:
    for each in (rows.values, rows.days, rows.cells):
        each[:] = taken(each, order)


def _order(values: Numbers) -> npt.NDArray[np.intp]:
    """The places of values from the least to the greatest, as far as their first digits tell.

    Whole numbers are sorted some times faster than places are by their values. So each place is
    put behind the first digits of its value.
    """
    pairs = room((len(values), 2), "<u4")
    for begin in range(0, len(values), _AT_ONCE):
        part = slice(begin, begin + _AT_ONCE)
        with np.errstate(over="ignore"):
            digits = values[part].astype(np.float32).view(np.uint32)
        digits[digits >= _SIGN] ^= _SIGN - np.uint32(1)
        pairs[part, 0] = np.arange(begin, begin + len(digits), dtype=np.uint32)
        pairs[part, 1] = digits ^ _SIGN
    keys = pairs.view("<u8").ravel()
    keys.sort()
    keys &= np.uint64(2**32 - 1)
    return keys.view(np.intp)


def _counted(rows: Fetched, bin_size: int, span: int) -> Counts:
    """How many rows of each cell, bin and day there are; some bins at a time, to stay small."""
    cells, total = rows.cell_count, len(rows.values)
    bins = max(1, -(-total // bin_size))
    found: Counts = room((cells, bins, span), np.uint16 if bin_size < 2**16 else np.int32)
    step = max(1, _AT_ONCE // bin_size)
    for begin in range(0, bins, step):
        end = min(begin + step, bins)
        part = slice(begin * bin_size, end * bin_size)
        of_bin = np.repeat(np.arange(end - begin), bin_size)[: len(rows.days[part])]
        place = (rows.cells[part].astype(np.int64) * (end - begin) + of_bin) * span
        place += rows.days[part]
        size = cells * (end - begin) * span
        found[:, begin:end] = np.bincount(place, minlength=size).reshape(cells, -1, span)
    return found
