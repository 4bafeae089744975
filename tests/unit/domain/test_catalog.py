"""Finding one's way in a catalog."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from krtracker.domain.catalog import Settings
from tests.builders import NOW, a_calendar, a_catalog, a_cycle, a_key_result, an_objective


def test_key_results_and_health_metrics_come_in_the_order_of_the_files() -> None:
    first = an_objective(a_key_result("b"), health_metrics=(a_key_result("a"),))
    second = an_objective(a_key_result("c"), id="other")

    assert [each.id for each in a_catalog(first, second).key_results] == ["b", "a", "c"]


def test_what_is_at_fault_is_not_sound() -> None:
    catalog = a_catalog(a_key_result("a"), a_key_result("b"), faults={"2026-Q4/a": "why"})

    assert [each.id for each in catalog.sound] == ["b"]


def test_an_id_means_the_newest_cycle_unless_one_is_named() -> None:
    old = a_key_result(cycle=a_cycle("2026-Q3"))
    new = a_key_result()
    catalog = a_catalog(old, new)

    assert catalog.find(new.id) == new
    assert catalog.find(new.id, "2026-Q3") == old
    assert catalog.find("unknown") is None


def test_a_fixed_clock_stands_at_the_hour_of_measuring() -> None:
    calendar = a_calendar("Europe/Paris", measure_at=time(6))
    settings = Settings(clock=date(2026, 11, 22), calendar=calendar)

    now = settings.now(NOW)

    assert now == datetime(2026, 11, 22, 6, tzinfo=ZoneInfo("Europe/Paris"))
    assert calendar.last_closed_day(now) == date(2026, 11, 21)
    assert Settings().now(NOW) == NOW
