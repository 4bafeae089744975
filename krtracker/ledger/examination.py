"""Whether the ledger is whole: every row followed, every copy held against it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

import duckdb

from krtracker.errors import LedgerError
from krtracker.ledger.chain import Head, hash_at, newest, read_head, verify
from krtracker.ledger.database import connect, opened, worded
from krtracker.ledger.founding import exists
from krtracker.ledger.log import as_mended, log_of
from krtracker.ledger.migrations import STEPS, is_current, require_shape, version_of
from krtracker.ledger.proof import end_of
from krtracker.ledger.publishing import POINTER, candidates, pointer_of
from krtracker.ledger.transaction import WAIT_SECONDS, locked
from krtracker.project import Project

RESTORE = "`krtracker restore` brings the last backup back"
AGAIN = "remove it; the next run publishes it anew"
BROKEN = (duckdb.Error, OSError, RuntimeError, ValueError, TypeError, MemoryError, OverflowError)
"""What reading a damaged file may raise: nothing of it is a reason to end with a traceback."""
LOST_QUERIES = """
    WITH named AS (
        SELECT query_hash AS name FROM measurements WHERE query_hash <> ''
        UNION ALL SELECT unnest(json_extract_string(way, '$.sent[*]')) FROM measurements
        UNION ALL SELECT unnest(json_extract_string(way, '$.here[*]')) FROM measurements)
    SELECT count(*) FROM named
    WHERE NOT EXISTS (SELECT 1 FROM queries WHERE queries.query_hash = named.name)"""


class Weight(StrEnum):
    """How much a finding weighs."""

    WELL = "well"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, and how it stands."""

    subject: str
    text: str
    weight: Weight = Weight.WELL
    hint: str | None = None

    @property
    def is_fault(self) -> bool:
        """Whether something is lost, changed or cannot be used."""
        return self.weight is Weight.FAULT


def examine(project: Project, *, wait_seconds: float = WAIT_SECONDS) -> list[Finding]:
    """How the ledger, its head, its log and its snapshot stand; nothing is changed.

    The whole chain is followed, so it takes as long as reading every row. Where nothing was
    ever tracked nothing is written either, not even a lock.
    """
    try:
        with worded(project.state):
            is_there = exists(project)
        if not is_there:
            return [Finding("ledger", "there is none yet; `krtracker track` begins it")]
        with locked(project, wait_seconds=wait_seconds):
            return list(_findings(project))
    except LedgerError as error:
        return [_fault("ledger", str(error))]


def _findings(project: Project) -> Iterator[Finding]:
    """What is found under the lock: the ledger first, then what is copied from it."""
    end: Head | None = None
    try:
        with _open(project) as connection:
            found = list(_of_ledger(project, connection))
            end = newest(connection)
            yield from found
            yield from _of_snapshot(project, connection)
            return
    except LedgerError as error:
        yield _fault("ledger", _named(error, project))
    except BROKEN as error:
        yield _fault("ledger", f"{project.ledger_file} cannot be read: {_first(error)}")
    if end is None:
        yield from _of_snapshot(project, None)


@contextmanager
def _open(project: Project) -> Iterator[duckdb.DuckDBPyConnection]:
    """The ledger as it lies there, in whatever shape."""
    if not exists(project):
        raise LedgerError("it is gone, and its head file stands alone")
    with as_mended(project) as ledger, opened(ledger, read_only=True) as connection:
        yield connection


def _of_ledger(project: Project, connection: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    require_shape(connection)
    if not is_current(connection):
        shape = version_of(connection)
        text = f"it has an older shape ({shape} of {len(STEPS)}); the next run brings it up to date"
        yield Finding("ledger", text, Weight.WARNING)
        return
    whole = verify(connection, Head())
    head = read_head(project.ledger_head)
    end_of(connection, head)
    lost = connection.execute(LOST_QUERIES).fetchone()
    if lost and lost[0]:
        yield _fault("ledger", f"{lost[0]} measurements name a query that is not kept")
    yield Finding("ledger", f"{_rows(whole.sequence)}, the chain is whole, as shape {len(STEPS)}")
    is_behind = head is not None and head.sequence < whole.sequence
    ends = f"ends with row {whole.sequence:,}, {whole.hash.hex()[:12]}"
    told = (
        f"{ends}; written by a run that was killed, the next one moves it on" if is_behind else ""
    )
    yield Finding("head", told or ends)
    if log_of(project).exists():
        yield Finding("log", "a run ended before it put its log away; the next one does")


def _of_snapshot(project: Project, ledger: duckdb.DuckDBPyConnection | None) -> Iterator[Finding]:
    """Whether what the pages read is whole, and part of the ledger."""
    found = next(candidates(project), None)
    if found is None:
        if ledger is not None:
            yield Finding("snapshot", "nothing is published yet", Weight.WARNING)
        return
    path, pointer = found
    if pointer_of(project) is None:
        # A first run that is killed leaves a snapshot and no pointer; pages show the newest one.
        is_damaged = (project.snapshots / POINTER).exists()
        what, weight = "is missing", Weight.WARNING
        if is_damaged:
            what, weight = "cannot be understood", Weight.FAULT
        text = f"the pointer to the newest one {what}"
        yield Finding("snapshot", text, weight, "`krtracker track` writes it anew")
    try:
        if not path.exists():
            raise LedgerError(f"{path} is gone")
        connection = connect(path, read_only=True)
        try:
            last = verify(connection, Head())
        finally:
            connection.close()
    except LedgerError as error:
        yield Finding("snapshot", f"{path}: {error}", Weight.FAULT, AGAIN)
        return
    except BROKEN as error:
        yield Finding("snapshot", f"{path}: {_first(error)}", Weight.FAULT, AGAIN)
        return
    yield from _held_against(last, ledger, pointer.version)


def _held_against(
    last: Head, ledger: duckdb.DuckDBPyConnection | None, version: str
) -> Iterator[Finding]:
    """A snapshot is the ledger up to a row: one that knows more tells of rows that are lost."""
    if ledger is None:
        text = f"{version} is whole up to row {last.sequence:,}; pages go on showing it"
        yield Finding("snapshot", text)
        return
    end = newest(ledger)
    if last.sequence > end.sequence:
        lost = f"rows {end.sequence + 1:,} to {last.sequence:,} are in the snapshot"
        yield _fault("ledger", f"{lost} {version} and not in the ledger: it was cut or put back")
    elif hash_at(ledger, last.sequence) != last.hash:
        text = f"row {last.sequence:,} is not the one that was published: rows were rewritten"
        yield _fault("ledger", text)
    elif last.sequence < end.sequence:
        behind = end.sequence - last.sequence
        text = f"{version} is {_rows(behind)} behind; the next run publishes what is new"
        yield Finding("snapshot", text, Weight.WARNING)
    else:
        yield Finding("snapshot", f"{version}, whole and up to date")


def _rows(count: int) -> str:
    return f"{count:,} {'row' if count == 1 else 'rows'}"


def _fault(subject: str, text: str) -> Finding:
    return Finding(subject, text, Weight.FAULT, RESTORE)


def _named(error: LedgerError, project: Project) -> str:
    text = str(error)
    return text if str(project.state) in text else f"{project.ledger_file}: {text}"


def _first(error: BaseException) -> str:
    with_words = str(error).strip().partition("\n")[0]
    return (
        "a block of it is not what was written"
        if "checksum" in with_words
        else (with_words.partition(": ")[2] or with_words or type(error).__name__)
    )
