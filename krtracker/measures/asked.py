"""Which key result is asked for which days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from krtracker.domain.key_result import KeyResult
from krtracker.domain.measurement import same


@dataclass(frozen=True)
class Asked:
    """One key result and the days it is to be measured for, oldest first."""

    key_result: KeyResult
    days: tuple[date, ...]
    split_days: tuple[date, ...] = ()
    """The days among them whose value is also divided over the columns of `split_by`."""
    divided: Mapping[date, float | None] = field(default_factory=dict)
    """The value that was divided before, by day: only another one is divided again."""

    def is_divided(self, day: date, value: float | None) -> bool:
        """Whether what is measured of a day is to be divided, too."""
        is_known = day in self.divided and same(self.divided[day], value)
        return day in self.split_days and not is_known
