"""What was promised, since when and why: the promises in the ledger, as they are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise

import duckdb

from krtracker.domain.key_result import KeyResult, Promise
from krtracker.ledger import moments
from krtracker.ledger.catalog_text import promise_from_text
from krtracker.ledger.series import EVER, Renames, names_of, renames
from krtracker.ledger.tables import PROMISES


class PromiseKind(StrEnum):
    """Why a row stands among the promises."""

    MADE = "made"
    CHANGED = "changed"
    RENAMED = "renamed"
    BASELINE = "baseline"
    """Its measured baseline was frozen."""


@dataclass(frozen=True)
class RecordedPromise:
    """One row of the ledger: a promise in force from a day on, and why it came to be."""

    sequence: int
    cycle: str
    key_result: str
    formerly: str | None
    kind: PromiseKind
    text: str
    promise_hash: str
    measure_hash: str
    baseline: float | None
    """The measured baseline as it was frozen; None while pending, or where it is stated."""
    effective: date
    """From which day on a chart shows it."""
    promised_on: date
    """The day on which it was recorded; a frozen baseline does not move it."""
    reason: str | None
    changed_by: str | None
    recorded_at: datetime
    run: str

    @property
    def promise(self) -> Promise:
        """What was promised."""
        return promise_from_text(self.text)

    def is_kept_by(self, key_result: KeyResult) -> bool:
        """Whether a key result promises and measures what is recorded."""
        hashes = (key_result.promise_hash, key_result.measure_hash)
        return hashes == (self.promise_hash, self.measure_hash)


Promises = Mapping[tuple[str, str], RecordedPromise]
"""The promise in force by cycle and key result id."""


def in_force(connection: duckdb.DuckDBPyConnection, *, until: int = EVER) -> Promises:
    """The newest promise of every key result of every cycle."""
    newest = "QUALIFY row_number() OVER (PARTITION BY cycle, key_result ORDER BY sequence DESC) = 1"
    return {
        (each.cycle, each.key_result): each
        for each in _fetched(connection, f"WHERE sequence <= $until {newest}", {"until": until})
    }


def history(
    connection: duckdb.DuckDBPyConnection, key_result: KeyResult, *, until: int = EVER
) -> list[RecordedPromise]:
    """Every promise recorded for a key result in its cycle, oldest first."""
    names = sorted(names_of(key_result, renames(connection)))
    where = (
        "WHERE cycle = $cycle AND list_contains($names, key_result) AND sequence <= $until "
        "ORDER BY sequence"
    )
    parameters = {"cycle": key_result.cycle.name, "names": names, "until": until}
    return list(_fetched(connection, where, parameters))


def new_measures(recorded: Sequence[RecordedPromise]) -> frozenset[int]:
    """The rows, by sequence, with which only the measure changed and not what is promised."""
    return frozenset(
        after.sequence
        for before, after in pairwise(recorded)
        if after.kind is PromiseKind.CHANGED and after.promise_hash == before.promise_hash
    )


def replaced_since(
    recorded: Sequence[RecordedPromise], day: date
) -> tuple[RecordedPromise, RecordedPromise] | None:
    """The promise in force on a past day and the next one; None where it is that of now.

    The first one counts for the days before the cycle, too.
    """
    if not recorded:
        return None
    day = max(day, recorded[0].effective)
    known = [each for each in recorded if each.effective <= day]
    rest = [each for each in recorded[len(known) :] if each.promise_hash != known[-1].promise_hash]
    if not rest or recorded[-1].promise_hash == known[-1].promise_hash:
        return None
    return known[-1], rest[0]


def baseline_of(promise: RecordedPromise, recorded: Sequence[RecordedPromise]) -> float | None:
    """The baseline that a promise came to have: the one stated, else the one frozen last.

    A baseline is frozen once: it counts for the promises made while it was pending, too.
    """
    if not promise.promise.needs_baseline:
        return promise.promise.baseline
    frozen = (each.baseline for each in reversed(recorded) if each.baseline is not None)
    return next(frozen, None)


def promise_of(
    key_result: KeyResult, promises: Promises, renamed: Renames
) -> RecordedPromise | None:
    """The promise in force of a key result, under whichever of its names it was recorded last."""
    names = names_of(key_result, renamed)
    found = [promises.get((key_result.cycle.name, name)) for name in names]
    known = [each for each in found if each is not None]
    return max(known, key=lambda each: each.sequence, default=None)


def frozen_baseline(key_result: KeyResult, promise: RecordedPromise | None) -> float | None:
    """The measured baseline in force; a new measure needs a new one."""
    if promise is None or promise.measure_hash != key_result.measure_hash:
        return None
    return promise.baseline if key_result.promise.needs_baseline else None


def _fetched(
    connection: duckdb.DuckDBPyConnection, where: str, parameters: Mapping[str, object]
) -> Iterator[RecordedPromise]:
    names = ", ".join(PROMISES.columns)
    query = f"SELECT sequence, {names} FROM promises {where}"
    for row in connection.execute(query, parameters).fetchall():
        said = RecordedPromise(*row)
        yield replace(said, kind=PromiseKind(said.kind), recorded_at=moments.read(said.recorded_at))
