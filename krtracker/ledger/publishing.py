"""Snapshots: read-only copies of the ledger that pages read, and the pointer to the newest."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from krtracker.ledger import durable
from krtracker.ledger.chain import Head, read_head
from krtracker.ledger.migrations import STEPS
from krtracker.project import Project

logger = logging.getLogger(__name__)

KEPT = 3
KEPT_SECONDS = 600.0
"""A snapshot younger than this stays, because a page may be about to open it."""
POINTER = "current.json"


@dataclass(frozen=True)
class Pointer:
    """What the pointer file says: which snapshot is the newest, and of when."""

    version: str
    published_at: datetime
    checked_at: datetime
    """When a run last found that nothing newer is to be published."""

    @property
    def text(self) -> str:
        """How it is written into its file."""
        says = {
            "version": self.version,
            "published_at": self.published_at.isoformat(),
            "checked_at": self.checked_at.isoformat(),
        }
        return json.dumps(says) + "\n"


def pointer_of(project: Project) -> Pointer | None:
    """The pointer as it stands; None where there is none, or none that can be understood."""
    path = project.snapshots / POINTER
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        version = str(said["version"])
        moments = [datetime.fromisoformat(said[name]) for name in ("published_at", "checked_at")]
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        logger.warning("%s cannot be understood; the newest snapshot is taken instead", path)
        return None
    if Path(version).name != version:
        return None
    return Pointer(version, *moments)


def candidates(project: Project) -> Iterator[tuple[Path, Pointer]]:
    """Snapshots to open, the best first: the one pointed at, then the newest others."""
    pointer = pointer_of(project)
    if pointer is not None:
        yield snapshot_file(project, pointer.version), pointer
    for written, path in _newest_first(project):
        moment = datetime.fromtimestamp(written, UTC)
        yield path, Pointer(path.stem, moment, moment)


def snapshot_file(project: Project, version: str) -> Path:
    """Where the snapshot of a version lies."""
    return project.snapshots / f"{version}.duckdb"


def version_of(head: Head) -> str:
    """The name of the snapshot that ends with `head`: equal names, equal content and shape."""
    return f"{len(STEPS)}-{head.sequence:012d}-{head.hash.hex()[:12]}"


def is_published(project: Project) -> bool:
    """Whether the pointer names a snapshot that ends where the ledger ends."""
    pointer, head = pointer_of(project), read_head(project.ledger_head)
    if pointer is None or head is None or pointer.version != version_of(head):
        return False
    return snapshot_file(project, pointer.version).exists()


def check_off(project: Project) -> None:
    """Note in the pointer that a run has looked and found nothing newer to publish."""
    pointer = pointer_of(project)
    if pointer is not None:
        checked = replace(pointer, checked_at=datetime.now(UTC))
        durable.write(project.snapshots / POINTER, checked.text)


def publish(project: Project) -> str:
    """Copy a ledger that is at rest and that nobody has open; the version published.

    A crash leaves the earlier snapshot in place: the copy appears whole or not at all, and
    the pointer moves last.
    """
    version, now = version_of(read_head(project.ledger_head) or Head()), datetime.now(UTC)
    durable.folder(project.snapshots)
    durable.clear(project.snapshots)
    durable.copy(project.ledger_file, snapshot_file(project, version))
    durable.write(project.snapshots / POINTER, Pointer(version, now, now).text)
    _prune(project, keep=version)
    return version


def _newest_first(project: Project) -> list[tuple[float, Path]]:
    """The snapshots that are there, and when each was written; another process may remove some."""
    found = []
    for path in project.snapshots.glob("*.duckdb"):
        with suppress(FileNotFoundError):
            found.append((path.stat().st_mtime, path))
    return sorted(found, reverse=True)


def _prune(project: Project, *, keep: str) -> None:
    """Remove snapshots that are neither among the newest nor young."""
    for written, path in _newest_first(project)[KEPT:]:
        is_old = time.time() - written > KEPT_SECONDS
        if is_old and path.stem != keep:
            path.unlink(missing_ok=True)
