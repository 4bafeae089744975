"""How numbers, days and marks are written in the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from krtracker.domain.status import Status, Trust

BARS = "▁▂▃▄▅▆▇█"

STATUS_MARKS = {
    Status.ON_TRACK: ("●", "green"),
    Status.AT_RISK: ("▲", "yellow"),
    Status.OFF_TRACK: ("▼", "red"),
    Status.ACHIEVED: ("★", "blue"),
    Status.MISSED: ("✕", "bright_black"),
    Status.NO_DATA: ("○", "bright_black"),
}
"""Icon and colour of each status; the word always stands beside them."""

TRUST_STYLES = {
    Trust.TRUSTED: "",
    Trust.HELD: "yellow",
    Trust.STALE: "yellow",
    Trust.NO_DATA: "bright_black",
}


def status(word: Status) -> str:
    """A status as rich markup: colour, icon and word."""
    icon, colour = STATUS_MARKS[word]
    return f"[{colour}]{icon} {word.value}[/]"


def number(value: float | None, unit: str = "") -> str:
    """A number with its unit, at the precision a person reads.

    >>> number(31.24159, "h"), number(12400.4), number(None), number(-0.00341)
    ('31.24 h', '12,400', 'no value', '−0.00341')
    """
    if value is None:
        return "no value"
    size = abs(value)
    if 0 < size < 0.01:
        text = f"{value:.3g}"
    else:
        text = f"{value:,.{0 if size >= 1000 else 1 if size >= 100 else 2}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    text = text.replace("-", "−")
    return f"{text} {unit}" if unit else text


def exactly(value: float | None) -> str:
    """A number with every digit it has, for other programs; nothing for no value."""
    return "" if value is None else repr(float(value))


def percent(share: float | None) -> str:
    """A share as whole percent.

    >>> percent(0.704), percent(-0.05), percent(None)
    ('70 %', '−5 %', '')
    """
    return "" if share is None else f"{round(share * 100)} %".replace("-", "−")


def moment(when: datetime) -> str:
    """A moment in UTC, to the second."""
    return when.strftime("%Y-%m-%d %H:%M:%S UTC")


def sparkline(values: Sequence[float | None]) -> str:
    """One bar per value between the smallest and the largest; a gap is a space.

    >>> sparkline([1, 2, None, 4])
    '▁▃ █'
    """
    known = [value for value in values if value is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    step = (high - low) / (len(BARS) - 1) or 1.0
    return "".join(" " if value is None else BARS[round((value - low) / step)] for value in values)


def counted(count: int, noun: str) -> str:
    """A count with its noun.

    >>> counted(1, "day"), counted(12, "key result")
    ('1 day', '12 key results')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
