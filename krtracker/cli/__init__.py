"""What a person types: one file per command, each short, each importing late."""

from __future__ import annotations

import signal
import sys

from krtracker import process
from krtracker.interruption import interruptible

HEARD = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main() -> None:
    """Run one command and end the process with its exit code, without a traceback for Ctrl-C."""
    process.begin()
    # A parent that blocks signals for itself hands that down, and nobody could end this process.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, HEARD)
    try:
        with interruptible():
            from krtracker.cli.app import run

            code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 128 + signal.SIGINT
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # nothing is left to be said
    process.leave(code)
