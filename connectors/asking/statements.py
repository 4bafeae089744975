"""From a tree to the one statement that is sent, and the values bound into it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlglot import exp
from sqlglot.errors import ErrorLevel, UnsupportedError
from sqlglot.generator import Generator

from krtracker.errors import QueryError

FORBIDDEN = (
    exp.Insert, exp.Update, exp.Delete, exp.Merge, exp.Create, exp.Drop, exp.Alter, exp.Copy,
    exp.Command, exp.Set, exp.Use, exp.Into, exp.Lock,
)  # fmt: skip
"""What may stand nowhere in a statement; the source's own read-only mode is the wall behind it."""


_MORE = "only a SELECT that changes nothing may be asked"
_BREAK = Generator.SENTINEL_LINE_BREAK
"""By which `sqlglot` keeps lines apart while it lays a statement out."""


def rendered(tree: exp.Expr, dialect: str, *, pretty: bool = False) -> str:
    """One SELECT in a dialect, without comments: some servers execute what stands in them.

    Raises:
        QueryError: it is more than a SELECT, or the dialect cannot say it.
    """
    if not isinstance(tree, exp.Query):
        raise QueryError(_MORE)
    for node in tree.walk():
        if isinstance(node, FORBIDDEN):
            raise QueryError(_MORE)
        if isinstance(node, exp.Literal | exp.Identifier) and _BREAK in node.name:
            pretty = False  # in a text, it would be taken for a break between two lines
    try:
        return tree.sql(dialect, comments=False, pretty=pretty, unsupported_level=ErrorLevel.RAISE)
    except UnsupportedError as error:
        raise QueryError(f"cannot be said in {dialect}: {error}") from error


def bound_to(tree: exp.Query, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters that a statement uses, by name.

    Raises:
        QueryError: it uses one that has no value.
    """
    used = {each.name for each in tree.find_all(exp.Placeholder)}
    without = sorted(used - parameters.keys())
    if without:
        raise QueryError(f"no value for the parameter `:{without[0]}`")
    return {name: parameters[name] for name in used}


def with_format_placeholders(tree: exp.Query, dialect: str) -> str:
    """The statement for drivers that write `%(name)s`, in which every other `%` is doubled."""
    names = {each.name for each in tree.find_all(exp.Placeholder)}
    marks = {name: f"krtracker_placeholder_{number}_" for number, name in enumerate(sorted(names))}
    marked = tree.transform(
        lambda node: exp.Var(this=marks[node.name]) if isinstance(node, exp.Placeholder) else node
    )
    text = rendered(marked, dialect).replace("%", "%%")
    for name, mark in marks.items():
        text = text.replace(mark, f"%({name})s")
    return text
