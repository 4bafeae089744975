from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from krtracker.definitions import load
from krtracker.demo import files, remember
from krtracker.domain.catalog import Catalog
from krtracker.ledger import Ledger, Snapshot
from krtracker.project import Project


@dataclass(frozen=True)
class Demo:
    project: Project
    catalog: Catalog
    now: datetime

    def promises(self, id: str) -> list[tuple[float | None, date]]:
        """Every target recorded, with the day from which a chart shows it."""
        Ledger(self.project).adopt(self.catalog, now=self.now, run="test")
        Ledger(self.project).publish()
        snapshot = Snapshot.latest(self.project)
        key_result = self.catalog.find(id)
        assert snapshot is not None
        assert key_result is not None
        return [(each.promise.target, each.effective) for each in snapshot.promises(key_result)]


@pytest.fixture
def demo(tmp_path: Path) -> Demo:
    for path, text in files().items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    project = Project(tmp_path)
    catalog = load(project)
    return Demo(project, catalog, catalog.settings.now(datetime.now(UTC)))


def test_the_ledger_knows_the_promise_that_was_changed(demo: Demo) -> None:
    remember(demo.project)

    assert demo.promises("average_basket") == [
        (214.0, date(2026, 10, 1)),
        (208.0, date(2026, 11, 9)),
    ]


def test_a_promise_that_was_kept_as_it_was_is_recorded_once(demo: Demo) -> None:
    remember(demo.project)

    assert demo.promises("urgent_delivery_time") == [(24.0, date(2026, 10, 1))]


def test_the_change_in_the_files_is_licensed_by_its_reason(demo: Demo) -> None:
    remember(demo.project)

    assert Ledger(demo.project).promise_problems(demo.catalog, demo.now) == []


def test_a_ledger_that_is_there_is_left_as_it_is(demo: Demo) -> None:
    Ledger(demo.project).adopt(demo.catalog, now=demo.now, run="test")
    before = Ledger(demo.project).head()

    remember(demo.project)

    assert Ledger(demo.project).head() == before
