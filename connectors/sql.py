"""What every source shares that SQLAlchemy reaches: one read-only transaction per statement."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, ClassVar

import sqlalchemy
from sqlalchemy import URL
from sqlalchemy.engine import Connection as Line
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlglot import exp

from connectors.asking.faults import Fault, Kind, one_line
from connectors.asking.limits import Running
from connectors.asking.settings import Fields
from connectors.asking.source import Batches, Source
from connectors.asking.statements import with_format_placeholders
from krtracker.connector import Clock, Role
from krtracker.domain.catalog import Connection
from krtracker.redaction import without_values

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_PER_BATCH = 20_000
CONNECT_SECONDS = 10
"""How long a server may take to answer at all."""
READER = "krtracker_reader"
"""What a role that may only read could be called, where we propose one."""


class SqlSource(Source):
    """A database behind a SQLAlchemy driver; a subclass says its settings and its `url()`.

    Everything else has an answer that fits most databases. The better ones are the driver's own:
    how a statement is cancelled, which type a column has, what an error means.
    """

    evaluates = False
    errors: ClassVar[tuple[type[Exception], ...]] = (SQLAlchemyError,)
    kinds_of_keys: ClassVar[Collection[str]] = ()
    """The kinds of `texts_of` that are equal exactly where their texts are."""

    def __init__(self, connection: Connection, settings: Fields) -> None:
        super().__init__(connection, settings)
        self._running: Running[Any] = Running()
        self._texts: dict[str, Mapping[str, tuple[str, exp.Expr]]] = {}

    @abstractmethod
    def url(self) -> URL:
        """Where the database is, put together from the settings and nothing else."""

    def arguments(self) -> Mapping[str, Any]:
        """What the driver is told beside the URL: limits, certificates."""
        return {}

    def prepare(self, line: Any) -> None:
        """Set up a new connection of the driver's, once."""

    def begin(self) -> str:
        """What every transaction starts with; it ends with a rollback, always."""
        return "START TRANSACTION READ ONLY"

    def type_of(self, column: Sequence[Any]) -> pa.DataType | None:  # noqa: ARG002
        """The type of a result's column, from the driver's description of it, where it tells."""
        return None

    def is_whole(self, column: Sequence[Any]) -> bool:  # noqa: ARG002
        """Whether the driver describes a result's column as a decimal without a fraction."""
        return False

    def texts_of(self, table: exp.Table) -> Mapping[str, tuple[str, exp.Expr]]:  # noqa: ARG002
        """A table's `texts`, each with the kind that its column is to the source; asked once."""
        return {}

    def driver_fault(self, error: Exception, *, is_cut: bool) -> Fault:
        """What an error of the driver means; `is_cut` when the connection is gone with it."""
        driver: Any = self._engine.dialect.loaded_dbapi
        if is_cut:
            return Fault(Kind.TRANSIENT, one_line(error))
        if isinstance(error, driver.DataError):
            return Fault(Kind.QUERY, without_values(one_line(error)))
        return Fault(Kind.UNTOLD, one_line(error))

    @property
    def where(self) -> str:
        url = self.url()
        return f"`{self.connection.name}` ({url.host or url.database}{_port(url)})"

    def engine(self) -> sqlalchemy.Engine:
        """SQLAlchemy's way to the database; every transaction on it begins with `begin`."""
        return self._engine

    @cached_property
    def _engine(self) -> sqlalchemy.Engine:
        engine = sqlalchemy.create_engine(
            self.url(),
            connect_args=dict(self.arguments()),
            isolation_level="AUTOCOMMIT",  # so that the driver begins no transaction but ours
            hide_parameters=True,
            pool_size=self.connection.max_parallel,
            max_overflow=0,
            pool_timeout=CONNECT_SECONDS,
        )
        listen = sqlalchemy.event.listen
        listen(engine, "connect", lambda line, _record: self.prepare(line))
        listen(engine, "checkout", lambda line, *_: self._running.add(line))
        listen(engine, "checkin", lambda line, _record: self._running.discard(line))
        listen(engine, "begin", self._begin)
        return engine

    def _begin(self, line: Line) -> None:
        line.exec_driver_sql(self.begin(), execution_options={"no_parameters": True})

    def connect(self) -> None:
        with self._engine.connect():
            pass

    def listed(self) -> Sequence[tuple[str, str]]:
        with self.transaction() as line:
            found = sqlalchemy.inspect(line)
            return [("", name) for name in (*found.get_table_names(), *found.get_view_names())]

    def texts(self, table: str) -> Mapping[str, exp.Expr]:
        return {name: text for name, (_, text) in self._texts_of(table).items()}

    def keys(self, table: str) -> Mapping[str, str]:
        kinds = {name: kind for name, (kind, _) in self._texts_of(table).items()}
        return {name: kind for name, kind in kinds.items() if kind in self.kinds_of_keys}

    def _texts_of(self, table: str) -> Mapping[str, tuple[str, exp.Expr]]:
        if table not in self._texts:
            self._texts[table] = self.texts_of(self.names.find(table))
        return self._texts[table]

    def described(self, table: exp.Table) -> Mapping[str, pa.DataType]:
        import pyarrow as pa

        types = dict(super().described(table))
        if pa.null() in types.values():
            with self.transaction() as line:
                schema = table.db or None
                for column in sqlalchemy.inspect(line).get_columns(table.name, schema=schema):
                    types[column["name"]] = _reflected(column["type"])
        return types

    def sent(self, tree: exp.Query) -> str:
        return with_format_placeholders(tree, self.dialect)

    @contextmanager
    def transaction(self) -> Iterator[Line]:
        """A read-only transaction, rolled back however it ends."""
        with self._engine.connect() as line:
            try:
                yield line
            finally:
                self.leave(line)

    def leave(self, line: Line) -> None:
        """Let go of an answer that may not have been read to its end; then comes the rollback."""

    @contextmanager
    def stream(
        self,
        sql: str,
        parameters: Mapping[str, Any],
        types: Sequence[pa.DataType] | None = None,
    ) -> Iterator[Batches]:
        import pyarrow as pa

        from connectors.asking.arrow import WHOLE

        with self.transaction() as line:
            options = {"stream_results": True, "yield_per": ROWS_PER_BATCH}
            result = line.exec_driver_sql(sql, dict(parameters), execution_options=options)
            described = (result.cursor.description if result.cursor else None) or []
            rows = iter(lambda: result.fetchmany(ROWS_PER_BATCH), [])
            first = next(rows, [])
            schema = pa.schema(
                [
                    (str(column[0]), types[at] if types else self._type(column, first, at))
                    for at, column in enumerate(described)
                ]
            )
            kept = {str(column[0]): WHOLE for column in described if self.is_whole(column)}
            batches = (_batch(each, schema) for each in chain([first], rows))
            yield Batches(schema, batches, kept)

    def _type(self, column: Sequence[Any], rows: Sequence[Sequence[Any]], at: int) -> pa.DataType:
        from connectors.asking.arrow import inferred

        return self.type_of(column) or inferred(row[at] for row in rows)

    def fault(self, error: Exception) -> Fault:
        if isinstance(error, DBAPIError) and isinstance(error.orig, Exception):
            return self.driver_fault(error.orig, is_cut=error.connection_invalidated)
        if isinstance(error, sqlalchemy.exc.TimeoutError):
            return Fault(Kind.TRANSIENT, "too many statements at once")
        return Fault(Kind.FINAL, one_line(error))

    def stop(self, asker: int | None = None) -> None:
        for line in self.running(asker):
            line.cancel()

    def cut(self, asker: int | None = None) -> None:
        for line in self.running(asker):
            with suppress(Exception):
                line.close()

    def running(self, asker: int | None = None) -> list[Any]:
        """The driver's connections on which a statement may be under way for a thread."""
        return [each for each in self._running.of(asker) if each is not None]

    def role(self) -> Role:
        unknown = "what it may do cannot be told"
        return Role(self.url().username or "unknown", True, False, (unknown,))

    def clock(self) -> Clock:
        with self.transaction() as line:
            now = line.exec_driver_sql("SELECT CURRENT_TIMESTAMP").scalar_one()
        return Clock(now if now.tzinfo else now.replace(tzinfo=UTC))

    def close(self) -> None:
        if "_engine" in vars(self):
            self._engine.dispose()


def _batch(rows: Sequence[Sequence[Any]], schema: pa.Schema) -> pa.RecordBatch:
    import pyarrow as pa

    from connectors.asking.arrow import array

    columns = zip(*rows, strict=True) if rows else ([] for _ in schema)
    arrays = [array(each, field) for each, field in zip(columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _port(url: URL) -> str:
    return f":{url.port}" if url.port else ""


def _reflected(type: Any) -> pa.DataType:
    """The type in which the values of a table's column arrive, from SQLAlchemy's own types."""
    from connectors.asking.arrow import (
        BOOLEAN,
        DAY,
        INTEGER,
        MOMENT,
        NUMBER,
        TEXT,
        TIMESTAMP,
        WHOLE,
    )

    kinds = sqlalchemy.types
    match type:
        case kinds.Boolean():
            return BOOLEAN
        case kinds.Integer():
            return INTEGER
        case kinds.Float():
            return NUMBER
        case kinds.Numeric():
            return WHOLE if type.scale == 0 else NUMBER
        case kinds.DateTime():
            return MOMENT if type.timezone else TIMESTAMP
        case kinds.Date():
            return DAY
        case _:
            return TEXT
