"""Child processes that are kept running, and that all end when they are told to."""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

FIRST_WAIT_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 30.0
STEADY_SECONDS = 60.0
"""How long a child must have run before its next end counts as its first."""

KEPT_BYTES = 5_000_000
"""How large a log may be when its child starts, before it is set aside."""

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_DIE_WITH_PARENT = 1  # Linux's PR_SET_PDEATHSIG
_library = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Part:
    """One program to keep running: what it is called, how it starts, and when it may."""

    name: str
    command: Sequence[str]
    may_start: Callable[[], bool] = lambda: True
    answers: Callable[[], bool] | None = None
    """Whether it does its work by now; None where nobody asks."""
    greeting: str | None = None
    """What to say once it does."""
    renewal: Sequence[str] = ()
    """The command that asks it to end as soon as it has finished what it is at."""

    @property
    def log_name(self) -> str:
        """Its name as a file's."""
        return "".join(letter if letter.isalnum() else "_" for letter in self.name)


@dataclass
class Child:
    """A part, running in a process group of its own or waiting to be started again."""

    part: Part
    folder: Path
    environment: Mapping[str, str]
    log: Path
    say: Callable[[str], None]
    process: subprocess.Popen[bytes] | None = None
    has_greeted: bool = False
    is_expected_to_end: bool = False
    """Whether it was asked to end so that it starts again with what is new."""
    _ends: int = 0
    _started_at: float = 0.0
    _next_start: float = field(default=0.0)

    def tend(self) -> None:
        """Start it if its time has come, greet once it answers, notice when it ended."""
        if self.process is None:
            if time.monotonic() >= self._next_start and self.part.may_start():
                self._start()
        elif self.process.poll() is not None:
            self._ended(self.process.returncode)
        elif not self.has_greeted and self.part.answers is not None and self.part.answers():
            self.has_greeted = True
            if self.part.greeting:
                self.say(self.part.greeting)

    def signal(self, number: int) -> bool:
        """Signal its whole group; whether anything was there to be signalled."""
        if self.process is None:
            return False
        try:
            os.killpg(self.process.pid, number)
        except (ProcessLookupError, PermissionError):  # macOS says the latter of a dead group
            return False
        return True

    def is_alive(self) -> bool:
        """Whether anything of its group is left, its own children included."""
        if self.process is not None:
            self.process.poll()
        return self.signal(0)

    def _start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > KEPT_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.part.command,
                cwd=self.folder,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_made_to_end,
            )
        self._started_at, self.has_greeted = time.monotonic(), False

    def _ended(self, code: int) -> None:
        self.signal(signal.SIGKILL)  # what it left behind would hold its port
        self.process = None
        if self.is_expected_to_end:
            self.is_expected_to_end, self._ends, self._next_start = False, 0, 0.0
            return
        is_steady = time.monotonic() - self._started_at > STEADY_SECONDS
        self._ends = 1 if is_steady else self._ends + 1
        wait = min(FIRST_WAIT_SECONDS * 2 ** (self._ends - 1), LONGEST_WAIT_SECONDS)
        self._next_start = time.monotonic() + wait
        last = _last_line(self.log)
        self.say(
            f"the {self.part.name} ended ({_worded(code)}) and starts again in {wait:g} s; "
            f"its log is {self.log.relative_to(self.folder)}" + (f": {last}" if last else "")
        )


def stop(
    children: Sequence[Child], *, deadline_seconds: float, is_urgent: Callable[[], bool]
) -> None:
    """End every child and all that it started: asked first, made to when it is urgent or late."""
    for child in children:
        child.signal(signal.SIGTERM)
    deadline = time.monotonic() + deadline_seconds
    while any(child.is_alive() for child in children):
        if is_urgent() or time.monotonic() > deadline:
            break
        time.sleep(0.05)
    for child in children:
        child.signal(signal.SIGKILL)
        if child.process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(timeout=5)
            child.process = None


def _made_to_end() -> None:
    """Before a child begins: it hears the signals to end, and ends when its parent is killed.

    Whoever started its parent may ignore or block Ctrl-C, in the background; a child has a session
    of its own, where it comes from us alone.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT, signal.SIGTERM))
    if _library is not None:
        _library.prctl(_DIE_WITH_PARENT, signal.SIGTERM)


def _last_line(log: Path) -> str:
    """The last words of a log, where a traceback says what it was about."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 4_000))
            text = file.read().decode(errors="replace")
    except OSError:
        return ""
    lines = [_COLOUR.sub("", line).strip() for line in text.splitlines()]
    return next((line for line in reversed(lines) if line), "")[:300]


def _worded(code: int) -> str:
    """How a process ended, in words."""
    if code >= 0:
        return f"exit code {code}"
    return f"signal {signal.Signals(-code).name}"
