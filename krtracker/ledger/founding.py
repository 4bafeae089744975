"""The ledger's file: found, begun, or brought to the shape of today."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from krtracker.errors import LedgerError
from krtracker.ledger import durable
from krtracker.ledger.chain import Head, read_head, write_head
from krtracker.ledger.database import opened
from krtracker.ledger.migrations import is_current, migrate, require_shape
from krtracker.ledger.proof import NONSENSE, end_of, require_whole
from krtracker.project import Project


def exists(project: Project) -> bool:
    """Whether there is a ledger; a head without one is a loss, not a beginning.

    Raises:
        LedgerError: there was one.
    """
    if project.ledger_file.exists():
        return True
    head = read_head(project.ledger_head)
    if head is not None and head.sequence > 0:
        raise LedgerError(
            f"it is gone, but {project.ledger_head.name} knows of {head.sequence} rows; restore "
            "the last backup, or remove that file too to begin anew"
        )
    return False


def begin(project: Project) -> None:
    """Make an empty ledger; its head stands first, so that a ledger without one is a loss."""
    write_head(project.ledger_head, Head())
    _replace(project.ledger_file, source=None)


def log_of(project: Project) -> Path:
    """DuckDB's write-ahead log; after a crash it holds what the file does not have yet."""
    return project.ledger_file.with_name(f"{project.ledger_file.name}.wal")


@contextmanager
def current(project: Project, *, read_only: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    """The ledger open in the shape of today, migrated first if it has an older one.

    A log left by a crash is looked at before it is taken in: a torn one stays as it is, for
    whoever mends it.
    """
    if log_of(project).exists() and not read_only:
        with opened(project.ledger_file, read_only=True) as connection:
            is_current(connection)
            end_of(connection, read_head(project.ledger_head))
    with opened(project.ledger_file, read_only=read_only) as connection, _known(connection):
        if is_current(connection):
            yield connection
            return
    with opened(project.ledger_file, read_only=False) as connection:
        require_shape(connection)
        connection.execute("CHECKPOINT")
    _replace(project.ledger_file, source=project.ledger_file)
    with opened(project.ledger_file, read_only=read_only) as connection, _known(connection):
        yield connection


@contextmanager
def _known(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Where what is read makes no sense: whether the ledger is to blame, or we are."""
    try:
        yield
    except NONSENSE:
        with suppress(duckdb.TransactionException):
            connection.rollback()
        require_whole(connection)
        raise


def _replace(ledger: Path, *, source: Path | None) -> None:
    """Put a ledger of today's shape in its place: a new one, or `source` migrated.

    What is migrated is a copy, so that a crash leaves the old ledger or the new one.
    """
    part = durable.part_of(ledger)
    if source is not None:
        durable.copy(source, part)
    with opened(part, read_only=False) as connection:
        migrate(connection)
    durable.sync(part)
    part.replace(ledger)
    durable.sync(ledger.parent)
