"""What kind of value the parts of an expression have, where the parser's own rules fall short."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.optimizer.annotate_types import TypeAnnotator

from krtracker.measures.kinds import Kind, kind

_CALENDAR = {"DAY", "WEEK", "MONTH", "QUARTER", "YEAR", "DECADE", "CENTURY"}

Annotator = Callable[[TypeAnnotator, Any], Any]


def is_calendar(interval: exp.Expr) -> bool:
    """Whether a span of time is made of whole days, weeks, months or years."""
    parts = list(interval.find_all(exp.Interval))
    units = {str(part.args["unit"].name if part.args.get("unit") else "") for part in parts}
    return bool(units) and {unit.upper().removesuffix("S") for unit in units} <= _CALENDAR


def moved(time: Kind, interval: exp.Expr) -> exp.DType:
    """The type of a time that is moved by an interval; a day moved by days is a day."""
    if time is Kind.MOMENT:
        return exp.DType.TIMESTAMPTZ
    if time is Kind.DAY and is_calendar(interval):
        return exp.DType.DATE
    return exp.DType.TIMESTAMP


def _sum(annotator: TypeAnnotator, node: exp.Expr) -> exp.Expr:
    whole = kind(node.this) in (Kind.INTEGER, Kind.BOOLEAN)
    annotator._set_type(node, exp.DType.BIGINT if whole else exp.DType.DOUBLE)
    return node


def _plus_minus(annotator: TypeAnnotator, node: exp.Add | exp.Sub) -> exp.Expr:
    annotator._annotate_binary(node)
    left, right = kind(node.left), kind(node.right)
    times = (Kind.DAY, Kind.NAIVE, Kind.MOMENT)
    if isinstance(node, exp.Sub) and left in times and right in times:
        both_days = left is right is Kind.DAY
        annotator._set_type(node, exp.DType.BIGINT if both_days else exp.DType.INTERVAL)
    elif left in times and right is Kind.INTERVAL:
        annotator._set_type(node, moved(left, node.right))
    elif right in times and left is Kind.INTERVAL:
        annotator._set_type(node, moved(right, node.left))
    elif left is Kind.DAY or right is Kind.DAY:
        annotator._set_type(node, exp.DType.DATE)
    return node


def _truncated(annotator: TypeAnnotator, node: exp.Expr) -> exp.Expr:
    annotator._set_type(node, node.this.type)
    return node


def _times_interval(annotator: TypeAnnotator, node: exp.Mul) -> exp.Expr:
    annotator._annotate_binary(node)
    if Kind.INTERVAL in (kind(node.left), kind(node.right)):
        annotator._set_type(node, exp.DType.INTERVAL)
    return node


def _divided(annotator: TypeAnnotator, node: exp.Div) -> exp.Expr:
    is_span = kind(node.left) is Kind.INTERVAL
    annotator._set_type(node, exp.DType.INTERVAL if is_span else exp.DType.DOUBLE)
    return node


def _extracted(annotator: TypeAnnotator, node: exp.Extract) -> exp.Expr:
    is_epoch = node.this.name.upper() == "EPOCH"
    annotator._set_type(node, exp.DType.DOUBLE if is_epoch else exp.DType.BIGINT)
    return node


def _like_its_rows(annotator: TypeAnnotator, node: exp.WithinGroup) -> exp.Expr:
    disc = isinstance(node.this, exp.PercentileDisc)
    ordered = node.expression.expressions[0].this
    is_span = kind(ordered) is Kind.INTERVAL
    annotator._set_type(node, ordered.type if disc or is_span else exp.DType.DOUBLE)
    return node


def _middle(annotator: TypeAnnotator, node: exp.Median) -> exp.Expr:
    is_span = kind(node.this) is Kind.INTERVAL
    annotator._set_type(node, exp.DType.INTERVAL if is_span else exp.DType.DOUBLE)
    return node


RULES: dict[type[exp.Expr], dict[str, Any]] = {
    **DuckDB.EXPRESSION_METADATA,
    exp.Sum: {"annotator": _sum},
    exp.Add: {"annotator": _plus_minus},
    exp.Sub: {"annotator": _plus_minus},
    exp.Mul: {"annotator": _times_interval},
    exp.Div: {"annotator": _divided},
    exp.TimestampTrunc: {"annotator": _truncated},
    exp.DateTrunc: {"annotator": _truncated},
    exp.Extract: {"annotator": _extracted},
    exp.WithinGroup: {"annotator": _like_its_rows},
    exp.Day: {"returns": exp.DType.DATE},
    exp.Median: {"annotator": _middle},
    **{part: {"returns": exp.DType.DOUBLE} for part in (exp.Floor, exp.Ceil)},
    **{part: {"returns": exp.DType.VARCHAR} for part in (exp.Left, exp.Right, exp.Replace)},
    exp.Count: {"returns": exp.DType.BIGINT},
    exp.LogicalAnd: {"returns": exp.DType.BOOLEAN},
    exp.LogicalOr: {"returns": exp.DType.BOOLEAN},
    exp.UnixToTime: {"returns": exp.DType.TIMESTAMPTZ},
}
"""How each part is typed: DuckDB's rules, with a day's own arithmetic."""
