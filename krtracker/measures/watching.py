"""What is known of the tables that measures are read from: each asked once in a run."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from typing import TypeAlias

from krtracker.domain.key_result import KeyResult, Measure
from krtracker.domain.measurement import TableReading
from krtracker.measures.asking import Asking, Question
from krtracker.measures.binding import Binding
from krtracker.measures.freshness import (
    Clocked,
    Freshness,
    Glimpse,
    configured,
    freshness,
    own_times,
)
from krtracker.measures.kinds import Kind
from krtracker.measures.meant import Meant, Surroundings
from krtracker.measures.plan import Step
from krtracker.measures.tables import Table
from krtracker.measures.zones import in_utc, instant, is_told

Readings: TypeAlias = Callable[[date], tuple[TableReading, ...]]
"""How fresh and how full some tables were at the end of a day."""
Read: TypeAlias = dict[date, tuple[TableReading, ...]]


class Watching:
    """The tables of one source, and how fresh and how full each was on any day."""

    def __init__(self, asking: Asking, binding: Binding, around: Surroundings) -> None:
        self._asking = asking
        self._binding = binding
        self._around = around
        self._questions: dict[str, Question] = {}
        self._freshness: dict[str, Freshness] = {}
        self._read: dict[tuple[str, ...], Read] = {}
        self._configured: dict[str, Clocked | None] = {}
        self.steps: list[Step] = []
        """What was asked about tables, for the plan."""
        self._glimpsed: dict[str, tuple[Glimpse, Freshness]] = {}
        self._moments: dict[int, tuple[Sequence[object], Sequence[datetime | None]]] = {}

    def of_measure(self, key_result: KeyResult, measure: Measure, meant: Meant) -> Readings:
        """The tables of a measure: by the time that their connection names, else by its own."""
        connection = self._asking.connector.connection
        named = self._named(meant.resolved.tables.values())
        return self._watched(key_result, [*named, *own_times(measure, meant, connection)])

    def glimpsed(self, glimpse: Glimpse, what: Kind) -> None:
        """Learn from a scan what would otherwise be asked by a question of its own."""
        known = freshness(glimpse.rows, partial(self._newest, what))
        self._glimpsed[glimpse.looks_at] = glimpse, known

    def of_tables(self, key_result: KeyResult, tables: Iterable[Table]) -> Readings:
        """Tables asked in one's own words: only a named time is known of them."""
        return self._watched(key_result, self._named(tables))

    def moments(self, what: Kind, times: Sequence[object]) -> Sequence[datetime | None]:
        """Times as the engine gives them, in UTC; a list that comes again is not made again."""
        known = self._moments.get(id(times))
        if known is None:
            known = times, [self.moment(what, each) for each in times]
            if len(times) > 1:
                # The list is kept, or another one might be taken for it.
                self._moments[id(times)] = known
        return known[1]

    def moment(self, what: Kind, value: object) -> datetime | None:
        """A time as the engine gives it, in UTC; a day counts from its start."""
        if not isinstance(value, date) or not is_told(value):
            return None
        if isinstance(value, datetime):
            if value.tzinfo is not None:
                return value.astimezone(UTC)
            # Moments are asked for in UTC, without the zone of anybody's session.
            is_utc = what is Kind.MOMENT
            return in_utc(value) if is_utc else instant(value, self._binding.zone)
        return self._binding.calendar.start_of(value)

    def _named(self, tables: Iterable[Table]) -> list[Clocked]:
        connection = self._asking.connector.connection
        for table in tables:
            if table.name not in self._configured:
                self._configured[table.name] = configured(table, self._around, connection)
        found = (self._configured[table.name] for table in tables)
        return [each for each in found if each is not None]

    def _watched(self, key_result: KeyResult, clocked: Sequence[Clocked]) -> Readings:
        for each in clocked:
            if each.identity not in self._questions:
                tree = each.question(self._around.zones)
                self._questions[each.identity] = self._asking.prepare(tree, each.resolved)
        names = tuple(each.identity for each in clocked)
        if any(self._questions[name].parameters for name in names):
            return partial(self._as_of, key_result, clocked)
        return partial(self._told, key_result, clocked, self._read.setdefault(names, {}))

    def _told(
        self, key_result: KeyResult, clocked: Sequence[Clocked], read: Read, day: date
    ) -> tuple[TableReading, ...]:
        """The same for all key results, whatever the parameters of their own questions."""
        if day not in read:
            read[day] = self._as_of(key_result, clocked, day)
        return read[day]

    def _as_of(
        self, key_result: KeyResult, clocked: Sequence[Clocked], day: date
    ) -> tuple[TableReading, ...]:
        known = ((each, self._known(each, key_result, day)) for each in clocked)
        return tuple(found.reading(each, day) for each, found in known)

    def _known(self, clocked: Clocked, key_result: KeyResult, day: date) -> Freshness:
        """What is known of a table's times; asked again only where the day is part of it."""
        if clocked.looks_at in self._glimpsed:
            glimpse, known = self._glimpsed[clocked.looks_at]
            if glimpse.tells(day, known):
                return known
        question = self._questions[clocked.identity]
        values, told = self._binding.bound(key_result, day, question.parameters)
        identity = f"{clocked.identity} {sorted(told.items())}"
        if identity not in self._freshness:
            began = time.perf_counter()
            rows = self._asking.ask(question, values).rows
            seconds, is_in_place = time.perf_counter() - began, question.needed is None
            purpose = f"how fresh and full `{clocked.table}` is"
            self.steps.append(
                Step(purpose, question.statement, is_in_place, told, len(rows), seconds)
            )
            self._freshness[identity] = freshness(rows, partial(self._newest, clocked.kind))
        return self._freshness[identity]

    def _newest(self, what: Kind, value: object) -> datetime | None:
        """The newest a row can be: one of a day may be of its last moment."""
        if isinstance(value, date) and not isinstance(value, datetime) and is_told(value):
            return self._binding.calendar.end_of(value)
        return self.moment(what, value)
