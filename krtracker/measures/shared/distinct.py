"""How many different things there are in each window, told from the days they occur on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from krtracker.measures.shared.cells import Mask
from krtracker.measures.shared.fetched import Fetched
from krtracker.measures.shared.grid import Grid, Numbers, runs
from krtracker.measures.shared.room import room

Unsigned: TypeAlias = np.unsignedinteger[Any]
_AT_ONCE = 2**18
MOST_FIRSTS = 16_000_000
"""As many days at most are kept of things and cells: 16 MB, or twice that."""


def distinct(rows: Fetched, grid: Grid) -> Numbers:
    """The number of different values among the rows of each window.

    An occurrence counts on the days whose window holds it and not the same thing's occurrence
    before it.
    """
    things, days = rows.values, rows.days.astype(np.int64) + rows.since
    if not len(things):
        return np.zeros(len(grid))
    order = np.lexsort((days, things))
    things, days = things[order], days[order]
    is_new = np.ones(len(things), bool)
    is_new[1:] = (things[1:] != things[:-1]) | (days[1:] != days[:-1])
    things, days = things[is_new], days[is_new]
    is_same = np.zeros(len(things), bool)
    is_same[1:] = things[1:] == things[:-1]
    begins = grid.begins(days)
    gone = np.zeros(len(things), np.int64)
    gone[1:] = grid.ends(days[:-1])
    begins = np.where(is_same, np.maximum(begins, gone), begins)
    found, there = runs(begins, grid.ends(days), len(grid))
    return found.total(np.ones(int(there.sum())))


@dataclass(frozen=True)
class Firsts:
    """The first day of every thing in every cell, from some day on.

    Where every window begins on that day, nothing else matters.
    """

    since: int
    days: npt.NDArray[Unsigned]
    """Counted from `since`, by cell and thing; the greatest number there is stands for never."""

    @classmethod
    def of(cls, rows: Fetched, since: int) -> Firsts | None:
        """All that rows tell; None where there are too many things and cells."""
        if not len(rows.values):
            return cls(since, np.zeros((rows.cell_count, 0), np.uint16))
        things, count = rows.values, int(rows.values.max()) + 1
        last = int(rows.days.max()) + rows.since - since
        if count * rows.cell_count > MOST_FIRSTS or last >= 2**16 - 1:
            return None
        width: type[np.unsignedinteger[Any]] = np.uint8 if last < 2**8 - 1 else np.uint16
        found: npt.NDArray[np.unsignedinteger[Any]] = room(rows.cell_count * count, width)
        found.fill(np.iinfo(width).max)
        for begin in range(0, len(things), _AT_ONCE):
            part = slice(begin, begin + _AT_ONCE)
            days = rows.days[part].astype(np.int64) + (rows.since - since)
            places = rows.cells[part].astype(np.int64) * count + things[part]
            inside = days >= 0
            np.minimum.at(found, places[inside], days[inside].astype(width))
        return cls(since, found.reshape(rows.cell_count, count))

    def among(self, mask: Mask, grid: Grid) -> Numbers:
        """How many different things there are in the cells of `mask`, up to each window's end."""
        chosen = self.days[mask]
        never = int(np.iinfo(self.days.dtype).max)
        firsts = chosen.min(0) if len(chosen) else np.zeros(0, self.days.dtype)
        upto = np.zeros(never + 1)
        np.cumsum(np.bincount(firsts, minlength=never + 1)[:never], out=upto[1:])
        found: Numbers = upto[np.clip(grid.until - self.since, 0, never)]
        return found


def numbered(rows: Fetched) -> Fetched:
    """The same rows, their values whole numbers from nought that are no larger than they must."""
    things = rows.values
    if len(things) and things.dtype.kind != "f":
        low, high = int(things.min()), int(things.max())
        if high - low <= 8 * len(things) + 1_000_000:
            found = room(len(things), np.int32)
            np.subtract(things, low, out=found, dtype=np.int64, casting="same_kind")
            return replace(rows, values=found)
    return replace(rows, values=np.unique(things, return_inverse=True)[1].astype(np.int32))
