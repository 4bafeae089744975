"""Which source is being asked right now: a file for as long as it takes, for pages to see."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from krtracker.project import Project


@dataclass(frozen=True)
class Work:
    """A source that is being asked, and since when."""

    source: str | None
    """None while formulas are reckoned."""
    since: datetime


@contextmanager
def at_work(project: Project, source: str | None) -> Iterator[None]:
    """Says that a source is being asked; a folder that cannot be written keeps nobody from it."""
    says = {"process": os.getpid(), "source": source, "since": datetime.now(UTC).isoformat()}
    path = project.at_work / f"{uuid4().hex}.json"
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(says), encoding="utf-8")
    try:
        yield
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def under_way(project: Project) -> list[Work]:
    """Everything that is being asked, the oldest first; what a killed process left is not."""
    found = []
    for path in project.at_work.glob("*.json"):
        with suppress(OSError, ValueError, KeyError, TypeError):
            said = json.loads(path.read_text(encoding="utf-8"))
            os.kill(int(said["process"]), 0)
            found.append(Work(said["source"], datetime.fromisoformat(said["since"])))
    return sorted(found, key=lambda each: each.since)
