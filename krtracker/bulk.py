"""Making a million small things at once without Python looking for rubbish in between."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = 20_000
"""New things after which rubbish is looked for while much is made that stays for a while."""


@contextmanager
def uncollected() -> Iterator[None]:
    """No garbage collection meanwhile: nothing made here is in a cycle, and it takes half the time.

    Another thread may start it again; then only time is lost.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Rubbish is looked for now and then: trees are in cycles, so some of it there is.

    Python's own measure is 700 new things, of which one tree has half as many. Where they are
    looked for more seldom already, as in a command, that stays.
    """
    before = gc.get_threshold()
    if before[0] < SELDOM:
        gc.set_threshold(SELDOM, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def settled() -> Iterator[None]:
    """What there is by now is not looked through for rubbish until the end."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
