"""What a key result counts, in one canonical text: equal texts count the same rows alike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sqlglot import exp

from krtracker.domain.key_result import Formula, KeyResult, Measure, RawSql
from krtracker.measures.amounts import taken_apart
from krtracker.measures.complaint import FragmentError
from krtracker.measures.language import PARAMETERS, query, read, read_rows
from krtracker.measures.spelling import Names, conjuncts, spelt

DAYS = frozenset(PARAMETERS)


def fingerprint(key_result: KeyResult, dialect: str | None) -> str | None:
    """Table, column and filter of a key result; None where they cannot be read.

    Windows are left out, because the same rows over another window are the same thing measured
    in another way; so is a factor (a share and its percentage). What SQL lets one write in several
    ways (the order of conditions, a list or alternatives, FILTER or CASE, a join or its turned
    form) is told in one.
    """
    how = key_result.how
    try:
        if isinstance(how, Measure):
            return f"{key_result.source}: {_of_measure(how)}"
        if isinstance(how, RawSql) and dialect is not None:
            return f"{key_result.source}: {_of_sql(how.sql, dialect)}"
        if isinstance(how, Formula) and how.expression:
            return f"= {spelt(read(how.expression), {})}"
    except (FragmentError, RecursionError):
        return None
    return None


@dataclass(frozen=True)
class Rows:
    """What is selected from: its tables, and the conditions that hold for all of it."""

    told: str
    conditions: frozenset[str] = frozenset()
    names: tuple[tuple[str, str], ...] | None = None

    @property
    def aliases(self) -> Names:
        """The table behind each alias; None where there is only one."""
        return None if self.names is None else dict(self.names)


def _of_measure(measure: Measure) -> str:
    rows = _rows(measure.source_rows, may_filter=measure.latest is None)
    times = [measure.at, *(measure.during or ())]
    if measure.latest is not None:
        times += [measure.latest.per, measure.latest.order_by[0]]
    told = [_row(each, rows) for each in times if each]
    if measure.growth:
        told.append("growth")
    where = _where(measure.where, rows) if measure.where else frozenset[str]()
    return _text(rows, measure.value, where, told)


@lru_cache(maxsize=2048)
def _rows(text: str, *, may_filter: bool = True) -> Rows:
    return _selected(read_rows(text), may_filter=may_filter)


def _selected(tree: exp.Expr, *, may_filter: bool) -> Rows:
    """The rows of `SELECT * FROM ...`; a bracket that only filters them is looked into."""
    first = tree.args["from_"].this
    joins = tree.args.get("joins") or []
    inner = first.this if isinstance(first, exp.Subquery) else None
    if may_filter and not joins and isinstance(inner, exp.Select) and _only_filters(inner):
        rows = _selected(inner, may_filter=True)
        where = inner.args.get("where")
        said = conjuncts(where.this, rows.aliases) if where else frozenset[str]()
        return Rows(rows.told, rows.conditions | said, rows.names)
    tables = [first, *(each.this for each in joins)]
    if not all(isinstance(each, exp.Table) for each in tables):
        return Rows(spelt(tree, {}), names=())
    if not joins:
        return Rows(_name(first))
    named = {each.alias_or_name.lower(): _name(each) for each in tables}
    is_plain = len(set(named.values())) == len(tables) and all(map(_is_inner, joins))
    if not is_plain:
        return Rows(spelt(tree, {}), names=())
    conditions = [conjuncts(each.args["on"], named) for each in joins if each.args.get("on")]
    told = " join ".join(sorted(named.values()))
    return Rows(told, frozenset().union(*conditions), tuple(named.items()))


def _only_filters(tree: exp.Select) -> bool:
    said = {name for name, value in tree.args.items() if value}
    return tree.is_star and len(tree.expressions) == 1 and said <= {"expressions", "from_", "where"}


def _is_inner(join: exp.Expr) -> bool:
    said = {name for name, value in join.args.items() if value} - {"this", "on"}
    return not said or (said == {"kind"} and join.args["kind"].lower() in {"inner", "cross"})


def _name(table: exp.Expr) -> str:
    parts = table.parts if isinstance(table, exp.Table) else [table]
    return ".".join(spelt(each, None) for each in parts)


@lru_cache(maxsize=8192)
def _row(text: str, rows: Rows) -> str:
    return spelt(read(text), rows.aliases)


@lru_cache(maxsize=8192)
def _where(text: str, rows: Rows) -> frozenset[str]:
    return conjuncts(read(text), rows.aliases)


@lru_cache(maxsize=2048)
def _of_sql(sql: str, dialect: str) -> str:
    """A plain SELECT like a measure, its time being what it compares with the day."""
    tree = query(sql, dialect)
    said = {name for name, value in tree.args.items() if value}
    is_plain = isinstance(tree, exp.Select) and len(tree.expressions) == 1
    if not is_plain or "from_" not in said or said - {"expressions", "from_", "joins", "where"}:
        return spelt(tree, {})
    rows = _selected(tree, may_filter=True)
    where = tree.args.get("where")
    every = _conditions(where.this) if where is not None else []
    dated = [each for each in every if _looks_at_day(each)]
    columns = {column for each in dated for column in each.find_all(exp.Column)}
    others = [conjuncts(each, rows.aliases) for each in every if each not in dated]
    times = {spelt(each, rows.aliases) for each in columns}
    value = tree.expressions[0].unalias()
    return _text(rows, value, frozenset().union(*others), sorted(times))


def _text(rows: Rows, value: str | exp.Expr, where: frozenset[str], times: list[str]) -> str:
    where |= rows.conditions
    tree = read(value) if isinstance(value, str) else value
    apart = taken_apart(tree, rows.aliases, where)
    conditions = sorted(where | apart.conditions)
    return f"{apart.told} of {rows.told} where {conditions} at {times}"


def _conditions(condition: exp.Expr) -> list[exp.Expr]:
    """The parts of a condition that must all hold."""
    inner = condition.unnest()
    parts = list(inner.flatten()) if isinstance(inner, exp.And) else [inner]
    return [each.unnest() for each in parts]


def _looks_at_day(node: exp.Expr) -> bool:
    return any(each.name in DAYS for each in node.find_all(exp.Placeholder, exp.Parameter))
