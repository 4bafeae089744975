"""Waiting for something that another process brings about."""

from __future__ import annotations

import time
from collections.abc import Callable


def until(is_so: Callable[[], object], *, seconds: float = 60.0, every: float = 0.1) -> None:
    """Wait until something is so; a failure of the test where it is not in time."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, f"it was not so within {seconds:g} seconds"
        time.sleep(every)
