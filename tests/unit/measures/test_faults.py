"""Faults of a measure stand at the word at fault, before any source is asked."""

from __future__ import annotations

from typing import Any

import pytest

from krtracker.domain.key_result import (
    Expectations,
    HowMeasured,
    KeyResult,
    Latest,
    Measure,
    RawSql,
)
from krtracker.errors import Place, Severity
from krtracker.measures import faults
from tests.builders import a_catalog, a_connection, a_key_result, a_measure, last_days

FILE = "kr_definitions/urgent_orders.yaml"


def a_definition(how: HowMeasured, **fields: Any) -> KeyResult:
    places = {
        "measure": Place(FILE, 9, 5),
        "measure.from": Place(FILE, 10, 13),
        "measure.value": Place(FILE, 11, 14),
        "measure.where": Place(FILE, 12, 14),
        "measure.during": Place(FILE, 13, 7),
        "measure.during.0": Place(FILE, 13, 16),
        "measure.during.1": Place(FILE, 13, 27),
        "sql": Place(FILE, 21, 7),
    }
    return a_key_result(how=how, places=places, **fields)


def problems(how: HowMeasured, dialect: str = "postgres", **fields: Any) -> list[tuple[str, str]]:
    key_result = a_definition(how, **fields)
    found = faults(
        key_result, connection=a_connection(), dialect=dialect, catalog=a_catalog(key_result)
    )
    assert all(each.subject == key_result.id for each in found)
    return [
        (f"{each.place.line}:{each.place.column}", each.message) for each in found if each.place
    ]


def test_a_sound_measure_has_none() -> None:
    assert problems(a_measure(where="priority = 'critical'")) == []


def test_every_fragment_at_fault_is_told_at_once() -> None:
    how = Measure(
        "t limit 1",
        "avg(hour_between(a, b))",
        where="a > now() and",
        during=("opened", "sleep(5)"),
        latest=Latest("sum(id)", ("seen", "random()")),
    )

    assert problems(how) == [
        ("10:13", "`measure.from`: `t limit 1` is more than a table, a join or a bracketed SELECT"),
        ("11:18", "`measure.value`: the function `hour_between` is not allowed"),
        ("12:24", "`measure.where`: cannot be read at `and`"),
        ("13:27", "`measure.during`: the function `sleep` is not allowed"),
        ("9:5", "`measure.latest.per`: the aggregate `sum` stands where one row is meant"),
        ("9:5", "`measure.latest.order_by`: the function `random` is not allowed"),
    ]


def test_a_fault_on_a_later_line_of_a_block_stands_on_that_line() -> None:
    how = RawSql("SELECT count(*) AS value\nFROM t\nWHERE a < now()")

    assert problems(how) == [("23:17", "`sql`: `now` asks for the present")]


def test_sql_is_read_in_the_dialect_of_its_source() -> None:
    how = RawSql("SELECT sum(if(a = `b`, 1, 0)) AS value FROM t")

    assert problems(how, "mysql") == []
    assert len(problems(how, "postgres")) == 1


def test_sql_of_an_unknown_source_is_left_for_later() -> None:
    key_result = a_key_result(how=RawSql("SELEKT 1"))

    found = faults(key_result, connection=None, dialect=None, catalog=a_catalog(key_result))

    assert found == []


def test_columns_of_expectations_are_fragments_too() -> None:
    expect = Expectations(nulls_at_most={"count(*)": 0.1})

    assert problems(a_measure(), expectations=expect) != []


@pytest.mark.parametrize(
    "how",
    [
        pytest.param(
            a_measure(where="opened < :until and (closed is null or closed >= :until)"),
            id="a state, told in a condition",
        ),
        pytest.param(
            a_measure(value="count(*) filter (where recorded < :until)"), id="inside an aggregate"
        ),
        pytest.param(
            Measure("(select a, count(*) as n from t group by a)", "sum(n)"),
            id="groups without a time",
        ),
    ],
)
def test_what_could_be_said_better_is_a_warning(how: Measure) -> None:
    key_result = a_definition(how)

    (problem,) = faults(key_result, connection=None, dialect=None, catalog=a_catalog(key_result))

    assert problem.severity is Severity.WARNING


def test_parameters_outside_aggregates_are_as_good_as_any() -> None:
    how = a_measure(value="sum(amount) / (:as_of - :cycle_start + 1)")

    assert problems(how) == []


def test_since_needs_a_window_in_a_measure_too() -> None:
    how = Measure("orders", "count(*)", during=("opened", "closed"), where="opened > :since")

    assert [message for _, message in problems(how)] == [
        "`measure.where`: `:since` is the start of a window, and there is none"
    ]
    assert problems(a_measure(where="opened > :since", window=last_days(7))) == []


def test_a_view_at_fault_is_told_in_the_file_of_connections() -> None:
    connection = a_connection(
        views={"recent": "select * from orders where seen > now()", "unused": "selekt"},
        places={"views.recent": Place("connections.yaml", 7, 14)},
    )
    key_result = a_definition(Measure("recent r", "count(*)", during=("r.opened", "r.closed")))

    (problem,) = faults(
        key_result, connection=connection, dialect="postgres", catalog=a_catalog(key_result)
    )

    assert str(problem) == "connections.yaml:7:14: the view `recent`: `now` asks for the present"
