"""Ours through Dagster: a run of the job that measures all that is due, judged with its checks."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import dagster as dg

from benchmarks.questions import Form, Question, questions
from benchmarks.sides.answers import Answer, Task, hand_in, task
from benchmarks.workload import CYCLE_START, TODAY
from krtracker.project import Project
from pipelines.factory import built
from pipelines.schedules import EVERYTHING
from pipelines.tracker import Tracker, tracker_of

PROJECT = {
    "name": "benchmark",
    "clock": str(TODAY + timedelta(days=1)),
    "limits": {"objectives_per_team": 1000, "key_results_per_objective": 1000},
}
CYCLE = {"start": str(TODAY), "end": str(TODAY + timedelta(days=89))}
"""It begins on the day that is asked for: that day and its eve are due."""


def write(task: Task) -> Project:
    """A project whose definitions ask the same as the questions, each with expectations."""
    made = {each.id: _key_result(each) for each in questions(task.count)}
    objective = {"objective": "Know how fast it is", "team": "team", "cycle": CYCLE}
    connection = {"type": "duckdb", "path": task.source}
    for name, content in {
        "project.yaml": PROJECT,
        "connections.yaml": {"source": connection},
        "kr_definitions/speed.yaml": objective | {"key_results": made},
    }.items():
        path = task.work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content))  # which is YAML as well
    shutil.copy(Path(__file__).parents[2] / "dagster.yaml", task.work)
    return Project(task.work)


def _key_result(question: Question) -> dict[str, Any]:
    template = question.of
    measure: dict[str, Any] = {"from": question.rows, "value": template.value}
    if question.where:
        measure["where"] = question.where
    if template.form is Form.OPEN:
        measure["during"] = [template.time, "closed_at"]
    else:
        back = (TODAY - CYCLE_START).days if template.back is None else template.back
        measure |= {"at": template.time, "window": f"last {back + 1} days"}
    return {
        "title": f"Value of {question.id}",
        "unit": "units",
        "baseline": 0,
        "target": 1,
        "source": "source",
        "measure": measure,
        "expect": {"rows": {"at_least": 0}, "value": {"between": [-1e15, 1e15]}},
    }


def tracker_in(task: Task) -> Tracker:
    """The project as Dagster loads it, which keeps its events in the directory of the task."""
    project = write(task)
    os.environ["DAGSTER_HOME"] = str(task.work)
    os.chdir(task.work)  # paths of dagster.yaml are relative
    return tracker_of(project)


def answers(task: Task) -> Iterator[Answer]:
    """Every value of the day asked for, from the ledger that the run has written.

    Raises:
        RuntimeError: the run failed, or did not check every key result.
    """
    tracker = tracker_in(task)
    with dg.DagsterInstance.get() as instance:
        done = built(tracker).resolve_job_def(EVERYTHING).execute_in_process(instance=instance)
    checks = len(done.get_asset_check_evaluations())
    if not done.success or checks != task.count:
        raise RuntimeError(f"{checks} of {task.count} key results were checked")
    points = tracker.ledger.points(tracker.catalog.sound)
    for key_result in tracker.catalog.sound:
        for point in points[key_result.key]:
            if point.as_of == TODAY:
                yield key_result.id, point.as_of, point.value


if __name__ == "__main__":
    asked = task()
    hand_in(asked.work, answers(asked))
