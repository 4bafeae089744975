"""What pages read: published whole, kept a while, readable whatever happens."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from threading import Event

import duckdb
import pytest

from krtracker.domain.measurement import TableReading, Verdict, Way
from krtracker.errors import LedgerError, Place, Problem
from krtracker.ledger import Ledger, Snapshot
from krtracker.ledger.publishing import KEPT, KEPT_SECONDS, POINTER
from krtracker.project import Project
from tests.builders import (
    A_DAY,
    NOW,
    a_batch,
    a_catalog,
    a_connection,
    a_judged,
    a_key_result,
    a_measure,
    an_objective,
    an_unmeasured,
)

A_KEY_RESULT = a_key_result()


def publish(ledger: Ledger, value: float, *, days_ago: int = 0) -> str:
    """A new value, published; the snapshot's version."""
    day = A_DAY - timedelta(days=days_ago)
    ledger.record(a_batch(a_judged(value, as_of=day)))
    version = ledger.publish()
    assert version is not None
    return version


def age(project: Project, seconds: float = KEPT_SECONDS + 60) -> None:
    """Make every snapshot older than a page could still be about to open."""
    for path in project.snapshots.glob("*.duckdb"):
        then = path.stat().st_mtime - seconds
        os.utime(path, (then, then))


def test_nothing_published_is_no_snapshot(ledger: Ledger, project: Project) -> None:
    assert ledger.publish() is None
    assert Snapshot.latest(project) is None


def test_publishing_twice_publishes_once(ledger: Ledger, project: Project) -> None:
    publish(ledger, 42.0)

    assert ledger.publish() is None
    assert len(list(project.snapshots.glob("*.duckdb"))) == 1


def test_publishing_again_says_that_a_run_has_looked(ledger: Ledger, project: Project) -> None:
    publish(ledger, 42.0)
    ledger.publish()

    with Snapshot.latest(project) as snapshot:
        assert snapshot.checked_at > snapshot.published_at


def test_a_reader_that_holds_a_snapshot_does_not_stop_a_writer(
    ledger: Ledger, project: Project
) -> None:
    publish(ledger, 42.0)
    with Snapshot.latest(project) as before:
        publish(ledger, 43.0)
        with Snapshot.latest(project) as after:
            assert before.history(A_KEY_RESULT)[0].value == 42.0
            assert after.history(A_KEY_RESULT)[0].value == 43.0
            assert before.version != after.version


def test_old_snapshots_go_and_young_ones_stay(ledger: Ledger, project: Project) -> None:
    for number in range(KEPT + 2):
        publish(ledger, float(number))
    assert len(list(project.snapshots.glob("*.duckdb"))) == KEPT + 2

    age(project)
    publish(ledger, 99.0)

    assert len(list(project.snapshots.glob("*.duckdb"))) == KEPT


def test_a_reader_is_not_disturbed_while_old_snapshots_go(ledger: Ledger, project: Project) -> None:
    publish(ledger, 42.0)
    old = [project.snapshots / f"1-{number:012d}-abc.duckdb" for number in range(300)]
    is_over = Event()

    def come_and_go() -> None:
        while not is_over.is_set():
            for path in old:
                path.touch()
            for path in old:
                path.unlink()

    with ThreadPoolExecutor(1) as pool:
        under_way = pool.submit(come_and_go)
        try:
            for _ in range(25):
                with Snapshot.latest(project) as snapshot:
                    assert snapshot.history(A_KEY_RESULT)[0].value == 42.0
        finally:
            is_over.set()
        under_way.result()


def test_a_copy_left_half_done_is_ignored_and_cleared(ledger: Ledger, project: Project) -> None:
    publish(ledger, 42.0)
    left = project.snapshots / "000000000099-abc.duckdb.1234.part"
    left.write_bytes(b"half")

    with Snapshot.latest(project) as snapshot:
        assert snapshot.history(A_KEY_RESULT)[0].value == 42.0
    publish(ledger, 43.0)
    assert not left.exists()


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"version": "gone", "published_at": "x"}', '{"version": "../../x"}', "\0"],
)
def test_a_damaged_pointer_falls_back_to_the_newest_snapshot(
    ledger: Ledger, project: Project, text: str
) -> None:
    publish(ledger, 41.0)
    age(project, 5)
    publish(ledger, 42.0)
    (project.snapshots / POINTER).write_text(text)

    with Snapshot.latest(project) as snapshot:
        assert snapshot.history(A_KEY_RESULT)[0].value == 42.0


def test_a_snapshot_that_is_gone_falls_back_to_the_one_before(
    ledger: Ledger, project: Project
) -> None:
    publish(ledger, 41.0)
    version = publish(ledger, 42.0)
    (project.snapshots / f"{version}.duckdb").unlink()

    with Snapshot.latest(project) as snapshot:
        assert snapshot.history(A_KEY_RESULT)[0].value == 41.0


def test_snapshots_that_cannot_be_opened_are_named(ledger: Ledger, project: Project) -> None:
    version = publish(ledger, 42.0)
    path = project.snapshots / f"{version}.duckdb"
    path.write_bytes(b"nonsense" * 100)

    with pytest.raises(LedgerError, match=f"{path} cannot be used"):
        Snapshot.latest(project)


def test_a_snapshot_damaged_where_it_is_read_is_named_and_says_what_to_do(
    ledger: Ledger, project: Project
) -> None:
    version = publish(ledger, 42.0)
    path = project.snapshots / f"{version}.duckdb"
    whole = path.read_bytes()
    path.write_bytes(whole[:16384] + bytes(reversed(whole[16384:])))

    says = r"damaged; remove it and run `krtracker track`"
    with pytest.raises(LedgerError, match=says), Snapshot.latest(project) as snapshot:
        snapshot.history(A_KEY_RESULT)
    path.unlink()
    assert ledger.publish() == version


def test_a_snapshot_of_an_older_program_is_named_and_says_what_to_do(
    ledger: Ledger, project: Project
) -> None:
    version = publish(ledger, 42.0)
    with duckdb.connect(str(project.snapshots / f"{version}.duckdb")) as connection:
        connection.execute("DELETE FROM shape")

    with pytest.raises(LedgerError, match="an older krtracker published it"):
        Snapshot.latest(project)


def test_one_snapshot_is_read_by_many_threads(ledger: Ledger, project: Project) -> None:
    ledger.adopt(a_catalog(A_KEY_RESULT), now=NOW, run="run-1")
    publish(ledger, 42.0)

    with Snapshot.latest(project) as snapshot, ThreadPoolExecutor(8) as pool:
        facts = list(pool.map(lambda _: snapshot.facts(), range(40)))
        rows = list(pool.map(lambda _: snapshot.history(A_KEY_RESULT), range(40)))

    assert all(each == facts[0] for each in facts)
    assert all(each == rows[0] for each in rows)


def test_what_was_published_is_published_again_when_it_was_lost(
    ledger: Ledger, project: Project
) -> None:
    version = publish(ledger, 42.0)
    (project.snapshots / f"{version}.duckdb").unlink()

    assert ledger.publish() == version


def test_a_snapshot_is_locked_down(ledger: Ledger, project: Project, tmp_path: Path) -> None:
    publish(ledger, 42.0)
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")

    with Snapshot.latest(project) as snapshot:
        cursor = snapshot._cursor()
        with pytest.raises(duckdb.Error):
            cursor.execute(f"SELECT * FROM '{secret}'")
        with pytest.raises(duckdb.Error):
            cursor.execute("SET enable_external_access = true")
        with pytest.raises(duckdb.Error):
            cursor.execute("SELECT * FROM secret")
        with pytest.raises(duckdb.Error):
            cursor.execute("DELETE FROM measurements")


def test_no_setting_of_a_connection_is_ever_stored(ledger: Ledger, project: Project) -> None:
    secret = "canary-7c1f"
    connection = a_connection(settings={"password": secret, "host": secret})
    problem = Problem(
        f"`password` {secret}", Place("connections.yaml", 3, 5), line=f"password: {secret}"
    )
    catalog = a_catalog(A_KEY_RESULT, connections=[connection], problems=[problem])

    ledger.adopt(catalog, now=NOW, run="run-1")
    ledger.publish()

    with Snapshot.latest(project) as snapshot:
        assert snapshot.catalog.connections["logistics"].settings == {}
    for path in project.state.rglob("*"):
        assert path.is_dir() or secret.encode() not in path.read_bytes()


def test_facts_tell_fault_attempt_and_points_of_every_key_result(
    ledger: Ledger, project: Project
) -> None:
    other = a_key_result("other", how=a_measure(where="x = 1"))
    catalog = a_catalog(A_KEY_RESULT, other, faults={other.key: "no column `x`"})
    ledger.adopt(catalog, now=NOW, run="run-1")
    before = a_judged(42.0, as_of=date(2026, 11, 20))
    ledger.record(a_batch(before, an_unmeasured("no route to host")))
    ledger.publish()

    with Snapshot.latest(project) as snapshot:
        facts = snapshot.facts()

    assert facts[A_KEY_RESULT.key].last_attempt == "no route to host"
    assert [point.value for point in facts[A_KEY_RESULT.key].points] == [42.0]
    assert (facts[other.key].fault, facts[other.key].points) == ("no column `x`", [])


def test_an_attempt_that_was_made_good_is_no_reason_any_more(
    ledger: Ledger, project: Project
) -> None:
    ledger.adopt(a_catalog(A_KEY_RESULT), now=NOW, run="run-1")
    ledger.record(a_batch(an_unmeasured("no route to host")))
    publish(ledger, 42.0)

    with Snapshot.latest(project) as snapshot:
        assert snapshot.facts()[A_KEY_RESULT.key].last_attempt is None


@pytest.mark.parametrize(
    "way",
    [
        pytest.param(Way(True, ("SELECT 'scan'",)), id="shared, in the source"),
        pytest.param(Way(True, ("SELECT a FROM o",), ("SELECT 1",)), id="shared, reckoned here"),
        pytest.param(Way(why="so few values"), id="alone, in the source"),
        pytest.param(Way(sent=("SELECT a FROM o",), why="a formula"), id="alone, reckoned here"),
        pytest.param(None, id="a formula"),
    ],
)
def test_a_receipt_says_how_a_value_was_had(
    ledger: Ledger, project: Project, way: Way | None
) -> None:
    ledger.record(a_batch(a_judged(42.0, way=way)))
    ledger.publish()

    with Snapshot.latest(project) as snapshot:
        measurement = snapshot.history(A_KEY_RESULT)[0]
        assert snapshot.receipt(measurement).way == way
        assert snapshot.way(measurement) == way


def test_a_receipt_says_where_a_value_came_from(ledger: Ledger, project: Project) -> None:
    ledger.adopt(a_catalog(A_KEY_RESULT), now=NOW, run="run-1")
    tables = (TableReading("orders", NOW, 140, "created_at"), TableReading("carriers", None))
    judged = a_judged(
        7.0,
        verdict=Verdict.REJECTED,
        nulls={"delivered_at": 0.25},
        duplicates={"id": 2.0},
        tables=tables,
    )
    ledger.record(a_batch(judged))
    ledger.publish()

    with Snapshot.latest(project) as snapshot:
        receipt = snapshot.receipt(snapshot.history(A_KEY_RESULT)[0])

    assert receipt.query == judged.reading.query
    assert (receipt.nulls, receipt.duplicates) == ({"delivered_at": 0.25}, {"id": 2.0})
    assert receipt.tables == tables
    assert receipt.measurement.failures == judged.failures
    assert receipt.key_result == A_KEY_RESULT
    assert receipt.promise is not None
    assert receipt.promise.promise == A_KEY_RESULT.promise
    assert receipt.run is not None
    assert receipt.run.run == "run-1"


def test_the_ledger_as_it_was_known_then(ledger: Ledger, project: Project) -> None:
    ledger.adopt(a_catalog(A_KEY_RESULT), now=NOW, run="run-1")
    ledger.record(a_batch(a_judged(42.0)))
    later = NOW + timedelta(days=1)
    ledger.adopt(a_catalog(A_KEY_RESULT, a_key_result("other")), now=later, run="run-2")
    ledger.record(a_batch(a_judged(43.0), at=later))
    ledger.publish()

    with Snapshot.latest(project) as now, now.as_known_at(NOW) as then:
        assert [each.value for each in now.points([A_KEY_RESULT])[A_KEY_RESULT.key]] == [43.0]
        assert [each.value for each in then.points([A_KEY_RESULT])[A_KEY_RESULT.key]] == [42.0]
        assert len(list(now.catalog.key_results)) == 2
        assert len(list(then.catalog.key_results)) == 1
        assert now.version != then.version
    with Snapshot.latest(project) as now, now.as_known_at(NOW - timedelta(days=9)) as never:
        assert never.facts() == {}


def test_measurements_are_told_by_day_and_by_name_whatever_the_measure(
    ledger: Ledger, project: Project
) -> None:
    other = a_key_result(how=a_measure(where="x = 1"))
    ledger.record(a_batch(a_judged(1.0, as_of=date(2026, 11, 1)), a_judged(2.0)))
    ledger.record(a_batch(a_judged(3.0, key_result=other), key_results=[other]))
    ledger.record(a_batch(a_judged(4.0), run="run-2"))
    ledger.publish()

    with Snapshot.latest(project) as snapshot:
        assert [each.value for each in snapshot.measurements()] == [1.0, 2.0, 3.0, 4.0]
        assert [each.value for each in snapshot.measurements([other], first=A_DAY)] == [2, 3, 4]
        assert snapshot.measurements([a_key_result("unknown")]) == []
        assert [each.value for each in snapshot.history(A_KEY_RESULT)] == [4.0, 2.0, 1.0]
        assert [each.restates for each in snapshot.restatements()] == [2.0]
        assert snapshot.measurement(other, A_DAY).value == 3.0
        assert snapshot.measurement(other, date(2020, 1, 1)) is None


def test_a_file_at_fault_keeps_its_key_results_as_they_were_with_the_fault(
    ledger: Ledger, project: Project
) -> None:
    sound, broken = an_objective(), an_objective(a_key_result("nps", objective="trust"), id="trust")
    ledger.adopt(a_catalog(sound, broken), now=NOW, run="run-1")
    problem = Problem("unknown field `taget`", Place(broken.file, 8, 5), line="    taget: 9")
    ledger.adopt(a_catalog(sound, problems=[problem]), now=NOW, run="run-2")
    ledger.publish()

    with Snapshot.latest(project) as snapshot:
        assert {each.id for each in snapshot.catalog.objectives} == {"urgent_orders", "trust"}
        fault = snapshot.facts()["2026-Q4/nps"].fault
    assert fault == "kr_definitions/trust.yaml:8:5: unknown field `taget`"


def test_a_removed_key_result_leaves_the_catalog_and_keeps_its_rows(
    ledger: Ledger, project: Project
) -> None:
    both = a_catalog(A_KEY_RESULT, a_key_result("other"))
    ledger.adopt(both, now=NOW, run="run-1")
    ledger.record(a_batch(a_judged(42.0)))
    ledger.adopt(a_catalog(a_key_result("other")), now=NOW, run="run-2")
    ledger.publish()

    with Snapshot.latest(project) as snapshot:
        assert [each.id for each in snapshot.catalog.key_results] == ["other"]
        assert len(snapshot.measurements()) == 1


def test_the_snapshot_s_catalog_is_the_one_adopted(ledger: Ledger, project: Project) -> None:
    catalog = a_catalog(A_KEY_RESULT)
    adopted = ledger.adopt(catalog, now=NOW, run="run-1")
    ledger.publish()

    with Snapshot.latest(project) as snapshot:
        assert snapshot.catalog == adopted == catalog
        assert snapshot.catalog == replace(catalog, problems=())


def test_publishing_stays_cheap_when_nothing_changed(ledger: Ledger) -> None:
    publish(ledger, 42.0)

    begun = time.perf_counter()
    for _ in range(20):
        ledger.publish()

    assert (time.perf_counter() - begun) / 20 < 0.1
