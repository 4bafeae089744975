"""Numbers, days and limits as a manager reads them in the reason why a value is held."""

from __future__ import annotations

from datetime import date

from krtracker.domain.key_result import Bounds

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Not `strftime`, whose names change with the machine's language."""


def amount(number: float) -> str:
    """A number with at most four significant digits after the comma, thousands apart.

    >>> amount(1234567.0), amount(69.6), amount(0.012345)
    ('1,234,567', '69.6', '0.01235')
    """
    if float(number).is_integer() and abs(number) < 1e15:
        return f"{int(number):,}"
    return f"{number:,.2f}".rstrip("0").rstrip(".") if abs(number) >= 1 else f"{number:.4g}"


def count_of(number: float, noun: str) -> str:
    """So many of something.

    >>> count_of(1, "row"), count_of(0, "row")
    ('1 row', 'no rows')
    """
    if number == 0:
        return f"no {noun}s"
    return f"{amount(number)} {noun}" if number == 1 else f"{amount(number)} {noun}s"


def limit(found: float, bounds: Bounds) -> str:
    """The bound that a number missed, or the upper one if it missed none.

    >>> limit(4, Bounds(at_least=100))
    'at least 100'
    """
    is_low = bounds.at_least is not None and found < bounds.at_least
    side, number = ("least", bounds.at_least) if is_low else ("most", bounds.at_most)
    return "any number" if number is None else f"at {side} {amount(number)}"


def of_limit(limit: str, one: str, many: str) -> str:
    """A limit with the form of the verb that goes with its number.

    >>> of_limit("at least 1", "was", "were"), of_limit("at most 1 hour", "is", "are")
    ('at least 1 was', 'at most 1 hour is')
    """
    is_one = "1" in limit.split()
    return f"{limit} {one if is_one else many}"


def as_day(day: date) -> str:
    """A day without its year, which stands beside the reason wherever it is shown.

    >>> as_day(date(2026, 11, 6))
    '6 Nov'
    """
    return f"{day.day} {MONTHS[day.month - 1]}"


def ages(found: float, most: float) -> tuple[str, str]:
    """An age and its limit, both in hours, in the coarsest unit that still tells them apart.

    >>> ages(230.0, 168.0), ages(168.5, 168.0), ages(30.0, 24.0)
    (('9.6 days', '7 days'), ('168.5 hours', '168 hours'), ('30 hours', '24 hours'))
    """
    is_long = min(found, most) >= 48 and round(found / 24, 1) != round(most / 24, 1)
    unit, size = ("day", 24) if is_long else ("hour", 1)
    return count_of(round(found / size, 1), unit), count_of(round(most / size, 1), unit)
