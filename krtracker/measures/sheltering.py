"""What can fail on some rows is reckoned only for those that its author meant."""

from __future__ import annotations

from sqlglot import exp

from krtracker.measures.kinds import Kind, kind

_FAILING = (exp.Sqrt, exp.Ln, exp.Log, exp.Pow)


def can_fail(node: exp.Expr) -> bool:
    """Whether reckoning `node` may end the whole query on some row: a text that is no number."""
    return any(isinstance(each, _FAILING) or _is_risky(each) for each in node.walk())


def sheltered(node: exp.Expr, condition: exp.Expr | None) -> exp.Expr:
    """`node` reckoned only where a condition holds, if it can fail; else `node` as it is."""
    if condition is None or not can_fail(node):
        return node
    guarded = exp.Case().when(condition.copy(), node.copy(), copy=False)
    guarded.type = node.type
    return guarded


def in_turn(condition: exp.Expr) -> exp.Expr:
    """A conjunction of which each part that can fail is reckoned where those before it hold.

    Engines take the parts of an AND in whatever order seems quickest.
    """
    inner = condition.unnest()
    if not isinstance(inner, exp.And) or not can_fail(inner):
        return condition
    parts = [each.unnest() for each in inner.flatten()]
    told: list[exp.Expr] = []
    for part in parts:
        before = exp.and_(*(each.copy() for each in told)) if told else None
        told.append(sheltered(part, before))
    turned = exp.and_(*told, copy=False)
    turned.type = condition.type
    return turned


def of_filter(node: exp.Filter) -> exp.Expr:
    """DuckDB reckons what is aggregated for every row, whatever the FILTER says."""
    condition = in_turn(node.expression.this)
    node.expression.set("this", condition)
    aggregate = node.this
    what = aggregate.expressions[0] if isinstance(aggregate, exp.Anonymous) else aggregate.this
    if isinstance(what, exp.Distinct):
        what = what.expressions[0]
    if isinstance(what, exp.Expr):
        safe = sheltered(what, condition)
        if safe is not what:
            what.replace(safe)
    return node


def _is_risky(node: exp.Expr) -> bool:
    """Whether `node` reads a number or a time out of a text that may hold neither."""
    if not isinstance(node, exp.Cast) or isinstance(node.this, exp.Literal | exp.Placeholder):
        return False
    is_text = node.to.this in exp.DataType.TEXT_TYPES
    return not is_text and kind(node.this) in (Kind.TEXT, Kind.UNKNOWN)
