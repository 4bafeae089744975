from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from krtracker.definitions import load
from krtracker.demo import files, generate, next_day, today
from krtracker.demo.sources import databases
from krtracker.errors import UsageError
from krtracker.project import Project

ROOT = Path(__file__).parents[2]
OPENING = date(2026, 11, 22)
TOMORROW = OPENING + timedelta(days=1)


@cache
def sources(day: date = OPENING) -> Mapping[str, Mapping[str, pa.Table]]:
    return databases(day)


def count(sql: str, table: str = "orders", day: date = OPENING) -> int:
    tables = {name: rows for each in sources(day).values() for name, rows in each.items()}
    with duckdb.connect() as database:
        database.register(table, tables[table])
        return int(database.execute(sql).fetchall()[0][0])


@pytest.fixture
def demo(tmp_path: Path) -> Project:
    (tmp_path / "project.yaml").write_text("timezone: Europe/Paris\nclock: 2026-11-22\n", "utf-8")
    return Project(tmp_path)


def test_the_same_day_gives_the_same_rows_again() -> None:
    assert databases(OPENING) == sources()


def test_generating_twice_leaves_three_databases_and_nothing_else(demo: Project) -> None:
    generate(demo)
    generate(demo)

    left = sorted(path.name for path in (demo.root / "demo").iterdir())

    assert left == ["crm.sqlite", "logistics.duckdb", "support.sqlite"]


def test_what_a_killed_run_left_is_swept_away_later(demo: Project) -> None:
    left = demo.root / "demo" / ".unfinished-killed"
    left.mkdir(parents=True)
    os.utime(left, (0, 0))

    generate(demo)

    assert not left.exists()


def test_a_folder_that_cannot_be_made_is_told_in_a_sentence(demo: Project) -> None:
    (demo.root / "demo").write_text("a file")

    with pytest.raises(UsageError, match="cannot be written to"):
        generate(demo)


def test_a_day_that_could_not_be_written_has_not_passed(demo: Project) -> None:
    (demo.root / "demo").write_text("a file")

    with pytest.raises(UsageError):
        next_day(demo)

    assert today(demo) == OPENING


def test_every_table_lies_whole_in_its_file(demo: Project) -> None:
    generate(demo)

    folder = demo.root / "demo"
    with duckdb.connect(str(folder / "logistics.duckdb"), read_only=True) as logistics:
        orders = logistics.execute("SELECT count(*) FROM orders").fetchall()
    with closing(sqlite3.connect(folder / "support.sqlite")) as support:
        tickets = support.execute("SELECT count(*) FROM tickets").fetchall()

    assert orders == [(sources()["logistics.duckdb"]["orders"].num_rows,)]
    assert tickets == [(sources()["support.sqlite"]["tickets"].num_rows,)]


def test_no_delivery_is_known_before_it_is_recorded() -> None:
    end = "TIMESTAMP '2026-11-21 23:00'"

    assert count(f"SELECT count(*) FROM orders WHERE recorded_at >= {end}") == 0
    assert count(f"SELECT count(*) FROM orders WHERE ordered_at >= {end}") == 0
    assert count("SELECT count(*) FROM orders WHERE delivered_at IS NULL") > 0


def test_a_day_that_passes_changes_nothing_but_what_was_empty() -> None:
    before = sources()["logistics.duckdb"]["orders"]
    after = sources(TOMORROW)["logistics.duckdb"]["orders"].slice(0, before.num_rows)

    for name in before.column_names:
        known = before[name].is_valid()
        assert before[name].filter(known) == after[name].filter(known), name


def test_a_day_that_passes_brings_late_records_of_days_before() -> None:
    delivered = "SELECT count(*) FROM orders WHERE delivered_at < TIMESTAMP '2026-11-21 23:00'"

    assert count(delivered, day=TOMORROW) > count(delivered)


def test_every_day_to_the_end_of_the_cycle_brings_orders() -> None:
    a_day = "SELECT count(*) AS orders FROM orders GROUP BY ordered_at::date"

    assert count(f"SELECT min(orders) FROM ({a_day})", day=date(2027, 1, 1)) > 60


def test_what_the_demo_promises_has_no_problem() -> None:
    assert load(Project(ROOT)).problems == ()


def test_a_new_project_gets_the_promises_of_this_one() -> None:
    texts = files()

    assert texts["project.yaml"] == (ROOT / "project.yaml").read_text("utf-8")
    assert {name for name in texts if name.startswith("kr_definitions/")} == {
        path.relative_to(ROOT).as_posix() for path in (ROOT / "kr_definitions").rglob("*.yaml")
    }


def test_a_reader_keeps_the_file_it_opened_while_a_day_passes(demo: Project) -> None:
    generate(demo)
    with closing(sqlite3.connect(demo.root / "demo" / "crm.sqlite")) as reader:
        before = reader.execute("SELECT count(*) FROM leads").fetchone()
        next_day(demo)

        assert reader.execute("SELECT count(*) FROM leads").fetchone() == before


def test_a_day_that_passes_leaves_the_checkout_clean() -> None:
    ignored = subprocess.run(
        ["git", "check-ignore", "demo/crm.sqlite", ".krtracker/clock"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if ignored.returncode == 128:
        pytest.skip("not a git checkout")

    assert len(ignored.stdout.split()) == 2
