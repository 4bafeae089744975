"""Partial results laid out by cell and day: any choice of cells is put together at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from krtracker.measures.shared.cells import Mask
from krtracker.measures.shared.grid import Days, Grid, Numbers, Windows

_MOST_EMPTY = 4
"""So many places a group at most: where most would be empty, groups are looked at by themselves."""
_FEW = 10_000
"""So many places are never too many."""
Table: TypeAlias = npt.NDArray[np.float64]
"""By cell and day."""


@dataclass(frozen=True)
class Daily:
    """The groups of a scan, each in its place among all its cells and days."""

    days: Days
    """The different days there are, in order."""
    cells: int
    place: npt.NDArray[np.intp]
    """Where each group stands among all cells and days."""
    _laid: dict[str, Table] = field(default_factory=dict)
    _windows: dict[int, tuple[Grid, Windows]] = field(default_factory=dict)

    @classmethod
    def of(cls, day: Days, cell: Days, cells: int) -> Daily | None:
        """The places of groups by their day and their cell.

        None where they are too few for their cells and days, or two have the same place.
        """
        days, number = np.unique(day, return_inverse=True)
        if cells * len(days) > max(_FEW, _MOST_EMPTY * len(day)):
            return None
        place = cell * len(days) + number
        if (np.bincount(place) > 1).any():
            return None
        return cls(days, cells, place)

    def laid(self, name: str, read: Callable[[], Numbers], nothing: float) -> Table:
        """A column of the groups in their places, with `nothing` where there is no group."""
        if name not in self._laid:
            table = np.full(self.cells * len(self.days), nothing)
            table[self.place] = read()
            self._laid[name] = table.reshape(self.cells, len(self.days))
        return self._laid[name]

    def total(self, table: Table, mask: Mask, grid: Grid) -> Numbers:
        """The sum of what lies in some cells, over the window of every day asked for."""
        return self._of(grid).total(_chosen(table, mask).sum(0))

    def extreme(self, table: Table, mask: Mask, grid: Grid, *, greatest: bool) -> Numbers:
        """The least or greatest of what lies in some cells; NaN where nothing does."""
        best: Any = np.fmax if greatest else np.fmin
        daily = best.reduce(_chosen(table, mask), axis=0, initial=np.nan)
        return self._of(grid).extreme(daily, greatest=greatest)

    def _of(self, grid: Grid) -> Windows:
        if id(grid) not in self._windows:
            # The grid is kept, or another one might be taken for it.
            windows = Windows(self.days, np.arange(len(self.days)), grid)
            self._windows[id(grid)] = grid, windows
        return self._windows[id(grid)][1]


def _chosen(table: Table, mask: Mask) -> Table:
    return table if mask.all() else table[mask]
