"""What the expressions of the language mean, written out in DuckDB's terms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlglot import exp

from krtracker.measures.functions import name_of
from krtracker.measures.instants import (
    Zones,
    cast,
    function,
    parameter,
    typed,
)
from krtracker.measures.kinds import Kind, kind
from krtracker.measures.sheltering import in_turn, of_filter
from krtracker.measures.spans import SECONDS, elapsed, working_days
from krtracker.measures.times import alike, changed, part, plus_minus, truncated

_COMPARISONS = (
    exp.EQ,
    exp.NEQ,
    exp.LT,
    exp.LTE,
    exp.GT,
    exp.GTE,
    exp.NullSafeEQ,
    exp.NullSafeNEQ,
    exp.Nullif,
)


def with_parameters(tree: exp.Expr) -> exp.Expr:
    """Give the parameters of a day their types."""
    for node in list(tree.find_all(exp.Placeholder)):
        is_boundary = node.name in {"until", "since"}
        typed_parameter = parameter(node.name, "TIMESTAMP" if is_boundary else "DATE")
        if node is tree:
            return typed_parameter
        node.replace(typed_parameter)
    return tree


class Meaning:
    """Rewrites resolved trees so that every engine is told the same."""

    def __init__(self, zones: Zones) -> None:
        self.zones = zones

    def of(self, tree: exp.Select) -> exp.Select:
        """`tree` with every part written out, from the innermost outwards."""
        for node in reversed(list(tree.walk(bfs=False))):
            above, slot, place = node.parent, node.arg_key, node.index
            meant = self._of_node(node)
            if meant is not node and above is not None and slot is not None:
                # Not `replace`: what is meant often holds the node itself.
                above.set(slot, meant, place)
        return tree

    def _of_node(self, node: exp.Expr) -> exp.Expr:
        rule = _RULES.get(type(node))
        if rule is not None:
            return rule(self, node)
        if isinstance(node, _COMPARISONS):
            return self._comparison(node)
        return node

    def _ours(self, node: exp.Expr) -> exp.Expr:
        """`hours_between` and its kin, and `day`."""
        name, arguments = name_of(node), _arguments(node)
        if name == "day":
            return self.zones.day(arguments[0])
        if name == "working_days_between":
            return working_days(self.zones, *arguments)
        if name in SECONDS:
            return elapsed(self.zones, *arguments, seconds=SECONDS[name])
        return node

    def _divide(self, node: exp.Div) -> exp.Expr:
        """Every division is floating, and by nothing is no value."""
        left = node.left if kind(node.left) is Kind.INTERVAL else cast(node.left, "DOUBLE")
        divided = exp.Div(this=left, expression=_or_nothing(node.right), typed=False, safe=False)
        divided.type = node.type
        return divided

    def _remainder(self, node: exp.Mod) -> exp.Expr:
        node.set("expression", _or_nothing(node.right))
        return node

    def _truth(self, node: exp.Expr) -> exp.Expr:
        """A condition that is a number, as sources without truth values keep them, is cast."""
        above = node.parent
        if isinstance(node, exp.If) and isinstance(above, exp.Case) and above.this is not None:
            return node  # `case x when 1 then ...` compares, it asks no truth
        for name in ("this", "expression"):
            told = node.args.get(name)
            if isinstance(told, exp.Expr):
                node.set(name, as_truth(told))
        return node

    def _is(self, node: exp.Is) -> exp.Expr:
        """`x is true` asks for truth; `x is null` does not."""
        if isinstance(node.expression, exp.Boolean):
            node.set("this", as_truth(node.this))
        return node

    def _where(self, node: exp.Where) -> exp.Expr:
        node.set("this", in_turn(as_truth(node.this)))
        return node

    def _comparison(self, node: exp.Expr) -> exp.Expr:
        left, right = alike(self.zones, [node.this, node.args["expression"]])
        if isinstance(right, exp.Boolean) and kind(left) is Kind.INTEGER:
            left = cast(left, "BOOLEAN")
        node.set("this", left)
        node.set("expression", right)
        return node

    def _between(self, node: exp.Between) -> exp.Expr:
        names = ("this", "low", "high")
        parts = alike(self.zones, [node.args[name] for name in names])
        for name, each in zip(names, parts, strict=True):
            node.set(name, each)
        return node

    def _listed(self, node: exp.Expr) -> exp.Expr:
        """COALESCE, GREATEST, IN and the like: what they choose among is of one kind."""
        if isinstance(node, exp.In) and not node.expressions:
            return node
        parts = alike(self.zones, [node.this, *node.expressions])
        node.set("this", parts[0])
        node.set("expressions", parts[1:])
        if any(kind(each) is Kind.MOMENT for each in parts) and not isinstance(node, exp.In):
            return typed(node, "TIMESTAMPTZ")
        return node

    def _case(self, node: exp.Case) -> exp.Expr:
        branches = [each.args["true"] for each in node.args["ifs"]]
        default = node.args.get("default")
        parts = alike(self.zones, [*branches, *([default] if default is not None else [])])
        for branch, each in zip(node.args["ifs"], parts, strict=False):
            branch.set("true", each)
        if default is not None:
            node.set("default", parts[-1])
        return typed(node, "TIMESTAMPTZ") if kind(parts[0]) is Kind.MOMENT else node

    def _of_truth(self, node: exp.Expr) -> exp.Expr:
        """A sum or mean of true and false counts the true ones."""
        if kind(node.this) is Kind.BOOLEAN:
            node.set("this", cast(node.this, "INTEGER"))
        return node

    def _of_epoch(self, node: exp.UnixToTime) -> exp.Expr:
        """The moment so many seconds after 1970 began."""
        node.set("this", cast(node.this, "DOUBLE"))
        return node

    def _median(self, node: exp.Median) -> exp.Expr:
        return _quantile(node.this, exp.Literal.number("0.5"))

    def _percentile(self, node: exp.WithinGroup) -> exp.Expr:
        """Percentiles interpolate linearly; counted from the top where the order falls."""
        ordered = node.expression.expressions[0]
        share = node.this.this
        if ordered.args.get("desc"):
            share = exp.Sub(this=exp.Literal.number(1), expression=share)
        if isinstance(node.this, exp.PercentileCont):
            return _quantile(ordered.this, share)
        return node


def as_truth(condition: exp.Expr) -> exp.Expr:
    """A condition as true or false, where it is kept as a number."""
    return cast(condition, "BOOLEAN") if kind(condition) is Kind.INTEGER else condition


def nothing_is_nought(value: exp.Expr) -> exp.Expr:
    """The sum of no inputs is 0, though SQL has it unknown: for the aggregates of a value."""
    root = exp.Paren(this=value)
    for total in list(root.find_all(exp.Sum)):
        if total.find_ancestor(exp.Query):
            continue
        whole = total.parent if isinstance(total.parent, exp.Filter) else total
        nought = exp.Coalesce(this=whole.copy(), expressions=[exp.Literal.number(0)])
        nought.type = total.type
        whole.replace(nought)
    return root.this.pop() if isinstance(root.this, exp.Expr) else value


def _arguments(node: exp.Expr) -> list[exp.Expr]:
    return [node.this] if isinstance(node, exp.Day) else list(node.expressions)


def _quantile(what: exp.Expr, share: exp.Expr) -> exp.Expr:
    if kind(what) is Kind.INTERVAL:
        long = _quantile(function("epoch_us", what, type_="BIGINT"), share)
        whole = cast(exp.Round(this=long), "BIGINT")
        return function("to_microseconds", whole, type_="INTERVAL")
    return function("quantile_cont", cast(what, "DOUBLE"), share, type_="DOUBLE")


def _or_nothing(divisor: exp.Expr) -> exp.Expr:
    is_number = isinstance(divisor, exp.Literal) and not divisor.is_string
    if is_number and float(divisor.name) != 0:
        return divisor
    nothing = exp.Nullif(this=divisor, expression=exp.Literal.number(0))
    nothing.type = divisor.type
    return nothing


_RULES: dict[type[exp.Expr], Callable[[Meaning, Any], exp.Expr]] = {
    exp.Anonymous: Meaning._ours,
    exp.Day: Meaning._ours,
    exp.Cast: lambda meaning, node: changed(meaning.zones, node),
    exp.Date: lambda meaning, node: meaning.zones.day(node.this),
    exp.Extract: lambda meaning, node: part(meaning.zones, node),
    exp.TimestampTrunc: lambda meaning, node: truncated(meaning.zones, node),
    exp.Div: Meaning._divide,
    exp.Mod: Meaning._remainder,
    exp.Add: lambda meaning, node: plus_minus(meaning.zones, node),
    exp.Sub: lambda meaning, node: plus_minus(meaning.zones, node),
    exp.Between: Meaning._between,
    exp.Coalesce: Meaning._listed,
    exp.Greatest: Meaning._listed,
    exp.Least: Meaning._listed,
    exp.In: Meaning._listed,
    exp.Case: Meaning._case,
    exp.Having: Meaning._truth,
    exp.If: Meaning._truth,
    exp.Is: Meaning._is,
    exp.Not: Meaning._truth,
    exp.And: Meaning._truth,
    exp.Or: Meaning._truth,
    exp.Sum: Meaning._of_truth,
    exp.UnixToTime: Meaning._of_epoch,
    exp.Avg: Meaning._of_truth,
    exp.Median: Meaning._median,
    exp.WithinGroup: Meaning._percentile,
    exp.Filter: lambda _, node: of_filter(node),
    exp.Where: Meaning._where,
}
