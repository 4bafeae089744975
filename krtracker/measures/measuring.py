"""Every key result and day asked of one source, measured."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime

from krtracker.bulk import seldom_collected, settled
from krtracker.connector import Connector
from krtracker.domain.calendar import Calendar
from krtracker.domain.measurement import Outcome, Reading, Unmeasured, Way
from krtracker.errors import ConnectorError, QueryError
from krtracker.measures.alone import Alone
from krtracker.measures.asked import Asked
from krtracker.measures.complaint import FragmentError
from krtracker.measures.in_flight import InFlight
from krtracker.measures.meant import FieldError
from krtracker.measures.plan import Plan
from krtracker.measures.ready import Ready
from krtracker.measures.shared.sharing import share
from krtracker.measures.workshop import Workshop

logger = logging.getLogger(__name__)
Progress = Callable[[int], None]
Planned = Callable[[Plan], None]
"""Told, when all is measured, what the source was asked for it."""


def measure(
    asked: Sequence[Asked],
    *,
    connector: Connector,
    calendar: Calendar,
    now: datetime,
    on_progress: Progress = lambda _: None,
    on_plan: Planned = lambda _: None,
) -> Iterator[Outcome]:
    """One reading, or the reason why there is none, for every key result and day asked.

    What was asked for it is told at the end (`on_plan`). A key result at fault does not stop the
    others; a source that no longer answers stops them all, each with that reason.
    """
    with closing(Workshop(connector, calendar, now)) as workshop, seldom_collected(), settled():
        ready = [(each, _made_ready(each, workshop)) for each in asked]
        with settled():
            sound = [(each, found) for each, found in ready if isinstance(found, Ready)]
            reader = _Reader(sound, workshop)
            for outcome in _outcomes(ready, reader, connector):
                yield outcome
                on_progress(1)
            on_plan(reader.plan())


def _outcomes(
    ready: Sequence[tuple[Asked, Ready | Unmeasured]], reader: _Reader, connector: Connector
) -> Iterator[Outcome]:
    gone: ConnectorError | None = None
    for each, prepared in ready:
        for day in each.days:
            if gone is not None:
                prepared = _without(each, gone)
            elif isinstance(prepared, Ready):
                try:
                    yield reader.reading(each, prepared, day)
                    continue
                except ConnectorError as error:
                    prepared = _without(each, error)
                    gone = error if _is_gone(connector, error) else None
            yield replace(prepared, as_of=day)


class _Reader:
    """Reads what is sound of one source: from shared scans, else by its own queries."""

    def __init__(self, sound: Sequence[tuple[Asked, Ready]], workshop: Workshop) -> None:
        self._workshop = workshop
        self._dividing = {
            each.key_result.key: workshop.dividing(each.key_result)
            for each, _ in sound
            if each.split_days
        }
        self._shared = share([(ready, each.days) for each, ready in sound], workshop.asking)
        for seen in self._shared.glimpses:
            workshop.watching.glimpsed(*seen)
        self._alone = Alone(self._shared.literal)
        own_words = [(one, day) for each, one in sound if one.meant is None for day in each.days]
        self._scanned: tuple[str, Iterator[Reading]] = ("", iter(()))
        self._in_flight = InFlight(workshop.connector, own_words)

    def reading(self, asked: Asked, ready: Ready, day: date) -> Reading:
        """What the source says of one key result as of a day, and how that was had.

        Raises:
            ConnectorError: the source does not answer, or cannot answer this.
        """
        key = ready.key
        way = self._shared.ways.get(key)
        if way is None:
            answered = self._in_flight.answered(ready, day) if ready.meant is None else None
            found = ready.reading(day, answered)
            found = found._replace(way=self._alone.way(ready, found))
        else:
            found = next(self._of_scan(ready, way))
        if asked.split_days and asked.is_divided(day, found.value) and found.failure is None:
            return self._dividing[key](found)
        return found

    def _of_scan(self, ready: Ready, way: Way) -> Iterator[Reading]:
        """What a scan told of one key result, day by day in the order in which they are asked."""
        if self._scanned[0] != ready.key:
            told = self._shared.told[ready.key]
            self._scanned = ready.key, ready.readings(told.days, told.listed(), way)
        return self._scanned[1]

    def plan(self) -> Plan:
        """What the source was asked for everything that has been read."""
        entries = (*self._shared.entries, *self._alone.entries())
        name = self._workshop.connector.connection.name
        return Plan(name, entries, tuple(self._workshop.watching.steps))


def _made_ready(asked: Asked, workshop: Workshop) -> Ready | Unmeasured:
    try:
        return workshop.ready(asked.key_result)
    except (FragmentError, ConnectorError) as error:
        return _without(asked, error)


def _without(asked: Asked, error: FragmentError | ConnectorError) -> Unmeasured:
    """Why there is no reading, of whichever day."""
    key_result = asked.key_result
    reason = f"`{error.path}`: {error}" if isinstance(error, FieldError) else str(error)
    logger.warning("%s cannot be measured: %s", key_result.key, reason)
    return Unmeasured(
        key_result.key,
        asked.days[0] if asked.days else key_result.cycle.eve,
        reason,
        is_transient=isinstance(error, ConnectorError) and error.transient,
        is_definition_fault=isinstance(error, FragmentError | QueryError),
    )


def _is_gone(connector: Connector, error: ConnectorError) -> bool:
    """Whether the source answers nothing any more, or only did not answer this."""
    if isinstance(error, QueryError):
        return False
    try:
        connector.clock()
    except ConnectorError:
        return True
    return False
