"""Which days are to be measured now."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from krtracker.domain.calendar import Cadence, Calendar
from krtracker.domain.due import days_between, due_days, last_due_day
from krtracker.domain.key_result import History, HistoryKind, KeyResult
from krtracker.domain.measurement import Verdict
from tests.builders import A_DAY, NOW, Q4, a_key_result

CALENDAR = Calendar()
DAILY, WEEKLY = a_key_result(), a_key_result(cadence=Cadence.WEEKLY)
MONTHLY, HOURLY = a_key_result(cadence=Cadence.MONTHLY), a_key_result(cadence=Cadence.HOURLY)
NONE = History(HistoryKind.NONE)


def at(day: date, hour: int = 8) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def due(
    key_result: KeyResult,
    recorded: dict[date, Verdict] | None = None,
    *,
    now: datetime = NOW,
    look_back_days: int = 7,
) -> tuple[date, ...]:
    return due_days(
        key_result,
        calendar=CALENDAR,
        now=now,
        recorded=recorded or {},
        look_back_days=look_back_days,
    )


def all_accepted(key_result: KeyResult, *, now: datetime = NOW) -> dict[date, Verdict]:
    return dict.fromkeys(due(key_result, now=now), Verdict.ACCEPTED)


@pytest.mark.parametrize(
    ("key_result", "now", "expected"),
    [
        pytest.param(DAILY, NOW, A_DAY, id="daily"),
        pytest.param(DAILY, at(date(2026, 11, 22), 5), date(2026, 11, 20), id="before its hour"),
        pytest.param(WEEKLY, NOW, date(2026, 11, 15), id="weekly"),
        pytest.param(WEEKLY, at(date(2026, 11, 23)), date(2026, 11, 22), id="a week just closed"),
        pytest.param(MONTHLY, NOW, date(2026, 10, 31), id="monthly"),
        pytest.param(MONTHLY, at(date(2026, 10, 20)), Q4.eve, id="first month still open"),
        pytest.param(DAILY, at(Q4.start), Q4.eve, id="first morning"),
        pytest.param(DAILY, at(Q4.eve), None, id="before the cycle"),
        pytest.param(DAILY, at(date(2027, 5, 1)), Q4.end, id="after the cycle"),
        pytest.param(WEEKLY, at(date(2027, 5, 1)), date(2026, 12, 27), id="last whole week"),
    ],
)
def test_the_last_due_day(key_result: KeyResult, now: datetime, expected: date | None) -> None:
    assert last_due_day(key_result, CALENDAR, now) == expected


def test_nothing_recorded_is_all_due_since_the_eve() -> None:
    days = due(DAILY)

    assert (days[0], days[-1], len(days)) == (Q4.eve, A_DAY, 53)


def test_nothing_is_due_before_the_cycle() -> None:
    assert due(DAILY, now=at(date(2026, 9, 1))) == ()
    assert due(HOURLY, now=at(date(2026, 9, 1))) == ()


def test_what_is_recorded_is_due_again_inside_the_look_back_only() -> None:
    assert due(DAILY, all_accepted(DAILY)) == tuple(
        A_DAY - timedelta(days=number) for number in range(6, -1, -1)
    )
    assert due(DAILY, all_accepted(DAILY), look_back_days=0) == ()


def test_a_day_missed_long_ago_is_due() -> None:
    recorded = all_accepted(DAILY)
    del recorded[date(2026, 10, 10)]

    assert due(DAILY, recorded, look_back_days=0) == (date(2026, 10, 10),)


def test_a_rejected_day_is_tried_again_inside_the_look_back_only() -> None:
    recorded = all_accepted(DAILY) | {A_DAY: Verdict.REJECTED, Q4.start: Verdict.REJECTED}

    assert due(DAILY, recorded, look_back_days=1) == (A_DAY,)


def test_a_provisional_value_does_not_close_its_day() -> None:
    recorded = all_accepted(HOURLY) | {date(2026, 10, 10): Verdict.PROVISIONAL}

    assert due(HOURLY, recorded, look_back_days=0) == (date(2026, 10, 10), NOW.date())


def test_the_eve_is_due_whatever_the_cadence() -> None:
    assert due(WEEKLY)[:2] == (Q4.eve, date(2026, 10, 4))
    assert due(MONTHLY) == (Q4.eve, date(2026, 10, 31))


def test_an_hourly_key_result_is_due_today_too_until_the_cycle_ends() -> None:
    assert due(HOURLY)[-1] == NOW.date()
    assert due(HOURLY, now=at(date(2026, 12, 31)))[-1] == Q4.end
    assert due(HOURLY, now=at(date(2027, 1, 1)))[-1] == Q4.end


def test_a_source_without_history_is_asked_for_the_last_closed_day_once() -> None:
    key_result = a_key_result(history=NONE)

    assert due(key_result) == (A_DAY,)
    assert due(key_result, {A_DAY: Verdict.REJECTED}) == (A_DAY,)
    assert due(key_result, {A_DAY: Verdict.ACCEPTED}) == ()


@pytest.mark.parametrize("now", [at(date(2027, 1, 3)), at(date(2027, 5, 1))])
def test_a_source_without_history_is_not_asked_for_what_it_no_longer_tells(now: datetime) -> None:
    assert due(a_key_result(history=NONE), now=now) == ()


def test_a_week_of_a_source_without_history_is_measured_on_the_day_after_it() -> None:
    weekly = a_key_result(history=NONE, cadence=Cadence.WEEKLY)

    assert due(weekly, now=at(date(2026, 11, 16))) == (date(2026, 11, 15),)
    assert due(weekly, now=at(date(2026, 11, 18))) == ()


def test_days_between_two_days_are_those_on_which_the_cadence_closes() -> None:
    first, last = date(2026, 11, 1), date(2026, 11, 30)

    assert len(days_between(DAILY, CALENDAR, first, last)) == 30
    assert [day.day for day in days_between(WEEKLY, CALENDAR, first, last)] == [1, 8, 15, 22, 29]
    assert days_between(MONTHLY, CALENDAR, first, last) == [last]
    assert days_between(DAILY, CALENDAR, last, first) == []


@given(
    st.integers(-5, 130),
    st.integers(0, 30),
    st.sampled_from([DAILY, WEEKLY, MONTHLY]),
    st.sets(st.integers(0, 92)),
)
def test_a_scheduler_that_slept_catches_up_exactly_once(
    day: int, look_back_days: int, key_result: KeyResult, missed: set[int]
) -> None:
    now = at(Q4.start + timedelta(days=day))
    everything = due(key_result, now=now, look_back_days=look_back_days)
    recorded = {each: Verdict.ACCEPTED for each in everything if (each - Q4.eve).days not in missed}

    asked = due(key_result, recorded, now=now, look_back_days=look_back_days)

    settled = CALENDAR.last_closed_day(now) - timedelta(days=look_back_days)
    assert sorted(set(asked)) == list(asked)
    assert set(asked) == {each for each in everything if each not in recorded or each > settled}
