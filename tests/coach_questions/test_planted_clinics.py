"""Sixty key results of another trade, whose past has rhythms, trends and days that stand out."""

from __future__ import annotations

import random
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from connectors.registry import Registry
from krtracker.checking import check
from krtracker.cli.start import Start
from krtracker.cli.unmeasured_past import questions
from krtracker.errors import Problem
from krtracker.project import Project
from tests.builders import NOW, Q4
from tests.texts import a_project

WAIT = "avg(minutes_between(arrived_at, seen_at))"
MISSED = "100 * count(*) filter (where outcome = 'missed') / count(*)"
VISITS = "count(*)"
MEDIAN = "median(paid)"
WHERE = "ward = '{}' and kind <> 'test'"
SOUND = [
    (WAIT, "change: -25 percent"),
    (MISSED, "change: -10"),
    (VISITS, "change: +20 percent"),
    (MEDIAN, "change: -15 percent"),
    (WAIT, "keep: {at_most: 45}"),
]
SHAPES = ("steady", "rhythm", "trend", "spikes", "steady")
TWINS = [
    (0, "avg(minutes_between(arrived_at, seen_at)) filter (where not kind = 'test')",
     "'{}' = ward"),
    (1, "avg(case when outcome = 'missed' then 100 else 0 end)", "kind <> 'test' and ward = '{}'"),
    (2, "sum(1)", "ward in ('{}') and not (kind in ('test'))"),
    (3, "percentile_cont(0.5) within group (order by paid)", "kind != 'test' and ward = '{}'"),
    (5, "sum(minutes_between(arrived_at, seen_at)) / count(minutes_between(arrived_at, seen_at))",
     "not (kind = 'test') and ward = '{}'"),
    (6, "100.0 * sum(case when outcome in ('missed') then 1 else 0 end) / nullif(count(*), 0)",
     "kind <> 'test' and ward = '{}'"),
    (7, "count(1)", "not (ward <> '{}' or kind = 'test')"),
    (8, "median(paid)", "(ward = '{}') and ((kind <> 'test'))"),
    (10, "avg(minutes_between(arrived_at, seen_at)) / 60", "ward = '{}' and kind not in ('test')"),
    (12, "count(case when kind <> 'test' then 1 end)", "ward = '{}'"),
]  # fmt: skip
"""The same as a sound one, as somebody else would write it."""
OPPOSED = [
    (15, WAIT, "keep: {at_least: 60}"),
    (16, MISSED, "change: +5"),
    (17, "sum(1)", "change: -20 percent"),
    (18, MEDIAN, "keep: {at_least: 400}"),
    (4, WAIT, "keep: {at_least: 50}"),
]
FAR = [
    (WAIT, "change: -95 percent", "steady"), (WAIT, "target: 2", "rhythm"),
    (WAIT, "target: 150", "trend"), (MISSED, "target: 95", "steady"),
    (MISSED, "target: 70", "rhythm"), (VISITS, "change: +150 percent", "steady"),
    (VISITS, "target: 2000", "rhythm"), (VISITS, "change: -90 percent", "trend"),
    (MEDIAN, "change: +120 percent", "spikes"), (MEDIAN, "target: 400", "steady"),
]  # fmt: skip
REACHED = [
    (WAIT, "{baseline: 90, target: 60}", "steady"),
    (MISSED, "{baseline: 50, target: 40}", "rhythm"),
    (VISITS, "{baseline: 50, target: 80}", "steady"),
    (MEDIAN, "{baseline: 50, target: 80}", "spikes"),
    (VISITS, "target: 80", "rhythm"),
]  # fmt: skip
NOISY = [
    (WAIT, "change: -0.3", "steady"), (MISSED, "change: -1", "rhythm"),
    (VISITS, "change: +1 percent", "rhythm"), (MEDIAN, "change: +0.5 percent", "spikes"),
    ("avg(paid)", "change: -8 percent", "spikes"),
]  # fmt: skip
AIMS = """
walk-ins infants joggers teachers sailors bakers twins seniors newcomers cyclists nurses diabetics
climbers students parents gardeners dancers farmers painters commuters
"""
ORPHANS = {"o2", "o9", "o12", "o16", "o19"}


def ward(number: int) -> str:
    return f"{SHAPES[number // 5]}_{number}"


def planted() -> Iterator[tuple[str, str, str, str]]:
    """What each is called, promises, reckons and leaves out."""
    for number in range(25):
        value, promise = SOUND[number % 5]
        yield f"sound_{number}", promise, value, WHERE.format(ward(number))
    for number, (of, value, where) in enumerate(TWINS):
        yield f"twin_{number}", SOUND[of % 5][1], value, where.format(ward(of))
    for number, (of, value, promise) in enumerate(OPPOSED):
        yield f"opposed_{number}", promise, value, WHERE.format(ward(of))
    for kind, told in (("far", FAR), ("reached", REACHED), ("noisy", NOISY)):
        for number, (value, promise, shape) in enumerate(told):
            yield f"{kind}_{number}", promise, value, f"ward = '{shape}_{kind}{number}'"


def clinics(folder: Path) -> Project:
    """Twenty objectives with three key results each; all but the orphans serve the first."""
    told = list(planted())
    files = {}
    for number, whom in enumerate(AIMS.split()):
        link = "contributes_to: o0\n" if number and f"o{number}" not in ORPHANS else ""
        text = f"objective: Be the clinic that {whom} tell each other about\n"
        text += f"team: team_{number}\ncycle: 2026-Q4\n{link}key_results:\n"
        for id, promise, value, where in told[number::20]:
            lines = promise.strip("{}") if promise.startswith("{") else promise
            lines = lines.replace(", ", "\n    ")
            title = "Increase visits of" if id == "reached_4" else "Average of"
            text += f"  {id}:\n    title: {title} {whom} in ward {id}\n    {lines}\n"
            text += "    source: clinics\n    measure:\n      from: visits\n"
            text += f'      value: "{value}"\n      where: "{where}"\n'
            text += "      at: arrived_at\n      window: last 28 days\n"
        files[f"o{number}.yaml"] = text
    return a_project(
        folder,
        files,
        settings="timezone: Europe/Paris\ncoach: {no_guardrail: off}\n",
        connections="clinics: {type: sqlite, path: clinics.db}\n",
    )


def visits_of(shape: str, day: date, share: float, chance: random.Random) -> int:
    """How many came: fewer at weekends where there is a rhythm, more each day along a trend."""
    if shape == "rhythm":
        return (2 if day.weekday() >= 5 else 6) + chance.randrange(-1, 2)
    return int(3 + 3 * share if shape == "trend" else 5) + chance.randrange(-1, 2)


def rows(wards: Sequence[str], last: date) -> Iterator[tuple[str, str, str, str, str, float]]:
    chance = random.Random(7)
    for back in range(430):
        day, share = last - timedelta(days=back), 1 - back / 430
        for each in wards:
            shape = each.split("_")[0]
            for _ in range(visits_of(shape, day, share, chance)):
                came = datetime.combine(day, datetime.min.time()) + timedelta(hours=9)
                wait = max(1.0, chance.gauss(40, 15))
                paid = chance.gauss(100 + 40 * share if shape == "trend" else 120, 25)
                paid *= 15 if shape == "spikes" and chance.random() < 0.01 else 1
                outcome = "missed" if chance.random() < 0.3 else "seen"
                seen = came + timedelta(minutes=wait)
                yield f"{came}", f"{seen:%Y-%m-%d %H:%M:%S}", each, outcome, "visit", paid


def a_database(path: Path) -> None:
    wards = [ward(number) for number in range(25)]
    for kind, told in (("far", FAR), ("reached", REACHED), ("noisy", NOISY)):
        wards += [f"{shape}_{kind}{number}" for number, (_, _, shape) in enumerate(told)]
    with sqlite3.connect(path) as database:
        database.execute(
            "CREATE TABLE visits (arrived_at TIMESTAMP, seen_at TIMESTAMP, ward TEXT, outcome TEXT,"
            " kind TEXT, paid REAL)"
        )
        database.executemany("INSERT INTO visits VALUES (?, ?, ?, ?, ?, ?)", rows(wards, Q4.end))
    database.close()


def by_rule(problems: Sequence[Problem]) -> dict[str | None, set[str]]:
    found = defaultdict(set)
    for each in problems:
        found[each.rule].add(each.subject or (Path(each.place.file).stem if each.place else ""))
    return found


def test_what_was_planted_among_rhythms_and_trends_is_found(tmp_path: Path) -> None:
    project = clinics(tmp_path)
    a_database(tmp_path / "clinics.db")
    registry = Registry(project)
    catalog = check(project, registry, now=NOW)
    assert catalog.faults == {}

    asked = questions(Start(project, registry, catalog, NOW))

    found = by_rule(asked)
    pairs = {f"sound_{of}": f"twin_{number}" for number, (of, *_) in enumerate(TWINS)}
    opponents = {f"sound_{of}": f"opposed_{number}" for number, (of, *_) in enumerate(OPPOSED)}
    expected = {
        "duplicate": set(pairs.values()),
        "conflict": set(opponents.values()),
        "orphan": ORPHANS,
        "beyond_history": {f"far_{number}" for number in range(10)},
        "already_reached": {f"reached_{number}" for number in range(5)},
        "inside_the_noise": {f"noisy_{number}" for number in range(5)},
    }
    # Of two that are alike, the one in the later file is asked about.
    found["duplicate"] = {pairs.get(each, each) for each in found["duplicate"]}
    found["conflict"] = {opponents.get(each, each) for each in found["conflict"]}
    assert {rule: found[rule] & ids for rule, ids in expected.items()} == expected
    assert len(asked) - sum(map(len, expected.values())) <= 3
