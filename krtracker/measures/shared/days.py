"""The project day that a time falls on, told from boundaries rather than from a zone's rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from sqlglot import exp

from krtracker.domain.calendar import DAY
from krtracker.measures.binding import Binding
from krtracker.measures.instants import bracketed, cast
from krtracker.measures.kinds import Kind, kind, named
from krtracker.measures.zones import boundary

_A_DAY = timedelta(days=1)


def day_of(time: exp.Expr, binding: Binding, first: date, last: date) -> exp.Expr:
    """The project day of a time from `first` to `last`; times before are on some day before.

    Between two changes of the clocks a day is a fixed distance from the zone-free time, so a
    few comparisons do, the same in every engine; days of 23 or 25 hours are named outright.
    """
    if kind(time) is Kind.DAY:
        return time.copy()
    naive = _in_utc(time) if kind(time) is Kind.MOMENT else time.copy()
    edges = _edges(time, binding, first, last)
    pieces = _pieces(edges)
    if len(pieces) == 1:
        return _moved(naive, pieces[0][1])
    chosen = exp.Case()
    for begins, shift, whole in reversed(pieces[1:]):
        is_later = exp.GTE(this=bracketed(naive.copy()), expression=_time(begins))
        found = _date(whole) if whole is not None else _moved(naive.copy(), shift)
        chosen = chosen.when(is_later, found, copy=False)
    first_piece = pieces[0]
    rest = _date(first_piece[2]) if first_piece[2] else _moved(naive.copy(), first_piece[1])
    answer = chosen.else_(rest, copy=False)
    answer.type = named("DATE")
    return answer


def _edges(
    time: exp.Expr, binding: Binding, first: date, last: date
) -> list[tuple[date, datetime]]:
    """Where each day begins, in the zone-free time that is compared."""
    count = (last - first).days + 2
    days = [first + number * DAY for number in range(count)]
    found = [boundary(day, binding.calendar, binding.zone) for day in days]
    if kind(time) is Kind.MOMENT:
        return [(each.day, each.moment.replace(tzinfo=None)) for each in found]
    return [(each.day, each.naive) for each in found]


Piece = tuple[datetime, timedelta, date | None]
"""From when on, what to add before the date is taken, or the date itself."""


def _pieces(edges: Sequence[tuple[date, datetime]]) -> list[Piece]:
    """Runs of days of 24 hours that are equally far from midnight; odd days by themselves."""
    found: list[Piece] = []
    for (day, begins), (_, ends) in pairwise(edges):
        shift = datetime.combine(day, datetime.min.time()) - begins
        is_odd = ends - begins != _A_DAY
        if is_odd:
            found.append((begins, shift, day))
        elif not found or found[-1][2] is not None or found[-1][1] != shift:
            found.append((begins, shift, None))
    if found and found[-1][2] is not None:
        # So are those after the last one: what is open at its end closes later, not on it.
        day, begins = edges[-1]
        found.append((begins, datetime.combine(day, datetime.min.time()) - begins, None))
    if found and found[0][2] is not None:
        # Days before the first one asked for are told apart from it, however odd it is.
        found.insert(0, (edges[0][1] - _A_DAY, found[0][1], None))
    return found


def _moved(naive: exp.Expr, shift: timedelta) -> exp.Expr:
    if not shift:
        return cast(naive, "DATE")
    seconds = int(shift.total_seconds())
    span = exp.Interval(this=exp.Literal.string(str(abs(seconds))), unit=exp.var("SECOND"))
    kind_of_sum = exp.Add if seconds > 0 else exp.Sub
    moved = kind_of_sum(this=bracketed(naive), expression=span)
    moved.type = named("TIMESTAMP")
    return cast(moved, "DATE")


def _in_utc(moment: exp.Expr) -> exp.Expr:
    node = exp.AtTimeZone(this=bracketed(moment.copy()), zone=exp.Literal.string("UTC"))
    node.type = named("TIMESTAMP")
    return node


def _time(naive: datetime) -> exp.Expr:
    return cast(exp.Literal.string(naive.isoformat(sep=" ")), "TIMESTAMP")


def _date(day: date) -> exp.Expr:
    return cast(exp.Literal.string(day.isoformat()), "DATE")
