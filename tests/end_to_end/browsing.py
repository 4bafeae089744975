"""A browser to go through the pages with, and the pages to go through."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from krtracker.project import Project
from tests.ports import free_port

ROOT = Path(__file__).parents[2]
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
ARGUMENTS = [
    *("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
"""Nothing leaves the machine; what would have is seen as asked for all the same."""
PROBES = re.compile(r"/\w+/_stcore/(health|host-config)$")
"""Streamlit 1.67 looks for its server below the path of a page before it looks at the root."""
IN_A_BROWSER = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None and not os.environ.get("KRTRACKER_REQUIRE_SERVERS"),
        reason="no Chromium is installed",
    ),
]


READERS = {
    "en": ((1440, "light"), (390, "dark")),
    "fr": ((1440, "dark"), (390, "light")),
}
"""Widths and themes by language: each goes with each of the others, in half of all readings."""


@dataclass
class Seen:
    """What a page did besides being looked at."""

    errors: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Told:
    """The story in a language: its project, and where its pages are."""

    language: str
    project: Project
    address: str


@contextmanager
def served(project: Project) -> Iterator[str]:
    """The pages of a project at an address of their own."""
    port = free_port()
    app = str(ROOT / "dashboards" / "app.py")
    command = [sys.executable, "-m", "streamlit", "run", app, f"--server.port={port}"]
    environment = os.environ | {"KRTRACKER_PROJECT": str(project.root)}
    server = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def _wait(address: str, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"{address} did not answer within {seconds} s")


Look = Callable[..., tuple[Page, Seen]]


def settled(page: Page) -> None:
    """Waits until nothing is being worked out, and what came is drawn."""
    page.wait_for_selector('[data-test-script-state="notRunning"]', state="attached")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)))")


def picture(page: Page, tmp_path: Path, name: str) -> None:
    """A screenshot for whoever mends a failing test."""
    page.screenshot(path=tmp_path / f"{name}.png")


def stumbles(page: Page, *rules: str) -> list[str]:
    """What axe-core finds that a reader without eyes, mouse or colours would stumble over.

    Every serious or critical violation, also of Streamlit's own parts: none had to be excused.
    By all rules, or by some where only what these look at is another than before.
    """
    page.evaluate(AXE_SCRIPT)
    asked = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
    found = page.evaluate("(asked) => axe.run(document, asked)", asked)
    return [
        f"{each['id']} ({each['impact']}): {node['target']} {node['html'][:160]}"
        for each in found["violations"]
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"]
    ]
