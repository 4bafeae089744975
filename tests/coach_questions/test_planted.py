"""Sixty key results, some of which somebody should have asked about."""

from __future__ import annotations

import random
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from connectors.registry import Registry
from krtracker.checking import check
from krtracker.cli.start import Start
from krtracker.cli.unmeasured_past import questions
from krtracker.errors import Problem
from krtracker.project import Project
from tests.builders import NOW, Q4
from tests.past_days import remember
from tests.texts import a_project

LEVEL = 200.0
FIELDS = """\
    unit: EUR
    {promise}
    source: logistics
    measure:
      from: {table}
      value: {value}
      where: {where}
      at: delivered_at
      window: last {days} days
"""
SOUND = {f"sound_{number}": "target: 240" for number in range(25)}
TWINS = {f"twin_{number}": "target: 240" for number in range(10)}
OPPOSED = {f"opposed_{number}": "target: 150" for number in range(5)}
FAR = {f"far_{number}": f"target: {500 + 100 * number}" for number in range(10)}
REACHED = {f"reached_{number}": f"baseline: {120 + number}\n    target: 180" for number in range(5)}
NOISY = {f"noisy_{number}": f"target: {LEVEL + 2 + number}" for number in range(5)}
PLANTED = {**SOUND, **TWINS, **OPPOSED, **FAR, **REACHED, **NOISY}
ORPHANS = {f"o{number}" for number in (3, 7, 11, 15, 19)}
WORDS = """
canteens bakeries hotels schools cinemas harbours islands markets clinics farms vineyards museums
garages theatres libraries stadiums campsites airports breweries monasteries
"""


def measured(id: str) -> str:
    """What a key result counts; a twin and an opponent count what a sound one does."""
    kind, _, number = id.partition("_")
    days = 28
    where = f"kind = '{id}'"
    value, table = "avg(amount)", "orders"
    if kind in {"twin", "opposed"}:
        where = f"o.kind in ('sound_{int(number) + (10 if kind == 'opposed' else 0)}')"
        value, table, days = "AVG(o.amount)", "orders o", 14
    return FIELDS.format(promise=PLANTED[id], table=table, value=value, where=where, days=days)


def planted(folder: Path) -> Project:
    """Twenty objectives with three key results each; all but the orphans serve the first."""
    ids = list(PLANTED)
    files = {}
    for number, word in enumerate(WORDS.split()):
        link = "contributes_to: o0\n" if number and f"o{number}" not in ORPHANS else ""
        text = f"objective: Be the supplier that {word} tell each other about\n"
        text += f"team: team_{number}\ncycle: 2026-Q4\n{link}key_results:\n"
        for id in ids[number::20]:
            text += f"  {id}:\n    title: Average basket of {word} in group {id}\n{measured(id)}"
        files[f"o{number}.yaml"] = text
    return a_project(folder, files, settings="timezone: Europe/Paris\n")


def a_source(path: Path) -> None:
    """Fourteen months of orders of every kind, around the level by chance, in a real database."""
    chance = random.Random(6)
    last = Q4.end
    rows = [
        (f"{last - timedelta(days=back)} 12:00:00", id, LEVEL + chance.gauss(0, 45))
        for back in range(430)
        for id in PLANTED
    ]
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE orders (delivered_at TIMESTAMP, kind TEXT, amount REAL)")
        database.executemany("INSERT INTO orders VALUES (?, ?, ?)", rows)
    database.close()


def assert_found(problems: Sequence[Problem]) -> None:
    """All that was planted has been asked about, and hardly anything else."""
    found = defaultdict(set)
    for each in problems:
        file = Path(each.place.file).stem if each.place else ""
        found[each.rule].add(each.subject or file)
    # A twin in an earlier file is the first of the two: then the other one is asked about.
    found["duplicate"] = {id.replace("sound", "twin") for id in found["duplicate"]}
    expected = {
        "duplicate": set(TWINS),
        "conflict": set(OPPOSED),
        "orphan": ORPHANS,
        "beyond_history": set(FAR),
        "already_reached": set(REACHED),
        "inside_the_noise": set(NOISY),
    }
    assert {rule: found[rule] & ids for rule, ids in expected.items()} == expected
    assert len(problems) - sum(map(len, expected.values())) <= 3


def test_what_was_planted_is_found_with_few_false_alarms(tmp_path: Path) -> None:
    project = planted(tmp_path)
    remember(project, dict.fromkeys(PLANTED, LEVEL), days=60)

    catalog = check(project, Registry(project), now=NOW)

    assert len(list(catalog.key_results)) == 60
    assert_found(catalog.problems)


def test_it_is_found_in_the_source_where_nothing_was_measured_yet(tmp_path: Path) -> None:
    project = planted(tmp_path)
    a_source(tmp_path / "logistics.db")
    registry = Registry(project)
    catalog = check(project, registry, now=NOW)

    asked = questions(Start(project, registry, catalog, NOW))

    assert_found(asked)
