"""What sources are asked to measure some key results: tried out, and told in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from krtracker.cli.start import Start
from krtracker.cli.wording import counted
from krtracker.domain.measurement import Unmeasured
from krtracker.ledger import Ledger
from krtracker.measures import Asked, Entry, Plan, Step
from krtracker.tracking import Progress, by_source, outcomes_of

FORMULA = "a formula is reckoned here from the values of its parts"
LISTED = 12
"""How many key results of one scan are named."""


def plans(
    begun: Start, asked: Sequence[Asked], progress: Progress
) -> tuple[list[Plan], list[Unmeasured]]:
    """Measure without writing: what every source was asked for it, and what it did not answer."""
    found: list[Plan] = []
    missing: list[Unmeasured] = []
    ledger = Ledger(begun.project)
    for source, wanted in by_source(asked).items():
        if source is None:
            found.append(Plan("formulas", tuple(_of_formula(each) for each in wanted)))
            continue
        outcomes = outcomes_of(
            source,
            wanted,
            begun.catalog,
            ledger,
            begun.connectors,
            begun.now,
            progress,
            found.append,
        )
        missing += [each for each in outcomes if isinstance(each, Unmeasured)]
    return found, missing


def _of_formula(asked: Asked) -> Entry:
    return Entry((asked.key_result.id,), asked.days, (), why_alone=FORMULA)


def told(found: Sequence[Plan], missing: Sequence[Unmeasured]) -> str:
    """The plan of every source, as a person reads it."""
    lines = [line for plan in found for line in _plan(plan)]
    reasons = dict.fromkeys(f"not measured: {each.key}: {each.reason}" for each in missing)
    return "\n".join([*lines, *reasons])


def document(found: Sequence[Plan], missing: Sequence[Unmeasured]) -> dict[str, Any]:
    """The same as part of a JSON document."""
    return {
        "plans": [_as_document(each) for each in found],
        "unmeasured": [
            {"kr": each.key, "as_of": each.as_of, "reason": each.reason} for each in missing
        ],
    }


def _plan(plan: Plan) -> Iterator[str]:
    shared = [each for each in plan.entries if each.is_shared]
    scans = counted(len(shared), "shared scan")
    alone = counted(len(plan.entries) - len(shared), "key result")
    yield f"{plan.source}: {scans}, {alone} asked for alone"
    for entry in plan.entries:
        yield from _entry(entry)
    for step in plan.tables:
        yield f"  {step.purpose}"
        yield from _step(step)


def _entry(entry: Entry) -> Iterator[str]:
    values = len(entry.key_results) * len(entry.days)
    how = "one scan for" if entry.is_shared else "alone:"
    yield f"  {how} {_names(entry.key_results)}"
    yield f"    days          {_days(entry.days)}"
    if entry.is_shared:
        yield f"    told apart by {', '.join(['the day', *entry.grouped_by])}"
        yield f"    answers       up to {counted(values, 'value')}"
    else:
        yield f"    why alone     {entry.why_alone}"
    if entry.why_here:
        yield f"    reckoned here {entry.why_here}"
    for pulled in entry.pulled:
        brought = f"{counted(pulled.rows, 'row')} in {pulled.seconds:.2f} s"
        yield f"    columns of `{pulled.table}`, handed over by the source: {brought}"
        yield from _code(pulled.statement)
    for step in entry.steps:
        yield from _step(step)


def _step(step: Step) -> Iterator[str]:
    where = "in the source" if step.is_in_place else "here, in our own DuckDB"
    rows = "" if step.rows is None else f"{counted(step.rows, 'row')} in "
    yield f"    {step.purpose}, {where}: {rows}{step.seconds:.2f} s"
    yield from _code(step.statement)
    if step.parameters:
        bound = ", ".join(f"{name} = {value}" for name, value in sorted(step.parameters.items()))
        yield f"      with {bound}"


def _code(statement: str) -> Iterator[str]:
    for line in statement.strip().splitlines():
        yield f"        {line}"


def _names(ids: Sequence[str]) -> str:
    listed = ", ".join(ids[:LISTED])
    return f"{listed} and {len(ids) - LISTED} more" if len(ids) > LISTED else listed


def _days(days: Sequence[date]) -> str:
    if len(days) == 1:
        return str(days[0])
    return f"{counted(len(days), 'day')}, {days[0]} to {days[-1]}"


def _as_document(plan: Plan) -> dict[str, Any]:
    entries = [
        {"is_shared": each.is_shared, **asdict(each), "days": list(each.days)}
        for each in plan.entries
    ]
    return {
        "source": plan.source,
        "entries": entries,
        "tables": [asdict(each) for each in plan.tables],
    }
