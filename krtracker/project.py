"""Where a project lies, what its files are called, and what the environment says."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dotenv import dotenv_values

from krtracker.errors import UsageError

MARK = "project.yaml"


@dataclass(frozen=True)
class Project:
    """A directory with `project.yaml`; the one place that knows the names in it."""

    root: Path
    drafts: Mapping[Path, str] = field(default_factory=dict, compare=False, repr=False)
    """Texts that its files would have, read instead of what lies on disk."""

    @property
    def settings_file(self) -> Path:
        """Whose calendar, which words, which limits."""
        return self.root / MARK

    @property
    def connections_file(self) -> Path:
        """Where to ask."""
        return self.root / "connections.yaml"

    @property
    def definitions(self) -> Path:
        """What was promised: one file per objective, in folders as the project likes."""
        return self.root / "kr_definitions"

    @property
    def connectors(self) -> Path:
        """The project's own connectors: loose files, one per kind of source."""
        return self.root / "connectors"

    @property
    def state(self) -> Path:
        """What the program keeps: ledger, snapshots, landed data; git-ignored."""
        return self.root / ".krtracker"

    @property
    def ledger_file(self) -> Path:
        """The append-only record, open only inside one short locked transaction."""
        return self.state / "ledger.duckdb"

    @property
    def ledger_lock(self) -> Path:
        """The file lock among writers."""
        return self.state / "ledger.lock"

    @property
    def ledger_head(self) -> Path:
        """The sequence and hash of the newest row, kept apart from the ledger."""
        return self.state / "ledger.head"

    @property
    def was_tracked(self) -> bool:
        """Whether there is or was a ledger; where that cannot be seen, the ledger says why."""
        try:
            return self.ledger_file.exists() or self.ledger_head.exists()
        except OSError:
            return True

    @property
    def at_work(self) -> Path:
        """Where those who measure say so for as long as it takes."""
        return self.state / "at_work"

    @property
    def snapshots(self) -> Path:
        """The published read-only copies and the pointer to the newest one."""
        return self.state / "snapshots"

    @property
    def landing(self) -> Path:
        """Tables fetched from sources that do not speak SQL."""
        return self.state / "landing"

    @property
    def notes_url(self) -> str:
        """The database of what people say: `KRTRACKER_NOTES_URL`, else a file of the state."""
        own = f"sqlite:///{(self.state / 'notes.sqlite').as_posix()}"
        return self.environment().get("KRTRACKER_NOTES_URL") or own

    @property
    def page_secrets(self) -> list[Path]:
        """Where Streamlit looks for the secrets of the pages; the later file wins."""
        name = Path(".streamlit") / "secrets.toml"
        return [Path.home() / name, self.root / name]

    @property
    def clock_file(self) -> Path:
        """The day to which a demo's clock has moved since the day that `project.yaml` names."""
        return self.state / "clock"

    @property
    def dagster_home(self) -> Path:
        """The folder Dagster calls home: the project itself when it brings a `dagster.yaml`."""
        return self.root if (self.root / "dagster.yaml").exists() else self.state / "dagster"

    def clock(self, opening: date | None) -> date | None:
        """The fixed day it is: `opening`, or the later day to which a demo's clock has moved.

        Without an `opening` there is no fixed clock, whatever a file left behind may say.
        """
        if opening is None or not self.clock_file.is_file():
            return opening
        try:
            moved = date.fromisoformat(self.clock_file.read_text(encoding="utf-8").strip())
        except ValueError:
            return opening
        return max(opening, moved)

    def environment(self) -> Mapping[str, str]:
        """The process's environment over what the project's `.env` file says."""
        from_file = {
            name: value
            for name, value in dotenv_values(self.root / ".env").items()
            if value is not None
        }
        return from_file | os.environ

    def relative(self, path: Path) -> str:
        """`path` as it is named in messages: from the project's root, with forward slashes."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()


def find(explicit: Path | None = None, *, start: Path | None = None) -> Project:
    """The project meant: `explicit`, else `KRTRACKER_PROJECT`, else upward from `start`.

    Raises:
        UsageError: there is none; the message lists every place looked in, in order.
    """
    named = explicit or (Path(value) if (value := os.environ.get("KRTRACKER_PROJECT")) else None)
    if named is not None:
        root = named.expanduser().resolve()
        if (root / MARK).is_file():
            return Project(root)
        says = "--project" if explicit else "KRTRACKER_PROJECT"
        raise UsageError(f"no `{MARK}` in {root} (named by {says}); `krtracker init` makes one")
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / MARK).is_file():
            return Project(folder)
    raise UsageError(
        f"no `{MARK}` in {here} or any folder above it; looked at --project, then "
        "KRTRACKER_PROJECT, then upward from here; `krtracker init` makes a project"
    )
