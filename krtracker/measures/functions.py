"""Which functions and which parts of SQL definitions may use; whatever is not here is refused."""

from __future__ import annotations

from sqlglot import exp

OURS = ("hours_between", "minutes_between", "days_between", "working_days_between", "day")
"""The functions that the language adds to PostgreSQL's."""
UDF_KINDS = {
    "hours_between": "DOUBLE",
    "minutes_between": "DOUBLE",
    "days_between": "DOUBLE",
    "working_days_between": "BIGINT",
    "day": "DATE",
}

AGGREGATES = (
    exp.Count,
    exp.Sum,
    exp.Avg,
    exp.Min,
    exp.Max,
    exp.Median,
    exp.PercentileCont,
    exp.PercentileDisc,
    exp.Stddev,
    exp.StddevSamp,
    exp.StddevPop,
    exp.Variance,
    exp.VariancePop,
    exp.LogicalAnd,
    exp.LogicalOr,
)
RANKINGS = (
    exp.RowNumber,
    exp.Rank,
    exp.DenseRank,
    exp.PercentRank,
    exp.CumeDist,
    exp.Ntile,
    exp.Lag,
    exp.Lead,
    exp.FirstValue,
    exp.LastValue,
    exp.NthValue,
)
"""Functions that mean something only over a window of rows: inside a bracketed SELECT."""
SCALARS = (
    exp.Abs,
    exp.And,
    exp.Case,
    exp.Cast,
    exp.Ceil,
    exp.Coalesce,
    exp.Concat,
    exp.ConcatWs,
    exp.Date,
    exp.DateTrunc,
    exp.Exists,
    exp.Exp,
    exp.Extract,
    exp.Floor,
    exp.Greatest,
    exp.If,
    exp.Initcap,
    exp.Least,
    exp.Left,
    exp.Length,
    exp.Ln,
    exp.Log,
    exp.Lower,
    exp.Nullif,
    exp.Or,
    exp.Pow,
    exp.RegexpILike,
    exp.RegexpLike,
    exp.RegexpReplace,
    exp.Replace,
    exp.Right,
    exp.Round,
    exp.Sign,
    exp.SplitPart,
    exp.Sqrt,
    exp.StartsWith,
    exp.StrPosition,
    exp.Substring,
    exp.TimestampTrunc,
    exp.Trim,
    exp.Trunc,
    exp.UnixToTime,
    exp.Upper,
)
PLAIN = (
    exp.Add,
    exp.Alias,
    exp.AtTimeZone,
    exp.Between,
    exp.Boolean,
    exp.Column,
    exp.CTE,
    exp.DataType,
    exp.DataTypeParam,
    exp.Distinct,
    exp.Div,
    exp.DPipe,
    exp.EQ,
    exp.Escape,
    exp.Except,
    exp.Filter,
    exp.From,
    exp.Group,
    exp.GT,
    exp.GTE,
    exp.Having,
    exp.Identifier,
    exp.ILike,
    exp.In,
    exp.Intersect,
    exp.Interval,
    exp.Is,
    exp.Join,
    exp.Like,
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
    exp.NullSafeEQ,
    exp.NullSafeNEQ,
    exp.Offset,
    exp.Order,
    exp.Ordered,
    exp.Paren,
    exp.Placeholder,
    exp.Select,
    exp.Star,
    exp.Sub,
    exp.Subquery,
    exp.Table,
    exp.TableAlias,
    exp.Tuple,
    exp.Union,
    exp.Values,
    exp.Var,
    exp.Where,
    exp.Window,
    exp.WindowSpec,
    exp.With,
    exp.WithinGroup,
)
"""What is neither a function nor a source of surprises."""

CLOCKS = {
    "clock_timestamp",
    "curdate",
    "current_date",
    "current_datetime",
    "current_time",
    "current_timestamp",
    "curtime",
    "get_current_time",
    "get_current_timestamp",
    "getdate",
    "localtime",
    "localtimestamp",
    "now",
    "statement_timestamp",
    "sysdate",
    "timeofday",
    "today",
    "transaction_timestamp",
    "utc_date",
    "utc_time",
    "utc_timestamp",
}
"""Functions that ask what time it is: a measure is told the day instead."""
CLOCK_WORDS = {"now", "today", "tomorrow", "yesterday"}
"""Texts that some engines turn into the present when they become a time."""


_IN_POSTGRES = {
    exp.GroupConcat: "string_agg",
    exp.LogicalAnd: "bool_and",
    exp.LogicalOr: "bool_or",
    exp.Pow: "power",
    exp.StartsWith: "starts_with",
    exp.StrPosition: "strpos",
    exp.TimestampTrunc: "date_trunc",
    exp.UnixToTime: "to_timestamp",
    exp.VariancePop: "var_pop",
}
"""Functions that the parser calls by a name that PostgreSQL has not."""


def name_of(node: exp.Expr) -> str:
    """What a function is called, in small letters."""
    if isinstance(node, exp.Anonymous):
        return str(node.name).lower()
    if isinstance(node, exp.Func):
        return called(type(node))
    return str(node.key).lower()


def called(function: type[exp.Func]) -> str:
    """What PostgreSQL calls a function."""
    return _IN_POSTGRES.get(function) or str(function.sql_names()[0]).lower()


def said(node: exp.Expr) -> str:
    """A function as its author wrote it, where the parser kept that."""
    return str(node.meta.get("said") or name_of(node)).lower()


def is_clock(node: exp.Expr) -> bool:
    """Whether a function asks what time it is."""
    return isinstance(node, exp.Func) and name_of(node) in CLOCKS
