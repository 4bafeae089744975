"""To how many digits a number is told, and which way a half goes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal

MOST_DECIMALS = 9
MOST_MORE = 4
"""How many decimals more than usual tell a value apart from what was promised."""

_HALVES_AWAY = Context(prec=400, rounding=ROUND_HALF_UP)
"""Wide enough for the largest double with its decimals."""


def rounded(value: float, decimals: int = 0) -> float:
    """`value` with so many decimals, a half away from zero as people round.

    A half is one as it is written: the noise behind fifteen digits does not count.

    >>> rounded(36.25, 1), rounded(-2.5), rounded(100 * 0.285), rounded(2.675, 2)
    (36.3, -3.0, 29.0, 2.68)
    """
    value = float(value)
    if not math.isfinite(value) or value.is_integer():
        return value
    step = Decimal(1).scaleb(-decimals)
    return float(Decimal(f"{value:.15g}").quantize(step, context=_HALVES_AWAY))


def whole_percent(share: float) -> float:
    """A share of one in whole percent; what falls short of the whole is never a hundred.

    >>> whole_percent(0.704), whole_percent(0.9958), whole_percent(1.0)
    (70.0, 99.0, 100.0)
    """
    percent = rounded(100 * share)
    return 99.0 if share < 1 and percent == 100 else percent


def decimals_read(value: float, beside: Iterable[float] = ()) -> int:
    """How many decimals of a number a person reads: about three digits, no zeros behind them.

    More where it would be written like another number that stands beside it.

    >>> decimals_read(0.42), decimals_read(7.8), decimals_read(1234.5), decimals_read(0.00341)
    (2, 1, 0, 5)
    """
    most = decimals_apart(value, beside, most_read(value))
    return decimals_of(rounded(value, most), at_most=most)


def most_read(value: float) -> int:
    """With how many decimals a number of this size still is read.

    >>> most_read(12345.6), most_read(123.4), most_read(7.8), most_read(0.0034)
    (0, 1, 2, 5)
    """
    size = abs(value)
    if 0 < size < 0.01:
        return min(2 - math.floor(math.log10(size)), MOST_DECIMALS)
    return 0 if size >= 1000 else 1 if size >= 100 else 2


def decimals_of(value: float, *, at_most: int = MOST_DECIMALS) -> int:
    """How many decimals a written value has; four of one that has no end.

    >>> decimals_of(24.0), decimals_of(92.25), decimals_of(1 / 3)
    (0, 2, 4)
    """
    return next((count for count in range(at_most + 1) if round(value, count) == value), 4)


def decimals_apart(value: float, others: Iterable[float], decimals: int) -> int:
    """As many decimals as are needed until `value` is not written like one of `others`.

    Not more where `value` is one of them, where it is written whole as it is, or where they lie so
    close that `MOST_MORE` decimals do not tell them apart.

    >>> decimals_apart(24.04, [24], 1), decimals_apart(24.0, [24], 1), decimals_apart(24.2, [24], 1)
    (2, 1, 1)
    """
    rest = [each for each in others if not math.isclose(each, value, rel_tol=1e-9)]
    for more in range(decimals, decimals + MOST_MORE + 1):
        written = rounded(value, more)
        if written == value or all(rounded(each, more) != written for each in rest):
            return more
    return decimals


def adding_up(total: float, parts: Sequence[float], decimals: int) -> list[float]:
    """The parts of a total with so many decimals, rounded so that they still add up to it.

    Those that are nearest to a half give way. Parts that do not add up before stay as they are.

    >>> adding_up(1.0, [1 / 3, 1 / 3, 1 / 3], 2)
    [0.34, 0.33, 0.33]
    """
    told = [rounded(each, decimals) for each in parts]
    missing = round((rounded(total, decimals) - sum(told)) * 10**decimals)
    way = 1 if missing > 0 else -1
    if abs(missing) <= len(parts):
        by_rest = sorted(range(len(told)), key=lambda at: way * (told[at] - parts[at]))
        for at in by_rest[: abs(missing)]:
            told[at] = rounded(told[at] + way * 0.1**decimals, decimals)
    return told
