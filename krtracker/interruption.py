"""A signal to end: heard whatever a library makes of it, and never in the middle of a write.

Only the main thread hears signals; in any other these contexts do nothing.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType
from typing import Any

ENDING = (signal.SIGINT, signal.SIGTERM)
"""The signals whose handlers may raise: Python's own for the first, Dagster's for both."""

Handler = Callable[[int, FrameType | None], Any]
Check = Callable[[], None]
"""Raises what the handler raised, if it did."""


@contextmanager
def interruptible() -> Iterator[Check]:
    """Lets what a signal's handler raises leave as itself, at the end at the latest.

    Libraries lose it: DuckDB (2.0) raises RuntimeError("Query interrupted") instead, SQLite and
    Arrow call it an error of their own, and out of `__del__` it is only printed. An interrupted
    source must not be taken for one that does not answer.
    """
    raised: list[BaseException] = []

    def hearing(before: Handler) -> Handler:
        def heard(number: int, frame: FrameType | None) -> None:
            try:
                before(number, frame)
            except BaseException as error:
                # A fresh one: the frames of a traceback would keep files open and locks held.
                raised.append(type(error)(*error.args))
                raise

        return heard

    def check() -> None:
        if raised:
            raise raised.pop()

    with _handling(hearing), _unraisable_but(raised):
        try:
            yield check
        except BaseException as error:
            if raised and type(error) is not type(raised[-1]):
                raise raised.pop() from error
            raise
        check()


@contextmanager
def finishing() -> Iterator[Callable[[], bool]]:
    """Puts a first signal off to the end, so that what is begun is finished; a second is at once.

    Yields whether there is one that waits.
    """
    waiting: list[tuple[int, Handler]] = []

    def putting_off(before: Handler) -> Handler:
        def put_off(number: int, frame: FrameType | None) -> None:
            if waiting:
                before(number, frame)
            else:
                waiting.append((number, before))

        return put_off

    try:
        with _handling(putting_off):
            yield lambda: bool(waiting)
    finally:
        if waiting:
            number, before = waiting.pop()
            before(number, None)


@contextmanager
def _handling(made: Callable[[Handler], Handler]) -> Iterator[None]:
    """Other handlers made from those there are; a signal that Python does not handle stays so."""
    if current_thread() is not main_thread():
        yield
        return
    found = {number: signal.getsignal(number) for number in ENDING}
    known = {number: each for number, each in found.items() if callable(each)}
    try:
        for number, before in known.items():
            signal.signal(number, made(before))
        yield
    finally:
        for number, before in known.items():
            signal.signal(number, before)


@contextmanager
def _unraisable_but(raised: list[BaseException]) -> Iterator[None]:
    """What was raised where nothing can be raised is not printed: it is raised later."""
    before = sys.unraisablehook

    def told(unraisable: sys.UnraisableHookArgs) -> None:
        if not any(type(unraisable.exc_value) is type(each) for each in raised):
            before(unraisable)

    sys.unraisablehook = told
    try:
        yield
    finally:
        sys.unraisablehook = before
