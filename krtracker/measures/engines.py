"""The same tree in the terms of the engine that reckons it: DuckDB's own, or the source's."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlglot import exp

from krtracker.measures import in_mysql
from krtracker.measures.instants import cast
from krtracker.measures.kinds import Kind, kind

_BYTES = exp.to_identifier("C", quoted=True)
_DOUBLE = exp.DataType.build("DOUBLE")
_LONG = exp.DataType.build("BIGINT")
_NUMBERS = (Kind.INTEGER, Kind.NUMBER)
ORDERED = (exp.LT, exp.LTE, exp.GT, exp.GTE)
_WORDS = """
    all analyse analyze and any array as asc asymmetric authorization between binary both by
    case cast check collate collation column concurrently constraint create cross
    current_catalog current_date current_role current_schema current_time current_timestamp
    current_user date default deferrable desc describe distinct do else end except exists
    extract false fetch filter for foreign freeze from full grant group having ilike in
    initially inner intersect interval into is isnull join lambda lateral leading left like
    limit localtime localtimestamp natural not notnull null offset on only or order outer
    overlaps pivot pivot_longer pivot_wider placing primary qualify references returning
    right row select session_user show similar some summarize symmetric table tablesample
    then time timestamp to trailing true union unique unpivot user using value values
    variadic verbose when where window with within
"""
_RESERVED = frozenset(_WORDS.split())
"""Words that an engine would not take for a name."""


def in_place(
    tree: exp.Select, tables: Mapping[str, exp.Table | exp.Subquery], dialect: str
) -> exp.Select:
    """`tree` as the source is asked it: its own table names, its own spelling."""
    tree = tree.copy()
    _keep_numbers(tree)
    if dialect == "postgres":
        _in_postgres(tree)
    if dialect == "mysql":
        tree = in_mysql.rewritten(tree)
    _name_tables(tree, tables)
    return _quoted(_short(tree))


def at_desk(tree: exp.Select, names: Mapping[str, str]) -> exp.Select:
    """`tree` as the desk is asked it, its tables by the names they have there."""
    tree = tree.copy()
    tables = {name: exp.Table(this=exp.Identifier(this=here)) for name, here in names.items()}
    _name_tables(tree, tables)
    return _quoted(_short(tree))


def _keep_numbers(tree: exp.Expr) -> None:
    """Numbers as wide as they are once they have been fetched: long, or floating."""
    for column in list(tree.find_all(exp.Column)):
        above = column.parent
        is_reckoned = isinstance(above, exp.Add | exp.Sub | exp.Mul) and kind(above) in _NUMBERS
        if kind(column) is Kind.INTEGER and is_reckoned:
            column.replace(exp.Cast(this=column.copy(), to=_LONG.copy()))
            continue
        is_cast = isinstance(above, exp.Cast) and above.to.this == exp.DType.DOUBLE
        is_only_seen = isinstance(above, exp.Count | exp.Is | exp.Alias | exp.Distinct)
        if kind(column) is Kind.NUMBER and not is_cast and not is_only_seen:
            column.replace(exp.Cast(this=column.copy(), to=_DOUBLE.copy()))


def _in_postgres(tree: exp.Expr) -> None:
    for node in reversed(list(tree.walk(bfs=False))):
        if isinstance(node, exp.Anonymous) and node.name in _IN_POSTGRES:
            node.replace(_IN_POSTGRES[node.name](node))
        elif isinstance(node, exp.Column) and kind(node) is Kind.TEXT and _is_ordered(node):
            node.replace(_by_bytes(node))


def _is_ordered(column: exp.Expr) -> bool:
    """Whether the order of texts matters here, and with it the source's collation."""
    parent = column.parent
    if isinstance(parent, exp.Between | exp.Ordered | exp.Max | exp.Min | exp.Greatest | exp.Least):
        return True
    return isinstance(parent, ORDERED)


def _by_bytes(column: exp.Expr) -> exp.Expr:
    """A text of PostgreSQL's that is compared byte by byte, whatever its collation."""
    collated = exp.Collate(this=cast(column.copy(), "TEXT"), expression=_BYTES.copy())
    collated.type = column.type
    return collated


def in_microseconds(column: exp.Expr, type_: exp.DataType) -> exp.Expr:
    """A time of DuckDB's in nanoseconds, cut to its microsecond: every cast of one rounds it."""
    nanoseconds = exp.Anonymous(this="epoch_ns", expressions=[column.copy()])
    # Whole numbers are divided towards nought, and times before 1970 are below it.
    is_before = exp.LT(this=nanoseconds.copy(), expression=exp.Literal.number(0))
    less = exp.Case().when(is_before, exp.Literal.number(999)).else_(exp.Literal.number(0))
    cut = exp.IntDiv(
        this=exp.Paren(this=exp.Sub(this=nanoseconds, expression=less)),
        expression=exp.Literal.number(1000),
    )
    time: exp.Expr = exp.Anonymous(this="make_timestamp", expressions=[cut])
    if type_.this == exp.DType.TIMESTAMPTZ:
        time = exp.AtTimeZone(this=time, zone=exp.Literal.string("UTC"))
    is_finite = exp.Anonymous(this="isfinite", expressions=[column.copy()])
    return exp.Case().when(is_finite, time).else_(exp.Cast(this=column.copy(), to=type_.copy()))


def _epoch(node: exp.Anonymous) -> exp.Expr:
    seconds = exp.Extract(this=exp.var("EPOCH"), expression=node.expressions[0])
    return exp.Paren(this=exp.Mul(this=seconds, expression=exp.Literal.number(1_000_000)))


def _quantile(node: exp.Anonymous) -> exp.Expr:
    what, share = node.expressions
    order = exp.Order(expressions=[exp.Ordered(this=what, nulls_first=False)])
    return exp.WithinGroup(this=exp.PercentileCont(this=share), expression=order)


_IN_POSTGRES: Mapping[str, Callable[[exp.Anonymous], exp.Expr]] = {
    "epoch_us": _epoch,
    "quantile_cont": _quantile,
}


def _name_tables(tree: exp.Expr, tables: Mapping[str, exp.Table | exp.Subquery]) -> None:
    for table in list(tree.find_all(exp.Table)):
        if table.db or table.name not in tables:
            continue
        real = tables[table.name].copy()
        if isinstance(real, exp.Subquery) or table.alias != real.name:
            real.set("alias", table.args.get("alias"))
        for part in ("joins", "laterals"):
            real.set(part, table.args.get(part))
        table.replace(real)


def _short(tree: exp.Select) -> exp.Select:
    """Columns without their table's name where there is but one table, and no rows beside it."""
    if len(list(tree.find_all(exp.Table, exp.DerivedTable))) == 1:
        for column in tree.find_all(exp.Column):
            column.set("table", None)
    return tree


def _quoted(tree: exp.Select) -> exp.Select:
    for name in tree.find_all(exp.Identifier):
        plain = name.name.isidentifier() and name.name.isascii() and name.name == name.name.lower()
        if not plain or name.name in _RESERVED:
            name.set("quoted", not isinstance(name.parent, exp.Alias) or name.name != "value")
    return tree
