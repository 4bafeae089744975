"""Divided values are kept beside the measurements: added, never changed, found by day again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import duckdb
import pytest

from krtracker.domain.split import Piece, Split, SplitKind
from krtracker.errors import LedgerError
from krtracker.ledger import Ledger, Snapshot
from krtracker.project import Project
from tests.builders import A_DAY, NOW, a_batch, a_judged, a_key_result
from tests.integration.ledger.test_migrations import RELEASED, put_back

DELIVERY = a_key_result(split_by=("region", "carrier"))
NORTH = Piece("north", 30, 1_260.0, 30.0)
SOUTH = Piece("south", 10, 420.0, 10.0)


def a_split(*pieces: Piece, column: str = "region", value: float = 42.0) -> Split:
    return Split(A_DAY, column, SplitKind.RATIO, value, pieces or (NORTH, SOUTH))


def record(ledger: Ledger, *splits: Split, value: float = 42.0, hours: int = 0) -> None:
    judged = a_judged(value, as_of=A_DAY, splits=splits)
    at = NOW + timedelta(hours=hours)
    ledger.record(a_batch(judged, key_results=[DELIVERY], run=f"run-{hours}", at=at))


def kept(project: Project, ledger: Ledger) -> dict[str, Split]:
    with published(project, ledger) as snapshot:
        return dict(snapshot.splits([DELIVERY])[DELIVERY.key].get(A_DAY, {}))


def published(project: Project, ledger: Ledger) -> Snapshot:
    ledger.publish()
    snapshot = Snapshot.latest(project)
    assert snapshot is not None
    return snapshot


def test_what_is_kept_is_what_was_measured(project: Project, ledger: Ledger) -> None:
    by_carrier = a_split(Piece("", 40, 1_680.0, 40.0), column="carrier")

    record(ledger, a_split(), by_carrier)

    assert kept(project, ledger) == {"region": a_split(), "carrier": by_carrier}
    assert ledger.prove() == ledger.head()


def test_the_same_delivered_again_writes_nothing(ledger: Ledger) -> None:
    record(ledger, a_split())
    head = ledger.head()

    for hours in range(1, 4):
        record(ledger, a_split(replace(NORTH, above=1_260.0 * (1 + 1e-12)), SOUTH), hours=hours)

    assert ledger.head() == head


def test_another_division_takes_the_place_of_the_old_one_which_stays(
    project: Project, ledger: Ledger
) -> None:
    record(ledger, a_split())
    moved = a_split(replace(NORTH, rows=20, above=840.0, below=20.0), replace(SOUTH, rows=20))

    record(ledger, moved, hours=1)

    assert kept(project, ledger) == {"region": moved}
    with published(project, ledger) as snapshot:
        earlier = snapshot.as_known_at(NOW + timedelta(minutes=30))
        assert earlier.splits([DELIVERY])[DELIVERY.key][A_DAY]["region"] == a_split()


def test_a_day_counts_as_divided_once_every_column_is(ledger: Ledger) -> None:
    record(ledger, a_split())
    assert ledger.divided([DELIVERY]) == {DELIVERY.key: {}}

    record(ledger, a_split(column="carrier"), hours=1)

    assert ledger.divided([DELIVERY]) == {DELIVERY.key: {A_DAY: 42.0}}


def test_another_value_of_the_day_is_divided_again(ledger: Ledger) -> None:
    record(ledger, a_split(), a_split(column="carrier"))

    record(ledger, a_split(value=41.0), value=41.0, hours=1)

    assert ledger.divided([DELIVERY]) == {DELIVERY.key: {}}


def test_a_column_no_longer_named_is_not_shown(project: Project, ledger: Ledger) -> None:
    record(ledger, a_split(), a_split(column="carrier"))

    with published(project, ledger) as snapshot:
        one = replace(DELIVERY, split_by=("carrier",))
        assert list(snapshot.splits([one])[one.key][A_DAY]) == ["carrier"]


def test_a_changed_part_breaks_the_chain(project: Project, ledger: Ledger) -> None:
    record(ledger, a_split())
    with duckdb.connect(str(project.ledger_file)) as connection:
        connection.execute("UPDATE splits SET pieces = replace(pieces, 'north', 'south')")

    with pytest.raises(LedgerError, match="in `splits`"):
        ledger.prove()


def test_a_ledger_of_before_has_no_divided_values(project: Project, ledger: Ledger) -> None:
    put_back(project, RELEASED[0])

    assert ledger.divided([DELIVERY]) == {DELIVERY.key: {}}
    record(ledger, a_split())

    assert kept(project, ledger) == {"region": a_split()}
