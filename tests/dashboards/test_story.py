"""What a chart is told of promises and of days that were not believed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dashboards.story import measures_of, promises_of
from krtracker.domain.key_result import Change, ChangeEntry, KeyResult
from krtracker.ledger import Ledger, RecordedPromise, Snapshot, replaced_since
from krtracker.project import Project
from tests.builders import NOW, Q4, a_batch, a_catalog, a_judged, a_key_result, a_measure

CHANGED = date(2026, 11, 22)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    (tmp_path / "project.yaml").write_text("name: test\n", encoding="utf-8")
    return Ledger(Project(tmp_path))


def recorded(ledger: Ledger, tmp_path: Path, *versions: KeyResult) -> list[tuple[object, ...]]:
    """The promises that pages are told of a key result adopted in these versions."""
    told = promises_of(rows(ledger, tmp_path, *versions))
    return [(each.effective, each.baseline, each.target, each.reason) for each in told]


def rows(ledger: Ledger, tmp_path: Path, *versions: KeyResult) -> list[RecordedPromise]:
    """What the ledger keeps of them."""
    eve = a_judged(50.0, key_result=versions[0], as_of=Q4.eve)
    for number, each in enumerate(versions):
        ledger.adopt(a_catalog(each), now=NOW, run=f"run-{number}")
    ledger.record(a_batch(eve, key_results=[versions[-1]]))
    ledger.publish()
    snapshot = Snapshot.latest(Project(tmp_path))
    assert snapshot is not None
    return snapshot.promises(versions[-1])


def test_a_promise_is_told_with_its_stated_baseline(ledger: Ledger, tmp_path: Path) -> None:
    assert recorded(ledger, tmp_path, a_key_result()) == [(Q4.start, 48.0, 24.0, None)]


def test_a_measured_baseline_is_not_another_promise(ledger: Ledger, tmp_path: Path) -> None:
    measured = a_key_result(baseline=None, change=Change(-10, is_relative=False))

    assert recorded(ledger, tmp_path, measured) == [(Q4.start, 50.0, 40.0, None)]


def test_a_changed_promise_follows_the_old_one_with_its_reason(
    ledger: Ledger, tmp_path: Path
) -> None:
    entry = ChangeEntry(CHANGED, "logistics", "carrier B left")
    before = a_key_result()
    after = replace(before, promise=replace(before.promise, target=28.0), changes=(entry,))

    told = recorded(ledger, tmp_path, before, after)

    assert told == [
        (Q4.start, 48.0, 24.0, None),
        (CHANGED, 48.0, 28.0, "carrier B left"),
    ]


def test_another_measure_is_not_another_promise(ledger: Ledger, tmp_path: Path) -> None:
    entry = ChangeEntry(CHANGED, "logistics", "tests are left out")
    before = a_key_result()
    after = replace(before, how=a_measure(where="not is_test"), changes=(entry,))

    kept = rows(ledger, tmp_path, before, after)

    assert [each.effective for each in promises_of(kept)] == [Q4.start]
    assert [(each.effective, each.reason) for each in measures_of(kept)] == [
        (CHANGED, "tests are left out")
    ]


@pytest.mark.parametrize(
    ("day", "target"),
    [
        pytest.param(Q4.eve, 24.0, id="before the cycle, the first"),
        pytest.param(date(2026, 11, 21), 24.0, id="until the day before the change"),
        pytest.param(CHANGED, None, id="from that day on, that of now"),
    ],
)
def test_a_promise_is_found_that_was_replaced_since(
    ledger: Ledger, tmp_path: Path, day: date, target: float | None
) -> None:
    before = a_key_result()
    entry = ChangeEntry(CHANGED, "logistics", "carrier B left")
    after = replace(before, promise=replace(before.promise, target=28.0), changes=(entry,))

    found = replaced_since(rows(ledger, tmp_path, before, after), day)

    assert (found and found[0].promise.target) == target
