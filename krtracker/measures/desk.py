"""The desk at which is reckoned what a source does not: an in-memory DuckDB, locked down."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from threading import Lock, Thread, Timer
from typing import Any

import duckdb
import pyarrow as pa
from sqlglot import exp

from krtracker.connector import Connector, Parameter
from krtracker.errors import ConnectorError, QueryError
from krtracker.measures.plan import Pulled
from krtracker.measures.tables import Table
from krtracker.redaction import without_values

logger = logging.getLogger(__name__)
_LOCKED = (
    "set TimeZone = 'UTC'",
    "set enable_progress_bar = false",  # it would be drawn among results, on standard output
    "set python_enable_replacements = false",
    "set autoinstall_known_extensions = false",
    "set autoload_known_extensions = false",
    "set enable_external_access = false",
    "set lock_configuration = true",
)
_OF_THE_QUERY = (
    duckdb.BinderException,
    duckdb.CatalogException,
    duckdb.ParserException,
    duckdb.NotImplementedException,
)


class Desk:
    """Tables copied from one source, only the columns that are needed, each table once.

    It reads no file, opens no connection and sees no variable of ours, whatever it is asked.
    """

    def __init__(self, connector: Connector) -> None:
        self.connector = connector
        self._engine: duckdb.DuckDBPyConnection | None = None
        self._opening = Lock()
        self._beside: Thread | None = None
        self._held: dict[str, frozenset[str]] = {}
        self.pulled: dict[str, Pulled] = {}
        """What each table here was brought by, the last time that it was."""

    def bring(self, table: Table, columns: Collection[str], *, name: str) -> None:
        """Copy the columns of a table of the source here, under names of our own.

        Raises:
            ConnectorError: the source does not hand them over.
        """
        wanted = frozenset(columns) or frozenset(list(table.columns)[:1])
        if wanted <= self.held(name):
            return
        wanted |= self.held(name)
        engine = self._opened()
        listed = sorted(wanted)
        statement = self._selection(table.name, listed)
        called = ", ".join(_quoted(table.called[each]) for each in listed)
        logger.debug("%s", statement)
        began = time.perf_counter()
        with self.connector.columns(table.name, listed) as reader:
            engine.register("incoming", reader)
            try:
                made = engine.execute(
                    f"create or replace table {_quoted(name)} as select * from "
                    f"incoming as incoming ({called})"
                ).fetchone()
            except duckdb.Error as error:
                raise ConnectorError(without_values(_plainly(error))) from error
            finally:
                engine.unregister("incoming")
        self._held[name] = wanted
        rows, seconds = int(made[0]) if made else 0, time.perf_counter() - began
        self.pulled[name] = Pulled(table.name, tuple(listed), statement, rows, seconds)

    def _selection(self, table: str, columns: Sequence[str]) -> str:
        """The statement that brings columns, as the source is sent it."""
        wanted = self.connector.selected(table, columns)
        rows = exp.to_table(table, dialect=self.connector.dialect)
        return self.connector.statement(exp.select(*wanted).from_(rows))

    def held(self, name: str) -> frozenset[str]:
        """The columns that are here of a table."""
        return self._held.get(name, frozenset())

    def ask(
        self, statement: str, parameters: Mapping[str, Parameter]
    ) -> tuple[Sequence[str], list[dict[str, Any]]]:
        """The columns and rows that a statement over the tables brought here answers.

        Raises:
            QueryError: the statement cannot be, whatever the data.
            ConnectorError: the data does not allow it (a text that is no number).
        """
        with self._limited() as engine:
            answer = engine.execute(statement, dict(parameters))
            names = [column[0] for column in answer.description or ()]
            return names, [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    def table(self, statement: str, parameters: Mapping[str, Parameter]) -> pa.Table:
        """What a statement answers, as columns.

        Raises:
            ConnectorError: the statement or the data does not allow it.
        """
        with self._limited() as engine:
            found: pa.Table = engine.sql(statement, params=dict(parameters)).to_arrow_table()
        return found

    def reckon(self, statement: str, **tables: pa.Table) -> list[tuple[Any, ...]]:
        """What a statement makes of tables of our own, called by the names given.

        Several threads may have something reckoned at a time.

        Raises:
            ConnectorError: the data does not allow it.
        """
        with self._limited() as engine, engine.cursor() as beside:
            for name, table in tables.items():
                beside.register(name, table)
            try:
                return beside.execute(statement).fetchall()
            finally:
                for name in tables:
                    beside.unregister(name)

    def prepare(self) -> None:
        """Open it beside what else is done: somebody will come to it soon."""
        if self._beside is not None or self._engine is not None:
            return
        self._beside = Thread(target=self._prepared, name="krtracker-desk", daemon=True)
        self._beside.start()

    def _prepared(self) -> None:
        with suppress(duckdb.Error):  # told to whoever comes
            self._opened()

    def close(self) -> None:
        """Forget everything that was brought."""
        if self._beside is not None:
            self._beside.join()
        if self._engine is not None:
            self._engine.close()
        self._engine = None
        self._held.clear()

    @contextmanager
    def _limited(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The engine, interrupted when the connection's time is up, its errors in our words."""
        engine, seconds = self._opened(), self.connector.connection.timeout_seconds
        watch = Timer(seconds, engine.interrupt)
        watch.daemon = True
        watch.start()
        try:
            yield engine
        except duckdb.InterruptException as error:
            raise ConnectorError(f"not reckoned within {seconds:g} seconds") from error
        except _OF_THE_QUERY as error:
            raise QueryError(_plainly(error)) from error
        except duckdb.Error as error:
            raise ConnectorError(without_values(_plainly(error))) from error
        finally:
            watch.cancel()

    def _opened(self) -> duckdb.DuckDBPyConnection:
        with self._opening:
            if self._engine is None:
                engine = duckdb.connect(":memory:")
                for setting in _LOCKED:
                    engine.execute(setting)
                self._engine = engine
            return self._engine


def _quoted(name: str) -> str:
    return exp.to_identifier(name, quoted=True).sql("duckdb")


def _plainly(error: duckdb.Error) -> str:
    """What DuckDB says, without its own names for the fault and the statement below it."""
    first = str(error).partition("\n\nLINE ")[0].partition("\n")[0]
    said = first.partition("Error: ")[2] or first
    is_name = said[:2].isupper()
    return (said if is_name else said[:1].lower() + said[1:]).rstrip(".")
