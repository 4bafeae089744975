"""An SQLite file, opened for reading only, with types that it does not enforce."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field
from sqlglot import exp

from connectors.asking.faults import Fault, Kind, one_line
from connectors.asking.limits import Running
from connectors.asking.loose_values import (
    ROWS_PER_BATCH,
    batches,
    bound,
    in_backticks,
    quoted,
    types_of_all,
)
from connectors.asking.settings import Fields, ProjectPath
from connectors.asking.source import Batches, Source
from connectors.asking.statements import rendered
from krtracker.connector import Clock, Role
from krtracker.domain.catalog import Connection
from krtracker.errors import ConnectorError

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_LOOKED_AT = 1_000
"""How many values tell the type of a column that its table does not declare."""
STEPS_BETWEEN_LOOKS = 100_000
"""How often, in SQLite's own steps, it is asked whether time is up."""
ALLOWED = {
    sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE, sqlite3.SQLITE_TRANSACTION,
}  # fmt: skip


class SQLite(Source):
    """An SQLite database in one file, opened for reading only; a missing file is never created.

    SQLite enforces no types. A column has the one its table declares; whether a time is a day, a
    zone-free timestamp or a moment with a zone is told by the form of its texts, and so is
    whether a column declared TEXT, or not at all, holds times. `T` or a space, fractions of a
    second and one-digit hours are read; an empty text among times or numbers is no value; forms
    that mix (a day among timestamps) are an error once that column is asked for. In `sql:` times
    are the texts that they are kept as, and `:since`, `:until` are written `YYYY-MM-DD HH:MM:SS`.
    """

    dialect = "sqlite"
    evaluates = False
    errors: ClassVar[tuple[type[Exception], ...]] = (sqlite3.Error, sqlite3.Warning)
    grace_seconds = 0.5

    class Settings(Fields):
        """Where the file lies."""

        path: ProjectPath = Field(description="The file, from the project's root.")

    settings: Settings

    def __init__(self, connection: Connection, settings: Fields) -> None:
        super().__init__(connection, settings)
        self._running: Running[sqlite3.Connection] = Running()
        self._is_open = True

    @property
    def where(self) -> str:
        return f"`{self.connection.settings['path']}`"

    def connect(self) -> None:
        if not self.settings.path.is_file():
            raise ConnectorError(f"there is no file {self.where}; looked for {self.settings.path}")
        self.listed()

    def listed(self) -> Sequence[tuple[str, str]]:
        sql = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name"
        names = [name for (name,) in self._rows(sql)]
        return [("", name) for name in names if not name.startswith("sqlite_")]

    def described(self, table: exp.Table) -> Mapping[str, pa.DataType]:
        from connectors.asking.arrow import INTEGER, NUMBER
        from connectors.asking.written_times import column_type

        rows = self._rows(f"PRAGMA table_xinfo({quoted(table.name)})")
        declared = {name: kind.upper() for _, name, kind, *_ in rows}
        types = {
            name: column_type(kind, self._sample(table, name)) for name, kind in declared.items()
        }
        unsure = [
            name for name, kind in declared.items() if types[name] == INTEGER and "INT" not in kind
        ]
        return types | dict.fromkeys(self._with_fractions(table, unsure), NUMBER)

    def sent(self, tree: exp.Query) -> str:
        # In double quotes SQLite takes a name that it does not know for a text, without a word.
        return rendered(tree.transform(in_backticks), self.dialect)

    @contextmanager
    def stream(
        self,
        sql: str,
        parameters: Mapping[str, Any],
        types: Sequence[pa.DataType] | None = None,
    ) -> Iterator[Batches]:
        import pyarrow as pa

        from connectors.asking.arrow import inferred

        values = {name: bound(value) for name, value in parameters.items()}
        with self._transaction() as connection:
            cursor = connection.execute(sql, values)

            def fetch() -> list[Any]:
                self._limit(connection)
                return cursor.fetchmany(ROWS_PER_BATCH)

            first = fetch()
            names = [each[0] for each in cursor.description]
            if types is None and len(first) == ROWS_PER_BATCH:
                types = types_of_all(connection, sql, values, len(names))
            types = types or [inferred(row[at] for row in first) for at in range(len(names))]
            schema = pa.schema(list(zip(names, types, strict=True)))
            yield Batches(schema, batches(first, fetch, schema))

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """A connection of its own for one statement: it can only read, and not for long."""
        if not self._is_open:
            raise sqlite3.ProgrammingError("the connection is closed")
        connection = sqlite3.connect(
            f"{self.settings.path.resolve().as_uri()}?mode=ro",
            uri=True,
            timeout=min(5.0, self.connection.timeout_seconds),
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            connection.text_factory = lambda text: text.decode(errors="replace")
            connection.execute("PRAGMA query_only = ON")
            connection.set_authorizer(_authorised)
            self._limit(connection)
            self._running.add(connection)
            connection.execute("BEGIN")
            yield connection
        finally:
            self._running.discard(connection)
            connection.close()

    def _limit(self, connection: sqlite3.Connection) -> None:
        """Let SQLite itself end what takes longer, counted from now."""
        ends = time.monotonic() + self.connection.timeout_seconds
        connection.set_progress_handler(lambda: int(time.monotonic() > ends), STEPS_BETWEEN_LOOKS)

    def _rows(self, sql: str) -> list[Any]:
        with self._transaction() as connection:
            return connection.execute(sql).fetchall()

    def _sample(self, table: exp.Table, name: str) -> list[Any]:
        column = exp.column(name, quoted=True)
        tree = exp.select(column).from_(table).limit(ROWS_LOOKED_AT)
        # This leaves out nulls as well; empty texts tell nothing where times or numbers are kept.
        tree = tree.where(column.copy().neq(exp.Literal.string("")))
        return [value for (value,) in self._rows(self.sent(tree))]

    def _with_fractions(self, table: exp.Table, names: Sequence[str]) -> list[str]:
        """Those columns, whole numbers at first sight, in which a fraction turns up later."""
        if not names:
            return []
        found = (f"max(typeof({quoted(name)}) = 'real')" for name in names)
        ((*answers,),) = self._rows(f"SELECT {', '.join(found)} FROM {quoted(table.name)}")
        return [name for name, answer in zip(names, answers, strict=True) if answer]

    def fault(self, error: Exception) -> Fault:
        text = str(error)
        what, _, name = text.partition(": ")
        match what:
            case "no such table":
                return Fault(Kind.NO_TABLE, name=name)
            case "no such column":
                return Fault(Kind.NO_COLUMN, name=name.rpartition(".")[2])
            case "interrupted":
                return Fault(Kind.STOPPED)
            case "database is locked" | "database table is locked" | "database schema has changed":
                return Fault(Kind.TRANSIENT, "another program is writing to it")
            case "file is not a database" | "unable to open database file":
                return Fault(Kind.FINAL, what)
            case "database disk image is malformed" | "disk I/O error" | "the connection is closed":
                return Fault(Kind.FINAL, what)
            case _:
                return Fault(Kind.QUERY, one_line(text))

    def stop(self, asker: int | None = None) -> None:
        for each in self._running.of(asker):
            each.interrupt()

    def role(self) -> Role:
        return Role("reader of a file", can_write=False, is_superuser=False)

    def clock(self) -> Clock:
        return Clock(datetime.now(UTC), "UTC")

    def close(self) -> None:
        self._is_open = False


def _authorised(action: int, name: str | None, *_: object) -> int:
    is_allowed = action in ALLOWED or (action == sqlite3.SQLITE_PRAGMA and name == "table_xinfo")
    return sqlite3.SQLITE_OK if is_allowed else sqlite3.SQLITE_DENY
