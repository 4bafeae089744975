"""A command's process ends at once, and yet nothing that Python does at the end is left out."""

from __future__ import annotations

import subprocess
import sys


def ended(code: str) -> subprocess.CompletedProcess[str]:
    """A Python that ran some code."""
    asked = [sys.executable, "-c", code]
    return subprocess.run(asked, capture_output=True, text=True, timeout=60, check=False)


def test_what_was_said_arrives_and_who_waits_for_the_end_is_told() -> None:
    done = ended(
        "import atexit, sys\n"
        "from krtracker import process\n"
        "process.begin()\n"
        "atexit.register(print, 'told')\n"
        "print('said')\n"
        "print('aside', file=sys.stderr)\n"
        "process.leave(3)\n"
        "print('never')\n"
    )

    assert (done.returncode, done.stdout, done.stderr) == (3, "said\ntold\n", "aside\n")


def test_a_thread_that_is_at_work_is_waited_for() -> None:
    done = ended(
        "import threading, time\n"
        "from krtracker import process\n"
        "def work():\n"
        "    time.sleep(0.2)\n"
        "    print('done')\n"
        "threading.Thread(target=work).start()\n"
        "process.leave(1)\n"
    )

    assert (done.returncode, done.stdout) == (1, "done\n")


def test_nothing_is_taken_apart() -> None:
    done = ended(
        "from krtracker import process\n"
        "class Left:\n"
        "    def __del__(self):\n"
        "        print('taken apart')\n"
        "left = Left()\n"
        "process.leave(0)\n"
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_where_nobody_listens_any_more_it_ends_as_python_does() -> None:
    code = "from krtracker import process; print('x' * 100000, end=''); process.leave(0)"
    as_python = "import sys; print('x' * 100000, end=''); sys.exit(0)"

    assert _unheard(code) == _unheard(as_python)


def _unheard(code: str) -> tuple[int, bool]:
    asked = [sys.executable, "-c", code]
    with subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        said = running.stderr.read()
        return running.wait(60), b"BrokenPipeError" in said
