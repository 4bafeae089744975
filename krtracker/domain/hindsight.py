"""What some measured days say of a promise: was it ever kept, and how fast must it go from here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from krtracker.domain.key_result import KeyResult
from krtracker.domain.past import Past, past_of
from krtracker.domain.rhythm import Rhythm, rhythms
from krtracker.domain.standing import Point


@dataclass(frozen=True)
class Reached:
    """On which of some days the promise was kept: the target reached, or the limits held."""

    days: int
    of: int
    first: date | None = None
    last: date | None = None
    nearest: float | None = None
    """Where it never was: the value that came nearest."""
    nearest_on: date | None = None


@dataclass(frozen=True)
class Needed:
    """How fast it must move to arrive in time, held against how fast it ever moved."""

    per_week: float
    days: int
    """How many are left."""
    stretches: int
    """Pairs of days, as far apart as the end is away, of which both values are known."""
    as_far: int
    """In how many of them it moved as far, in the direction wanted."""


@dataclass(frozen=True)
class Hindsight:
    """What is known of a promise from the days that were measured."""

    past: Past
    """The year before the cycle, as far as it was measured: what the coach goes by."""
    rhythm: tuple[Rhythm, ...] = ()
    reached: Reached | None = None
    needed: Needed | None = None


def hindsight(
    key_result: KeyResult, points: Sequence[Point], *, baseline: float | None, day: date
) -> Hindsight:
    """What `points` say as of `day`, the oldest first; values not believed do not count."""
    values = {
        each.as_of: each.value
        for each in points
        if each.value is not None and each.reason is None and each.as_of <= day
    }
    window = getattr(key_result.how, "window", None)
    is_usual = window is None or not window.grows
    past = past_of(key_result, points) if is_usual else Past()
    rhythm = rhythms(values) if is_usual else ()
    keep = key_result.promise.keep
    if keep is not None:
        held = [each for each, value in values.items() if keep.holds(value)]
        return Hindsight(past, rhythm, _reached(held, values))
    target = None if baseline is None else key_result.promise.target_from(baseline)
    if baseline is None or target is None or target == baseline:
        return Hindsight(past, rhythm)
    sign = 1 if target > baseline else -1
    there = [each for each, value in values.items() if sign * (value - target) >= 0]
    reached = _reached(there, values, nearest_to=target)
    return Hindsight(past, rhythm, reached, _needed(key_result, values, target, sign, day))


def _reached(
    there: Sequence[date], values: Mapping[date, float], *, nearest_to: float | None = None
) -> Reached | None:
    if not values:
        return None
    if there or nearest_to is None:
        first, last = (there[0], there[-1]) if there else (None, None)
        return Reached(len(there), len(values), first, last)
    when = min(values, key=lambda each: abs(values[each] - nearest_to))
    return Reached(0, len(values), nearest=values[when], nearest_on=when)


def _needed(
    key_result: KeyResult, values: Mapping[date, float], target: float, sign: int, day: date
) -> Needed | None:
    """The pace from the newest value to the target; None where it is there, or time is over."""
    cycle = key_result.cycle
    left = (cycle.end - max(day, cycle.eve)).days
    if left <= 0 or not values:
        return None
    way = target - values[max(values)]
    if sign * way <= 0:
        return None
    apart = timedelta(days=left)
    moves = [
        values[each + apart] - value for each, value in values.items() if each + apart in values
    ]
    as_far = sum(sign * move >= abs(way) for move in moves)
    return Needed(way / left * 7, left, len(moves), as_far)
