"""What asks a source, asked by the real command: a process that can be cancelled and has an end."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

COMMAND = (sys.executable, "-m", "krtracker.cli")
LONGEST_SECONDS = 300.0
"""After which a trial is ended, whoever looks."""
GRACE_SECONDS = 3.0
"""How long a trial may take to let go of its source once it is told to end."""
DAYS = 365
GIVEN, OUT, ERRORS = "given", "out", "errors"


@dataclass(frozen=True)
class Outcome:
    """How a trial ended: the document that the command printed, or why there is none."""

    file: str
    text: str
    document: dict[str, Any] | None = None
    said: str = ""
    """What the command said beside it."""
    is_cancelled: bool = False
    is_late: bool = False


@dataclass
class Run:
    """One trial under way."""

    file: str
    text: str
    process: subprocess.Popen[bytes]
    kept: tempfile.TemporaryDirectory[str]
    """What it reads and says; gone with the last who knows of this run."""
    began: float = field(default_factory=time.monotonic)
    is_cancelled: bool = False
    is_late: bool = False

    @property
    def seconds(self) -> int:
        """For how long it has been running."""
        return int(time.monotonic() - self.began)

    @property
    def is_over(self) -> bool:
        """Whether the process has ended."""
        return self.process.poll() is not None

    def cancel(self) -> None:
        """End it: its source is told to stop, and after a moment there is no more asking."""
        self.is_cancelled = True
        _end(self.process)

    def outcome(self) -> Outcome:
        """What came of it, once it is over."""
        self.process.wait()
        folder = Path(self.kept.name)
        said = (folder / ERRORS).read_text("utf-8", "replace")
        document = None
        with contextlib.suppress(ValueError):
            document = json.loads((folder / OUT).read_bytes())
        return Outcome(self.file, self.text, document, said, self.is_cancelled, self.is_late)


def begin(
    root: Path, file: str, text: str, key_result: str | None, *, limit: float = LONGEST_SECONDS
) -> Run:
    """Try a text as if it were saved as `file`; the first key result unless one is named."""
    words = ["preview", *([key_result] if key_result else [])]
    words += ["--draft", file, "--days", str(DAYS), "--json"]
    return _begun(root, words, file, text, limit)


def begin_again(root: Path, key_result: str, as_of: date, *, limit: float = LONGEST_SECONDS) -> Run:
    """Measure a day of a key result again from its receipt; nothing is written."""
    day = as_of.isoformat()
    words = ["explain", key_result, "--as-of", day, "--rerun", "--json"]
    return _begun(root, words, key_result, day, limit)


def _begun(root: Path, words: list[str], file: str, text: str, limit: float) -> Run:
    words = [*COMMAND, "--project", str(root), *words]
    kept = tempfile.TemporaryDirectory(prefix="krtracker-trial-")
    folder = Path(kept.name)
    (folder / GIVEN).write_bytes(text.encode("utf-8", "surrogateescape"))
    with (
        (folder / GIVEN).open("rb") as given,
        (folder / OUT).open("wb") as out,
        (folder / ERRORS).open("wb") as errors,
    ):
        process = subprocess.Popen(
            words, cwd=root, stdin=given, stdout=out, stderr=errors, start_new_session=True
        )
    run = Run(file, text, process, kept)
    timer = threading.Timer(limit, _end_late, (run,))
    timer.daemon = True
    timer.start()
    return run


def save(root: Path, file: str, text: str, over: str | None) -> tuple[bool, str]:
    """Save a text by the command that checks it; whether it was saved, and what was said."""
    words = [*COMMAND, "--project", str(root), "save", file, *(["--over", over] if over else [])]
    try:
        done = subprocess.run(
            words,
            cwd=root,
            input=text.encode("utf-8", "surrogateescape"),
            capture_output=True,
            check=False,
            timeout=LONGEST_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return False, ""
    return done.returncode == 0, done.stderr.decode("utf-8", "replace").strip()


def _end_late(run: Run) -> None:
    if not run.is_over:
        run.is_late = True
        _end(run.process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Interrupt a process; one that goes on regardless is killed."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGINT)
    timer = threading.Timer(GRACE_SECONDS, process.kill)
    timer.daemon = True
    timer.start()
