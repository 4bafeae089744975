"""Times turned into moments and project days, as trees: which zone a time without one is in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlglot import exp

from krtracker.measures.complaint import Complaint, FragmentError
from krtracker.measures.functions import CLOCK_WORDS
from krtracker.measures.kinds import Kind, kind, named
from krtracker.measures.zones import instant, repeats

UTC = "UTC"
_LOOSE = (exp.Binary, exp.Unary, exp.AtTimeZone, exp.Between, exp.In, exp.Interval)


@dataclass(frozen=True)
class Zones:
    """The zone of the project's days, and that of the connection's zone-free times."""

    project: ZoneInfo
    connection: ZoneInfo

    def moment(self, node: exp.Expr) -> exp.Expr:
        """The moment that a time means: a day starts in the project, a zone-free time is local."""
        what = kind(node)
        if what is Kind.MOMENT:
            return node
        if (said := boundary_name(node)) is not None:
            return parameter(f"{said}_moment", "TIMESTAMPTZ")
        if isinstance(node, exp.Literal) and node.is_string:
            return self._literal_moment(node)
        if what is Kind.DAY:
            return _first_moment(cast(node, "TIMESTAMP"), self.project)
        naive = node if what is Kind.NAIVE else cast(node, "TIMESTAMP")
        return _first_moment(naive, self.connection)

    def day(self, node: exp.Expr) -> exp.Expr:
        """The calendar date in the project's zone."""
        what = kind(node)
        if what is Kind.DAY:
            return node
        if (said := boundary_name(node)) is not None:
            return parameter(f"{said}_day", "DATE")
        if what is Kind.MOMENT:
            return cast(local(node, self.project), "DATE")
        if what is Kind.TEXT or same_clock(self.project, self.connection):
            return cast(node, "DATE")
        return cast(local(self.moment(node), self.project), "DATE")

    def naive(self, node: exp.Expr) -> exp.Expr:
        """The zone-free time of a moment, as the connection would keep it."""
        return local(node, self.connection)

    def clock(self, node: exp.Expr) -> exp.Expr:
        """A time that differences can be taken of: elapsed time, whatever clocks did."""
        if kind(node) is Kind.NAIVE and is_fixed(self.connection):
            return node
        return self.moment(node)

    def _literal_moment(self, node: exp.Literal) -> exp.Expr:
        text = node.name.strip()
        try:
            said = datetime.fromisoformat(text)
        except ValueError:
            word = f"`{node.sql()}`"
            more = " (the present)" if text.lower() in CLOCK_WORDS else ""
            raise FragmentError(Complaint(f"{word} is not a time{more}", word=text)) from None
        is_date = len(text) == len("2026-01-01")
        if said.tzinfo is None:
            zone = self.project if is_date else self.connection
            try:
                said = instant(said, zone)
            except OverflowError:  # a day from the end of the calendar: told with the zone's offset
                said = said.replace(tzinfo=zone)
        return cast(exp.Literal.string(said.isoformat(sep=" ")), "TIMESTAMPTZ")


def cast(node: exp.Expr, type_: str) -> exp.Expr:
    """`node` as another type, if it is not of that type already."""
    wanted = named(type_)
    if isinstance(node.type, exp.DataType) and node.type.this == wanted.this == exp.DType.DOUBLE:
        return node
    built = exp.Cast(this=bracketed(node), to=wanted.copy())
    built.type = wanted
    return built


def typed(node: exp.Expr, type_: str) -> exp.Expr:
    """`node`, known to be of a type."""
    node.type = named(type_)
    return node


def parameter(name: str, type_: str) -> exp.Expr:
    """A value bound for the day that is measured."""
    return cast(exp.Placeholder(this=name), type_)


def boundary_name(node: exp.Expr) -> str | None:
    """`until` or `since`, where `node` is that parameter: it takes the kind of what it meets."""
    inner = node.this if isinstance(node, exp.Cast) else None
    if isinstance(inner, exp.Placeholder) and inner.name in {"until", "since"}:
        return str(inner.name)
    return None


def local(moment: exp.Expr, zone: ZoneInfo) -> exp.Expr:
    """What the clocks of a zone show at a moment."""
    return typed(exp.AtTimeZone(this=bracketed(moment), zone=_named(zone.key)), "TIMESTAMP")


def function(name: str, *arguments: exp.Expr, type_: str) -> exp.Expr:
    """A call of a function of DuckDB's."""
    return typed(exp.Anonymous(this=name, expressions=list(arguments)), type_)


def bracketed(node: exp.Expr) -> exp.Expr:
    """`node` in brackets where it would otherwise fall apart."""
    if isinstance(
        node, exp.Binary | exp.Unary | exp.AtTimeZone | exp.Between | exp.In | exp.Interval
    ):
        if isinstance(node, exp.Paren):
            return node
        wrapped = exp.Paren(this=node)
        wrapped.type = node.type
        return wrapped
    return node


def is_fixed(zone: ZoneInfo) -> bool:
    """Whether the clocks of a zone never change."""
    return zone.key in {UTC, "Etc/UTC", "Etc/GMT", "GMT", "Etc/UCT", "Zulu"}


def same_clock(left: ZoneInfo, right: ZoneInfo) -> bool:
    """Whether two zones are one, by name."""
    return left.key == right.key or (is_fixed(left) and is_fixed(right))


def _first_moment(naive: exp.Expr, zone: ZoneInfo) -> exp.Expr:
    """The moment of a zone-free time; both engines take the second of two, we take the first."""
    if is_fixed(zone):
        return _moment_in(naive, UTC)
    found = _moment_in(naive, zone.key)
    answer = exp.Case()
    for back in repeats(zone):
        earlier = typed(exp.Sub(this=found.copy(), expression=_minutes(back)), "TIMESTAMPTZ")
        again = exp.EQ(this=local(earlier, zone), expression=bracketed(naive.copy()))
        answer = answer.when(again, earlier.copy(), copy=False)
    return typed(answer.else_(found, copy=False), "TIMESTAMPTZ") if repeats(zone) else found


def _moment_in(naive: exp.Expr, zone: str) -> exp.Expr:
    return typed(exp.AtTimeZone(this=bracketed(naive), zone=_named(zone)), "TIMESTAMPTZ")


def _minutes(span: timedelta) -> exp.Expr:
    minutes = str(int(span.total_seconds() // 60))
    return exp.Interval(this=exp.Literal.string(minutes), unit=exp.var("MINUTE"))


def _named(zone: str) -> exp.Expr:
    return exp.Literal.string(zone)
