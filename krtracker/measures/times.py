"""What is done with times, written out: each in its zone, those of two kinds made comparable."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from krtracker.measures.complaint import Complaint, FragmentError
from krtracker.measures.functions import CLOCK_WORDS
from krtracker.measures.instants import (
    UTC,
    Zones,
    boundary_name,
    bracketed,
    cast,
    local,
    typed,
)
from krtracker.measures.kinds import TIMES, Kind, kind, of_type
from krtracker.measures.typing_rules import is_calendar, moved


def changed(zones: Zones, node: exp.Cast) -> exp.Expr:
    """A change of type; a time that gains or loses its zone does so by the rules of zones."""
    wanted, what = of_type(node.to.this), kind(node.this)
    if node.to.this == exp.DType.DECIMAL and not node.to.expressions:
        return cast(node.this, "DOUBLE")
    if wanted is Kind.DAY and what is Kind.MOMENT:
        return zones.day(node.this)
    if wanted is Kind.NAIVE and what is Kind.MOMENT:
        return zones.naive(node.this)
    if wanted is Kind.MOMENT and (is_text(node.this) or what in TIMES):
        return zones.moment(node.this)
    return node


def part(zones: Zones, node: exp.Extract) -> exp.Expr:
    """A part of a moment is what the project's clocks show."""
    if kind(node.expression) is Kind.MOMENT:
        is_epoch = node.name.upper() == "EPOCH"
        moment = node.expression
        node.set("expression", _in_utc(moment) if is_epoch else local(moment, zones.project))
    return node


def truncated(zones: Zones, node: exp.TimestampTrunc) -> exp.Expr:
    """The start of an hour, a day, a week: of a moment by the project's clocks."""
    if kind(node.this) is Kind.DAY:
        node.set("this", cast(node.this, "TIMESTAMP"))
        return cast(typed(node, "TIMESTAMP"), "DATE")
    if kind(node.this) is Kind.MOMENT:
        node.set("this", local(node.this, zones.project))
        return Zones(zones.project, zones.project).moment(typed(node, "TIMESTAMP"))
    return node


def plus_minus(zones: Zones, node: exp.Add | exp.Sub) -> exp.Expr:
    """A time moved, or the difference of two; of numbers their sum or difference."""
    left, right = kind(node.left), kind(node.right)
    if isinstance(node, exp.Sub) and left in TIMES and right in TIMES:
        return _difference(zones, node)
    if left in TIMES and right is Kind.INTERVAL:
        return _moved(zones, node, node.left, node.right)
    if right in TIMES and left is Kind.INTERVAL:
        return _moved(zones, node, node.right, node.left)
    if left is Kind.DAY and right is Kind.INTEGER:
        node.set("expression", _whole(node.right))
    elif right is Kind.DAY and left is Kind.INTEGER:
        node.set("this", _whole(node.left))
    return node


def alike(zones: Zones, parts: Sequence[exp.Expr]) -> list[exp.Expr]:
    """Times made comparable; `:until` and `:since` take the kind of what they meet."""
    kinds = {kind(each) for each in parts if boundary_name(each) is None}
    if kinds & set(TIMES):
        _refuse_the_present(parts)
    if Kind.MOMENT in kinds:
        return [
            zones.moment(each) if kind(each) in TIMES or is_text(each) else each for each in parts
        ]
    if Kind.DAY in kinds and Kind.NAIVE not in kinds:
        return [zones.day(each) if boundary_name(each) else each for each in parts]
    return list(parts)


def is_text(node: exp.Expr) -> bool:
    """Whether a text stands there as it is."""
    return isinstance(node, exp.Literal) and bool(node.is_string)


def _difference(zones: Zones, node: exp.Sub) -> exp.Expr:
    if Kind.MOMENT in (kind(node.left), kind(node.right)):
        for side in ("this", "expression"):
            node.set(side, _in_utc(zones.moment(node.args[side])))
    return node


def _moved(zones: Zones, node: exp.Add | exp.Sub, time: exp.Expr, span: exp.Expr) -> exp.Expr:
    """A time moved by a span: whole days by the project's calendar, hours by the clock."""
    what = kind(time)
    if what is Kind.DAY and is_calendar(span):
        return cast(typed(node, "TIMESTAMP"), "DATE")
    if what is not Kind.MOMENT:
        return typed(node, moved(what, span).value)
    by_calendar = is_calendar(span)
    clock = local(time, zones.project) if by_calendar else _in_utc(time)
    shifted = typed(type(node)(this=clock, expression=span), "TIMESTAMP")
    here = Zones(zones.project, zones.project)
    return here.moment(shifted) if by_calendar else _at_utc(shifted, "TIMESTAMPTZ")


def _whole(number: exp.Expr) -> exp.Expr:
    """A count of days to move a date by: no engine moves one by a long integer."""
    return number if isinstance(number, exp.Literal) else cast(number, "INTEGER")


def _in_utc(moment: exp.Expr) -> exp.Expr:
    return _at_utc(moment, "TIMESTAMP")


def _at_utc(time: exp.Expr, type_: str) -> exp.Expr:
    node = exp.AtTimeZone(this=bracketed(time), zone=exp.Literal.string(UTC))
    return typed(node, type_)


def _refuse_the_present(parts: Sequence[exp.Expr]) -> None:
    """Some engines read the present out of a word, where it is held against a time."""
    for each in parts:
        if is_text(each) and each.name.strip().lower() in CLOCK_WORDS:
            raise FragmentError(
                Complaint(f"{each.sql()} means the present", "use `:as_of` or `:until`", each.name)
            )
