"""One run of measuring, watched from a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from krtracker.cli import terminal
from krtracker.cli.current import chosen
from krtracker.cli.start import Start, new_run
from krtracker.domain.key_result import KeyResult
from krtracker.ledger import Ledger
from krtracker.measures import Asked
from krtracker.tracking import Report, track


def wanted(
    begun: Start, selected: Sequence[str] | None, excluded: Sequence[str] | None
) -> list[KeyResult]:
    """The key results that `--select` and `--exclude` leave and that can be measured."""
    found = chosen(begun.project, begun.catalog, selected, excluded, now=begun.now)
    return [each for each in found if each.key not in begun.catalog.faults]


def measured(begun: Start, asked: Sequence[Asked]) -> Report:
    """What measuring the days asked for brought, recorded and published."""
    with terminal.bar("measuring", sum(len(each.days) for each in asked)) as progress:
        return track(
            begun.catalog,
            ledger=Ledger(begun.project),
            connectors=begun.connectors,
            now=begun.now,
            run=new_run(),
            asked=asked,
            on_progress=progress,
        )
