"""The same day again and again is one row, and readers never see half of anything."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor, wait
from multiprocessing import get_context

import duckdb

from krtracker.ledger import Ledger
from krtracker.project import Project
from tests.builders import A_DAY, NOW, a_batch, a_catalog, a_judged, a_key_result, a_measure
from tests.trust.conftest import Figure
from tests.trust.readers import read
from tests.trust.scale import many, rounds

A_KEY_RESULT = a_key_result()
OTHERS = [a_key_result(f"number_{n}", how=a_measure(where=f"x = {n}")) for n in range(3)]
AT_ONCE = 50
READERS = many(2, asked=4)
BETWEEN_SECONDS = 0.1


def test_a_day_delivered_again_and_again_is_one_row(project: Project, figure: Figure) -> None:
    ledger, deliveries = Ledger(project), 0
    for _ in rounds(500 // AT_ONCE, asked=10_000 // AT_ONCE):
        deliveries += AT_ONCE
        ledger.record(a_batch(*[a_judged(42.0) for _ in range(AT_ONCE)]))

    with duckdb.connect(str(project.ledger_file), read_only=True) as connection:
        (rows,) = connection.execute("SELECT count(*) FROM measurements").fetchall()

    assert rows == (1,)
    figure("T-A07", f"{deliveries:,} deliveries of one day: 1 row")


def test_a_snapshot_is_never_torn(project: Project, figure: Figure) -> None:
    ledger = Ledger(project)
    ledger.adopt(a_catalog(*OTHERS), now=NOW, run="run-0")
    ledger.publish()

    with ProcessPoolExecutor(READERS, mp_context=get_context("spawn")) as pool:
        reading = [pool.submit(read, project.root, len(OTHERS), READERS) for _ in range(READERS)]
        published = 0
        while not all(each.done() for each in reading):
            judged = [a_judged(float(published), key_result=each, as_of=A_DAY) for each in OTHERS]
            ledger.record(a_batch(*judged, key_results=OTHERS, run=f"run-{published}"))
            ledger.publish()
            published += 1
            wait(reading, timeout=BETWEEN_SECONDS)
        reads, versions = map(sum, zip(*(each.result() for each in reading), strict=True))

    assert published > 1
    assert versions > READERS, "nothing was published while they read"
    figure(
        "T-A09",
        f"{reads:,} reads by {READERS} processes while {published:,} snapshots were published: "
        "0 torn, 0 errors",
    )
