"""How a key result ended its cycle, and what becomes of it in the next."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from krtracker.domain.standing import Standing
from krtracker.domain.status import KEPT_SHARE


class Ending(StrEnum):
    """How far a promise came by the end of its cycle, or so far."""

    REACHED = "reached"
    """The target: it is watched from now on, so that what was won stays."""
    UNREACHED = "not reached"
    """Carried: the way begins where this one ended."""
    KEPT = "kept"
    BROKEN = "broken"
    UNKNOWN = "unknown"
    """There is no trusted value to judge it by."""


@dataclass(frozen=True)
class Ended:
    """The end of one key result."""

    how: Ending
    value: float | None = None
    day: date | None = None
    target: float | None = None
    progress: float | None = None
    rises: bool = True
    """Whether its target lay above its baseline."""
    kept_days: int = 0
    """For `keep`: on how many measured days of the cycle it held."""
    measured_days: int = 0


def ended(standing: Standing) -> Ended:
    """How a key result ended, or would if its cycle ended now."""
    current = standing.current
    if current is None or current.value is None:
        return Ended(Ending.UNKNOWN)
    if standing.key_result.promise.keep is not None:
        how = Ending.KEPT if standing.held_share >= KEPT_SHARE else Ending.BROKEN
        kept, measured = standing.kept_days, standing.measured_days
        return Ended(how, current.value, current.as_of, kept_days=kept, measured_days=measured)
    baseline, target = standing.baseline, standing.target
    if baseline is None or target is None or standing.progress is None:
        return Ended(Ending.UNKNOWN, current.value, current.as_of)
    how = Ending.REACHED if standing.progress >= 1 else Ending.UNREACHED
    return Ended(
        how, current.value, current.as_of, target, standing.progress, rises=target > baseline
    )


def cycle_after(name: str) -> str | None:
    """The name of the cycle that follows one named by the calendar; None for any other.

    >>> cycle_after("2026-Q4"), cycle_after("2026-H1"), cycle_after("2026-12"), cycle_after("2026")
    ('2027-Q1', '2026-H2', '2027-01', '2027')
    >>> cycle_after("pilot")
    """
    found = re.fullmatch(r"(\d{4})(?:-([QH]?)(\d{1,2}))?", name)
    if found is None:
        return None
    year, kind, part = int(found[1]), found[2], found[3]
    if part is None:
        return str(year + 1)
    last = {"Q": 4, "H": 2, "": 12}[kind]
    year, number = (year, int(part) + 1) if int(part) < last else (year + 1, 1)
    return f"{year}-{kind}{number:0{1 if kind else 2}d}"
