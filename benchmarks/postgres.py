"""The same tables on a PostgreSQL server, in a database made for it and dropped after."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import psycopg
from psycopg import sql

NAME = "krtracker_benchmark"
ORDERS = 2_000_000
_TYPES = {"DOUBLE": "double precision", "VARCHAR": "text"}


@contextmanager
def loaded(server: str, path: Path) -> Iterator[str]:
    """The address of a database on `server` that holds the tables of a DuckDB file."""
    settings = psycopg.conninfo.conninfo_to_dict(server)
    address = {**settings, "dbname": NAME}
    drop = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(NAME))
    with psycopg.connect(server, dbname="postgres", autocommit=True) as line:
        line.execute(drop)
        line.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))
    try:
        _copy(path, psycopg.conninfo.make_conninfo(**address))
        named = {"host": settings.get("host", "localhost"), "database": NAME}
        named["port"] = settings.get("port", 5432)
        named["user"] = settings.get("user", "postgres")
        yield " ".join(f"{name}={value}" for name, value in named.items())
    finally:
        with psycopg.connect(server, dbname="postgres", autocommit=True) as line:
            line.execute(drop)


def _copy(path: Path, address: str) -> None:
    with duckdb.connect(path, read_only=True) as engine, psycopg.connect(address) as line:
        for (table,) in engine.execute("SHOW TABLES").fetchall():
            columns = engine.execute(f"DESCRIBE {table}").fetchall()
            listed = ", ".join(f"{name} {_TYPES.get(type, type)}" for name, type, *_ in columns)
            line.execute(f"CREATE TABLE {table} ({listed})")
            copied = engine.execute(f"SELECT * FROM {table}")
            with line.cursor().copy(f"COPY {table} FROM STDIN") as copy:
                while rows := copied.fetchmany(20_000):
                    for row in rows:
                        copy.write_row(row)
        line.commit()
        line.autocommit = True
        line.execute("VACUUM ANALYZE")
