"""Writing promises: those that are new or changed, and baselines once they are measured."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

import duckdb

from krtracker.domain.key_result import KeyResult
from krtracker.domain.measurement import Verdict
from krtracker.ledger import moments
from krtracker.ledger.catalog_text import promise_to_text
from krtracker.ledger.licences import newest_entry
from krtracker.ledger.promises import (
    PromiseKind,
    RecordedPromise,
    frozen_baseline,
    in_force,
    promise_of,
)
from krtracker.ledger.series import effective, renames
from krtracker.ledger.tables import PROMISES, Row
from krtracker.ledger.transaction import Transaction


def keep_promises(
    transaction: Transaction,
    key_results: Iterable[KeyResult],
    *,
    today: date,
    now: datetime,
    run: str,
) -> None:
    """Record every promise that is new, changed or renamed."""
    promises, renamed = in_force(transaction.connection), renames(transaction.connection)
    rows = []
    for key_result in key_results:
        before = promise_of(key_result, promises, renamed)
        kind = _kind(key_result, before)
        if kind is not None:
            said = _said(key_result, kind, before, today=today, now=now, run=run)
            rows.append(_row(said))
    transaction.append(PROMISES, rows)


def freeze_baselines(
    transaction: Transaction, key_results: Iterable[KeyResult], *, now: datetime, run: str
) -> None:
    """Freeze each measured baseline that is still pending and has a trusted value by now.

    Its value then may be restated later; the baseline does not move with it.
    """
    waiting = [each for each in key_results if each.promise.needs_baseline]
    if not waiting:
        return
    promises, renamed = in_force(transaction.connection), renames(transaction.connection)
    pending = []
    for each in waiting:
        promise = promise_of(each, promises, renamed)
        if promise and promise.is_kept_by(each) and promise.baseline is None:
            pending.append((each, promise))
    values = _values_on_eve(transaction.connection, [each for each, _ in pending])
    rows = [
        _row(
            replace(
                promise,
                kind=PromiseKind.BASELINE,
                baseline=values[each.key],
                recorded_at=now,
                run=run,
            )
        )
        for each, promise in pending
        if each.key in values
    ]
    transaction.append(PROMISES, rows)


def _values_on_eve(
    connection: duckdb.DuckDBPyConnection, key_results: list[KeyResult]
) -> dict[str, float]:
    """The trusted value of each key result as of the day before its cycle, where there is one."""
    points = effective(connection, key_results) if key_results else {}
    return {
        each.key: point.value
        for each in key_results
        for point in points[each.key]
        if point.as_of == each.cycle.eve
        and point.verdict is Verdict.ACCEPTED
        and point.value is not None
    }


def _kind(key_result: KeyResult, before: RecordedPromise | None) -> PromiseKind | None:
    """Why a new row is needed; None if it is not."""
    if before is None:
        return PromiseKind.MADE
    if not before.is_kept_by(key_result):
        return PromiseKind.CHANGED
    return None if key_result.id == before.key_result else PromiseKind.RENAMED


def _said(
    key_result: KeyResult,
    kind: PromiseKind,
    before: RecordedPromise | None,
    *,
    today: date,
    now: datetime,
    run: str,
) -> RecordedPromise:
    """The promise as it stands in the files now, with the entry of `changes` that licensed it.

    Entries that were there before the first record are used up by it.
    """
    start = before.effective if before else key_result.cycle.start
    is_renamed = before is not None and kind is PromiseKind.RENAMED
    entry = None if is_renamed else newest_entry(key_result)
    if entry is not None and before is not None and entry.date <= before.effective:
        entry = None
    return RecordedPromise(
        sequence=0,
        cycle=key_result.cycle.name,
        key_result=key_result.id,
        formerly=key_result.formerly,
        kind=kind,
        text=promise_to_text(key_result.promise),
        promise_hash=key_result.promise_hash,
        measure_hash=key_result.measure_hash,
        baseline=frozen_baseline(key_result, before),
        effective=max(entry.date, start) if entry else start,
        promised_on=before.promised_on if before and is_renamed else today,
        reason=entry.reason if entry else None,
        changed_by=entry.by if entry else None,
        recorded_at=now,
        run=run,
    )


def _row(said: RecordedPromise) -> Row:
    """Its cells in the order of the table."""
    cells = {name: getattr(said, name, None) for name in PROMISES.columns}
    cells |= {
        "promise": said.text,
        "kind": said.kind.value,
        "recorded_at": moments.stored(said.recorded_at),
    }
    return tuple(cells.values())
