"""What the coach would ask if history were known: it is measured, and not kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from krtracker.checking import of_coach
from krtracker.cli.start import Start
from krtracker.domain.key_result import Formula, KeyResult
from krtracker.domain.measurement import Reading, Verdict
from krtracker.domain.past import FEW_DAYS, Past, past_of
from krtracker.domain.standing import Point
from krtracker.errors import Problem
from krtracker.ledger import Ledger
from krtracker.measures import Asked
from krtracker.tracking import by_source, outcomes_of

WEEKS = 52


def questions(begun: Start) -> list[Problem]:
    """Everything there is to ask once the history that the ledger lacks has been measured.

    One value a week of the year before the cycle is enough, and no expectation is asked: what
    is told are questions, and nothing is written. Those asked without that history are among
    them, or are not asked after all: two that seemed to be alike may pull in opposite ways.
    """
    known = Ledger(begun.project).pasts(begun.catalog.sound)
    found = {key: past_of(each, points) for key, each, points in _measured(begun, known)}
    asked = of_coach(begun.catalog, begun.connectors, {**known, **found})
    return [problem for problem, _ in asked]


def _measured(
    begun: Start, pasts: Mapping[str, Past]
) -> Iterator[tuple[str, KeyResult, list[Point]]]:
    wanted = [
        Asked(each, _weeks(each))
        for each in begun.catalog.sound
        if each.promise.keep is None and not isinstance(each.how, Formula)
        if pasts.get(each.key, Past()).days < FEW_DAYS and each.cycle.start <= begun.now.date()
    ]
    for source, asked in by_source(wanted).items():
        outcomes = outcomes_of(
            source, asked, begun.catalog, Ledger(begun.project), begun.connectors, begun.now
        )
        for each in asked:
            key = each.key_result.key
            readings = [one for one in outcomes if isinstance(one, Reading) and one.key == key]
            points = [
                Point(one.as_of, one.value, Verdict.ACCEPTED)
                for one in sorted(readings, key=lambda one: one.as_of)
                if one.failure is None
            ]
            yield key, each.key_result, points


def _weeks(key_result: KeyResult) -> tuple[date, ...]:
    eve = key_result.cycle.eve
    return tuple(eve - timedelta(weeks=back) for back in reversed(range(WEEKS)))
