"""The same tables in every kind of source there is, behind the real connectors."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeAlias

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from connectors.registry import Registry
from krtracker.connector import Connector
from krtracker.domain.catalog import Connection
from krtracker.project import Project
from tests import servers

KINDS = ("sqlite", "duckdb", "files", "postgres", "mysql")
COLUMNS = (
    *("int", "float", "decimal", "whole", "text", "long_text"),
    *("bool", "date", "naive", "aware"),
)
"""Kinds of columns: `naive` is a timestamp without a zone, `aware` one with.

A `whole` number is a decimal without a fraction, as Snowflake and Oracle keep all of them.
"""
_NAMES = {
    "sqlite": [
        *("INTEGER", "REAL", "NUMERIC", "DECIMAL(38,0)", "TEXT", "TEXT"),
        *("BOOLEAN", "DATE", "TIMESTAMP", "TIMESTAMPTZ"),
    ],
    "duckdb": [
        *("INTEGER", "DOUBLE", "DECIMAL(12,2)", "DECIMAL(38,0)", "VARCHAR", "VARCHAR"),
        *("BOOLEAN", "DATE", "TIMESTAMP", "TIMESTAMPTZ"),
    ],
    "postgres": [
        *("integer", "double precision", "numeric(12,2)", "numeric(38,0)", "text", "text"),
        *("boolean", "date", "timestamp", "timestamptz"),
    ],
    "mysql": [
        *("INTEGER", "DOUBLE", "DECIMAL(12,2)", "DECIMAL(38,0)", "VARCHAR(200)", "TEXT"),
        *("BOOLEAN", "DATE", "DATETIME(6)", "TIMESTAMP(6) NULL"),
    ],
}
_ARROW = {
    "int": pa.int64(),
    "float": pa.float64(),
    "decimal": pa.float64(),
    "whole": pa.decimal128(38, 0),
    "text": pa.string(),
    "long_text": pa.string(),
    "bool": pa.bool_(),
    "date": pa.date32(),
    "naive": pa.timestamp("us"),
    "aware": pa.timestamp("us", tz="UTC"),
}


@dataclass(frozen=True)
class Rows:
    """The rows of one table: its columns with their kinds, and their values."""

    columns: Mapping[str, str]
    """`int`, `float`, `decimal`, `whole`, `text`, `bool`, `date`, `naive` or `aware`, by name."""
    values: Sequence[tuple[Any, ...]]

    @property
    def by_name(self) -> list[dict[str, Any]]:
        """Every row as a mapping."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.values]


Tables: TypeAlias = Mapping[str, Rows]


@dataclass
class Engine:
    """One source that tables can be put into, and the connection that leads to it."""

    kind: str
    connection: Connection
    root: Path
    put: Callable[[Tables], None]
    """Drop what there is and keep these tables instead."""

    @contextmanager
    def open(self, **fields: Any) -> Iterator[Connector]:
        """The real connector; `fields` are the connection's, such as its zone."""
        registry = Registry(Project(self.root))
        with registry.open(replace(self.connection, **fields)) as connector:
            yield connector


@contextmanager
def engine(kind: str, folder: Path) -> Iterator[Engine]:
    """An empty source of a kind, gone afterwards; skipped where its server is not there."""
    makers = {
        "sqlite": _sqlite,
        "duckdb": _duckdb,
        "files": _files,
        "postgres": _postgres,
        "mysql": _mysql,
    }
    with makers[kind](folder) as made:
        yield made


def _engine(kind: str, folder: Path, put: Callable[[Tables], None], **settings: Any) -> Engine:
    connection = Connection(kind, kind, settings, i_know_this_role_can_write=True)
    return Engine(kind, connection, folder, put)


def _created(kind: str, name: str, rows: Rows) -> str:
    names = dict(zip(COLUMNS, _NAMES[kind], strict=True))
    columns = ", ".join(f"{each} {names[of]}" for each, of in rows.columns.items())
    return f"CREATE TABLE {name} ({columns})"


@contextmanager
def _sqlite(folder: Path) -> Iterator[Engine]:
    file = folder / "source.sqlite"

    def put(tables: Tables) -> None:
        file.unlink(missing_ok=True)
        with sqlite3.connect(file) as source:
            for name, rows in tables.items():
                source.execute(_created("sqlite", name, rows))
                marks = ", ".join("?" * len(rows.columns))
                texts = [tuple(map(_text, row)) for row in rows.values]
                source.executemany(f"INSERT INTO {name} VALUES ({marks})", texts)
        source.close()

    yield _engine("sqlite", folder, put, path=str(file))


def _text(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date) else value


@contextmanager
def _duckdb(folder: Path) -> Iterator[Engine]:
    file = folder / "source.duckdb"

    def put(tables: Tables) -> None:
        file.unlink(missing_ok=True)
        with duckdb.connect(file) as source:
            for name, rows in tables.items():
                source.execute(_created("duckdb", name, rows))
                source.register("incoming", _arrow(rows))
                source.execute(f"INSERT INTO {name} SELECT * FROM incoming")

    yield _engine("duckdb", folder, put, path=str(file))


def _arrow(rows: Rows) -> pa.Table:
    schema = pa.schema([(name, _ARROW[kind]) for name, kind in rows.columns.items()])
    return pa.Table.from_pylist(rows.by_name, schema=schema)


@contextmanager
def _files(folder: Path) -> Iterator[Engine]:
    place = folder / "files"
    place.mkdir()

    def put(tables: Tables) -> None:
        for old in place.iterdir():
            old.unlink()
        for name, rows in tables.items():
            pq.write_table(_arrow(rows), place / f"{name}.parquet")

    yield _engine("files", folder, put, path=str(place))


@contextmanager
def _postgres(folder: Path) -> Iterator[Engine]:
    server = servers.postgres()
    with server.database() as name:

        def put(tables: Tables) -> None:
            with server.connect(name) as source:
                source.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
                for table, rows in tables.items():
                    source.execute(_created("postgres", table, rows))
                    with source.cursor().copy(f"COPY {table} FROM STDIN") as copy:
                        for row in rows.values:
                            copy.write_row(row)

        yield _engine("postgres", folder, put, **server.settings, database=name)


@contextmanager
def _mysql(folder: Path) -> Iterator[Engine]:
    server = servers.mysql()
    with server.database() as name:

        def put(tables: Tables) -> None:
            with (
                server.connect(init_command="SET time_zone = '+00:00'") as source,
                source.cursor() as cursor,
            ):
                cursor.execute(f"DROP DATABASE IF EXISTS {name}")
                cursor.execute(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
                cursor.execute(f"USE {name}")
                for table, rows in tables.items():
                    cursor.execute(_created("mysql", table, rows))
                    marks = ", ".join(["%s"] * len(rows.columns))
                    plain = [tuple(map(_zoneless, row)) for row in rows.values]
                    for start in range(0, len(plain), 5_000):
                        cursor.executemany(
                            f"INSERT INTO {table} VALUES ({marks})", plain[start : start + 5_000]
                        )

        yield _engine("mysql", folder, put, **server.settings, database=name)


def _zoneless(value: Any) -> Any:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).replace(tzinfo=None)
    return value
