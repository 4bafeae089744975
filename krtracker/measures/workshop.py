"""Where key results of one source are made ready to be read as of any day."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from sqlglot import exp

from krtracker.connector import Connector
from krtracker.domain.calendar import Calendar
from krtracker.domain.key_result import KeyResult, Measure, RawSql
from krtracker.errors import QueryError
from krtracker.measures.asking import Asking
from krtracker.measures.binding import Binding
from krtracker.measures.complaint import FragmentError
from krtracker.measures.dividing import Dividing
from krtracker.measures.drift import columns_of, misfit
from krtracker.measures.guard import is_named_above
from krtracker.measures.instants import Zones
from krtracker.measures.kinds import Kind, kind
from krtracker.measures.literal import literal
from krtracker.measures.meant import Surroundings, understand
from krtracker.measures.parting import (
    Condition,
    alone,
    condition,
    is_open,
    marked,
    together,
)
from krtracker.measures.raw import statement
from krtracker.measures.ready import Ready
from krtracker.measures.tables import Tables
from krtracker.measures.watching import Watching
from krtracker.measures.wordings import Wording, Words, is_plain, masked


class Workshop:
    """One source in one run: its tables, the desk, and what is known of them."""

    def __init__(self, connector: Connector, calendar: Calendar, now: datetime) -> None:
        connection = connector.connection
        zone = ZoneInfo(connection.timezone)
        self.connector = connector
        self.now = now
        self.binding = Binding(calendar, zone)
        self.asking = Asking(connector, Tables(connector))
        self.around = Surroundings(
            find=self.asking.tables.find,
            zones=Zones(calendar.zone, zone),
            views=connection.views,
            allow_functions=connection.allow_functions,
            allow_tables=connection.allow_tables,
        )
        self.watching = Watching(self.asking, self.binding, self.around)
        self._wordings: dict[tuple[object, ...], Wording | None] = {}
        self._parted: dict[tuple[object, ...], Ready | None] = {}
        self._conditions: dict[tuple[object, ...], Condition | None] = {}

    def ready(self, key_result: KeyResult) -> Ready:
        """A key result ready to be read as of any day.

        Raises:
            FragmentError: its definition cannot be what it says.
            ConnectorError: the source does not say what tables it has.
        """
        how = key_result.how
        if isinstance(how, Measure):
            return self._of_measure(key_result, how)
        if isinstance(how, RawSql):
            return self._of_sql(key_result, how)
        raise FragmentError("a formula is not asked of a source")

    def dividing(self, key_result: KeyResult) -> Dividing:
        """A key result ready to be divided over the columns of its `split_by`."""
        return Dividing.of(key_result, self.asking, self.binding, self.around)

    def close(self) -> None:
        """Clear the desk."""
        self.asking.close()

    def _of_measure(self, key_result: KeyResult, measure: Measure) -> Ready:
        found = masked(measure)
        if found is not None:
            general, words = found
            wording = self._wording(general, words, key_result)
            if wording is not None:
                meant, question = wording.meaning(words), wording.asked(words)
                return replace(wording.ready, key_result=key_result, meant=meant, question=question)
        return self._understood(key_result, measure)

    def _wording(self, measure: Measure, words: Words, key_result: KeyResult) -> Wording | None:
        """What is true of all measures that differ in words; None where words matter more."""
        alike = _alike(key_result, measure)
        if alike not in self._wordings:
            self._wordings[alike] = None
            with suppress(FragmentError, QueryError):  # told of the measure as it is written
                ready = self._understood(key_result, measure)
                if is_plain(ready, words):
                    self._wordings[alike] = Wording(ready)
        return self._wordings[alike]

    def _understood(self, key_result: KeyResult, measure: Measure) -> Ready:
        general = marked(measure)
        if general is not None:
            ready, found = self._marked(key_result, general), self._condition(measure)
            if ready is not None and (found is not None or measure.where is None):
                own = replace(together(measure, ready, found), key_result=key_result)
                return self._fitting(own)
        return self._fitting(self._as_written(key_result, measure))

    def _fitting(self, ready: Ready) -> Ready:
        if ready.meant is not None and (fault := misfit(ready.meant)) is not None:
            raise fault
        return ready

    def _marked(self, key_result: KeyResult, measure: Measure) -> Ready | None:
        """What is true of all measures that differ only in their `where`; None where it is not."""
        alike = _alike(key_result, measure)
        if alike not in self._parted:
            self._parted[alike] = None
            with suppress(FragmentError, QueryError):  # told of the measure as it is written
                ready = self._as_written(key_result, measure)
                self._parted[alike] = ready if is_open(ready) else None
        return self._parted[alike]

    def _condition(self, measure: Measure) -> Condition | None:
        """What a measure looks for, understood by itself; None where it has to be seen whole."""
        if measure.where is None:
            return None
        alike = (measure.source_rows, measure.where)
        if alike not in self._conditions:
            self._conditions[alike] = None
            with suppress(FragmentError, QueryError):  # told of the measure as it is written
                meant = understand(alone(measure), self.around)
                self._conditions[alike] = condition(meant, self.asking)
        return self._conditions[alike]

    def _as_written(self, key_result: KeyResult, measure: Measure) -> Ready:
        expect = key_result.expectations
        columns = dict.fromkeys((*expect.nulls_at_most, *expect.duplicates_at_most))
        meant = understand(measure, self.around, columns)
        what = kind(meant.times[0]) if meant.times else Kind.UNKNOWN
        ready = Ready(
            key_result,
            self.asking.prepare(literal(measure, meant), meant.resolved),
            self.asking,
            self.binding,
            self.now,
            self.watching.of_measure(key_result, measure, meant),
            meant=meant,
            moments=partial(self.watching.moments, what),
        )
        return replace(ready, columns=columns_of(ready))

    def _of_sql(self, key_result: KeyResult, raw: RawSql) -> Ready:
        tree = statement(raw, self.connector.connection, self.connector.dialect)
        named = [
            table
            for table in tree.find_all(exp.Table)
            if isinstance(table.this, exp.Identifier) and not is_named_above(table)
        ]
        found = {table.name: table for table in map(self.asking.tables.find, named)}
        question = self.asking.own_words(tree)
        tables = self.watching.of_tables(key_result, list(found.values()))
        ready = Ready(key_result, question, self.asking, self.binding, self.now, tables)
        return replace(ready, columns=columns_of(ready))


def _alike(key_result: KeyResult, measure: Measure) -> tuple[object, ...]:
    """Equal for key results that one reading of a measure serves."""
    expect, cycle = key_result.expectations, key_result.cycle
    return measure, cycle, tuple(expect.nulls_at_most), tuple(expect.duplicates_at_most)
