from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import sqlalchemy as sa

from krtracker.domain.calendar import Calendar
from krtracker.domain.key_result import Expectations, FreeExpectation
from krtracker.domain.measurement import Judged
from krtracker.domain.standing import Point, Verdict
from krtracker.quality import judge
from krtracker.quality.vocabulary import REFUSED, REFUSED_ARGUMENTS, VOCABULARY
from tests.builders import (
    FakeConnector,
    FakeConnectors,
    a_connection,
    a_key_result,
    a_measure,
    a_reading,
)

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
ROWS = {"id": [1, 2, 3], "satisfaction": [8.0, 11.0, None], "name": ["a", "b", "c"]}
TABLES = {"orders": pa.table(ROWS)}
BETWEEN = FreeExpectation(
    "expect_column_values_to_be_between",
    {"column": "satisfaction", "min_value": 0, "max_value": 10},
)
UNIQUE = FreeExpectation("expect_column_values_to_be_unique", {"column": "id"})


class InPlace(FakeConnector):
    """The same rows in SQLite, asked through an engine that keeps what it was sent."""

    def __init__(self, folder: Path) -> None:
        super().__init__(TABLES)
        file = folder / "orders.db"
        with sqlite3.connect(file) as database:
            database.execute("create table orders (id integer, satisfaction real, name text)")
            rows = zip(*ROWS.values(), strict=True)
            database.executemany("insert into orders values (?, ?, ?)", rows)
        self.file, self.returned = file, []

    def engine(self) -> Any:
        engine = sa.create_engine(f"sqlite:///file:{self.file}?mode=ro&uri=true")
        sa.event.listen(engine, "before_cursor_execute", self._keep)
        return engine

    def _keep(self, connection, cursor, statement, parameters, context, many) -> None:
        self.asked.append(statement)


def judged(
    connector: FakeConnector,
    *free: FreeExpectation,
    days: tuple[int, ...] = (21,),
    history: tuple[Point, ...] = (),
    **fields: Any,
) -> list[Judged]:
    key_result = a_key_result(expectations=Expectations(free=free), **fields)
    return judge(
        [a_reading(key_result=key_result, as_of=date(2026, 11, day)) for day in days],
        key_results={key_result.key: key_result},
        connections={"logistics": a_connection()},
        history={key_result.key: history},
        connectors=FakeConnectors({"logistics": connector}),
        calendar=Calendar(),
        now=NOW,
    )


@pytest.fixture(params=["frame", "in place"])
def connector(request: pytest.FixtureRequest, tmp_path: Path) -> FakeConnector:
    return FakeConnector(TABLES) if request.param == "frame" else InPlace(tmp_path)


def test_a_free_form_expectation_that_does_not_hold_rejects_with_its_words(connector):
    found = judged(connector, BETWEEN, UNIQUE)

    assert found[0].reason == (
        "`expect_column_values_to_be_between` does not hold for orders "
        "(column satisfaction, min_value 0, max_value 10)"
    )
    assert found[0].expectations == 2


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        pytest.param("expect_column_values_to_be_unique", {"column": "id"}, id="one column"),
        pytest.param(
            "expect_compound_columns_to_be_unique",
            {"column_list": ["id", "name"]},
            id="several columns",
        ),
        pytest.param("expect_table_row_count_to_equal", {"value": 3}, id="the rows"),
        pytest.param(
            "expect_table_columns_to_match_set",
            {"column_set": ["id", "satisfaction", "name"]},
            id="the columns",
        ),
    ],
)
def test_one_that_holds_accepts(connector, name, arguments):
    assert judged(connector, FreeExpectation(name, arguments))[0].verdict is Verdict.ACCEPTED


def test_a_warning_only_tells(connector):
    found = judged(connector, replace(BETWEEN, is_critical=False))

    assert (found[0].verdict, len(found[0].failures)) == (Verdict.ACCEPTED, 1)


def test_a_missing_column_rejects_and_takes_no_other_expectation_with_it(connector):
    missing = FreeExpectation("expect_column_values_to_not_be_null", {"column": "nope"})

    found = judged(connector, missing, UNIQUE)

    assert found[0].reason == (
        "`expect_column_values_to_not_be_null` could not be evaluated on orders: "
        "there is no column `nope`"
    )


def test_an_argument_of_a_wrong_type_is_a_reason_and_no_crash(connector):
    wrong = replace(UNIQUE, arguments={"column": "id", "mostly": "nearly all"})

    assert "could not be evaluated" in str(judged(connector, wrong)[0].reason)


def test_a_source_that_went_away_is_a_reason_and_no_crash():
    key_result = a_key_result(expectations=Expectations(free=(UNIQUE,)))

    found = judge(
        [a_reading(key_result=key_result)],
        key_results={key_result.key: key_result},
        connections={"logistics": a_connection()},
        history={},
        connectors=FakeConnectors(down={"logistics"}),
        calendar=Calendar(),
        now=NOW,
    )

    assert "does not answer" in str(found[0].reason)


def test_a_table_that_is_not_there_is_a_reason(connector):
    found = judged(connector, UNIQUE, how=a_measure(source_rows="nowhere"))

    assert "no one table is called `nowhere`" in str(found[0].reason)


def test_what_holds_now_weighs_on_every_day_that_is_still_open():
    days = (10, 19, 20, 21)
    accepted = Point(date(2026, 11, 20), 42.0, Verdict.ACCEPTED)

    found = judged(FakeConnector(TABLES), BETWEEN, days=days, history=(accepted,))

    assert [each.verdict.value for each in found] == [
        "accepted",  # before the look-back
        "rejected",
        "accepted",  # believed before, and the same value still
        "rejected",
    ]


def test_no_value_leaves_the_source(tmp_path):
    connector = InPlace(tmp_path)

    judged(connector, BETWEEN)

    data = [each.lower() for each in connector.asked if "FROM orders" in each]
    assert data
    assert all(each.startswith(("select sum(", "select count(")) for each in data)


def test_the_vocabulary_is_that_of_the_installed_library():
    from great_expectations.expectations.registry import (
        get_expectation_impl,
        list_registered_expectation_implementations,
    )

    ours = {"id", "meta", "notes", "description", "catch_exceptions", "rendered_content"}
    ours |= {"batch_id", "library_metadata", *REFUSED_ARGUMENTS}
    there = {
        name: get_expectation_impl(name).__fields__
        for name in list_registered_expectation_implementations()
        if name not in REFUSED
    }

    assert set(VOCABULARY) == set(there)
    for name, fields in there.items():
        signature = VOCABULARY[name]
        assert set(signature.arguments) == set(fields) - ours, name
        assert set(signature.required) == {key for key, each in fields.items() if each.required}
