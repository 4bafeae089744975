"""Sources that we may only read, and what they hold as their owner sees it."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb

from tests.integration.connectors.opening import opened
from tests.servers import Server, server

TABLE = "CREATE TABLE orders (id INTEGER, name VARCHAR(20))"
ROW = "INSERT INTO orders VALUES (1, 'one')"
SECONDS = 2.0
WRITING = (
    "CREATE SCHEMA own",
    *(
        f"CREATE FUNCTION own.{head} LANGUAGE sql SECURITY DEFINER AS "
        "'INSERT INTO public.orders VALUES (9, ''x'') RETURNING name::text'"
        for head in ("lower(text) RETURNS text", '"coalesce"(integer) RETURNS text')
    ),
)
"""Functions with harmless names that write with their owner's rights."""


@contextmanager
def guest(dialect: str, folder: Path) -> Iterator[tuple[Any, Callable[[], Any]]]:
    """A source that we may only read, and what it holds, as its owner sees it."""
    if dialect in {"sqlite", "duckdb"}:
        file = folder / f"source.{dialect}"
        owner: Any = sqlite3.connect(file) if dialect == "sqlite" else duckdb.connect(str(file))
        owner.execute(TABLE)
        owner.execute(ROW)
        owner.commit()
        owner.close()
        with opened(dialect, root=folder, seconds=SECONDS, path=str(file)) as source:
            yield source, lambda: _on_disk(folder)
        return
    here = server(dialect)
    with (
        here.database() as database,
        reader(here, database) as settings,
        opened(dialect, seconds=SECONDS, **settings) as source,
    ):
        yield source, lambda: _on_server(here, database)


@contextmanager
def reader(here: Server, database: str) -> Iterator[dict[str, Any]]:
    """Somebody who may read one table."""
    user, password = f"guest_{uuid4().hex[:8]}", uuid4().hex
    here.run(TABLE, ROW, database=database)
    if here.kind == "postgres":
        here.run(
            "CREATE SEQUENCE counter",
            f"CREATE ROLE {user} LOGIN PASSWORD '{password}'",
            f"GRANT SELECT ON orders TO {user}",
            *WRITING,
            f"GRANT USAGE ON SCHEMA own TO {user}",
            database=database,
        )
    else:
        here.run(
            f"CREATE USER {user} IDENTIFIED BY '{password}'",
            f"GRANT SELECT ON {database}.* TO {user}",
        )
    try:
        yield here.settings | {"database": database, "user": user, "password": password}
    finally:
        if here.kind == "postgres":
            here.run(f"DROP OWNED BY {user}", f"DROP ROLE {user}", database=database)
        else:
            here.run(f"DROP USER {user}")


def _on_disk(folder: Path) -> dict[str, str]:
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _on_server(here: Server, database: str) -> list[Any]:
    if here.kind == "postgres":
        questions = (
            "SELECT * FROM orders ORDER BY 1",
            "SELECT last_value, is_called FROM counter",
            "SELECT count(*) FROM pg_largeobject_metadata",
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1",
            "SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
            "SELECT count(*) FROM pg_roles WHERE rolname LIKE '%stolen%'",
        )
    else:
        questions = (
            "SELECT * FROM orders ORDER BY 1",
            "SHOW TABLES",
            "SELECT count(*) FROM mysql.user WHERE user LIKE '%stolen%'",
            "SELECT @@global.max_connections",
        )
    return [here.run(each, database=database) for each in questions]
