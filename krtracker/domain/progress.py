"""How far a key result has come, and how far it should have come by now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from krtracker.domain.key_result import Promise


def progress(baseline: float, target: float, current: float) -> float:
    """The share of the way from baseline to target that has been covered.

    1.0 is the target. The value is not clamped: past the target it exceeds one, and a
    slide below the baseline is negative, because both are news. Rising and falling key
    results need no flag; the sign of `target - baseline` carries it.

    >>> progress(baseline=1200, target=1800, current=1500)
    0.5
    >>> progress(baseline=0.08, target=0.04, current=0.05)
    0.75
    """
    return round((current - baseline) / (target - baseline), 12)


def expected_value(promise: Promise, baseline: float, target: float, day: date) -> float:
    """The value that the expected path shows at the end of `day`.

    The baseline on the day before the cycle, the target on its last day, straight between
    them or between the points of the promise's path; the same as on the last day after it.
    """
    cycle = promise.cycle
    inner = sorted(point for point in promise.path if cycle.eve < point[0] < cycle.end)
    last = next((value for when, value in promise.path if when == cycle.end), target)
    points = [(cycle.eve, baseline), *inner, (cycle.end, last)]
    day = min(max(day, cycle.eve), cycle.end)
    for (left, low), (right, high) in pairwise(points):
        if day <= right:
            share = (day - left).days / (right - left).days
            return low + (high - low) * share
    return last


def pace(promise: Promise, baseline: float, target: float, day: date) -> float:
    """The progress that the expected path shows at the end of `day`, from 0 on the eve to 1."""
    return progress(baseline, target, expected_value(promise, baseline, target, day))


def no_way(promise: Promise, baseline: float) -> str | None:
    """Why nobody can tell how far a promise is; None where the target is not the baseline.

    A stated baseline is looked at in the file; a measured one may turn out to be such a one.
    """
    if promise.target_from(baseline) != baseline:
        return None
    if promise.change is not None and promise.change.is_relative:
        return "the measured baseline is 0, and a percentage of 0 leads nowhere"
    return "the measured baseline is where the target is"


def objective_progress(parts: Sequence[tuple[float, float]]) -> float | None:
    """The weighted mean of progress clamped to 0..1, over `(progress, weight)`; None of none.

    >>> objective_progress([(0.5, 1), (1.7, 1)])
    0.75
    """
    total = sum(weight for _, weight in parts)
    if not parts or total == 0:
        return None
    return sum(min(max(share, 0.0), 1.0) * weight for share, weight in parts) / total
