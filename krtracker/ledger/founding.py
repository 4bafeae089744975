"""The ledger's file: found, begun, or brought to the shape of today."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from krtracker.errors import LedgerError
from krtracker.ledger import durable
from krtracker.ledger.chain import Head, read_head, write_head
from krtracker.ledger.database import opened
from krtracker.ledger.log import apart, beside, log_of, mend
from krtracker.ledger.migrations import is_current, migrate, require_shape
from krtracker.ledger.proof import NONSENSE, require_whole
from krtracker.project import Project

SMALL_BYTES = 32 << 20
"""Up to this size the whole ledger is written anew with each transaction, and there is no log."""
OFTEN = 8
"""The log of a larger ledger waits until it is an eighth of it, or is published: few copies."""


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
    """Let the head of an empty ledger stand first, so that a ledger without one is a loss."""
    write_head(project.ledger_head, Head())


def take_in(project: Project) -> None:
    """Put what the log holds into the ledger's file, if there is a log.

    DuckDB 2.0 would write anew over blocks of metadata that the file still needs: where power is
    lost half-way, all of it is lost. So it does that in a copy, which takes the ledger's place.
    """
    if log_of(project).exists():
        _replace(project.ledger_file)


def is_soon_taken_in(project: Project) -> bool:
    """Whether there is a log, and it costs little beside what it holds to take it in."""
    if not log_of(project).exists():
        return False
    ledger, log = (each.stat().st_size for each in (project.ledger_file, log_of(project)))
    return ledger <= max(SMALL_BYTES, log * OFTEN)


@contextmanager
def current(project: Project, *, read_only: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    """The ledger open in the shape of today, migrated first if it has an older one.

    A log is looked at before DuckDB opens it to write: one that lacks what was reported stays as
    it is, for whoever mends it.
    """
    if log_of(project).exists():
        mend(project)
    with opened(project.ledger_file, read_only=read_only) as connection, _known(connection):
        if is_current(connection):
            yield connection
            return
    with opened(project.ledger_file, read_only=True) as connection:
        require_shape(connection)
    _replace(project.ledger_file)
    with opened(project.ledger_file, read_only=read_only) as connection, _known(connection):
        yield connection


@dataclass
class Writing:
    """A ledger open to be written, of which nothing is kept that is not committed."""

    connection: duckdb.DuckDBPyConnection
    is_committed: bool = False

    def commit(self) -> None:
        """Keep what was written; it is on the disk once the ledger is closed."""
        self.connection.commit()
        self.is_committed = True


@contextmanager
def to_write(project: Project) -> Iterator[Writing]:
    """The ledger open to be written, in the shape of today, on the disk when this ends.

    Where there is none yet, there will be one if anything is committed. A small one is written
    anew as a whole: no log has to be read again before it is taken in. A large one has what is
    new in its log, and so has one for which there is no room twice.
    """
    ledger = project.ledger_file
    with apart(ledger) as part:
        if not _is_copied(project, part):
            with current(project, read_only=False) as connection:
                writing = Writing(connection)
                yield writing
            if writing.is_committed:
                durable.sync(project.state)  # the log's name, before a head relies on the log
            return
        with opened(part, read_only=False, syncs=False) as connection, _known(connection):
            if not is_current(connection):
                require_shape(connection)
                migrate(connection)
            writing = Writing(connection)
            yield writing
            if writing.is_committed:
                connection.execute("CHECKPOINT")
        if writing.is_committed:
            _put(part, ledger)


def _is_copied(project: Project, part: Path) -> bool:
    """Copy a ledger and its log if it is small and there is room; whether that was done."""
    if not project.ledger_file.exists():
        return True
    try:
        if project.ledger_file.stat().st_size > SMALL_BYTES:
            return False
        if log_of(project).exists():
            mend(project)
        _fill(part, project.ledger_file)
    except OSError:
        part.unlink(missing_ok=True)
        return False
    return True


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


def _replace(ledger: Path) -> None:
    """Put a copy of today's shape, with its log taken in, in the ledger's place."""
    with apart(ledger) as part:
        _fill(part, ledger)
        with opened(part, read_only=False, syncs=False) as connection:
            migrate(connection)
        _put(part, ledger)


def _fill(part: Path, ledger: Path) -> None:
    shutil.copyfile(ledger, part)
    with suppress(FileNotFoundError):
        shutil.copyfile(beside(ledger), beside(part))


def _put(part: Path, ledger: Path) -> None:
    """Let a closed copy, its log taken in, take the ledger's place.

    A crash may leave the old log beside the new ledger, where it says nothing.
    """
    durable.put(part, ledger)
    beside(ledger).unlink(missing_ok=True)
