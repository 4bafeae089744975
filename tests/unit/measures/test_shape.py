"""Only one finite number is a value; nothing at all is a gap."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from krtracker.measures.shape import number, said


@pytest.mark.parametrize(
    ("value", "expected"),
    [(1, 1.0), (-2.5, -2.5), (Decimal("1.10"), 1.1), (10**300, 1e300), (0, 0.0), (None, None)],
)
def test_a_number_is_a_value_and_nothing_is_none(value: Any, expected: float | None) -> None:
    assert number(value) == (expected, None)


@pytest.mark.parametrize(
    ("value", "failure"),
    [
        (True, "the value is true, not a number"),
        (False, "the value is false, not a number"),
        ("12", "the value is a text of 2 characters, not a number"),
        ("x" * 50, "the value is a text of 50 characters, not a number"),
        ("", "the value is a text of 0 characters, not a number"),
        (math.nan, "the value is not a number (NaN)"),
        (Decimal("NaN"), "the value is not a number (NaN)"),
        (math.inf, "the value is infinite"),
        (-math.inf, "the value is infinite"),
        (Decimal("Infinity"), "the value is infinite"),
        (10**400, "the value is too large to be kept"),
        (Decimal("1e400"), "the value is too large to be kept"),
        (date(2026, 1, 1), "the value is a time, not a number"),
        (datetime(2026, 1, 1, tzinfo=UTC), "the value is a time, not a number"),
        (time(1), "the value is a time, not a number"),
        (timedelta(1), "the value is a span of time, not a number"),
        (b"1", "the value is of type bytes, not a number"),
        ([1], "the value is of type list, not a number"),
    ],
)
def test_anything_else_is_rejected_with_its_reason(value: Any, failure: str) -> None:
    assert number(value) == (None, failure)


@pytest.mark.parametrize(
    ("columns", "rows", "failure"),
    [
        (["value"], [], "the answer has no row"),
        (["value"], [{"value": 1}, {"value": 1}], "the answer has more than one row"),
        (["count"], [{"count": 1}], "the answer has no column `value`, only `count`"),
        ([], [], "the answer has no column `value`, only none"),
        (["value", "VALUE"], [{}], "the answer has more than one column `value`"),
    ],
)
def test_an_answer_that_is_not_one_value_is_never_the_first_row(
    columns: list[str], rows: list[dict[str, Any]], failure: str
) -> None:
    assert said(rows, columns) == (None, failure)


def test_other_columns_beside_the_value_are_left_alone() -> None:
    assert said([{"n": 3, "Value": 2}], ["n", "Value"]) == (2.0, None)
