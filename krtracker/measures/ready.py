"""One key result made ready: a question for any day, and how its answer is read."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import islice, repeat
from typing import Any, NamedTuple, TypeAlias

from krtracker.connector import Parameter
from krtracker.domain.key_result import KeyResult
from krtracker.domain.measurement import Reading, TableReading, Way
from krtracker.measures.asking import Answer, Asking, Question
from krtracker.measures.binding import Binding, Bound, shown
from krtracker.measures.meant import Meant
from krtracker.measures.shape import Numbers, Said, numbers, said

Moments: TypeAlias = Callable[[Sequence[object]], Sequence[datetime | None]]
"""Times as an engine gives them, as moments in UTC."""
Expected: TypeAlias = tuple[Mapping[str, float], Mapping[str, float]]
"""Of the columns from which something is expected: the share missing, and how many repeat."""
_NOTHING: Mapping[str, float] = {}
_NOTHING_EXPECTED: Expected = (_NOTHING, _NOTHING)


class Answered(NamedTuple):
    """What a question brought, and how long that took."""

    answer: Answer
    seconds: float


@dataclass(frozen=True)
class Ready:
    """One key result that can be read as of any day."""

    key_result: KeyResult
    question: Question
    asking: Asking
    binding: Binding
    now: datetime
    tables: Callable[[date], tuple[TableReading, ...]]
    """How fresh and how full its tables were at the end of a day."""
    meant: Meant | None = None
    """What its measure says; None for SQL of one's own."""
    moments: Moments = field(default=lambda times: [None] * len(times))
    columns: Mapping[str, str] = field(default_factory=dict)
    """What kind of value each column holds that it asks for, by `table.column`."""

    def answered(self, day: date) -> Answered:
        """What the question of a day brings; several threads may ask at a time.

        Raises:
            ConnectorError: the source does not answer, or cannot answer this.
        """
        began = time.perf_counter()
        answer = self.asking.ask(self.question, self._bound(day).values)
        return Answered(answer, time.perf_counter() - began)

    def reading(self, day: date, answered: Answered | None = None) -> Reading:
        """What its own question brings as of `day`, or has brought already.

        Raises:
            ConnectorError: the source does not answer, or cannot answer this.
        """
        answer, seconds = answered or self.answered(day)
        if self.meant is None:
            value, failure = said(answer.rows, answer.columns)
            found = Numbers([value], [failure])
            (reading,) = self._put_together([day], found, seconds=seconds)
            return reading
        columns = {name: [value] for name, value in answer.rows[0].items()}
        (reading,) = self.readings([day], columns, seconds=seconds)
        return reading

    def readings(
        self,
        days: Sequence[date],
        columns: Mapping[str, Sequence[Any]],
        way: Way | None = None,
        seconds: float = 0.0,
    ) -> Iterator[Reading]:
        """What an answer of our own making says as of each day: a row a day, in columns.

        `way` is how it was had, as far as that is known already.
        """
        entered = [int(each or 0) for each in columns["entered"]]
        newest = self.moments(columns.get("newest") or [None] * len(days))
        found = numbers(columns["value"])
        for place, count in enumerate(columns.get("tied") or ()):
            if count:
                found.values[place], found.failures[place] = _tied(int(count))
        expected = self._expected(columns, entered)
        return self._put_together(days, found, entered, newest, expected, way, seconds)

    def _put_together(
        self,
        days: Sequence[date],
        found: Numbers,
        entered: Iterable[int | None] = repeat(None),
        newest: Iterable[datetime | None] = repeat(None),
        expected: Iterable[Expected] = repeat(_NOTHING_EXPECTED),
        way: Way | None = None,
        seconds: float = 0.0,
    ) -> Iterator[Reading]:
        """A reading a day, put together from columns: there may be very many."""
        columns = zip(  # in the order of the fields of `Reading`, every one of them
            repeat(self.key),
            days,
            found.values,
            found.failures,
            entered,
            newest,
            *zip(*islice(expected, len(days)), strict=True),
            map(self.tables, days),
            repeat(self.question.statement),
            repeat(way),
            [each.shown for each in map(self._bound, days)],
            repeat(self.columns),
            repeat(self.key_result.source),
            repeat(seconds),
            self._are_partial(days),
            repeat(()),
            repeat(_NOTHING),
        )
        return map(Reading._make, columns)

    def _are_partial(self, days: Sequence[date]) -> Iterable[bool]:
        """Whether each day had not ended yet; of a long past mostly all had."""
        ends = self.binding.ends_of(days)
        if max(ends, default=self.now) <= self.now:
            return repeat(False)
        return [end > self.now for end in ends]

    @cached_property
    def key(self) -> str:
        """The key result's."""
        return self.key_result.key

    @cached_property
    def _told(self) -> dict[date, Bound]:
        """What the parameters are worth, as far as anybody asked who looks at days alike."""
        return self.binding.told(self.key_result, self.question.parameters)

    def _looked_up(self, day: date) -> Bound:
        return self.binding.bound(self.key_result, day, self.question.parameters)

    def _bound(self, day: date) -> Bound:
        bound = self._told.get(day) or self._looked_up(day)
        if self.meant is not None or self.asking.connector.dialect != "sqlite":
            return bound
        values = {name: _as_text(value) for name, value in bound.values.items()}
        return Bound(values, shown(values))

    def _expected(
        self, columns: Mapping[str, Sequence[Any]], entered: Sequence[int]
    ) -> Iterable[Expected]:
        """What each row says of the columns from which something is expected."""
        if self.meant is None or not self.meant.expected:
            return repeat(_NOTHING_EXPECTED)
        return (self._expected_of(columns, place, rows) for place, rows in enumerate(entered))

    def _expected_of(
        self, columns: Mapping[str, Sequence[Any]], place: int, entered: int
    ) -> Expected:
        nulls, duplicates = {}, {}
        expect = self.key_result.expectations
        for at, name in enumerate(self.meant.expected if self.meant is not None else ()):
            if name in expect.nulls_at_most:
                missing = int(columns[f"missing_{at}"][place] or 0)
                nulls[name] = missing / entered if entered else 0.0
            if name in expect.duplicates_at_most:
                duplicates[name] = float(columns[f"repeated_{at}"][place] or 0)
        return nulls, duplicates


def _tied(count: int) -> Said:
    rows = "1 row shares" if count == 1 else f"{count} rows share"
    return Said(None, f"{rows} the last place of an entity with another")


def _as_text(value: Parameter) -> Parameter:
    """SQLite keeps times as text, and compares them as text."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value
