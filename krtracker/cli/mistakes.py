"""A mistake of ours that stopped only one key result, told with the place where it happened."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from krtracker.cli import terminal


class _Telling(logging.Handler):
    """Puts what is logged as an error on standard error, the same traceback once."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._told: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        text = self.format(record)
        trace = text.partition("\n")[2]
        if not trace or trace not in self._told:
            terminal.say(text)
        self._told.add(trace)


@contextmanager
def told() -> Iterator[None]:
    """Mistakes are told inside; what else is logged is told by commands in their own words."""
    logger, telling = logging.getLogger("krtracker"), _Telling()
    logger.addHandler(telling)
    try:
        yield
    finally:
        logger.removeHandler(telling)
