"""Whether what came back is one number; if not, why not."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

Row = Mapping[str, Any]
_TOO_LARGE = "the value is too large to be kept"


class Said(NamedTuple):
    """A number, no value, or the reason why what came back is neither."""

    value: float | None
    failure: str | None = None


def said(rows: Sequence[Row], columns: Sequence[str]) -> Said:
    """What a statement of one's own answered: one row with a column `value`, or not."""
    named = [column for column in columns if column.lower() == "value"]
    if not named:
        listed = ", ".join(f"`{column}`" for column in columns)
        return Said(None, f"the answer has no column `value`, only {listed or 'none'}")
    if len(named) > 1:
        return Said(None, "the answer has more than one column `value`")
    if not rows:
        return Said(None, "the answer has no row")
    if len(rows) > 1:
        return Said(None, "the answer has more than one row")
    return number(rows[0][named[0]])


class Numbers(NamedTuple):
    """What was said of many days: of each a number or none, and why it is neither."""

    values: list[float | None]
    failures: list[str | None]


def numbers(values: Sequence[object]) -> Numbers:
    """Each of many values as `number` has it; mostly all of them are finite, or missing."""
    told = [each for each in values if type(each) is float]
    if len(told) + values.count(None) == len(values) and all(map(math.isfinite, told)):
        known: list[Any] = list(values)
        return Numbers(known, [None] * len(known))
    found = [number(each) for each in values]
    return Numbers([each.value for each in found], [each.failure for each in found])


def number(value: object) -> Said:
    """A value as a float: NaN, infinity, text, times and truth values are none."""
    if value is None:
        return Said(None)
    if type(value) is float and math.isfinite(value):
        return Said(value)
    if isinstance(value, bool):
        return Said(None, f"the value is {str(value).lower()}, not a number")
    if isinstance(value, int | float | Decimal):
        return _finite(value)
    return Said(None, f"the value is {_what(value)}, not a number")


def _finite(value: int | float | Decimal) -> Said:
    if isinstance(value, Decimal) and value.is_nan():
        return Said(None, "the value is not a number (NaN)")
    try:
        found = float(value)
    except OverflowError:
        return Said(None, _TOO_LARGE)
    if math.isnan(found):
        return Said(None, "the value is not a number (NaN)")
    if math.isinf(found):
        is_large = not isinstance(value, float) and (isinstance(value, int) or value.is_finite())
        return Said(
            None, "the value is too large to be kept" if is_large else "the value is infinite"
        )
    return Said(found)


def _what(value: object) -> str:
    if isinstance(value, str):
        # What it says may be somebody's name, and reasons are read by everybody.
        count = len(value)
        return f"a text of {count:,} character{'' if count == 1 else 's'}"
    if isinstance(value, date | datetime | time):
        return "a time"
    if isinstance(value, timedelta):
        return "a span of time"
    return f"of type {type(value).__name__}"
