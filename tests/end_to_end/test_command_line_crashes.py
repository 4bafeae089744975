"""What is left when a run is killed, stopped by hand, or meets others."""

from __future__ import annotations

import multiprocessing
import os
import random
import re
import signal
import sys
import time
from collections.abc import Callable
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

import pytest

from krtracker.cli import main
from krtracker.ledger import Snapshot
from krtracker.project import Project
from tests.end_to_end.shop import SOURCES, Shop, a_shop

SCALE = int(os.environ.get("KRTRACKER_SCALE", "1"))
KILLS = 10 * SCALE
PER_SHOP = 5
"""So many runs are killed before one is let through; each finds what the others left."""
INTERRUPTS = 8 * SCALE
SAID = "said.txt"
BACKFILL = ("backfill", "--from", "2026-09-05")
WRITERS = 8
READERS = 4 if SCALE == 1 else 20


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    """Processes that begin with everything imported, so that kills meet work, not start-up."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["krtracker.tracking", "great_expectations", __name__])
    return context


def track(root: Path, *words: str) -> None:
    """One run of the command, silent, ending its process with its exit code."""
    sys.exit(Shop(root).run("track", *words).code)


def poll(root: Path, stop: object) -> None:
    """Read whatever is published until told to stop; any error ends the process with 1."""
    while not stop.is_set():  # type: ignore[attr-defined]
        if (snapshot := Snapshot.latest(Project(root))) is not None:
            with snapshot:
                snapshot.facts()
        time.sleep(0.1)


def test_killed_at_random_moments_the_ledger_ends_as_if_undisturbed(
    tmp_path: Path, processes: ForkServerContext
) -> None:
    undisturbed = a_shop(tmp_path / "undisturbed")
    seconds, expected = timed(processes, undisturbed), undisturbed.history()
    moments = random.Random(7)
    for number in range(KILLS // PER_SHOP):
        shop = a_shop(tmp_path / str(number))

        for _ in range(PER_SHOP):
            kill_after(moments.uniform(0, seconds), start(processes, shop))
            assert_readable(shop)

        assert shop.run("track").code == 0
        assert shop.history() == expected


def test_eight_processes_that_track_at_once_write_every_day_once(
    tmp_path: Path, processes: ForkServerContext
) -> None:
    alone = a_shop(tmp_path / "alone", sources=SOURCES[:2])
    shop = a_shop(tmp_path / "together", sources=SOURCES[:2])
    alone.run("track")
    stop = processes.Event()
    readers = [processes.Process(target=poll, args=(shop.root, stop)) for _ in range(READERS)]

    for reader in readers:
        reader.start()
    writers = [start(processes, shop) for _ in range(WRITERS)]
    codes = [ended(each) for each in writers]
    stop.set()

    assert codes == [0] * WRITERS
    assert [ended(each) for each in readers] == [0] * READERS
    assert shop.history() == alone.history()


def test_a_backfill_stopped_by_hand_keeps_what_it_has_and_goes_on_from_there(
    tmp_path: Path, processes: ForkServerContext
) -> None:
    shop, undisturbed = a_shop(tmp_path / "stopped"), a_shop(tmp_path / "undisturbed")
    seconds = timed(processes, undisturbed, target=backfill)
    moments, codes, kept = random.Random(11), [], 0
    while len(codes) < INTERRUPTS and 0 not in codes:
        running = start(processes, shop, target=backfill)
        interrupt_after(moments.uniform(0, seconds / 4), running, shop)

        codes.append(ended(running))
        said = (shop.root / SAID).read_text()
        kept += kept_of(said)
        assert codes[-1] == 130 or not said, said
        assert "Traceback" not in said
        assert_readable(shop)
        assert len(shop.history()) - 1 == kept or codes[-1] == 0
    assert codes[0] == 130
    again = shop.run(*BACKFILL)
    assert again.code == 0, again.err
    assert sorted(shop.history()) == sorted(undisturbed.history())


def backfill(root: Path) -> None:
    """A backfill that records often, ending its process with its exit code, as the command does."""
    import krtracker.tracking

    krtracker.tracking.PART = 20
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.argv = ["krtracker", "--project", str(root), *BACKFILL]
    with (root / SAID).open("w") as said:
        sys.stderr = said
        main()


def kept_of(said: str) -> int:
    """How many measurements an interrupted run says it has kept."""
    found = re.search(r"interrupted; kept ([\d,]+) measurement", said)
    return int(found[1].replace(",", "")) if found else 0


def start(
    processes: ForkServerContext, shop: Shop, target: Callable[[Path], None] = track
) -> ForkServerProcess:
    (shop.root / SAID).unlink(missing_ok=True)
    process = processes.Process(target=target, args=(shop.root,))
    process.start()
    return process


def ended(process: ForkServerProcess) -> int | None:
    process.join(timeout=240)
    return process.exitcode


def timed(
    processes: ForkServerContext, shop: Shop, target: Callable[[Path], None] = track
) -> float:
    processes.Process(target=int).start()  # with this the server of processes is there
    begun = time.monotonic()
    assert ended(start(processes, shop, target)) == 0
    return time.monotonic() - begun


def kill_after(seconds: float, process: ForkServerProcess) -> None:
    process.join(timeout=seconds)
    process.kill()
    process.join()


def interrupt_after(seconds: float, process: ForkServerProcess, shop: Shop) -> None:
    """Ctrl-C, so long after the command has begun."""
    while not (shop.root / SAID).exists() and process.is_alive():
        time.sleep(0.01)
    process.join(timeout=seconds)
    if process.exitcode is None:
        os.kill(process.pid or 0, signal.SIGINT)


def assert_readable(shop: Shop) -> None:
    """What was published before the kill, if anything, can be read."""
    if (snapshot := Snapshot.latest(Project(shop.root))) is not None:
        with snapshot:
            assert snapshot.facts()
