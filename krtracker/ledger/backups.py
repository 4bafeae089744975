"""Backups: whole, proved copies of the ledger, and the way back from one."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from krtracker.errors import LedgerError, UsageError
from krtracker.ledger import durable
from krtracker.ledger.chain import Head, read_head, verify
from krtracker.ledger.database import opened, worded
from krtracker.ledger.examination import BROKEN
from krtracker.ledger.founding import exists
from krtracker.ledger.log import log_of
from krtracker.ledger.migrations import STEPS, is_current, version_of
from krtracker.ledger.publishing import publish
from krtracker.ledger.transaction import WAIT_SECONDS, locked, settle
from krtracker.project import Project

NOTE = "backup.json"
"""What a backup says of itself, beside its ledger."""
FOLDER = "backups"
SET_ASIDE = "set-aside"
READ_AT_ONCE = 1 << 20


@dataclass(frozen=True)
class Backup:
    """One copy of the ledger as it was at a moment, with what proves it."""

    folder: Path
    made_at: datetime
    head: Head
    digest: str
    """The SHA-256 of its file."""
    bytes: int

    @property
    def ledger(self) -> Path:
        """The copy itself."""
        return self.folder / "ledger.duckdb"


def default_folder(project: Project) -> Path:
    """Where backups go when nobody says where: beside the ledger, so move them further."""
    return project.state / FOLDER


def backups(folder: Path) -> list[Backup]:
    """Every backup in a folder, the newest first; what is none is passed over."""
    found = [each for each in map(_read, folder.glob(f"*/{NOTE}")) if each is not None]
    return sorted(found, key=lambda each: (each.made_at, each.head.sequence), reverse=True)


def back_up(
    project: Project, folder: Path, *, now: datetime, wait_seconds: float = WAIT_SECONDS
) -> Backup:
    """Copy the ledger, follow the copy's whole chain, and only then call it a backup.

    Raises:
        UsageError: nothing was ever tracked.
        LedgerError: the ledger is not whole, or there is no room for the copy.
    """
    with worded(project.ledger_file):
        is_there = exists(project)
    if not is_there:
        raise UsageError("there is nothing to back up yet; `krtracker track` begins the ledger")
    with locked(project, wait_seconds=wait_seconds):
        settle(project)
        head = read_head(project.ledger_head) or Head()
        name = f"{now.astimezone(UTC):%Y%m%dT%H%M%S}-{head.sequence:09d}"
        target = _free(folder, name)
        part = folder / f".{name}.{uuid4().hex[:8]}{durable.PART}"
        with worded(target):
            try:
                durable.folder(folder)
                part.mkdir()
                copy = part / "ledger.duckdb"
                durable.copy(project.ledger_file, copy)
                backup = Backup(target, now, head, _digest(copy), copy.stat().st_size)
                durable.write(part / NOTE, _text(backup))
                _prove(copy, backup)
                part.replace(target)
                durable.sync(folder)
            finally:
                shutil.rmtree(part, ignore_errors=True)
    return backup


def restore(
    project: Project, backup: Backup, *, now: datetime, wait_seconds: float = WAIT_SECONDS
) -> Path | None:
    """Put a backup in the ledger's place and publish it; where the ledger it replaces now lies.

    The backup is proved before anything is touched, and what lies there is copied aside first,
    damaged or not. Days measured since the backup are due again.

    Raises:
        LedgerError: the backup is not what was backed up, or cannot be put in place.
    """
    with worded(backup.ledger):
        _prove(backup.ledger, backup)
    with locked(project, wait_seconds=wait_seconds), worded(project.ledger_file):
        durable.clear(project.state)
        aside = _set_aside(project, now)
        log_of(project).unlink(missing_ok=True)
        durable.write(project.ledger_head, backup.head.text)
        durable.copy(backup.ledger, project.ledger_file)
        _prove(project.ledger_file, backup)
        settle(project)
        with worded(project.snapshots):
            publish(project)
    return aside


def _prove(ledger: Path, backup: Backup) -> None:
    """A copy is a backup if it is the bytes that were copied and its chain leads to its end."""
    if _digest(ledger) != backup.digest:
        raise LedgerError("it is not what was backed up: its bytes have changed since")
    try:
        with opened(ledger, read_only=True) as connection:
            if is_current(connection):
                whole = verify(connection, Head())
                if whole != backup.head:
                    raise LedgerError(f"it ends with row {whole.sequence}, not {backup.head}")
            elif version_of(connection) == 0:
                raise LedgerError("it is no ledger")
    except BROKEN as error:
        raise LedgerError(f"it cannot be read: {str(error).partition(chr(10))[0]}") from error


def _set_aside(project: Project, now: datetime) -> Path | None:
    """Copy whatever is in the ledger's place to where nobody will write; None if there is none."""
    lying = [project.ledger_file, log_of(project), project.ledger_head]
    lying = [each for each in lying if each.exists()]
    if not lying:
        return None
    folder = _free(project.state / SET_ASIDE, f"{now.astimezone(UTC):%Y%m%dT%H%M%S}")
    durable.folder(folder)
    for each in lying:
        durable.copy(each, folder / each.name)
    return folder


def _free(folder: Path, name: str) -> Path:
    """A name in a folder that nothing has yet."""
    numbers = (f"{name}-{number}" for number in range(2, 1000))
    return next(path for each in (name, *numbers) if not (path := folder / each).exists())


def _digest(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while read := file.read(READ_AT_ONCE):
            found.update(read)
    return found.hexdigest()


def _text(backup: Backup) -> str:
    says = {
        "made_at": backup.made_at.isoformat(),
        "sequence": backup.head.sequence,
        "hash": backup.head.hash.hex(),
        "sha256": backup.digest,
        "bytes": backup.bytes,
        "shape": len(STEPS),
    }
    return json.dumps(says, indent=2) + "\n"


def _read(note: Path) -> Backup | None:
    try:
        says = json.loads(note.read_text(encoding="utf-8"))
        return Backup(
            note.parent,
            datetime.fromisoformat(says["made_at"]),
            Head(int(says["sequence"]), bytes.fromhex(says["hash"])),
            str(says["sha256"]),
            int(says["bytes"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
