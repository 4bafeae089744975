"""The statements that stand behind a value, the one that is read most easily first."""

from __future__ import annotations

from enum import StrEnum

from krtracker.domain.measurement import Way


class Title(StrEnum):
    """What a statement behind a value is."""

    QUERY = "query"
    """What the source was sent, for this value and no other."""
    SENT = "SQL as sent"
    HERE = "reckoned here, in DuckDB"
    ALONE = "the same for this day alone"
    """What would give the same value, and was not sent."""


def statements(query: str | None, way: Way | None) -> list[tuple[Title, str]]:
    """Every statement behind a value: where it was shared, first what says the same of its day.

    >>> [title.value for title, _ in statements("SELECT 1", Way())]
    ['query']
    >>> [title.value for title, _ in statements("SELECT 1", Way(True, ("SELECT 2",)))]
    ['the same for this day alone', 'SQL as sent']
    >>> [title.value for title, _ in statements("SELECT 1", Way(sent=("SELECT a FROM b",)))]
    ['SQL as sent', 'reckoned here, in DuckDB']
    """
    told = [(Title.SENT, each) for each in (way.sent if way else ())]
    told += [(Title.HERE, each) for each in (way.here if way else ())]
    if not query:
        return told
    if way is not None and not way.is_shared and not way.is_in_place:
        return [*told, (Title.HERE, query)]
    return [(Title.ALONE if told else Title.QUERY, query), *told]
