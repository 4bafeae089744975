"""A dbt project with one model for all days of each key result, as an expert would write it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import duckdb

from benchmarks.questions import questions
from benchmarks.sides.answers import Answer, Task, hand_in
from benchmarks.sides.sql import of_all_days

_PROJECT = """
name: benchmark
version: "1.0.0"
config-version: 2
profile: benchmark
model-paths: [models]
models:
  benchmark:
    +materialized: table
"""
_PROFILE = """
benchmark:
  target: here
  outputs:
    here:
      type: duckdb
      path: {work}/made.duckdb
      threads: 2
      attach:
        - path: {source}
          alias: source
          read_only: true
"""
_NAMED = re.compile(r"\b(FROM|JOIN) (orders|tickets|deals|accounts)\b")


def prepare(task: Task) -> None:
    """Write the project anew; what dbt makes of it is not kept from one run to the next."""
    models = task.work / "models"
    shutil.rmtree(models, ignore_errors=True)
    models.mkdir()
    (task.work / "dbt_project.yml").write_text(_PROJECT)
    (task.work / "profiles.yml").write_text(_PROFILE.format(work=task.work, source=task.source))
    for question in questions(task.count):
        (models / f"{question.id}.sql").write_text(placed(of_all_days(question, task.days)))


def command(programs: Path, task: Task) -> Sequence[str]:
    """What is timed."""
    where = ["--project-dir", str(task.work), "--profiles-dir", str(task.work)]
    return [str(programs / "dbt"), "--no-send-anonymous-usage-stats", "--quiet", "run", *where]


def collect(task: Task, schema: str = "main") -> None:
    """Take the values out of the tables made."""
    with duckdb.connect(task.work / "made.duckdb", read_only=True) as engine:
        answers: list[Answer] = []
        for question in questions(task.count):
            found = engine.execute(f"SELECT day, value FROM {schema}.{question.id}").fetchall()
            answers += [(question.id, day, value) for day, value in found]
    hand_in(task.work, answers)


def placed(sql: str) -> str:
    """A query with its tables named as they lie beside the results."""
    return _NAMED.sub(r"\1 source.main.\2", sql)
