"""`krtracker restore`: the ledger as a backup has it; what it replaces is kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from krtracker.cli import terminal
from krtracker.cli.wording import counted
from krtracker.errors import UsageError

if TYPE_CHECKING:
    from krtracker.ledger import Backup
    from krtracker.project import Project

Which = Annotated[
    Path | None,
    typer.Argument(
        metavar="[BACKUP]", help="A backup's folder, or a folder of them; else the last."
    ),
]


def restore(context: typer.Context, which: Which = None) -> None:
    """Put the last backup in the ledger's place, after proving it and copying aside what is there.

    Days measured since are due again, and the next run fills them.
    """
    from datetime import UTC, datetime

    from krtracker.cli.start import project_of
    from krtracker.ledger import restore as put_back

    project = project_of(context)
    chosen = _chosen(project, which)
    aside = put_back(project, chosen, now=datetime.now(UTC))
    made = chosen.made_at.strftime("%Y-%m-%d %H:%M:%S UTC")
    terminal.write(f"restored {counted(chosen.head.sequence, 'row')}, as backed up at {made}")
    if aside is not None:
        terminal.write(f"what was there is kept in {project.relative(aside)}")
    terminal.say("`krtracker track` measures again what has been measured since")


def _chosen(project: Project, which: Path | None) -> Backup:
    """The backup meant.

    Raises:
        UsageError: there is none.
    """
    from krtracker.ledger import backups, default_folder

    folder = which.expanduser().resolve() if which else default_folder(project)
    found = [each for each in backups(folder.parent) if each.folder == folder] or backups(folder)
    if not found:
        raise UsageError(f"there is no backup in {folder}; `krtracker backup` makes one")
    return found[0]
