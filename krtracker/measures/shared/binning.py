"""Rows put into bins by rising value, in far less time than it takes to sort them all."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from krtracker.measures.shared.fetched import Fetched
from krtracker.measures.shared.grid import Days, Numbers
from krtracker.measures.shared.room import room

_KEYS, _KEY_BITS = 2**16, 16
"""So many different keys numpy sorts by counting, whatever their order was."""
_HELD_APART = 2.0**-32
"""What is smaller than this part of the largest is not told apart by its key."""
_AT_ONCE = 2**16
_MAGNITUDE = np.int64(2**63 - 1)


def in_bins(rows: Fetched, size: int) -> tuple[Fetched, Days]:
    """The same rows bin by bin, and where each bin begins and the last one ends.

    Those of one bin are in any order, and no value is greater than any of the next; NaN is the
    greatest. Bins hold about `size` rows, and less than twice that.
    """
    keys = _keys(rows.values)
    counts = np.bincount(keys, minlength=_KEYS)
    ends = counts.cumsum()
    put = _by_key(rows, keys, ends - counts)
    for key in np.flatnonzero(counts > size).tolist():
        put_in_order(put, slice(ends[key] - counts[key], ends[key]))
    cuts = np.arange(size, len(keys), size)
    of_cut = np.searchsorted(ends, cuts, side="right")
    is_sorted = counts[of_cut] > size
    cuts = np.unique(np.where(is_sorted, cuts, ends[of_cut] - counts[of_cut]))
    return put, np.concatenate([[0], cuts[cuts > 0], [len(keys)]])


def _by_key(rows: Fetched, keys: npt.NDArray[np.uint16], starts: Days) -> Fetched:
    """The rows in the order of their keys, of which each starts somewhere.

    Some at a time: an order of all of them would take as much room as their values.
    """
    columns = rows.days, rows.cells, rows.values
    days, cells, values = (room(len(keys), each.dtype) for each in columns)
    next_ = starts.copy()
    for begin in range(0, len(keys), _AT_ONCE):
        part = slice(begin, begin + _AT_ONCE)
        order = np.argsort(keys[part], kind="stable")
        counts = np.bincount(keys[part], minlength=_KEYS)
        places = np.repeat(next_ - (counts.cumsum() - counts), counts)
        places += np.arange(len(order))
        for column, of_put in zip(columns, (days, cells, values), strict=True):
            of_put[places] = column[part][order]
        next_ += counts
    return Fetched(rows.since, days, cells, values, rows.cell_count)


def put_in_order(rows: Fetched, part: slice) -> None:
    """Put some of the rows, where they lie, in the order of their values."""
    values = rows.values[part]
    if len(values) < 2 or values.min() == values.max():
        return
    order = np.argsort(values)
    for column in (rows.days, rows.cells, rows.values):
        column[part] = column[part][order]


def _keys(values: Numbers) -> npt.NDArray[np.uint16]:
    """A key for each number, which never falls where the number rises.

    It tells apart by ratio, as a floating number's own digits do, so that a few that are far off
    leave the others their keys.
    """
    found = room(len(values), np.uint16)
    least = np.fmin.reduce(values, initial=np.inf)
    greatest = np.fmax.reduce(values, initial=-np.inf)
    ends = np.array([least, greatest])
    (nought,) = _digits(np.abs(ends).max(keepdims=True) * _HELD_APART)
    low, high = _told_apart(ends, nought).tolist()
    shift = max((high - low).bit_length() - _KEY_BITS, 0)
    for begin in range(0, len(values), _AT_ONCE):
        part = values[begin : begin + _AT_ONCE]
        digits = _told_apart(part, nought)
        digits -= low
        digits >>= shift
        digits[np.isnan(part)] = _KEYS - 1
        found[begin : begin + _AT_ONCE] = digits
    return found


def _told_apart(values: Numbers, nought: Any) -> npt.NDArray[np.int64]:
    """Whole numbers that rise with the values; those within `nought` of nought are one."""
    digits = _digits(values)
    digits -= np.clip(digits, -nought, nought)
    return digits


def _digits(values: Numbers) -> npt.NDArray[np.int64]:
    """The digits of floating numbers as whole numbers, which rise as they do."""
    digits = values.view(np.int64)
    return digits ^ ((digits >> 63) & _MAGNITUDE)
