"""A value taken apart: the aggregates a source reckons, and the arithmetic between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from sqlglot import exp

from krtracker.measures.functions import AGGREGATES
from krtracker.measures.kinds import Kind, kind

ROWS = "krtracker_rows"
"""The stand-in table in which parts are found by name when they are put together."""


class Form(Enum):
    """What a part says of the rows in a window, and with it how days and cells are joined."""

    ROWS = "rows"
    COUNT = "count"
    SUM = "sum"
    LEAST = "least"
    GREATEST = "greatest"
    VARIANCE = "variance"
    """Population variance; the sample's follows from it and the count."""
    DISTINCT = "distinct"
    QUANTILE = "quantile"


@dataclass(frozen=True)
class Part:
    """One aggregate over the rows of a window for which `conditions` hold."""

    form: Form
    text: str = ""
    """The argument, canonically: equal arguments are scanned once."""
    conditions: tuple[str, ...] = ()
    """Canonical texts of the conjuncts of its FILTER; the measure's own `where` comes on top."""
    share: float = 0.0
    """Of a quantile."""
    argument: exp.Expr | None = field(default=None, compare=False, repr=False)


class CannotShareError(Exception):
    """Why a measure has to be asked literally, in words for the plan."""


@dataclass
class Pieces:
    """What a value is made of."""

    value: exp.Expr
    """Arithmetic over columns of the stand-in table, one for each part."""
    parts: dict[Part, str] = field(default_factory=dict)
    """The column that stands for each part."""
    conditions: dict[str, exp.Expr] = field(default_factory=dict)
    """Every conjunct of a FILTER, by its text."""

    def column(self, part: Part) -> exp.Column:
        """The stand-in for a part."""
        name = self.parts.setdefault(part, f"part_{len(self.parts)}")
        return exp.column(name, table=ROWS)


def text_of(node: exp.Expr) -> str:
    """One spelling for equal trees."""
    if isinstance(node, exp.In) and node.expressions and _are_plain(node.this, *node.expressions):
        listed = ", ".join(map(text_of, node.expressions))
        return f"{text_of(node.this)} IN ({listed})"
    if isinstance(node, exp.EQ) and _are_plain(node.this, node.expression):
        return f"{text_of(node.this)} = {text_of(node.expression)}"
    if isinstance(node, exp.Column) and _are_plain(node):
        return f"{node.table}.{node.name}"
    if isinstance(node, exp.Literal) and node.is_string:
        return "'" + node.name.replace("'", "''") + "'"
    return node.sql("duckdb", comments=False)


def _are_plain(*nodes: exp.Expr) -> bool:
    """Whether these are columns of a table, with names that need no quotes, and texts."""
    return all(
        isinstance(each, exp.Literal)
        or (
            isinstance(each, exp.Column)
            and len(each.parts) == 2
            and not any(part.args.get("quoted") for part in each.parts)
        )
        for each in nodes
    )


def conjuncts(condition: exp.Expr | None) -> dict[str, exp.Expr]:
    """The parts of a condition that must all hold, by their text."""
    if condition is None:
        return {}
    inner = condition.unnest()
    found = list(inner.flatten()) if isinstance(inner, exp.And) else [inner]
    return {text_of(each.unnest()): each.unnest() for each in found}


def take_apart(value: exp.Expr) -> Pieces:
    """The parts of a value.

    Raises:
        CannotShareError: it has an aggregate that days cannot be joined of, or looks at the day
            inside one.
    """
    root = exp.Paren(this=value.copy())
    pieces = Pieces(root)
    for node in list(_aggregates(root)):
        filtered = node.parent if isinstance(node.parent, exp.Filter) else None
        conditions = conjuncts(filtered.expression.this) if filtered is not None else {}
        refuse_day(node, *conditions.values())
        pieces.conditions.update(conditions)
        (filtered or node).replace(_replacement(node, tuple(sorted(conditions)), pieces))
    left = next((c for c in root.find_all(exp.Column) if c.table != ROWS), None)
    if left is not None or root.find(exp.Query, exp.Window):
        raise CannotShareError("its value looks beyond the rows of one window")
    pieces.value = root.this
    return pieces


def refuse_day(*nodes: exp.Expr | None) -> None:
    """Raise where rows are looked at differently for every day."""
    for node in nodes:
        placeholder = node.find(exp.Placeholder) if node is not None else None
        if placeholder is not None:
            raise CannotShareError(f"`:{placeholder.name}` decides about single rows")


def _aggregates(root: exp.Expr) -> Iterable[exp.Expr]:
    for node in root.walk():
        is_quantile = isinstance(node, exp.Anonymous) and node.name == "quantile_cont"
        if isinstance(node, AGGREGATES) or is_quantile:
            if node.find_ancestor(exp.Query, exp.Window):
                raise CannotShareError("its value looks beyond the rows of one window")
            yield node


def _replacement(node: exp.Expr, conditions: tuple[str, ...], pieces: Pieces) -> exp.Expr:
    """What stands for an aggregate once its parts are known."""

    def part(form: Form, argument: exp.Expr | None = None, share: float = 0.0) -> exp.Expr:
        text = text_of(argument) if argument is not None else ""
        return pieces.column(Part(form, text, conditions, share, argument))

    if isinstance(node, exp.Count):
        return _count(node, part)
    if isinstance(node, exp.Anonymous):
        what, share = node.expressions
        return part(Form.QUANTILE, what, _number(share))
    what = node.this
    if isinstance(what, exp.Distinct):
        raise CannotShareError(f"`{node.key}` of distinct values does not add up over days")
    if isinstance(node, exp.Sum | exp.Avg) and kind(what) in _NUMBERS:
        total = part(Form.SUM, what)
        count = exp.Nullif(this=part(Form.COUNT, what), expression=exp.Literal.number(0))
        if isinstance(node, exp.Sum):
            return _if_any(total, part(Form.COUNT, what))
        return exp.Paren(this=exp.Div(this=total, expression=count))
    if isinstance(node, exp.Min | exp.Max) and kind(what) in _NUMBERS and not node.expressions:
        form = Form.LEAST if isinstance(node, exp.Min) else Form.GREATEST
        return _if_any(part(form, what), part(Form.COUNT, what))
    if isinstance(node, _SPREADS) and kind(what) in _NUMBERS:
        return _spread(node, part(Form.VARIANCE, what), part(Form.COUNT, what))
    raise CannotShareError(f"`{node.key}` of {kind(what).value} does not add up over days")


_NUMBERS = (Kind.INTEGER, Kind.NUMBER)
_SAMPLE = (exp.Stddev, exp.StddevSamp, exp.Variance)
_ROOTS = (exp.Stddev, exp.StddevSamp, exp.StddevPop)
_SPREADS = (*_SAMPLE, exp.StddevPop, exp.VariancePop)


def _count(node: exp.Count, part: Callable[..., exp.Expr]) -> exp.Expr:
    what = node.this
    if isinstance(what, exp.Star) or (isinstance(what, exp.Literal) and not node.expressions):
        return part(Form.ROWS)
    if isinstance(what, exp.Distinct):
        if len(what.expressions) != 1:
            raise CannotShareError("distinct combinations of several columns are counted literally")
        return part(Form.DISTINCT, what.expressions[0])
    return part(Form.COUNT, what)


def _if_any(value: exp.Expr, count: exp.Expr) -> exp.Expr:
    """`value`, or none where nothing was counted."""
    some = exp.GT(this=count, expression=exp.Literal.number(0))
    return exp.Case().when(some, value)


def _spread(node: exp.Expr, variance: exp.Expr, count: exp.Expr) -> exp.Expr:
    """A variance or its root, of a sample or of a whole population."""
    one = exp.Literal.number(1)
    if isinstance(node, _SAMPLE):
        less = exp.Nullif(
            this=exp.Paren(this=exp.Sub(this=count.copy(), expression=one)),
            expression=exp.Literal.number(0),
        )
        per = exp.Div(this=count.copy(), expression=less)
        variance = exp.Paren(this=exp.Mul(this=variance, expression=exp.Paren(this=per)))
        count = exp.Paren(this=exp.Sub(this=count, expression=one.copy()))
    found = exp.Sqrt(this=variance) if isinstance(node, _ROOTS) else variance
    return _if_any(found, count)


def _number(share: exp.Expr) -> float:
    node = share.unnest()
    if isinstance(node, exp.Sub):
        return _number(node.left) - _number(node.right)
    if isinstance(node, exp.Literal):
        return float(node.name)
    raise CannotShareError("the share of its percentile is not a plain number")


def columns_of(conditions: Mapping[str, exp.Expr]) -> dict[str, exp.Column]:
    """Every column that conditions look at, by its text."""
    return {
        text_of(column): column
        for condition in conditions.values()
        for column in condition.find_all(exp.Column)
    }
