"""Ours: shared scans through a connector, every value written into a ledger; not judged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import repeat

from benchmarks.questions import Form, Question, questions
from benchmarks.sides.answers import Answer, Task
from benchmarks.workload import CYCLE_START, TODAY
from connectors.registry import Registry
from krtracker.bulk import seldom_collected
from krtracker.domain.calendar import Calendar, Cycle, Window, WindowKind
from krtracker.domain.catalog import Connection
from krtracker.domain.key_result import KeyResult, Measure, Promise
from krtracker.domain.measurement import Judged, Reading, Verdict
from krtracker.ledger import Batch, Ledger, parcels
from krtracker.measures import Asked, measure
from krtracker.project import Project

CYCLE = Cycle("2026-Q2", CYCLE_START, TODAY)
NOW = datetime.combine(TODAY + timedelta(days=1), datetime.min.time(), UTC) + timedelta(hours=8)


def answers(task: Task) -> Iterator[Answer]:
    """Every value, once all are in the ledger."""
    (task.work / "project.yaml").write_text("name: benchmark\n")
    project = Project(task.work)
    asked = [Asked(_key_result(each), tuple(task.days)) for each in questions(task.count)]
    key_results = {each.key_result.key: each.key_result for each in asked}
    with seldom_collected():  # as `krtracker track` does
        with Registry(project).open(_connection(task.source)) as connector:
            found = list(measure(asked, connector=connector, calendar=Calendar(), now=NOW))
        ledger = Ledger(project)
        for parcel in parcels(found):
            readings = [each for each in parcel if isinstance(each, Reading)]
            judged = tuple(map(Judged, readings, repeat(Verdict.ACCEPTED)))
            known = {each.key: key_results[each.key] for each in readings}
            ledger.record(Batch("benchmark", NOW, tuple(known.values()), judged))
            yield from ((known[each.key].id, each.as_of, each.value) for each in readings)


def _connection(source: str) -> Connection:
    if "=" not in source:
        return Connection("source", "duckdb", {"path": source})
    settings = dict(pair.split("=") for pair in source.split())
    return Connection("source", "postgres", settings)


def _key_result(question: Question) -> KeyResult:
    template = question.of
    window = Window(WindowKind.CYCLE_TO_DATE)
    if template.back is not None:
        window = Window(WindowKind.LAST, template.back + 1)
    if template.form is Form.OPEN:
        during = (template.time, "closed_at")
        how = Measure(question.rows, template.value, question.where, during=during)
    else:
        how = Measure(
            question.rows, template.value, question.where, at=template.time, window=window
        )
    return KeyResult(
        question.id, question.id, "benchmark", Promise(CYCLE, 0, 1), how, source="source"
    )
