"""A project with three SQLite sources, measured for real."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest

from krtracker.connector import Connector
from krtracker.domain.catalog import Connection
from krtracker.errors import ConnectorError
from krtracker.project import Project
from pipelines.tracker import Tracker, tracker_of

NOW = datetime(2026, 10, 4, 8, tzinfo=UTC)
"""The last closed day is 3 October; with the eve of the cycle four days are due."""

AT_ONCE = dg.RetryPolicy(max_retries=3, delay=0)
SOURCES = ("crm", "desk", "shop")

DEFINITION = """\
objective: Sell more in {source}
team: {source}_team
cycle: 2026-Q4
key_results:
  sales_{source}:
    title: Sales in {source}
    unit: EUR
    baseline: 0
    target: 100
    source: {source}
    measure: {{from: sales, value: sum(amount), at: sold_at, window: all time}}
{more}
"""


@dataclass
class Flaky:
    """The real sources, of which one does not answer for the next few times it is asked."""

    real: object
    name: str
    failures: int
    error: Exception

    def open(self, connection: Connection) -> Connector:
        if connection.name == self.name and self.failures > 0:
            self.failures -= 1
            raise self.error
        return self.real.open(connection)

    def __getattr__(self, name: str) -> object:
        return getattr(self.real, name)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "project.yaml").write_text('timezone: Europe/Paris\nmeasure_at: "06:00"\n')
    (tmp_path / "connections.yaml").write_text(
        "".join(f"{name}: {{type: sqlite, path: {name}.db}}\n" for name in SOURCES)
    )
    (tmp_path / "kr_definitions").mkdir()
    for name in SOURCES:
        sell(tmp_path, name, "2026-09-30 10:00", 10)
        sell(tmp_path, name, "2026-10-03 10:00", 5)
        define(tmp_path, name)
    return Project(tmp_path)


def sell(folder: Path, source: str, sold_at: str, amount: float) -> None:
    """One more row in a source."""
    with sqlite3.connect(folder / f"{source}.db") as database:
        database.execute("create table if not exists sales (sold_at timestamp, amount real)")
        database.execute("insert into sales values (?, ?)", (sold_at, amount))


def define(folder: Path, source: str, more: str = "") -> None:
    """The definition file of one source, with more key results at its end."""
    text = DEFINITION.format(source=source, more=more)
    (folder / "kr_definitions" / f"{source}.yaml").write_text(text)


@pytest.fixture
def read(project: Project) -> Callable[..., Tracker]:
    """The project, read at a moment that stands still, with sources that may fail."""

    def found(
        now: datetime = NOW, down: str = "", failures: int = 0, error: Exception | None = None
    ) -> Tracker:
        tracker = replace(tracker_of(project, clock=lambda: now), retries=AT_ONCE)
        silent = error or ConnectorError(f"`{down}` does not answer", transient=True)
        return replace(tracker, connectors=Flaky(tracker.connectors, down, failures, silent))

    return found
