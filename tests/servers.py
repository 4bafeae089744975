"""Where the tests find PostgreSQL and MariaDB, and a fresh database on each."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NoReturn
from uuid import uuid4

import psycopg
import pymysql
import pytest
from sqlalchemy import make_url

from tests.ports import free_port


@dataclass(frozen=True)
class Server:
    """One database server that lets its administrator in."""

    kind: str
    host: str
    port: int
    user: str
    password: str | None = None

    @property
    def settings(self) -> dict[str, Any]:
        """What a connection to it says in `connections.yaml`, but for the database."""
        settings = {"host": self.host, "port": self.port, "user": self.user}
        return settings | ({"password": self.password} if self.password else {})

    def connect(self, database: str | None = None, **others: Any) -> Any:
        """The driver's own connection, which may write."""
        said = self.settings | others
        if self.kind == "postgres":
            place = {"dbname": database or "postgres", "connect_timeout": 5}
            return psycopg.connect(**said, **place, autocommit=True)
        return pymysql.connect(**said, database=database, autocommit=True, connect_timeout=5)

    @contextmanager
    def database(self) -> Iterator[str]:
        """The name of a new database, gone afterwards."""
        name = f"krtracker_{uuid4().hex[:12]}"
        self.run(f"CREATE DATABASE {name}")
        try:
            yield name
        finally:
            force = " WITH (FORCE)" if self.kind == "postgres" else ""
            self.run(f"DROP DATABASE {name}{force}")

    def run(self, *statements: str, database: str | None = None) -> list[Any]:
        """Execute statements as administrator; the rows of the last one, where it has any."""
        with self.connect(database) as line, line.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []


def server(kind: str) -> Server:
    """The server of a kind; without it a test is skipped, or fails where servers are required."""
    return postgres() if kind == "postgres" else mysql()


def postgres() -> Server:
    """PostgreSQL by `KRTRACKER_TEST_POSTGRES_URL`, on its usual port, or from the wheel."""
    return _found("postgres", "KRTRACKER_TEST_POSTGRES_URL", 5432, "postgres", _from_wheel)


def mysql() -> Server:
    """MySQL or MariaDB by `KRTRACKER_TEST_MYSQL_URL`, or on its usual port."""
    return _found("mysql", "KRTRACKER_TEST_MYSQL_URL", 3306, "root")


@cache
def _looked_for(
    kind: str, variable: str, port: int, user: str, otherwise: Callable[[], Server] | None
) -> Server | Exception:
    url = make_url(os.environ.get(variable) or f"{kind}://{user}@127.0.0.1:{port}")
    asked = Server(kind, url.host or "127.0.0.1", url.port or port, url.username or user,
                   url.password)  # fmt: skip
    try:
        asked.connect().close()
    except (psycopg.Error, pymysql.Error) as error:
        if variable not in os.environ and otherwise is not None:
            with suppress(Exception):
                return otherwise()
        return error
    return asked


def _found(
    kind: str,
    variable: str,
    port: int,
    user: str,
    otherwise: Callable[[], Server] | None = None,
) -> Server:
    found = _looked_for(kind, variable, port, user, otherwise)
    return found if isinstance(found, Server) else _absent(kind, variable, found)


def _absent(kind: str, variable: str, why: Exception) -> NoReturn:
    reason = f"no {kind} server answers ({variable} says where one is): {why}"
    if os.environ.get("KRTRACKER_REQUIRE_SERVERS"):
        pytest.fail(reason)
    pytest.skip(reason)


def _from_wheel() -> Server:
    """A PostgreSQL of our own for as long as the tests run; its wheel knows how to be root."""
    import pgserver

    folder = Path(tempfile.mkdtemp(prefix="krtracker-postgres-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    owner = pgserver.get_server(folder / "data", cleanup_mode="stop")
    port = free_port()
    # It listens on a socket file only; connections of ours name a host and a port.
    options = ["-w", "-o", "-h 127.0.0.1", "-o", f"-p {port}", "-l", str(owner.log), "restart"]
    pgserver.pg_ctl(options, pgdata=owner.pgdata, user=owner.system_user, timeout=30)
    started = Server("postgres", "127.0.0.1", port, "postgres")
    started.connect().close()
    return started
