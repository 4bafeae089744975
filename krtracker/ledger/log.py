"""DuckDB's write-ahead log beside the ledger: what of it can be read, and where it is cut off."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from krtracker.ledger import durable
from krtracker.ledger.chain import read_head
from krtracker.ledger.database import opened
from krtracker.ledger.migrations import is_current
from krtracker.ledger.proof import end_of
from krtracker.project import Project


def log_of(project: Project) -> Path:
    """The log; it holds what was recorded and is not in the ledger's file yet."""
    return beside(project.ledger_file)


def beside(ledger: Path) -> Path:
    """Where DuckDB keeps the log of a file."""
    return ledger.with_name(f"{ledger.name}.wal")


def mend(project: Project) -> None:
    """Cut the log off where it cannot be read, if everything that was reported is before that.

    DuckDB passes over a log that ends too early, but refuses one with a hole, or of before its
    file was replaced: both may be what a loss of power leaves. To be called under the lock.

    Raises:
        LedgerError: something that was reported is not there.
    """
    with as_mended(project) as ledger:
        if ledger == project.ledger_file:
            return
        length = beside(ledger).stat().st_size
    log = log_of(project)
    if length:
        os.truncate(log, length)
        durable.sync(log)
    else:
        log.unlink()


@contextmanager
def as_mended(project: Project) -> Iterator[Path]:
    """The ledger, or another name of it beside which lies what can be read of its log.

    Raises:
        LedgerError: something that was reported is not there.
    """
    ledger, log = project.ledger_file, log_of(project)
    try:
        _look(ledger, project)
    except duckdb.Error:
        if not log.exists():
            raise
        said = log.read_bytes()
        length = _readable(ledger, said)
        if length is None:
            raise
        with _with_log(ledger, said[:length]) as other:
            _look(other, project)
            yield other
        return
    yield ledger


def _look(ledger: Path, project: Project) -> None:
    with opened(ledger, read_only=True) as connection:
        if is_current(connection):
            end_of(connection, read_head(project.ledger_head))


def _readable(ledger: Path, said: bytes) -> int | None:
    """How much of a log can be read; None if the ledger cannot be read without it either."""
    good, bad = 0, len(said)
    if not _opens(ledger, b""):
        return None
    while bad - good > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if _opens(ledger, said[:middle]) else (good, middle)
    return good


def _opens(ledger: Path, log: bytes) -> bool:
    try:
        with _with_log(ledger, log) as other, opened(other, read_only=True):
            return True
    except duckdb.Error:
        return False


@contextmanager
def apart(ledger: Path) -> Iterator[Path]:
    """A name for a copy of the ledger; what still has it in the end, or lies beside, goes."""
    part = durable.part_of(ledger)
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)
        beside(part).unlink(missing_ok=True)


@contextmanager
def _with_log(ledger: Path, log: bytes) -> Iterator[Path]:
    """The ledger under another name, with another log beside it."""
    with apart(ledger) as other:
        try:
            other.hardlink_to(ledger)
        except OSError:  # not every file system has links
            shutil.copyfile(ledger, other)
        beside(other).write_bytes(log)
        yield other
