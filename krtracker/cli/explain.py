"""`krtracker explain`: the receipt of a number, and whether it can be had again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from krtracker.cli import terminal
from krtracker.cli.evidence import Line, in_lines
from krtracker.cli.exits import Exit, end
from krtracker.cli.options import AsJson, AsOf, KeyResultName, KnownAt, flag
from krtracker.cli.wording import number
from krtracker.errors import UsageError

if TYPE_CHECKING:
    from krtracker.cli.receipt import Explained
    from krtracker.cli.rerun import Rerun
    from krtracker.domain.key_result import KeyResult
    from krtracker.domain.measurement import Measurement
    from krtracker.domain.moved import Moved
    from krtracker.ledger import Snapshot

WORKING_WEEK = timedelta(days=5)
"""The least time over which a change is explained."""


def explain(
    context: typer.Context,
    name: KeyResultName,
    as_of: AsOf = None,
    rerun: Annotated[
        bool, flag("--rerun", "Measure again and compare; nothing is written.")
    ] = False,
    known_at: KnownAt = None,
    as_json: AsJson = False,
) -> None:
    """The receipt: formula, query, source, run, rows, expectations, definition, promise.

    A past day is held against the promise that was in force on it; what took its place is told.

    --rerun measures again by what the receipt itself holds, not by the files of today, and says
    `equal`, `restated` with what changed, or why it cannot; exit code 1 where it is not equal.
    """
    from krtracker.cli.current import as_known, published_or_fault
    from krtracker.cli.receipt import lines
    from krtracker.cli.rerun import measured_again
    from krtracker.cli.selection import one
    from krtracker.cli.start import start

    snapshot, _ = as_known(published_or_fault(context), known_at)
    key_result = one(snapshot.catalog, name)
    explained = _explained(snapshot, key_result, as_of)
    again = measured_again(start(context), explained.receipt) if rerun else None
    if as_json:
        content: dict[str, Any] = {"receipt": explained.as_document()}
        terminal.document(content | ({"rerun": again.as_document()} if again else {}))
    else:
        told = lines(explained) + (_again(again, key_result) if again else [])
        terminal.write(key_result.title)
        terminal.write(in_lines(told, explained.receipt.query, explained.receipt.way))
    end(Exit.ALL_WELL if again is None or again.is_equal else Exit.NOT_MEASURED)


def _explained(snapshot: Snapshot, key_result: KeyResult, as_of: date | None) -> Explained:
    """Everything that stands behind the value of a day."""
    from krtracker.cli.receipt import Explained
    from krtracker.ledger import replaced_since

    history = snapshot.history(key_result)
    row, *before = _rows(history, key_result, as_of)
    promises = snapshot.promises(key_result)
    is_past = row.as_of < max(_believed(history), default=row.as_of)
    stated, facts = key_result.promise.baseline, snapshot.facts().get(key_result.key)
    return Explained(
        key_result,
        snapshot.receipt(row),
        tuple(before),
        tuple(promises),
        baseline=facts.baseline if stated is None and facts else stated,
        snapshot=snapshot.version,
        replaced=replaced_since(promises, row.as_of) if is_past else None,
        moved=_moved(snapshot, key_result, row),
    )


def _moved(snapshot: Snapshot, key_result: KeyResult, row: Measurement) -> tuple[Moved, ...]:
    """Its change since the newest day at least a week's work before that it can be held against."""
    from krtracker.review.reasons import comparable_days, movements

    known = snapshot.splits([key_result]).get(key_result.key, {})
    days = comparable_days(known, until=row.as_of, value=row.value)
    earlier = [day for day in days if day <= row.as_of - WORKING_WEEK]
    if not earlier or not row.is_believed:
        return ()
    return tuple(movements(known, since=earlier[-1], until=row.as_of, value=row.value))


def _believed(history: Sequence[Measurement]) -> list[date]:
    """The days that have a value which is believed."""
    return [each.as_of for each in history if each.is_believed and each.value is not None]


def _rows(
    history: Sequence[Measurement], key_result: KeyResult, as_of: date | None
) -> list[Measurement]:
    """Every row of the day asked for, newest first; else of the last day with a value believed."""
    believed = _believed(history)
    days = {each.as_of for each in history}
    day = as_of or max(believed or days, default=None)
    found = [each for each in history if each.as_of == day]
    if not days:
        raise UsageError(f"`{key_result.id}` is not measured yet; `krtracker track` measures it")
    if not found:
        span = f"there is {min(days)} to {max(days)}"
        raise UsageError(f"`{key_result.id}` has no measurement as of {day}; {span}")
    return sorted(found, key=lambda each: each.sequence, reverse=True)


def _again(again: Rerun, key_result: KeyResult) -> list[Line]:
    """What measuring again said, beside the receipt's own facts."""
    value = f" ({number(again.value, key_result.unit)})" if again.was_measured else ""
    outcome = f"{again.outcome}{value}{f': {again.reason}' if again.reason else ''}"
    return [("re-run", outcome), *(("changed", each) for each in again.changed)]
