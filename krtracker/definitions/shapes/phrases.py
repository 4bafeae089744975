"""Values written as phrases: `last 28 days`, `-30 percent`, `60 s`, `2026-10-31`."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any, TypeAlias
from zoneinfo import ZoneInfo, available_timezones

from pydantic import PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from krtracker.domain.calendar import Window, WindowKind
from krtracker.domain.key_result import Change
from krtracker.errors import nearest

LONGEST_WINDOW_DAYS = 3660

_LAST = re.compile(r"last (?P<count>[0-9]{1,6}) (?P<unit>days?|weeks?)")
_DURATION = re.compile(r"(?P<count>[0-9]{1,9}(?:\.[0-9]{1,9})?) *(?P<unit>[a-z]+)")
_PERCENT = re.compile(r"(?P<amount>[-+]?[0-9]{1,15}(?:\.[0-9]{1,15})?) *(?:percent|%)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})")
_SECONDS = {
    **dict.fromkeys(("s", "sec", "second", "seconds"), 1),
    **dict.fromkeys(("min", "minute", "minutes"), 60),
    **dict.fromkeys(("h", "hour", "hours"), 3600),
    **dict.fromkeys(("d", "day", "days"), 86400),
    **dict.fromkeys(("week", "weeks"), 7 * 86400),
}


def fault(
    wanted: str, hint: str | None = None, *, at: str | int | None = None
) -> PydanticCustomError:
    """A value that is not what is `wanted`; whoever words the problem adds what was written.

    `at` names the field or item within the value that is meant, where it is not the whole.
    """
    return PydanticCustomError("phrase", "{wanted}", {"wanted": wanted, "hint": hint, "at": at})


def window(value: Any) -> Window:
    """The window that a phrase means."""
    text = " ".join(value.split()) if isinstance(value, str) else ""
    if text in {kind.value for kind in WindowKind if kind is not WindowKind.LAST}:
        return Window(WindowKind(text))
    found = _LAST.fullmatch(text)
    if found is None:
        raise fault("a span of days such as `last 28 days`", _window_hint(text))
    days = int(found["count"]) * (7 if found["unit"].startswith("week") else 1)
    if not 1 <= days <= LONGEST_WINDOW_DAYS:
        raise fault(f"a span of 1 to {LONGEST_WINDOW_DAYS} days")
    return Window(WindowKind.LAST, days)


def _window_hint(text: str) -> str:
    near = nearest(text, [*(kind.value for kind in WindowKind), "last 28 days", "last 13 weeks"])
    if near and near != "last" and not near.startswith("last "):
        return f"did you mean `{near}`?"
    to_date = ", ".join(f"`{kind.value}`" for kind in WindowKind if kind is not WindowKind.LAST)
    return f"windows are `last 28 days`, `last 13 weeks`, {to_date}"


def date(value: Any, *, at: str | None = None) -> datetime.date:
    """The day that `2026-10-31` means."""
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise fault("a date such as 2026-10-31", at=at)
    try:
        day = datetime.date.fromisoformat(value)
    except ValueError as error:
        raise fault("a date that exists", at=at) from error
    if not 1900 <= day.year <= 2200:
        raise fault("a date from 1900 to 2200", at=at)
    return day


def time(value: Any) -> datetime.time:
    """The time of day that `06:00` means."""
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if found is None or int(found["hour"]) > 23 or int(found["minute"]) > 59:
        raise fault("a time of day such as 06:00")
    return datetime.time(int(found["hour"]), int(found["minute"]))


def seconds(value: Any) -> float:
    """How long a duration lasts: `60 s`, `24 h`, `7 days`."""
    lasts = _seconds(value)
    if lasts <= 0:
        raise fault("longer than nothing")
    return lasts


def _seconds(value: Any) -> float:
    found = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None and isinstance(value, int | float) and not isinstance(value, bool):
        raise fault("a duration with its unit", f"write `{value} s`, `{value} h` or `{value} days`")
    if found is None or found["unit"] not in _SECONDS:
        raise fault("a duration", "durations are `60 s`, `15 min`, `24 h`, `7 days`, `2 weeks`")
    return float(found["count"]) * _SECONDS[found["unit"]]


def whole_days(value: Any) -> int:
    """How many days a duration lasts, where only days make sense."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise fault("a duration with its unit", f"write `{value} days`")
    days = _seconds(value) / 86400
    if days != int(days) or days > LONGEST_WINDOW_DAYS:
        raise fault(f"a number of whole days, up to {LONGEST_WINDOW_DAYS}")
    return int(days)


def percent(value: Any) -> float:
    """The number before `percent`; a bare 0 needs no unit."""
    found = _PERCENT.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is not None and float(found["amount"]) >= 0:
        return float(found["amount"])
    if value == 0 and isinstance(value, int | float) and not isinstance(value, bool):
        return 0.0
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise fault("a share in percent", f"write `{value:g} percent`")
    raise fault("a share in percent", "write `1 percent`")


def change(value: Any) -> Change:
    """A distance from the baseline: a number in the unit, or percent of the baseline."""
    found = _PERCENT.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is not None:
        return Change(float(found["amount"]), is_relative=True)
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e300:
        return Change(float(value), is_relative=False)
    raise fault("a number or a percentage", "changes are `-30 percent`, or `+10` in the unit")


def zone(value: Any) -> ZoneInfo:
    """The time zone of a name such as `Europe/Paris`."""
    try:
        return ZoneInfo(value)
    except (TypeError, ValueError, KeyError, OSError) as error:
        near = nearest(str(value), available_timezones())
        hint = f"did you mean `{near}`?" if near else "zones are named like `Europe/Paris`"
        raise fault("the name of a time zone", hint) from error


def texts(value: Any) -> tuple[str, ...]:
    """One text, or a list of them."""
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(each, str) and each for each in items):
        raise fault("a text or a list of texts")
    return tuple(items)


_TO_DATE = "(cycle|week|month|quarter|year) to date"
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_LENGTH = "^[0-9.]+ *[a-z]+$"

WindowPhrase: TypeAlias = Annotated[
    Window,
    PlainValidator(window),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": rf"^(last [0-9]+ (days?|weeks?)|{_TO_DATE}|all time)$",
            "examples": ["last 28 days", "last 13 weeks", "cycle to date", "all time"],
        }
    ),
]
DatePhrase: TypeAlias = Annotated[
    datetime.date,
    PlainValidator(date),
    WithJsonSchema({"type": "string", "pattern": _DAY, "examples": ["2026-10-31"]}),
]
TimePhrase: TypeAlias = Annotated[
    datetime.time,
    PlainValidator(time),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{1,2}:[0-9]{2}$", "examples": ["06:00"]}),
]
SecondsPhrase: TypeAlias = Annotated[
    float,
    PlainValidator(seconds),
    WithJsonSchema({"type": "string", "pattern": _LENGTH, "examples": ["60 s", "24 h"]}),
]
DaysPhrase: TypeAlias = Annotated[
    int,
    PlainValidator(whole_days),
    WithJsonSchema({"type": "string", "pattern": _LENGTH, "examples": ["7 days", "2 weeks"]}),
]
PercentPhrase: TypeAlias = Annotated[
    float,
    PlainValidator(percent),
    WithJsonSchema(
        {
            "anyOf": [{"type": "string", "pattern": "^[0-9.]+ *(percent|%)$"}, {"const": 0}],
            "examples": ["30 percent"],
        }
    ),
]
ChangePhrase: TypeAlias = Annotated[
    Change,
    PlainValidator(change),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number"},
                {"type": "string", "pattern": "^[-+]?[0-9.]+ *(percent|%)$"},
            ],
            "examples": ["-30 percent", 10],
        }
    ),
]
ZonePhrase: TypeAlias = Annotated[
    ZoneInfo,
    PlainValidator(zone),
    WithJsonSchema({"type": "string", "examples": ["Europe/Paris", "UTC"]}),
]
Texts: TypeAlias = Annotated[
    tuple[str, ...],
    PlainValidator(texts),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
