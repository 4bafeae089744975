"""Measures that a source's tables suggest, each with a value that tells something."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from krtracker.cli.start import Start
from krtracker.coach.proposal import Proposal
from krtracker.coach.proposals import proposals
from krtracker.coach.tables import Table, without_prefix
from krtracker.connector import Connector
from krtracker.domain.calendar import Cycle, Window, WindowKind
from krtracker.domain.catalog import Connection
from krtracker.domain.key_result import KeyResult, Measure, Promise
from krtracker.domain.measurement import Reading
from krtracker.measures import Asked, measure
from krtracker.measures.looking import look

WEEKS = 9
"""How many days, a week apart, are looked at to find one on which a table was in full use."""
FEW_ROWS = 5
"""With fewer rows a value says nothing that could be promised."""


@dataclass(frozen=True)
class Suggestion:
    """A measure that gave a value, with the day it is of."""

    proposal: Proposal
    value: float
    day: date


def suggestions(begun: Start, connection: Connection, connector: Connector) -> Iterator[Suggestion]:
    """Every proposal with a value of the last day on which its table was in full use.

    One that is zero is left out: there is none of what is to become less, or nothing to grow from.
    """
    settings = begun.catalog.settings
    closed = settings.calendar.last_closed_day(begun.now)
    looks = list(look(connector))
    names = [each.name.rpartition(".")[2] for each in looks]
    for seen, name in zip(looks, names, strict=True):
        said = without_prefix(name, names)
        table = Table(seen.name, tuple(seen.times), seen.numbers, seen.words, said)
        wanted = {}
        for each in proposals(table, settings.language):
            time = each.at or each.known or (each.during or ("",))[0]
            days = _days(min(seen.times[time], closed))
            wanted[each.id] = (each, Asked(_key_result(each, connection.name, closed), days))
        asked = [each for _, each in wanted.values()]
        readings = _readings(asked, begun, connector)
        for id, (proposal, _) in wanted.items():
            telling = _telling(readings.get(id, []))
            if telling is None or telling.value is None:
                continue
            if telling.value:
                yield Suggestion(proposal, telling.value, telling.as_of)


def _days(newest: date) -> tuple[date, ...]:
    """Some days up to the newest: the last rows of a table may be stragglers."""
    return tuple(newest - timedelta(weeks=back) for back in reversed(range(WEEKS)))


def _readings(
    asked: Sequence[Asked], begun: Start, connector: Connector
) -> dict[str, list[Reading]]:
    """What was read, by id and in the order of days; what failed is left out."""
    found: dict[str, list[Reading]] = {}
    calendar = begun.catalog.settings.calendar
    for each in measure(asked, connector=connector, calendar=calendar, now=begun.now):
        if isinstance(each, Reading) and each.failure is None and each.value is not None:
            found.setdefault(each.key.partition("/")[2], []).append(each)
    return found


def _telling(readings: Sequence[Reading]) -> Reading | None:
    """The last of them that rests on at least half as many rows as any; None if all rest on few."""
    most = max((each.rows or 0 for each in readings), default=0)
    if most < FEW_ROWS:
        return None
    return next(each for each in reversed(readings) if 2 * (each.rows or 0) >= most)


def measure_of(proposal: Proposal) -> Measure:
    """What a proposal reckons, as a definition would say it."""
    return Measure(
        source_rows=proposal.table,
        value=proposal.value,
        where=proposal.where,
        at=proposal.at,
        during=proposal.during,
        known=proposal.known,
        window=Window(WindowKind.LAST, 28) if proposal.at else None,
        matured_days=int(proposal.matured.split()[0]) if proposal.matured else 0,
    )


def _key_result(proposal: Proposal, source: str, day: date) -> KeyResult:
    promise = Promise(cycle=Cycle("suggested", day, day))
    how = measure_of(proposal)
    return KeyResult(proposal.id, proposal.title, "suggested", promise, how, source)
