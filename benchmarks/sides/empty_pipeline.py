"""A run of a job that does nothing, in the program and the project of the one that measures."""

from __future__ import annotations

import dagster as dg

from benchmarks.sides.answers import hand_in, task
from benchmarks.sides.pipeline import tracker_in
from pipelines.factory import built
from pipelines.schedules import EVERYTHING


@dg.op
def nothing() -> None:
    """Nothing at all."""


@dg.job(executor_def=dg.in_process_executor)
def empty() -> None:
    """A job of one step."""
    nothing()


if __name__ == "__main__":
    asked = task()
    tracker = tracker_in(asked)
    built(tracker).resolve_job_def(EVERYTHING)
    with dg.DagsterInstance.get() as instance:
        empty.execute_in_process(instance=instance)
    hand_in(asked.work, ())
