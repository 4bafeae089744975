from __future__ import annotations

from typing import Any

import pytest

from krtracker.domain.key_result import Expectations, Formula, FreeExpectation, RawSql
from krtracker.errors import Place
from krtracker.quality import faults
from tests.builders import a_key_result, a_measure


def told(name: str, arguments: dict[str, Any] | None = None, **fields: Any) -> list[str]:
    free = (FreeExpectation(name, arguments or {}),)
    key_result = a_key_result(expectations=Expectations(free=free), **fields)
    return [f"{each.message} | {each.hint or ''}".strip(" |") for each in faults(key_result)]


def test_an_expectation_that_is_well_put_has_no_fault():
    assert told("expect_column_values_to_be_between", {"column": "a", "min_value": 0}) == []


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        pytest.param(
            "expect_column_value_to_be_uniqe",
            {"column": "a"},
            "unknown expectation `expect_column_value_to_be_uniqe` "
            "| did you mean `expect_column_values_to_be_unique`?",
            id="a misspelt name",
        ),
        pytest.param(
            "unexpected_rows_expectation",
            {"unexpected_rows_query": "SELECT 1"},
            "`unexpected_rows_expectation` is not offered: it carries its own SQL",
            id="SQL of its own",
        ),
        pytest.param(
            "expect_column_values_to_be_unique",
            {"column": "a", "row_condition": "a > 1"},
            "`row_condition` is not offered: it carries its own SQL",
            id="a condition of its own",
        ),
        pytest.param(
            "expect_column_max_to_be_between",
            {"column": "a", "max_valu": 1},
            "`expect_column_max_to_be_between` takes no `max_valu` | did you mean `max_value`?",
            id="a misspelt argument",
        ),
        pytest.param(
            "expect_column_values_to_be_in_set",
            {"column": "a"},
            "`expect_column_values_to_be_in_set` needs `value_set`",
            id="a missing argument",
        ),
        pytest.param(
            "expect_column_max_to_be_between",
            {"column": "a", "max_value": {"$PARAMETER": "now()"}},
            "`max_value` refers to a parameter of Great Expectations; there are none "
            "| write the value itself",
            id="a parameter of the library",
        ),
    ],
)
def test_what_cannot_be_evaluated_is_told_before_any_query(name, arguments, message):
    assert told(name, arguments) == [message]


@pytest.mark.parametrize(
    "how",
    [
        pytest.param(a_measure(source_rows="a JOIN b USING (id)"), id="a join"),
        pytest.param(a_measure(source_rows="(SELECT 1 AS x)"), id="a select"),
        pytest.param(RawSql("SELECT 1 AS value"), id="raw sql"),
        pytest.param(Formula("a / b"), id="a formula"),
    ],
)
def test_expectations_need_a_measure_of_one_table(how):
    found = told("expect_column_values_to_be_unique", {"column": "a"}, how=how)

    assert found == [
        "`expectations` look at the rows of one table, and this measure does not name just one "
        "| name one table in `from`"
    ]


def test_a_fault_stands_at_the_nearest_place_known():
    place = Place("kr_definitions/urgent_orders.yaml", 20, 9)
    free = (FreeExpectation("expect_nothing", {}),)
    key_result = a_key_result(
        expectations=Expectations(free=free), places={"expectations.0": place}
    )

    assert [each.place for each in faults(key_result)] == [place]
