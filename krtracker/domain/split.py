"""What the parts of a value say, each part being the rows with one value of a column."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

TOLERANCE = 1e-9
"""How far parts may be from the whole, as a share of what they are together."""
MOST_KEPT = 100
"""How many parts of a day are kept; the smallest of more are put together."""


class SplitKind(StrEnum):
    """How the parts of a value make up the whole."""

    SUM = "sum"
    """They add up: counts and sums."""
    RATIO = "ratio"
    """What is above and what is below the line add up: ratios and averages."""
    APART = "apart"
    """They do not (medians, extremes, distinct counts): each part only has a value of its own."""


@dataclass(frozen=True)
class Piece:
    """The rows that have one value of a column, and what they bring to the value of a day."""

    name: str
    """The value of the column; empty where none is given."""
    rows: int
    above: float | None
    """What it adds to the value, or to what is above the line; its own value where parts are
    apart."""
    below: float | None = None
    """What it adds below the line of a ratio."""
    is_others: bool = False
    """Whether the smallest of many parts were put together in it; its name is then empty."""


@dataclass(frozen=True)
class Split:
    """The value of one day divided over one column."""

    as_of: date
    column: str
    kind: SplitKind
    value: float | None
    """The whole, as it was measured."""
    pieces: tuple[Piece, ...]

    @property
    def whole(self) -> float | None:
        """What the parts amount to; None where they do not add up to anything."""
        if self.kind is SplitKind.APART:
            return None
        above = math.fsum(each.above or 0.0 for each in self.pieces)
        if self.kind is SplitKind.SUM:
            return above
        below = math.fsum(each.below or 0.0 for each in self.pieces)
        return above / below if below else None

    @property
    def adds_up(self) -> bool:
        """Whether the parts amount to the value; those that are apart are not asked to."""
        if self.kind is SplitKind.APART:
            return True
        whole = self.whole
        if whole is None or self.value is None:
            return whole is self.value
        size = math.fsum(abs(each.above or 0.0) for each in self.pieces)
        if self.kind is SplitKind.RATIO:
            size /= abs(math.fsum(each.below or 0.0 for each in self.pieces))
        return abs(whole - self.value) <= TOLERANCE * max(size, abs(self.value))


def kept(pieces: Sequence[Piece], kind: SplitKind, most: int = MOST_KEPT) -> tuple[Piece, ...]:
    """The parts as they are kept: the largest first, the smallest of very many put together.

    Parts that are apart cannot be put together: the smallest of them are left out.
    """
    ordered = sorted(pieces, key=lambda each: (-each.rows, each.name))
    large, small = ordered[:most], ordered[most:]
    if not small or kind is SplitKind.APART:
        return tuple(large)
    is_ratio = kind is SplitKind.RATIO
    others = Piece(
        "",
        sum(each.rows for each in small),
        math.fsum(each.above or 0.0 for each in small),
        math.fsum(each.below or 0.0 for each in small) if is_ratio else None,
        is_others=True,
    )
    return (*large, others)
