"""The parts a value is divided over, none of them so small that it tells about single persons."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

FEWEST_ROWS = 5
"""A part of fewer rows than these is shown together with others."""


@dataclass(frozen=True)
class Share:
    """What one segment brings to a value, on one day."""

    rows: int
    sums: tuple[float, ...] = ()
    """What adds up: one total of a count or a sum, two (above and below) of a rate."""


@dataclass(frozen=True)
class Segment:
    """The rows that have one value of a column, on each of the days that are compared.

    Every segment of a split has its shares for the same days, in the same order.
    """

    name: str
    shares: tuple[Share, ...]
    is_others: bool = False
    """Whether small segments were put together in it; its name is then empty."""


def folded(segments: Sequence[Segment], fewest: int = FEWEST_ROWS) -> list[Segment]:
    """The segments as they may be shown: the small ones put together as "others", at the end.

    Small is whoever has rows on a day, but fewer than `fewest`; no rows tell of nobody. Where
    the small ones together would still be small, they could be told from the total by
    subtraction, so the next smallest joins them. Counts, sums and both halves of a rate are
    added, so what the segments amount to stays the same.

    >>> parts = [("north", 40), ("south", 9), ("west", 12), ("isle", 2)]
    >>> shown = folded([Segment(name, (Share(rows, (rows,)),)) for name, rows in parts])
    >>> [(each.name or "others", each.shares[0].rows) for each in shown]
    [('north', 40), ('west', 12), ('others', 11)]
    """
    hidden: list[Segment] = []
    shown: list[Segment] = []
    for each in segments:
        is_small = any(0 < share.rows < fewest for share in each.shares)
        (hidden if is_small else shown).append(each)
    while (lacking := _lacking(hidden, fewest)) is not None:
        helping = [each for each in shown if each.shares[lacking].rows]
        if not helping:
            break
        smallest = min(helping, key=_size)
        shown.remove(smallest)
        hidden.append(smallest)
    return [*shown, _together(hidden)] if hidden else shown


def _size(segment: Segment) -> tuple[int, str]:
    return sum(share.rows for share in segment.shares), segment.name


def _lacking(hidden: Sequence[Segment], fewest: int) -> int | None:
    """The first day on which what is put together has too few rows to be shown, if any."""
    rows = [sum(share.rows for share in day) for day in _days(hidden)]
    return next((number for number, count in enumerate(rows) if 0 < count < fewest), None)


def _together(hidden: Sequence[Segment]) -> Segment:
    shares = tuple(
        Share(
            sum(share.rows for share in day),
            tuple(math.fsum(part) for part in zip(*(share.sums for share in day), strict=True)),
        )
        for day in _days(hidden)
    )
    return Segment("", shares, is_others=True)


def _days(segments: Sequence[Segment]) -> list[tuple[Share, ...]]:
    return list(zip(*(each.shares for each in segments), strict=True))
