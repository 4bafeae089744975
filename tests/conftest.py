"""What every test is spared: the developer's environment, the clock, and the parent's signals."""

from __future__ import annotations

import os
import signal

import pytest
from hypothesis import settings

# The same cases every time, so that a red run can be repeated; `make soak` draws new ones.
settings.register_profile("same", derandomize=True, database=None)
settings.register_profile("new", print_blob=True)
settings.load_profile("new" if "KRTRACKER_SCALE" in os.environ else "same")

KEPT = ("KRTRACKER_TEST_", "KRTRACKER_REQUIRE_SERVERS", "KRTRACKER_SCALE", "KRTRACKER_SHARED")


def pytest_configure() -> None:
    """Hear Ctrl-C, here and in every child, where the suite runs deaf to it in the background."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT, signal.SIGTERM])


@pytest.fixture(autouse=True)
def _no_trace_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clears what would point a test at somebody's real project."""
    for name in list(os.environ):
        if name == "DAGSTER_HOME" or (name.startswith("KRTRACKER_") and not name.startswith(KEPT)):
            monkeypatch.delenv(name)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
