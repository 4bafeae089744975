"""One query for every key result and every day."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from benchmarks.questions import questions
from benchmarks.sides.answers import Answer, Task, hand_in, task
from benchmarks.sides.sql import of_a_day


def answers(task: Task) -> Iterator[Answer]:
    """Every value by itself."""
    with duckdb.connect(task.source, read_only=True) as engine:
        for question in questions(task.count):
            for day in task.days:
                found = engine.execute(of_a_day(question, day)).fetchone()
                yield question.id, day, found[0] if found else None


if __name__ == "__main__":
    asked = task()
    hand_in(asked.work, answers(asked))
