"""What a key result did before its cycle, in a few numbers."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from krtracker.domain.key_result import KeyResult
from krtracker.domain.measurement import Verdict
from krtracker.domain.standing import Point

YEAR = timedelta(days=365)
FEW_DAYS = 30
"""With fewer values nothing is said of what is usual; weekly values reach it in a year."""
NEAR = timedelta(days=7)
"""How long before the cycle a value may lie and still say where the cycle began."""


@dataclass(frozen=True)
class Past:
    """The believed values of the year before a cycle."""

    days: int = 0
    """How many there are."""
    first: date | None = None
    last: date | None = None
    lowest: float | None = None
    highest: float | None = None
    noise: float | None = None
    """Their standard deviation around a straight line: what moves without anybody's doing."""
    usual: float | None = None
    """Where that line stood on the last of them."""
    opening: float | None = None
    """The newest of them, if it lies within a week of the cycle."""
    baseline: float | None = None
    """The measured baseline as it was frozen."""


def window(key_result: KeyResult) -> tuple[date, date]:
    """The days that a key result's past is made of, first and last."""
    return key_result.cycle.start - YEAR, key_result.cycle.eve


def past_of(key_result: KeyResult, points: Iterable[Point]) -> Past:
    """The past that some points tell of, the oldest first."""
    first, last = window(key_result)
    found = [
        (each.as_of, each.value)
        for each in points
        if first <= each.as_of <= last and each.verdict is Verdict.ACCEPTED
    ]
    believed = _whole(key_result, found)
    if not believed:
        return Past()
    values = [value for _, value in believed]
    days = [day.toordinal() for day, _ in believed]
    newest, opening = believed[-1]
    return Past(
        days=len(values),
        first=believed[0][0],
        last=newest,
        lowest=min(values),
        highest=max(values),
        noise=_noise(days, values),
        usual=_usual(days, values),
        opening=opening if last - newest <= NEAR else None,
    )


def width(key_result: KeyResult) -> int:
    """How many days a value looks back over, where its window says so."""
    span = getattr(key_result.how, "window", None)
    return (span.days or 1) if span is not None else 1


def _whole(
    key_result: KeyResult, found: list[tuple[date, float | None]]
) -> list[tuple[date, float]]:
    """The values that there are, but for those whose window reaches back before all rows.

    A source that begins within the year counts little at first, and says nothing by it.
    """
    begins = next((day for day, value in found if value), None)
    if begins is not None and begins != found[0][0]:
        begins += timedelta(days=width(key_result) - 1)
        found = [each for each in found if each[0] >= begins]
    return [(day, value) for day, value in found if value is not None]


def _usual(days: list[int], values: list[float]) -> float:
    if len(set(days)) < 2:
        return statistics.fmean(values)
    slope, intercept = statistics.linear_regression(days, values)
    return intercept + slope * days[-1]


def _noise(days: list[int], values: list[float]) -> float | None:
    if len(values) < 3:
        return None
    spread = statistics.pstdev(values)
    if spread == 0:
        return 0.0
    together = statistics.correlation([float(day) for day in days], values)
    return spread * float(max(0.0, 1 - together**2) ** 0.5)
