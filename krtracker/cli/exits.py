"""How a command ends: the number that tells scripts and schedulers what happened."""

from __future__ import annotations

from enum import IntEnum

import typer


class Exit(IntEnum):
    """The exit codes; where two fit, the graver one is given."""

    ALL_WELL = 0
    NOT_MEASURED = 1
    """Something was not measured, or not accepted."""
    AT_FAULT = 2
    """Definitions, settings or the words of the command are at fault."""
    INTERRUPTED = 130
    """Ctrl-C; what was recorded before stays."""


def end(code: Exit) -> None:
    """End the command with `code`, quietly where all is well."""
    if code is not Exit.ALL_WELL:
        raise typer.Exit(code)
