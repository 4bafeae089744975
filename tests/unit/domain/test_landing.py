"""Where a key result will land: a guess at its present pace, as sure as earlier ones were right."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from krtracker.domain.calendar import Cadence, Window, WindowKind
from krtracker.domain.key_result import Bounds, KeyResult
from krtracker.domain.landing import Landing, landing
from krtracker.domain.measurement import Verdict
from krtracker.domain.standing import Facts, Point, standing
from tests.builders import A_DAY, NOW, Q4, a_catalog, a_key_result, a_measure

DELIVERY = a_key_result()
AHEAD = (Q4.end - A_DAY).days
YEAR = 400


def points(values: Sequence[float | None]) -> list[Point]:
    """Daily values up to the last closed day."""
    first = A_DAY - timedelta(days=len(values) - 1)
    return [
        Point(first + timedelta(days=place), value, Verdict.ACCEPTED)
        for place, value in enumerate(values)
    ]


def guessed(values: Sequence[float | None], key_result: KeyResult = DELIVERY) -> Landing | None:
    known = points(values)
    now = standing(key_result, Facts(known), settings=a_catalog().settings, now=NOW)
    return landing(now, known)


def test_a_number_that_stands_still_lands_where_it_is() -> None:
    found = guessed([40.0] * YEAR)

    assert found is not None
    assert (found.day, found.value, found.wide) == (Q4.end, 40.0, (40.0, 40.0))
    assert found.reaches(48, 24) is False


def test_a_pace_goes_on_and_fades() -> None:
    values = [48.0] * (YEAR - 56) + [48 - 0.25 * day for day in range(56)]

    found = guessed(values)

    assert found is not None
    straight = values[-1] - 0.25 * AHEAD
    assert straight < found.value < values[-1]
    assert found.wide[0] <= straight, "it may also go on as it is"
    assert found.wide[0] < found.likely[0] < found.value < found.likely[1] < found.wide[1]


@pytest.mark.parametrize(
    ("values", "key_result"),
    [
        pytest.param([40.0] * 60, DELIVERY, id="too short a past"),
        pytest.param([40.0] * 100 + [None] * 20, DELIVERY, id="no fresh value"),
        pytest.param([40.0] * YEAR, a_key_result(keep=Bounds(at_least=30)), id="nothing promised"),
        pytest.param(
            [40.0] * YEAR,
            a_key_result(how=a_measure(window=Window(WindowKind.WEEK_TO_DATE))),
            id="begins anew each week",
        ),
        pytest.param([], DELIVERY, id="never measured"),
    ],
)
def test_where_nobody_can_tell_nothing_is_told(
    values: Sequence[float | None], key_result: KeyResult
) -> None:
    assert guessed(values, key_result) is None


def test_a_number_that_is_held_is_no_place_to_begin_from() -> None:
    known = points([40.0] * YEAR)
    known[-1] = known[-1]._replace(verdict=Verdict.REJECTED)

    now = standing(DELIVERY, Facts(known), settings=a_catalog().settings, now=NOW)

    assert landing(now, known) is None


def test_a_finished_cycle_has_landed() -> None:
    over = replace(DELIVERY, promise=replace(DELIVERY.promise, cycle=replace(Q4, end=A_DAY)))

    assert guessed([40.0] * YEAR, over) is None


def test_a_finished_cycle_has_landed_although_its_last_week_closed_before_its_last_day() -> None:
    days = (date(2026, 12, 27) - timedelta(weeks=back) for back in reversed(range(60)))
    known = [Point(day, 40.0, Verdict.ACCEPTED) for day in days]
    weekly = a_key_result(cadence=Cadence.WEEKLY)

    def landed(now: datetime) -> Landing | None:
        return landing(
            standing(weekly, Facts(known), settings=a_catalog().settings, now=now), known
        )

    assert landed(datetime(2026, 12, 30, 8, tzinfo=UTC)) is not None
    assert landed(datetime(2027, 1, 20, 8, tzinfo=UTC)) is None


def test_what_is_measured_weekly_lands_too() -> None:
    known = [point for point in points([40.0] * YEAR) if point.as_of.weekday() == 6]
    weekly = a_key_result(cadence=Cadence.WEEKLY)

    now = standing(weekly, Facts(known), settings=a_catalog().settings, now=NOW)

    found = landing(now, known)
    assert found is not None
    assert found.value == 40.0


def test_a_share_stays_between_nothing_and_everything() -> None:
    rising = [60.0] * (YEAR - 40) + [60 + day for day in range(40)]

    found = guessed(rising, a_key_result(unit="%", baseline=60.0, target=95.0))

    assert found is not None
    assert found.value == found.wide[1] == 100.0


def test_a_count_since_the_start_of_the_cycle_is_told_by_the_cycle_alone() -> None:
    window = a_measure(window=Window(WindowKind.CYCLE_TO_DATE))

    assert guessed([0.0] * (YEAR - 52) + list(range(52)), a_key_result(how=window)) is None


def test_it_is_told_whether_the_target_lies_beyond_every_likely_end() -> None:
    found = Landing(date(2026, 12, 31), 22.0, (21.0, 23.0), (20.0, 23.9), 30)

    assert found.reaches(48, 24) is True
    assert found.reaches(48, 22) is None
    assert found.reaches(48, 12) is False
    assert found.reaches(10, 24) is False


def _walk(chance: random.Random, days: int) -> list[float]:
    value, values = 40.0, []
    for _ in range(days):
        value += chance.gauss(0, 0.2)
        values.append(value)
    return values


def _tremble(chance: random.Random, days: int) -> list[float]:
    return [40 + chance.gauss(0, 1) for _ in range(days)]


def _drift(chance: random.Random, days: int) -> list[float]:
    return [90 - 0.05 * day + chance.gauss(0, 0.8) for day in range(days)]


def _turns(chance: random.Random, days: int) -> list[float]:
    """A year of calm, then work that begins to tell some weeks ago and goes on, slower or not."""
    begins, pace, goes_on = days - AHEAD - chance.randint(20, 50), 0.25, chance.uniform(0.1, 1.1)
    values, value = [], 48.0
    for day in range(days):
        value -= 0 if day < begins else pace if day < days - AHEAD else pace * goes_on
        values.append(value + chance.gauss(0, 0.4))
    return values


@pytest.mark.parametrize("course", [_walk, _tremble, _drift, _turns])
def test_of_ten_values_eight_or_so_land_in_the_wide_range(
    course: Callable[[random.Random, int], list[float]],
) -> None:
    chance = random.Random(11)

    def landed_inside() -> tuple[bool, bool]:
        values = course(chance, YEAR + AHEAD)
        found = guessed(values[:YEAR])
        assert found is not None
        came = values[-1]
        inside = [low <= came <= high for low, high in (found.likely, found.wide)]
        return inside[0], inside[1]

    tried = [landed_inside() for _ in range(200)]

    likely, wide = (sum(each) / len(tried) for each in zip(*tried, strict=True))
    assert wide >= 0.7
    assert likely < wide
    assert likely >= 0.35
