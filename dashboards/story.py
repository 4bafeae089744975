"""What the chart of one key result tells: its values, its promises, and what happened to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboards.view import View
from krtracker.domain.calendar import Cycle
from krtracker.domain.key_result import KeyResult, Promise
from krtracker.domain.landing import Landing
from krtracker.domain.measurement import Measurement, Verdict
from krtracker.domain.standing import Point, Standing
from krtracker.domain.status import Trust
from krtracker.ledger import PromiseKind, RecordedPromise, baseline_of, new_measures

SIDE_LEVELS = {"stretch", "commit"}
"""Horizontals beside the promise itself."""


@dataclass(frozen=True)
class Promised:
    """A promise or a measure as it was recorded: from which day on, why and by whom."""

    effective: date
    promise: Promise
    baseline: float | None = None
    reason: str | None = None
    by: str | None = None
    is_new_measure: bool = False
    """Whether only what is measured changed; the promise is the one before."""

    @property
    def target(self) -> float | None:
        """The value promised; None for limits, and while a change waits for its baseline."""
        if self.promise.change is None:
            return self.promise.target
        return None if self.baseline is None else self.promise.target_from(self.baseline)

    @property
    def levels(self) -> list[tuple[str, float]]:
        """The horizontals it draws, each with its name."""
        promise, keep = self.promise, self.promise.keep
        levels = [
            ("target", self.target),
            ("stretch", promise.stretch),
            ("commit", promise.commit),
        ]
        if keep is not None:
            levels = [("limit low", keep.at_least), ("limit high", keep.at_most)]
        return [(name, value) for name, value in levels if value is not None]


@dataclass(frozen=True)
class Held:
    """Measurements in a row that were not believed, what stood in their place, and why."""

    measured: tuple[date, ...]
    value: float | None
    reason: str | None

    @property
    def first(self) -> date:
        """The day from which it was held."""
        return self.measured[0]

    @property
    def last(self) -> date:
        """The last day on which it was."""
        return self.measured[-1]

    @property
    def days(self) -> int:
        """How long it was held, first and last day included."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Story:
    """Everything known of one key result from `first` to `last`, oldest first."""

    standing: Standing
    points: Sequence[Point]
    history: Sequence[Measurement]
    promises: Sequence[Promised]
    today: date
    first: date
    last: date
    landing: Landing | None = None
    """Where it will be on the last day; None where nobody can tell."""
    measures: Sequence[Promised] = ()
    """Every change of the measure alone; what is promised stayed as it was."""

    @property
    def key_result(self) -> KeyResult:
        """Whose story it is."""
        return self.standing.key_result

    @property
    def cycle(self) -> Cycle:
        """The cycle of the promise in force."""
        return self.key_result.cycle

    @property
    def believed(self) -> list[Point]:
        """The days that count; one without a value is a gap in the line."""
        return [
            each
            for each in self.points
            if each.verdict is not Verdict.REJECTED and self.first <= each.as_of <= self.last
        ]

    @property
    def restated(self) -> dict[date, float | None]:
        """By day, the value that was shown first of those that changed later."""
        shown: dict[date, float | None] = {}
        for each in sorted(self.history, key=lambda row: row.sequence):
            if each.is_restatement and each.verdict is not Verdict.REJECTED:
                shown.setdefault(each.as_of, each.restates)
        return {day: old for day, old in shown.items() if self.first <= day <= self.last}

    @property
    def accepted(self) -> dict[date, str]:
        """By day, why a person believed a value that had been held."""
        return {
            each.as_of: each.accepted_by
            for each in self.history
            if each.accepted_by and self.first <= each.as_of <= self.last
        }

    @property
    def held(self) -> list[Held]:
        """The runs of days that were not believed, each at the value that stood in their place."""
        runs: list[Held] = []
        value: float | None = None
        follows = False
        for each in self.points:
            if each.verdict is not Verdict.REJECTED:
                value = each.value if each.value is not None else value
                follows = False
                continue
            if follows:
                runs[-1] = replace(runs[-1], measured=(*runs[-1].measured, each.as_of))
            else:
                runs.append(Held((each.as_of,), value, each.reason))
            follows = True
        return [each for each in runs if self.first <= each.last and each.first <= self.last]

    @property
    def falls(self) -> bool:
        """Whether the way leads down."""
        baseline, target = self.standing.baseline, self.standing.target
        return baseline is not None and target is not None and target < baseline

    @property
    def is_wide(self) -> bool:
        """Whether more of the past is told than of the cycle."""
        return (self.last - self.first).days > 2 * self.cycle.days

    @property
    def is_waiting(self) -> bool:
        """Whether the number shown is older than it should be."""
        return self.standing.trust in {Trust.HELD, Trust.STALE}

    @property
    def changes(self) -> list[Promised]:
        """Every promise or measure that took the place of another in this cycle."""
        found = sorted([*self.promises[1:], *self.measures], key=lambda each: each.effective)
        return [each for each in found if self.first <= each.effective <= self.last]


def story_of(standing: Standing, view: View, rows: Sequence[Measurement], *, first: date) -> Story:
    """The story of a key result from `first` to the end of its cycle, as the snapshot knows it."""
    key_result = standing.key_result
    facts = view.facts.get(key_result.key)
    recorded = view.snapshot.promises(key_result)
    return Story(
        standing=standing,
        points=facts.points if facts else (),
        history=rows,
        promises=promises_of(recorded) or [Promised(key_result.cycle.start, key_result.promise)],
        today=view.today,
        first=first,
        last=key_result.cycle.end,
        landing=view.landing(key_result),
        measures=measures_of(recorded),
    )


def promises_of(recorded: Sequence[RecordedPromise]) -> list[Promised]:
    """Promises as they took the place of one another, each with the baseline it came to have."""
    return [each for each in _recorded(recorded) if not each.is_new_measure]


def measures_of(recorded: Sequence[RecordedPromise]) -> list[Promised]:
    """Measures that took the place of others while what is promised stayed as it was."""
    return [each for each in _recorded(recorded) if each.is_new_measure]


def _recorded(recorded: Sequence[RecordedPromise]) -> Iterator[Promised]:
    measures = new_measures(recorded)
    for each in recorded:
        if each.kind in {PromiseKind.MADE, PromiseKind.CHANGED}:
            yield Promised(
                effective=each.effective,
                promise=each.promise,
                baseline=baseline_of(each, recorded),
                reason=each.reason,
                by=each.changed_by,
                is_new_measure=each.sequence in measures,
            )
