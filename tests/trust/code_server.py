"""The server of a project's code, started as `krtracker up` does."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from krtracker.cli import serving
from krtracker.project import Project
from tests.end_to_end.shop import Shop, clean_environment
from tests.waiting import until

SECONDS = 60.0


@contextmanager
def code_server(shop: Shop) -> Iterator[str]:
    """The socket at which it answers."""
    private = Path(tempfile.mkdtemp(prefix="krtracker-"))  # a socket's path may not be long
    parts = serving.parts(dashboard_port=1, scheduler_port=None, private=private)
    (server,) = (each for each in parts if each.name == "code server")
    environment = clean_environment() | serving.environment(Project(shop.root))
    child = subprocess.Popen(server.command, cwd=shop.root, env=environment)
    try:
        assert server.answers is not None
        until(server.answers, seconds=SECONDS)
        yield server.command[server.command.index("--socket") + 1]
    finally:
        child.terminate()
        child.wait(SECONDS)
        serving.remove(private)
