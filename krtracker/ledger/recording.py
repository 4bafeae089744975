"""Which outcomes of a batch are news, and the rows that tell them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from krtracker.domain.key_result import KeyResult
from krtracker.domain.measurement import Judged, Outcome, Unmeasured, Verdict, same
from krtracker.ledger import moments
from krtracker.ledger.tables import Row


@dataclass(frozen=True)
class Batch:
    """What one run measured of one source, and what it could not: written together or not."""

    run: str
    at: datetime
    key_results: tuple[KeyResult, ...]
    """Every key result that `judged` and `unmeasured` speak of."""
    judged: tuple[Judged, ...] = ()
    unmeasured: tuple[Unmeasured, ...] = ()


PARCEL = 50_000
"""How many outcomes are recorded at once, which takes some 100 MB."""


def parcels(outcomes: Iterable[Outcome], size: int = PARCEL) -> Iterator[list[Outcome]]:
    """Outcomes, those of one key result together, in parcels of about so many."""
    parcel: list[Outcome] = []
    for _, of_one in groupby(outcomes, key=lambda each: each.key):
        parcel += of_one
        if len(parcel) >= size:
            yield parcel
            parcel = []
    if parcel:
        yield parcel


@dataclass(frozen=True)
class Recorded:
    """What a batch changed in the ledger."""

    written: int = 0
    """New rows of measurements, restatements included."""
    restated: int = 0
    unchanged: int = 0
    """Deliveries that said what was known already."""
    rejected: int = 0
    """Deliveries that are not believed, whether or not they were known already."""
    attempts: int = 0
    """Days that could not be measured."""

    def __add__(self, other: Recorded) -> Recorded:
        return Recorded(
            self.written + other.written,
            self.restated + other.restated,
            self.unchanged + other.unchanged,
            self.rejected + other.rejected,
            self.attempts + other.attempts,
        )


class Known(NamedTuple):
    """What the ledger has of one day of a series: its newest row, and its last accepted one."""

    value: float | None
    verdict: Verdict
    reason: str | None
    is_by_person: bool
    was_accepted: bool
    accepted: float | None
    """The value of the last accepted row; None is no value if `was_accepted`."""


@dataclass
class Tally:
    """What became of the deliveries of one source."""

    written: int = 0
    restated: int = 0
    unchanged: int = 0
    rejected: int = 0
    unmeasured: int = 0
    attempts: int = 0
    duration_seconds: float = 0.0
    error: str | None = None


def is_news(judged: Judged, known: Known | None) -> bool:
    """Whether a delivery says anything that the newest row of its day does not."""
    if known is None:
        return True
    value = number(judged.reading.value)
    if judged.verdict is Verdict.PROVISIONAL and known.verdict is Verdict.ACCEPTED:
        return False
    if not same(value, known.value):
        return True
    if known.is_by_person and judged.verdict is Verdict.REJECTED:
        return False
    if judged.verdict is Verdict.REJECTED and text(judged.reason) != known.reason:
        return True
    return judged.verdict is not known.verdict


def is_restatement(judged: Judged, known: Known | None) -> bool:
    """Whether an accepted value takes the place of another accepted one.

    A provisional value replaces nothing, and nothing is lost when it is replaced; a rejected
    value was never believed.
    """
    return (
        known is not None
        and known.was_accepted
        and judged.verdict is Verdict.ACCEPTED
        and not same(number(judged.reading.value), known.accepted)
    )


def known_by(judged: Judged, known: Known | None) -> Known:
    """What the ledger knows of the day once the delivery is written."""
    value = number(judged.reading.value)
    is_accepted = judged.verdict is Verdict.ACCEPTED
    return Known(
        value,
        judged.verdict,
        text(judged.reason),
        is_by_person=False,
        was_accepted=is_accepted or (known is not None and known.was_accepted),
        accepted=value if is_accepted else (known.accepted if known else None),
    )


def attempt_row(each: Unmeasured, key_result: KeyResult, *, at: datetime, run: str) -> Row:
    """The row of the ledger that tells a day tried in vain."""
    return (
        key_result.cycle.name,
        key_result.id,
        key_result.measure_hash,
        each.as_of,
        moments.stored(at),
        run,
        key_result.source,
        text(each.reason),
        bool(each.is_definition_fault),
    )


def number(value: float | None) -> float | None:
    """A value as the ledger keeps it: what is no finite number is no value."""
    if value is None or not math.isfinite(value):
        return None
    return float(value)


def text(words: str | None) -> str | None:
    """Words as the ledger keeps them: whatever a source said, in characters there are."""
    return None if words is None else words.encode("utf-8", "replace").decode().replace("\0", "?")
