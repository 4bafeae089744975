"""`krtracker history`: every measurement that was ever recorded."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from krtracker.cli import terminal
from krtracker.cli.options import AsJson, KeyResultNames, KnownAt, flag
from krtracker.cli.wording import exactly, moment, number

if TYPE_CHECKING:
    from krtracker.domain.key_result import KeyResult
    from krtracker.domain.measurement import Measurement
    from krtracker.ledger import Snapshot

COLUMNS = ("cycle", "kr", "as_of", "value", "verdict", "measured_at", "restates")
"""The columns of `--csv`, in their order; programs rely on them."""


def history(
    context: typer.Context,
    names: KeyResultNames = None,
    as_csv: Annotated[
        bool, flag("--csv", "Comma-separated values: " + ",".join(COLUMNS) + ".")
    ] = False,
    known_at: KnownAt = None,
    as_json: AsJson = False,
) -> None:
    """Every measurement, oldest first, restatements beside what they replace."""
    from krtracker.cli.current import NOTHING_YET, as_known, published
    from krtracker.cli.selection import one
    from krtracker.errors import UsageError

    if as_csv and as_json:
        raise UsageError("`--csv` and `--json` exclude one another")
    snapshot = published(context)
    found: list[Measurement] = []
    if snapshot is None:
        terminal.say(NOTHING_YET)
    else:
        snapshot, _ = as_known(snapshot, known_at)
        catalog = snapshot.catalog
        wanted = [one(catalog, name) for name in names or ()] or list(catalog.key_results)
        found = _measurements(snapshot, wanted)
    if as_json:
        terminal.document({"measurements": [_entry(each) for each in found]})
    elif as_csv:
        terminal.write(_csv(found))
    elif found:
        terminal.draw(_table(found))


def _measurements(snapshot: Snapshot, wanted: Iterable[KeyResult]) -> list[Measurement]:
    """Every row of the series, each once: a series may run through several cycles."""
    rows: dict[int, Measurement] = {}
    for key_result in wanted:
        found = snapshot.history(key_result)
        rows |= {
            each.sequence: each
            for each in sorted(found, key=lambda row: (row.as_of, row.sequence))
            if each.sequence not in rows
        }
    return list(rows.values())


def _csv(measurements: Iterable[Measurement]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in measurements:
        when, replaced = each.measured_at.isoformat(), exactly(each.restates)
        told = (each.as_of, exactly(each.value), each.verdict.value, when, replaced)
        writer.writerow((each.cycle, each.key_result, *told))
    return text.getvalue()


def _entry(each: Measurement) -> dict[str, Any]:
    """One measurement as part of a JSON document."""
    return {
        "cycle": each.cycle,
        "kr": each.key_result,
        "as_of": each.as_of,
        "value": each.value,
        "verdict": each.verdict.value,
        "reason": each.reason,
        "measured_at": each.measured_at.isoformat(),
        "restates": each.restates,
        "is_restatement": each.is_restatement,
        "accepted_by": each.accepted_by,
        "rows": each.rows,
        "run": each.run,
    }


def _table(measurements: Iterable[Measurement]) -> Any:
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("key result", "as of", "value", "verdict", "measured at", "what happened"):
        table.add_column(name, justify="right" if name == "value" else "left")
    for each in measurements:
        told = [f"restates {number(each.restates)}"] if each.is_restatement else []
        told += [escape(each.reason)] if each.reason else []
        told += [f"accepted: {escape(each.accepted_by)}"] if each.accepted_by else []
        name = f"{each.cycle}/{each.key_result}"
        when = moment(each.measured_at)
        table.add_row(
            name, str(each.as_of), number(each.value), each.verdict.value, when, "; ".join(told)
        )
    return table
