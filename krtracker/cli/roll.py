"""`krtracker roll`: the next cycle's files, from this one's and from how it ended."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from krtracker.cli import terminal
from krtracker.cli.exits import Exit, end
from krtracker.cli.options import AsJson, flag
from krtracker.cli.wording import counted, number, percent
from krtracker.errors import Problem, Severity, UsageError, nearest

if TYPE_CHECKING:
    from krtracker.cli.rolling import Carried
    from krtracker.cli.start import Start
    from krtracker.domain.calendar import Cycle
    from krtracker.domain.carrying import Ended
    from krtracker.domain.key_result import KeyResult
    from krtracker.domain.objective import Objective


def roll(
    context: typer.Context,
    source: Annotated[
        str | None,
        typer.Option("--from", metavar="CYCLE", help="Else the running one that ends first."),
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="CYCLE", help="Else the one that follows.")
    ] = None,
    is_dry: Annotated[bool, flag("--dry-run", "Say what would be written; write nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write the next cycle's files: reached targets watched, the others asked about again.

    Baselines are measured anew on the eve of the new cycle; nothing is overwritten.
    """
    from krtracker.cli import files
    from krtracker.cli.start import start_and_report

    begun = start_and_report(context)
    was = _cycle(begun, source)
    name = _next(begun, was, to)
    found = _carried(begun, was, name)
    new = {begun.project.relative(each.path): each.text for each in found if each.text is not None}
    _refuse_faults(begun, new)
    if not is_dry:
        files.create(begun.project.root, new)
    if as_json:
        terminal.document(_document(found, was.name, name, is_written=not is_dry))
    else:
        _draw(found, begun, is_dry=is_dry)
    end(Exit.ALL_WELL)


def _cycle(begun: Start, named: str | None) -> Cycle:
    """The cycle to roll: the one named, else the running one that ends first, else the last.

    Raises:
        UsageError: there is none such.
    """
    cycles = {each.cycle.name: each.cycle for each in begun.catalog.objectives}
    if named is not None and named in cycles:
        return cycles[named]
    if named is not None or not cycles:
        guess = nearest(named or "", cycles)
        there = ", ".join(f"`{each}`" for each in cycles) or "none yet"
        hint = f"did you mean `{guess}`?" if guess else f"there is {there}"
        raise UsageError(str(Problem(f"no objective is set for `{named or 'a cycle'}`", hint=hint)))
    day = begun.catalog.settings.calendar.last_closed_day(begun.now)
    begun_already = [each for each in cycles.values() if each.start <= day]
    running = [each for each in begun_already if each.end >= day]
    if running:
        return min(running, key=lambda each: each.end)
    return max(begun_already or cycles.values(), key=lambda each: each.end)


def _next(begun: Start, was: Cycle, to: str | None) -> str:
    """The name of the cycle to write for.

    Raises:
        UsageError: there is no such cycle, or none follows one of the project's own.
    """
    from krtracker.domain.calendar import cycle_named
    from krtracker.domain.carrying import cycle_after

    name = to or cycle_after(was.name)
    if name is None:
        message = f"`{was.name}` has no successor by its name"
        hint = "`--to` names one, such as 2027-Q1 or one of the `cycles` of project.yaml"
        raise UsageError(str(Problem(message, hint=hint)))
    if name == was.name or not (cycle_named(name) or name in begun.catalog.settings.cycles):
        hint = "cycles are named 2027-Q1, 2027-H1, 2027-01, 2027, or in project.yaml"
        raise UsageError(str(Problem(f"`{name}` is no cycle to roll to", hint=hint)))
    return name


def _carried(begun: Start, was: Cycle, name: str) -> list[Carried]:
    from krtracker.cli.rolling import carried
    from krtracker.definitions.rewriting import CannotRewriteError

    objectives = [each for each in begun.catalog.objectives if each.cycle.name == was.name]
    endings = _endings(begun, objectives)
    found = []
    for each in objectives:
        text = (begun.project.root / each.file).read_text("utf-8-sig")
        own = {one.id: endings[one.key] for one in each}
        is_needed = _is_needed(each, [other for other in objectives if other is not each])
        try:
            found.append(carried(begun.project, each, text, own, cycle=name, is_needed=is_needed))
        except CannotRewriteError as error:
            hint = "give each field a line of its own, or carry this file by hand"
            raise UsageError(str(Problem(f"{each.file}: {error}", hint=hint))) from error
    return found


def _endings(begun: Start, objectives: Iterable[Objective]) -> Mapping[str, Ended]:
    """By key, how each one stands as the ledger tells it."""
    from krtracker.domain.carrying import ended
    from krtracker.domain.standing import standings
    from krtracker.ledger import Snapshot

    snapshot = Snapshot.latest(begun.project)
    facts = snapshot.facts() if snapshot is not None else {}
    found = standings(begun.catalog, facts, begun.now)
    return {one.key: ended(found[one.key]) for each in objectives for one in each}


def _is_needed(objective: Objective, others: Iterable[Objective]) -> bool:
    """Whether key results of other files guard or reckon with those of this one."""
    ids = {each.id for each in objective}
    named: set[str] = set()
    for each in (one for other in others for one in other):
        named |= set(each.promise.guardrails)
        named |= set(re.findall(r"[a-z][a-z0-9_]*", getattr(each.how, "expression", "")))
    return bool(ids & named)


def _refuse_faults(begun: Start, new: Mapping[str, str]) -> None:
    """Refuse files of which `check` would say that they are at fault; it tells them all.

    Raises:
        UsageError: they are, or there is nothing to write.
    """
    from krtracker.cli.start import start_in

    drafts = {begun.project.root / Path(path): text for path, text in new.items()}
    checked = start_in(replace(begun.project, drafts=drafts)).catalog
    found = [
        each
        for each in checked.problems
        if each.severity is Severity.ERROR and each.place and each.place.file in new
    ]
    if found:
        terminal.report(found)
        raise UsageError("nothing was written: mend this in the files of the old cycle first")


def _draw(found: Sequence[Carried], begun: Start, *, is_dry: bool) -> None:
    from rich.table import Table

    for each in found:
        path = begun.project.relative(each.path)
        wrote = "would write" if is_dry else "wrote"
        is_closed = each.text is None
        terminal.write(f"closed {each.objective.id}" if is_closed else f"{wrote} {path}")
    table = Table("key result", "ended at", "progress", "", "becomes", box=None, pad_edge=False)
    for objective in found:
        for key_result in objective.objective:
            how = objective.endings[key_result.id]
            beside = key_result.promise.levels(how.target)
            value = number(how.value, key_result.unit, beside=beside)
            row = (key_result.id, value, percent(how.progress), how.how.value)
            table.add_row(*row, _becomes(objective, key_result, how))
    terminal.draw(table)
    asked = sum((each.text or "").count("?\n") for each in found)
    if asked:
        terminal.say(f"{counted(asked, 'question')} to answer stand in the files, each as a remark")


def _becomes(objective: Carried, key_result: KeyResult, how: Ended) -> str:
    from krtracker.cli.rolling import is_won
    from krtracker.domain.carrying import Ending

    if objective.text is None:
        return "closed"
    if is_won(key_result, how):
        return "watched"
    return "kept on" if how.how in {Ending.KEPT, Ending.BROKEN} else "promised again"


def _document(found: Sequence[Carried], was: str, name: str, *, is_written: bool) -> dict[str, Any]:
    return {
        "from": was,
        "to": name,
        "is_written": is_written,
        "objectives": [
            {
                "objective": each.objective.id,
                "file": each.file,
                "key_results": [
                    {"kr": id, "ended": how.how.value, "value": how.value, "as_of": how.day}
                    for id, how in each.endings.items()
                ],
            }
            for each in found
        ],
    }
