"""Three calls in ten fail: what is due is measured all the same, and once."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb

from krtracker.domain.catalog import Connection
from krtracker.errors import ConnectorError
from krtracker.project import Project
from pipelines.factory import built
from pipelines.schedules import EVERYTHING
from pipelines.tracker import tracker_of
from tests.pipelines.conftest import AT_ONCE, sell
from tests.trust.conftest import Figure
from tests.trust.scale import many, rounds

WANTED = 4
SHARE = 0.3
CALLS = ("tables", "describe", "query", "columns", "clock", "role")
FAULTS = ("connection reset by peer", "connection refused", "the server closed the connection")
SOURCES = ("crm", "shop")
FIRST = date(2026, 10, 1)
CATCHING_UP = 12
"""How often a day what was missed is asked for again; the sensor may each hour."""

DEFINITION = """\
objective: Sell more in {source}
team: {source}_team
cycle: {{start: 2026-10-01, end: 2030-12-31}}
key_results:
  sales_{source}:
    title: Sales in {source}
    unit: EUR
    baseline: 0
    target: 100
    source: {source}
    measure: {{from: sales, value: sum(amount), at: sold_at, window: all time}}
"""


@dataclass
class Weather:
    """How often a call was made, and how often it failed."""

    chance: random.Random
    calls: Counter[str] = field(default_factory=Counter)
    failed: int = 0

    def strikes(self, call: str) -> None:
        self.calls[call] += 1
        if self.chance.random() < SHARE:
            self.failed += 1
            raise ConnectorError(self.chance.choice(FAULTS), transient=True)


@dataclass
class Faulty:
    """A real source, of whose calls some fail."""

    real: Any
    weather: Weather

    def __enter__(self) -> Faulty:
        return self

    def __exit__(self, *_: object) -> None:
        self.real.close()

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.real, name)
        return self._at_risk(name, found) if name in CALLS else found

    def _at_risk(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def asked(*arguments: Any, **named: Any) -> Any:
            self.weather.strikes(name)
            return call(*arguments, **named)

        return asked


@dataclass
class FaultySources:
    """The real sources; reaching one is a call as well."""

    real: Any
    weather: Weather

    def open(self, connection: Connection) -> Faulty:
        self.weather.strikes("open")
        return Faulty(self.real.open(connection), self.weather)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)


def test_what_is_due_is_measured_once_although_calls_fail(tmp_path: Path, figure: Figure) -> None:
    weather = Weather(random.Random(30))
    project, clock = _a_project(tmp_path), [datetime(2026, 10, 2, 8, tzinfo=UTC)]
    read = tracker_of(project, clock=lambda: clock[0])
    tracker = replace(read, connectors=FaultySources(read.connectors, weather), retries=AT_ONCE)
    job, instance = built(tracker).resolve_job_def(EVERYTHING), dg.DagsterInstance.ephemeral()

    runs, day, turns = 0, FIRST, rounds(WANTED, asked=1000)
    while runs < many(WANTED, asked=1000) and next(turns, None) is not None:
        for source in SOURCES:
            sell(project.root, source, f"{day} 10:00", 1)
        for hour in range(1 + CATCHING_UP):
            clock[0] = datetime.combine(day + timedelta(days=1), datetime.min.time(), UTC)
            clock[0] += timedelta(hours=8 + hour)
            if hour and not tracker.overdue():
                break
            job.execute_in_process(instance=instance, raise_on_error=False)
            runs += 1
        day += timedelta(days=1)

    days = [FIRST - timedelta(days=1) + timedelta(days=n) for n in range((day - FIRST).days + 1)]
    due = {(f"sales_{source}", each) for source in SOURCES for each in days}
    rows = _rows(project)
    assert max(rows.values()) == 1, "measured twice"
    missing = due - {(id, as_of) for id, as_of, _ in rows}
    assert len(missing) <= len(due) / 1000, missing
    assert [row for row in rows if row[2] != _sold_until(row[1])] == []
    assert weather.failed > SHARE / 2 * weather.calls.total()
    figure(
        "T-B06",
        f"{runs:,} runs, {weather.failed:,} of {weather.calls.total():,} calls failed: "
        f"{len(due) - len(missing):,} of {len(due):,} due values measured, each once",
    )


def _a_project(root: Path) -> Project:
    (root / "project.yaml").write_text("timezone: UTC\n")
    (root / "connections.yaml").write_text(
        "".join(f"{name}: {{type: sqlite, path: {name}.db}}\n" for name in SOURCES)
    )
    (root / "kr_definitions").mkdir()
    for name in SOURCES:
        sell(root, name, f"{FIRST - timedelta(days=1)} 10:00", 1)
        (root / "kr_definitions" / f"{name}.yaml").write_text(DEFINITION.format(source=name))
    return Project(root)


def _rows(project: Project) -> Counter[tuple[str, date, float]]:
    """How often the ledger has each value of each day."""
    with duckdb.connect(str(project.ledger_file), read_only=True) as connection:
        sql = "SELECT key_result, as_of, value FROM measurements"
        return Counter(connection.execute(sql).fetchall())


def _sold_until(day: date) -> float:
    """One a day since the day before the first."""
    return float((day - FIRST).days + 2)
