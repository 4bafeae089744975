"""What the year before a cycle says of a promise, as far as the ledger knows it."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt

from krtracker.coach.direction import meant
from krtracker.coach.question import Question
from krtracker.domain.coaching import Rule
from krtracker.domain.key_result import KeyResult
from krtracker.domain.past import FEW_DAYS, Past

FAR = 0.4
"""How far beyond all that was ever seen is far, as a share of where it began."""
BY_CHANCE = 2.5
"""How many standard deviations off the line a value may be without anybody's doing."""
NEARLY_ALL = 0.8
"""The same for a share that rises, as a part of what was missing from 100 percent."""


def about_history(key_result: KeyResult, past: Past) -> Iterator[Question]:
    """At most one question about the target, and one about the baseline.

    Windows that grow from a fixed start say nothing before it, so they are left alone.
    """
    window = getattr(key_result.how, "window", None)
    if window is not None and window.grows:
        return
    of_target = list(_of_target(key_result, past))
    yield from of_target
    if not any(each.rule is Rule.ALREADY_REACHED for each in of_target):
        yield from _contradicted(key_result, past)


def _of_target(key_result: KeyResult, past: Past) -> Iterator[Question]:
    promise = key_result.promise
    start = past.opening if past.opening is not None else past.baseline
    if start is None or promise.keep is not None:
        return
    stated = promise.baseline if promise.baseline is not None else past.baseline
    target = promise.target_from(start if stated is None else stated)
    if target is None:
        return
    yield from _target(key_result, past, start=start, stated=stated, target=target)


def _target(
    key_result: KeyResult, past: Past, *, start: float, stated: float | None, target: float
) -> Iterator[Question]:
    field = "change" if key_result.promise.change is not None else "target"
    unit = f" {key_result.unit}" if key_result.unit else ""
    if _is_reached(key_result, start=start, stated=stated, target=target):
        seen = f"it was {start:g}{unit} before the cycle began, so {target:g} is reached already"
        asked = "what is to become better than it is? to stay there, write `keep`"
        yield Question(Rule.ALREADY_REACHED, seen, asked, field)
    elif past.days < FEW_DAYS or past.noise is None or past.lowest is None or past.highest is None:
        return
    elif abs(target - start) < sqrt(2) * past.noise:
        seen = f"{target:g} is {abs(target - start):.3g}{unit} away, and it moves by "
        seen += f"{sqrt(2) * past.noise:.3g} from one day to another without anybody's doing"
        asked = "how would you tell success from luck?"
        yield Question(Rule.INSIDE_THE_NOISE, seen, asked, field)
    elif _is_usual(past, start, target):
        seen = f"{target:g} is where it usually is: {past.usual:.4g}{unit}, "
        seen += f"give or take {past.noise:.3g}"
        asked = "how would you tell success from luck?"
        yield Question(Rule.INSIDE_THE_NOISE, seen, asked, field)
    elif (beyond := max(target - past.highest, past.lowest - target)) > _far(
        key_result, past, start
    ):
        side = "above" if target > past.highest else "below"
        best = past.highest if target > past.highest else past.lowest
        seen = f"in {past.days} days before the cycle it was never {side} {best:.4g}{unit}; "
        seen += f"{target:g} is {beyond:.3g} further"
        asked = "what will be done differently this time?"
        yield Question(Rule.BEYOND_HISTORY, seen, asked, field)


def _is_reached(
    key_result: KeyResult, *, start: float, stated: float | None, target: float
) -> bool:
    """Whether the cycle began at the target or beyond it.

    Which side is beyond, a stated baseline says; where it is measured, the title's words do.
    """
    if key_result.promise.baseline is not None and stated is not None:
        return (target - stated) * (start - target) >= 0
    if key_result.promise.target is None:
        return False
    return meant(key_result.title) * (start - target) > 0


def _is_usual(past: Past, start: float, target: float) -> bool:
    """Whether the target is where the value stands anyway, because it began off by chance."""
    if past.usual is None or past.noise is None:
        return False
    is_by_chance = abs(start - past.usual) < BY_CHANCE * past.noise
    return is_by_chance and abs(target - past.usual) < sqrt(2) * past.noise


def _far(key_result: KeyResult, past: Past, start: float) -> float:
    """How far beyond all that was ever seen a target may lie without being asked about."""
    lowest, highest = past.lowest or 0.0, past.highest or 0.0
    far = FAR * abs(start)
    if key_result.unit.strip() == "%" and lowest >= 0 and 50 <= highest <= 100:
        far = min(far, NEARLY_ALL * (100 - start))
    return max((highest - lowest) / 2, far)


def _contradicted(key_result: KeyResult, past: Past) -> Iterator[Question]:
    stated, target = key_result.promise.baseline, key_result.promise.target
    if stated is None or past.opening is None or key_result.promise.keep is not None:
        return
    change = key_result.promise.target_from(stated)
    way = abs((target if target is not None else change or stated) - stated)
    gap = abs(stated - past.opening)
    if gap > max(2 * (past.noise or 0.0), 0.1 * way, 1e-9 * abs(stated)):
        unit = f" {key_result.unit}" if key_result.unit else ""
        seen = (
            f"the baseline says {stated:g}{unit}, the source said {past.opening:.4g} on {past.last}"
        )
        asked = "which of the two did you mean? `baseline: measured` takes the source's"
        yield Question(Rule.BASELINE_CONTRADICTED, seen, asked, "baseline")
