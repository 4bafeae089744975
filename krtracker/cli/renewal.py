"""What the scheduler knows of the definitions, made new when their files change."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from krtracker.cli.children import Child
    from krtracker.project import Project

Footprint: TypeAlias = frozenset[tuple[str, int, int]]
"""Every file that says something, with its time and size."""


def footprint(project: Project) -> Footprint:
    """The files whose change makes other definitions: read by name, time and size alone."""
    single = [project.settings_file, project.connections_file, project.clock_file]
    single.append(project.root / ".env")
    found = [*single, *project.definitions.rglob("*.y*ml"), *project.connectors.glob("*.py")]
    states = []
    for path in found:
        try:
            state = path.stat()
        except OSError:  # gone since, or never there
            continue
        states.append((str(path), state.st_mtime_ns, state.st_size))
    return frozenset(states)


def problems(project: Project, environment: Mapping[str, str]) -> str:
    """What is at fault in the files, as `krtracker check` tells it; empty where nothing is.

    Asked of a process of its own, so that this one stays small for as long as it runs.
    """
    done = subprocess.run(
        [sys.executable, "-m", "krtracker.cli", "check", "--project", str(project.root)],
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout.strip() if done.returncode else ""


def renew(code_server: Child) -> None:
    """Let the code server end once its runs are done; it is started again with what is new."""
    code_server.is_expected_to_end = True
    try:
        subprocess.run(
            code_server.part.renewal,
            env=dict(code_server.environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=30,
            check=True,
        )
    except subprocess.SubprocessError:
        code_server.signal(signal.SIGTERM)
