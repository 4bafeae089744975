from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from connectors.registry import Registry
from krtracker.definitions import load
from krtracker.demo import files, generate, next_day, remember
from krtracker.domain.standing import Standing, standings
from krtracker.domain.status import Status, Trust
from krtracker.ledger import Ledger, Snapshot
from krtracker.measures import Asked
from krtracker.project import Project
from krtracker.tracking import Report, closing_days, track

FEED_BROKE = date(2026, 11, 16)


@dataclass(frozen=True)
class Demo:
    project: Project

    def track(self) -> Report:
        """Measure the eve of the cycle and the last two weeks: enough to see the story."""
        catalog = load(self.project)
        now = catalog.settings.now(datetime.now(UTC))
        last = catalog.settings.calendar.last_closed_day(now)

        def asked(key_result) -> Asked:
            eve = key_result.cycle.eve
            recent = closing_days(key_result, catalog, last - timedelta(days=13), last)
            return Asked(key_result, (eve, *recent.days))

        return track(
            catalog,
            ledger=Ledger(self.project),
            connectors=Registry(self.project),
            now=now,
            run="test",
            asked=[asked(each) for each in catalog.sound],
        )

    def standings(self) -> dict[str, Standing]:
        """Where every key result and health metric stands, by id."""
        snapshot = Snapshot.latest(self.project)
        assert snapshot is not None
        catalog = snapshot.catalog
        now = catalog.settings.now(datetime.now(UTC))
        found = standings(catalog, snapshot.facts(), now)
        return {each.key_result.id: each for each in found.values()}


def a_demo(folder: Path) -> Demo:
    for path, text in files().items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    project = Project(folder)
    generate(project)
    remember(project)
    return Demo(project)


@pytest.fixture(scope="module")
def tracked(tmp_path_factory) -> Demo:
    """The demo on the day it opens; not to be written to."""
    demo = a_demo(tmp_path_factory.mktemp("opened"))
    demo.track()
    return demo


@pytest.fixture(scope="module")
def opened(tracked) -> dict[str, Standing]:
    """Where everything stands on the day it opens."""
    return tracked.standings()


@pytest.fixture(scope="module")
def mended(tracked, tmp_path_factory) -> tuple[Demo, Report]:
    """The demo three days later, when the feed has caught up."""
    folder = tmp_path_factory.mktemp("mended")
    shutil.copytree(tracked.project.root, folder, dirs_exist_ok=True)
    demo = Demo(Project(folder))
    for _ in range(3):
        next_day(demo.project)
    return demo, demo.track()


def test_there_is_something_of_everything_to_see(opened) -> None:
    promised = [each for each in opened.values() if not each.key_result.is_health_metric]

    assert Counter(each.status for each in promised) == {
        Status.ON_TRACK: 12,
        Status.AT_RISK: 4,
        Status.ACHIEVED: 2,
        Status.OFF_TRACK: 1,
    }


def test_the_carrier_change_brings_critical_orders_from_48_hours_to_33(opened) -> None:
    standing = opened["urgent_delivery_time"]

    assert standing.current.value == pytest.approx(33, abs=0.5)
    assert standing.status is Status.ON_TRACK


def test_complaints_are_held_since_the_monday_on_which_the_feed_broke(opened) -> None:
    standing = opened["waiting_complaints"]

    assert (standing.trust, standing.since) == (Trust.HELD, FEED_BROKE)
    assert "at least 60 were expected" in standing.why


def test_only_complaints_are_held(opened) -> None:
    held = [id for id, each in opened.items() if each.trust is not Trust.TRUSTED]

    assert held == ["waiting_complaints"]


def test_the_north_is_faster_but_dearer(opened) -> None:
    assert opened["north_on_time"].contested_by == ("delivery_cost",)


def test_complaints_are_believed_when_the_feed_has_caught_up(mended) -> None:
    demo, _ = mended

    assert demo.standings()["waiting_complaints"].trust is Trust.TRUSTED


def test_deliveries_recorded_late_restate_days_that_were_measured(mended) -> None:
    demo, report = mended
    snapshot = Snapshot.latest(demo.project)
    key_result = load(demo.project).find("urgent_delivery_time")

    restated = [each.as_of for each in snapshot.history(key_result) if each.is_restatement]

    assert report.recorded.restated > 0
    assert date(2026, 11, 21) in restated
