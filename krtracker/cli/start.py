"""What a command starts from: the project, what its files say, and the moment it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import typer

from krtracker.cli import terminal
from krtracker.errors import Severity
from krtracker.project import Project, find

if TYPE_CHECKING:
    from krtracker.connector import Connectors
    from krtracker.domain.catalog import Catalog


@dataclass(frozen=True)
class Start:
    """A project read and checked, and what is needed to measure it."""

    project: Project
    connectors: Connectors
    catalog: Catalog
    now: datetime
    """The project's now, in UTC: the real one, or its fixed clock."""

    @property
    def is_at_fault(self) -> bool:
        """Whether any file holds an error; warnings do not count."""
        return any(each.severity is Severity.ERROR for each in self.catalog.problems)


def project_of(context: typer.Context) -> Project:
    """The project that the command line means."""
    folder = context.find_root().params.get("project")
    return find(Path(folder) if folder else None)


def start(context: typer.Context) -> Start:
    """The project, read and checked as it lies on disk; problems are in its catalog, untold."""
    return start_in(project_of(context))


def start_in(project: Project) -> Start:
    """A project, read and checked, with the drafts it may hold; problems are untold."""
    from connectors.registry import Registry
    from krtracker.checking import check

    connectors = Registry(project)
    real = datetime.now(UTC)
    catalog = check(project, connectors, now=real)
    return Start(project, connectors, catalog, catalog.settings.now(real))


def start_and_report(context: typer.Context) -> Start:
    """The project, read and checked, with every problem told on standard error.

    What the coach asks is for whoever writes definitions: `krtracker check` tells it.
    """
    begun = start(context)
    terminal.report(each for each in begun.catalog.problems if not each.is_question)
    return begun


def new_run() -> str:
    """A name for one run of a command, short enough to be read aloud."""
    return f"cli-{uuid4().hex[:12]}"
