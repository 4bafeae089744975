"""Files by the thousand that nobody would write: no crash, no wait, no flood of memory."""

from __future__ import annotations

import os
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from multiprocessing import get_context

from tests.trust.conftest import Figure
from tests.trust.fuzz import Found, read
from tests.trust.scale import rounds

SLICE = 1000
MOST_SECONDS, MOST_MEGABYTES = 1.0, 200.0


def test_no_file_is_too_much(figure: Figure) -> None:
    total = Found()
    # Processes that know nothing but the loader, so that their memory is the loader's.
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        waiting = set()
        for number in rounds(1, asked=1_000_000 // SLICE):
            waiting.add(pool.submit(read, number * SLICE, SLICE))
            while len(waiting) > 4:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for each in done:
                    total += each.result()
        for each in waiting:
            total += each.result()

    assert total.crashes == []
    assert total.seconds <= MOST_SECONDS, total.slowest
    assert total.megabytes <= MOST_MEGABYTES
    figure(
        "T-S13",
        f"{total.inputs:,} files: 0 crashes, none took more than {total.seconds:.2f} s of "
        f"processor time, never more than {total.megabytes:.0f} MB",
    )
