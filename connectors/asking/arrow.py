"""The few Arrow types in which everything arrives, whatever a source calls its own."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

import pyarrow as pa

from krtracker.columns import arrow_column, in_microseconds, numpy_array
from krtracker.errors import QueryError

INTEGER = pa.int64()
NUMBER = pa.float64()
BOOLEAN = pa.bool_()
TEXT = pa.string()
DAY = pa.date32()
TIMESTAMP = pa.timestamp("us")
"""A zone-free timestamp; the connection says in which zone it is."""
MOMENT = pa.timestamp("us", tz="UTC")
WHOLE = pa.decimal128(38, 0)
"""Said of a column: whole numbers that the source keeps as decimals. They arrive as `INTEGER`."""


class Far(Enum):
    """A day or a time beyond those of Python: `infinity`, or a year that no calendar shows."""

    BEFORE = -1
    AFTER = 1


_FAR_DAY, _FAR_TIME = 2**31 - 1, 2**63 - 1
"""What is kept of `infinity` in days and in microseconds, as DuckDB reads it from Arrow."""
_NARROW = (pa.int8(), pa.int16(), pa.int32(), pa.uint8(), pa.uint16(), pa.uint32())

WORDS: dict[pa.DataType, str] = {
    INTEGER: "whole numbers",
    NUMBER: "numbers",
    BOOLEAN: "booleans",
    TEXT: "text",
    DAY: "days",
    TIMESTAMP: "timestamps",
    MOMENT: "moments with a zone",
    pa.null(): "empty values",
}


def normal(type: pa.DataType) -> pa.DataType:
    """The type in which values of an Arrow type arrive.

    >>> normal(pa.decimal128(10, 2)), normal(pa.uint8())
    (DataType(double), DataType(int64))
    """
    kinds = pa.types
    if kinds.is_boolean(type) or kinds.is_null(type):
        return type
    if kinds.is_integer(type):
        return INTEGER
    if kinds.is_floating(type) or kinds.is_decimal(type):
        return NUMBER
    if kinds.is_date(type):
        return DAY
    if kinds.is_timestamp(type):
        return TIMESTAMP if type.tz is None else MOMENT
    return TEXT


def is_whole(type: pa.DataType) -> bool:
    """Whether an Arrow type is a decimal without a fraction.

    >>> is_whole(pa.decimal128(19, 0)), is_whole(pa.decimal128(10, 2)), is_whole(pa.int64())
    (True, False, False)
    """
    return pa.types.is_decimal(type) and type.scale <= 0


def is_finer(type: pa.DataType) -> bool:
    """Whether an Arrow type holds times finer than the microseconds in which they arrive.

    >>> is_finer(pa.timestamp("ns")), is_finer(TIMESTAMP), is_finer(DAY)
    (True, False, False)
    """
    return pa.types.is_timestamp(type) and type.unit == "ns"


def kept(schema: pa.Schema) -> dict[str, pa.DataType]:
    """Of an engine's columns those that it keeps otherwise than they arrive, as it keeps them."""
    return {each.name: each.type for each in schema if is_whole(each.type) or is_finer(each.type)}


def normalised(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """The batch in the types of `schema`, which are the normal ones of its own."""
    if batch.schema.equals(schema):
        return batch
    columns = [_cast(column, field) for column, field in zip(batch.columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _cast(column: pa.Array[Any], field: pa.Field[Any]) -> pa.Array[Any]:
    if column.type == field.type:
        return column
    if column.type in _NARROW and field.type == INTEGER and not column.null_count:
        return arrow_column(numpy_array(column), INTEGER)
    if pa.types.is_decimal(column.type) and field.type == NUMBER:
        return arrow_column(numpy_array(column), NUMBER)
    if pa.types.is_dictionary(column.type):
        return _cast(column.cast(TEXT), field)
    if field.type == TEXT and not pa.types.is_large_string(column.type):
        return array(column.to_pylist(), field)
    if is_finer(column.type):
        return in_microseconds(column, field.type)
    try:
        # A number too large for its type is refused.
        cast: pa.Array[Any] = column.cast(field.type, safe=not pa.types.is_timestamp(field.type))
    except pa.ArrowInvalid as error:
        raise misfit(field) from error
    return cast


def array(values: Iterable[Any], field: pa.Field[Any]) -> pa.Array[Any]:
    """A driver's Python values in the type of their column.

    Raises:
        QueryError: a value that does not fit; it names the column, not the value.
    """
    values = list(values)
    with suppress(pa.ArrowException, OverflowError):
        # Told the type, Arrow cuts 2.5 down to 2 and a moment to its day, without a word.
        is_lossy = field.type in (INTEGER, DAY)
        plain: pa.Array[Any] = pa.array(values) if is_lossy else pa.array(values, field.type)
        if plain.type == field.type:
            return plain
    try:
        converted: pa.Array[Any] = pa.array(
            [_CONVERT[field.type](each) for each in values], field.type
        )
        return converted
    except (pa.ArrowException, KeyError, TypeError, ValueError, OverflowError) as error:
        raise misfit(field) from error


def misfit(field: pa.Field[Any]) -> QueryError:
    """What is said of a column in which a value of another kind turned up."""
    expected = WORDS.get(field.type, str(field.type))
    return QueryError(f"column `{field.name}` mixes kinds: a value does not fit among {expected}")


def inferred(values: Iterable[Any]) -> pa.DataType:
    """The type for a driver's Python values, where the driver does not tell it.

    Numbers of two kinds are numbers; anything else mixed is text.
    """
    found = {_of(each) for each in values if each is not None}
    if not found:
        return pa.null()
    if found == {INTEGER, NUMBER}:
        return NUMBER
    return found.pop() if len(found) == 1 else TEXT


def _of(value: Any) -> pa.DataType:
    match value:
        case bool():
            return BOOLEAN
        case int():
            return INTEGER
        case float() | Decimal():
            return NUMBER
        case datetime():
            return TIMESTAMP if value.tzinfo is None else MOMENT
        case date():
            return DAY
        case _:
            return TEXT


def _integer(value: Any) -> int | None:
    if value is None or type(value) is int:
        return value
    if int(value) != value:
        raise ValueError("not whole")
    return int(value)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _boolean(value: Any) -> bool | None:
    if value in (None, True, False):  # 0 and 1 are equal to them
        return None if value is None else bool(value)
    raise ValueError("neither true nor false")


def _text(value: Any) -> str | None:
    """A value as a text; bytes are the letters that they are in UTF-8, else their digits."""
    if value is None or isinstance(value, str):
        return value
    if not isinstance(value, bytes | memoryview):
        return str(value)
    try:
        return bytes(value).decode()
    except UnicodeDecodeError:
        return value.hex()


def _day(value: Any) -> date | int | None:
    if isinstance(value, Far):
        return value.value * _FAR_DAY
    if isinstance(value, datetime) or not isinstance(value, date | None):
        raise TypeError("no day")
    return value


def _timestamp(value: datetime | Far | None) -> datetime | int | None:
    if isinstance(value, Far):
        return value.value * _FAR_TIME
    if value is None or value.tzinfo is None:
        return value
    return value.astimezone(UTC).replace(tzinfo=None)


def _moment(value: datetime | Far | None) -> datetime | int | None:
    if isinstance(value, Far):
        return value.value * _FAR_TIME
    return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


_CONVERT = {
    INTEGER: _integer,
    NUMBER: _number,
    BOOLEAN: _boolean,
    TEXT: _text,
    DAY: _day,
    TIMESTAMP: _timestamp,
    MOMENT: _moment,
}
