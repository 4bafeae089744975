"""One run of one side: its own process, timed from start to end, with its peak of memory."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.sides import dbt_models, sqlmesh_models
from benchmarks.sides.answers import Task
from benchmarks.workload import DAYS

HERE = Path(__file__).parent
VENVS = HERE / ".venvs"


@dataclass(frozen=True)
class Side:
    """A way to the numbers."""

    name: str
    command: Callable[[Task], Sequence[str]]
    prepare: Callable[[Task], None] = lambda _: None
    collect: Callable[[Task], None] = lambda _: None


@dataclass(frozen=True)
class Taken:
    """What one run took."""

    seconds: float
    processor_seconds: float
    peak_megabytes: float
    """Of its largest process."""


def ours(name: str) -> Side:
    """A side that is a module of this package."""

    def command(task: Task) -> Sequence[str]:
        span = "today" if len(task.days) == 1 else f"history/{len(DAYS) // len(task.days)}"
        module = f"benchmarks.sides.{name}"
        return [sys.executable, "-m", module, task.source, str(task.count), span, str(task.work)]

    return Side(name, command)


def dbt() -> Side:
    """dbt-duckdb in its own environment."""
    programs = VENVS / "dbt" / "bin"
    command = lambda task: dbt_models.command(programs, task)  # noqa: E731
    return Side("dbt", command, dbt_models.prepare, dbt_models.collect)


def sqlmesh() -> Side:
    """SQLMesh in its own environment."""
    programs = VENVS / "sqlmesh" / "bin"
    command = lambda task: sqlmesh_models.command(programs, task)  # noqa: E731
    return Side("sqlmesh", command, sqlmesh_models.prepare, sqlmesh_models.collect)


def run(side: Side, task: Task) -> Taken:
    """Run a side in an empty directory.

    Raises:
        RuntimeError: it failed; the message ends with what it said last.
    """
    shutil.rmtree(task.work, ignore_errors=True)
    task.work.mkdir(parents=True)
    side.prepare(task)
    log, taken = task.work / "said.txt", task.work / "taken.json"
    launched = [sys.executable, "-I", "-S", str(HERE / "launching.py"), str(taken)]
    with log.open("wb") as said:
        done = subprocess.run(
            [*launched, *side.command(task)],
            cwd=task.work,
            stdout=said,
            stderr=said,
            env=_environment(),
            check=False,
        )
    if done.returncode:
        raise RuntimeError(f"{side.name} failed: {log.read_text(errors='replace')[-2000:]}")
    side.collect(task)
    return Taken(**json.loads(taken.read_text()))


def _environment() -> dict[str, str]:
    """Ours, but for what would make every start compile the program anew."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {
        "PYTHONPATH": str(HERE.parent),
        "DO_NOT_TRACK": "1",
        "SQLMESH__DISABLE_ANONYMIZED_ANALYTICS": "1",
    }
