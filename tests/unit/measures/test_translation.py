"""What PostgreSQL reckons itself, what comes to the desk, and how either is told."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, ClassVar

import pyarrow as pa
import pytest
from sqlglot import exp

from krtracker.domain.key_result import Latest, Measure
from krtracker.measures.asking import Question
from krtracker.measures.workshop import Workshop
from tests.builders import (
    NOW,
    FakeConnector,
    a_calendar,
    a_connection,
    a_key_result,
    a_measure,
    last_days,
)


class Told(FakeConnector):
    """A PostgreSQL that is told what to ask and never asked."""

    dialect: ClassVar[str] = "postgres"
    evaluates: ClassVar[bool] = True

    def statement(self, tree: exp.Query) -> str:
        return tree.sql("postgres")


def orders() -> dict[str, pa.Table]:
    row = {
        "id": 1,
        "amount": 1.5,
        "priority": "low",
        "ordered_at": datetime(2026, 1, 1, tzinfo=UTC),
        "opened_at": datetime(2026, 1, 1),
        "closed_at": datetime(2026, 1, 1),
        "due": date(2026, 1, 1),
    }
    return {"orders": pa.Table.from_pylist([row])}


def question(how: Measure, zone: str = "UTC", **connection: Any) -> Question:
    source = Told(orders(), a_connection(**connection))
    return Workshop(source, a_calendar(zone), NOW).ready(a_key_result(how=how)).question


def counted(condition: str) -> Measure:
    return Measure("orders", "count(*)", where=condition, at="closed_at", window=last_days(7))


@pytest.mark.parametrize(
    "condition",
    [
        "priority = 'low' and amount * 1.1 > 20",
        "hours_between(opened_at, closed_at) < 24",
        "day(ordered_at) <= due + 2",
        "date_trunc('week', opened_at) = :cycle_start",
        "extract(isodow from closed_at) in (6, 7)",
        "priority like 'l%'",
        "priority < 'm'",
        "ordered_at >= '2026-01-01'",
        "id in (select id from orders where amount > 2)",
        "coalesce(nullif(priority, ''), 'low') <> 'low'",
        "working_days_between(opened_at, closed_at) > 2",
    ],
)
def test_what_is_proven_equal_is_reckoned_in_place(condition: str) -> None:
    assert question(counted(condition)).needed is None


@pytest.mark.parametrize(
    "condition",
    [
        "round(amount) > 2",
        "upper(priority) = 'LOW'",
        "priority ilike 'l%'",
        "priority like 'l\\_w'",
        "priority ~ '^l'",
        "priority::integer > 2",
        "amount::integer > 2",
        "extract(second from closed_at) > 30",
        "substring(priority, -2) = 'ow'",
    ],
)
def test_what_engines_tell_differently_comes_to_the_desk(condition: str) -> None:
    needed = question(counted(condition)).needed

    assert needed is not None
    assert set(needed) == {"orders"}


def test_a_function_that_the_connection_allows_is_the_sources_own() -> None:
    how = a_measure(value="sum(to_euro(amount))", at="closed_at")

    assert question(how, allow_functions=("to_euro",)).needed is None


def test_a_simple_measure_is_a_simple_statement() -> None:
    how = a_measure(
        value="avg(hours_between(opened_at, closed_at))",
        where="priority = 'critical'",
        at="closed_at",
    )

    assert question(how).statement == (
        "SELECT AVG((CAST(((EXTRACT(EPOCH FROM closed_at) * 1000000)"
        " - (EXTRACT(EPOCH FROM opened_at) * 1000000)) AS DOUBLE PRECISION) / 3600000000))"
        " AS value, COUNT(*) AS entered, MAX(closed_at) AS newest FROM orders"
        " WHERE closed_at >= CAST(%(since)s AS TIMESTAMP)"
        " AND closed_at < CAST(%(until)s AS TIMESTAMP) AND priority = 'critical'"
    )


def test_boundaries_take_the_form_of_the_time_they_bound() -> None:
    def bound(at: str) -> frozenset[str]:
        return question(Measure("orders", "count(*)", at=at, window=last_days(7))).parameters

    assert bound("due") == {"since_day", "until_day"}
    assert bound("closed_at") == {"since", "until"}
    assert bound("ordered_at") == {"since_moment", "until_moment"}


def test_the_hour_that_occurs_twice_is_written_out_where_clocks_change() -> None:
    how = a_measure(value="avg(hours_between(opened_at, closed_at))", at="closed_at")

    assert "AT TIME ZONE" not in question(how, "Europe/Paris").statement
    assert "CASE WHEN" in question(how, timezone="Europe/Paris").statement


def test_last_rows_look_for_ties_in_the_same_statement() -> None:
    latest = Latest("id", ("closed_at", "amount"))
    how = Measure("orders", "count(*)", where="priority = 'open'", latest=latest)

    statement = question(how).statement

    assert statement.startswith("WITH last_rows AS (SELECT")
    assert "RANK() OVER (PARTITION BY orders.id ORDER BY orders.closed_at DESC" in statement
    assert "WHERE last_rows.place_ = 1 AND last_rows.number_ > 1) AS tied" in statement
