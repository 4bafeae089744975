"""Projects with as many key results as wanted, measured by nobody: what pages are timed with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from krtracker.domain.calendar import Cycle, Window, WindowKind
from krtracker.domain.catalog import Catalog, Connection, Settings
from krtracker.domain.key_result import KeyResult, Measure, Promise
from krtracker.domain.measurement import Judged, Reading, Verdict
from krtracker.domain.objective import Objective
from krtracker.errors import Place
from krtracker.ledger import Batch, Ledger
from krtracker.project import Project

CYCLE = Cycle("2026-Q4", date(2026, 10, 1), date(2026, 12, 31))
TODAY = date(2026, 11, 22)
DAYS = 84
"""The twelve weeks that an overview draws."""
EACH = 3
"""Key results of one objective."""
TEAMS = 40
NOUNS = ("orders", "tickets", "clients", "leads", "parcels", "invoices", "stores", "routes")


def a_project(root: Path, count: int) -> Project:
    """A project of `count` key results with twelve weeks each, published; made once."""
    project = Project(root)
    if (root / "made").exists():
        return project
    root.mkdir(parents=True, exist_ok=True)
    (root / "project.yaml").write_text(f"name: {count} key results\n", encoding="utf-8")
    catalog = _catalog(count)
    now = datetime(2026, 11, 22, 5, tzinfo=UTC)
    ledger = Ledger(project)
    ledger.adopt(catalog, now=now, run="bench")
    for objectives in _in_parts(catalog.objectives):
        key_results = [each for one in objectives for each in one]
        judged = tuple(row for each in key_results for row in _judged(each))
        ledger.record(Batch("bench", now, tuple(key_results), judged, ()))
    ledger.publish()
    (root / "made").touch()
    return project


def _in_parts(objectives: tuple[Objective, ...], size: int = 300) -> Iterator[list[Objective]]:
    for start in range(0, len(objectives), size):
        yield list(objectives[start : start + size])


def _catalog(count: int) -> Catalog:
    objectives = [
        _objective(number, min(EACH, count - number * EACH)) for number in range(-(-count // EACH))
    ]
    return Catalog(
        settings=Settings(name=f"{count} key results", clock=TODAY),
        connections={"logistics": Connection(name="logistics", type="duckdb")},
        objectives=tuple(objectives),
    )


def _objective(number: int, count: int) -> Objective:
    id = f"objective_{number}"
    file = f"kr_definitions/{id}.yaml"
    noun = NOUNS[number % len(NOUNS)]
    return Objective(
        id=id,
        title=f"Objective {number}: better {noun} for everybody",
        team=f"team_{number % TEAMS}",
        cycle=CYCLE,
        key_results=tuple(_key_result(number * EACH + each, id, file) for each in range(count)),
        contributes_to=(f"objective_{number // 8}",) if number else (),
        file=file,
    )


def _key_result(number: int, objective: str, file: str) -> KeyResult:
    window = Window(WindowKind.LAST, 28)
    return KeyResult(
        id=f"key_result_{number}",
        title=f"Key result {number}: hours of {NOUNS[number % len(NOUNS)]} in region {number % 97}",
        objective=objective,
        promise=Promise(cycle=CYCLE, baseline=48.0, target=24.0),
        how=Measure("orders", f"avg(hours) + {number}", at="delivered_at", window=window),
        source="logistics",
        unit="h",
        place=Place(file, number + 1, 3),
    )


def _judged(key_result: KeyResult) -> Iterator[Judged]:
    """A walk of its own from the baseline; one day in a hundred is held."""
    walk = Random(key_result.id)
    value, slope = 48.0, walk.uniform(-0.3, 0.05)
    for back in range(DAYS, 0, -1):
        day = TODAY - timedelta(days=back)
        value += slope + walk.gauss(0, 0.2)
        verdict = Verdict.REJECTED if walk.random() < 0.01 else Verdict.ACCEPTED
        reading = Reading(
            key=key_result.key,
            as_of=day,
            value=round(value, 3),
            rows=1200,
            newest=datetime(day.year, day.month, day.day, 20, tzinfo=UTC),
            query="SELECT AVG(hours) AS value FROM orders",
            parameters={"as_of": day.isoformat()},
            source="logistics",
            duration_seconds=0.1,
        )
        yield Judged(reading, verdict, (), 2)
