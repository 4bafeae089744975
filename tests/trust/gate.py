"""One project with a source per fault: sound on the first day, hit by its fault on the second."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import duckdb

from tests.end_to_end.shop import Shop

TODAY = date(2026, 11, 22)
TOMORROW = TODAY + timedelta(days=1)
FIRST = date(2026, 11, 1)
ROWS_A_DAY = 20

PROJECT = """\
name: Gate
timezone: Europe/Paris
clock: {today}
limits: {{objectives_per_team: 200, key_results_per_objective: 9}}
"""
CONNECTION = """\
{name}:
  type: {kind}
  path: data/{name}.{kind}
  look_back: 2 days
  timeout: 1 s
  tables:
    orders: {{updated: ordered_at, fresh_within: 20 h, rows_per_day: {{between: [15, 25]}}}}
"""
DEFINITION = """\
objective: Withstand {name}
team: team_{name}
cycle: {{start: 2026-11-16, end: 2026-12-31}}
key_results:
  {name}:
    title: What {name} does to a number
    unit: EUR
    baseline: 100
    target: 150
    source: {name}
{how}{expect}"""
MEASURE = """\
    measure:
      from: orders
      value: {value}
      where: {where}
      at: ordered_at
      window: last 7 days
"""
SQL = """\
    sql: |
      {sql}
    window: last 7 days
"""
EXPECT = """\
    expect:
      rows: {at_least: 100}
      value: {between: [80, 160]}
      jump: {at_most: 25 percent}
      nulls: {amount: {at_most: 2 percent}}
      duplicates: {number: {at_most: 0}}
"""
SOUND = "select avg(amount) as value from orders where ordered_at >= :since and ordered_at < :until"

Source = Any
Injection = Callable[[Source, Path], None]


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong overnight, how it must end, and the words that must name it."""

    name: str
    cause: str
    """A regular expression that the reason shown must match."""
    inject: Injection
    on_file: Callable[[Path], None] = lambda path: None
    kind: str = "duckdb"
    value: str = "avg(amount)"
    where: str = "state = 'done'"
    sql: str | None = None
    expects: bool = True
    day_arrives: bool = True
    """Whether the sound rows of the new day are there before the fault strikes."""
    ends: str = "held"
    """Whether the number is held (the day was measured and not believed) or stale (it was not)."""

    @property
    def definition(self) -> str:
        """Its file in `kr_definitions/`."""
        if self.sql is not None:
            return DEFINITION.format(name=self.name, how=SQL.format(sql=self.sql), expect="")
        how = MEASURE.format(value=self.value, where=self.where)
        return DEFINITION.format(name=self.name, how=how, expect=EXPECT if self.expects else "")

    @property
    def connection(self) -> str:
        """Its entry in `connections.yaml`."""
        return CONNECTION.format(name=self.name, kind=self.kind)


def opened(kind: str, path: Path) -> Source:
    """The source, to be written."""
    return duckdb.connect(str(path)) if kind == "duckdb" else sqlite3.connect(path)


def rows_of(day: date) -> list[tuple[Any, ...]]:
    """Twenty orders from seven in the morning to late in the evening."""
    return [
        (
            day.toordinal() * 100 + row,
            datetime.combine(day, time(7)) + timedelta(minutes=48 * row),
            100.0 + (day.toordinal() * 7 + row * 13) % 21,
            "done",
        )
        for row in range(ROWS_A_DAY)
    ]


def insert(source: Source, rows: Sequence[tuple[Any, ...]]) -> None:
    """Let rows arrive."""
    if isinstance(source, sqlite3.Connection):
        rows = [(number, str(moment), *rest) for number, moment, *rest in rows]
    source.executemany("INSERT INTO orders VALUES (?, ?, ?, ?)", rows)


def a_gate(root: Path, faults: Sequence[Fault]) -> Shop:
    """The project with all sources sound, not yet tracked."""
    shop = Shop(root)
    shop.write("project.yaml", PROJECT.format(today=TODAY))
    shop.write("connections.yaml", "".join(each.connection for each in faults))
    (root / "data").mkdir()
    days = [FIRST + timedelta(days=number) for number in range((TODAY - FIRST).days)]
    history = [row for day in days for row in rows_of(day)]
    made: dict[str, Path] = {}
    for each in faults:
        shop.write(f"kr_definitions/{each.name}.yaml", each.definition)
        path = root / f"data/{each.name}.{each.kind}"
        if each.kind in made:
            path.write_bytes(made[each.kind].read_bytes())
            continue
        source = opened(each.kind, path)
        source.execute(
            "CREATE TABLE orders "
            "(number BIGINT, ordered_at TIMESTAMP, amount DOUBLE, state VARCHAR)"
        )
        insert(source, history)
        source.commit()
        source.close()
        made[each.kind] = path
    return shop


def night_falls(shop: Shop, faults: Sequence[Fault]) -> None:
    """The new day's rows arrive, the faults strike, and the clock moves on."""
    for each in faults:
        path = shop.root / f"data/{each.name}.{each.kind}"
        source = opened(each.kind, path)
        if each.day_arrives:
            insert(source, rows_of(TODAY))
        each.inject(source, path)
        source.commit()
        source.close()
        each.on_file(path)
    shop.write("project.yaml", PROJECT.format(today=TOMORROW))


def does(*statements: str) -> Injection:
    """A fault that strikes inside the source."""

    def inject(source: Source, _path: Path) -> None:
        for statement in statements:
            source.execute(statement)

    return inject


def nothing(source: Source, _path: Path) -> None:
    """No fault at all: what a test of faults is held against."""
