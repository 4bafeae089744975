"""What every side is given and hands back."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from benchmarks.workload import DAYS, TODAY

FILE = "answers.pickle"
Answer = tuple[str, date, float | None]
"""A question's id, a day, and the value as of it."""


class Task(NamedTuple):
    """One run of one side."""

    source: str
    """A DuckDB file, or a PostgreSQL database's address."""
    count: int
    """How many key results."""
    days: Sequence[date]
    work: Path
    """An empty directory for whatever is written on the way."""


def task() -> Task:
    """What the command line asks for: source, count, which days, directory.

    Days are `today`, `history` for all, or `history/9` for one in nine, the last one among them.
    """
    source, count, span, work = sys.argv[1:5]
    step = int(span.partition("/")[2] or 1)
    days = [TODAY] if span == "today" else DAYS[::-step][::-1]
    return Task(source, int(count), days, Path(work))


def hand_in(work: Path, answers: Iterable[Answer]) -> None:
    """Write the values where they are compared, in little time, as it counts as the side's own."""
    with (work / FILE).open("wb") as file:
        pickle.dump(list(answers), file)


def read(work: Path) -> dict[tuple[str, str], float | None]:
    """The values that a side handed in."""
    with (work / FILE).open("rb") as file:
        return {(id, day.isoformat()): value for id, day, value in pickle.load(file)}
