"""The server of a project's code, started as `krtracker up` does."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from krtracker.cli import serving
from krtracker.project import Project
from tests.end_to_end.shop import Shop, clean_environment

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
        until(server.answers)
        yield server.command[server.command.index("--socket") + 1]
    finally:
        child.terminate()
        child.wait(SECONDS)
        serving.remove(private)


def until(is_so: Callable[[], object]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < end, "it never was"
        time.sleep(0.1)
