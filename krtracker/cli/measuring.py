"""One run of measuring, watched from a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from krtracker.cli import terminal
from krtracker.cli.current import chosen
from krtracker.cli.start import Start, new_run
from krtracker.cli.wording import counted
from krtracker.domain.key_result import KeyResult
from krtracker.ledger import Ledger
from krtracker.measures import Asked
from krtracker.tracking import Report, followers, track


def wanted(
    begun: Start, selected: Sequence[str] | None, excluded: Sequence[str] | None
) -> list[KeyResult]:
    """The key results that `--select` and `--exclude` leave and that can be measured."""
    found = chosen(begun.project, begun.catalog, selected, excluded, now=begun.now)
    return [each for each in found if each.key not in begun.catalog.faults]


def with_followers(
    asked: Sequence[Asked], begun: Start, excluded: Sequence[str] | None
) -> list[Asked]:
    """What is asked, and what follows from it: formulas over it, unless `--exclude` means them.

    Whoever asks for the parts alone is told.
    """
    formulas = wanted(begun, None, excluded)
    found = followers(asked, formulas, begun.catalog, Ledger(begun.project))
    for each in found:
        terminal.say(
            f"{each.key_result.id} follows its parts: reckoned anew for {_days(each.days)}"
        )
    days = {each.key_result.key: list(each.days) for each in asked}
    for each in found:
        days.setdefault(each.key_result.key, []).extend(each.days)
    key_results = {each.key_result.key: each.key_result for each in (*asked, *found)}
    return [Asked(each, tuple(sorted(days[key]))) for key, each in key_results.items()]


def _days(days: Sequence[date]) -> str:
    first, last = days[0], days[-1]
    return f"{first}" if first == last else f"{counted(len(days), 'day')}, {first} to {last}"


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
