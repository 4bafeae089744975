"""What a value adds up, over which rows: sums, shares and averages in one spelling."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlglot import exp

from krtracker.measures.spelling import Names, conjuncts, number, spelt

_LINEAR = (exp.Sum, exp.Avg)
_PASS_OVER = (exp.Sum, exp.Count, exp.Avg, exp.Min, exp.Max, exp.Median)
"""Aggregates that pass over a row for which a CASE has no answer."""


@dataclass(frozen=True)
class Amount:
    """A factor, times what is above a fraction's line, by what is below it."""

    factor: float = 1.0
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()

    def __str__(self) -> str:
        text = " * ".join(sorted(self.above)) or "1"
        return f"{text} / ({' * '.join(sorted(self.below))})" if self.below else text

    def times(self, other: Amount) -> Amount:
        """Both multiplied."""
        return Amount(
            self.factor * other.factor, self.above + other.above, self.below + other.below
        )

    def over(self, other: Amount) -> Amount:
        """One divided by the other."""
        factor = self.factor / other.factor if other.factor else self.factor
        return Amount(factor, self.above + other.below, self.below + other.above)


@dataclass(frozen=True)
class Value:
    """What a value reckons, apart from its factor, and the conditions that all of it shares."""

    told: str
    conditions: frozenset[str]


def taken_apart(node: exp.Expr, names: Names, where: frozenset[str]) -> Value:
    """A value with what all its aggregates share, or `where` says already, taken out of them."""
    told = [filters(each, names) for each in _aggregates(node)]
    shared = frozenset.intersection(*told) if told else frozenset[str]()
    amount = _amount(node, names, shared | where)
    return Value(f"{'-' if amount.factor < 0 else ''}{amount}", shared)


def _aggregates(node: exp.Expr) -> Iterator[exp.Expr]:
    if isinstance(node, exp.Filter | exp.AggFunc | exp.WithinGroup):
        yield node
        return
    for each in node.iter_expressions():
        yield from _aggregates(each)


def filters(node: exp.Expr, names: Names) -> frozenset[str]:
    """The conditions under which a row enters an aggregate, as FILTER or as CASE."""
    if isinstance(node, exp.Filter):
        return conjuncts(node.expression.this, names) | filters(node.this, names)
    chosen = _chosen(node)
    return conjuncts(chosen[0], names) if chosen is not None else frozenset()


def _chosen(node: exp.Expr) -> tuple[exp.Expr, exp.Expr] | None:
    """The condition and the amount of `sum(case when ... then ... else 0 end)`, if it is one."""
    inner = node.this.unnest() if isinstance(node, _PASS_OVER) else None
    if isinstance(inner, exp.Cast) and isinstance(inner.this.unnest(), exp.Predicate):
        return (inner.this.unnest(), exp.Literal.number(1)) if isinstance(node, exp.Sum) else None
    if not isinstance(inner, exp.Case) or len(inner.args["ifs"]) != 1 or inner.this:
        return None
    default, taken = inner.args.get("default"), inner.args["ifs"][0]
    is_none = default is None or isinstance(default, exp.Null)
    if not (is_none or (isinstance(node, exp.Sum) and _is_zero(default))):
        return None
    return taken.this, taken.args["true"]


def _is_zero(node: exp.Expr | None) -> bool:
    return isinstance(node, exp.Literal) and not node.is_string and number(node.name) == "0"


def _amount(node: exp.Expr, names: Names, known: frozenset[str]) -> Amount:
    node = node.unnest()
    if isinstance(node, exp.Literal) and not node.is_string:
        return Amount(float(node.name))
    if isinstance(node, exp.Neg):
        return Amount(-1.0).times(_amount(node.this, names, known))
    if isinstance(node, exp.Mul):
        return _amount(node.left, names, known).times(_amount(node.right, names, known))
    if isinstance(node, exp.Div):
        return _amount(node.left, names, known).over(_amount(node.right, names, known))
    if isinstance(node, exp.Nullif | exp.Coalesce):
        others = node.expressions if isinstance(node, exp.Coalesce) else [node.expression]
        if len(others) == 1 and _is_zero(others[0]):
            return _amount(node.this, names, known)
    if isinstance(node, exp.Add | exp.Sub):
        return _sum(node, names, known)
    if isinstance(node, exp.Filter | exp.AggFunc | exp.WithinGroup):
        return _aggregate(node, names, known)
    return Amount(above=(spelt(node, names),))


def _sum(node: exp.Expr, names: Names, known: frozenset[str]) -> Amount:
    """Terms in one order, each held against the first, whose factor stands in front."""
    terms = sorted(_terms(node, 1.0, names, known), key=lambda each: (str(each), each.factor))
    first = terms[0].factor or 1.0
    told = " + ".join(f"{number(str(each.factor / first))} * {each}" for each in terms)
    return Amount(first, (f"({told})",))


def _terms(node: exp.Expr, sign: float, names: Names, known: frozenset[str]) -> Iterator[Amount]:
    node = node.unnest()
    if isinstance(node, exp.Add | exp.Sub):
        yield from _terms(node.left, sign, names, known)
        yield from _terms(node.right, -sign if isinstance(node, exp.Sub) else sign, names, known)
    else:
        yield Amount(sign).times(_amount(node, names, known))


def _aggregate(node: exp.Expr, names: Names, known: frozenset[str]) -> Amount:
    """An aggregate with the conditions that are its own; an average is a sum by a number."""
    conditions = filters(node, names) - known
    while isinstance(node, exp.Filter):
        node = node.this
    chosen = _chosen(node)
    inner = chosen[1] if chosen is not None else node.this
    behind = _behind(conditions)
    if isinstance(node, exp.Avg) and (share := _share(node, names, conditions, known)):
        return share
    is_number = isinstance(inner, exp.Literal) and not inner.is_string
    if isinstance(node, exp.Count) and (is_number or isinstance(inner, exp.Star)):
        return Amount(above=(f"count(){behind}",))
    if isinstance(node, _LINEAR) and isinstance(inner, exp.Expr):
        each = _amount(inner, names, known)
        if isinstance(node, exp.Sum) and str(each) == "1":
            return Amount(each.factor, (f"count(){behind}",))
        total = Amount(each.factor, (f"sum({each}){behind}",))
        return total if isinstance(node, exp.Sum) else total.over(_number(str(each), behind))
    if isinstance(node, exp.Count):
        return _number(spelt(inner, names), behind)
    if isinstance(node, exp.WithinGroup) and (middle := _middle(node)) is not None:
        return Amount(above=(f"median({spelt(middle, names)}){behind}",))
    if isinstance(node, exp.Median):
        return Amount(above=(f"median({spelt(inner, names)}){behind}",))
    return Amount(above=(f"{spelt(node, names)}{behind}",))


def _behind(conditions: frozenset[str]) -> str:
    return f" where {' and '.join(sorted(conditions))}" if conditions else ""


def _number(what: str, behind: str) -> Amount:
    return Amount(above=(f"count({what}){behind}",))


def _share(
    node: exp.Expr, names: Names, conditions: frozenset[str], known: frozenset[str]
) -> Amount | None:
    """`avg(case when ... then 100 else 0 end)` is the share of the rows that are so."""
    inner = node.this.unnest()
    if not isinstance(inner, exp.Case) or len(inner.args["ifs"]) != 1 or inner.this:
        return None
    default, taken = inner.args.get("default"), inner.args["ifs"][0]
    whole = taken.args["true"]
    if default is None or not (_is_zero(default) and isinstance(whole, exp.Literal)):
        return None
    inside = (conjuncts(taken.this, names) - known) | conditions
    return Amount(
        float(whole.name), (f"count(){_behind(inside)}",), (f"count(){_behind(conditions)}",)
    )


def _middle(node: exp.Expr) -> exp.Expr | None:
    """What is ordered in `percentile_cont(0.5) within group (order by ...)`."""
    share, order = node.this, node.expression
    is_half = isinstance(share, exp.PercentileCont) and share.this.name == "0.5"
    if not is_half or len(order.expressions) != 1 or order.expressions[0].args.get("desc"):
        return None
    middle = order.expressions[0].this
    return middle if isinstance(middle, exp.Expr) else None
