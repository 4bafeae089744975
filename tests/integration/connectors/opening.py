"""A source of any type opened in one line, and asked in SQL."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlglot import parse_one

from connectors.registry import Registry
from krtracker.connector import Connector, Parameter
from krtracker.domain.catalog import Connection
from krtracker.project import Project


def opened(type: str, *, root: Path = Path(), seconds: float = 10.0, **settings: Any) -> Connector:
    """The connector of a connection called `source` with these settings."""
    connection = Connection("source", type, settings, timeout_seconds=seconds)
    return Registry(Project(root)).open(connection)


def asked(
    connector: Connector, sql: str, parameters: Mapping[str, Parameter] | None = None
) -> list[tuple[Any, ...]]:
    """The rows of an answer."""
    with connector.query(parse_one(sql, read=connector.dialect), parameters) as reader:
        return [tuple(row.values()) for row in reader.read_all().to_pylist()]


def read(connector: Connector, table: str, *names: str) -> list[tuple[Any, ...]]:
    """The rows of a table, all columns or those named."""
    with connector.columns(table, names or list(connector.describe(table))) as reader:
        return [tuple(row.values()) for row in reader.read_all().to_pylist()]


def types(connector: Connector, table: str) -> dict[str, str]:
    """The types of a table's columns, in Arrow's words."""
    return {name: str(type) for name, type in connector.describe(table).items()}
