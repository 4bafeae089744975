"""Rows that arrive late, and clocks that jump: in the end the ledger says what is so."""

from __future__ import annotations

import random
import sqlite3
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

from connectors.registry import Registry
from krtracker.checking import check
from krtracker.domain.calendar import DAY
from krtracker.domain.measurement import Measurement
from krtracker.ledger import Ledger, Snapshot
from krtracker.project import Project
from krtracker.tracking import Report, track
from tests.trust.conftest import Figure
from tests.trust.scale import many, rounds

FIRST = date(2026, 6, 1)
LOOK_BACK = 3
OBJECTIVE = """\
objective: Know what arrives
team: logistics
cycle: {{start: {first}, end: 2026-12-31}}
key_results:
"""
KEY_RESULT = """\
  arrivals_{number}:
    title: What arrived of kind {number}
    unit: EUR
    baseline: 0
    target: 100
    source: post
    measure:
      from: parcels
      value: sum(amount)
      where: kind = {number}
      at: sent_at
      window: last 2 days
"""


def a_project(root: Path, *, key_results: int) -> Project:
    """Key results over one table into which rows arrive."""
    (root / "kr_definitions").mkdir(parents=True)
    (root / "project.yaml").write_text("limits: {key_results_per_objective: 200}\n")
    (root / "connections.yaml").write_text(
        f"post: {{type: sqlite, path: post.sqlite, look_back: {LOOK_BACK} days}}\n"
    )
    text = OBJECTIVE.format(first=FIRST + DAY)
    text += "".join(KEY_RESULT.format(number=number) for number in range(key_results))
    (root / "kr_definitions/post.yaml").write_text(text)
    with sqlite3.connect(root / "post.sqlite") as database:
        database.execute("CREATE TABLE parcels (sent_at TIMESTAMP, kind INTEGER, amount REAL)")
    database.close()
    return Project(root)


def arrive(project: Project, rows: list[tuple[date, int, float]]) -> None:
    with sqlite3.connect(project.root / "post.sqlite") as database:
        said = [(f"{day} 12:00:00", kind, amount) for day, kind, amount in rows]
        database.executemany("INSERT INTO parcels VALUES (?, ?, ?)", said)
    database.close()


def tracked(project: Project, now: datetime) -> Report:
    """One run of the whole way."""
    connectors = Registry(project)
    catalog = check(project, connectors, now=now)
    run = f"run at {now}"
    return track(catalog, ledger=Ledger(project), connectors=connectors, now=now, run=run)


def morning(day: date) -> datetime:
    """When the day is measured: the next one at eight."""
    return datetime.combine(day + DAY, time(8), UTC)


def histories(project: Project) -> dict[tuple[str, date], list[Measurement]]:
    """Every row of every day of every key result, oldest first."""
    found: dict[tuple[str, date], list[Measurement]] = defaultdict(list)
    with Snapshot.latest(project) as snapshot:  # type: ignore[union-attr]
        for key_result in snapshot.catalog.key_results:
            for row in sorted(snapshot.history(key_result), key=lambda row: row.sequence):
                found[key_result.id, row.as_of].append(row)
    return found


def test_rows_that_arrive_late_are_restated_until_all_is_told(
    tmp_path: Path, figure: Figure
) -> None:
    chance, kinds, days = random.Random(7), many(5, asked=100), 0
    project = a_project(tmp_path / "day by day", key_results=kinds)
    on_their_way: dict[date, list[tuple[date, int, float]]] = defaultdict(list)
    for number in rounds(3, asked=100):
        days, day = number + 1, FIRST + DAY * number
        for kind in range(kinds):
            for late in (0, chance.randrange(LOOK_BACK)):
                row = (day, kind, float(chance.randrange(1, 50)))
                on_their_way[day + DAY * late].append(row)
        arrive(project, on_their_way[day])
        tracked(project, morning(day))
    for day in (FIRST + DAY * (days + number) for number in range(LOOK_BACK)):
        arrive(project, on_their_way[day])
        tracked(project, morning(day))

    at_once = a_project(tmp_path / "at once", key_results=kinds)
    arrive(at_once, [row for rows in on_their_way.values() for row in rows])
    tracked(at_once, morning(FIRST + DAY * (days + LOOK_BACK - 1)))

    found, wanted = histories(project), histories(at_once)
    assert {each: rows[-1].value for each, rows in found.items()} == {
        each: rows[-1].value for each, rows in wanted.items()
    }
    later = [pair for rows in found.values() for pair in pairwise(rows)]
    assert later, "nothing came late"
    assert all(row.restates == before.value != row.value for before, row in later)
    assert all(row.run != before.run for before, row in later)
    assert all(row.measured_at > before.measured_at for before, row in later)
    figure(
        "T-A13",
        f"{len(found):,} histories: each of {len(later):,} changes tells when, by which run, "
        "from what, to what",
    )
    figure(
        "T-C04",
        f"{len(found):,} days of key results with rows up to {LOOK_BACK - 1} days late: "
        f"{len(later):,} restatements, each marked; in the end as reckoned at once",
    )


def test_a_clock_that_jumps_measures_no_day_twice_and_floods_nothing(
    tmp_path: Path, figure: Figure
) -> None:
    chance, jumps = random.Random(10), 0
    project = a_project(tmp_path / "jumping", key_results=2)
    steady = a_project(tmp_path / "steady", key_results=2)
    for each in (project, steady):
        arrive(each, [(FIRST + DAY * n, kind, 5.0 + n) for n in range(90) for kind in (0, 1)])

    now = latest = morning(FIRST + DAY * 5)
    tracked(project, now)
    for _ in rounds(4, asked=20):
        jumps += 1
        now += chance.choice((-25, -24, -1, 1, 23, 24, 25, 49)) * timedelta(hours=1)
        ahead = max(0, (now.date() - latest.date()).days)
        report = tracked(project, now)
        assert len(report.judged) <= 2 * (LOOK_BACK + ahead)
        latest = max(now, latest)
    tracked(project, latest)
    tracked(steady, latest)

    found, wanted = histories(project), histories(steady)
    assert {len(rows) for rows in found.values()} == {1}
    assert {each: rows[-1].value for each, rows in found.items()} == {
        each: rows[-1].value for each, rows in wanted.items()
    }
    figure("T-B10", f"{jumps} jumps of an hour or a day, back or ahead: every day measured once")
