"""Where the lines and words of an axis stand: few, round, and never on one another."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date

from krtracker.domain.calendar import add_months

STEPS = (1, 2, 2.5, 4, 5, 6, 8)


def nice_ticks(low: float, high: float, most: int = 5) -> list[float]:
    """At most `most` round values between `low` and `high`.

    >>> nice_ticks(21.1, 50.9)
    [24.0, 30.0, 36.0, 42.0, 48.0]
    """
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        return [low]
    power = 10.0 ** math.floor(math.log10(high - low) - 1)
    for step in (factor * scale * power for scale in (1, 10, 100) for factor in STEPS):
        first, last = math.ceil(low / step), math.floor(high / step)
        if 1 <= last - first + 1 <= most:
            return [round(number * step, 10) for number in range(first, last + 1)]
    return [low, high]


def day_ticks(first: date, last: date, most: int = 6) -> list[date]:
    """The first days of months between `first` and `last`, and both ends where there is room."""
    months = list(_months(first, last))
    kept = months[:: math.ceil(len(months) / most)] if months else []
    room = (last - first) / 8
    start = [] if kept and kept[0] - first <= room else [first]
    end = [] if kept and last - kept[-1] <= room else [last]
    return [*start, *kept, *end]


def _months(first: date, last: date) -> Iterator[date]:
    month = first if first.day == 1 else add_months(first.replace(day=1), 1)
    while month <= last:
        yield month
        month = add_months(month, 1)
