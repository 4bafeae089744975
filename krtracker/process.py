"""How a command's process begins and ends: with little ado on either side of its work."""

from __future__ import annotations

import atexit
import gc
import os
import sys
import threading
from typing import NoReturn

SELDOM = 250_000
"""New objects after which the collector looks for those that are no longer needed."""


def begin() -> None:
    """Let the collector look seldom: modules and definitions stay until the end.

    And numpy's own threads, which wait busily for matrices to multiply, are not begun, here or in
    programs begun from here: nothing multiplies any.
    """
    gc.set_threshold(SELDOM)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def leave(code: int) -> NoReturn:
    """End the process with an exit code, everything said and all who wait for the end told.

    Python would then take every module apart and look through all that is left, which takes up
    to a fifth of a second; the system has it all back at once anyway.
    """
    others = (each for each in threading.enumerate() if each is not threading.current_thread())
    if not all(each.daemon for each in others):
        sys.exit(code)  # which knows how to wait for them
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        sys.exit(code)  # nobody listens any more: Python ends as it does then
    os._exit(code)
