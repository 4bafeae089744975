"""What has changed since a day: what moved, whose status turned, what is no longer believed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from krtracker.domain.calendar import DAY, Calendar
from krtracker.domain.catalog import Catalog
from krtracker.domain.key_result import KeyResult
from krtracker.domain.measurement import Verdict
from krtracker.domain.standing import Facts, Point, Standing, standing
from krtracker.domain.status import Status, Trust

ENOUGH_CHANGES = 24
"""How many earlier changes tell what is usual: half a year of weeks, or a month of days."""
MORE_THAN_USUAL = 1.5
"""How many times as far as ever in the half year before is more than chance.

Trembling of many shapes (normal, heavy-tailed, counts, rolling windows) exceeds its own largest
change once in a hundred weeks or so, but one and a half times that once in a thousand: with twenty
key results a calm week then tells of a movement about once in fifty.
"""
HALF_A_YEAR = timedelta(weeks=26)
WORST_FIRST = (
    *(Status.OFF_TRACK, Status.AT_RISK, Status.MISSED),
    *(Status.ACHIEVED, Status.ON_TRACK, Status.NO_DATA),
)


class NewsKind(StrEnum):
    """The three things that are told."""

    MOVED = "moved"
    TURNED = "turned"
    DOUBTED = "doubted"


@dataclass(frozen=True)
class News:
    """One thing to tell of a key result: how it stands, and how it stood on the day before."""

    kind: NewsKind
    now: Standing
    before: Standing

    @property
    def step(self) -> float:
        """The value now less the value then; 0 where one of them is missing."""
        values = [each.current.value if each.current else None for each in (self.now, self.before)]
        return 0.0 if values[0] is None or values[1] is None else values[0] - values[1]

    @property
    def weight(self) -> float:
        """How large the step is for the promise and for the number, times its owners' weight.

        The geometric mean of its shares of the way and of the number itself: a small promise
        makes of every step a large share of the way. Without a way only the number counts.
        """
        now, then = self.now, self.before
        known = [each.current.value for each in (now, then) if each.current]
        sizes = [abs(each) for each in (*known, now.baseline, now.target) if each is not None]
        share = abs(self.step) / max(sizes) if any(sizes) else 0.0
        if now.baseline is not None and now.target is not None:
            share = math.sqrt(share * abs(self.step / (now.target - now.baseline)))
        return share * now.key_result.weight


@dataclass(frozen=True)
class Week:
    """What there is to tell of one key result since a day."""

    told: tuple[News, ...] = ()
    knows_usual: bool = False
    """Whether enough is known to say that what is not told was no more than usual."""


def last_week_start(calendar: Calendar, today: date) -> date:
    """The first day of a week, at least three days ago, so that there is something to tell."""
    return calendar.week_start(today - 3 * DAY)


def news(
    catalog: Catalog,
    facts: Mapping[str, Facts],
    standings: Mapping[str, Standing],
    *,
    since: date,
) -> list[News]:
    """What is worth telling since the start of `since`: of each kind the weightiest first."""
    return in_order(weeks(catalog, facts, standings, since=since).values())


def weeks(
    catalog: Catalog,
    facts: Mapping[str, Facts],
    standings: Mapping[str, Standing],
    *,
    since: date,
) -> dict[str, Week]:
    """How each key result that anything is known of went since the start of `since`, by key."""
    return {
        key: _week(now, known, catalog, since)
        for key, now in standings.items()
        if (known := facts.get(key)) is not None
    }


def in_order(weeks: Iterable[Week]) -> list[News]:
    """All that is told, of each kind the weightiest first."""
    told = [each for week in weeks for each in week.told]
    moved = sorted(_only(told, NewsKind.MOVED), key=lambda each: -each.weight)
    turned = sorted(
        _only(told, NewsKind.TURNED), key=lambda each: WORST_FIRST.index(each.now.status)
    )
    return [*moved, *turned, *_only(told, NewsKind.DOUBTED)]


def headlines(told: Sequence[News], count: int = 3) -> list[News]:
    """The few that a page has room for: one of each kind, then the next; no key result twice."""
    first = [next(iter(_only(told, kind)), None) for kind in NewsKind]
    chosen: dict[str, News] = {}
    for each in [*(one for one in first if one), *told]:
        chosen.setdefault(each.now.key_result.key, each)
    few = list(chosen.values())[:count]
    return sorted(few, key=lambda each: list(NewsKind).index(each.kind))


def _week(now: Standing, facts: Facts, catalog: Catalog, since: date) -> Week:
    """Everything that one key result has to tell."""
    calendar = catalog.settings.calendar
    then = datetime.combine(since, calendar.measure_at, calendar.zone)
    earlier = replace(
        facts, points=[each for each in facts.points if each.as_of < since], last_attempt=None
    )
    before = standing(now.key_result, earlier, settings=catalog.settings, now=then)
    if now.trust in {Trust.HELD, Trust.STALE}:
        return Week((News(NewsKind.DOUBTED, now, before),))
    if before.current is None or now.current is None:
        return Week()
    usual = _usual(now.key_result, facts.points, before, now)
    return Week(tuple(_changed(now, before, usual)), knows_usual=math.isfinite(usual))


def _changed(now: Standing, before: Standing, usual: float) -> Iterator[News]:
    """What moved more than is usual, and whose status turned."""
    found = News(NewsKind.MOVED, now, before)
    if abs(found.step) > MORE_THAN_USUAL * usual:
        yield found
    if Status.NO_DATA not in {now.status, before.status} and now.status is not before.status:
        yield News(NewsKind.TURNED, now, before)


def _usual(
    key_result: KeyResult, points: Sequence[Point], before: Standing, now: Standing
) -> float:
    """The largest change over as many days in the half year before the cycle.

    That half year says how a number moves by itself, before anybody worked on it. Where it is
    unknown, or a window that begins with the cycle kept it at nothing, the half year before the
    week has to tell. Infinite while there are too few earlier changes.
    """
    if before.current is None or now.current is None:
        return float("inf")
    start, span = before.current.as_of + DAY, now.current.as_of - before.current.as_of
    by_itself = _changes(points, min(start, key_result.cycle.start), span)
    if len(by_itself) >= ENOUGH_CHANGES and max(by_itself) > 0:
        return max(by_itself)
    lately = _changes(points, start, span)
    return max(lately) if len(lately) >= ENOUGH_CHANGES else float("inf")


def _changes(points: Sequence[Point], until: date, span: timedelta) -> list[float]:
    """How far the value moved over `span`, for every day of the half year before `until`."""
    values = {
        each.as_of: each.value
        for each in points
        if each.value is not None
        and each.verdict is not Verdict.REJECTED
        and until - HALF_A_YEAR - span <= each.as_of < until
    }
    return [
        abs(value - earlier)
        for day, value in values.items()
        if (earlier := values.get(day - span)) is not None
    ]


def _only(told: Sequence[News], kind: NewsKind) -> list[News]:
    return [each for each in told if each.kind is kind]
