"""What tables are called, by those who list them and by those who ask for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sqlglot import exp
from sqlglot.dialects.dialect import Dialect, NormalizationStrategy
from sqlglot.errors import ParseError, TokenError

from krtracker.errors import QueryError, nearest

PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
RESERVED = {
    "all", "analyze", "and", "any", "array", "as", "asc", "between", "by", "case", "cast",
    "check", "collate", "column", "constraint", "create", "cross", "current_date",
    "current_user", "default", "delete", "desc", "distinct", "do", "drop", "else", "end",
    "except", "exists", "false", "fetch", "for", "foreign", "from", "full", "grant", "group",
    "groups", "having", "in", "index", "inner", "insert", "intersect", "into", "is", "join",
    "key", "keys", "leading", "left", "like", "limit", "natural", "not", "null", "offset", "on",
    "or", "order", "outer", "primary", "range", "rank", "references", "right", "row", "rows",
    "select", "set", "show", "some", "system", "table", "then", "to", "trailing", "true",
    "union", "unique", "update", "user", "using", "values", "when", "where", "window", "with",
}  # fmt: skip
"""Words that no database, or not every one, takes for the name of a table."""


class Names:
    """The tables of a source, found by name as a query would write it."""

    def __init__(self, listed: Iterable[tuple[str, str]], *, home: str, dialect: str) -> None:
        self._home = home
        self._dialect = dialect
        self._nodes = {
            (schema or home, name): exp.table_(
                name, db=None if schema in ("", home) else schema, quoted=True
            )
            for schema, name in listed
        }

    @property
    def written(self) -> Sequence[str]:
        """Every table's name as a query would write it, quoted where it must be."""
        return [
            ".".join(_written(part.name, self._dialect) for part in node.parts)
            for node in self._nodes.values()
        ]

    def find(self, table: str) -> exp.Table:
        """The table that `table` means: so written, else the one that differs only in case.

        Raises:
            QueryError: there is none.
        """
        try:
            asked = exp.to_table(table, dialect=self._dialect)
            wanted = (asked.db or self._home, asked.name)
        except (ParseError, TokenError):
            wanted = (self._home, table)
        if wanted in self._nodes:
            return self._nodes[wanted].copy()
        same = [node for key, node in self._nodes.items() if _folded(key) == _folded(wanted)]
        if len(same) == 1:
            return same[0].copy()
        raise missing("table", table, self.written)


def missing(what: str, name: str, known: Iterable[str], *, of: str | None = None) -> QueryError:
    """What is said when a name is not there: the nearest one, else those there are."""
    known = list(known)
    near = nearest(name, known) or nearest(name.rpartition(".")[2], known)
    place = f" in `{of}`" if of else ""
    if near:
        return QueryError(f"no {what} `{name}`{place}; did you mean `{near}`?")
    listed = ", ".join(f"`{each}`" for each in known[:8]) + (", …" if len(known) > 8 else "")
    return QueryError(f"no {what} `{name}`{place}" + (f"; there are {listed}" if known else ""))


def _as_folded(name: str, dialect: str) -> str:
    """What a source makes of the name when it stands there without quotes."""
    match Dialect.get_or_raise(dialect).normalization_strategy:
        case NormalizationStrategy.LOWERCASE:
            return name.lower()
        case NormalizationStrategy.UPPERCASE:
            return name.upper()
        case _:
            return name


def _folded(key: tuple[str, str]) -> tuple[str, str]:
    return key[0].lower(), key[1].lower()


def _written(name: str, dialect: str) -> str:
    is_plain = PLAIN.fullmatch(name) and name == _as_folded(name, dialect)
    if is_plain and name.lower() not in RESERVED:
        return name
    return exp.to_identifier(name, quoted=True).sql(dialect)
