"""One key result made ready: a question for any day, and how its answer is read."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeAlias

from krtracker.connector import Parameter
from krtracker.domain.key_result import KeyResult
from krtracker.domain.measurement import Reading, TableReading, Way
from krtracker.measures.asking import Answer, Asking, Question
from krtracker.measures.binding import Binding, Bound, shown
from krtracker.measures.meant import Meant
from krtracker.measures.shape import Said, number, said

Moment: TypeAlias = Callable[[object], datetime | None]
"""A time as an engine gives it, as a moment in UTC."""
Expected: TypeAlias = tuple[Mapping[str, float], Mapping[str, float]]
"""Of the columns from which something is expected: the share missing, and how many repeat."""
_NOTHING: Mapping[str, float] = {}


@dataclass(frozen=True)
class Answered:
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
    moment: Moment = field(default=lambda _: None)
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

    def reading(
        self,
        day: date,
        scanned: Mapping[str, Any] | None = None,
        answered: Answered | None = None,
        way: Way | None = None,
    ) -> Reading:
        """What the source says as of `day`, of which it may have told all there is to tell.

        `scanned` is what a scan gave, `answered` what its own question brought, `way` how either
        was had as far as that is known already.

        Raises:
            ConnectorError: the source does not answer, or cannot answer this.
        """
        seconds = 0.0
        if scanned is None:
            answered = answered or self.answered(day)
            seconds = answered.seconds
        if self.meant is None:
            assert answered is not None
            found, rows, newest = said(answered.answer.rows, answered.answer.columns), None, None
            expected: Expected = (_NOTHING, _NOTHING)
        else:
            row = scanned if answered is None else answered.answer.rows[0]
            assert row is not None
            found, rows, newest = (
                _value(row),
                int(row["entered"] or 0),
                self.moment(row.get("newest")),
            )
            expected = self._expected(row, rows)
        bound = self._bound(day)
        return Reading(
            key=self.key,
            as_of=day,
            value=found.value,
            failure=found.failure,
            rows=rows,
            newest=newest,
            nulls=expected[0],
            duplicates=expected[1],
            tables=self.tables(day),
            query=self.question.statement,
            way=way,
            parameters=bound.shown,
            columns=self.columns,
            source=self.key_result.source,
            duration_seconds=seconds,
            is_provisional=self.binding.end_of(day) > self.now,
        )

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

    def _expected(self, row: Mapping[str, Any], entered: int) -> Expected:
        """What a row says of the columns from which something is expected."""
        if self.meant is None or not self.meant.expected:
            return _NOTHING, _NOTHING
        nulls, duplicates = {}, {}
        expect = self.key_result.expectations
        for place, name in enumerate(self.meant.expected):
            if name in expect.nulls_at_most:
                missing = int(row[f"missing_{place}"] or 0)
                nulls[name] = missing / entered if entered else 0.0
            if name in expect.duplicates_at_most:
                duplicates[name] = float(row[f"repeated_{place}"] or 0)
        return nulls, duplicates


def _value(row: Mapping[str, Any]) -> Said:
    """The number in a row of our own making."""
    if tied := int(row.get("tied") or 0):
        rows = "1 row shares" if tied == 1 else f"{tied} rows share"
        return Said(None, f"{rows} the last place of an entity with another")
    return number(row["value"])


def _as_text(value: Parameter) -> Parameter:
    """SQLite keeps times as text, and compares them as text."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value
