"""How good forecasts were, told from the values that came."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from krtracker.domain.calendar import Cadence
from krtracker.domain.foretold import Foretold, Moment, TrackRecord, judged_from, track_records
from krtracker.domain.key_result import Bounds, KeyResult
from krtracker.domain.landing import Landing, landing
from krtracker.domain.measurement import Verdict
from krtracker.domain.standing import Facts, Point, standing
from tests.builders import A_DAY, NOW, Q4, a_catalog, a_key_result

DELIVERY = a_key_result()
AFTER = datetime(2027, 1, 10, 8, tzinfo=UTC)
FOUR_WEEKS_AGO = A_DAY - timedelta(weeks=4)
FIRST = date(2025, 11, 1)


def days(value: Callable[[date], float | None], last: date = A_DAY) -> list[Point]:
    every = [FIRST + timedelta(days=number) for number in range((last - FIRST).days + 1)]
    return [Point(day, value(day), Verdict.ACCEPTED) for day in every]


def records(
    points: list[Point], key_result: KeyResult = DELIVERY, now: datetime = NOW
) -> list[TrackRecord]:
    facts = Facts(points)
    found = standing(key_result, facts, settings=a_catalog().settings, now=now)
    return track_records([found], {key_result.key: facts}, is_over=now == AFTER)


def calm(day: date) -> float:
    return 40 + day.toordinal() % 7 / 10


def turned(day: date) -> float:
    """Nothing happens for a year, and then, four weeks ago, very much."""
    return calm(day) - max((day - FOUR_WEEKS_AGO).days, 0) * 0.5


def test_a_number_that_goes_on_as_it_did_landed_where_it_was_to() -> None:
    (record,) = records(days(calm))

    (only,) = record.forecasts
    assert (record.moment, only.said_on, only.said.day) == (Moment.AGO, FOUR_WEEKS_AGO, A_DAY)
    assert only.is_inside
    assert (record.inside, record.expected) == (1, 1)
    assert record.off == pytest.approx(0.0)


def test_a_forecast_that_was_wrong_is_said_to_have_been_wrong() -> None:
    (record,) = records(days(turned))

    (only,) = record.forecasts
    assert not only.is_inside
    assert record.inside == 0
    assert record.off == pytest.approx(14 / 24)


def test_what_came_afterwards_is_not_known_to_the_forecast() -> None:
    (calmly,), (wildly,) = records(days(calm)), records(days(turned))

    assert calmly.forecasts[0].said == wildly.forecasts[0].said


def test_it_is_what_the_pages_said_then() -> None:
    known = [each for each in days(turned, Q4.end) if each.as_of <= Q4.end - timedelta(weeks=4)]
    then = datetime(2026, 12, 4, 8, tzinfo=UTC)
    shown = standing(DELIVERY, Facts(known), settings=a_catalog().settings, now=then)

    late, _ = records(days(turned, Q4.end), now=AFTER)

    assert late.forecasts[0].said == landing(shown, known)


def test_a_finished_cycle_is_told_from_its_last_weeks_then_from_its_middle() -> None:
    found = records(days(calm, Q4.end), now=AFTER)

    assert [each.moment for each in found] == [Moment.LATE, Moment.MIDDLE]
    assert [each.forecasts[0].said_on for each in found] == [date(2026, 12, 3), date(2026, 11, 16)]


@pytest.mark.parametrize(
    ("points", "key_result"),
    [
        pytest.param(days(calm)[-100:], DELIVERY, id="too short a past"),
        pytest.param(days(calm)[:-8], DELIVERY, id="nothing came"),
        pytest.param([], DELIVERY, id="never measured"),
        pytest.param(days(calm), a_key_result(keep=Bounds(at_least=30)), id="nothing promised"),
        pytest.param(
            days(calm), a_key_result(baseline=None, target=20.0), id="the baseline is not known"
        ),
        pytest.param(
            [
                each._replace(verdict=Verdict.REJECTED) if each.as_of == FOUR_WEEKS_AGO else each
                for each in days(calm)
            ],
            DELIVERY,
            id="held on the day",
        ),
    ],
)
def test_where_nothing_was_foretold_nothing_is_judged(
    points: list[Point], key_result: KeyResult
) -> None:
    assert records(points, key_result) == []


def test_before_a_cycle_began_nothing_was_promised() -> None:
    late = replace(Q4, start=FOUR_WEEKS_AGO + timedelta(days=1))
    key_result = replace(DELIVERY, promise=replace(DELIVERY.promise, cycle=late))

    assert records(days(calm), key_result) == []
    assert judged_from(late) == A_DAY + timedelta(days=1)


def test_what_is_measured_weekly_is_judged_too() -> None:
    sundays = [each for each in days(lambda _: 40.0) if each.as_of.weekday() == 6]

    (record,) = records(sundays, a_key_result(cadence=Cadence.WEEKLY))

    assert record.forecasts[0].said_on == date(2026, 10, 18)


def test_those_that_missed_come_first_and_half_of_them_tell_how_far() -> None:
    facts = {
        each.key: Facts(days(value))
        for each, value in ((DELIVERY, calm), (a_key_result("other"), turned))
    }
    found = [
        standing(each, facts[each.key], settings=a_catalog().settings, now=NOW)
        for each in (DELIVERY, a_key_result("other"))
    ]

    (record,) = track_records(found, facts, is_over=False)

    assert [each.standing.key_result.id for each in record.forecasts] == [
        "other",
        "urgent_delivery_time",
    ]
    assert record.off == pytest.approx(7 / 24)


@pytest.mark.parametrize(
    ("inside", "outside", "is_so"),
    [
        pytest.param(4, 13, True, id="most missed"),
        pytest.param(11, 3, False, id="as many as were to be expected"),
        pytest.param(10, 4, False, id="a little fewer"),
        pytest.param(0, 1, False, id="one says nothing"),
    ],
)
def test_ranges_are_too_narrow_when_chance_alone_would_hardly_miss_as_many(
    inside: int, outside: int, is_so: bool
) -> None:
    (hit,), (missed,) = (each.forecasts for each in records(days(calm)) + records(days(turned)))

    assert TrackRecord(Moment.AGO, [hit] * inside + [missed] * outside).is_too_narrow is is_so


def test_the_edge_of_a_range_is_within_it() -> None:
    now = standing(DELIVERY, Facts(), settings=a_catalog().settings, now=NOW)
    said = Landing(A_DAY, 0.2, (0.1, 0.3), (0.1, 0.3), 20)

    assert Foretold(now, FOUR_WEEKS_AGO, said, 0.1 + 0.2, 24).is_inside
