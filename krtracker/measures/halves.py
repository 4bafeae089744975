"""What is above and below the line of a value, where the parts of each add up to the whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

from sqlglot import exp

from krtracker.measures.instants import bracketed, cast, typed
from krtracker.measures.meaning import nothing_is_nought


class Halves(NamedTuple):
    """A value as a fraction; nothing is below the line of what adds up by itself."""

    above: exp.Expr
    below: exp.Expr | None = None

    @property
    def is_constant(self) -> bool:
        """Whether it looks at no row at all."""
        return self.below is None and not _aggregates(self.above)


Found: TypeAlias = Halves | None


def halves(value: exp.Expr) -> Found:
    """The halves of a value; None where its parts add up to nothing, as those of a median.

    Both halves are sums and counts, times and plus one another's like: then a half of the whole
    is the sum of the halves of any parts that the rows are divided into.
    """
    found = _halves(value)
    if found is None or found.is_constant:
        return None
    is_pure = _is_pure(found.above) and (found.below is None or _is_pure(found.below))
    return found if is_pure else None


def _halves(node: exp.Expr) -> Found:
    rule = _RULES.get(type(node))
    return rule(node) if rule is not None else None


def _itself(node: exp.Expr) -> Found:
    return Halves(node.copy())


def _inside(node: exp.Expr) -> Found:
    return _halves(node.this)


def _total(node: exp.Expr) -> Found:
    """A sum or a count; of distinct things it is none."""
    is_distinct = isinstance(node.this, exp.Distinct)
    return None if is_distinct else Halves(nothing_is_nought(node.copy()))


def _mean(node: exp.Expr) -> Found:
    """The sum over the count."""
    what = node.this
    if isinstance(what, exp.Distinct):
        return None
    total = exp.Sum(this=what.copy())
    total.type = node.type
    count = exp.Count(this=what.copy(), big_int=True)
    return Halves(nothing_is_nought(total), count)


def _filtered(node: exp.Expr) -> Found:
    found = _halves(node.this)
    if found is None:
        return None

    def where(half: exp.Expr) -> exp.Expr:
        inner = half.this if isinstance(half, exp.Coalesce) else half
        kept = exp.Filter(this=inner.copy(), expression=node.expression.copy())
        kept.type = inner.type
        return nothing_is_nought(kept)

    return Halves(where(found.above), where(found.below) if found.below is not None else None)


def _or_else(node: exp.Expr) -> Found:
    """Nought in the place of nothing changes no sum; anything else does."""
    (other, *more) = node.expressions
    is_nought = isinstance(other, exp.Literal) and not other.is_string and float(other.name) == 0
    found = _halves(node.this)
    return found if is_nought and not more and found and found.below is None else None


def _or_nothing(node: exp.Expr) -> Found:
    """`nullif(x, 0)`: the line under which nothing is, has no value anyway."""
    other = node.args["expression"]
    is_nought = isinstance(other, exp.Literal) and not other.is_string and float(other.name) == 0
    return _halves(node.this) if is_nought else None


def _negative(node: exp.Expr) -> Found:
    found = _halves(node.this)
    return found and Halves(exp.Neg(this=bracketed(found.above)), found.below)


def _plus_minus(node: exp.Binary) -> Found:
    """Two of a kind: both sums, or over the same; a constant joins what is above the line."""
    left, right = _halves(node.left), _halves(node.right)
    if left is None or right is None:
        return None
    below = left.below if left.below is not None else right.below
    if below is None:
        return Halves(_of(type(node), left.above, right.above))
    sides = [_over(each, below) for each in (left, right)]
    if sides[0] is None or sides[1] is None:
        return None
    return Halves(_of(type(node), sides[0], sides[1]), below)


def _over(part: Halves, below: exp.Expr) -> exp.Expr | None:
    """What `part` has above the line if `below` is under it."""
    if part.below is not None:
        return part.above if part.below == below else None
    return _of(exp.Mul, part.above, below) if part.is_constant else None


def _times(node: exp.Binary) -> Found:
    left, right = _halves(node.left), _halves(node.right)
    if left is None or right is None or not (left.is_constant or right.is_constant):
        return None
    return Halves(_of(exp.Mul, left.above, right.above), left.below or right.below)


def _divided(node: exp.Binary) -> Found:
    above, below = _halves(node.left), _halves(node.right)
    if above is None or below is None or below.below is not None:
        return None
    if below.is_constant:
        return Halves(_of(exp.Div, above.above, below.above), above.below)
    return Halves(above.above, below.above) if above.below is None else None


def _is_pure(half: exp.Expr) -> bool:
    """Whether it has no part of its own beside its sums: what belongs to no row is nobody's."""
    node = half.unnest()
    if isinstance(node, exp.Cast | exp.Neg):
        return _is_pure(node.this)
    if isinstance(node, exp.Add | exp.Sub):
        return _is_pure(node.left) and _is_pure(node.right)
    if isinstance(node, exp.Mul):
        return _is_pure(node.left if _aggregates(node.left) else node.right)
    if isinstance(node, exp.Div):
        return _is_pure(node.left)
    return _aggregates(node)


def _aggregates(node: exp.Expr) -> bool:
    return node.find(exp.Count, exp.Sum) is not None


def _of(operation: type[exp.Binary], left: exp.Expr, right: exp.Expr) -> exp.Expr:
    """Both put together, floating."""
    sides = [cast(bracketed(each.copy()), "DOUBLE") for each in (left, right)]
    found = operation(this=sides[0], expression=sides[1])
    if isinstance(found, exp.Div):
        found.set("typed", False)
        found.set("safe", False)
    return bracketed(typed(found, "DOUBLE"))


def _converted(node: exp.Expr) -> Found:
    """A cast to a floating number changes nothing that adds up; to a whole one it rounds."""
    return _halves(node.this) if node.args["to"].this == exp.DType.DOUBLE else None


_RULES: dict[type[exp.Expr], Callable[[Any], Found]] = {
    exp.Literal: lambda node: None if node.is_string else _itself(node),
    exp.Paren: _inside,
    exp.Cast: _converted,
    exp.Count: _total,
    exp.Sum: _total,
    exp.Avg: _mean,
    exp.Filter: _filtered,
    exp.Coalesce: _or_else,
    exp.Nullif: _or_nothing,
    exp.Neg: _negative,
    exp.Add: _plus_minus,
    exp.Sub: _plus_minus,
    exp.Mul: _times,
    exp.Div: _divided,
}
