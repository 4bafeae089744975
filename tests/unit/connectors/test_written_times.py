"""Which texts are times, of which form, and what becomes of those that are not."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.asking.arrow import BOOLEAN, DAY, INTEGER, MOMENT, NUMBER, TEXT, TIMESTAMP
from connectors.asking.written_times import column_type, times
from krtracker.errors import QueryError


@pytest.mark.parametrize(
    ("declared", "values", "type"),
    [
        pytest.param("DATE", [], DAY, id="an empty column of days"),
        pytest.param("DATETIME", [], TIMESTAMP, id="an empty column of timestamps"),
        pytest.param("TIMESTAMP WITH TIME ZONE", [], MOMENT, id="an empty column of moments"),
        pytest.param("TIMESTAMP", ["2026-01-31 10:00:00"], TIMESTAMP, id="a space between"),
        pytest.param("TIMESTAMP", ["2026-01-31T10:00"], TIMESTAMP, id="a T between"),
        pytest.param("TIMESTAMP", ["2026-01-31 10:00:00Z"], MOMENT, id="a zone"),
        pytest.param("DATE", ["2026-01-31 00:00:00"], DAY, id="days written with a midnight"),
        pytest.param("DATE", ["2026-01-31 10:00:00"], TIMESTAMP, id="days that are none"),
        pytest.param("DATETIME", ["2026-01-31"], DAY, id="timestamps that are days"),
        pytest.param("DATETIME", [1769853600], INTEGER, id="seconds since 1970"),
        pytest.param("TEXT", ["2026-01-31", ""], DAY, id="text that is days or empty"),
        pytest.param("TEXT", ["2026-01-31", "soon"], TEXT, id="text that is not only days"),
        pytest.param("TEXT", ["20260131"], TEXT, id="digits"),
        pytest.param("TEXT", ["2026-13-31"], TEXT, id="no such month"),
        pytest.param("", [1, 2], INTEGER, id="undeclared whole numbers"),
        pytest.param("", [1, 2.5], NUMBER, id="undeclared numbers"),
        pytest.param("", [1, "x"], TEXT, id="undeclared and mixed"),
        pytest.param("", [], pa.null(), id="undeclared and empty"),
        pytest.param("TEXT", ["", ""], pa.null(), id="texts in which nothing stands"),
        pytest.param("DECIMAL(10,2)", [1, 2], NUMBER, id="decimals without fractions"),
        pytest.param("DECIMAL(19,0)", [1, 2], INTEGER, id="decimals that can have no fraction"),
        pytest.param("number (19)", [1, 2], INTEGER, id="digits and none behind the point"),
        pytest.param("NUMERIC(19)", [], INTEGER, id="an empty column of digits"),
        pytest.param("NUMERIC(19)", [1, 2.5], NUMBER, id="fractions that should not be"),
        pytest.param("NUMERIC", [1, 2], NUMBER, id="decimals of any form"),
        pytest.param("INTEGER", [1, 2.5], NUMBER, id="whole numbers with a fraction"),
        pytest.param("INTEGER", [1, ""], INTEGER, id="whole numbers or empty texts"),
        pytest.param("BOOLEAN", [1, 0], BOOLEAN, id="zero and one"),
        pytest.param("BOOLEAN", ["true", "false"], BOOLEAN, id="true and false in words"),
        pytest.param("BOOLEAN", [0, 5], INTEGER, id="booleans that are none"),
        pytest.param("VARCHAR(20)", ["x"], TEXT, id="text"),
    ],
)
def test_a_columns_type_is_told_from_what_is_declared_and_what_is_there(declared, values, type):
    assert column_type(declared, values) == type


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-31 10:00", datetime(2026, 1, 31, 10)),
        ("2026-01-31T10:00:05", datetime(2026, 1, 31, 10, 0, 5)),
        ("2026-01-31 3:15:52", datetime(2026, 1, 31, 3, 15, 52)),
        ("2026-01-31 10:00:00.5", datetime(2026, 1, 31, 10, 0, 0, 500_000)),
        ("2026-01-31 10:00:00.123456789", datetime(2026, 1, 31, 10, 0, 0, 123_456)),
        (" 2026-01-31 10:00:00 ", datetime(2026, 1, 31, 10)),
        ("", None),
        (None, None),
    ],
)
def test_zone_free_timestamps_are_read_in_every_usual_form(text, moment):
    assert times([text], pa.field("at", TIMESTAMP)).to_pylist() == [moment]


@pytest.mark.parametrize(
    "text",
    ["2026-01-31 12:00:00+02:00", "2026-01-31T10:00Z", "2026-01-31 10:00:00 UTC",
     "2026-01-31 05:00:00-05", "2026-01-31 12:00:00 +0200"],
)  # fmt: skip
def test_moments_with_a_zone_are_read_as_utc(text):
    found = times([text], pa.field("at", MOMENT)).to_pylist()

    assert found == [datetime(2026, 1, 31, 10, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("type", "values"),
    [
        pytest.param(TIMESTAMP, ["2026-01-31 10:00:00", "2026-01-31"], id="a day among timestamps"),
        pytest.param(DAY, ["2026-01-31", "2026-01-31 10:00:00"], id="a timestamp among days"),
        pytest.param(TIMESTAMP, ["2026-01-31 10:00", "2026-01-31 10:00Z"], id="a zone among none"),
        pytest.param(MOMENT, ["2026-01-31 10:00Z", "2026-01-31 10:00"], id="no zone among zones"),
        pytest.param(DAY, ["2026-01-31", "soon"], id="no time at all"),
        pytest.param(DAY, ["2026-01-31", 5], id="a number"),
        pytest.param(BOOLEAN, [1, 2], id="a two among booleans"),
        pytest.param(INTEGER, [1, 2.5], id="a fraction among whole numbers"),
        pytest.param(INTEGER, [2**64], id="a number too large"),
    ],
)
def test_mixed_forms_are_told_with_the_column_but_without_the_value(type, values):
    with pytest.raises(QueryError, match=r"column `at` mixes kinds: .* does not fit among") as told:
        times(values, pa.field("at", type))

    assert str(values[-1]) not in str(told.value)


@given(st.datetimes(), st.sampled_from([" ", "T"]))
def test_every_timestamp_comes_back_as_it_was_written(moment, between):
    text = moment.isoformat(sep=between)

    assert times([text], pa.field("at", TIMESTAMP)).to_pylist() == [moment]


@given(st.dates())
def test_every_day_comes_back_as_it_was_written(day: date):
    assert times([day.isoformat()], pa.field("at", DAY)).to_pylist() == [day]


@pytest.mark.parametrize("type", [INTEGER, NUMBER, BOOLEAN, DAY, TIMESTAMP, MOMENT])
def test_an_empty_text_is_no_value_but_among_texts(type: pa.DataType):
    assert times(["", None], pa.field("at", type)).to_pylist() == [None, None]
    assert times(["", None], pa.field("said", TEXT)).to_pylist() == ["", None]
