"""One spelling for expressions and conditions that mean the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from sqlglot import exp

Names = Mapping[str, str] | None
"""The table behind each alias; None where all comes from one, and its name says nothing."""

_TURNED: dict[type[exp.Expr], type[exp.Expr]] = {
    exp.EQ: exp.NEQ,
    exp.NEQ: exp.EQ,
    exp.GT: exp.LTE,
    exp.GTE: exp.LT,
    exp.LT: exp.GTE,
    exp.LTE: exp.GT,
}
"""What holds where the other does not; where one side is unknown, neither does."""
_CONDITIONS = (
    exp.And
    | exp.Or
    | exp.Not
    | exp.Between
    | exp.In
    | exp.EQ
    | exp.NEQ
    | exp.GT
    | (exp.GTE | exp.LT | exp.LTE)
)


def spelt(node: exp.Expr, names: Names) -> str:
    """A tree in one line, without capitals and spellings that make no difference.

    Names of parts are kept in front of them, so that only equal trees are spelt alike; the tree
    itself is only looked at, a thousand times within a glance.
    """
    if isinstance(node, _CONDITIONS):
        return " and ".join(sorted(conjuncts(node, names)))
    known = _SPELT.get(type(node))
    if known is not None:
        return known(node, names)
    return f"{node.key}({', '.join(_parts(node, names))})"


def conjuncts(node: exp.Expr, names: Names, *, holds: bool = True) -> frozenset[str]:
    """The parts of a condition that must all hold, or of its opposite."""
    node = node.unnest()
    if isinstance(node, exp.Not):
        return conjuncts(node.this, names, holds=not holds)
    if isinstance(node, exp.And | exp.Or):
        sides = [conjuncts(each, names, holds=holds) for each in node.flatten()]
        if isinstance(node, exp.And) is holds:
            return frozenset().union(*sides)
        return frozenset({_any_of(sides)})
    if isinstance(node, exp.Between):
        low, high = node.args["low"], node.args["high"]
        limits = [exp.LTE(this=low, expression=node.this), exp.LTE(this=node.this, expression=high)]
        told = [conjuncts(side, names, holds=holds) for side in limits]
        return frozenset().union(*told) if holds else frozenset({_any_of(told)})
    if isinstance(node, exp.In) and node.expressions and not node.args.get("query"):
        among = sorted({spelt(each, names) for each in node.expressions})
        return _among(spelt(node.this, names), among, holds=holds)
    if type(node) in _TURNED:
        return _compared(node, names, holds=holds)
    alone = _plain(node, names) if isinstance(node, _CONDITIONS) else spelt(node, names)
    if not holds:
        alone = alone.removeprefix("not ") if alone.startswith("not ") else f"not {alone}"
    return frozenset({alone})


def _compared(node: exp.Expr, names: Names, *, holds: bool) -> frozenset[str]:
    kind = type(node) if holds else _TURNED[type(node)]
    left, right = node.this, node.expression
    if kind in {exp.EQ, exp.NEQ}:
        if isinstance(right.unnest(), exp.Boolean):
            return conjuncts(left, names, holds=(kind is exp.EQ) is bool(right.unnest().this))
        if isinstance(left.unnest(), exp.Literal):
            left, right = right, left
        elif isinstance(right.unnest(), exp.Column):
            left, right = sorted((left, right), key=lambda each: spelt(each, names))
        return _among(spelt(left, names), [spelt(right, names)], holds=kind is exp.EQ)
    if kind in {exp.GT, exp.GTE}:
        left, right = right, left
    sign = "<" if kind in {exp.GT, exp.LT} else "<="
    return frozenset({f"{spelt(left, names)} {sign} {spelt(right, names)}"})


def _among(what: str, values: list[str], *, holds: bool) -> frozenset[str]:
    """`x in (a, b)` as one part, `x not in (a, b)` as two: it is neither a nor b."""
    if holds:
        return frozenset({f"{what} in [{' | '.join(values)}]"})
    return frozenset(f"not {what} in [{each}]" for each in values)


def _any_of(sides: list[frozenset[str]]) -> str:
    """Alternatives, those about the same thing (`x = a or x = b`) as one list."""
    lists: dict[str, set[str]] = {}
    others = set()
    for side in sides:
        alone = next(iter(side)) if len(side) == 1 else ""
        what, _, values = alone.removesuffix("]").partition(" in [")
        if alone.endswith("]") and not alone.startswith(("not ", "(")):
            lists.setdefault(what, set()).update(values.split(" | "))
        else:
            others.add(" and ".join(sorted(side)))
    listed = [f"{what} in [{' | '.join(sorted(each))}]" for what, each in lists.items()]
    told = sorted({*listed, *others})
    return told[0] if len(told) == 1 else f"({' or '.join(told)})"


def _plain(node: exp.Expr, names: Names) -> str:
    return f"{node.key}({', '.join(_parts(node, names))})"


def _parts(node: exp.Expr, names: Names) -> Iterator[str]:
    """Every part of a node that says something, behind its name."""
    for name, value in sorted(node.args.items()):
        for each in value if isinstance(value, list) else (value,):
            if isinstance(each, exp.Expr):
                yield f"{name}: {spelt(each, names)}"
            elif each:
                yield f"{name}: {str(each).lower()}"


def _name(node: exp.Expr, _names: Names) -> str:
    return node.name if node.args.get("quoted") else node.name.lower()


def _literal(node: exp.Expr, _names: Names) -> str:
    return f"'{node.name}'" if node.args.get("is_string") else number(node.name)


def number(text: str) -> str:
    """A number as it is always written: `5.0` is 5."""
    try:
        return f"{float(text):.12g}"
    except ValueError:  # another base: 0x1F
        return text.lower()


def _column(node: exp.Expr, names: Names) -> str:
    table, name = node.args.get("table"), spelt(node.this, names)
    if table is None or names is None:
        return name
    alias = spelt(table, names)
    return f"{names.get(alias, alias)}.{name}"


def _null_test(node: exp.Expr, names: Names) -> str:
    told = f"{spelt(node.this, names)} is {spelt(node.expression, names)}"
    return f"not {told}" if node.args.get("negate") else told


def _unordered(node: exp.Expr, names: Names) -> str:
    """`a * b` is `b * a`."""
    sides = sorted(spelt(each.unnest(), names) for each in node.flatten())
    return f"{node.key}({', '.join(sides)})"


_SPELT: dict[type[exp.Expr], Callable[[exp.Expr, Names], str]] = {
    exp.Identifier: _name,
    exp.Literal: _literal,
    exp.Column: _column,
    exp.Is: _null_test,
    exp.Add: _unordered,
    exp.Mul: _unordered,
    exp.Paren: lambda node, names: spelt(node.this, names),
}
