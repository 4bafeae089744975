"""`krtracker check`: is what the files say sound, and do the sources agree?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from krtracker.cli import terminal
from krtracker.cli.exits import Exit, end
from krtracker.cli.options import AsJson, flag
from krtracker.cli.wording import counted
from krtracker.errors import Problem, Severity

if TYPE_CHECKING:
    from krtracker.cli.reaching import Reached
    from krtracker.cli.start import Start


def check(
    context: typer.Context,
    connections: Annotated[
        bool, flag("--connections", "Also reach every source and look at it.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Every problem of every file at once; without --connections no source is asked."""
    from krtracker.cli.start import start

    begun = start(context)
    problems = list(begun.catalog.problems)
    reached: list[Reached] = []
    if connections:
        problems, reached = _with_connections(begun, problems)
    if as_json:
        terminal.document(
            {
                "problems": [as_document(each) for each in problems],
                "connections": [each.as_document() for each in reached],
            }
        )
    else:
        terminal.report(problems, to=terminal.results)
        for one in reached:
            terminal.write(one.in_words())
        terminal.say(_summary(problems, begun))
    end(_exit(problems, reached))


def _with_connections(
    begun: Start, problems: Sequence[Problem]
) -> tuple[list[Problem], list[Reached]]:
    """The problems with those that only the sources know, and what each source said."""
    from krtracker.cli.reaching import reach
    from krtracker.cli.unmeasured_past import questions
    from krtracker.definitions import in_order

    reached = reach(begun)
    sure = [each for each in problems if not each.is_question]
    found = [*sure, *(each for one in reached for each in one.problems), *questions(begun)]
    return in_order(found, begun.project), reached


def as_document(problem: Problem) -> dict[str, Any]:
    """A problem as part of a JSON document."""
    place = problem.place
    return {
        "message": problem.message,
        "severity": problem.severity.value,
        "file": place and place.file,
        "line": place and place.line,
        "column": place and place.column,
        "hint": problem.hint,
        "key_result": problem.subject,
        "rule": problem.rule,
    }


def _summary(problems: Sequence[Problem], begun: Start) -> str:
    errors = sum(each.severity is Severity.ERROR for each in problems)
    warnings = len(problems) - errors
    told = [counted(errors, "problem")] if errors else ["no problem"]
    told += [counted(warnings, "warning")] if warnings else []
    read = counted(len(list(begun.catalog.key_results)), "key result")
    return f"{', '.join(told)} in {read} of {counted(len(begun.catalog.objectives), 'objective')}"


def _exit(problems: Sequence[Problem], reached: Sequence[Reached]) -> Exit:
    if any(each.severity is Severity.ERROR for each in problems):
        return Exit.AT_FAULT
    is_silent = any(each.fault is not None for each in reached)
    return Exit.NOT_MEASURED if is_silent else Exit.ALL_WELL
