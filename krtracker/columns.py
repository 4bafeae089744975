"""Values as Arrow columns, and columns as numpy's arrays, without pandas being imported for it.

`pa.array`, `pa.table` and `to_numpy` (pyarrow 26) import pandas to know whether something is
pandas': half a second and 40 MB in a program that has no other use for it. Casting and encoding
import `pyarrow.compute`, which is a tenth of a second and 10 MB more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Values: TypeAlias = Sequence[Any] | npt.NDArray[Any]
_Mask: TypeAlias = npt.NDArray[np.bool_]
_MOST_EXACT = 2**53
_MOST_EXACT_TENS = 22
"""Up to here whole numbers, and up to here powers of ten, are exact as doubles."""
_EPOCH = datetime(1970, 1, 1)
_MOST_BYTES = 2**31 - 1
"""Where a text ends in its column is kept in 32 bits."""


def arrow_column(values: Values, type: pa.DataType) -> pa.Array[Any]:
    """`values` as an Arrow column of a type; None is missing, and NaN in an array of numpy's.

    Types are those that the ledger and sources have: whole and floating numbers, true or false,
    days, microseconds with a zone or without, text, bytes.

    >>> arrow_column(["a", None], pa.string()).to_pylist()
    ['a', None]
    """
    if isinstance(values, list | tuple) and values.count(None) == len(values):
        missing: pa.Array[Any] = pa.nulls(len(values), type)  # type: ignore[call-overload]  # any
        return missing
    there = _there(values)
    validity = None if there is None else _bits(there)
    if there is not None and not isinstance(values, np.ndarray):
        nothing = _nothing(type)
        values = [nothing if each is None else each for each in values]
    return pa.Array.from_buffers(type, len(values), [validity, *_buffers(values, type)])


def arrow_table(columns: Mapping[str, pa.Array[Any] | pa.ChunkedArray[Any]]) -> pa.Table:
    """Columns side by side, by name."""
    return pa.Table.from_arrays(list(columns.values()), names=list(columns))


def numpy_array(column: pa.Array[Any] | pa.ChunkedArray[Any]) -> npt.NDArray[Any]:
    """A column of numbers as numpy keeps it; with values missing it is floating, and they are NaN.

    Days are days since 1970, and times are in their own unit since then. Decimals are the doubles
    that are nearest to them, which those of Arrow's own `cast` are not always.

    >>> numpy_array(arrow_column([1, None, 3], pa.int64())).tolist()
    [1.0, nan, 3.0]
    """
    if not isinstance(column, pa.ChunkedArray):
        return _of_chunk(column)
    chunks = [_of_chunk(each) for each in column.chunks]
    nothing: npt.NDArray[Any] = np.zeros(0, _dtype(_plain(column.type)))
    return chunks[0] if len(chunks) == 1 else np.concatenate([nothing, *chunks])


def in_microseconds(column: pa.Array[Any], type: pa.DataType) -> pa.Array[Any]:
    """Times in nanoseconds, cut to a type of microseconds; `infinity` is what it was.

    Arrow's own `cast` cuts towards 1970: times before it would be those of a later moment.

    >>> last = arrow_column([-1, None], pa.int64()).view(pa.timestamp("ns"))
    >>> in_microseconds(last, pa.timestamp("us")).to_pylist()
    [datetime.datetime(1969, 12, 31, 23, 59, 59, 999999), None]
    """
    laid: list[Any] = column.buffers()
    validity, content = laid
    if content is None:
        return arrow_column([None] * len(column), type)
    nanoseconds = np.frombuffer(content, np.int64)
    is_far = np.abs(nanoseconds) == np.iinfo(np.int64).max
    found = _buffer(np.where(is_far, nanoseconds, nanoseconds // 1000))
    return pa.Array.from_buffers(type, len(column), [validity, found], offset=column.offset)


def listed(column: pa.Array[Any]) -> list[Any]:
    """The values of a column as Python has them.

    Days and times before the year 1 or after 9999, `infinity` among them, are the nearest that it
    has.

    >>> listed(arrow_column([2**31 - 1, None], pa.int32()).view(pa.date32()))
    [datetime.date(9999, 12, 31), None]
    """
    try:
        return list(column.to_pylist())
    except OverflowError:
        nearest = _nearest_day if pa.types.is_date32(column.type) else _nearest_time
        zone = _epoch(column.type).tzinfo
        whole: pa.Array[Any] = column.view(_plain(column.type))
        return [None if each is None else nearest(each, zone) for each in whole.to_pylist()]


def rows_of(batch: pa.RecordBatch) -> list[dict[str, Any]]:
    """The rows of a batch by the names of its columns, values as `listed` has them."""
    try:
        return batch.to_pylist()
    except OverflowError:
        columns = [listed(each) for each in batch.columns]
        return [
            dict(zip(batch.schema.names, row, strict=True)) for row in zip(*columns, strict=True)
        ]


def coded(column: pa.Array[Any] | pa.ChunkedArray[Any]) -> tuple[npt.NDArray[np.int64], list[Any]]:
    """For every row the place of its value among the different ones, and those; None is one.

    >>> [each if isinstance(each, list) else each.tolist() for each in coded(
    ...     arrow_column(["b", None, "b"], pa.string()))]
    [[0, 1, 0], ['b', None]]
    """
    places: dict[Any, int] = {}
    codes = [places.setdefault(value, len(places)) for value in column.to_pylist()]
    return np.array(codes, np.int64), list(places)


def _nearest_day(days: int, _zone: tzinfo | None) -> date:
    ordinal = days + _EPOCH.toordinal()
    return date.fromordinal(min(max(ordinal, date.min.toordinal()), date.max.toordinal()))


def _nearest_time(microseconds: int, zone: tzinfo | None) -> datetime:
    try:
        found = _EPOCH + timedelta(microseconds=microseconds)
    except OverflowError:
        found = datetime.max if microseconds > 0 else datetime.min
    return found.replace(tzinfo=zone)


def _plain(type: pa.DataType) -> pa.DataType:
    """The whole numbers that days and times are kept as; other types are what they are."""
    if pa.types.is_date32(type):
        return pa.int32()
    return pa.int64() if pa.types.is_timestamp(type) else type


def _dtype(type: pa.DataType) -> npt.DTypeLike:
    return np.float64 if pa.types.is_decimal(type) else type.to_pandas_dtype()


def _of_chunk(chunk: pa.Array[Any]) -> npt.NDArray[Any]:
    if pa.types.is_null(chunk.type):
        return np.full(len(chunk), np.nan)
    if chunk.type != (plain := _plain(chunk.type)):
        chunk = chunk.view(plain)
    laid: list[Any] = chunk.buffers()
    validity, content = laid
    part = slice(chunk.offset, chunk.offset + len(chunk))
    if content is None:
        return np.zeros(0, _dtype(chunk.type))
    found: npt.NDArray[Any]
    if pa.types.is_decimal(chunk.type):
        found = _doubles(content, chunk.type, part)
    else:
        found = np.frombuffer(content, _dtype(chunk.type))[part]
    if validity is None or not chunk.null_count:
        return found
    bits = np.frombuffer(validity, np.uint8)
    there = np.unpackbits(bits, count=part.stop, bitorder="little")[part]
    return np.where(there, found, np.nan)


def _doubles(content: Any, type: Any, part: slice) -> npt.NDArray[np.float64]:
    """The double nearest to each decimal, as `float` finds it.

    A decimal is a whole number of one word or several, the lowest first, and its type tells by
    which power of ten it is divided. Where doubles hold both exactly, or nothing is divided, numpy
    rounds once.
    """
    width, scale = type.byte_width, type.scale
    word = min(width, 8)
    laid = np.frombuffer(content, f"V{width}", part.stop)[part]
    words = laid.view(f"<i{word}").reshape(len(laid), width // word)
    low = words[:, 0].astype(np.int64)
    is_once = (low >= -_MOST_EXACT) & (low <= _MOST_EXACT) & (0 <= scale <= _MOST_EXACT_TENS)
    is_once |= scale == 0
    for higher in words.T[1:]:
        is_once &= higher == low >> 63  # nothing but the sign
    found: npt.NDArray[np.float64] = low / 10.0 ** min(max(scale, 0), _MOST_EXACT_TENS)
    above, below = 10 ** max(-scale, 0), 10 ** max(scale, 0)
    for at in np.flatnonzero(~is_once).tolist():
        whole = int.from_bytes(laid[at].tobytes(), "little", signed=True)
        found[at] = whole * above / below  # Python rounds a quotient of whole numbers once
    return found


def _there(values: Values) -> _Mask | None:
    """Which values are not missing; None where all are there."""
    if isinstance(values, np.ndarray):
        there: _Mask = ~np.isnan(values) if values.dtype.kind == "f" else np.ones(1, np.bool_)
        return None if there.all() else there
    if None not in values:
        return None
    return np.fromiter((each is not None for each in values), np.bool_, len(values))


def _nothing(type: pa.DataType) -> object:
    """What stands in the place of a missing value; nobody reads it."""
    if pa.types.is_date(type):
        return _EPOCH
    if pa.types.is_timestamp(type):
        return _epoch(type)
    if pa.types.is_string(type):
        return ""
    return b"" if pa.types.is_binary(type) else 0


def _buffers(values: Values, type: pa.DataType) -> list[pa.Buffer]:
    """The values as Arrow lays them out."""
    if pa.types.is_string(type):
        return _texts(list(values))
    if pa.types.is_binary(type):
        return _laid_end_to_end(list(values))
    if pa.types.is_boolean(type):
        return [_bits(np.asarray(values, np.bool_))]
    if pa.types.is_date(type):
        return [_whole(_days(values), np.int32, len(values))]
    if pa.types.is_timestamp(type):
        moments = _microseconds(list(values), _epoch(type))
        return [_buffer(np.broadcast_to(moments, len(values)))]
    found: npt.NDArray[Any] = np.asarray(values, type.to_pandas_dtype())
    return [_buffer(found)]


def _buffer(numbers: npt.NDArray[Any]) -> pa.Buffer:
    return pa.py_buffer(np.ascontiguousarray(numbers).data)


def _bits(flags: _Mask) -> pa.Buffer:
    return _buffer(np.packbits(flags, bitorder="little"))


def _whole(numbers: Iterable[int], width: type[np.signedinteger[Any]], count: int) -> pa.Buffer:
    return _buffer(np.fromiter(numbers, width, count))


def _laid_end_to_end(cells: Sequence[bytes]) -> list[pa.Buffer]:
    return _with_ends(cells, b"".join(cells))


def _with_ends(cells: Sequence[bytes] | Sequence[str], joined: bytes) -> list[pa.Buffer]:
    ends = np.zeros(len(cells) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, cells), np.int64, len(cells)), out=ends[1:])
    return _ending(ends, joined)


def _ending(ends: npt.NDArray[np.int64], joined: bytes) -> list[pa.Buffer]:
    """Where each of the values ends, and all of them."""
    if ends[-1] > _MOST_BYTES:
        raise OverflowError(f"{ends[-1]:,} bytes are too many for one column")
    return [_buffer(ends.astype(np.int32)), pa.py_buffer(joined)]


def _texts(values: Sequence[str]) -> list[pa.Buffer]:
    """Texts as bytes; where no letter takes two, they are as long as they were."""
    if values and values.count(values[0]) == len(values):
        one = values[0].encode()
        return _ending(np.arange(len(values) + 1) * len(one), one * len(values))
    joined = "".join(values)
    if joined.isascii():
        return _with_ends(values, joined.encode())
    return _laid_end_to_end([each.encode() for each in values])


def _days(values: Iterable[date]) -> Iterable[int]:
    first = _EPOCH.toordinal()
    return (each.toordinal() - first for each in values)


def _epoch(type: pa.DataType) -> datetime:
    is_zone_free = not isinstance(type, pa.TimestampType) or type.tz is None
    return _EPOCH if is_zone_free else _EPOCH.replace(tzinfo=UTC)


def _microseconds(values: Sequence[datetime], epoch: datetime) -> npt.NDArray[np.int64]:
    if values and values.count(values[0]) == len(values):
        values = values[:1]
    spans = (each - epoch for each in values)
    found = ((each.days * 86_400 + each.seconds) * 1_000_000 + each.microseconds for each in spans)
    return np.fromiter(found, np.int64, len(values))
