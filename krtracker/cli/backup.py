"""`krtracker backup`: a whole, proved copy of the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from krtracker.cli import terminal
from krtracker.cli.options import AsJson
from krtracker.cli.wording import counted

To = Annotated[
    Path | None,
    typer.Option("--to", metavar="DIR", help="Where to; else .krtracker/backups. Another disk!"),
]


def backup(context: typer.Context, to: To = None, as_json: AsJson = False) -> None:
    """Copy the ledger and follow the copy's whole chain; a run waits meanwhile."""
    from datetime import UTC, datetime

    from krtracker.cli.start import project_of
    from krtracker.ledger import back_up, default_folder

    project = project_of(context)
    folder = to.expanduser().resolve() if to else default_folder(project)
    made = back_up(project, folder, now=datetime.now(UTC))
    if as_json:
        document = {"folder": str(made.folder), "sequence": made.head.sequence}
        terminal.document({"backup": document | {"sha256": made.digest, "bytes": made.bytes}})
        return
    size = f"{made.bytes / 2**20:,.1f} MB"
    terminal.write(
        f"{made.folder}: {counted(made.head.sequence, 'row')}, {size}, the chain is whole"
    )
