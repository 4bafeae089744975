"""Arrow columns made without pandas are those that pyarrow makes."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, localcontext

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from krtracker.columns import arrow_column, arrow_table, numpy_array

KINDS = {
    "whole numbers": (pa.int64(), [0, -1, 2**63 - 1, -(2**63)]),
    "small whole numbers": (pa.int16(), [0, -1, 2**15 - 1, -(2**15)]),
    "floating numbers": (pa.float64(), [0.1, -0.0, 5e-324, float("inf")]),
    "true or false": (pa.bool_(), [True, False, False] * 7),
    "days": (pa.date32(), [date(1970, 1, 1), date(1, 1, 1), date(9999, 12, 31)]),
    "times": (pa.timestamp("us"), [datetime(1969, 12, 31, 23, 59, 59, 999_999), datetime.max]),
    "moments": (pa.timestamp("us", "UTC"), [datetime(2026, 3, 29, 1, 30, 0, 1, tzinfo=UTC)]),
    "text": (pa.string(), ["", "é", "\N{SPARKLES}", "a" * 1000]),
    "bytes": (pa.binary(), [b"", b"\x00\xff", bytes(32)]),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_column_is_the_one_that_pyarrow_makes(kind: str) -> None:
    type, there = KINDS[kind]
    for values in ([], there, [None, *there], [*there, None, None], [None]):
        found = arrow_column(values, type)

        found.validate(full=True)
        assert found.equals(pa.array(values, type))


def test_not_a_number_in_an_array_is_a_missing_value() -> None:
    found = arrow_column(np.array([1.5, np.nan, 0.0]), pa.float64())

    assert found.to_pylist() == [1.5, None, 0.0]


def test_a_moment_of_another_zone_is_kept_in_utc() -> None:
    paris = datetime(2026, 3, 29, 1, 30, tzinfo=UTC).astimezone()

    found = arrow_column([paris + timedelta(hours=1), None], pa.timestamp("us", "UTC"))

    assert found.to_pylist() == [datetime(2026, 3, 29, 2, 30, tzinfo=UTC), None]


def test_a_table_keeps_the_names_of_its_columns() -> None:
    found = arrow_table({"day": arrow_column([date(2026, 1, 1)], pa.date32())})

    assert found.to_pylist() == [{"day": date(2026, 1, 1)}]


def test_no_column_is_worth_an_import_of_pandas() -> None:
    program = (
        "import sys, pyarrow as pa\n"
        "from krtracker.columns import arrow_column, arrow_table, numpy_array\n"
        "arrow_table({'day': arrow_column(['a', None], pa.string())})\n"
        "numpy_array(arrow_column([1, None], pa.int64()))\n"
        "numpy_array(pa.nulls(2, pa.decimal128(18, 4)))\n"
        "sys.exit('pandas' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize("kind", ["whole numbers", "small whole numbers", "floating numbers"])
def test_a_column_becomes_the_array_that_it_came_from(kind: str) -> None:
    type, there = KINDS[kind]
    whole = arrow_column([*there, *there], type)

    for column in (whole, whole[1:-1], pa.chunked_array([whole[1:], whole[:0], whole[:2]])):
        assert numpy_array(column).tolist() == column.to_pylist()
    assert numpy_array(pa.chunked_array([], type)).tolist() == []


def test_what_is_missing_in_a_column_is_not_a_number_in_its_array() -> None:
    column = arrow_column([None, 1, None, 3, *range(20), None], pa.int64())[1:]

    found = numpy_array(pa.chunked_array([column, column]))

    assert np.array_equal(found, [1, np.nan, 3, *range(20), np.nan] * 2, equal_nan=True)


MOST_DIGITS = {pa.decimal128: 38, pa.decimal256: 76}
for name, digits in (("decimal32", 9), ("decimal64", 18)):
    if hasattr(pa, name):  # not in every pyarrow that will do
        MOST_DIGITS[getattr(pa, name)] = digits


@st.composite
def decimals(draw: st.DrawFn) -> pa.Array:
    """A part of a column of decimals, of any width and with values missing."""
    made = draw(st.sampled_from(list(MOST_DIGITS)))
    precision = draw(st.integers(1, MOST_DIGITS[made]))
    scale = draw(st.integers(0, precision))
    wholes = st.integers(1 - 10**precision, 10**precision - 1)
    near = [0, -1, 19_9900, 2**53 - 1, 2**53, 2**53 + 1, -(2**53) - 1, 2**63, -(2**63), 2**64 + 1]
    known = st.sampled_from([each for each in near if abs(each) < 10**precision])
    values = draw(st.lists(st.none() | known | wholes, max_size=20))
    with localcontext(prec=100):
        column = pa.array(
            [None if each is None else Decimal(each).scaleb(-scale) for each in values],
            made(precision, scale),
        )
    start = draw(st.integers(0, len(values)))
    return column[start : draw(st.integers(start, len(values)))]


@given(decimals())
def test_a_decimal_becomes_the_double_that_is_nearest_to_it(column: pa.Array) -> None:
    wanted = [np.nan if each is None else float(each) for each in column.to_pylist()]

    for found in (column, pa.chunked_array([column[:1], column[1:]], column.type)):
        array = numpy_array(found)
        assert array.dtype == np.float64
        assert np.array_equal(array, wanted, equal_nan=True)
    assert numpy_array(pa.chunked_array([], column.type)).dtype == np.float64
