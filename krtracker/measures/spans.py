"""How long it was between two times, as trees: real time, and working days."""

from __future__ import annotations

from sqlglot import exp

from krtracker.measures.instants import Zones, bracketed, cast, function, typed
from krtracker.measures.kinds import Kind, kind

SECONDS = {"minutes_between": 60, "hours_between": 3_600, "days_between": 86_400}
"""How long the unit of each function is."""
_DAY = 86_400


def elapsed(zones: Zones, start: exp.Expr, end: exp.Expr, *, seconds: int) -> exp.Expr:
    """Real time between two times; between two days, whole days of 24 hours."""
    if kind(start) is kind(end) is Kind.DAY:
        days: exp.Expr = exp.Sub(this=bracketed(end), expression=bracketed(start))
        if seconds != _DAY:
            per_day = exp.Literal.number(_DAY // seconds)
            days = exp.Mul(this=exp.Paren(this=days), expression=per_day)
        return cast(days, "DOUBLE")
    if kind(start) is not kind(end):
        start, end = zones.moment(start), zones.moment(end)
    low, high = zones.clock(start), zones.clock(end)
    span = exp.Sub(this=_epoch(high), expression=_epoch(low))
    micros = exp.Literal.number(seconds * 1_000_000)
    return typed(exp.Paren(this=exp.Div(this=cast(span, "DOUBLE"), expression=micros)), "DOUBLE")


def working_days(zones: Zones, start: exp.Expr, end: exp.Expr) -> exp.Expr:
    """Mondays to Fridays after `start`, up to `end`; none where the end comes first."""
    since, until = zones.day(start), zones.day(end)
    count = exp.Sub(this=_weekdays_up_to(until), expression=_weekdays_up_to(since))
    comes_first = exp.LT(this=bracketed(until.copy()), expression=bracketed(since.copy()))
    bounded = exp.Case().when(comes_first, exp.Literal.number(0), copy=False)
    return typed(bounded.else_(count, copy=False), "BIGINT")


def _epoch(time: exp.Expr) -> exp.Expr:
    return function("epoch_us", time, type_="BIGINT")


def _weekdays_up_to(day: exp.Expr) -> exp.Expr:
    """How many Mondays to Fridays there are from the Monday 1970-01-05 up to a day.

    Days before it count backwards; only differences are used.
    """
    monday = cast(exp.Literal.string("1970-01-05"), "DATE")
    number = exp.Paren(this=exp.Sub(this=bracketed(day.copy()), expression=monday))
    in_weeks = exp.Div(this=cast(number, "DOUBLE"), expression=exp.Literal.number(7))
    weeks = cast(exp.Floor(this=in_weeks), "BIGINT")
    before = exp.Mul(this=exp.Literal.number(7), expression=weeks)
    of_week = exp.Least(
        this=exp.Add(
            this=exp.Sub(this=number.copy(), expression=before), expression=exp.Literal.number(1)
        ),
        expressions=[exp.Literal.number(5)],
    )
    five = exp.Mul(this=exp.Literal.number(5), expression=weeks.copy())
    return exp.Paren(this=exp.Add(this=five, expression=of_week))
