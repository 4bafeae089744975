from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from krtracker.domain.calendar import Calendar, Cycle
from krtracker.domain.catalog import Connection, TableExpectation
from krtracker.domain.key_result import Bounds, Expectations, KeyResult, Promise, RawSql
from krtracker.domain.measurement import Reading, TableReading
from krtracker.quality.claims import claims_of

CYCLE = Cycle("2026-Q4", date(2026, 10, 1), date(2026, 12, 31))
DAY = date(2026, 11, 21)
SUBJECT = KeyResult("nps", "NPS", "trust", Promise(CYCLE, 0, 10), RawSql("SELECT 1"), "crm")
READING = Reading(SUBJECT.key, DAY, 48.0, rows=4, source="crm")
ORDERS = TableReading("orders", datetime(2026, 11, 21, 20, tzinfo=UTC), 4, "created_at")


def reasons(
    reading: Reading,
    *,
    before: float | None = None,
    table: TableExpectation | None = None,
    **expect,
) -> list[str]:
    connection = Connection("crm", "sqlite", tables={"orders": table} if table else {})
    key_result = replace(SUBJECT, expectations=Expectations(**expect))
    claims = claims_of(
        reading, key_result, connection=connection, calendar=Calendar(), before=before
    )
    return [each.reason for each in claims if not each.holds]


@pytest.mark.parametrize(
    ("expect", "reason"),
    [
        pytest.param(
            {"rows": Bounds(at_least=30)}, "4 rows entered, at least 30 were expected", id="rows"
        ),
        pytest.param(
            {"value": Bounds(0, 40)}, "the value was 48, at most 40 was expected", id="value"
        ),
        pytest.param(
            {"jump_at_most_percent": 30},
            "the value moved by 100 percent, from 24 to 48; at most 30 percent is believed",
            id="jump",
        ),
        pytest.param(
            {"nulls_at_most": {"delivered_at": 0.01}},
            "3.2 percent of `delivered_at` is missing; at most 1 percent is believed",
            id="nulls",
        ),
        pytest.param(
            {"duplicates_at_most": {"order_id": 0}},
            "5 rows with the `order_id` of another row; at most 0 are believed",
            id="duplicates",
        ),
    ],
)
def test_a_short_form_that_does_not_hold_says_so_with_numbers(expect, reason):
    reading = READING._replace(nulls={"delivered_at": 0.032}, duplicates={"order_id": 5})

    assert reasons(reading, before=24.0, **expect) == [reason]


def test_no_value_is_not_held_against_bounds_of_the_value():
    gap = READING._replace(value=None)

    assert reasons(gap, before=24.0, value=Bounds(at_least=1), jump_at_most_percent=1) == []


def test_no_value_is_held_against_bounds_of_the_rows():
    gap = READING._replace(value=None, rows=0)

    found = reasons(gap, rows=Bounds(at_least=1))

    assert found == ["no rows entered, at least 1 was expected"]


def test_a_jump_from_zero_has_no_percentage():
    assert reasons(READING, before=0.0, jump_at_most_percent=30) == []


def test_a_dead_feed_is_told_after_seven_days_without_a_word_in_the_settings():
    stale = ORDERS._replace(newest=datetime(2026, 11, 13, tzinfo=UTC))

    found = reasons(READING._replace(tables=(stale,)))

    assert found == [
        "the newest row of orders is 9 days older than 21 Nov; at most 7 days are believed"
    ]


def test_a_table_may_be_asked_to_be_fresher():
    stale = ORDERS._replace(newest=datetime(2026, 11, 20, 18, tzinfo=UTC))

    found = reasons(READING._replace(tables=(stale,)), table=TableExpectation("created_at", 24))

    assert found == [
        "the newest row of orders is 30 hours older than 21 Nov; at most 24 hours are believed"
    ]


def test_the_setting_of_a_table_is_found_without_its_schema_and_case():
    reading = READING._replace(tables=(ORDERS._replace(table='wms."Orders"'),))

    assert len(reasons(reading, table=TableExpectation("created_at", 1))) == 1


def test_too_few_rows_of_a_day_are_named_with_table_and_day():
    expected = TableExpectation("created_at", rows_per_day=Bounds(at_least=100))

    found = reasons(READING._replace(tables=(ORDERS,)), table=expected)

    assert found == ["the orders table brought 4 rows on 21 Nov, at least 100 were expected"]


def test_a_running_day_is_neither_too_empty_nor_too_old():
    reading = READING._replace(tables=(ORDERS,), is_provisional=True)
    expected = TableExpectation("created_at", 24, Bounds(at_least=100))

    assert reasons(reading, table=expected) == []


def test_a_table_without_any_time_is_not_checked():
    assert reasons(READING._replace(tables=(TableReading("orders", None),))) == []


def test_a_number_from_an_emptied_table_is_not_believed():
    emptied = READING._replace(value=0.0, tables=(ORDERS._replace(newest=None),))

    assert reasons(emptied) == ["the orders table has no row up to 21 Nov"]


def test_a_gap_before_a_table_began_stays_a_gap():
    assert reasons(READING._replace(value=None, tables=(ORDERS._replace(newest=None),))) == []
