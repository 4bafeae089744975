"""What a source's tables hold, as far as names, kinds and a few values tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlglot import exp

from krtracker.columns import listed
from krtracker.connector import Connector
from krtracker.errors import ConnectorError
from krtracker.measures.kinds import TIMES, Kind, of_type
from krtracker.measures.tables import Table, Tables

FEW_VALUES = 12
"""A text column with more different values says what a row is about, not how it stands."""


@dataclass(frozen=True)
class Look:
    """One table: its time columns with the newest day in each, its numbers, its states."""

    name: str
    times: Mapping[str, date]
    numbers: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]


def look(connector: Connector) -> Iterator[Look]:
    """Every table that may be seen; one that cannot be read is passed over."""
    tables = Tables(connector)
    for plain in tables.names:
        try:
            table = tables.find(exp.to_table(plain))
            yield _look(connector, plain, table, tables.node(table, table.columns))
        except ConnectorError:
            continue


def _look(connector: Connector, plain: str, table: Table, node: exp.Table | exp.Subquery) -> Look:
    kinds = {name: of_type(found.this) for name, found in table.types.items()}
    numbers = tuple(name for name, one in kinds.items() if one in (Kind.INTEGER, Kind.NUMBER))
    newest = {name: _newest(connector, node, name) for name, one in kinds.items() if one in TIMES}
    words = {
        name: _values(connector, node, name) for name, one in kinds.items() if one is Kind.TEXT
    }
    return Look(
        plain,
        {name: day for name, day in newest.items() if day is not None},
        numbers,
        {name: values for name, values in words.items() if 1 < len(values) <= FEW_VALUES},
    )


def _newest(connector: Connector, node: exp.Table | exp.Subquery, name: str) -> date | None:
    column = exp.column(name, quoted=True)
    found = _first_column(connector, exp.select(exp.Max(this=column)).from_(node.copy()))
    try:
        return date.fromisoformat(str(found[0])[:10]) if found and found[0] is not None else None
    except ValueError:
        return None


def _values(connector: Connector, node: exp.Table | exp.Subquery, name: str) -> tuple[str, ...]:
    column = exp.column(name, quoted=True)
    query = exp.select(column).distinct().from_(node.copy()).limit(FEW_VALUES + 2)
    return tuple(sorted(str(each) for each in _first_column(connector, query) if each is not None))


def _first_column(connector: Connector, query: exp.Select) -> list[object]:
    with connector.query(query) as reader:
        return [each for batch in reader for each in listed(batch.column(0))]
