"""Which days are divided: those that the weekly review compares, and those divided before."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from krtracker.domain.dividing import split_days
from tests.builders import NOW, Q4, a_calendar, a_key_result

DELIVERY = a_key_result(split_by=("region",))
SATURDAY, SUNDAY_BEFORE = date(2026, 11, 21), date(2026, 11, 15)


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def test_a_whole_past_is_divided_on_three_days() -> None:
    found = split_days(DELIVERY, days(date(2025, 10, 1), SATURDAY), calendar=a_calendar(), now=NOW)

    assert found == (Q4.eve, SUNDAY_BEFORE, SATURDAY)


def test_a_daily_run_divides_the_newest_day() -> None:
    lately = days(date(2026, 11, 16), SATURDAY)

    assert split_days(DELIVERY, lately, calendar=a_calendar(), now=NOW) == (SATURDAY,)


def test_a_day_divided_before_is_divided_again_should_it_have_changed() -> None:
    lately = days(date(2026, 11, 16), SATURDAY)

    found = split_days(
        DELIVERY, lately, calendar=a_calendar(), now=NOW, divided=[date(2026, 11, 18)]
    )

    assert found == (date(2026, 11, 18), SATURDAY)


def test_without_columns_nothing_is_divided() -> None:
    assert split_days(a_key_result(), [SATURDAY], calendar=a_calendar(), now=NOW) == ()


def test_before_its_cycle_nothing_is_divided() -> None:
    early = datetime(2026, 9, 1, tzinfo=UTC)

    assert split_days(DELIVERY, [date(2026, 8, 31)], calendar=a_calendar(), now=early) == ()
