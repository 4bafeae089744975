from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from krtracker.domain.calendar import Calendar, Cycle
from krtracker.domain.catalog import Connection
from krtracker.domain.key_result import Bounds, Expectations, KeyResult, Promise, RawSql
from krtracker.domain.measurement import Judged, Reading, TableReading, Verdict
from krtracker.domain.standing import Point
from krtracker.quality import judge
from krtracker.quality.batch import broken, plainly_broken
from krtracker.quality.claims import Claim

CYCLE = Cycle("2026-Q4", date(2026, 10, 1), date(2026, 12, 31))
SUBJECT = KeyResult("nps", "NPS", "trust", Promise(CYCLE, 0, 10), RawSql("SELECT 1"), "crm")


def a_reading(day: int, value: float | None = 48.0, **fields) -> Reading:
    return Reading(SUBJECT.key, date(2026, 11, day), value, source="crm", **fields)


def judged(readings: Sequence[Reading], *, history: Sequence[Point] = (), **expect) -> list[Judged]:
    key_result = replace(SUBJECT, expectations=Expectations(**expect))
    return judge(
        readings,
        key_results={key_result.key: key_result},
        connections={"crm": Connection("crm", "sqlite")},
        history={key_result.key: history},
        connectors=None,
        calendar=Calendar(),
        now=datetime(2026, 11, 21, 8, tzinfo=UTC),
    )


def verdicts(found: Sequence[Judged]) -> list[str]:
    return [each.verdict.value for each in found]


def test_a_reading_that_fails_an_expectation_is_kept_but_not_believed():
    found = judged([a_reading(20, rows=4)], rows=Bounds(at_least=30))

    assert found[0].reading.value == 48.0
    assert found[0].verdict is Verdict.REJECTED
    assert found[0].reason == "4 rows entered, at least 30 were expected"
    assert found[0].expectations == 1


def test_readings_keep_their_order_in_which_they_came():
    found = judged([a_reading(20, rows=50), a_reading(19, rows=4)], rows=Bounds(at_least=30))

    assert verdicts(found) == ["accepted", "rejected"]


def test_what_is_no_number_is_rejected_with_its_reason():
    found = judged([a_reading(20, None, failure="2 rows came back, one was expected")])

    assert found[0].reason == "2 rows came back, one was expected"


def test_no_value_is_accepted_and_empty():
    found = judged([a_reading(20, None)], value=Bounds(at_least=1))

    assert (found[0].verdict, found[0].reason) == (Verdict.ACCEPTED, None)


def test_today_is_provisional_when_it_passes():
    found = judged(
        [a_reading(20, is_provisional=True), a_reading(20, 99, is_provisional=True)],
        value=Bounds(at_most=50),
    )

    assert verdicts(found) == ["provisional", "rejected"]


def test_a_jump_looks_back_at_the_last_accepted_value_of_the_ledger():
    history = [
        Point(date(2026, 11, 17), 48.0, Verdict.ACCEPTED),
        Point(date(2026, 11, 18), 900.0, Verdict.REJECTED),
        Point(date(2026, 11, 20), 1.0, Verdict.ACCEPTED),
    ]

    found = judged([a_reading(19, 50), a_reading(20, 52)], history=history, jump_at_most_percent=10)

    assert verdicts(found) == ["accepted", "accepted"]


def test_a_jump_that_is_rejected_is_not_what_the_next_day_is_held_against():
    days = [a_reading(18, 48), a_reading(19, 480), a_reading(20, 49)]

    found = judged(days, jump_at_most_percent=10)

    assert verdicts(found) == ["accepted", "rejected", "accepted"]


def test_three_hundred_readings_are_one_batch_that_names_each_failure():
    start = date(2026, 1, 1)
    fresh = TableReading("orders", datetime(2027, 1, 1, tzinfo=UTC), 4, "created_at")
    readings = [
        Reading(SUBJECT.key, start + timedelta(days=number), float(number), tables=(fresh,))
        for number in range(300)
    ]

    found = judged(readings, value=Bounds(at_most=297))

    rejected = [each.reading.value for each in found if each.verdict is Verdict.REJECTED]
    assert rejected == [298.0, 299.0]


def test_judging_nothing_is_nothing():
    assert judged([]) == []


LIMITS = st.none() | st.floats(allow_nan=False, allow_infinity=False)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(st.floats(allow_nan=False, allow_infinity=False), LIMITS, LIMITS)))
def test_the_batch_agrees_with_each_claim_alone(numbers):
    claims = [Claim("value", found, Bounds(low, high), "") for found, low, high in numbers]

    assert broken(claims) == plainly_broken(claims)
