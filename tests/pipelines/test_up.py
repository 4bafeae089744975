"""`krtracker up` as a person runs it."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from krtracker.ledger import Snapshot
from krtracker.project import Project
from tests.ports import free_port

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")


def processes(project: Project) -> set[int]:
    """Every process that was told of this project, whoever its parent is."""
    told = f"KRTRACKER_PROJECT={project.root}\0".encode()
    found = set()
    for environ in Path("/proc").glob("[0-9]*/environ"):
        try:
            if told in environ.read_bytes():
                found.add(int(environ.parent.name))
        except OSError:
            continue
    return found


class Up:
    """One `krtracker up`, with what it said so far."""

    def __init__(self, project: Project, *options: str) -> None:
        self.project, self.said = project, project.root / "said.txt"
        self.port, self.scheduler_port = free_port(), free_port()
        command = [sys.executable, "-m", "krtracker.cli", "up"]
        command += ["--project", str(project.root), "--port", str(self.port)]
        command += ["--scheduler-port", str(self.scheduler_port), *options]
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(command, stdout=said, stderr=said)

    def until(self, happened: Callable[[], object], seconds: float = 90) -> None:
        deadline = time.monotonic() + seconds
        while not happened():
            text = self.said.read_text()
            assert time.monotonic() < deadline, text
            assert self.process.poll() is None, text
            time.sleep(0.2)

    def has_said(self, words: str) -> bool:
        return words in self.said.read_text()

    def assets(self) -> str:
        query = json.dumps({"query": "{ assetNodes { assetKey { path } } }"}).encode()
        request = Request(
            f"http://127.0.0.1:{self.scheduler_port}/graphql",
            data=query,
            headers={"content-type": "application/json"},
        )
        with urlopen(request, timeout=10) as answer:
            return str(answer.read())

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=30)


@pytest.fixture
def up(project: Project) -> Iterator[Callable[..., Up]]:
    started: list[Up] = []

    def start(*options: str) -> Up:
        started.append(Up(project, *options))
        return started[-1]

    yield start
    for each in started:
        if each.process.poll() is None:
            each.process.kill()


def test_a_project_that_is_up_measures_by_itself_takes_up_changes_and_ends_clean(project, up):
    running = up()
    running.until(lambda: running.has_said(f"dashboard  http://127.0.0.1:{running.port}"))
    running.until(lambda: running.has_said(f"http://127.0.0.1:{running.scheduler_port}"))
    running.until(lambda: Snapshot.latest(project))

    (project.root / "kr_definitions/shop.yaml").rename(project.root / "kr_definitions/store.yaml")
    running.until(lambda: "store" in running.assets())

    assert len(processes(project)) >= 4
    assert running.end(signal.SIGINT) == 0
    assert processes(project) == set()


def test_it_ends_clean_while_it_starts(project, up):
    running = up("--no-scheduler-pages")
    running.until(lambda: processes(project))

    assert running.end(signal.SIGTERM) == 0
    assert processes(project) == set()


def test_nothing_outlives_it_when_it_is_killed(project, up):
    running = up("--no-scheduler-pages")
    running.until(lambda: running.has_said("dashboard"))

    running.end(signal.SIGKILL)

    deadline = time.monotonic() + 20
    while processes(project):
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_a_port_that_is_taken_is_said_with_what_to_try(project, up):
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        taken = server.getsockname()[1]
        running = up("--port", str(taken))
        code = running.process.wait(timeout=30)

    assert code == 2
    assert running.has_said(f"port {taken} on 127.0.0.1 is taken")
    assert running.has_said("try `--port ")
    assert processes(project) == set()


def test_a_project_is_up_once(project, up):
    first = up("--no-scheduler-pages")
    first.until(lambda: processes(project))

    second = up()

    assert second.process.wait(timeout=30) == 2
    assert second.has_said("is up already")
    first.end(signal.SIGTERM)


def test_only_this_machine_is_listened_to(project, up):
    running = up()
    running.until(lambda: running.has_said("scheduler"))
    ours = processes(project)

    listening = subprocess.run(["ss", "-ltnp"], capture_output=True, text=True, check=False)

    lines = [
        line
        for line in listening.stdout.splitlines()
        if any(f"pid={each}," in line for each in ours)
    ]
    assert lines or listening.returncode
    assert all("127.0.0.1:" in line.split()[3] for line in lines)
    running.end(signal.SIGTERM)
