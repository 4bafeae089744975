"""A SQLMesh project with one full model for all days of each key result."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from benchmarks.questions import questions
from benchmarks.sides.answers import Task
from benchmarks.sides.dbt_models import collect as collected
from benchmarks.sides.dbt_models import placed
from benchmarks.sides.sql import of_all_days

_CONFIG = """
gateways:
  here:
    connection:
      type: duckdb
      concurrent_tasks: 1
      catalogs:
        made: {work}/made.duckdb
        source:
          type: duckdb
          path: {source}
          read_only: true
default_gateway: here
disable_anonymized_analytics: true
model_defaults:
  dialect: duckdb
"""
_MODEL = """MODEL (name made.results.{id}, kind FULL);
{query}
"""


def prepare(task: Task) -> None:
    """Write the project anew, with nothing planned yet."""
    models = task.work / "models"
    shutil.rmtree(models, ignore_errors=True)
    models.mkdir()
    (task.work / "config.yaml").write_text(_CONFIG.format(work=task.work, source=task.source))
    for question in questions(task.count):
        query = placed(of_all_days(question, task.days))
        (models / f"{question.id}.sql").write_text(_MODEL.format(id=question.id, query=query))


def command(programs: Path, task: Task) -> Sequence[str]:
    """What is timed: its first plan, which fills every table."""
    plan = ["plan", "--auto-apply", "--no-prompts"]
    return [str(programs / "sqlmesh"), "--paths", str(task.work), *plan]


def collect(task: Task) -> None:
    """Take the values out of the views made."""
    collected(task, "results")
