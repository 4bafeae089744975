"""How often a trust test repeats: a little in the ordinary run, as often as asked in a soak."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

SCALE = int(os.environ.get("KRTRACKER_SCALE", "1"))
MINUTES = float(os.environ.get("KRTRACKER_SOAK_MINUTES", "240"))
"""How long a soak goes on with one test; the figure tells how far it came."""
WHOLE = 100


def many(few: int, *, asked: int) -> int:
    """`few` in the ordinary run; in a soak what the catalogue asks for, or SCALE percent of it."""
    if SCALE == 1:
        return few
    return max(few, asked * min(SCALE, WHOLE) // WHOLE)


def rounds(few: int, *, asked: int) -> Iterator[int]:
    """The numbers of the rounds to be played, `many` at most and `few` at least."""
    end = time.monotonic() + 60 * MINUTES
    for number in range(many(few, asked=asked)):
        if number >= few and time.monotonic() > end:
            return
        yield number
