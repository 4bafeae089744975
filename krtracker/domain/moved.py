"""What moved a value between two days: a change divided over the parts that brought it about."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from krtracker.domain.segments import FEWEST_ROWS, Segment, Share, folded
from krtracker.domain.split import Piece, Split, SplitKind

MOST_SHOWN = 8
"""How many parts are told apart; the rest are put together."""
WORTH_TELLING = 0.25
"""The least share of a change that makes of a part a reason for it."""


@dataclass(frozen=True)
class Mover:
    """One part of a value: what it was and is, and what it brought to the change."""

    name: str
    """The value of the column; empty where none is given, and for the others."""
    before: float | None
    """Its own value; None where it had none."""
    now: float | None
    share_before: float | None = None
    """For ratios, its share of the whole, of what is below the line."""
    share_now: float | None = None
    rate: float = 0.0
    """What its own value moved the whole by."""
    mix: float = 0.0
    """What its share of the whole, grown or shrunk, moved the whole by."""
    is_others: bool = False

    @property
    def total(self) -> float:
        """What it brought to the change."""
        return self.rate + self.mix


@dataclass(frozen=True)
class Moved:
    """A change of a value divided over one column: the largest contribution first, others last."""

    column: str
    kind: SplitKind
    since: date
    until: date
    before: float
    now: float
    movers: tuple[Mover, ...]

    @property
    def change(self) -> float:
        """How far the value moved."""
        return self.now - self.before

    @property
    def adds_up(self) -> bool:
        """Whether the movers bring about the change; a median's parts only have values."""
        return self.kind is not SplitKind.APART

    @property
    def has_mix(self) -> bool:
        """Whether a part can move the whole by its share alone."""
        return self.kind is SplitKind.RATIO

    @property
    def main(self) -> Mover | None:
        """The part that is most of the reason, if one is; what has no name is no reason."""
        named = [each for each in self.movers if each.name and each.total * self.change > 0]
        first = max(named, key=lambda each: abs(each.total), default=None)
        if first is None or not self.adds_up:
            return None
        return first if abs(first.total) >= WORTH_TELLING * abs(self.change) else None


def moved(before: Split, now: Split, most: int = MOST_SHOWN) -> Moved | None:
    """What moved the value from one day to another; None where the days cannot be compared.

    The parts add up exactly to the change. For a ratio R = sum of share x rate, a part brings
    its rate's change at its mean share (rate), and its share's change at how far its mean rate
    lies from the mean of the whole (mix): a part that appears or vanishes brings all it brings
    as mix. Parts too small to be shown are folded first.
    """
    if before.kind is not now.kind or before.value is None or now.value is None:
        return None
    if not (before.adds_up and now.adds_up):
        return None
    if now.kind is SplitKind.APART:
        movers = list(_apart(before, now))[:most]
    else:
        segments = folded(_segments(before, now))
        movers = _ranked(_movers(segments, now.kind))
        if len(movers) > most + 1:
            kept = {each.name for each in movers[:most] if not each.is_others}
            movers = _ranked(_movers(_gathered(segments, kept), now.kind))
    if len(movers) < 2:
        return None
    days = before.as_of, now.as_of
    return Moved(now.column, now.kind, *days, before.value, now.value, tuple(movers))


def most_telling(found: Iterable[Moved]) -> Moved | None:
    """Of the columns that have a main mover, the one that tells the largest share of the change."""
    telling = [each for each in found if each.main is not None]
    return max(telling, key=lambda each: abs(each.main.total if each.main else 0), default=None)


def _segments(before: Split, now: Split) -> list[Segment]:
    """The parts of both days side by side.

    Where the smallest of very many were put together on a day, nobody can say whether a part
    of the other day was among them: it joins the others then.
    """
    sides = [_by_name(each.pieces) for each in (before, now)]
    gathered = [side.get(None) for side in sides]
    names = [name for name in dict.fromkeys([*sides[1], *sides[0]]) if name is not None]
    told: list[Segment] = []
    others: list[Segment] = []
    for name in names:
        pieces = [side.get(name) for side in sides]
        is_told = all(piece or not other for piece, other in zip(pieces, gathered, strict=True))
        (told if is_told else others).append(Segment(name, tuple(map(_share, pieces))))
    if any(gathered):
        others.append(Segment("", tuple(map(_share, gathered)), is_others=True))
    return [*told, *([_together(others)] if others else [])]


def _by_name(pieces: Sequence[Piece]) -> Mapping[str | None, Piece]:
    return {None if each.is_others else each.name: each for each in pieces}


def _share(piece: Piece | None) -> Share:
    if piece is None:
        return Share(0, (0.0, 0.0))
    return Share(piece.rows, (piece.above or 0.0, piece.below or 0.0))


def _together(segments: Sequence[Segment]) -> Segment:
    days = zip(*(each.shares for each in segments), strict=True)
    return Segment("", tuple(map(_sum, days)), is_others=True)


def _sum(shares: Sequence[Share]) -> Share:
    above, below = (math.fsum(each.sums[half] for each in shares) for half in (0, 1))
    return Share(sum(each.rows for each in shares), (above, below))


def _gathered(segments: Sequence[Segment], kept: set[str]) -> list[Segment]:
    """The parts of these names, and all others put together."""
    told = [each for each in segments if each.name in kept and not each.is_others]
    return [*told, _together([each for each in segments if each not in told])]


def _movers(segments: Sequence[Segment], kind: SplitKind) -> Iterator[Mover]:
    whole = [_sum(shares).sums for shares in zip(*(each.shares for each in segments), strict=True)]
    for each in segments:
        (above_then, below_then), (above, below) = (share.sums for share in each.shares)
        if kind is SplitKind.SUM:
            step = above - above_then
            yield Mover(each.name, above_then, above, rate=step, is_others=each.is_others)
            continue
        (total_then, of_then), (total, of) = whole
        middle = (total_then / of_then + total / of) / 2
        shares = below_then / of_then, below / of
        step = shares[1] - shares[0]
        brought = above / of - above_then / of_then - middle * step
        rate_then, rate_now = _rate(above_then, below_then), _rate(above, below)
        rate = 0.0
        if rate_then is not None and rate_now is not None:
            rate = (rate_now - rate_then) * (shares[0] + shares[1]) / 2
        yield Mover(
            each.name,
            before=rate_then,
            now=rate_now,
            share_before=shares[0],
            share_now=shares[1],
            rate=rate,
            mix=brought - rate,
            is_others=each.is_others,
        )


def _rate(above: float, below: float) -> float | None:
    return above / below if below else None


def _apart(before: Split, now: Split) -> Iterator[Mover]:
    """Values side by side, the farthest apart first, none of which tells of a few people."""
    then, then_now = _by_name(before.pieces), _by_name(now.pieces)
    movers = []
    for name in dict.fromkeys([*then_now, *then]):
        pieces = [each for each in (then.get(name), then_now.get(name)) if each is not None]
        if name is not None and all(each.rows >= FEWEST_ROWS for each in pieces):
            movers.append(Mover(name, _value(then.get(name)), _value(then_now.get(name))))
    yield from sorted(movers, key=lambda each: -abs((each.now or 0) - (each.before or 0)))


def _value(piece: Piece | None) -> float | None:
    return None if piece is None else piece.above


def _ranked(movers: Iterable[Mover]) -> list[Mover]:
    return sorted(movers, key=lambda each: (each.is_others, -abs(each.total), each.name))
