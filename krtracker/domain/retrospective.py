"""What a cycle came to: scores, early wins, what to ask, and what to carry over."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from krtracker.domain.measurement import Verdict
from krtracker.domain.objective import Objective
from krtracker.domain.progress import objective_progress
from krtracker.domain.reaching import reached_on
from krtracker.domain.standing import Facts, Standing
from krtracker.domain.status import Status

HELD_DAYS = 5
"""From how many days on that were not believed a source is worth a question."""
BOLD_SHARE = 0.25
"""How much of the cycle has to be left for an early win to be a question, too."""
UNMET = {Status.AT_RISK, Status.OFF_TRACK, Status.MISSED}


@dataclass(frozen=True)
class Score:
    """How far one objective came."""

    objective: Objective
    share: float | None
    """The weighted mean of progress clamped to 0..1; None where nothing has a progress."""
    standings: Sequence[Standing]

    @property
    def reached(self) -> int:
        """How many of its key results are achieved."""
        return sum(each.status is Status.ACHIEVED for each in self.standings)


@dataclass(frozen=True)
class Win:
    """A target that stands reached since a day before the end of its cycle."""

    standing: Standing
    reached_on: date

    @property
    def days_early(self) -> int:
        """How many days of the cycle were left."""
        return (self.standing.key_result.cycle.end - self.reached_on).days


class Reason(StrEnum):
    """Why the retrospective asks about a key result."""

    CONTESTED = "contested"
    CHANGED = "changed"
    HELD = "held"
    UNMET = "unmet"
    UNKEPT = "unkept"
    EARLY = "early"


@dataclass(frozen=True)
class Lesson:
    """One question about one key result; `days` count what was not believed, or was left."""

    reason: Reason
    standing: Standing
    days: int = 0


def scores(objectives: Sequence[Objective], standings: Mapping[str, Standing]) -> list[Score]:
    """Every objective with how far it came, the furthest first."""
    found = []
    for objective in objectives:
        own = [standings[each.key] for each in objective.key_results]
        parts = [
            (each.progress, each.key_result.weight) for each in own if each.progress is not None
        ]
        found.append(Score(objective, objective_progress(parts), own))
    return sorted(found, key=lambda each: -1 if each.share is None else each.share, reverse=True)


def wins(standings: Sequence[Standing], facts: Mapping[str, Facts]) -> list[Win]:
    """Every target reached before the last day of its cycle and still reached, earliest first."""
    found = []
    for each in standings:
        day = reached_on(each, facts.get(each.key_result.key, Facts()))
        if day is not None and day < each.key_result.cycle.end:
            found.append(Win(each, day))
    return sorted(found, key=lambda each: each.reached_on)


def lessons(
    standings: Sequence[Standing],
    facts: Mapping[str, Facts],
    early: Sequence[Win],
    *,
    changed: Collection[str] = (),
) -> list[Lesson]:
    """At most one question about each key result: the first reason that fits.

    `changed` are the keys of those whose promise took the place of another: an entry in the file
    may also license another measure, or have been there from the start.
    """
    won = {each.standing.key_result.key: each for each in early}
    found = [
        next(_reasons(each, facts.get(each.key_result.key, Facts()), won, changed), None)
        for each in standings
    ]
    order = list(Reason)
    kept = [each for each in found if each is not None]
    return sorted(kept, key=lambda each: order.index(each.reason))


def unfinished(standings: Sequence[Standing]) -> list[Standing]:
    """Key results that a next cycle has to decide about, the furthest behind first."""
    left = [each for each in standings if each.status in UNMET]
    return sorted(left, key=lambda each: each.progress if each.progress is not None else 0)


def _reasons(
    standing: Standing, facts: Facts, won: Mapping[str, Win], changed: Collection[str]
) -> Iterator[Lesson]:
    key_result = standing.key_result
    cycle = key_result.cycle
    if standing.contested_by:
        yield Lesson(Reason.CONTESTED, standing)
    if key_result.key in changed:
        yield Lesson(Reason.CHANGED, standing)
    held = sum(each.verdict is Verdict.REJECTED for each in facts.within(cycle))
    if held >= HELD_DAYS:
        yield Lesson(Reason.HELD, standing, held)
    if standing.status in UNMET:
        yield Lesson(Reason.UNKEPT if key_result.promise.keep else Reason.UNMET, standing)
    win = won.get(key_result.key)
    if win is not None and win.days_early >= BOLD_SHARE * cycle.days:
        yield Lesson(Reason.EARLY, standing, win.days_early)
