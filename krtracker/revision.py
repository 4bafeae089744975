"""Which commit the definitions are of, where they are kept in git."""

from __future__ import annotations

import os
import subprocess

from krtracker.project import Project

PATIENCE_SECONDS = 3.0
CHANGED = "+"
"""Stands behind a commit from which the files differ."""
QUIETLY = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}


def revision(project: Project) -> str | None:
    """The last commit that touched the definitions, with `+` where they have changed since.

    None where there is no git, no repository, or nothing committed yet: the ledger keeps what
    the definitions said in any case.
    """
    files = [
        path.name
        for path in (project.definitions, project.connections_file, project.settings_file)
        if path.exists()
    ]
    commit = _git(project, "log", "-1", "--format=%h", "--", *files)
    if not commit:
        return None
    changed = _git(project, "status", "--porcelain", "--", *files)
    return f"{commit}{CHANGED}" if changed else commit


def _git(project: Project, *words: str) -> str:
    """What git says of the project's folder; nothing where it says nothing."""
    try:
        done = subprocess.run(
            ["git", "-c", "core.fsmonitor=false", "-C", str(project.root), *words],
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_SECONDS,
            env={**os.environ, **QUIETLY},
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
