"""What a source may reckon itself: the parts whose translation is known to be equal to DuckDB's."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from sqlglot import exp

from krtracker.measures import in_mysql
from krtracker.measures.functions import AGGREGATES, CLOCK_WORDS, RANKINGS, name_of
from krtracker.measures.kinds import TIMES, Kind, kind, of_type

_EQUAL_IN_POSTGRES = (
    exp.Abs,
    exp.Add,
    exp.Alias,
    exp.And,
    exp.AtTimeZone,
    exp.Boolean,
    exp.Case,
    exp.Ceil,
    exp.Coalesce,
    exp.Column,
    exp.CTE,
    exp.DataType,
    exp.DataTypeParam,
    exp.Distinct,
    exp.Div,
    exp.EQ,
    exp.Except,
    exp.Exists,
    exp.Filter,
    exp.Floor,
    exp.From,
    exp.Group,
    exp.GT,
    exp.GTE,
    exp.Having,
    exp.Identifier,
    exp.If,
    exp.In,
    exp.Intersect,
    exp.Interval,
    exp.Is,
    exp.Join,
    exp.Lead,
    exp.Left,
    exp.Length,
    exp.Limit,
    exp.Literal,
    exp.LT,
    exp.LTE,
    exp.Mod,
    exp.Mul,
    exp.Neg,
    exp.NEQ,
    exp.Not,
    exp.Null,
    exp.Nullif,
    exp.NullSafeEQ,
    exp.NullSafeNEQ,
    exp.Offset,
    exp.Or,
    exp.Order,
    exp.Paren,
    exp.Placeholder,
    exp.Replace,
    exp.Right,
    exp.Select,
    exp.Sign,
    exp.Star,
    exp.StrPosition,
    exp.Sub,
    exp.Subquery,
    exp.Table,
    exp.TableAlias,
    exp.Trim,
    exp.Tuple,
    exp.Union,
    exp.Values,
    exp.Var,
    exp.Where,
    exp.Window,
    exp.WindowSpec,
    exp.With,
    *(each for each in AGGREGATES if each is not exp.PercentileDisc),
    *RANKINGS,
)
"""Parts that need no more than their own name: a property test holds each against DuckDB."""


_CUT_OFF = (exp.DType.CHAR, exp.DType.NCHAR, exp.DType.NAME)
"""Kinds of text that hold so many letters and no more, as those told `(n)`: not to DuckDB."""
MOST_SHOWN = 60
"""How much of an expression is repeated."""


def obstacle(tree: exp.Expr, dialect: str, allowed: Collection[str] = ()) -> str | None:
    """Why a source of this dialect may not be asked all of a tree; None where it may.

    Functions that the connection allows are the source's own: only it can know them.
    """
    if dialect == "duckdb":
        return None
    if dialect == "mysql":
        return next((_said(node) for node in tree.walk() if not in_mysql.is_equal(node)), None)
    if dialect != "postgres":
        return f"no translation into {dialect} is known to be equal"
    names = {name.lower() for name in allowed}
    return next((_said(node) for node in tree.walk() if not _is_equal(node, names)), None)


def _said(node: exp.Expr) -> str:
    text = node.sql("duckdb", comments=False)
    shown = text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}..."
    return f"`{shown}` is not known to mean the same there"


def _is_equal(node: exp.Expr, allowed: Collection[str]) -> bool:
    if isinstance(node, exp.Func) and name_of(node) in allowed:
        return True
    test = _CONDITIONS.get(type(node))
    return test(node) if test is not None else isinstance(node, _EQUAL_IN_POSTGRES)


def _extract(node: exp.Extract) -> bool:
    parts = {"EPOCH", "YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "DOW", "ISODOW", "DOY", "HOUR"}
    part = str(node.this.name).upper()
    if kind(node.expression) is Kind.INTERVAL:
        return part == "EPOCH"
    return part in {*parts, "MINUTE"} and kind(node.expression) in TIMES


def _truncate(node: exp.TimestampTrunc) -> bool:
    parts = {"YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND"}
    unit = node.args.get("unit")
    return kind(node.this) is Kind.NAIVE and unit is not None and unit.name.upper() in parts


def _cast(node: exp.Cast) -> bool:
    """Casts between numbers and between times; a text only where it is a literal date."""
    wanted, what = of_type(node.to.this), kind(node.this)
    if isinstance(node.this, exp.Placeholder):
        return True
    if node.to.expressions or node.to.this in _CUT_OFF:
        return False
    if isinstance(node.this, exp.Literal) and node.this.is_string:
        is_plain = node.name.strip().lower() not in CLOCK_WORDS and node.name[:1].isdigit()
        return wanted in TIMES and is_plain
    if node.to.this == exp.DType.DOUBLE:
        return what in {Kind.INTEGER, Kind.NUMBER, Kind.UNKNOWN}
    if wanted is Kind.INTEGER:
        is_rounded = isinstance(node.this, exp.Floor | exp.Ceil)
        return what in {Kind.INTEGER, Kind.BOOLEAN} or is_rounded
    if wanted in {Kind.DAY, Kind.NAIVE}:
        return what in {Kind.DAY, Kind.NAIVE}
    return wanted is what is Kind.TEXT


def _like(node: exp.Like) -> bool:
    """PostgreSQL takes a backslash for an escape where DuckDB does not."""
    pattern = node.expression
    return isinstance(pattern, exp.Literal) and "\\" not in str(pattern.name)


def _ours(node: exp.Anonymous) -> bool:
    return name_of(node) in {"epoch_us", "quantile_cont"}


def _substring(node: exp.Substring) -> bool:
    """Negative starts count from the end in DuckDB alone."""
    start, length = node.args.get("start"), node.args.get("length")
    numbers = [part for part in (start, length) if part is not None]
    return all(
        isinstance(part, exp.Literal) and not part.is_string and int(part.name) >= 1
        for part in numbers
    )


def _are_ordered(*parts: exp.Expr) -> bool:
    """Whether things have the same order: texts by their bytes, which only columns are told."""
    if any(isinstance(each, exp.Tuple) for each in parts):
        return False
    if Kind.TEXT not in map(kind, parts):
        return True
    is_plain = all(isinstance(each, exp.Column | exp.Literal) for each in parts)
    return is_plain and any(isinstance(each, exp.Column) for each in parts)


def _is_written_alike(part: exp.Expr) -> bool:
    """Whether a value is the same text: `true` is `t` there, and the number 4.0 is `4`."""
    inner = part.unnest()
    is_whole = isinstance(inner, exp.Column | exp.Literal) and kind(inner) is Kind.INTEGER
    return is_whole or kind(inner) is Kind.TEXT


def _of_whole_seconds(node: exp.UnixToTime) -> bool:
    """Fractions of a second are rounded by one and cut by the other."""
    return kind(node.this.unnest().this) is Kind.INTEGER


_CONDITIONS: Mapping[type[exp.Expr], Callable[[Any], bool]] = {
    exp.UnixToTime: _of_whole_seconds,
    exp.Extract: _extract,
    exp.TimestampTrunc: _truncate,
    exp.Cast: _cast,
    exp.Like: _like,
    exp.Anonymous: _ours,
    exp.Substring: _substring,
    exp.Concat: lambda node: all(map(_is_written_alike, node.expressions)),
    exp.DPipe: lambda node: _is_written_alike(node.left) and _is_written_alike(node.right),
    exp.Between: lambda node: _are_ordered(node.this, node.args["low"], node.args["high"]),
    exp.Greatest: lambda node: _are_ordered(node.this, *node.expressions),
    exp.Least: lambda node: _are_ordered(node.this, *node.expressions),
    exp.LT: lambda node: _are_ordered(node.left, node.right),
    exp.LTE: lambda node: _are_ordered(node.left, node.right),
    exp.GT: lambda node: _are_ordered(node.left, node.right),
    exp.GTE: lambda node: _are_ordered(node.left, node.right),
    exp.Max: lambda node: _are_ordered(node.this),
    exp.Min: lambda node: _are_ordered(node.this),
    exp.Ordered: lambda node: _are_ordered(node.this),
}
