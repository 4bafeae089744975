"""Free-form expectations where the data is: real servers, asked through the real connectors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.registry import Registry
from krtracker.domain.catalog import Connection
from krtracker.domain.key_result import FreeExpectation
from krtracker.project import Project
from krtracker.quality.evaluation import evaluate
from tests.servers import server

UNIQUE = FreeExpectation("expect_column_values_to_be_unique", {"column": "id"})
COMPOUND = FreeExpectation("expect_compound_columns_to_be_unique", {"column_list": ["id", "name"]})
BETWEEN = FreeExpectation(
    "expect_column_values_to_be_between", {"column": "score", "max_value": 10}
)


@pytest.fixture(
    params=[
        pytest.param("postgres", marks=pytest.mark.postgres),
        pytest.param("mysql", marks=pytest.mark.mysql),
    ]
)
def connection(request: pytest.FixtureRequest) -> Iterator[Connection]:
    found = server(request.param)
    with found.database() as database:
        found.run(
            "CREATE TABLE orders (id int, score float, name varchar(9))",
            "INSERT INTO orders VALUES (1, 8, 'a'), (2, 11, 'b')",
            database=database,
        )
        yield Connection("orders", request.param, found.settings | {"database": database})


def reasons(connection: Connection, *free: FreeExpectation) -> list[str | None]:
    with Registry(Project(Path())).open(connection) as connector:
        return evaluate(free, connector, "orders")


def test_what_holds_and_what_does_not_is_told_in_place(connection):
    found = reasons(connection, UNIQUE, COMPOUND, BETWEEN)

    assert found == [
        None,
        None,
        "`expect_column_values_to_be_between` does not hold for orders "
        "(column score, max_value 10)",
    ]


def test_what_only_a_frame_can_tell_is_said_to_be_out_of_reach(connection):
    dates = FreeExpectation("expect_column_values_to_be_dateutil_parseable", {"column": "name"})

    assert reasons(connection, dates) == [
        "`expect_column_values_to_be_dateutil_parseable` could not be evaluated on orders: "
        "this kind of source cannot tell"
    ]


def test_a_missing_column_is_named(connection):
    missing = FreeExpectation("expect_column_values_to_be_unique", {"column": "nope"})

    assert str(reasons(connection, missing)[0]).endswith("there is no column `nope`")
