"""Child processes are real ones here: nothing else shows that none is left behind."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from krtracker.cli.children import Child, Part, stop

ASLEEP = "import time; time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1); " + ASLEEP
WITH_CHILD = (
    "import subprocess, sys; print(subprocess.Popen("
    f"[sys.executable, '-c', {STUBBORN!r}]).pid, flush=True); {ASLEEP}"
)


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def child(tmp_path: Path, said: list[str]) -> Iterator[Callable[..., Child]]:
    made: list[Child] = []

    def start(code: str, **fields: object) -> Child:
        part = Part("sleeper", [sys.executable, "-c", code], **fields)
        made.append(Child(part, tmp_path, os.environ, tmp_path / "logs/sleeper.log", said.append))
        return made[-1]

    yield start
    stop(made, deadline_seconds=0, is_urgent=lambda: True)


def until(happened: Callable[[], object], *children: Child, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it did not happen in time"
        for each in children:
            each.tend()
        time.sleep(0.02)


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return (
        not Path(f"/proc/{pid}/stat").exists()
        or ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    )


@contextmanager
def took_at_most(seconds: float) -> Iterator[None]:
    begun = time.monotonic()
    yield
    assert time.monotonic() - begun < seconds


def test_a_child_that_dies_is_started_again_and_said_so(child, said):
    sleeper = child(ASLEEP)
    sleeper.tend()
    first = sleeper.process.pid

    os.kill(first, 9)
    until(lambda: sleeper.process and sleeper.process.pid != first, sleeper)

    assert said == [
        "the sleeper ended (signal SIGKILL) and starts again in 1 s; its log is logs/sleeper.log"
    ]


def test_a_child_that_dies_at_once_waits_longer_each_time(child, said):
    hasty = child("raise SystemExit(3)")

    until(lambda: len(said) == 2, hasty)

    assert [line.partition(" and ")[2].partition(";")[0] for line in said] == [
        "starts again in 1 s",
        "starts again in 2 s",
    ]
    assert "(exit code 3)" in said[0]


def test_a_child_that_ends_has_its_last_words_said(child, said):
    broken = child("raise ValueError('the ledger is torn')")

    until(lambda: said, broken)

    assert said[0].endswith("its log is logs/sleeper.log: ValueError: the ledger is torn")


def test_a_child_asked_to_end_starts_again_without_a_word(child, said):
    sleeper = child(ASLEEP)
    sleeper.tend()
    first = sleeper.process.pid

    sleeper.is_expected_to_end = True
    os.kill(first, 15)
    until(lambda: sleeper.process and sleeper.process.pid != first, sleeper)

    assert said == []


def test_a_child_hears_the_signals_to_end_that_its_parent_does_not(child, tmp_path):
    told = "import signal; print(signal.getsignal(2) is signal.default_int_handler, "
    listening = child(told + f"signal.pthread_sigmask(0, []), flush=True); {ASLEEP}")
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT, signal.SIGTERM])
    try:
        listening.tend()
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT, signal.SIGTERM])
        signal.signal(signal.SIGINT, before)

    log = tmp_path / "logs/sleeper.log"
    until(log.read_text)

    assert log.read_text() == "True set()\n"


def test_a_child_waits_until_it_may_start(child):
    late = child(ASLEEP, may_start=lambda: False)

    late.tend()

    assert late.process is None


def test_the_end_takes_a_stubborn_child_and_its_own_child_along(child, tmp_path):
    family = child(WITH_CHILD)
    family.tend()
    log = tmp_path / "logs/sleeper.log"
    until(lambda: len(log.read_text().split()) == 2)
    grandchild = int(log.read_text().split()[0])

    with took_at_most(5):
        stop([family], deadline_seconds=0.5, is_urgent=lambda: False)

    until(lambda: not is_there(grandchild), seconds=5)
    assert family.process is None


def test_a_second_signal_does_not_wait_for_the_deadline(child, tmp_path):
    stubborn = child(STUBBORN)
    stubborn.tend()
    until(lambda: (tmp_path / "logs/sleeper.log").exists())

    with took_at_most(5):
        stop([stubborn], deadline_seconds=60, is_urgent=lambda: True)


def test_a_large_log_is_set_aside_when_its_child_starts(child, tmp_path, monkeypatch):
    monkeypatch.setattr("krtracker.cli.children.KEPT_BYTES", 3)
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs/sleeper.log").write_text("old and long")

    child(ASLEEP).tend()

    assert (tmp_path / "logs/sleeper.log.1").read_text() == "old and long"
