"""How an answer, in columns of a row a day, becomes readings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlglot import exp

from krtracker.domain.measurement import TableReading
from krtracker.errors import ConnectorError
from krtracker.measures.asking import Answer, Asking, Question
from krtracker.measures.binding import Binding
from krtracker.measures.ready import Answered, Ready
from krtracker.measures.tables import Tables
from tests.builders import A_DAY, NOW, FakeConnector, a_calendar, a_key_result

Readings = Callable[[date], tuple[TableReading, ...]]
DAYS = [A_DAY - timedelta(days=1), A_DAY]


def a_ready(tables: Readings = lambda _: ()) -> Ready:
    connector = FakeConnector()
    question = Question(exp.Select, "SELECT 1 AS value", frozenset())
    asking = Asking(connector, Tables(connector))
    binding = Binding(a_calendar(), ZoneInfo("UTC"))
    return Ready(a_key_result(), question, asking, binding, NOW, tables)


def test_days_before_one_whose_tables_do_not_answer_are_read() -> None:
    def tables(day: date) -> tuple[TableReading, ...]:
        if day == A_DAY:
            raise ConnectorError("the line is dead")
        return ()

    found = a_ready(tables).readings(DAYS, {"value": [1.0, 2.0], "entered": [1, 1]})

    assert next(found).as_of == DAYS[0]
    with pytest.raises(ConnectorError):
        next(found)


def test_a_reading_took_as_long_as_its_answer() -> None:
    answered = Answered(Answer(["value"], [{"value": 1.0}]), 1.5)

    assert a_ready().reading(A_DAY, answered).duration_seconds == 1.5
