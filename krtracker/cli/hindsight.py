"""What the past says of a promise, in a preview's words and in its document."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from krtracker.cli.evidence import Line
from krtracker.cli.wording import counted, number, percent
from krtracker.domain.hindsight import Hindsight, Needed, Reached
from krtracker.domain.key_result import KeyResult
from krtracker.domain.past import FEW_DAYS, Past
from krtracker.domain.rhythm import Period, Rhythm

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
NAMES = {Period.WEEKDAY: WEEKDAYS, Period.MONTH: MONTHS}


def hindsight_lines(key_result: KeyResult, found: Hindsight) -> list[Line]:
    """What is usual, what comes back, whether it was ever reached, and the pace it needs."""
    unit = key_result.unit
    lines = _variation(found.past, unit)
    lines += [(each.period.value, _rhythm(each, unit)) for each in found.rhythm]
    if found.reached is not None:
        is_kept = key_result.promise.keep is not None
        lines.append(("held" if is_kept else "reached", _reached(found.reached, unit)))
    if found.needed is not None:
        lines.append(("needs", _needed(found.needed, key_result)))
    return lines


def hindsight_document(found: Hindsight) -> dict[str, Any]:
    """The same as part of a JSON document."""
    return {
        "past": asdict(found.past),
        "rhythms": [
            {"period": each.period.value, "distances": list(each.distances)}
            for each in found.rhythm
        ],
        "reached": asdict(found.reached) if found.reached else None,
        "needed": asdict(found.needed) if found.needed else None,
    }


def _variation(past: Past, unit: str) -> list[Line]:
    """How far it strays by itself, said only where there is enough to say it from."""
    if past.noise is None or past.days < FEW_DAYS:
        return []
    span = f"{number(past.lowest)} to {number(past.highest, unit)}"
    days = counted(past.days, "day")
    strays = f"± {number(past.noise, unit)} by itself, {span} in {days} before the cycle"
    return [("varies", strays)]


def _rhythm(rhythm: Rhythm, unit: str) -> str:
    names = NAMES[rhythm.period]
    told = (
        f"{names[place]} {signed(rhythm.distances[place], unit)}"
        for place in (rhythm.highest, rhythm.lowest)
    )
    return f"{', '.join(told)}, against what is usual around"


def _reached(reached: Reached, unit: str) -> str:
    if reached.first is not None:
        on = f"on {reached.days} of {counted(reached.of, 'day')}"
        once = f"{on}: {reached.first}"
        return once if reached.days == 1 else f"{on}, first {reached.first}, last {reached.last}"
    never = f"never in {counted(reached.of, 'day')}"
    if reached.nearest is None:
        return never
    return f"{never}; nearest {number(reached.nearest, unit)} on {reached.nearest_on}"


def _needed(needed: Needed, key_result: KeyResult) -> str:
    pace = f"{signed(needed.per_week, key_result.unit)} a week until {key_result.cycle.end}"
    if not needed.stretches:
        return pace
    many = counted(needed.stretches, "stretch" if needed.stretches == 1 else "stretche")
    stretches = f"{many} of {counted(needed.days, 'day')}"
    share = percent(needed.as_far / needed.stretches)
    return f"{pace}; it moved as far in {needed.as_far:,} of {stretches} ({share})"


def signed(value: float, unit: str) -> str:
    """A distance with its sign.

    >>> signed(1.5, "h"), signed(-2, "")
    ('+1.5 h', '−2')
    """
    return f"{'+' if value > 0 else ''}{number(value, unit)}"
