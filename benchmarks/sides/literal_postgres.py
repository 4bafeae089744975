"""One query for every key result and every day, asked of PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg

from benchmarks.questions import questions
from benchmarks.sides.answers import Answer, Task, hand_in, task
from benchmarks.sides.sql import of_a_day


def answers(task: Task) -> Iterator[Answer]:
    """Every value by itself."""
    address = task.source.replace("database=", "dbname=")
    with psycopg.connect(address) as line:
        for question in questions(task.count):
            for day in task.days:
                found = line.execute(of_a_day(question, day, "postgres")).fetchone()
                value = found[0] if found else None
                yield question.id, day, None if value is None else float(value)


if __name__ == "__main__":
    asked = task()
    hand_in(asked.work, answers(asked))
