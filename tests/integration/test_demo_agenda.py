"""The agenda of the demo's week: everything planted in its story is there, once, in order."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from connectors.registry import Registry
from krtracker.definitions import load
from krtracker.demo import files, generate, remember
from krtracker.domain.agenda import Agenda, Item, Topic
from krtracker.ledger import Ledger, Snapshot
from krtracker.measures import Asked
from krtracker.project import Project
from krtracker.review import agenda_of
from krtracker.tracking import closing_days, track

CALM_DAYS = 32
"""Days before the cycle, enough to know what is usual."""


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Agenda:
    """The agenda of the Sunday on which the demo opens."""
    project = Project(tmp_path_factory.mktemp("week"))
    for path, text in files().items():
        (project.root / path).parent.mkdir(parents=True, exist_ok=True)
        (project.root / path).write_text(text, "utf-8")
    generate(project)
    remember(project)
    catalog = load(project)
    now = catalog.settings.now(datetime.now(UTC))
    last = catalog.settings.calendar.last_closed_day(now)

    def asked(key_result) -> Asked:
        eve = key_result.cycle.eve
        calm = closing_days(key_result, catalog, eve - timedelta(days=CALM_DAYS), eve)
        lately = closing_days(key_result, catalog, last - timedelta(days=13), last)
        return Asked(key_result, tuple(sorted({*calm.days, *lately.days, eve})))

    track(
        catalog,
        ledger=Ledger(project),
        connectors=Registry(project),
        now=now,
        run="test",
        asked=[asked(each) for each in catalog.sound],
    )
    snapshot = Snapshot.latest(project)
    assert snapshot is not None
    return agenda_of(snapshot, now=now)


def the(week: Agenda, id: str) -> Item:
    """What is said of one key result: exactly once."""
    (found,) = (each for each in week.items if each.now.key_result.id == id)
    return found


def test_the_agenda_looks_back_to_monday(week: Agenda) -> None:
    assert week.week == date(2026, 11, 16)


def test_the_carrier_change_is_among_what_moved_most(week: Agenda) -> None:
    item = the(week, "urgent_delivery_time")

    assert item.topic is Topic.MOVED
    assert item.step == pytest.approx(-3.4, abs=0.5)


def test_the_carriers_are_named_as_the_reason(week: Agenda) -> None:
    moved = the(week, "urgent_delivery_time").moved

    assert moved is not None
    assert (moved.column, moved.since, moved.until) == (
        "carrier",
        date(2026, 11, 15),
        date(2026, 11, 21),
    )
    assert {each.name for each in moved.movers} == {"A", "B", "C"}
    assert sum(each.total for each in moved.movers) == pytest.approx(moved.change, rel=1e-9)
    shares = {each.name: (each.share_before or 0, each.share_now or 0) for each in moved.movers}
    assert shares["B"][0] > shares["B"][1]
    assert shares["C"][0] < shares["C"][1], "carrier C takes the rounds of carrier B"


def test_what_is_planted_is_there_once_and_in_meeting_order(week: Agenda) -> None:
    planted = (
        "urgent_delivery_time",
        "waiting_complaints",
        "first_answer_time",
        "average_basket",
    )

    found = [each.now.key_result.id for each in week.items]

    assert [each for each in found if each in planted] == list(planted)
    assert found[0] == planted[0], "the biggest news comes first"


def test_the_broken_feed_is_talked_about(week: Agenda) -> None:
    assert the(week, "waiting_complaints").topic is Topic.DOUBTED


def test_the_early_win_is_celebrated_five_weeks_early(week: Agenda) -> None:
    item = the(week, "first_answer_time")

    assert item.topic is Topic.REACHED
    assert item.days_early == 41


def test_the_changed_promise_is_told_with_its_reason(week: Agenda) -> None:
    item = the(week, "average_basket")

    assert item.topic is Topic.CHANGED
    assert item.change is not None
    assert (item.change.before.target, item.change.after.target) == (214, 208)
    assert "canteens" in (item.change.reason or "")


def test_everything_stands_in_meeting_order(week: Agenda) -> None:
    order = [list(Topic).index(each.topic) for each in week.items]

    assert order == sorted(order)


def test_nothing_is_talked_about_twice(week: Agenda) -> None:
    keys = [each.key for each in (*week.items, *week.calm)]

    assert len(keys) == len(set(keys))
