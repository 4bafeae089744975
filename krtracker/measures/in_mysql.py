"""What MariaDB reckons as DuckDB does, and how it has to be told so that it does.

It compares texts by collations, shows invalid dates, divides to four digits and keeps floats of
four bytes. What is not in the table here comes as columns and is reckoned by us.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlglot import exp

from krtracker.measures.functions import CLOCK_WORDS, name_of
from krtracker.measures.instants import bracketed, cast
from krtracker.measures.kinds import TIMES, Kind, kind, of_type

BY_BYTES = "utf8mb4_nopad_bin"
"""The collation in which equal texts are equal byte by byte, trailing blanks included."""
_NUMBERS = {Kind.INTEGER, Kind.NUMBER}
_SEEN_AS_IT_IS = (exp.Select, exp.Count, exp.Is)
"""Above a text, what does not compare it."""
_OF_NUMBERS = (
    *(exp.Add, exp.Anonymous, exp.Avg, exp.Div, exp.Mul, exp.Neg, exp.Sub, exp.Sum),
    exp.VariancePop,
)
"""What is a number by what it is, whether or not anybody noted its type."""
_EPOCH = "1970-01-01 00:00:00"
_PLAIN = (
    exp.And,
    exp.Case,
    exp.DataType,
    exp.Exists,
    exp.From,
    exp.Identifier,
    exp.If,
    exp.Interval,
    exp.Limit,
    exp.Neg,
    exp.Not,
    exp.Null,
    exp.Or,
    exp.Order,
    exp.Paren,
    exp.Placeholder,
    exp.Select,
    exp.Star,
    exp.Subquery,
    exp.Table,
    exp.TableAlias,
    exp.Var,
    exp.Where,
    exp.WindowSpec,
    *(exp.Lead, exp.Rank, exp.RowNumber),
)
"""Parts that mean the same wherever they stand."""


def is_equal(node: exp.Expr) -> bool:
    """Whether a part of a tree means the same there, once it has been rewritten."""
    test = _CONDITIONS.get(type(node))
    return test(node) if test is not None else isinstance(node, _PLAIN)


def rewritten(tree: exp.Select) -> exp.Select:
    """The tree as MariaDB has to be asked it; the tree given is used up."""
    derived = {each.alias_or_name for each in tree.find_all(exp.Subquery)}
    for node in reversed(list(tree.walk(bfs=False))):
        if isinstance(node, exp.Anonymous):
            node.replace(_epoch(node))
        elif isinstance(node, exp.AtTimeZone):
            node.replace(node.this)  # sessions are in UTC
        elif isinstance(node, exp.Cast) and of_type(node.to.this) is Kind.MOMENT:
            node.set("to", exp.DataType.build("TIMESTAMP"))
        elif isinstance(node, exp.Cast) and _is_of_number(node):
            node.set("this", cast(node.this, "VARCHAR"))
        elif isinstance(node, exp.Cast) and of_type(node.to.this) is Kind.INTEGER:
            node.replace(_with_sign(node.this))
        elif isinstance(node, exp.Greatest | exp.Least):
            _leave_out_nothing(node)
        elif isinstance(node, exp.Column) and (node.table not in derived or _is_of_table(node)):
            _keep(node)
    return tree


def _is_of_table(column: exp.Column) -> bool:
    """Whether a column is a table's, although a bracketed SELECT may be called like the table."""
    select = column.find_ancestor(exp.Select)
    while select is not None:
        for source in (select.args.get("from_"), *(select.args.get("joins") or ())):
            if source is not None and source.alias_or_name == column.table:
                return isinstance(source.this, exp.Table)
        select = select.find_ancestor(exp.Select)
    return False


def _keep(column: exp.Column) -> None:
    """Make of a column of a table what would arrive if it were fetched."""
    if kind(column) in TIMES and not _bounds_from_below(column):
        column.replace(_if_valid(column))
    elif kind(column) is Kind.TEXT and not isinstance(column.parent, _SEEN_AS_IT_IS):
        column.replace(_by_bytes(column))


def _leave_out_nothing(node: exp.Expr) -> None:
    """The greatest of those that are known: there it is unknown as soon as one of them is."""
    parts = [node.this, *node.expressions]
    known = [
        each
        if isinstance(each, exp.Literal | exp.Coalesce)
        else exp.Coalesce(
            this=each, expressions=[other.copy() for other in parts if other is not each]
        )
        for each in parts
    ]
    node.set("this", known[0])
    node.set("expressions", known[1:])


def _bounds_from_below(column: exp.Column) -> bool:
    """Whether a time is held against a lower bound as it is, so that an index of it serves."""
    above = column.parent
    if not isinstance(above, exp.GTE) or above.this is not column:
        return False
    return not isinstance(above.find_ancestor(exp.Case, exp.Not, exp.Where), exp.Case | exp.Not)


def _if_valid(column: exp.Column) -> exp.Expr:
    """A time, or none where what is kept is no day of any calendar."""
    nothing = exp.Interval(this=exp.Literal.string("0"), unit=exp.var("DAY"))
    return exp.Paren(this=exp.Add(this=column.copy(), expression=nothing))


def _by_bytes(column: exp.Column) -> exp.Expr:
    wide = exp.DataType(this=exp.DType.CHARACTER_SET, kind=exp.var("utf8mb4"))
    text = exp.Cast(this=column.copy(), to=wide)
    return exp.Collate(this=text, expression=exp.var(BY_BYTES))


def _epoch(node: exp.Anonymous) -> exp.Expr:
    since, unit = exp.Literal.string(_EPOCH), exp.var("MICROSECOND")
    return exp.Anonymous(this="TIMESTAMPDIFF", expressions=[unit, since, *node.expressions])


def _is_of_number(node: exp.Cast) -> bool:
    """Whether a column is made double: by its text, as it would be fetched."""
    is_double = node.to.this == exp.DType.DOUBLE
    return is_double and isinstance(node.this, exp.Column) and kind(node.this) is Kind.NUMBER


def _with_sign(whole: exp.Expr) -> exp.Expr:
    """A whole number of 64 bits with a sign; where that cannot be, the server refuses it.

    A cast would make -1 of the greatest number without a sign, and not say a word.
    """
    return exp.Neg(this=exp.Paren(this=exp.Neg(this=bracketed(whole))))


def _kind(node: exp.Expr) -> Kind:
    inner = node.unnest()
    if isinstance(inner, exp.Literal):
        return Kind.TEXT if inner.is_string else Kind.NUMBER
    return kind(inner)


def _named(node: exp.Alias) -> bool:
    """A value that is true or false would come as 1 or 0; texts may be compared further out."""
    is_condition = node.alias == "value" and _kind(node.this) is Kind.BOOLEAN
    return not is_condition and _are_by_bytes([node.this])


def _are_by_bytes(parts: Iterable[exp.Expr]) -> bool:
    """Whether all texts are columns: those made of others have the collation of the session."""
    return all(_kind(each) is not Kind.TEXT or isinstance(each, exp.Column) for each in parts)


def _column(node: exp.Column) -> bool:
    what = kind(node)
    if what is Kind.TEXT:
        compared = (exp.EQ, exp.NEQ, exp.In, exp.Like, exp.Alias, exp.Distinct, exp.Group)
        return isinstance(node.parent, (*compared, *_SEEN_AS_IT_IS))
    if what is Kind.UNKNOWN:
        return isinstance(node.parent, exp.Select | exp.Group | exp.Alias) and not node.db
    return what in _NUMBERS or what in TIMES


def _literal(node: exp.Literal) -> bool:
    return not node.is_string or "\\" not in node.name


def _compared(node: exp.Binary) -> bool:
    left, right = _kind(node.left), _kind(node.right)
    if Kind.TEXT in (left, right):
        is_plain = isinstance(node.left, exp.Column) and isinstance(node.right, exp.Literal)
        return is_plain and isinstance(node, exp.EQ | exp.NEQ)
    return {left, right} <= _NUMBERS or (left is right and left in TIMES)


def _between(node: exp.Between) -> bool:
    kinds = {_kind(each) for each in (node.this, node.args["low"], node.args["high"])}
    return kinds <= _NUMBERS or (len(kinds) == 1 and kinds <= set(TIMES))


def _in(node: exp.In) -> bool:
    if node.args.get("query") is not None:
        return False
    kinds = {_kind(each) for each in node.expressions}
    what = _kind(node.this)
    if what is Kind.TEXT:
        return isinstance(node.this, exp.Column) and kinds == {Kind.TEXT}
    return what in _NUMBERS and kinds <= _NUMBERS


def _like(node: exp.Like) -> bool:
    is_plain = isinstance(node.this, exp.Column) and isinstance(node.expression, exp.Literal)
    return is_plain and kind(node.this) is Kind.TEXT


def _reckoned(node: exp.Binary) -> bool:
    """Arithmetic of numbers, or a time moved by a span."""
    left, right = _kind(node.left), _kind(node.right)
    if isinstance(node.right, exp.Interval):
        return left is Kind.NAIVE and isinstance(node.right.this, exp.Literal)
    return not {left, right} & {Kind.TEXT, Kind.INTERVAL, Kind.BOOLEAN, *TIMES}


def _divided(node: exp.Div) -> bool:
    left = node.left.unnest()
    return isinstance(left, exp.Cast) and left.to.this == exp.DType.DOUBLE


def _cast(node: exp.Cast) -> bool:
    wanted, what, inner = of_type(node.to.this), kind(node.this), node.this
    if isinstance(inner, exp.Placeholder):
        return wanted in TIMES
    if isinstance(inner, exp.Literal) and inner.is_string:
        is_plain = inner.name[:1].isdigit() and inner.name.lower() not in CLOCK_WORDS
        return wanted in (Kind.DAY, Kind.NAIVE) and is_plain and "." not in inner.name
    if node.to.expressions:
        return False  # so many letters, or digits, are a matter of the engine
    if wanted is Kind.DAY:
        return what in (Kind.DAY, Kind.NAIVE)
    if node.to.this == exp.DType.DOUBLE:
        return what in _NUMBERS or isinstance(inner.unnest(), _OF_NUMBERS)
    return wanted is what and what in (Kind.INTEGER, Kind.TEXT)


def _of_numbers(node: exp.Func) -> bool:
    return not isinstance(node.this, exp.Distinct) and kind(node.this) in _NUMBERS


def _of_doubles(node: exp.Func) -> bool:
    """Averages of whole numbers are cut off after four digits there."""
    return kind(node.this) is Kind.NUMBER


def _extreme(node: exp.Func) -> bool:
    return kind(node.this) in _NUMBERS or kind(node.this) in TIMES


def _chosen(node: exp.Expr) -> bool:
    """The greatest, the least or the first of several: all of them numbers, or times of a kind."""
    kinds = {_kind(each) for each in (node.this, *node.expressions)} - {Kind.UNKNOWN}
    return kinds <= _NUMBERS or (len(kinds) == 1 and kinds <= set(TIMES))


def _ordered(node: exp.Ordered) -> bool:
    """In the order that is its own: what is missing comes before everything."""
    has_nulls_low = bool(node.args.get("nulls_first")) is not bool(node.args.get("desc"))
    return has_nulls_low and (kind(node.this) in _NUMBERS or kind(node.this) in TIMES)


def _zone(node: exp.AtTimeZone) -> bool:
    inner = node.this.unnest()
    time = inner.this if isinstance(inner, exp.Max | exp.Min) else inner
    is_time = kind(time) in (Kind.MOMENT, Kind.NAIVE)
    return is_time and node.args["zone"].name == "UTC"


_CONDITIONS: Mapping[type[exp.Expr], Callable[[Any], bool]] = {
    exp.Add: _reckoned,
    exp.Alias: _named,
    exp.Anonymous: lambda node: name_of(node) == "epoch_us" and kind(node.expressions[0]) in TIMES,
    exp.AtTimeZone: _zone,
    exp.Avg: _of_doubles,
    exp.Between: _between,
    exp.Cast: _cast,
    exp.Coalesce: _chosen,
    exp.Column: _column,
    exp.Count: lambda node: not node.expressions,
    exp.Distinct: lambda node: _are_by_bytes(node.expressions),
    exp.Div: _divided,
    exp.EQ: _compared,
    exp.Greatest: _chosen,
    exp.Group: lambda node: _are_by_bytes(node.expressions),
    exp.GT: _compared,
    exp.GTE: _compared,
    exp.In: _in,
    exp.Is: lambda node: isinstance(node.expression, exp.Null),
    exp.Join: lambda node: node.side in ("", "LEFT") and node.kind in ("", "INNER", "OUTER"),
    exp.Least: _chosen,
    exp.Like: _like,
    exp.Literal: _literal,
    exp.LT: _compared,
    exp.LTE: _compared,
    exp.Max: _extreme,
    exp.Min: _extreme,
    exp.Mul: _reckoned,
    exp.NEQ: _compared,
    exp.Nullif: lambda node: {_kind(node.this), _kind(node.expression)} <= _NUMBERS,
    exp.Ordered: _ordered,
    exp.Sub: _reckoned,
    exp.Sum: _of_numbers,
    exp.VariancePop: _of_doubles,
    exp.Window: lambda node: _are_by_bytes(node.args.get("partition_by") or ()),
}
"""Parts that mean the same under a condition: a property test holds all against DuckDB."""
