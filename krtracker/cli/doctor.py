"""`krtracker doctor`: is the ledger whole, and is there what the program needs?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

from krtracker.cli import terminal
from krtracker.cli.exits import Exit, end
from krtracker.cli.options import AsJson
from krtracker.cli.wording import counted

if TYPE_CHECKING:
    from krtracker.ledger import Finding

MARKS = {"well": ("✓", "green"), "warning": ("!", "yellow"), "fault": ("✕", "bold red")}
SUBJECT_WIDTH = 11


def doctor(context: typer.Context, as_json: AsJson = False) -> None:
    """Follow the ledger's chain to its end, and look at snapshot, backups, disk and rights.

    Nothing is changed and no source is asked. Exit code 1 means that something is lost, was
    changed, or cannot be used.
    """
    from krtracker.cli.start import project_of
    from krtracker.cli.surroundings import surroundings
    from krtracker.ledger import examine

    project = project_of(context)
    findings = [*examine(project), *surroundings(project)]
    if as_json:
        terminal.document({"findings": [_as_document(each) for each in findings]})
    else:
        for each in findings:
            _tell(each)
        terminal.say(_summary(findings))
    end(Exit.NOT_MEASURED if any(each.is_fault for each in findings) else Exit.ALL_WELL)


def _tell(finding: Finding) -> None:
    mark, colour = MARKS[finding.weight.value]
    line = f"{mark} {finding.subject:<{SUBJECT_WIDTH}} {finding.text}"
    terminal.say(line, style=colour, to=terminal.results())
    if finding.hint and finding.weight.value != "well":
        terminal.say(f"  {'':<{SUBJECT_WIDTH}} = hint: {finding.hint}", to=terminal.results())


def _summary(findings: Sequence[Finding]) -> str:
    faults = sum(each.is_fault for each in findings)
    warnings = sum(each.weight.value == "warning" for each in findings)
    told = [counted(faults, "fault")] if faults else ["no fault"]
    return ", ".join(told + ([counted(warnings, "warning")] if warnings else []))


def _as_document(finding: Finding) -> dict[str, Any]:
    return {
        "subject": finding.subject,
        "text": finding.text,
        "weight": finding.weight.value,
        "hint": finding.hint,
    }
