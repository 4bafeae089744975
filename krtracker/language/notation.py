"""How numbers, days and moments are written for a reader of one language."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from krtracker.domain.key_result import Bounds, Change, KeyResult, Promise
from krtracker.domain.standing import Standing
from krtracker.language.rounding import (
    MOST_DECIMALS,
    decimals_apart,
    decimals_of,
    decimals_read,
    rounded,
    whole_percent,
)

THIN = "\N{NO-BREAK SPACE}"
"""Between a number and its unit: a fifth of an em in Source Sans, and never broken."""
THINNER = "\N{NARROW NO-BREAK SPACE}"
"""Between thousands."""
MINUS = "\N{MINUS SIGN}"
GAP = "\N{EM DASH}"
"""What is written where there is no value."""

DAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "fr": ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
}
MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "fr": (
        *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
        *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
    ),
}


COMMA = (
    *("bg", "ca", "cs", "da", "de", "el", "es", "et", "fi", "fr", "hr", "hu", "id", "is", "it"),
    *("lt", "lv", "nb", "nl", "nn", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "tr"),
    *("uk", "vi"),
)
"""The languages whose readers write 1,5 and not 1.5."""
POINT = ("de-ch", "de-li", "es-do", "es-gt", "es-mx", "es-pa", "es-pr", "es-us", "it-ch")
"""Where such a language is written with a point all the same."""
MONTH_FIRST = ("en", "en-us", "en-ph")
"""Where a date begins with its month."""


@dataclass(frozen=True)
class Notation:
    """Writes numbers and days in one language, as its reader's country writes them."""

    language: str = "en"
    locale: str = ""
    """Such as `de-CH`; as in the country where the language comes from where none is told.

    Thousands stand apart by a thin space everywhere: it is a decimal mark nowhere.
    """

    @property
    def has_comma(self) -> bool:
        """Whether decimals follow a comma."""
        locale = self._locale
        return locale not in POINT and locale.partition("-")[0] in COMMA

    @property
    def is_month_first(self) -> bool:
        """Whether a date begins with its month."""
        return bool(self.locale) and self.language == "en" and self._locale in MONTH_FIRST

    @property
    def _locale(self) -> str:
        return (self.locale or self.language).lower().replace("_", "-")

    def number(self, value: float | None, decimals: int = 0, *, signed: bool = False) -> str:
        """`value` with a true minus, thin thousands and the language's decimal mark.

        >>> Notation("fr").number(-1234.5, 1)
        '−1\u202f234,5'
        """
        if value is None:
            return GAP
        told = rounded(value, decimals) + 0.0
        text = f"{abs(told):,.{decimals}f}".replace(",", THINNER)
        if self.has_comma:
            text = text.replace(".", ",")
        sign = MINUS if told < 0 else "+" if signed and told > 0 else ""
        return sign + text

    def read(self, value: float) -> str:
        """A number of which nothing is known but itself, with the digits that a person reads."""
        return self.number(value, decimals_read(value))

    def percent(self, share: float | None) -> str:
        """A share of one as whole percent; what is short of the whole is at most 99 %."""
        return GAP if share is None else f"{self.number(whole_percent(share))}{THIN}%"

    def day(self, day: date, *, weekday: bool = False, year: bool = False) -> str:
        """`21 Nov`, and `Sat 21 Nov 2026` when asked for more; `Nov 21` for an American.

        The first of a month is an ordinal in French: `1er oct.`

        >>> Notation("en", "en-US").day(date(2026, 11, 21), year=True)
        'Nov 21, 2026'
        """
        month, number = MONTHS[self.language][day.month - 1], day_of_month(day.day, self.language)
        text = f"{month} {number}" if self.is_month_first else f"{number} {month}"
        if weekday:
            text = f"{DAYS[self.language][day.weekday()]} {text}"
        comma = "," if self.is_month_first else ""
        return f"{text}{comma} {day.year}" if year else text

    def moment(self, moment: datetime, today: date | None = None) -> str:
        """The local time of `moment`, with its day unless that is `today`."""
        time = f"{moment:%H:%M}"
        return time if moment.date() == today else f"{self.day(moment.date())} {time}"

    def seconds(self, seconds: float) -> str:
        """How long something took: `8 ms`, `0.4 s`, `12 s`, `3 min`."""
        if seconds < 0.001:
            return f"<{THIN}1{THIN}ms"
        if seconds < 0.05:
            return f"{self.number(seconds * 1000)}{THIN}ms"
        if seconds < 120:
            return f"{self.number(seconds, 0 if seconds >= 10 else 1)}{THIN}s"
        return f"{self.number(seconds / 60)}{THIN}min"


def day_of_month(number: int, language: str) -> str:
    """The number of a day within its month, as a date is written.

    >>> day_of_month(1, "fr"), day_of_month(2, "fr"), day_of_month(1, "en")
    ('1er', '2', '1')
    """
    return "1er" if number == 1 and language == "fr" else str(number)


@dataclass(frozen=True)
class Quantity:
    """How the values of one key result are written: its unit and as many decimals as matter."""

    notation: Notation
    unit: str
    decimals: int
    levels: tuple[float, ...] = ()
    """The target or the limits: a value that is none of them is not written like one of them."""
    current: float | None = None
    """The value that stands beside them, from which they are told apart in turn."""

    def bare(self, value: float | None) -> str:
        """The number without its unit, with more decimals where it nearly is what was promised."""
        return self.notation.number(value, self._decimals_for(value))

    def neat(self, value: float | None) -> str:
        """A number with the decimals that it has and no unit: `24`, not `24.0`."""
        return GAP if value is None else self.notation.number(value, decimals_of(value))

    def of(self, value: float | None) -> str:
        """The number, a thin space and its unit."""
        return self._united(self.bare(value), value)

    def promised(self, value: float | None) -> str:
        """A value that a person wrote, as that person would: `24 h`, not `24.0 h`."""
        return self._united(self.neat(value), value)

    def target(self, promise: Promise, value: float | None) -> str:
        """A target: as it was written, or rounded like the values when a change made it."""
        return self.promised(value) if promise.change is None else self.of(value)

    def level(self, value: float) -> str:
        """A number of which it is not told who made it: nobody writes more than two decimals."""
        return self.promised(value) if round(value, 2) == value else self.of(value)

    def step(self, change: Change) -> str:
        """The distance from the baseline that a person promised, as it was written: `−2.5 %`."""
        text = self.notation.number(change.amount, decimals_of(change.amount), signed=True)
        return f"{text}{THIN}%" if change.is_relative else text

    def start(self, promise: Promise, value: float | None) -> str:
        """A baseline without its unit: as it was written, or rounded when it was measured."""
        return self.bare(value) if promise.needs_baseline else self.neat(value)

    def change(self, difference: float | None) -> str:
        """A signed difference; of percentages in points, of `/ 10` without a unit."""
        text = self.notation.number(difference, self.decimals, signed=True)
        return self._united(text, difference, unit_of_change(self.unit))

    def bounds(self, keep: Bounds) -> str:
        """The limits to keep: `≥ 62 %`, `≤ 5`, `2 – 4 h`."""
        if keep.at_least is not None and keep.at_most is not None:
            return f"{self.neat(keep.at_least)} – {self.promised(keep.at_most)}"
        if keep.at_least is not None:
            return f"≥{THIN}{self.promised(keep.at_least)}"
        return f"≤{THIN}{self.promised(keep.at_most)}"

    @property
    def is_long(self) -> bool:
        """Whether the unit is more than a sign or an abbreviation."""
        return len(self.unit) > 3 or self.unit.startswith("/")

    @property
    def brief(self) -> Quantity:
        """The same without a unit that is long, for where the unit stands close by already."""
        return replace(self, unit="") if self.is_long else self

    def _decimals_for(self, value: float | None) -> int:
        """The usual decimals, or as many as tell a value from the level beside which it stands."""
        if value is None:
            return self.decimals
        beside = self.levels
        if value in self.levels:
            beside = () if self.current is None else (self.current,)
        return decimals_apart(value, beside, self.decimals)

    def _united(self, text: str, value: float | None, unit: str | None = None) -> str:
        unit = self.unit if unit is None else unit
        return f"{text}{THIN}{unit}" if unit and value is not None else text


def quantity(
    key_result: KeyResult,
    values: Iterable[float | None],
    notation: Notation,
    standing: Standing | None = None,
) -> Quantity:
    """How to write the values of `key_result`: counts whole, others to a fiftieth of the way.

    The way is from baseline to target. Three digits are enough, but for one decimal that shows
    a step of the way; they are all there is where there is no way.
    """
    known = [each for each in values if each is not None]
    current = standing.current.value if standing and standing.current else None
    target = standing.target if standing else key_result.promise.target
    beside = key_result.promise.levels(target)
    if known and all(float(each).is_integer() for each in known):
        return Quantity(notation, key_result.unit, 0, beside, current)
    digits = _decimals_for(max((abs(each) for each in known), default=0.0) / 100)
    if standing and standing.baseline is not None and standing.target is not None:
        step = abs(standing.target - standing.baseline) / 50
        digits = min(_decimals_for(step), max(digits, 1))
    return Quantity(notation, key_result.unit, digits, beside, current)


def unit_of_change(unit: str) -> str:
    """The unit of a difference: percentages differ by points, marks such as `/ 10` by none."""
    return "pt" if unit == "%" else "" if unit.startswith("/") else unit


def _decimals_for(step: float) -> int:
    """How many decimals show a step of this size, at most nine."""
    if step <= 0 or not math.isfinite(step):
        return 1
    return min(max(math.ceil(-math.log10(step) - 1e-9), 0), MOST_DECIMALS)
