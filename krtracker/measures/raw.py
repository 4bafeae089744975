"""SQL of one's own: one SELECT in the source's dialect, its parameters bound, its text not sent."""

from __future__ import annotations

from sqlglot import exp

from krtracker.domain.catalog import Connection
from krtracker.domain.key_result import RawSql
from krtracker.measures.complaint import FragmentError
from krtracker.measures.language import query
from krtracker.measures.raw_guard import raw_complaints

_TYPES = {"until": "TIMESTAMP", "since": "TIMESTAMP"}
_TYPED = {"postgres", "duckdb"}
"""Dialects in which a bound value is told its type, so that `:as_of - 27` is a date."""


def statement(raw: RawSql, connection: Connection, dialect: str) -> exp.Query:
    """The tree of a raw statement, fit to be sent.

    Raises:
        FragmentError: it cannot be read, or does more than select.
    """
    tree = query(raw.sql, dialect)
    for complaint in raw_complaints(tree, connection, dialect, has_window=raw.window is not None):
        raise FragmentError(complaint)
    if dialect in _TYPED:
        _type_parameters(tree)
    return tree


def _type_parameters(tree: exp.Query) -> None:
    for node in list(tree.find_all(exp.Placeholder)):
        if isinstance(node.parent, exp.Cast):
            continue
        wanted = exp.DataType.build(_TYPES.get(node.name, "DATE"))
        node.replace(exp.Cast(this=node.copy(), to=wanted))
