"""`krtracker accept`: a person believes a held value; said once, kept and shown for good."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

from krtracker.cli import terminal
from krtracker.cli.options import KeyResultName, RequiredDay
from krtracker.cli.wording import number
from krtracker.errors import UsageError


def accept(
    context: typer.Context,
    name: KeyResultName,
    as_of: RequiredDay,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why it is right after all.")
    ],
    by: Annotated[
        str | None, typer.Option("--by", metavar="NAME", help="Who says so; else who is logged in.")
    ] = None,
) -> None:
    """Believe a value that was held: the measurement stays, the acceptance stands beside it."""
    from krtracker.cli.selection import one
    from krtracker.cli.start import new_run, start_and_report
    from krtracker.ledger import Ledger

    if not reason.strip():
        raise UsageError("`--reason` says nothing; whoever reads the number later will ask for it")
    begun = start_and_report(context)
    key_result = one(begun.catalog, name)
    ledger = Ledger(begun.project)
    ledger.accept(
        key_result, as_of, reason=reason.strip(), by=by or _user(), now=begun.now, run=new_run()
    )
    ledger.publish()
    points = ledger.points([key_result]).get(key_result.key, [])
    value = next((point.value for point in points if point.as_of == as_of), None)
    told = number(value, key_result.unit)
    terminal.write(f"accepted: {key_result.id} as of {as_of} is {told}: {reason.strip()}")


def _user() -> str:
    """Who is logged in; containers may not know."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "unknown"
