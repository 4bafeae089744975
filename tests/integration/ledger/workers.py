"""What test processes do: they write to one ledger, and are killed or crowd each other."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

from krtracker.ledger import Ledger
from krtracker.project import Project
from tests.builders import A_DAY, NOW, a_batch, a_catalog, a_judged, a_key_result, a_measure

KEY_RESULTS = [a_key_result(f"number_{n}", how=a_measure(where=f"x = {n}")) for n in range(3)]
DAYS = [A_DAY - timedelta(days=number) for number in range(6)]
SERVER = get_context("forkserver")
SERVER.set_forkserver_preload([__name__])


def start(work: Callable[..., None], *arguments: object) -> BaseProcess:
    """A process at work; it has everything imported before it begins."""
    process = SERVER.Process(target=work, args=arguments)
    process.start()
    return process


def track(root: Path) -> None:
    """What a run does, day by day: adopt, record, publish."""
    ledger, run = Ledger(Project(root)), f"run-{os.getpid()}"
    ledger.adopt(a_catalog(*KEY_RESULTS), now=NOW, run=run)
    for number, day in enumerate(DAYS):
        judged = [
            a_judged(number + place / 7, key_result=each, as_of=day)
            for place, each in enumerate(KEY_RESULTS)
        ]
        ledger.record(a_batch(*judged, key_results=KEY_RESULTS, run=run))
        ledger.publish()


def deliver(root: Path, times: int) -> None:
    """The same day again and again."""
    ledger = Ledger(Project(root))
    for _ in range(times):
        ledger.record(a_batch(a_judged(42.0)))
        ledger.publish()
