"""Partial results of a family put together: every member's reading as of every day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa

from krtracker.columns import numpy_array
from krtracker.domain.calendar import DAY
from krtracker.measures.freshness import Glimpse, looks_at
from krtracker.measures.kinds import Kind, kind
from krtracker.measures.shared.cells import Mask
from krtracker.measures.shared.daily import Daily
from krtracker.measures.shared.distinct import Firsts, distinct, numbered
from krtracker.measures.shared.fetched import Classes, Fetched
from krtracker.measures.shared.grid import EVER, Days, Grid, Numbers, Runs, Windows, runs
from krtracker.measures.shared.parts import CannotShareError, Form, Part, text_of
from krtracker.measures.shared.ranking import Ranked
from krtracker.measures.shared.scan import days
from krtracker.measures.shared.scanning import Rows, Scanned
from krtracker.measures.zones import FIRST_DAY, in_utc

_BROKEN = "some rows have NaN or infinity in `{}`"


@dataclass
class Reckoning:
    """The partial results of one family, and what has been made of them so far."""

    scanned: Scanned
    _columns: dict[str, Numbers] = field(default_factory=dict)
    _things: dict[str, Rows] = field(default_factory=dict)
    _ranked: dict[str, tuple[Ranked | Fetched | None, Classes]] = field(default_factory=dict)
    """By the text of a percentile's argument its rows; None where some are no numbers."""
    _broken: dict[str, bool] = field(default_factory=dict)
    """Of each column of the groups that was added up, whether it holds NaN or infinity."""
    _firsts: dict[tuple[str, int], Firsts | None] = field(default_factory=dict)
    _last: tuple[tuple[bytes, int], tuple[Windows | Runs, Days]] | None = None
    _known: dict[tuple[Form, str, float, int, bytes], Numbers] = field(default_factory=dict)
    """What was made of a part: others look at the same rows, and ask for the same of them."""
    _newest: dict[tuple[int, int], list[Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.scan, self.cells = self.scanned.scan, self.scanned.cells
        self.grouped = self.scanned.grouped
        self.names = {(part.form, part.text): name for name, part in self.scan.aggregates().items()}
        day = days(self.grouped.column("day"))
        self.order = np.argsort(day, kind="stable")
        self.day, self.cell = day[self.order], self.cells.numbers[self.order]
        has_other = "other" in self.grouped.column_names
        self.other = days(self.grouped.column("other"))[self.order] if has_other else None
        self.gone = None
        is_by_day = self.other is None and not self.scan.family.is_latest
        size = self.cells.table.num_rows
        self.daily = Daily.of(self.day, self.cell, size) if is_by_day else None
        if self.scan.family.is_latest:
            self.gone = days(self.grouped.column("gone"))[self.order]
            self._refuse_ties()

    def column(self, part: Part, grid: Grid, where: Sequence[str]) -> Numbers:
        """A part's value for each day asked for, over the rows for which `where` holds.

        What there is none of (a least value of no rows) is NaN.
        """
        mask = self.cells.where([*where, *part.conditions])
        asked = (part.form, part.text, part.share, id(grid), mask.tobytes())
        if asked not in self._known:
            self._known[asked] = self._column(part, grid, mask)
        return self._known[asked]

    def _column(self, part: Part, grid: Grid, mask: Mask) -> Numbers:
        if part.form is Form.DISTINCT:
            return self._distinct(part, grid, mask)
        if part.form is Form.QUANTILE:
            return self._quantile(part, grid, mask)
        name = self.names[part.form, part.text]
        self._refuse_broken(part, name)
        if self.daily is not None and part.form is not Form.VARIANCE:
            return self._of_daily(self.daily, part.form, name, grid, mask)
        counted, rows = self._entering(mask, grid)
        if part.form is Form.VARIANCE:
            told = [self._numbers(f"{name}_{what}")[rows] for what in ("count", "mean", "spread")]
            return counted.variance(*(np.nan_to_num(each) for each in told))
        if part.form in (Form.LEAST, Form.GREATEST):
            greatest = part.form is Form.GREATEST
            return counted.extreme(self._numbers(name)[rows], greatest=greatest)
        return counted.total(self._weights(name)[rows])

    def newest(self, columns: Mapping[str, Numbers]) -> list[Any]:
        """For each day the newest time of the rows that entered, as an engine would give it.

        `columns` are one member's; of those that look at the same rows it is one list.
        """
        newest, entered = columns["newest"], columns["entered"]
        asked = (id(newest), id(entered))  # which `_known` keeps, so no other takes their place
        if asked not in self._newest:
            what = kind(self.scan.family.meant.times[0])
            told = np.where(np.rint(entered) > 0, newest, np.nan)
            self._newest[asked] = _moments(told, what)
        return self._newest[asked]

    def glimpse(self) -> Glimpse | None:
        """How fresh and full the scanned rows were on each day; None where some were left out."""
        scan, family = self.scan, self.scan.family
        at = family.meant.at
        if at is None or not family.tells_freshness:
            return None
        starts = np.flatnonzero(np.diff(self.day, prepend=EVER))
        newest = self._numbers(self.names[Form.GREATEST, text_of(at)])
        entered = self._numbers(self.names[Form.ROWS, ""])
        told = zip(
            self.day[starts].tolist(),
            _moments(np.fmax.reduceat(newest, starts), kind(at)) if len(starts) else [],
            np.add.reduceat(entered, starts).tolist() if len(starts) else [],
            strict=True,
        )
        rows = [
            {"day_": date.fromordinal(day), "newest": time, "entered": int(count)}
            for day, time, count in told
        ]
        seen = looks_at(at, family.meant.rows, family.resolved)
        return Glimpse(seen, rows, scan.base, family.last_asked, family.first is None)

    def _entering(self, mask: Mask, grid: Grid) -> tuple[Windows | Runs, Days]:
        """The rows that enter, kept for the next part, which is mostly of the same ones."""
        asked = (mask.tobytes(), id(grid))
        if self._last is None or self._last[0] != asked:
            self._last = asked, self._counted(np.flatnonzero(mask[self.cell]), grid)
        return self._last[1]

    def _refuse_ties(self) -> None:
        """Raise where two rows share the last place of an entity on a day asked for."""
        assert self.gone is not None
        since = self.day if self.other is None else self.other
        tied = self._numbers("tied") == 1
        for grid in {id(each.grid): each.grid for each in self.scan.family.members}.values():
            begins, ends = grid.known_from(since[tied]), grid.known_from(self.gone[tied])
            if (begins < ends).any():
                raise CannotShareError("rows share the last place of an entity")

    def _counted(self, rows: Days, grid: Grid) -> tuple[Windows | Runs, Days]:
        """On which of the days asked for each row of the scan counts, and the rows that do."""
        day = self.day[rows]
        if self.gone is not None:
            begins = grid.known_from(day if self.other is None else self.other[rows])
            ends = grid.known_from(self.gone[rows])
            if self.other is not None:
                begins = np.maximum(begins, grid.begins(day))
                ends = np.minimum(ends, grid.ends(day))
        elif self.other is None:
            return Windows.of(day, grid), rows
        elif self.scan.family.is_state:
            begins, ends = grid.known_from(day), grid.known_from(self.other[rows])
        else:
            begins = np.maximum(grid.begins(day), grid.known_from(self.other[rows]))
            ends = grid.ends(day)
        found, there = runs(begins, ends, len(grid))
        return found, rows[there]

    def _refuse_broken(self, part: Part, name: str) -> None:
        """Raise where a group came to NaN or infinity: its rows are nothing to add up with others.

        Here, NaN stands for what there is none of.
        """
        if name not in self._broken:
            columns = (
                [name] if part.form is not Form.VARIANCE else [f"{name}_mean", f"{name}_spread"]
            )
            self._broken[name] = any(is_broken(self.grouped.column(each)) for each in columns)
        if self._broken[name]:
            raise CannotShareError(_BROKEN.format(part.text))

    def _numbers(self, name: str) -> Numbers:
        if name not in self._columns:
            self._columns[name] = numbers(self.grouped.column(name))[self.order]
        return self._columns[name]

    def _weights(self, name: str) -> Numbers:
        """A column that is added up, to which what is missing adds nothing."""
        values = self._numbers(name)
        return np.where(np.isnan(values), 0.0, values)

    def _of_things(self, part: Part) -> Rows:
        """Every row that holds a thing, the things as numbers."""
        if part.text not in self._things:
            fetched, classes = self.scanned.rows.pop((part.form, part.text))
            self._things[part.text] = numbered(fetched), classes
        return self._things[part.text]

    def _of_daily(self, daily: Daily, form: Form, name: str, grid: Grid, mask: Mask) -> Numbers:
        """The same from all groups in their places."""
        if form in (Form.LEAST, Form.GREATEST):
            table = daily.laid(name, partial(self._numbers, name), np.nan)
            return daily.extreme(table, mask, grid, greatest=form is Form.GREATEST)
        return daily.total(daily.laid(name, partial(self._weights, name), 0.0), mask, grid)

    def _distinct(self, part: Part, grid: Grid, mask: Mask) -> Numbers:
        if not self.grouped.num_rows:
            return np.zeros(len(grid))
        rows, classes = self._of_things(part)
        since = int(grid.first[0])
        if (grid.first == since).all():
            key = (part.text, since)
            if key not in self._firsts:
                self._firsts[key] = Firsts.of(rows, since)
            if (firsts := self._firsts[key]) is not None:
                return firsts.among(classes.mask(mask), grid)
        return distinct(rows.where(classes.mask(mask)), grid)

    def _quantile(self, part: Part, grid: Grid, mask: Mask) -> Numbers:
        if not self.grouped.num_rows:
            return np.full(len(grid), np.nan)
        if part.text not in self._ranked:
            fetched, classes = self.scanned.rows.pop((part.form, part.text))
            is_sound = np.isfinite(fetched.values).all()
            self._ranked[part.text] = (Ranked.of(fetched) or fetched) if is_sound else None, classes
        rows, classes = self._ranked[part.text]
        if rows is None:
            raise CannotShareError(_BROKEN.format(part.text))
        if isinstance(rows, Ranked):
            return rows.among(classes.mask(mask)).quantile(part.share, grid)
        alone = Ranked.of(rows.where(classes.mask(mask)))
        assert alone is not None  # rows of one cell are never too many
        return alone.among(np.ones(1, bool)).quantile(part.share, grid)


def is_broken(column: pa.ChunkedArray[Any]) -> bool:
    """Whether a column holds NaN or infinity, which a source does not take for nothing."""
    found = numpy_array(column)
    is_finite = np.isfinite(found)
    return len(found) - int(is_finite.sum()) > column.null_count


def numbers(column: Any) -> Numbers:
    """A column as floating numbers, times as microseconds or days; nothing is NaN."""
    return numpy_array(column).astype(np.float64)


def _moments(numbers: Numbers, what: Kind) -> list[Any]:
    """Microseconds or days since 1970 as the engine would give them; nothing for NaN.

    Nor for what lies before the first day that we tell apart; what is scanned ends before the last.
    """
    unit = "D" if what is Kind.DAY else "us"
    first = (FIRST_DAY - date(1970, 1, 1)) / (DAY if what is Kind.DAY else timedelta.resolution)
    there = numbers >= first
    whole = np.rint(np.where(there, numbers, 0)).astype(np.int64).astype(f"datetime64[{unit}]")
    found = np.where(there, whole, np.datetime64("NaT")).astype(f"datetime64[{unit}]").tolist()
    return [each and in_utc(each) for each in found] if what is Kind.MOMENT else list(found)
