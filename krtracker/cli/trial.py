"""Measuring without recording: what a run would bring, judged and forgotten."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from krtracker.cli.start import Start
from krtracker.domain.key_result import Formula, KeyResult
from krtracker.domain.measurement import Judged, Outcome, Reading, Unmeasured
from krtracker.domain.standing import Point
from krtracker.ledger import Ledger
from krtracker.measures import Asked, formula_outcomes
from krtracker.quality import judge, plainly_broken
from krtracker.tracking import outcomes_of

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Trial:
    """What measuring some days brought, by day."""

    judged: Mapping[date, Judged]
    unmeasured: Mapping[date, Unmeasured]

    def value(self, day: date) -> float | None:
        """The value that would be believed of a day."""
        found = self.judged.get(day)
        return found.reading.value if found and found.reason is None else None


def tried(begun: Start, key_result: KeyResult, days: Sequence[date], progress: Progress) -> Trial:
    """What one key result would say of some days, if it were recorded now."""
    outcomes = _outcomes(begun, Asked(key_result, tuple(days)), progress)
    readings = [each for each in outcomes if isinstance(each, Reading)]
    judged = judge(
        readings,
        key_results={key_result.key: key_result},
        connections=begun.catalog.connections,
        history=Ledger(begun.project).points([key_result]),
        connectors=begun.connectors,
        calendar=begun.catalog.settings.calendar,
        now=begun.now,
        in_one_batch=plainly_broken,
    )
    return Trial(
        {each.reading.as_of: each for each in judged},
        {each.as_of: each for each in outcomes if isinstance(each, Unmeasured)},
    )


def reread(begun: Start, key_result: KeyResult, day: date) -> Outcome:
    """What one key result says of one day, before it is judged."""
    (found,) = _outcomes(begun, Asked(key_result, (day,)), lambda _days: None)
    return found


def _outcomes(begun: Start, asked: Asked, progress: Progress) -> list[Outcome]:
    if not isinstance(asked.key_result.how, Formula):
        return outcomes_of(
            asked.key_result.source,
            [asked],
            begun.catalog,
            Ledger(begun.project),
            begun.connectors,
            begun.now,
            progress,
        )
    points: dict[str, list[Point]] = {}
    for part in _parts(begun, asked.key_result):
        found = tried(begun, part, asked.days, progress)
        points[part.key] = [
            Point(day, each.reading.value, each.verdict, each.reason)
            for day, each in sorted(found.judged.items())
        ]
    return formula_outcomes([asked], catalog=begun.catalog, points=points, now=begun.now)


def _parts(begun: Start, key_result: KeyResult) -> list[KeyResult]:
    """The key results that a formula reckons with: those of its own cycle that it names."""
    words = re.findall(r"[a-z][a-z0-9_]*", getattr(key_result.how, "expression", ""))
    found = (begun.catalog.find(word, key_result.cycle.name) for word in dict.fromkeys(words))
    return [each for each in found if each is not None]
