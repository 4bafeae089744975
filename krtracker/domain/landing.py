"""Where a key result will land at its present pace, and how far such a guess has been off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from krtracker.domain.calendar import WindowKind
from krtracker.domain.key_result import KeyResult
from krtracker.domain.measurement import Verdict
from krtracker.domain.standing import Point, Standing
from krtracker.domain.status import Trust

PACE_DAYS = 28
"""The present pace is that of the last four weeks."""
LASTS = 0.9
"""How much of a pace is left a week later: few go on as they are, and none for ever."""
FEWEST_TRIES = 8
"""So many earlier guesses at least, a week apart and over twice the way ahead, tell how far off."""
TRIED_BACK = timedelta(days=400)
LIKELY, WIDE = 0.5, 0.8
"""In how many of ten cases the value lands inside a range: in five, and in eight."""
_SAWTOOTH = {
    WindowKind.WEEK_TO_DATE,
    WindowKind.MONTH_TO_DATE,
    WindowKind.QUARTER_TO_DATE,
    WindowKind.YEAR_TO_DATE,
}


@dataclass(frozen=True)
class Landing:
    """The value at the end of the cycle if the pace stays, with the ranges around it."""

    day: date
    value: float
    likely: tuple[float, float]
    """Where five of ten earlier guesses like this one would have it land."""
    wide: tuple[float, float]
    """Where eight of ten would."""
    tries: int
    """How many earlier guesses tell of the ranges."""

    def reaches(self, baseline: float, target: float) -> bool | None:
        """Whether the wide range lies wholly past the target, or wholly short of it; else None."""
        sign = 1 if target >= baseline else -1
        beyond = sorted(sign * (edge - target) for edge in self.wide)
        if beyond[0] >= 0:
            return True
        return False if beyond[1] < 0 else None


def landing(standing: Standing, points: Sequence[Point]) -> Landing | None:
    """Where the value will be on the last day of the cycle, at the pace of the last four weeks.

    None where there is no way ahead, no target, or no fresh number to begin from. The last
    value of a week or a month lies before the last day, which is no day ahead once it is over.
    """
    key_result, current = standing.key_result, standing.current
    is_fresh = standing.trust is Trust.TRUSTED and not standing.is_over
    if current is None or standing.target is None or not is_fresh:
        return None
    return forecast(key_result, points, said_on=current.as_of, until=key_result.cycle.end)


def forecast(
    key_result: KeyResult, points: Sequence[Point], *, said_on: date, until: date
) -> Landing | None:
    """What is said on one day of a later one, from the values of days up to the first alone.

    A pace fades by a tenth each week. The same guess is made for every day of the past, as far
    ahead, and held against what came: the errors of five and of eight in ten are the ranges,
    widened by what the present pace may yet bring if it does not fade. None where nothing is
    left to be guessed, or too little of a past is known.
    """
    ahead = until - said_on
    if ahead <= timedelta(0) or not _can_be_guessed(key_result):
        return None
    values = _values(key_result, points, said_on)
    value, step = values.get(said_on), _step(values, said_on)
    if value is None or step is None:
        return None
    errors = sorted(_errors(values, said_on, ahead))
    if len(errors) < FEWEST_TRIES:
        return None
    guess = value + step * _weeks(ahead)
    unfaded = abs(step) * (ahead.days / 7 - _weeks(ahead))
    low, high = _limits(key_result, values.values())

    def around(share: float) -> tuple[float, float]:
        reach = errors[int(share * (len(errors) - 1))] + unfaded * share / WIDE
        return _within(guess - reach, low, high), _within(guess + reach, low, high)

    return Landing(until, _within(guess, low, high), around(LIKELY), around(WIDE), len(errors))


def _can_be_guessed(key_result: KeyResult) -> bool:
    """Whether its number goes on from day to day, and does not begin anew."""
    window = getattr(key_result.how, "window", None)
    return window is None or window.kind not in _SAWTOOTH


def _values(key_result: KeyResult, points: Sequence[Point], last: date) -> dict[date, float]:
    """The believed values that tell of its pace, by day."""
    window = getattr(key_result.how, "window", None)
    first = last - TRIED_BACK
    if window is not None and window.kind is WindowKind.CYCLE_TO_DATE:
        first = max(first, key_result.cycle.start)
    rejected = Verdict.REJECTED
    return {
        day: value
        for day, value, verdict, _ in points
        if value is not None and verdict is not rejected and first <= day <= last
    }


def _step(values: dict[date, float], day: date) -> float | None:
    """How far the value moved a week, over the four weeks before a day."""
    now, before = values.get(day), values.get(day - timedelta(days=PACE_DAYS))
    return None if now is None or before is None else (now - before) * 7 / PACE_DAYS


def _weeks(ahead: timedelta) -> float:
    """How many weeks' steps a pace is worth that fades week by week."""
    left: float = LASTS ** (ahead.days / 7)
    return LASTS * (1 - left) / (1 - LASTS)


def _errors(values: dict[date, float], last: date, ahead: timedelta) -> list[float]:
    """How far earlier guesses were off; none while the past is too short to tell.

    They look as many whole weeks ahead, so that what is measured weekly has its days, too.
    """
    first = min(values, default=last)
    if last - first < 2 * ahead + timedelta(days=PACE_DAYS):
        return []
    ahead = timedelta(weeks=max(round(ahead.days / 7), 1))
    weeks, found = _weeks(ahead), []
    for back in range(0, (last - ahead - first).days, 7):
        day = last - ahead - timedelta(days=back)
        value, came, step = values.get(day), values.get(day + ahead), _step(values, day)
        if value is not None and came is not None and step is not None:
            found.append(abs(came - value - step * weeks))
    return found


def _limits(key_result: KeyResult, values: Iterable[float]) -> tuple[float, float]:
    """What a value of this kind can be at all, as its past says."""
    known = list(values)
    is_share = key_result.unit == "%" and all(0 <= each <= 100 for each in known)
    low = 0.0 if all(each >= 0 for each in known) else float("-inf")
    return low, 100.0 if is_share else float("inf")


def _within(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)
