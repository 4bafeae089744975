"""How things stand as the last published snapshot tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

from krtracker.cli import wording
from krtracker.cli.selection import select
from krtracker.cli.start import project_of
from krtracker.domain.standing import standings
from krtracker.errors import Problem, UsageError
from krtracker.project import Project

if TYPE_CHECKING:
    from krtracker.domain.catalog import Catalog
    from krtracker.domain.key_result import KeyResult
    from krtracker.ledger import Snapshot

NOTHING_YET = "nothing is measured yet; `krtracker track` measures what is due"

NO_KEY_RESULTS = "there are no key results yet; write one file per objective in kr_definitions/"


def published(context: typer.Context) -> Snapshot | None:
    """The last published snapshot of the project meant; None before the first run."""
    from krtracker.ledger import Snapshot

    return Snapshot.latest(project_of(context))


def as_known(snapshot: Snapshot, known_at: str | None) -> tuple[Snapshot, datetime]:
    """The snapshot as it stood at a moment, by default at its project's now, and that moment.

    Raises:
        UsageError: the ledger had not begun by then.
    """
    settings = snapshot.catalog.settings
    now = settings.now(datetime.now(UTC))
    if known_at is None:
        return snapshot, now
    moment = settings.calendar.moment_named(known_at)
    known = snapshot.as_known_at(moment)
    if snapshot.catalog.objectives and not known.catalog.objectives:
        first = snapshot.first_measured()
        hint = f"the first measurement was made on {wording.moment(first)}" if first else None
        raise UsageError(str(Problem(f"nothing was recorded by {known_at}", hint=hint)))
    return known, moment


def published_or_fault(context: typer.Context) -> Snapshot:
    """The last published snapshot.

    Raises:
        UsageError: nothing was published yet.
    """
    snapshot = published(context)
    if snapshot is None:
        raise UsageError(NOTHING_YET)
    return snapshot


def chosen(
    project: Project,
    catalog: Catalog,
    selected: Sequence[str] | None,
    excluded: Sequence[str] | None,
    *,
    now: datetime,
) -> list[KeyResult]:
    """The key results of the catalog that `--select` and `--exclude` leave."""

    def statuses() -> Mapping[str, str]:
        from krtracker.ledger import Snapshot

        snapshot = Snapshot.latest(project)
        facts = snapshot.facts() if snapshot else {}
        found = standings(catalog, facts, now)
        return {key: each.status.value for key, each in found.items()}

    return select(catalog, selected or (), excluded or (), statuses=statuses)
