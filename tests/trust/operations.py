"""What a process at work asks of the scheduler's storage, done in another process."""

from __future__ import annotations

import os
from pathlib import Path

import dagster as dg

from tests.waiting import until

POOL = "source_orders"
STEP = "measure"
PATIENCE_SECONDS = 120.0


def operate(home: Path, name: str, runs: int) -> int:
    """Go through so many runs, one after the other; how many operations those were."""
    os.environ["DAGSTER_HOME"] = str(home)
    with dg.DagsterInstance.get() as instance:
        return sum(_one_run(instance, f"{name}_{number}") for number in range(runs))


def _one_run(instance: dg.DagsterInstance, job: str) -> int:
    """Create it, log, wait for its turn, give that back, and read all of it again."""
    run = instance.add_run(dg.DagsterRun(job_name=job))
    storage = instance.event_log_storage

    def is_claimed() -> bool:
        return storage.claim_concurrency_slot(POOL, run.run_id, STEP).is_claimed

    instance.report_engine_event(f"{job} asks", run)
    storage.initialize_concurrency_limit_to_default(POOL)  # as every step does that is in a pool
    until(is_claimed, seconds=PATIENCE_SECONDS, every=0.01)
    # Whether it alone holds it is not asked: on SQLite, Dagster 1.13 now and then lets two hold
    # one place. That costs a source a second question at once; the ledger has its own lock.
    held = storage.get_concurrency_info(POOL)
    storage.free_concurrency_slots_for_run(run.run_id)
    instance.report_run_canceled(run, message=f"{job} ends")

    kept = instance.get_run_by_id(run.run_id)
    told = [each.message for each in instance.all_logs(run.run_id)]
    assert held.limit == 1
    assert kept is not None
    assert kept.status is dg.DagsterRunStatus.CANCELED
    assert told[0] == f"{job} asks"
    assert f"{job} ends" in told[-1]
    return 5
