"""A ledger that is damaged, lost, locked or out of space says so by name, and loses nothing."""

from __future__ import annotations

import errno
import os
import random
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock

from krtracker.errors import LedgerError
from krtracker.ledger import Ledger, Recorded, Snapshot, examine, founding
from krtracker.ledger.migrations import STEPS
from krtracker.project import Project
from tests.builders import NOW, a_batch, a_catalog, a_judged, a_key_result, an_unmeasured

SCALE = int(os.environ.get("KRTRACKER_SCALE", "1"))
A_KEY_RESULT = a_key_result()
ROOT = Path(__file__).parents[3]

CRASH = """
import os, sys
from pathlib import Path
from krtracker.ledger import Ledger, founding, transaction
from krtracker.project import Project
from tests.builders import a_batch, a_judged

keep, founding.SMALL_BYTES = transaction.write_head, {small}

def crash(path, head):
    if head.sequence and {after}:
        keep(path, head)
    if head.sequence:
        os._exit(9)
    keep(path, head)

transaction.write_head = crash
Ledger(Project(Path(sys.argv[1]))).record(a_batch(a_judged({value})))
"""


def crash(project: Project, value: float, *, after_the_head: bool, is_large: bool = True) -> None:
    """Record a value in a process that dies between the commit and its end.

    What is new is in the log of a ledger that is taken for large, and in a small one itself.
    """
    small = 0 if is_large else founding.SMALL_BYTES
    script = CRASH.format(after=after_the_head, value=value, small=small)
    ended = subprocess.run([sys.executable, "-c", script, project.root], cwd=ROOT, check=False)
    assert ended.returncode == 9


def log(project: Project) -> Path:
    return project.ledger_file.with_name("ledger.duckdb.wal")


def values(ledger: Ledger) -> list[float | None]:
    return [point.value for point in ledger.points([A_KEY_RESULT])[A_KEY_RESULT.key]]


def edit(project: Project, statement: str) -> None:
    """What somebody with a database tool might do."""
    with duckdb.connect(str(project.ledger_file)) as connection:
        connection.execute(statement)


@pytest.mark.parametrize("is_large", [True, False])
def test_a_crash_between_commit_and_head_loses_nothing(
    ledger: Ledger, project: Project, is_large: bool
) -> None:
    ledger.record(a_batch(a_judged(42.0)))
    crash(project, 43.0, after_the_head=False, is_large=is_large)

    assert values(ledger) == [43.0]
    assert ledger.record(a_batch(a_judged(43.0))) == Recorded(unchanged=1)
    assert ledger.publish() is not None
    assert ledger.prove() == ledger.head()


@pytest.mark.parametrize("is_large", [True, False])
def test_a_crash_in_the_first_batch_loses_nothing(
    ledger: Ledger, project: Project, is_large: bool
) -> None:
    crash(project, 43.0, after_the_head=False, is_large=is_large)

    assert values(ledger) == [43.0]


def test_a_crash_before_the_checkpoint_is_published_all_the_same(
    ledger: Ledger, project: Project
) -> None:
    ledger.record(a_batch(a_judged(42.0)))
    ledger.publish()
    crash(project, 43.0, after_the_head=True)
    assert log(project).exists()

    ledger.publish()

    with Snapshot.latest(project) as snapshot:
        assert snapshot.history(A_KEY_RESULT)[0].value == 43.0
    assert not log(project).exists()


def test_a_torn_write_ahead_log_is_named_and_never_silently_short(
    ledger: Ledger, project: Project
) -> None:
    ledger.record(a_batch(a_judged(42.0)))
    crash(project, 43.0, after_the_head=True)
    whole = log(project).read_bytes()
    kept = project.state / "kept"
    shutil.copy(project.ledger_file, kept)
    for _ in range(10 * SCALE):
        shutil.copy(kept, project.ledger_file)
        log(project).write_bytes(whole[: random.randrange(len(whole) - 1)])

        with pytest.raises(LedgerError, match=r"ledger\.duckdb cannot be used"):
            ledger.points([A_KEY_RESULT])
        with pytest.raises(LedgerError, match=r"ledger\.duckdb cannot be used"):
            ledger.record(a_batch(a_judged(44.0)))


def test_a_torn_write_ahead_log_stays_as_it_is_for_whoever_mends_it(
    ledger: Ledger, project: Project
) -> None:
    ledger.record(a_batch(a_judged(42.0)))
    crash(project, 43.0, after_the_head=True)
    torn = log(project).read_bytes()[:-5]
    log(project).write_bytes(torn)

    for use in (lambda: ledger.record(a_batch(a_judged(44.0))), ledger.publish):
        with pytest.raises(LedgerError):
            use()

    assert log(project).read_bytes() == torn


A_HOLE = (16).to_bytes(8, "little") + bytes(24)
"""An entry of a log whose pages were never written."""


def test_a_hole_behind_what_was_reported_costs_nothing(ledger: Ledger, project: Project) -> None:
    ledger.record(a_batch(a_judged(42.0)))
    crash(project, 43.0, after_the_head=True)
    whole = log(project).read_bytes()
    log(project).write_bytes(whole + A_HOLE)

    assert not any(each.is_fault for each in examine(project))
    assert log(project).read_bytes() == whole + A_HOLE, "looking changes nothing"
    assert values(ledger) == [43.0]
    assert ledger.record(a_batch(a_judged(44.0))) == Recorded(written=1, restated=1)


def test_a_hole_in_what_was_reported_is_named(ledger: Ledger, project: Project) -> None:
    ledger.record(a_batch(a_judged(42.0)))
    crash(project, 43.0, after_the_head=True)
    torn = log(project).read_bytes()[:-200] + bytes(200)
    log(project).write_bytes(torn)

    with pytest.raises(LedgerError, match="rows 4 to 5 are missing"):
        ledger.points([A_KEY_RESULT])
    with pytest.raises(LedgerError, match="rows 4 to 5 are missing"):
        ledger.record(a_batch(a_judged(44.0)))
    assert log(project).read_bytes() == torn


def test_a_log_that_was_taken_in_already_is_passed_over(ledger: Ledger, project: Project) -> None:
    ledger.record(a_batch(a_judged(42.0)))
    crash(project, 43.0, after_the_head=True)
    old = log(project).read_bytes()
    ledger.publish()
    log(project).write_bytes(old)

    assert not any(each.is_fault for each in examine(project))
    assert values(ledger) == [43.0]
    assert ledger.record(a_batch(a_judged(44.0))) == Recorded(written=1, restated=1)
    assert not log(project).exists()


def test_a_large_ledger_keeps_its_log_until_it_is_published(
    ledger: Ledger, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.record(a_batch(a_judged(41.0)))  # which begins it, as one file
    monkeypatch.setattr(founding, "SMALL_BYTES", 0)
    for value in (42.0, 43.0):
        ledger.record(a_batch(a_judged(value)))
        assert log(project).exists()
        assert values(ledger) == [value]

    ledger.publish()

    assert not log(project).exists()
    assert ledger.prove() == ledger.head()


def test_where_there_is_no_room_for_a_copy_the_log_holds_what_is_new(
    ledger: Ledger, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.record(a_batch(a_judged(42.0)))

    def fill(part: Path, _ledger: Path) -> None:
        part.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "no space left on device")

    with monkeypatch.context() as full:
        full.setattr(founding, "_fill", fill)
        ledger.record(a_batch(a_judged(43.0)))
        assert log(project).exists()
        assert values(ledger) == [43.0]

    ledger.record(a_batch(a_judged(44.0)))
    assert values(ledger) == [44.0]
    assert sorted(each.name for each in project.state.glob("ledger.*")) == [
        "ledger.duckdb",
        "ledger.head",
        "ledger.lock",
    ]


def test_what_a_killed_process_left_half_written_is_cleared(
    ledger: Ledger, project: Project
) -> None:
    project.state.mkdir()
    left = project.state / "ledger.duckdb.12345678.part"
    left.write_bytes(b"half")

    ledger.record(a_batch(a_judged(42.0)))

    assert not left.exists()


def test_a_lost_write_ahead_log_is_named(ledger: Ledger, project: Project) -> None:
    ledger.record(a_batch(a_judged(42.0)))
    crash(project, 43.0, after_the_head=True)
    log(project).unlink()

    with pytest.raises(LedgerError, match="rows 4 to 5 are missing: it ends before its head"):
        ledger.record(a_batch(a_judged(44.0)))


def test_a_ledger_that_is_gone_is_not_begun_anew(ledger: Ledger, project: Project) -> None:
    ledger.record(a_batch(a_judged(42.0)))
    project.ledger_file.unlink()

    for use in (lambda: ledger.record(a_batch(a_judged(42.0))), lambda: values(ledger)):
        with pytest.raises(LedgerError, match=r"is gone, but ledger\.head knows of 3 rows"):
            use()


def test_a_head_that_is_gone_is_named(ledger: Ledger, project: Project) -> None:
    ledger.record(a_batch(a_judged(42.0)))
    project.ledger_head.unlink()

    with pytest.raises(LedgerError, match="its head file is gone"):
        values(ledger)


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"sequence": 3}', '{"sequence": 3, "hash": 1}'])
def test_a_head_that_says_nothing_is_named(ledger: Ledger, project: Project, text: str) -> None:
    ledger.record(a_batch(a_judged(42.0)))
    project.ledger_head.write_text(text)

    with pytest.raises(LedgerError, match=r"ledger\.head is damaged"):
        values(ledger)


def test_a_head_of_another_ledger_is_named(ledger: Ledger, project: Project) -> None:
    ledger.record(a_batch(a_judged(42.0)))
    head = project.ledger_head.read_text()
    edit(project, "UPDATE queries SET hash = 'ab'::BLOB")
    edit(project, "UPDATE runs SET hash = 'ab'::BLOB")

    with pytest.raises(LedgerError, match="is not the one its head remembers"):
        values(ledger)
    assert project.ledger_head.read_text() == head


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE measurements SET value = 24 WHERE as_of = '2026-11-21'",
        "UPDATE measurements SET verdict = 'rejected'",
        "UPDATE promises SET effective = '2026-10-02'",
        "UPDATE queries SET query = 'SELECT 1'",
        "UPDATE catalogs SET catalog = '{}'",
        "UPDATE attempts SET reason = 'none'",
        "UPDATE runs SET restated = 7",
        "DELETE FROM measurements",
        "DELETE FROM attempts",
    ],
)
def test_whatever_is_edited_by_hand_breaks_the_chain(
    ledger: Ledger, project: Project, statement: str
) -> None:
    ledger.adopt(a_catalog(A_KEY_RESULT), now=NOW, run="run-1")
    ledger.record(a_batch(a_judged(42.0), an_unmeasured(as_of=A_KEY_RESULT.cycle.eve)))
    assert ledger.prove() == ledger.head()

    edit(project, statement)

    with pytest.raises(LedgerError, match=r"is not what was written|is missing"):
        ledger.prove()


def test_a_row_put_in_by_hand_breaks_the_chain(ledger: Ledger, project: Project) -> None:
    ledger.record(a_batch(a_judged(42.0)))
    edit(project, "INSERT INTO queries SELECT 4, form, 'x', query, hash FROM queries")

    with pytest.raises(LedgerError, match=r"row 4 \(in `queries`\) is not what was written"):
        values(ledger)


def test_flipped_bits_are_named_or_were_in_bytes_that_nobody_reads(
    ledger: Ledger, project: Project
) -> None:
    ledger.record(a_batch(*[a_judged(float(n), as_of=NOW.date()) for n in range(50)]))
    whole, before = project.ledger_file.read_bytes(), values(ledger)
    named = 0
    for _ in range(30 * SCALE):
        damaged = bytearray(whole)
        damaged[random.randrange(len(whole))] ^= 1 << random.randrange(8)
        project.ledger_file.write_bytes(damaged)
        try:
            ledger.prove()
            assert values(ledger) == before
        except LedgerError:
            named += 1
    assert named > 0


def test_a_file_that_is_no_ledger_is_named(ledger: Ledger, project: Project) -> None:
    ledger.record(a_batch(a_judged(42.0)))
    project.ledger_file.write_bytes(b"nonsense" * 1000)

    with pytest.raises(
        LedgerError, match=r"cannot be used: it is no database of DuckDB: .*`krtracker restore`"
    ):
        values(ledger)


def test_a_ledger_from_a_newer_program_is_left_alone(ledger: Ledger, project: Project) -> None:
    ledger.record(a_batch(a_judged(42.0)))
    edit(project, "INSERT INTO shape VALUES (99)")

    with pytest.raises(
        LedgerError, match=rf"newer krtracker \(shape 99, this one knows {len(STEPS)}\)"
    ):
        ledger.record(a_batch(a_judged(43.0)))


def test_another_program_that_has_it_open_is_named(ledger: Ledger, project: Project) -> None:
    ledger.record(a_batch(a_judged(42.0)))
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print(1, flush=True); input()"
    command = [sys.executable, "-c", hold, str(project.ledger_file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()

        with pytest.raises(LedgerError, match="another program has it open"):
            values(ledger)

        other.communicate(b"\n")


def test_a_writer_that_waits_too_long_gives_up_with_a_word(project: Project) -> None:
    project.state.mkdir()
    with FileLock(project.ledger_lock), pytest.raises(LedgerError, match=r"for 0\.1 seconds"):
        Ledger(project, wait_seconds=0.1).record(a_batch(a_judged(42.0)))


def test_a_place_that_cannot_be_written_is_named(ledger: Ledger, project: Project) -> None:
    project.ledger_lock.mkdir(parents=True)

    with pytest.raises(LedgerError, match=r"ledger\.lock cannot be used: is a directory"):
        ledger.record(a_batch(a_judged(42.0)))


FULL = """
import resource, sys
from pathlib import Path
from krtracker.errors import LedgerError
from krtracker.ledger import Ledger
from krtracker.project import Project
from tests.builders import a_batch, a_judged

limit = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
ledger = Ledger(Project(Path(sys.argv[1])))
try:
    if sys.argv[3] == "record":
        ledger.record(a_batch(*[a_judged(n / 7, query=f"{n}" * 5000) for n in range(300)]))
    else:
        ledger.publish()
except LedgerError as error:
    print(error)
    sys.exit(3)
"""


def with_little_space(project: Project, limit: int, what: str) -> str:
    """Do it in a process whose files may not grow beyond `limit`; what it said."""
    command = [sys.executable, "-c", FULL, project.root, str(limit), what]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 3, ended.stderr
    return ended.stdout


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="no limit on file sizes here")
def test_a_batch_for_which_there_is_no_space_is_not_half_written(
    ledger: Ledger, project: Project
) -> None:
    ledger.record(a_batch(a_judged(42.0)))
    size = project.ledger_file.stat().st_size

    said = with_little_space(project, size + 4096, "record")

    assert str(project.state) in said
    assert values(ledger) == [42.0]
    assert ledger.record(a_batch(a_judged(43.0))) == Recorded(written=1, restated=1)
    assert ledger.prove() == ledger.head()


def test_a_snapshot_for_which_there_is_no_space_leaves_the_one_before(
    ledger: Ledger, project: Project
) -> None:
    ledger.record(a_batch(a_judged(42.0)))
    ledger.publish()
    ledger.record(a_batch(a_judged(43.0)))

    said = with_little_space(project, 65536, "publish")

    assert "snapshots cannot be used" in said
    with Snapshot.latest(project) as snapshot:
        assert snapshot.history(A_KEY_RESULT)[0].value == 42.0
    assert ledger.publish() is not None
    assert not list(project.snapshots.glob("*.part"))
