"""Every key result and day asked of one source, measured."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from krtracker.bulk import seldom_collected, settled
from krtracker.connector import Connector
from krtracker.domain.calendar import Calendar
from krtracker.domain.measurement import Outcome, Reading, Unmeasured
from krtracker.errors import ConnectorError, QueryError, reason_of
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
    others, and neither does one on which we trip ourselves; a source that no longer answers stops
    them all, each with that reason.
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
        count = 0
        if gone is not None and isinstance(prepared, Ready):
            prepared = _without(each, gone)
        if isinstance(prepared, Ready):
            try:
                for reading in reader.readings(each, prepared):
                    yield reading
                    count += 1
                continue
            except ConnectorError as error:
                prepared = _without(each, error)
                gone = error if _is_gone(connector, error) else None
            except Exception as error:  # a fault of ours is told of this one, and in the log
                prepared = _tripped(each, error)
        for day in each.days[count:]:
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
            try:
                workshop.watching.glimpsed(*seen)
            except Exception as error:  # a fault of ours: the tables are asked themselves
                logger.error("what a scan saw of tables is not used", exc_info=error)
        self._alone = Alone(self._shared.literal)
        own_words = [(one, day) for each, one in sound if one.meant is None for day in each.days]
        self._in_flight = InFlight(workshop.connector, own_words)

    def readings(self, asked: Asked, ready: Ready) -> Iterator[Reading]:
        """What the source says of one key result as of each day, and how that was had.

        Raises:
            ConnectorError: the source does not answer, or cannot answer this.
        """
        is_scanned = ready.key in self._shared.ways
        found = self._scanned(ready) if is_scanned else self._asked(asked, ready)
        return map(partial(self._divided, asked), found) if asked.split_days else found

    def _scanned(self, ready: Ready) -> Iterator[Reading]:
        told = self._shared.told[ready.key]
        return ready.readings(told.days, told.listed(), self._shared.ways[ready.key])

    def _asked(self, asked: Asked, ready: Ready) -> Iterator[Reading]:
        for day in asked.days:
            answered = self._in_flight.answered(ready, day) if ready.meant is None else None
            found = ready.reading(day, answered)
            yield found._replace(way=self._alone.way(ready, found))

    def _divided(self, asked: Asked, found: Reading) -> Reading:
        if found.failure is None and asked.is_divided(found.as_of, found.value):
            return self._dividing[found.key](found)
        return found

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
    except Exception as error:  # a fault of ours is told of this one, and in the log
        return _tripped(asked, error)


def _tripped(asked: Asked, error: Exception) -> Unmeasured:
    """There is no reading of whichever day because of an error that nobody foresaw."""
    key_result = asked.key_result
    reason = reason_of(error, log=logger, failed=f"measuring {key_result.key} failed")
    return Unmeasured(key_result.key, _some_day(asked), reason)


def _some_day(asked: Asked) -> date:
    return asked.days[0] if asked.days else asked.key_result.cycle.eve


def _without(asked: Asked, error: FragmentError | ConnectorError) -> Unmeasured:
    """Why there is no reading, of whichever day."""
    key_result = asked.key_result
    reason = f"`{error.path}`: {error}" if isinstance(error, FieldError) else str(error)
    logger.warning("%s cannot be measured: %s", key_result.key, reason)
    return Unmeasured(
        key_result.key,
        _some_day(asked),
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
