"""The first five seconds of the overview: whose, when, how sure, how many, and what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dashboards.blocks import Block, Chip, Link, Masthead, Prose, Text, Tile, Tiles
from dashboards.links import to_overview
from dashboards.marks import status_chip
from dashboards.telling import since_last_week
from dashboards.view import View
from krtracker.domain.calendar import Cycle
from krtracker.domain.standing import Standing
from krtracker.domain.status import Status, Trust


def opening(view: View, cycle: Cycle) -> list[Block]:
    """Whose page it is, the counts, and what changed."""
    promised = [
        view.standings[each.key]
        for objective in view.catalog.objectives
        if objective.cycle == cycle
        for each in objective.key_results
    ]
    is_over = cycle.end < view.today
    news = _result(view, promised) if is_over else since_last_week(view, cycle)
    return [_masthead(view, cycle, promised), _tiles(view, cycle, promised), news]


def _masthead(view: View, cycle: Cycle, promised: Sequence[Standing]) -> Masthead:
    """The project, the day of its cycle, the last run and how much is believed."""
    words, notation = view.words, view.notation
    number, passed = cycle.day_number(view.today), cycle.days_passed(view.today)
    below = words("day of cycle", cycle=cycle.name, number=number, days=cycle.days)
    if view.today > cycle.end:
        below = words("cycle over", cycle=cycle.name, day=notation.day(cycle.end, year=True))
    elif view.today < cycle.start:
        below = words("cycle ahead", cycle=cycle.name, day=notation.day(cycle.start, year=True))
    trusted = sum(each.trust is Trust.TRUSTED for each in promised)
    return Masthead(
        title=view.catalog.settings.name,
        below=below,
        aside=[
            f"{_measured(view)} · {_next(view)}",
            words("trusted of", trusted=trusted, all=len(promised)),
        ],
        share=round(passed / cycle.days, 4),
        says=words("days passed", number=passed, days=cycle.days),
    )


def _measured(view: View) -> str:
    moment = view.last_run
    if moment is None:
        return view.words("nothing measured by then" if view.is_past else "nothing measured yet")
    if moment.date() == view.today:
        return view.words("measured today", time=f"{moment:%H:%M}")
    return view.words("measured on", moment=view.notation.moment(moment))


def _next(view: View) -> str:
    """When the next daily measuring is due."""
    due = view.catalog.settings.calendar.measure_at
    is_today = view.local(view.now).time() < due
    return view.words("next today" if is_today else "next tomorrow", time=f"{due:%H:%M}")


def _tiles(view: View, cycle: Cycle, promised: Sequence[Standing]) -> Tiles:
    """How many key results have each status, and how many numbers are not believed."""
    count = Counter(each.status for each in promised)
    always = {Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK, Status.ACHIEVED}
    tiles = [
        Tile(
            str(count[status]),
            status_chip(status, view.words, count[status]),
            to_overview({"cycle": cycle.name, "status": view.words(status.value)}),
        )
        for status in Status
        if status in always or count[status]
    ]
    doubted = sum(each.trust in {Trust.HELD, Trust.STALE} for each in promised)
    chip = Chip(view.words("held or stale", count=doubted), edge="dashed")
    return Tiles([*tiles, Tile(str(doubted), chip, Link("data_health"))])


def _result(view: View, promised: Sequence[Standing]) -> Prose:
    """What a finished cycle came to."""
    achieved = sum(each.status is Status.ACHIEVED for each in promised)
    says = view.words("cycle is over", achieved=achieved, all=len(promised))
    return Prose(lines=[[Text(says)]])
