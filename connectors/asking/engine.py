"""A DuckDB that answers for a source: locked down, so that it reaches nothing but that source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC
from typing import TYPE_CHECKING, Any, ClassVar

import duckdb
from pydantic import Field
from sqlglot import exp

from connectors.asking.faults import Fault, Kind, one_line
from connectors.asking.limits import Running
from connectors.asking.settings import Fields
from connectors.asking.source import Batches, Source
from krtracker.connector import Clock, Role
from krtracker.domain.catalog import Connection
from krtracker.redaction import without_values

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_PER_BATCH = 50_000
LOCKED_DOWN = {
    "python_enable_replacements": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
}
_NO_TABLE = re.compile(r"Table with name (.+?) does not exist")
_TOO_LONG = re.compile(r"(?:decimal value|INT128 with value) \S+ .*type INT64")
_NO_COLUMN = re.compile(
    r'(?:Referenced column|does not have a column named) "(.+?)"|column "(.+?)" must appear'
)


_RAISED: Mapping[str, type[duckdb.Error]] = {
    name.removesuffix("Exception").lower(): getattr(duckdb, name)
    for name in dir(duckdb)
    if name.endswith("Exception")
}
"""By the first words of its message, small and without blanks, what the engine raises."""


class EngineFields(Fields):
    """What an engine inside this process may take of the machine."""

    threads: int | None = Field(
        None, ge=1, le=256, description="How many threads it may use; else one per core."
    )
    memory: str = Field(
        "2 GB",
        pattern=r"^[0-9]+ ?[KMGT]i?B$",
        description="How much memory it may use, such as `500 MB` or `4 GB`.",
    )


class Engine(Source):
    """A source asked through DuckDB's own interface; subclasses say what it may read."""

    dialect = "duckdb"
    errors: ClassVar[tuple[type[Exception], ...]] = (duckdb.Error,)
    grace_seconds = 0.0
    settings: EngineFields

    def __init__(self, connection: Connection, settings: Fields) -> None:
        super().__init__(connection, settings)
        self._engine: duckdb.DuckDBPyConnection | None = None
        self._shown: tuple[exp.Query, str] | None = None
        self._running: Running[duckdb.DuckDBPyConnection] = Running()

    def limits(
        self, *, reads_files: bool = False
    ) -> dict[str, str | bool | int | float | list[str]]:
        """DuckDB's configuration: nothing outside, and no more of the machine than allowed.

        An engine that `reads_files` must itself forget how to, once it knows which.
        """
        threads = self.settings.threads
        outside = {} if reads_files else {"enable_external_access": "false"}
        machine = {"threads": str(threads)} if threads else {}
        return {**LOCKED_DOWN, **outside, **machine, "memory_limit": self.settings.memory}

    def lock(self, engine: duckdb.DuckDBPyConnection) -> None:
        """Fix the zone and every option for good; an engine of the same file may have done so."""
        with suppress(duckdb.InvalidInputException):
            engine.execute("SET enable_progress_bar = false")  # it draws on standard output
            engine.execute("SET GLOBAL TimeZone = 'UTC'")
            engine.execute("SET lock_configuration = true")
        self._engine = engine

    def opened(self) -> duckdb.DuckDBPyConnection:
        """The engine, unless it is closed."""
        if self._engine is None:
            raise duckdb.ConnectionException("the connection is closed")
        return self._engine

    def sent(self, tree: exp.Query) -> str:
        shown, self._shown = self._shown, None
        # To the letter, and mostly just rendered; but not again, for a tree may be changed.
        return shown[1] if shown is not None and shown[0] is tree else super().statement(tree)

    def statement(self, tree: exp.Query) -> str:
        said = super().statement(tree)
        self._shown = tree, said  # one name for both: several threads may ask
        return said

    def listed(self) -> Sequence[tuple[str, str]]:
        sql = """
            SELECT table_schema AS schema, table_name AS name FROM information_schema.tables
            WHERE table_catalog = current_database() ORDER BY ALL"""
        return [(each["schema"], each["name"]) for each in self.ask(sql)]

    @property
    def home(self) -> str:
        return "main"

    @contextmanager
    def stream(
        self,
        sql: str,
        parameters: Mapping[str, Any],
        types: Sequence[pa.DataType] | None = None,  # noqa: ARG002
    ) -> Iterator[Batches]:
        import pyarrow as pa

        from connectors.asking.arrow import kept, normal, normalised

        cursor = self.opened().cursor()
        self._running.add(cursor)
        try:
            kinds = [each.type for each in cursor.extract_statements(sql)]
            if kinds != [duckdb.StatementType.SELECT]:
                raise duckdb.PermissionException("only a SELECT may be asked")
            # Through a relation: DuckDB 2.0 keeps a whole copy of what `execute` hands to Arrow.
            relation = cursor.sql(sql, params=dict(parameters))
            reader = relation.to_arrow_reader(ROWS_PER_BATCH)
            fields = [pa.field(each.name, normal(each.type)) for each in reader.schema]
            schema = pa.schema(fields)
            batches = (normalised(batch, schema) for batch in _read(reader))
            yield Batches(schema, batches, kept(reader.schema))
        finally:
            self._running.discard(cursor)
            cursor.close()

    def fault(self, error: Exception) -> Fault:
        text = str(error)
        found = _NO_TABLE.search(text) if isinstance(error, duckdb.CatalogException) else None
        if found:
            return Fault(Kind.NO_TABLE, name=found[1])
        found = _NO_COLUMN.search(text) if isinstance(error, duckdb.BinderException) else None
        if found and found[1]:
            return Fault(Kind.NO_COLUMN, name=found[1])
        match error:
            case duckdb.InterruptException():
                return Fault(Kind.STOPPED)
            case duckdb.OutOfMemoryException():
                return Fault(Kind.QUERY, f"needs more than {self.settings.memory} of memory")
            case duckdb.ConversionException() if _TOO_LONG.search(text):
                return Fault(Kind.TOO_LONG)
            case duckdb.ProgrammingError() | duckdb.DataError() | duckdb.PermissionException():
                return Fault(Kind.QUERY, without_values(one_line(error)))
            case _:
                return Fault(Kind.FINAL, one_line(error))

    def stop(self, asker: int | None = None) -> None:
        for each in self._running.of(asker):
            each.interrupt()

    def role(self) -> Role:
        return Role("reader of files", can_write=False, is_superuser=False)

    def clock(self) -> Clock:
        (row,) = self.ask("SELECT now() AS now")
        return Clock(row["now"].astimezone(UTC), "UTC")

    def close(self) -> None:
        if self._engine is not None:
            self._engine.close()
            self._engine = None


def _read(reader: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
    """The batches; what stops the engine on the way comes as it raises it at the beginning.

    Arrow makes an `OSError` of it, whatever it was.
    """
    try:
        yield from reader
    except OSError as error:
        kind = str(error).partition(" Error:")[0].replace(" ", "").lower()
        raise _RAISED.get(kind, duckdb.DataError)(str(error)) from error
