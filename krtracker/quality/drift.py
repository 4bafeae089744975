"""Whether the columns of a reading still hold the kinds of value that were believed before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from krtracker.domain.key_result import Bounds
from krtracker.domain.measurement import Reading
from krtracker.quality.claims import Claim


def unchanged_kinds(reading: Reading, believed: Mapping[str, str]) -> Iterator[Claim]:
    """One claim for every column that holds another kind of value than when last believed.

    A retyped column may go on giving numbers: a time that has become a day falls into other
    windows, and nothing fails. So it is held until a person accepts it, once.
    """
    for column, was in sorted(believed.items()):
        now = reading.columns.get(column, was)
        if now != was:
            reason = f"`{column}` was {was} and is {now} now: what is reckoned from it may differ"
            yield Claim(f"{column}.kind", 1, Bounds(at_most=0), reason)
