"""`krtracker backfill`: measure every day that is missing, back to a year before the cycle."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from krtracker.cli.exits import end
from krtracker.cli.options import AsJson, Exclude, Select, day, flag
from krtracker.errors import UsageError

if TYPE_CHECKING:
    from krtracker.cli.start import Start
    from krtracker.domain.key_result import KeyResult
    from krtracker.measures import Asked

MONTHS_BEFORE_CYCLE = 12
"""How much past is measured when nobody says: enough for a season to show."""


def backfill(
    context: typer.Context,
    selected: Select = None,
    excluded: Exclude = None,
    first: Annotated[
        date | None,
        typer.Option(
            "--from", metavar="D", parser=day, help="First day; else one year before the cycle."
        ),
    ] = None,
    last: Annotated[
        date | None,
        typer.Option("--to", metavar="D", parser=day, help="Last day; else the last closed day."),
    ] = None,
    remeasure: Annotated[
        bool, flag("--remeasure", "Also days that have a measurement already.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Measure every missing day, inside a cycle or not; interrupted, it goes on where it was.

    Formulas that have a value of a day are reckoned anew when a part of theirs is measured again.
    """
    from krtracker.cli.measuring import measured, wanted, with_followers
    from krtracker.cli.start import start_and_report
    from krtracker.cli.summary import exit_of, summary
    from krtracker.cli.track import tell_skipped

    begun = start_and_report(context)
    chosen = wanted(begun, selected, excluded)
    tell_skipped([each for each in chosen if not each.history.has_past])
    asked = _asked(chosen, begun, first=first, last=last)
    asked = asked if remeasure else _missing(asked, begun)
    report = measured(begun, with_followers(asked, begun, excluded))
    summary(report, begun, as_json=as_json)
    end(exit_of(report, begun))


def _asked(
    chosen: list[KeyResult], begun: Start, *, first: date | None, last: date | None
) -> list[Asked]:
    """Every key result chosen, with all its days from first to last."""
    from krtracker.domain.calendar import add_months
    from krtracker.tracking import closing_days

    closed = begun.catalog.settings.calendar.last_closed_day(begun.now)
    if last is not None and last > closed:
        raise UsageError(f"{last} is not over yet; the last closed day is {closed}")
    if first is not None and first > (last or closed):
        raise UsageError(f"no day lies between {first} and {last or closed}")
    return [
        closing_days(
            each,
            begun.catalog,
            first or add_months(each.cycle.start, -MONTHS_BEFORE_CYCLE),
            last or min(closed, each.cycle.end),
        )
        for each in chosen
        if each.history.has_past
    ]


def _missing(asked: list[Asked], begun: Start) -> list[Asked]:
    """The same without the days that the ledger has."""
    from krtracker.ledger import Ledger
    from krtracker.measures import Asked

    points = Ledger(begun.project).points([each.key_result for each in asked])
    found = []
    for each in asked:
        known = {point.as_of for point in points.get(each.key_result.key, ())}
        found.append(Asked(each.key_result, tuple(d for d in each.days if d not in known)))
    return [each for each in found if each.days]
