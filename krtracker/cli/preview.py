"""`krtracker preview`: what a key result says, measured without writing anything."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from krtracker.cli import terminal
from krtracker.cli.drafting import Draft, drafted
from krtracker.cli.evidence import Line, evidence, in_lines, way_document
from krtracker.cli.exits import Exit, end
from krtracker.cli.options import AsJson, AsOf, SomeKeyResultNames, count_of_days, flag
from krtracker.cli.wording import number
from krtracker.errors import Problem, UsageError

if TYPE_CHECKING:
    from krtracker.cli.previewing import Preview
    from krtracker.cli.start import Start
    from krtracker.cli.trial import Trial
    from krtracker.domain.calendar import Calendar
    from krtracker.domain.key_result import KeyResult


def preview(
    context: typer.Context,
    names: SomeKeyResultNames = None,
    as_of: AsOf = None,
    days: Annotated[
        int,
        typer.Option(
            "--days",
            metavar="N",
            parser=count_of_days,
            help="So many days, the last included; 365 tell what is usual.",
        ),
    ] = 1,
    draft: Draft = None,
    plan: Annotated[
        bool, flag("--plan", "What the sources are asked, and why so; of several or of all.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Measure one key result without writing: value, baseline, past, query, expectations.

    With --draft it is the first key result of the draft, unless KR says which.

    --plan measures all the key results named, or all there are, and tells how: which share a
    scan, which are asked for alone and why, what the source reckons and what is reckoned here,
    every statement as it was sent.
    """
    from krtracker.cli.planning import unmeasurable
    from krtracker.cli.previewing import days_of, previewed

    begun = _begun(context, draft)
    if plan:
        end(_plan(begun, names or [], as_of, days, as_json=as_json))
        return
    name = _only(names or [])
    key_result = _meant(begun, name, draft)
    if key_result is None or key_result.key in unmeasurable(begun):
        _tell_faults(begun, key_result, draft, as_json=as_json)
        end(Exit.AT_FAULT)
        return
    day = _day(begun, key_result, as_of)
    with terminal.bar("measuring", len(days_of(key_result, day, days)[1])) as on_progress:
        found = previewed(begun, key_result, day=day, count=days, progress=on_progress)
    if as_json:
        terminal.document(_document(begun, found))
    else:
        _draw(found, begun.catalog.settings.calendar)
    if key_result.key in begun.catalog.faults:
        _tell_faults(begun, key_result, draft, as_json=False)
        end(Exit.AT_FAULT)
    is_believed = day in found.trial.judged and found.trial.judged[day].reason is None
    end(Exit.ALL_WELL if is_believed else Exit.NOT_MEASURED)


def _begun(context: typer.Context, draft: Path | None) -> Start:
    from krtracker.cli.start import project_of, start_in

    project = project_of(context)
    return start_in(project if draft is None else drafted(project, draft))


def _meant(begun: Start, name: str | None, draft: Path | None) -> KeyResult | None:
    """The key result named, else the first of the draft; None where that has none to read."""
    from krtracker.cli.selection import one

    if draft is None and name is None:
        hint = "`krtracker preview --help` tells what it takes"
        raise UsageError(str(Problem("missing argument `KR`", hint=hint)))
    if draft is None and name is not None:
        return one(begun.catalog, name)
    of_draft = _of_draft(begun)
    return next((each for each in of_draft if name in {None, each.id, each.key}), None)


def _of_draft(begun: Start) -> list[KeyResult]:
    files = {begun.project.relative(path) for path in begun.project.drafts}
    return [each for each in begun.catalog.key_results if each.place and each.place.file in files]


def _only(names: Sequence[str]) -> str | None:
    """The one name that there may be where no plan is asked for."""
    if len(names) > 1:
        hint = "`--plan` takes several"
        raise UsageError(str(Problem("one key result at a time", hint=hint)))
    return next(iter(names), None)


def _plan(
    begun: Start, names: Sequence[str], as_of: date | None, count: int, *, as_json: bool
) -> Exit:
    """Tell what the sources are asked for some key results, once they have been."""
    from krtracker.cli.asking import document, plans, told
    from krtracker.cli.previewing import days_of
    from krtracker.cli.selection import one
    from krtracker.measures import Asked

    wanted = [one(begun.catalog, name) for name in names] or list(begun.catalog.sound)
    if any(each.key in begun.catalog.faults for each in wanted):
        terminal.report(begun.catalog.problems)
        return Exit.AT_FAULT
    asked = [
        Asked(each, tuple(days_of(each, _day(begun, each, as_of), count)[1])) for each in wanted
    ]
    with terminal.bar("measuring", sum(len(each.days) for each in asked)) as on_progress:
        found, missing = plans(begun, asked, on_progress)
    if as_json:
        terminal.document(document(found, missing))
    else:
        terminal.write(told(found, missing))
    return Exit.NOT_MEASURED if missing else Exit.ALL_WELL


def _tell_faults(
    begun: Start, key_result: KeyResult | None, draft: Path | None, *, as_json: bool
) -> None:
    """Every problem that keeps it from being measured, of the draft alone where there is one."""
    from krtracker.cli.check import as_document

    files = {begun.project.relative(path) for path in begun.project.drafts}
    found = [
        each
        for each in begun.catalog.problems
        if not files or each.place is None or each.place.file in files
    ]
    if draft is not None and key_result is None and not found:
        raise UsageError(f"`{draft}` has no such key result")
    if not as_json:
        terminal.report(found)
        return
    known = [each.id for each in _of_draft(begun)]
    terminal.document(
        {
            "kr": key_result.id if key_result else None,
            "key_results": known,
            "problems": [as_document(each) for each in found],
            "days": [],
        }
    )


def _day(begun: Start, key_result: KeyResult, as_of: date | None) -> date:
    """The day asked for, else the last one due, else the last one closed."""
    from krtracker.domain.due import last_due_day

    calendar = begun.catalog.settings.calendar
    due = last_due_day(key_result, calendar, begun.now)
    return as_of or due or calendar.last_closed_day(begun.now)


def _draw(found: Preview, calendar: Calendar) -> None:
    """The receipt of a trial, its past as a plot, and what the coach asks."""
    from krtracker.cli.hindsight import hindsight_lines
    from krtracker.cli.plot import plot

    judged, told = found.trial.judged.get(found.day), _lines(found, calendar)
    terminal.write(f"{found.key_result.title} (nothing is written)")
    if len(found.shown) > 1:
        past = hindsight_lines(found.key_result, found.hindsight)
        terminal.write(in_lines([*told, (f"{len(found.shown)} days", _span(found))], None))
        levels = {"baseline": found.baseline, "target": found.target}
        known = {name: level for name, level in levels.items() if level is not None}
        width, unit = terminal.results().width, found.key_result.unit
        terminal.draw(*plot(found.values, width=width, unit=unit, lines=known))
        if past:
            terminal.write(in_lines(past, None))
    else:
        terminal.write(in_lines(told, None))
    if judged is not None and judged.reading.query:
        terminal.write(in_lines((), judged.reading.query, judged.reading.way))
    terminal.report(found.questions, to=terminal.results)


def _span(found: Preview) -> str:
    known = [value for _, value in found.values if value is not None]
    return f"{number(min(known))} to {number(max(known))}" if known else "no value"


def _lines(found: Preview, calendar: Calendar) -> list[Line]:
    from krtracker.cli.promised import promise_lines

    day, trial, unit = found.day, found.trial, found.key_result.unit
    if day in trial.unmeasured:
        return [("not measured", trial.unmeasured[day].reason)]
    judged = trial.judged[day]
    reading = judged.reading
    lines = [("value", f"{number(reading.value, unit)} on {day}, {judged.verdict.value}")]
    lines += promise_lines(found.key_result, found.baseline, trial.value(day), day)
    return lines + evidence(
        source=reading.source,
        seconds=reading.duration_seconds,
        rows=reading.rows,
        newest=reading.newest,
        tables=reading.tables,
        columns=reading.columns,
        as_of=day,
        calendar=calendar,
        expectations=judged.expectations,
        failures=judged.failures,
        parameters=reading.parameters,
        way=reading.way,
    )


def _document(begun: Start, found: Preview) -> dict[str, Any]:
    from krtracker.cli.check import as_document
    from krtracker.cli.hindsight import hindsight_document
    from krtracker.cli.previewing import of_file

    key_result = found.key_result
    keep = key_result.promise.keep
    said = [each for each in of_file(begun, key_result) if not each.is_question]
    return {
        "cycle": key_result.cycle.name,
        "from": key_result.cycle.start,
        "to": key_result.cycle.end,
        "kr": key_result.id,
        "key_results": [each.id for each in _of_draft(begun)] or [key_result.id],
        "title": key_result.title,
        "unit": key_result.unit,
        "baseline": found.baseline,
        "target": found.target,
        "keep": {"at_least": keep.at_least, "at_most": keep.at_most} if keep else None,
        "days": [_entry(found.trial, day) for day in found.shown],
        **hindsight_document(found.hindsight),
        "problems": [as_document(each) for each in [*said, *found.questions]],
    }


def _entry(trial: Trial, day: date) -> dict[str, Any]:
    if day not in trial.judged:
        missing = trial.unmeasured.get(day)
        return {"as_of": day, "verdict": None, "reason": missing.reason if missing else None}
    judged = trial.judged[day]
    reading = judged.reading
    return {
        "as_of": day,
        "value": reading.value,
        "verdict": judged.verdict.value,
        "reason": judged.reason,
        "rows": reading.rows,
        "newest": reading.newest,
        "source": reading.source,
        "query": reading.query,
        "way": way_document(reading.way),
        "parameters": dict(reading.parameters),
        "expectations": judged.expectations,
        "failures": [each.reason for each in judged.failures],
        "duration_seconds": reading.duration_seconds,
    }
