"""The one way into the ledger: lock, open, prove, write, commit, remember the head, close."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import duckdb
from filelock import FileLock, Timeout

from krtracker.errors import LedgerError
from krtracker.interruption import finishing
from krtracker.ledger import durable
from krtracker.ledger.chain import Chain, Head, read_head, write_head
from krtracker.ledger.database import worded
from krtracker.ledger.founding import begin, current, exists, is_soon_taken_in, take_in, to_write
from krtracker.ledger.log import log_of
from krtracker.ledger.proof import end_of, proven
from krtracker.ledger.tables import Columns, Row, Table
from krtracker.project import Project

if TYPE_CHECKING:
    import pyarrow as pa

WAIT_SECONDS = 120.0
"""How long a writer waits for the others before it gives up."""
POLL_SECONDS = 0.02
AT_ONCE = 10_000
"""How many rows are laid out beside each other on their way in."""


class Transaction:
    """An open ledger into which rows are put; nothing is there for others before the end."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, head: Head) -> None:
        self.connection = connection
        self._chain = Chain(head)

    @property
    def head(self) -> Head:
        """The end of the chain, rows of this transaction included."""
        return self._chain.head

    def append(self, table: Table, rows: Sequence[Row]) -> None:
        """Put rows at the end of the chain."""
        if rows:
            self.append_columns(table, list(zip(*rows, strict=True)))

    def append_columns(self, table: Table, columns: Columns) -> None:
        """Put rows, given column by column, at the end of the chain."""
        with ThreadPoolExecutor(1, thread_name_prefix="krtracker-ledger") as beside:
            last: Future[None] | None = None
            for first in range(0, len(columns[0]), AT_ONCE):
                part = [cells[first : first + AT_ONCE] for cells in columns]
                linked = self._chain.link(table, part)
                if last is not None:
                    last.result()
                # The next part is linked while DuckDB takes this one in.
                last = beside.submit(self._insert, table, linked)
            if last is not None:
                last.result()

    def _insert(self, table: Table, rows: pa.Table) -> None:
        self.connection.register("incoming", rows)
        self.connection.execute(f"INSERT INTO {table.name} BY NAME SELECT * FROM incoming")
        self.connection.unregister("incoming")


@contextmanager
def locked(project: Project, *, wait_seconds: float = WAIT_SECONDS) -> Iterator[None]:
    """Alone among writers; the system lets go of the lock even when a process is killed.

    Ctrl-C ends the waiting at once, but what is begun under the lock is finished first.
    """
    with finishing() as is_to_end:
        with worded(project.ledger_lock):
            durable.folder(project.state)
            lock = FileLock(project.ledger_lock, timeout=wait_seconds, poll_interval=POLL_SECONDS)
            try:
                lock.acquire(cancel_check=is_to_end)
            except Timeout as error:
                raise LedgerError(
                    f"{project.ledger_file} has been written by another process for "
                    f"{wait_seconds:g} seconds; run again when that has ended"
                ) from error
        try:
            yield
        finally:
            lock.release()


@contextmanager
def writing(project: Project, *, wait_seconds: float = WAIT_SECONDS) -> Iterator[Transaction]:
    """One transaction: all of it is kept, or nothing.

    Raises:
        LedgerError: the ledger cannot be opened, is not whole, or cannot be written.
    """
    with locked(project, wait_seconds=wait_seconds), worded(project.ledger_file):
        durable.clear(project.state)
        if not exists(project):
            begin(project)
        with to_write(project) as ledger:
            head = proven(project, ledger.connection)
            ledger.connection.begin()
            transaction = Transaction(ledger.connection, head)
            yield transaction
            if transaction.head != head:
                ledger.commit()
        if ledger.is_committed:
            write_head(project.ledger_head, transaction.head)
        if is_soon_taken_in(project):
            # A full disk keeps the log as it is: it holds all there is, and settling says so.
            with suppress(duckdb.Error, OSError):
                take_in(project)


@contextmanager
def reading(
    project: Project, *, wait_seconds: float = WAIT_SECONDS
) -> Iterator[duckdb.DuckDBPyConnection | None]:
    """The ledger, to be read; None where there is none yet.

    Where nothing was ever tracked nothing is written, not even a lock.
    """
    with worded(project.ledger_file):
        if not exists(project):
            yield None
            return
    with (
        locked(project, wait_seconds=wait_seconds),
        worded(project.ledger_file),
        current(project, read_only=True) as connection,
    ):
        end_of(connection, read_head(project.ledger_head))
        yield connection


def settle(project: Project) -> None:
    """Bring the ledger to rest in one file, in the shape of today, with its head at its end.

    To be called under the lock.
    """
    with worded(project.ledger_file):
        with current(project, read_only=False) as connection:
            proven(project, connection)
        try:
            take_in(project)
        except (duckdb.Error, OSError) as error:
            raise LedgerError(
                "its write-ahead log cannot be taken in: free some space and run again; if there "
                f"is enough, {log_of(project).name} is no log of this ledger, and the last backup "
                "comes back whole with `krtracker restore`"
            ) from error
