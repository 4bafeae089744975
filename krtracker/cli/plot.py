"""A line of values over days, drawn with the dots of Braille letters."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from krtracker.cli.wording import number

if TYPE_CHECKING:
    from rich.text import Text

ROWS = 8
WIDEST = 100
"""Columns that a plot takes at most, however wide the terminal is."""
NARROWEST = 24
DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
"""The bit of each dot of a Braille letter, by column from the left and row from the top."""
BLANK = "\u2800"
VALUES, LINE = "cyan", "green"


def plot(
    values: Sequence[tuple[date, float | None]],
    *,
    width: int,
    unit: str = "",
    lines: Mapping[str, float] | None = None,
) -> list[Text]:
    """The days from left to right as rows of text, at most `width` wide; none without two values.

    `lines` are levels drawn across, each with its name at the right. A gap is drawn as a gap.
    """
    known = [value for _, value in values if value is not None]
    if len(known) < 2:
        return []
    levels = lines or {}
    low, high = _scale([*known, *levels.values()])
    left = [number(high, unit), number(low, unit)]
    aside = max(map(len, left)) + 1
    behind = max((len(name) + 1 for name in levels), default=0)
    columns = max(NARROWEST, min(WIDEST, width) - aside - behind - 1)
    canvas = _canvas([value for _, value in values], columns, low, high)
    rows = {_row(level, low, high) // 4: name for name, level in levels.items()}
    drawn = []
    for place, letters in enumerate(canvas):
        label = left[0] if place == 0 else left[1] if place == ROWS - 1 else ""
        drawn.append(_line(label.rjust(aside), letters, rows.get(place)))
    return [*drawn, _days(values[0][0], values[-1][0], aside, columns)]


def _scale(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    return (low, high) if high > low else (low - 1, high + 1)


def _row(value: float, low: float, high: float) -> int:
    """The row of dots, counted from the top, on which a value lies."""
    return round((high - value) / (high - low) * (ROWS * 4 - 1))


def _canvas(values: Sequence[float | None], columns: int, low: float, high: float) -> list[str]:
    """The letters of every row; several days that share a column of dots are their mean."""
    letters = [[0x2800] * columns for _ in range(ROWS)]
    across, before = columns * 2, None
    for dot in range(across):
        mean = _mean(values, dot, across)
        row = None if mean is None else _row(mean, low, high)
        for each in _between(before, row):
            letters[each // 4][dot // 2] |= DOTS[dot % 2][each % 4]
        before = row
    return ["".join(map(chr, row)) for row in letters]


def _mean(values: Sequence[float | None], dot: int, across: int) -> float | None:
    first = dot * len(values) // across
    until = max(first + 1, (dot + 1) * len(values) // across)
    known = [value for value in values[first:until] if value is not None]
    return statistics.fmean(known) if known else None


def _between(before: int | None, row: int | None) -> Sequence[int]:
    """The dots of one column: from where the line was to where it is."""
    if row is None:
        return ()
    if before is None or before == row:
        return (row,)
    step = 1 if row > before else -1
    return range(before + step, row + step, step)


def _line(label: str, letters: str, name: str | None) -> Text:
    """One row: its label, its letters, and the level that runs through it."""
    from rich.text import Text

    text = Text(f"{label}│", style="bright_black")
    for letter in letters:
        is_free = letter == BLANK
        style = VALUES if not is_free else LINE
        text.append("┈" if is_free and name else " " if is_free else letter, style=style)
    return text.append(f" {name}", style=LINE) if name else text


def _days(first: date, last: date, aside: int, columns: int) -> Text:
    from rich.text import Text

    ends = f"{first}{str(last).rjust(columns - len(str(first)))}"
    return Text(f"{' ' * aside} {ends}", style="bright_black")
