"""Which table a measure or a setting means, however it is spelt."""

from __future__ import annotations

import re

from krtracker.domain.key_result import KeyResult, Measure

QUOTES = '"`'
"""What may stand around a name; databases differ."""

_NAME = r'(?:[^\W\d][\w$]*|"[^"]+")'
_TABLE = re.compile(rf"\s*({_NAME}(?:\.{_NAME}){{0,2}})(?:\s+(?:as\s+)?{_NAME})?\s*", re.IGNORECASE)


def table_of(key_result: KeyResult) -> str | None:
    """The one table that its measure reads `from`, as written; None for anything else."""
    how = key_result.how
    return only_table(how.source_rows) if isinstance(how, Measure) else None


def only_table(source_rows: str) -> str | None:
    """The table that a `from` names, without its alias; None for a join or a SELECT.

    >>> only_table("wms.orders AS o"), only_table("orders JOIN tickets"), only_table("(SELECT 1)")
    ('wms.orders', None, None)
    """
    match = _TABLE.fullmatch(source_rows)
    return match[1] if match else None


def plain(table: str) -> str:
    """A table's name without schema, quotes and case, for telling that two names mean one.

    >>> plain('wms."Orders"')
    'orders'
    """
    return table.rpartition(".")[2].strip(QUOTES).casefold()
