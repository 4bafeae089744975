"""Rows fetched one by one, each with its day and the cell that it is in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from krtracker.columns import arrow_column, numpy_array
from krtracker.measures.shared.cells import Mask
from krtracker.measures.shared.coding import Coding
from krtracker.measures.shared.grid import Days
from krtracker.measures.shared.parts import CannotShareError
from krtracker.measures.shared.room import room


@dataclass(frozen=True)
class Fetched:
    """The day, the cell and the value of rows."""

    since: int
    """The day from which days are counted, as an ordinal."""
    days: Days
    cells: Days
    values: npt.NDArray[Any]
    cell_count: int
    """How many cells there are."""

    def where(self, mask: Mask) -> Fetched:
        """The rows whose cell is in `mask`, all of one cell from then on."""
        rows = mask[self.cells]
        days = self.days[rows]
        return Fetched(self.since, days, np.zeros(len(days), np.uint8), self.values[rows], 1)


@dataclass(frozen=True)
class Classes:
    """Cells of a scan that nobody who asks for some rows tells apart, taken for one."""

    coding: Coding
    """How the class of a row is told; -1 is that of one that was not scanned."""
    cells: Days
    """For each class, one of the scan's cells that is in it."""

    def mask(self, mask: Mask) -> Mask:
        """The classes that lie in a choice of the scan's cells."""
        return mask[self.cells]


class Incoming:
    """Rows as they arrive, each batch made small before the next is asked for.

    Arrow's batches are let go of at once: whoever keeps one column keeps them whole.
    """

    def __init__(self, classes: Classes, since: int, until: int, *, most: int) -> None:
        self._classes = classes
        self._since = since
        self._days: Days = room(most, np.uint16 if until - since < 2**16 else np.int32)
        self._cells: Days = room(most, np.uint8 if len(classes.cells) <= 2**8 else np.int32)
        self._numbers: npt.NDArray[Any] | None = None
        self._others: list[pa.Array[Any]] = []
        self.count = 0

    def take(self, days: Days, told: Sequence[Days], values: pa.Array[Any]) -> None:
        """Another batch; `told` is what tells the class of each row.

        Raises:
            CannotShareError: some of it was not there when the scan was made.
        """
        part = slice(self.count, self.count + len(days))
        cells = self._classes.coding.found(told)
        if part.stop > len(self._days) or (cells < 0).any():
            raise CannotShareError("rows arrived while it was being scanned")
        self._days[part] = days - self._since
        self._cells[part] = cells
        self.count = part.stop
        if not pa.types.is_integer(values.type) and not pa.types.is_floating(values.type):
            self._others.append(values)
            return
        numbers = numpy_array(values)
        if self._numbers is None:
            self._numbers = room(len(self._days), numbers.dtype)
        self._numbers[part] = numbers

    def fetched(self) -> Fetched:
        """All of them; different values that are no numbers as different whole numbers."""
        values = self._numbers
        if values is None:
            nothing = arrow_column((), pa.string())
            texts = pa.chunked_array(self._others or [nothing]).combine_chunks()
            values = numpy_array(texts.dictionary_encode().indices)
        self._others.clear()
        there = slice(0, self.count)
        count = len(self._classes.cells)
        return Fetched(self._since, self._days[there], self._cells[there], values[there], count)
