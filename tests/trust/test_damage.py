"""Damaged ledgers: each is named by `doctor`, and the last backup comes back whole."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from krtracker.errors import LedgerError
from krtracker.ledger import Ledger, Snapshot, back_up, backups, default_folder, examine, restore
from krtracker.ledger.publishing import POINTER
from krtracker.project import Project
from tests.builders import A_DAY, NOW, a_batch, a_catalog, a_judged, a_key_result, an_unmeasured
from tests.trust.conftest import Figure
from tests.trust.scale import rounds

A_KEY_RESULT = a_key_result()
ROOT = Path(__file__).parents[2]
HEADERS = 3 * 4096
BLOCK = 262_144


@dataclass(frozen=True)
class Kept:
    """A whole ledger with its backup, to be damaged again and again."""

    root: Path
    read: tuple[int, ...]
    """The offsets of the blocks that hold rows."""
    rows: int

    @property
    def project(self) -> Project:
        return Project(self.root)

    @property
    def file(self) -> Path:
        return self.project.ledger_file

    def again(self, state: str = "whole") -> Project:
        """The ledger as it was before any damage: `whole`, or `killed` with its log."""
        self.log.unlink(missing_ok=True)
        for path in (self.root / state).iterdir():
            shutil.copyfile(path, self.project.state / path.name)
        return self.project

    @property
    def log(self) -> Path:
        return self.file.with_name("ledger.duckdb.wal")

    def edit(self, statement: str) -> None:
        """What somebody with a database tool might do."""
        with duckdb.connect(str(self.file)) as connection:
            connection.execute(statement)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    root = tmp_path_factory.mktemp("damage")
    (root / "project.yaml").write_text("name: test\n")
    project, ledger = Project(root), Ledger(Project(root))
    ledger.adopt(a_catalog(A_KEY_RESULT), now=NOW, run="run-1")
    for run in range(4):
        judged = [
            a_judged(40 + day / 7, as_of=A_DAY - timedelta(days=day), query=f"SELECT {run}")
            for day in range(10 * run, 10 * run + 10)
        ]
        ledger.record(a_batch(*judged, run=f"run-{run}"))
    ledger.record(a_batch(an_unmeasured(as_of=A_KEY_RESULT.cycle.eve)))
    ledger.publish()
    back_up(project, default_folder(project), now=NOW)
    _keep(project, "whole")
    rows = ledger.head().sequence
    script = CRASH.format(value=47.0, rows=rows)
    ended = subprocess.run([sys.executable, "-c", script, str(root)], cwd=ROOT, check=False)
    assert ended.returncode == 9
    _keep(project, "killed")
    return Kept(root, _read_blocks(root / "whole" / "ledger.duckdb"), rows)


def _keep(project: Project, name: str) -> None:
    """Copy what lies there, a log left by a crash included."""
    folder = project.root / name
    folder.mkdir()
    for path in project.state.glob("ledger.*"):
        shutil.copyfile(path, folder / path.name)


CRASH = """
import os, sys
from pathlib import Path
from krtracker.ledger import Ledger, founding, transaction
from krtracker.project import Project
from tests.builders import a_batch, a_judged

keep = transaction.write_head
founding.SMALL_BYTES = 0

def crash(path, head):
    keep(path, head)
    if head.sequence > {rows}:
        os._exit(9)

transaction.write_head = crash
Ledger(Project(Path(sys.argv[1]))).record(a_batch(a_judged({value}), run="killed"))
"""
"""Dies after its rows are in the log of a large ledger and in the head, and not in the file."""


def _read_blocks(file: Path) -> tuple[int, ...]:
    """Where the blocks lie that are read when every row is: those of columns and of metadata."""
    blocks: set[int] = set()
    with duckdb.connect(str(file), read_only=True) as connection:
        names = [row[0] for row in connection.execute("SHOW TABLES").fetchall()]
        for name in names:
            sql = f"SELECT block_id FROM pragma_storage_info('{name}') WHERE persistent"
            blocks |= {row[0] for row in connection.execute(sql).fetchall()}
        sql = "SELECT block_id FROM pragma_metadata_info()"
        blocks |= {row[0] for row in connection.execute(sql).fetchall()}
    return tuple(HEADERS + each * BLOCK for each in sorted(blocks) if each >= 0)


def truncated(kept: Kept, chance: random.Random) -> str:
    # Behind the last block in use the file may have free ones, and nothing is lost with them.
    length = chance.randrange(kept.read[-1] + BLOCK)
    with kept.file.open("r+b") as file:
        file.truncate(length)
    return f"truncated to {length} bytes"


def flipped(kept: Kept, chance: random.Random) -> str:
    where, bit = chance.choice(kept.read) + chance.randrange(BLOCK), 1 << chance.randrange(8)
    where = min(where, kept.file.stat().st_size - 1)
    with kept.file.open("r+b") as file:
        file.seek(where)
        (byte,) = file.read(1)
        file.seek(where)
        file.write(bytes([byte ^ bit]))
    return f"bit {bit} of byte {where} flipped"


def cut(kept: Kept, chance: random.Random) -> str:
    """The newest rows taken out, and the file put in order behind it."""
    last = chance.randrange(1, kept.rows - 1)
    tables = ("measurements", "queries", "attempts", "runs", "promises", "catalogs")
    kept.edit(";".join(f"DELETE FROM {each} WHERE sequence > {last}" for each in tables))
    return f"rows after {last} removed"


EDITS: tuple[Callable[[random.Random], str], ...] = (
    lambda chance: f"UPDATE measurements SET value = value + {chance.random() + 0.001}",
    lambda chance: (
        "UPDATE measurements SET verdict = 'rejected' WHERE as_of = "
        f"DATE '2026-11-21' - {chance.randrange(40)}"
    ),
    lambda chance: (
        f"DELETE FROM measurements WHERE as_of = '2026-11-21'::DATE - {chance.randrange(40)}"
    ),
    lambda chance: (
        f"UPDATE runs SET recorded_at = recorded_at - INTERVAL {chance.randrange(1, 99)} SECOND"
    ),
    lambda chance: f"UPDATE queries SET query = 'SELECT {chance.random()}'",
    lambda chance: f"UPDATE promises SET effective = effective - {chance.randrange(1, 30)}",
    lambda chance: "UPDATE measurements SET hash = 'ab'::BLOB WHERE as_of = '2026-11-21'",
    lambda chance: "UPDATE attempts SET reason = 'none'",
    lambda chance: "UPDATE catalogs SET catalog = '{}'",
    lambda chance: (
        "INSERT INTO queries SELECT (SELECT max(sequence) + 1 FROM runs), form, 'x', 'y', hash "
        "FROM queries LIMIT 1"
    ),
)


NONSENSE = (
    "DROP TABLE splits",
    "DROP TABLE measurements",
    "DROP TABLE shape",
    "DELETE FROM shape",
    "ALTER TABLE runs RENAME COLUMN source TO somewhere",
    "ALTER TABLE measurements DROP COLUMN way",
    "UPDATE catalogs SET catalog = '{'",
    "UPDATE measurements SET verdict = 'splendid'",
)
"""Edits after which the ledger cannot even be read."""


def edited(kept: Kept, chance: random.Random) -> str:
    statement = chance.choice(EDITS)(chance)
    kept.edit(statement)
    return statement


def torn(kept: Kept, chance: random.Random) -> str:
    """A log that a killed run left behind, without its end."""
    kept.again("killed")
    length = chance.randrange(1, kept.log.stat().st_size)
    with kept.log.open("r+b") as file:
        file.truncate(length)
    return f"log truncated to {length} bytes"


DAMAGES = {"truncated": truncated, "flipped": flipped, "cut": cut, "edited": edited, "torn": torn}


def faults(project: Project) -> list[str]:
    return [each.text for each in examine(project) if each.is_fault]


def told(project: Project) -> list[Any]:
    with Snapshot.latest(project) as snapshot:  # type: ignore[union-attr]
        return snapshot.history(A_KEY_RESULT)


def test_a_whole_ledger_has_no_fault(kept: Kept) -> None:
    assert faults(kept.again()) == []


@pytest.mark.parametrize("kind", DAMAGES)
def test_damage_is_named(kept: Kept, kind: str, figure: Figure) -> None:
    chance, count, missed = random.Random(kind), 0, []
    assert faults(kept.again()) == [], "a whole one is named as well"
    for _ in rounds(5, asked=100):
        count += 1
        project = kept.again()
        what = DAMAGES[kind](kept, chance)
        if not faults(project):
            missed.append(what)

    assert missed == []
    figure("T-A04", f"{count} ledgers {kind}: {count} named by `doctor`")


@pytest.mark.parametrize("kind", DAMAGES)
def test_the_last_backup_comes_back_whole(kept: Kept, kind: str, figure: Figure) -> None:
    chance, count = random.Random(kind), 0
    project = kept.again()
    (last, *_), before = backups(default_folder(project)), told(project)
    for _ in rounds(2, asked=100):
        count += 1
        kept.again()
        DAMAGES[kind](kept, chance)
        damaged = kept.file.read_bytes()

        aside = restore(project, last, now=NOW)

        assert aside is not None
        assert (aside / "ledger.duckdb").read_bytes() == damaged
        assert faults(project) == []
        assert told(project) == before
        shutil.rmtree(aside)
    figure("T-A11", f"{count} ledgers {kind}: the last backup restored whole {count} times")


@pytest.mark.parametrize("statement", NONSENSE)
def test_a_ledger_that_makes_no_sense_is_named_and_stops_a_run(kept: Kept, statement: str) -> None:
    project = kept.again()
    kept.edit(statement)

    assert faults(project)
    with pytest.raises(LedgerError, match=r"restore the last backup|is not what was written"):
        a_run(project)


def a_run(project: Project) -> None:
    ledger = Ledger(project)
    ledger.adopt(a_catalog(A_KEY_RESULT), now=NOW, run="run-9")
    ledger.points([A_KEY_RESULT])
    ledger.record(a_batch(a_judged(1.0)))


def test_a_head_that_makes_no_sense_is_named(kept: Kept) -> None:
    project = kept.again()
    project.ledger_head.write_text('{"sequence": 1e400, "hash": ""}', encoding="utf-8")

    (fault, *_) = faults(project)

    assert "is damaged" in fault


@pytest.mark.parametrize("name", ["state", "snapshots"])
def test_a_file_where_a_folder_should_be_is_named(project: Project, name: str) -> None:
    folder = getattr(project, name)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("no folder")

    with pytest.raises(LedgerError, match="not a directory"):
        Snapshot.latest(project)
    assert name != "state" or "not a directory" in faults(project)[0]


def test_a_ledger_put_back_with_its_head_is_told_from_what_was_published(project: Project) -> None:
    ledger = Ledger(project)
    ledger.record(a_batch(a_judged(42.0)))
    old = {path: path.read_bytes() for path in (project.ledger_file, project.ledger_head)}
    ledger.record(a_batch(a_judged(43.0)))
    ledger.publish()

    for path, content in old.items():
        path.write_bytes(content)

    (fault,) = faults(project)
    assert "are in the snapshot" in fault


def test_a_ledger_that_is_gone_is_named(kept: Kept) -> None:
    project = kept.again()
    project.ledger_file.unlink()

    (fault,) = faults(project)

    assert "is gone" in fault


def test_a_damaged_snapshot_is_named_beside_a_whole_ledger(kept: Kept) -> None:
    project = kept.again()
    (pointed,) = project.snapshots.glob("*.duckdb")
    whole = pointed.read_bytes()
    pointed.write_bytes(whole[: len(whole) // 2])

    found = [each for each in examine(project) if each.is_fault]
    pointed.write_bytes(whole)

    assert [each.subject for each in found] == ["snapshot"]


def test_a_pointer_that_is_not_there_yet_is_no_fault_and_one_that_says_nothing_is(
    kept: Kept,
) -> None:
    project = kept.again()
    pointer = project.snapshots / POINTER
    whole = pointer.read_text()
    pointer.unlink()
    missing = examine(project)
    pointer.write_text("{")
    damaged = examine(project)
    pointer.write_text(whole)

    assert not any(each.is_fault for each in missing)
    assert any("pointer to the newest one is missing" in each.text for each in missing)
    assert [each.text for each in damaged if each.is_fault] == [
        "the pointer to the newest one cannot be understood"
    ]


def test_a_backup_that_was_changed_is_not_restored(kept: Kept) -> None:
    project = kept.again()
    (last, *_) = backups(default_folder(project))
    whole = last.ledger.read_bytes()
    last.ledger.write_bytes(whole[:-1] + b"x")
    before = project.ledger_file.read_bytes()

    with pytest.raises(LedgerError, match="its bytes have changed since"):
        restore(project, last, now=NOW)
    last.ledger.write_bytes(whole)

    assert project.ledger_file.read_bytes() == before


def test_a_damaged_ledger_is_not_backed_up(kept: Kept) -> None:
    project = kept.again()
    kept.edit("DELETE FROM runs")

    with pytest.raises(LedgerError):
        back_up(project, default_folder(project), now=NOW)

    assert len(backups(default_folder(project))) == 1


def test_nothing_measured_yet_is_no_fault_and_leaves_no_trace(project: Project) -> None:
    assert faults(project) == []
    assert not project.state.exists()
