"""Several processes at once, and processes that are killed: nothing lost, nothing twice."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from krtracker.ledger import Ledger, Snapshot
from krtracker.project import Project
from tests.builders import A_DAY, a_key_result
from tests.integration.ledger.workers import DAYS, KEY_RESULTS, deliver, start, track
from tests.trust.contents import APART, content

SCALE = int(os.environ.get("KRTRACKER_SCALE", "1"))


def read(project: Project, end: Event) -> int:
    """Poll as a page does until the end; how often there was something to read."""
    times = 0
    while not end.is_set():
        snapshot = Snapshot.latest(project)
        if snapshot is not None:
            with snapshot:
                lengths = {len(each.points) for each in snapshot.facts().values()}
                assert len(lengths) <= 1, "half a batch was published"
                times += 1
        time.sleep(0.02)
    return times


@contextmanager
def readers(project: Project, count: int) -> Iterator[list[int]]:
    """So many threads polling; at the end, how often each has read."""
    end, read_times = Event(), []
    with ThreadPoolExecutor(count) as pool:
        polling = [pool.submit(read, project, end) for _ in range(count)]
        try:
            yield read_times
        finally:
            end.set()
        read_times += [each.result() for each in polling]


def test_a_run_killed_at_any_moment_loses_nothing_and_writes_nothing_twice(
    project: Project, tmp_path: Path
) -> None:
    undisturbed = Project(tmp_path / "undisturbed")
    undisturbed.root.mkdir()
    track(undisturbed.root)

    with readers(project, 1) as times:
        for _ in range(50 * SCALE):
            run = start(track, project.root)
            run.join(random.uniform(0, 0.4))
            run.kill()
            run.join()
        track(project.root)

    assert content(project, but=APART) == content(undisturbed, but=APART)
    ledger = Ledger(project)
    assert ledger.prove() == ledger.head()
    assert times[0] > 0
    with Snapshot.latest(project) as snapshot:
        assert len(snapshot.measurements()) == len(DAYS) * len(KEY_RESULTS)


def test_eight_writers_and_twenty_readers_never_meet_a_lock(project: Project) -> None:
    with readers(project, 20) as times:
        writers = [start(track, project.root) for _ in range(8)]
        for each in writers:
            each.join()

    assert [each.exitcode for each in writers] == [0] * 8
    assert all(times)
    Ledger(project).prove()
    with Snapshot.latest(project) as snapshot:
        assert len(snapshot.measurements()) == len(DAYS) * len(KEY_RESULTS)


def test_the_same_day_delivered_by_several_processes_is_one_row(project: Project) -> None:
    writers = [start(deliver, project.root, 5 * SCALE) for _ in range(4)]
    for each in writers:
        each.join()

    assert [each.exitcode for each in writers] == [0] * 4
    with Snapshot.latest(project) as snapshot:
        (row,) = snapshot.history(a_key_result())
    assert row.as_of == A_DAY
