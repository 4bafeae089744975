"""An app of Streamlit in a process of its own, for as long as it is timed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "dashboards" / "app.py"
BARE = Path(__file__).parent / "bare" / "app.py"
PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class Served:
    """Where an app answers, and its process."""

    port: int
    process: int

    @property
    def address(self) -> str:
        """What a browser opens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def megabytes(self) -> float:
        """The memory that its process holds now (Linux)."""
        status = Path(f"/proc/{self.process}/status").read_text(encoding="utf-8")
        line = next(each for each in status.splitlines() if each.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024


@contextmanager
def served(app: Path, project: Path | None = None) -> Iterator[Served]:
    """The app, once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    named = {} if project is None else {"KRTRACKER_PROJECT": str(project)}
    command = [sys.executable, "-m", "streamlit", "run", str(app), f"--server.port={port}"]
    command += ["--server.headless=true", "--browser.gatherUsageStats=false"]
    server = subprocess.Popen(
        [*command, "--server.address=127.0.0.1"],
        env=os.environ | {"PYTHONPATH": str(ROOT)} | named,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health")
        yield Served(port, server.pid)
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()


def _wait(address: str) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"{address} did not answer within {PATIENCE_SECONDS} s")
