"""What the ledger lives in: backups, disk, rights, versions, and code that the project brings."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from connectors.asking.loading import own
from krtracker import __version__
from krtracker.cli.wording import counted
from krtracker.ledger import Finding, Weight, backups, default_folder
from krtracker.project import Project

SPARE_BYTES = 200 * 2**20
"""What must be free beside a second copy of the ledger: a snapshot is such a copy."""
BACKUP_DAYS = 7
"""How old the newest backup may be before it is worth a word."""
VERSIONS = ("duckdb", "dagster", "great-expectations", "sqlalchemy", "sqlglot", "streamlit")
TOGETHER = ("dagster", "dagster-webserver")
"""Packages that work only in the same version."""


def surroundings(project: Project) -> list[Finding]:
    """Everything around the ledger that may keep it from being written, read or brought back."""
    return [
        *_backups(project),
        *_space(project),
        *_rights(project),
        *_versions(),
        *_own_code(project),
    ]


def _backups(project: Project) -> Iterator[Finding]:
    if not project.ledger_file.exists():
        return
    found = backups(default_folder(project))
    if not found:
        hint = "`krtracker backup` makes one; `--to` puts it on another disk"
        text = f"there is none in {project.relative(default_folder(project))}"
        yield Finding("backup", text, Weight.WARNING, hint)
        return
    newest = found[0]
    days = (datetime.now(UTC) - newest.made_at).days
    text = f"{newest.folder.name}, up to row {newest.head.sequence:,}, one of {len(found)}"
    if days > BACKUP_DAYS:
        old = f"{text}: {counted(days, 'day')} old"
        yield Finding("backup", old, Weight.WARNING, "`krtracker backup` makes a new one")
    else:
        yield Finding("backup", text)


def _space(project: Project) -> Iterator[Finding]:
    folder = project.state if project.state.exists() else project.root
    free = shutil.disk_usage(folder).free
    ledger = project.ledger_file.stat().st_size if project.ledger_file.exists() else 0
    needed = 2 * ledger + SPARE_BYTES
    text = f"{free / 2**30:,.1f} GB free, the ledger has {ledger / 2**20:,.1f} MB"
    is_short = free < needed
    hint = f"a run may need {needed / 2**20:,.0f} MB; free some space" if is_short else None
    yield Finding("disk", text, Weight.WARNING if is_short else Weight.WELL, hint)


def _rights(project: Project) -> Iterator[Finding]:
    """Who may write what we write, and who may read what must stay secret."""
    kept = [project.state, project.snapshots, project.ledger_file, project.ledger_head]
    for path in (each for each in kept if each.exists()):
        if not os.access(path, os.W_OK):
            yield Finding("rights", f"{path} cannot be written by this user", Weight.FAULT)
        if path.stat().st_mode & stat.S_IWOTH:
            yield Finding("rights", f"{path} can be written by anybody", Weight.WARNING)
    secrets = project.root / ".env"
    if secrets.exists() and secrets.stat().st_mode & (stat.S_IROTH | stat.S_IRGRP):
        hint = f"`chmod 600 {secrets.name}`"
        yield Finding("rights", ".env can be read by others", Weight.WARNING, hint)


def _versions() -> Iterator[Finding]:
    told = ", ".join(f"{name} {_version(name)}" for name in VERSIONS)
    yield Finding("versions", f"krtracker {__version__}, {told}")
    for name in (each for each in VERSIONS if _version(each) == "missing"):
        yield Finding("versions", f"`{name}` is not installed", Weight.FAULT, "`make install`")
    if len({_version(name) for name in TOGETHER}) > 1:
        text = " and ".join(f"{name} {_version(name)}" for name in TOGETHER)
        yield Finding("versions", f"{text} do not fit together", Weight.FAULT, "`make install`")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def _own_code(project: Project) -> Iterator[Finding]:
    """Code that the project brings runs with our rights, so it is named; nothing is imported."""
    for type, path in sorted(own(project.connectors).items()):
        text = f"the project's own `{type}` ({project.relative(path)}, {_size(path)})"
        yield Finding("connector", text)


def _size(path: Path) -> str:
    return counted(len(path.read_bytes().splitlines()), "line")
