"""The language server that editors use for YAML, at the version that the lock pins."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from filelock import FileLock

HERE = Path(__file__).parent
SERVER = HERE / "node_modules/yaml-language-server/bin/yaml-language-server"
PATIENCE_SECONDS = 180


@pytest.fixture(scope="session")
def server() -> tuple[str, ...]:
    """The command that runs it; installed by `npm ci` where it is not there yet."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        _without("there is no node or no npm")
    with FileLock(HERE / ".install.lock", timeout=PATIENCE_SECONDS):
        _install(str(npm))
    return (str(node), str(SERVER), "--stdio")


def _install(npm: str) -> None:
    """Install what the lock pins, by its hashes, unless that was done already."""
    lock, done = HERE / "package-lock.json", HERE / "node_modules" / ".installed"
    if done.is_file() and done.read_text() == lock.read_text():
        return
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    try:
        ended = subprocess.run(
            command, cwd=HERE, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS
        )
    except subprocess.TimeoutExpired:
        _without(f"`npm ci` took longer than {PATIENCE_SECONDS} s")
    if ended.returncode != 0 or not SERVER.is_file():
        _without(f"`npm ci` could not install it: {ended.stderr.strip()[-300:]}")
    done.write_text(lock.read_text())


def _without(why: str) -> None:
    """Skip what needs the server, or fail where servers are required."""
    reason = f"no yaml-language-server: {why}"
    if os.environ.get("KRTRACKER_REQUIRE_SERVERS"):
        pytest.fail(reason)
    pytest.skip(reason)
