"""`krtracker track`: measure what is due, record it, publish it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import typer

from krtracker.cli import terminal
from krtracker.cli.exits import end
from krtracker.cli.options import AsJson, AsOf, Exclude, Select
from krtracker.errors import UsageError

if TYPE_CHECKING:
    from krtracker.cli.start import Start
    from krtracker.domain.key_result import KeyResult
    from krtracker.measures import Asked


def track(
    context: typer.Context,
    selected: Select = None,
    excluded: Exclude = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Measure what is due (or one day), record it for good, publish it for the pages.

    Due are days never measured since the eve of the cycle, those inside the look-back of their
    source, and those of a formula whose parts have other values by now. Key results at fault are
    told and left out; the others are measured.
    """
    from krtracker.cli.measuring import measured, wanted, with_followers
    from krtracker.cli.start import start_and_report
    from krtracker.cli.summary import exit_of, summary
    from krtracker.ledger import Ledger
    from krtracker.tracking import due

    begun = start_and_report(context)
    chosen = wanted(begun, selected, excluded)
    if as_of is None:
        asked = due(begun.catalog, Ledger(begun.project), begun.now)
        asked = [each for each in asked if each.key_result in chosen]
    else:
        asked = _on(as_of, chosen, begun)
    report = measured(begun, with_followers(asked, begun, excluded))
    summary(report, begun, as_json=as_json)
    end(exit_of(report, begun))


def _on(day: date, chosen: Sequence[KeyResult], begun: Start) -> list[Asked]:
    """Every key result chosen, asked for one day; those without history only for the last."""
    from krtracker.measures import Asked

    last = begun.catalog.settings.calendar.last_closed_day(begun.now)
    if day > last:
        raise UsageError(f"{day} is not over yet; the last closed day is {last}")
    told = [each for each in chosen if _can_tell(each, day, last)]
    tell_skipped([each for each in chosen if each not in told])
    return [Asked(each, (day,)) for each in told]


def tell_skipped(key_results: Sequence[KeyResult]) -> None:
    """Say which key results have no past to measure."""
    for each in key_results:
        terminal.say(f"{each.id}: skipped, its source keeps only the present (history: none)")


def _can_tell(key_result: KeyResult, day: date, last: date) -> bool:
    return day == last or key_result.history.has_past
