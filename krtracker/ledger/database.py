"""DuckDB opened for the ledger: locked down, and its faults put into words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import duckdb

from krtracker.errors import LedgerError

LOCKED_DOWN = {
    "enable_external_access": "false",
    "python_enable_replacements": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_unsigned_extensions": "false",
    "memory_limit": "1GiB",
    "wal_autocheckpoint": "1TB",
    "auto_checkpoint_skip_wal_threshold": str(1 << 40),
}
"""No other file, no network, no extension, none of our variables; and nothing but the log is
written where a reader may look, until it is taken in (`founding.take_in`)."""
WITHOUT_LOG = {"wal_autocheckpoint": "1B", "auto_checkpoint_skip_wal_threshold": "1"}
"""For a file apart, whose log nobody would ever read: what is committed goes into it at once."""
WRITING = ("PRAGMA disable_checkpoint_on_shutdown", "SET lock_configuration = true")
"""What can only be said to a database that is open; after that, nobody changes any of it."""

OPENING = Lock()
"""One at a time: of two threads that open one file, the second may get it (in DuckDB 2.0) before
the first has put the functions in that read Arrow tables."""

DAMAGED = "it is damaged; restore the last backup with `krtracker restore`"
HINTS = {
    "No space left": "the disk is full; free some space and run again",
    "File too large": "a limit on the size of files is reached; raise it and run again",
    "Disk quota": "the disk quota is used up; free some space and run again",
    "Read-only file system": "the disk is read-only; write to another place or mount it writable",
    "Permission denied": "this user may not write there; give it the folder or run as its owner",
    "Could not set lock": "another program has it open; close that and run again",
    "Conflicting lock": "another program has it open; close that and run again",
    "newer version": "a newer program wrote it; update krtracker",
    "failed to allocate": "memory ran out; run again with less at once",
    "Out of Memory": "memory ran out; run again with less at once",
}
"""What to try, by the words with which the system or DuckDB refuses."""

OURS = (duckdb.ProgrammingError, duckdb.DataError, duckdb.IntegrityError, duckdb.NotSupportedError)
"""Mistakes of this program; what else DuckDB reports is a fault of the disk or of the file."""


@contextmanager
def opened(
    path: Path, *, read_only: bool, syncs: bool = True
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The database at `path`, closed again at the end."""
    connection = connect(path, read_only=read_only, syncs=syncs)
    try:
        yield connection
    finally:
        connection.close()


def connect(path: Path, *, read_only: bool, syncs: bool = True) -> duckdb.DuckDBPyConnection:
    """The database at `path`, open until it is closed.

    It need not sync (`syncs`) what is a file apart, synced as a whole when it is done.
    """
    spill = path.with_name("spill")
    config: dict[str, str | bool | int | float | list[str]] = {
        **LOCKED_DOWN,
        "temp_directory": str(spill),
        "fsync_mode": "STANDARD" if syncs else "NONE",
        "lock_configuration": str(read_only).lower(),
        **({} if syncs else WITHOUT_LOG),
    }
    with OPENING:
        connection = duckdb.connect(str(path), read_only=read_only, config=config)
    for statement in () if read_only else WRITING:
        connection.execute(statement)
    return connection


@contextmanager
def worded(path: Path, *, damaged: str = DAMAGED) -> Iterator[None]:
    """Turn a fault of the disk, the file or the machine into a LedgerError about `path`.

    `damaged` says what to try where the file itself is at fault.
    """
    try:
        yield
    except OURS:
        raise
    except (duckdb.Error, OSError) as error:
        advice = hint(error) or damaged
        raise LedgerError(f"{path} cannot be used: {_detail(error)}: {advice}") from error
    except LedgerError as error:
        if str(path.parent) in str(error):
            raise
        raise LedgerError(f"{path} cannot be used: {error}") from error


def hint(error: Exception) -> str | None:
    """One thing to try where the file is not to blame; None if it is."""
    text = str(error).lower()
    return next((advice for words, advice in HINTS.items() if words.lower() in text), None)


def _detail(error: Exception) -> str:
    """The first line of what was said, without DuckDB's own prefix and advice."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    if "checksum" in str(error):
        return "a block of it is not what was written"
    if "not a valid DuckDB database file" in str(error):
        return "it is no database of DuckDB"
    first = str(error).strip().partition("\n")[0]
    return first.partition(": ")[2] or first or type(error).__name__
