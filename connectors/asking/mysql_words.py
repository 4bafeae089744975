"""MySQL's SQL in the words that MariaDB knows, too."""

from __future__ import annotations

from sqlglot import exp
from sqlglot.dialects.mysql import MySQL
from sqlglot.generators.mysql import MySQLGenerator


class _Written(MySQLGenerator):
    """How trees are written; a pattern is matched by an operator, as MariaDB has no function."""

    def regexplike_sql(self, expression: exp.RegexpLike) -> str:
        """`(x REGEXP pattern)`; with flags, which only MySQL knows, its function."""
        if expression.args.get("flag"):
            return self.function_fallback_sql(expression)
        return f"({self.binary(expression, 'REGEXP')})"


class SpokenByBoth(MySQL):
    """MySQL's dialect without what MariaDB would not understand."""

    Generator = _Written


DIALECT = SpokenByBoth.__name__.lower()
"""What the dialect is called among the others."""
