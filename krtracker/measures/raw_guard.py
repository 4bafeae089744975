"""What a raw statement may use: by name again, but with each dialect's own functions."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from krtracker.domain.catalog import Connection
from krtracker.measures.complaint import Complaint
from krtracker.measures.functions import CLOCK_WORDS, is_clock, name_of, said
from krtracker.measures.guard import placeholders, tables
from krtracker.measures.language import PARAMETERS
from krtracker.measures.raw_functions import (
    FAMILIES,
    FUNCTIONS,
    OF_NOW_BY_DEFAULT,
    PARTS,
    TABLE_FUNCTIONS,
)


def raw_complaints(
    tree: exp.Query, connection: Connection, dialect: str, *, has_window: bool
) -> Iterator[Complaint]:
    """Everything in a raw statement that may not stand there."""
    allowed = FUNCTIONS | frozenset(name.lower() for name in connection.allow_functions)
    nodes = list(tree.walk())
    for node in nodes:
        yield from _of_node(node, allowed, dialect)
    yield from placeholders(nodes, PARAMETERS)
    if not has_window and any(node.name == "since" for node in tree.find_all(exp.Placeholder)):
        yield Complaint(
            "`:since` is the start of a window", hint="add `window: last 28 days`", word="since"
        )
    yield from tables(nodes, connection.allow_tables)


def _of_node(node: exp.Expr, allowed: frozenset[str], dialect: str) -> Iterator[Complaint]:
    if is_clock(node) or _is_present(node, dialect):
        word = said(node) if isinstance(node, exp.Func) else node.sql(dialect)
        yield Complaint(
            f"`{word}` asks for the present",
            hint="bind `:as_of` (the day) or `:until` (its end) instead",
            word=word,
        )
    elif isinstance(node, exp.Dot) and isinstance(node.expression, exp.Func):
        name = f"{node.this.sql(dialect)}.{said(node.expression)}".lower()
        if name not in allowed:
            yield _not_allowed(name)
    elif isinstance(node, exp.Operator | exp.ObjectIdentifier):
        yield Complaint(f"`{node.sql(dialect)}` belongs to the system", word=node.name or None)
    elif isinstance(node, exp.Func):
        if isinstance(node.parent, exp.Dot) and node.arg_key == "expression":
            return  # told by its whole name, above
        if isinstance(node.parent, exp.Table) and name_of(node) not in TABLE_FUNCTIONS:
            yield Complaint(f"`{node.sql(dialect)}` is not a table", word=name_of(node))
        elif not _is_allowed(node, allowed):
            yield _not_allowed(said(node))
    elif not isinstance(node, PARTS):
        yield Complaint(f"`{node.sql(dialect)}` may not stand in a SELECT", word=node.name or None)


def _not_allowed(name: str) -> Complaint:
    hint = "`allow_functions` of the connection adds it"
    return Complaint(f"the function `{name}` is not allowed", hint=hint, word=name)


def _is_allowed(node: exp.Func, allowed: frozenset[str]) -> bool:
    """By its name; what the parser knows to be of a harmless family, by that."""
    names = {name.lower() for name in type(node).sql_names()} | {name_of(node)}
    is_known = not isinstance(node, exp.Anonymous) and name_of(node).startswith(FAMILIES)
    return is_known or bool(names & allowed)


def _is_present(node: exp.Expr, dialect: str) -> bool:
    """What means the present: `date('now')`, `'today'::date`, `date()`, `age(x)`."""
    if isinstance(node, exp.Func) and name_of(node) in OF_NOW_BY_DEFAULT:
        given = [each for each in node.args.values() if isinstance(each, exp.Expr)]
        return len(given) + len(node.expressions) < OF_NOW_BY_DEFAULT[name_of(node)]
    if not (isinstance(node, exp.Literal) and node.is_string):
        return False
    word = node.name.strip().lower()
    if word not in CLOCK_WORDS:
        return False
    if isinstance(node.parent, exp.Cast):
        return node.parent.to.this in exp.DataType.TEMPORAL_TYPES
    return dialect == "sqlite" and word == "now" and isinstance(node.parent, exp.Func)
