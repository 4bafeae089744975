"""What a person types: one file per command, each short, each importing late."""

from __future__ import annotations

import gc
import signal
import sys

from krtracker.interruption import interruptible

SELDOM = 100_000
"""New objects after which the collector looks for those that are no longer needed."""
HEARD = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main() -> None:
    """Run one command and end the process with its exit code, without a traceback for Ctrl-C.

    Modules and definitions stay until the end, so the collector looks at them seldom.
    """
    gc.set_threshold(SELDOM)
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
    sys.exit(code)
