"""Of which table each column of a tree is."""

from __future__ import annotations

from collections.abc import Container, Iterator

from sqlglot import exp
from sqlglot.optimizer.scope import traverse_scope


def origins(tree: exp.Expr, tables: Container[str]) -> Iterator[tuple[exp.Column, str]]:
    """Every column that is read from one of the tables, with the name of that table.

    A column that two queries look at comes once for each of them.
    """
    if next(tree.find_all(exp.Subquery, exp.CTE, exp.Exists), None) is None:
        names = {table.alias_or_name: table.name for table in tree.find_all(exp.Table)}
        for column in tree.find_all(exp.Column):
            if column.table in names:  # else it is of rows that are written out
                yield column, names[column.table]
        return
    for scope in traverse_scope(tree):
        for column in scope.columns:
            source = scope.sources.get(column.table)
            if isinstance(source, exp.Table) and source.name in tables:
                yield column, source.name
