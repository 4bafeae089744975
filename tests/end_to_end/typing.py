"""A person at a terminal: a real command on a pseudo-terminal, its questions answered."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.end_to_end.shop import COMMAND, Done, clean_environment

PATIENCE_SECONDS = 60
AS_AT_A_TERMINAL = [
    sys.executable,
    "-c",
    "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); "
    "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT]); "
    "os.execvp(sys.argv[1], sys.argv[1:])",
]
"""It hears Ctrl-C, even where the suite ignores it, in the background; whoever blocks it does so
for itself, and the command must not be deaf because of that."""
CTRL_C = object()
"""An answer that is none."""


def typed(
    *words: str, folder: Path, answers: Sequence[tuple[str, object]], **environment: str
) -> Done:
    """Run a command and answer each question once a part of it is seen; both streams are `out`."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*AS_AT_A_TERMINAL, *COMMAND, *words],
        cwd=folder,
        env=clean_environment() | environment | {"COLUMNS": "100", "TERM": "xterm"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    said, seen = "", 0
    try:
        for question, answer in answers:
            said = _until(ours, said, seen, question)
            seen = len(said)
            if answer is CTRL_C:
                _until_it_listens(process.pid)
                os.killpg(process.pid, signal.SIGINT)
            else:
                os.write(ours, f"{answer}\n".encode())
        said = _until(ours, said, seen, None)
        code = process.wait(PATIENCE_SECONDS)
    finally:
        process.kill()
        os.close(ours)
    return Done(code, said, "")


def _until_it_listens(process: int) -> None:
    """Python misses a signal that comes between its question and its sleep for an answer."""
    state, until = Path(f"/proc/{process}/stat"), time.monotonic() + PATIENCE_SECONDS
    while state.exists() and state.read_text().rpartition(")")[2].split()[0] != "S":
        assert time.monotonic() < until, "it never waited for an answer"
        time.sleep(0.001)


def _until(ours: int, said: str, seen: int, question: str | None) -> str:
    """What has been said once a question came and waits for its answer, or to the end."""
    until = time.monotonic() + PATIENCE_SECONDS
    while question is None or question not in said[seen:] or not said.endswith(": "):
        assert time.monotonic() < until, f"never asked {question!r}; it said {said!r}"
        if not select.select([ours], [], [], 1)[0]:
            continue
        try:
            more = os.read(ours, 65536)
        except OSError:  # Linux's way of saying that the other side is closed
            more = b""
        if not more:
            assert question is None, f"never asked {question!r}; it said {said!r}"
            return said
        said += more.decode("utf-8", "replace").replace("\r\n", "\n")
    return said
