"""A key result tried on some days: its values, what they say of the promise, what to ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from krtracker.cli.start import Start
from krtracker.cli.trial import Trial, tried
from krtracker.coach import coached
from krtracker.definitions import in_order
from krtracker.domain.calendar import DAY
from krtracker.domain.coaching import OF_HISTORY
from krtracker.domain.hindsight import Hindsight, hindsight
from krtracker.domain.key_result import KeyResult
from krtracker.domain.past import FEW_DAYS
from krtracker.domain.standing import Point
from krtracker.errors import Problem


@dataclass(frozen=True)
class Preview:
    """What one key result would say, were it recorded."""

    key_result: KeyResult
    trial: Trial
    shown: Sequence[date]
    """The days asked for, the oldest first."""
    baseline: float | None
    """Stated, or measured on the eve of the cycle; before the cycle, on the last day asked."""
    hindsight: Hindsight
    questions: Sequence[Problem]
    """What the coach would ask, with the past that was measured here."""

    @property
    def day(self) -> date:
        """The last of the days."""
        return self.shown[-1]

    @property
    def target(self) -> float | None:
        """The value promised, as far as a baseline is known."""
        promise = self.key_result.promise
        return promise.target if self.baseline is None else promise.target_from(self.baseline)

    @property
    def values(self) -> list[tuple[date, float | None]]:
        """The value believed of each day, None where there is none."""
        return [(each, self.trial.value(each)) for each in self.shown]


def days_of(key_result: KeyResult, day: date, count: int) -> tuple[list[date], list[date]]:
    """The days to show, and all that have to be measured for it."""
    shown = [day - DAY * back for back in reversed(range(count))]
    eve = [min(key_result.cycle.eve, day)] if key_result.promise.needs_baseline else []
    return shown, sorted({*shown, *eve})


def previewed(
    begun: Start,
    key_result: KeyResult,
    *,
    day: date,
    count: int,
    progress: Callable[[int], None],
) -> Preview:
    """`count` days up to `day`, measured and judged, nothing written."""
    shown, wanted = days_of(key_result, day, count)
    trial = tried(begun, key_result, wanted, progress)
    stated = key_result.promise.baseline
    baseline = trial.value(min(key_result.cycle.eve, day)) if stated is None else stated
    points = [
        Point(each, one.reading.value, one.verdict, one.reason)
        for each, one in sorted(trial.judged.items())
        if each in shown
    ]
    found = hindsight(key_result, points, baseline=baseline, day=day)
    questions = _questions(begun, key_result, found, baseline)
    return Preview(key_result, trial, shown, baseline, found, questions)


def _questions(
    begun: Start, key_result: KeyResult, found: Hindsight, baseline: float | None
) -> list[Problem]:
    """What the coach asks of it and of its file; of history what was seen here, where it was."""
    told = [each for each in of_file(begun, key_result) if each.is_question]
    if found.past.days < FEW_DAYS or key_result.cycle.start > begun.now.date():
        return told
    measured = key_result.promise.needs_baseline
    past = replace(found.past, baseline=baseline if measured else None)
    asked = coached(begun.catalog, fingerprints={}, pasts={key_result.key: past})
    of_history = [problem for problem, _ in asked if problem.rule in OF_HISTORY]
    return [
        *(each for each in told if each.rule not in OF_HISTORY),
        *in_order(of_history, begun.project),
    ]


def of_file(begun: Start, key_result: KeyResult) -> list[Problem]:
    """The problems of a key result, and those of its whole file."""
    file = key_result.place.file if key_result.place else None
    return [
        each
        for each in begun.catalog.problems
        if each.place is not None and each.place.file == file
        if each.subject in {None, key_result.id}
    ]
