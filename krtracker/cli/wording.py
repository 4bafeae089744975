"""How numbers, days and marks are written in the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from krtracker.domain.newest import Newest
from krtracker.domain.status import Status, Trust
from krtracker.language.notation import unit_of_change
from krtracker.language.rounding import decimals_read, rounded, whole_percent

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


def number(value: float | None, unit: str = "", *, beside: Iterable[float | None] = ()) -> str:
    """A number with its unit, at the precision a person reads.

    It gets more decimals until it is not written like another number that stands `beside` it.

    >>> number(31.24159, "h"), number(12400.4), number(None), number(-0.00341)
    ('31.24 h', '12,400', 'no value', '−0.00341')
    >>> number(24.004, "h"), number(24.004, "h", beside=[24])
    ('24 h', '24.004 h')
    """
    if value is None:
        return "no value"
    known = [each for each in beside if each is not None]
    return _united(_written(value, decimals_read(value, known)), unit)


def difference(value: float, unit: str = "", *, decimals: int) -> str:
    """A signed difference; that of percentages in points, as on the pages.

    >>> difference(-15.7, "%", decimals=1), difference(2222.2, decimals=0)
    ('−15.7 pt', '+2,222')
    """
    text = _written(value, decimals)
    sign = "+" if rounded(value, decimals) > 0 else ""
    return _united(sign + text, unit_of_change(unit))


def exactly(value: float | None) -> str:
    """A number with every digit it has, for other programs; nothing for no value."""
    return "" if value is None else repr(float(value))


def percent(share: float | None) -> str:
    """A share as whole percent; what is short of the whole is at most 99 %.

    >>> percent(0.704), percent(-0.05), percent(0.9958), percent(None)
    ('70 %', '−5 %', '99 %', '')
    """
    return "" if share is None else f"{_written(whole_percent(share), 0)} %"


def moment(when: datetime) -> str:
    """A moment in UTC, to the second."""
    return when.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def newest_row(newest: Newest) -> str:
    """When a newest row is from: a moment, or a day where no more is known of it."""
    if newest.day is None:
        return moment(newest.moment)
    return f"the end of {newest.day}" if newest.is_end else str(newest.day)


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


def _written(value: float, decimals: int) -> str:
    """So many decimals with a true minus; of what they do not show, its first digits."""
    told = rounded(value, decimals) + 0.0
    text = f"{value:.3g}" if value and not told and abs(value) < 1e-6 else f"{told:,.{decimals}f}"
    return text.replace("-", "−")


def _united(text: str, unit: str) -> str:
    return f"{text} {unit}" if unit else text


def listed(names: Sequence[str]) -> str:
    """Names as a sentence takes them.

    >>> listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
