"""What one run brought, in a few lines: measured, restated, held and why, not answered and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from krtracker.cli import terminal
from krtracker.cli.exits import Exit
from krtracker.cli.start import Start
from krtracker.cli.wording import counted, number
from krtracker.domain.catalog import Catalog
from krtracker.domain.measurement import Measurement, Verdict
from krtracker.ledger import Snapshot
from krtracker.project import Project
from krtracker.tracking import MAY_WRITE, Report

TOLD = ("accepted", "held", "not measured")
"""What becomes of a day that was asked for."""

LINES_SHOWN = 20
"""How many lines of one kind are told before the rest is only counted."""


@dataclass(frozen=True)
class Missed:
    """One key result without a believed value on some days, and the reason of the newest one."""

    key: str
    days: tuple[date, ...]
    reason: str

    def __str__(self) -> str:
        first, last = self.days[0], self.days[-1]
        when = f"{last}" if first == last else f"{first} to {last}"
        return f"{self.key.rpartition('/')[2]} ({when}): {self.reason}"


def exit_of(report: Report, begun: Start) -> Exit:
    """How a run ends: files at fault weigh more than a value that is missing or not believed."""
    if report.is_interrupted:
        return Exit.INTERRUPTED
    if begun.is_at_fault:
        return Exit.AT_FAULT
    is_short = bool(report.unmeasured) or any(_rejected(report))
    return Exit.NOT_MEASURED if is_short else Exit.ALL_WELL


def summary(report: Report, begun: Start, *, as_json: bool) -> None:
    """Tell what the run brought: as a table for a person, or as a document for a program."""
    restated = restatements(report, begun.project)
    if as_json:
        terminal.document(as_document(report, begun.catalog, restated))
        return
    if report.judged or report.unmeasured:
        terminal.draw(_table(report, begun.catalog))
    terminal.write(_in_words(report))
    _name("warning", _open_roles(report, begun.catalog))
    _name("restated", [_in_a_line(each) for each in restated])
    _name("held", [str(each) for each in _rejected(report)])
    _name("not measured", [str(each) for each in _unmeasured(report)])
    if report.is_interrupted:
        terminal.say(f"interrupted; kept {counted(report.recorded.written, 'measurement')}")


def restatements(report: Report, project: Project) -> list[Measurement]:
    """The values that took the place of others in this run."""
    snapshot = Snapshot.latest(project) if report.recorded.restated else None
    if snapshot is None:
        return []
    with snapshot:
        return [each for each in snapshot.restatements() if each.run == report.run]


def _open_roles(report: Report, catalog: Catalog) -> list[str]:
    """The sources that this run read with a role that may write, by the word of their owner."""
    sources = {each.key: each.source for each in catalog.key_results}
    asked = {sources.get(each.reading.key) for each in report.judged}
    asked |= {sources.get(each.key) for each in report.unmeasured}
    return [
        f"{name} {MAY_WRITE}"
        for name, each in catalog.connections.items()
        if name in asked and each.i_know_this_role_can_write
    ]


def _name(title: str, told: Sequence[str]) -> None:
    """Tell lines of one kind, the first score of them."""
    for each in told[:LINES_SHOWN]:
        terminal.say(f"{title}: {each}", style="yellow")
    if len(told) > LINES_SHOWN:
        terminal.say(f"{title}: {len(told) - LINES_SHOWN:,} more")


def _in_a_line(each: Measurement) -> str:
    was = f"it was {number(each.restates)}"
    return f"{each.key_result} ({each.as_of}): {number(each.value)}, {was}"


def as_document(
    report: Report, catalog: Catalog, restated: Sequence[Measurement]
) -> dict[str, Any]:
    """The run as part of a JSON document."""
    recorded = report.recorded
    return {
        "run": report.run,
        "is_interrupted": report.is_interrupted,
        "measured": len(report.judged),
        "written": recorded.written,
        "restated": recorded.restated,
        "unchanged": recorded.unchanged,
        "restatements": [
            {
                "cycle": each.cycle,
                "kr": each.key_result,
                "as_of": each.as_of,
                "value": each.value,
                "restates": each.restates,
            }
            for each in restated
        ],
        "held": [_entry(each) for each in _rejected(report)],
        "not_measured": [_entry(each) for each in _unmeasured(report)],
        "at_fault": [{"kr": key, "reason": why} for key, why in catalog.faults.items()],
    }


def _entry(missed: Missed) -> dict[str, Any]:
    cycle, _, id = missed.key.rpartition("/")
    days = [day.isoformat() for day in missed.days]
    return {"cycle": cycle, "kr": id, "days": days, "reason": missed.reason}


def _in_words(report: Report) -> str:
    """One line: how many values are new, restated, held; or that nothing changed."""
    recorded = report.recorded
    if not report.judged and not report.unmeasured:
        return "nothing is due"
    if not recorded.written and not report.unmeasured:
        return f"nothing changed; {counted(recorded.unchanged, 'value')} as before"
    told = [
        counted(recorded.written - recorded.restated, "new measurement"),
        f"{recorded.restated:,} restated",
        f"{recorded.unchanged:,} unchanged",
        f"{len(report.unmeasured):,} not measured",
    ]
    return f"{', '.join(told)} (run {report.run})"


def _table(report: Report, catalog: Catalog) -> Any:
    """One row per source: how many key results and days, and what became of them."""
    from rich.table import Table

    table = Table("source", box=None, pad_edge=False, header_style="bold")
    for name in ("key results", "days", *TOLD):
        table.add_column(name, justify="right")
    for source, counts in _by_source(report, catalog).items():
        table.add_row(source, *(str(count) if count else "·" for count in counts))
    return table


def _by_source(report: Report, catalog: Catalog) -> dict[str, tuple[int, ...]]:
    sources = {each.key: each.source or "formulas" for each in catalog.key_results}
    days: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for judged in report.judged:
        word = "held" if judged.verdict is Verdict.REJECTED else "accepted"
        days[sources[judged.reading.key]].append((judged.reading.key, word))
    for each in report.unmeasured:
        days[sources[each.key]].append((each.key, "not measured"))
    return {
        source: (
            len({key for key, _ in found}),
            len(found),
            *(sum(word == told for _, word in found) for told in TOLD),
        )
        for source, found in days.items()
    }


def _rejected(report: Report) -> Iterator[Missed]:
    """The key results with rejected days, and why the newest was rejected."""
    return _missed(
        (each.reading.key, each.reading.as_of, each.reason or "rejected")
        for each in report.judged
        if each.verdict is Verdict.REJECTED
    )


def _unmeasured(report: Report) -> Iterator[Missed]:
    """The key results that could not be measured, and why."""
    return _missed((each.key, each.as_of, each.reason) for each in report.unmeasured)


def _missed(found: Iterable[tuple[str, date, str]]) -> Iterator[Missed]:
    by_key: dict[str, dict[date, str]] = defaultdict(dict)
    for key, day, reason in found:
        by_key[key][day] = reason
    for key, reasons in by_key.items():
        days = tuple(sorted(reasons))
        yield Missed(key, days, reasons[days[-1]])
