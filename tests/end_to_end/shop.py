"""A small project with three SQLite sources, and the real command run on it."""

from __future__ import annotations

import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from krtracker.cli.app import run

TODAY = date(2026, 11, 22)
CYCLE = ("2026-11", date(2026, 11, 1), date(2026, 11, 30))
FIRST = date(2026, 9, 1)
SOURCES = ("orders", "desk", "crm")
COMMAND = (sys.executable, "-m", "krtracker.cli")

PROJECT = """\
name: Shop
timezone: Europe/Paris
clock: {today}
limits: {{objectives_per_team: 9, key_results_per_objective: 9}}
"""
CONNECTION = """\
{source}:
  type: sqlite
  path: data/{source}.sqlite
  look_back: 5 days
"""
DEFINITION = """\
objective: Know the {source} of this shop by heart
team: team_{source}
cycle: 2026-11
key_results:
  {source}_count:
    title: Rows of the last week
    unit: rows
    baseline: 20
    target: 60
    source: {source}
    measure:
      from: events
      value: count(*)
      at: happened_at
      window: last 7 days
  {source}_amount:
    title: Average amount of the last month
    unit: EUR
    change: +10 percent
    source: {source}
    measure:
      from: events
      value: avg(amount)
      where: amount is not null
      at: happened_at
      window: last 28 days
"""


@dataclass(frozen=True)
class Done:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """What `--json` printed."""
        return dict(json.loads(self.out))


@dataclass(frozen=True)
class Shop:
    """A project on disk."""

    root: Path

    def run(self, *words: str) -> Done:
        """Run a command on it in this process: as the real one, but without its start-up."""
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = run(["--project", str(self.root), *words])
        return Done(int(code), out.getvalue(), err.getvalue())

    def copied(self, root: Path) -> Shop:
        """The same project in another folder, for one test to write in."""
        return Shop(Path(shutil.copytree(self.root, root, dirs_exist_ok=True)))

    def start(self, *words: str, **environment: str) -> Done:
        """Run the real command as a process of its own."""
        return command(*words, folder=self.root, **environment)

    def history(self) -> list[str]:
        """Every measurement as CSV lines, without the moment it was measured."""
        lines = self.run("history", "--csv").out.splitlines()
        return [",".join([*line.split(",")[:5], line.split(",")[6]]) for line in lines]

    def write(self, path: str, text: str) -> None:
        """Write one of its files."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")

    def change(self, path: str, old: str, new: str) -> None:
        """Replace a text that must be there in one of its files."""
        text = (self.root / path).read_text("utf-8")
        assert old in text
        self.write(path, text.replace(old, new))

    def add(self, source: str, day: date, amount: float | None = 10.0) -> None:
        """Let a row arrive."""
        with sqlite3.connect(self.root / f"data/{source}.sqlite") as database:
            database.execute("INSERT INTO events VALUES (?, ?)", (at_noon(day), amount))
        database.close()

    def set_today(self, day: date) -> None:
        """Move the project's fixed clock."""
        self.write("project.yaml", PROJECT.format(today=day))

    def hide(self, source: str) -> None:
        """Take a source away."""
        self.file(source).rename(self.file(source).with_suffix(".away"))

    def bring_back(self, source: str) -> None:
        """Put it back."""
        self.file(source).with_suffix(".away").rename(self.file(source))

    def file(self, source: str) -> Path:
        """Where a source lies."""
        return self.root / f"data/{source}.sqlite"


def a_shop(root: Path, *, sources: tuple[str, ...] = SOURCES, today: date = TODAY) -> Shop:
    """A sound project with a database, a connection and an objective per source."""
    shop = Shop(root)
    shop.set_today(today)
    shop.write("connections.yaml", "".join(CONNECTION.format(source=each) for each in sources))
    (root / "data").mkdir()
    for number, source in enumerate(sources):
        shop.write(f"kr_definitions/{source}.yaml", DEFINITION.format(source=source))
        fill(shop.file(source), seed=number)
    return shop


def fill(path: Path, *, seed: int) -> None:
    """A table of events, three to five a day, up to the day before the fixed clock's."""
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE events (happened_at TIMESTAMP, amount REAL)")
        for number in range((TODAY - FIRST).days):
            day = FIRST + timedelta(days=number)
            rows = 3 + (number * 7 + seed) % 3
            amounts = [(at_noon(day), 10.0 + (number * 13 + row) % 17) for row in range(rows)]
            database.executemany("INSERT INTO events VALUES (?, ?)", amounts)
    database.close()


def at_noon(day: date) -> str:
    """A moment of a day as SQLite keeps it."""
    return datetime.combine(day, time(12)).isoformat(" ")


def command(*words: str, folder: Path, **environment: str) -> Done:
    """Run the real command as a process in a folder."""
    done = subprocess.run(
        [*COMMAND, *words],
        cwd=folder,
        env=clean_environment() | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def clean_environment() -> dict[str, str]:
    """This process's environment without what would point at another project."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KRTRACKER_")}
    return {**kept, "NO_COLOR": "1"}
