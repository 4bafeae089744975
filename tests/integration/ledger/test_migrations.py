"""A ledger of any shape that was ever released opens, whole, in the shape of today."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import duckdb
import pytest

from krtracker.domain.key_result import Change
from krtracker.domain.measurement import Verdict
from krtracker.errors import LedgerError
from krtracker.ledger import Ledger, Snapshot
from krtracker.ledger.chain import Head
from krtracker.ledger.migrations import STEPS, is_current, migrate, version_of
from krtracker.ledger.tables import TABLES
from krtracker.project import Project
from tests.builders import NOW, a_batch, a_judged, a_key_result, a_measure

RELEASED = sorted(Path(__file__).with_name("released").glob("shape_*.sql"))
HEAD = "-- head: "
A_KEY_RESULT = a_key_result()
MEASURED = a_key_result(
    "nps",
    baseline=None,
    target=None,
    change=Change(10, is_relative=False),
    how=a_measure(where="x = 'é'"),
)


def put_back(project: Project, script: Path) -> None:
    """The ledger and the head that a release left."""
    text = script.read_text()
    project.state.mkdir()
    with duckdb.connect(str(project.ledger_file)) as connection:
        connection.execute(text)
    line = next(each for each in text.splitlines() if each.startswith(HEAD))
    said = json.loads(line.removeprefix(HEAD))
    head = Head(said["sequence"], bytes.fromhex(said["hash"]))
    project.ledger_head.write_text(head.text)


@pytest.mark.parametrize("script", RELEASED, ids=lambda path: path.stem)
def test_a_released_ledger_is_proven_read_and_continued(
    project: Project, ledger: Ledger, script: Path
) -> None:
    put_back(project, script)

    assert ledger.prove() == ledger.head()
    ledger.record(a_batch(a_judged(44.0, as_of=date(2026, 11, 21)), at=NOW))

    assert ledger.prove() == ledger.head()
    ledger.publish()
    with Snapshot.latest(project) as snapshot:
        points = snapshot.points([A_KEY_RESULT])[A_KEY_RESULT.key]
        assert [point.value for point in points] == [500.0, 44.0]
        restated = [each.restates for each in snapshot.restatements()]
        assert restated == [pytest.approx(0.3), 43.5]
        assert snapshot.facts()[MEASURED.key].baseline == 7.0
        accepted = snapshot.measurement(A_KEY_RESULT, date(2026, 11, 19))
        assert accepted is not None
        assert accepted.verdict is Verdict.ACCEPTED
        assert accepted.accepted_by == "logistics: counted by hand"


def test_every_shape_but_that_of_nothing_has_a_released_ledger() -> None:
    assert len(RELEASED) == len(STEPS)


def test_the_columns_that_are_written_are_those_that_there_are() -> None:
    with duckdb.connect() as connection:
        migrate(connection)
        for table in TABLES:
            rows = connection.execute(
                "SELECT column_name, data_type FROM information_schema.columns "
                "WHERE table_name = ?",
                [table.name],
            ).fetchall()
            assert {name for name, _ in rows} == set(table.schema.names)


def test_a_migration_that_fails_leaves_the_shape_before() -> None:
    steps = (*STEPS, "ALTER TABLE runs ADD COLUMN host VARCHAR; SELECT nonsense;")
    with duckdb.connect() as connection:
        migrate(connection)

        with pytest.raises(duckdb.Error):
            migrate(connection, steps=steps)

        connection.rollback()
        assert version_of(connection) == len(STEPS)
        assert is_current(connection)


def test_steps_run_once_and_in_order() -> None:
    steps = (
        *STEPS,
        "ALTER TABLE runs ADD COLUMN host VARCHAR",
        "ALTER TABLE runs RENAME host TO machine",
    )
    with duckdb.connect() as connection:
        migrate(connection)
        assert not is_current(connection, steps=steps)
        migrate(connection, steps=steps)
        migrate(connection, steps=steps)

        assert is_current(connection, steps=steps)
        connection.execute("SELECT machine FROM runs")
        with pytest.raises(LedgerError, match="newer krtracker"):
            is_current(connection)
