"""What a chart is told of promises and of days that were not believed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dashboards.story import promises_of
from krtracker.domain.key_result import Change, ChangeEntry, KeyResult
from krtracker.ledger import Ledger, Snapshot
from krtracker.project import Project
from tests.builders import NOW, Q4, a_batch, a_catalog, a_judged, a_key_result

CHANGED = date(2026, 11, 22)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    (tmp_path / "project.yaml").write_text("name: test\n", encoding="utf-8")
    return Ledger(Project(tmp_path))


def recorded(ledger: Ledger, tmp_path: Path, *versions: KeyResult) -> list[tuple[object, ...]]:
    """What pages are told of a key result that was adopted in these versions."""
    eve = a_judged(50.0, key_result=versions[0], as_of=Q4.eve)
    for number, each in enumerate(versions):
        ledger.adopt(a_catalog(each), now=NOW, run=f"run-{number}")
    ledger.record(a_batch(eve, key_results=[versions[-1]]))
    ledger.publish()
    snapshot = Snapshot.latest(Project(tmp_path))
    assert snapshot is not None
    told = promises_of(snapshot.promises(versions[-1]))
    return [(each.effective, each.baseline, each.target, each.reason) for each in told]


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
