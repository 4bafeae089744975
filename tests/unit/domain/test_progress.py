"""How far a key result has come, and should have."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from krtracker.domain.calendar import DAY
from krtracker.domain.progress import expected_value, objective_progress, pace, progress
from tests.builders import Q4, a_promise

numbers = st.floats(-1e6, 1e6, allow_nan=False).map(lambda number: round(number, 3))
cycle_days = st.dates(Q4.eve, Q4.end)


@pytest.mark.parametrize(
    ("baseline", "target", "current", "share"),
    [
        pytest.param(48, 24, 36, 0.5, id="halfway down"),
        pytest.param(0, 10, 12, 1.2, id="past the target"),
        pytest.param(48, 24, 60, -0.5, id="worse than the baseline"),
        pytest.param(-10, 10, 0, 0.5, id="across zero"),
    ],
)
def test_progress_is_the_share_of_the_way(
    baseline: float, target: float, current: float, share: float
) -> None:
    assert progress(baseline, target, current) == share


@given(numbers, numbers, numbers)
def test_rising_and_falling_are_alike(baseline: float, target: float, current: float) -> None:
    assume(abs(target - baseline) > 1e-3)

    assert progress(-baseline, -target, -current) == progress(baseline, target, current)


@given(numbers, numbers, numbers, st.sampled_from([0.001, 60.0, 3600.0]))
def test_the_unit_does_not_matter(
    baseline: float, target: float, current: float, factor: float
) -> None:
    assume(abs(target - baseline) > 1)
    here = progress(baseline, target, current)

    there = progress(baseline * factor, target * factor, current * factor)

    assert there == pytest.approx(here, rel=1e-6, abs=1e-6)


@given(numbers, numbers)
def test_the_ends_of_the_way_are_nought_and_one(baseline: float, target: float) -> None:
    assume(abs(target - baseline) > 1e-3)

    assert progress(baseline, target, baseline) == 0
    assert progress(baseline, target, target) == 1


@given(numbers, numbers)
def test_pace_is_nought_on_the_eve_and_one_at_the_end(baseline: float, target: float) -> None:
    assume(abs(target - baseline) > 1e-3)
    promise = a_promise(baseline=baseline, target=target)

    assert pace(promise, baseline, target, Q4.eve) == 0
    assert pace(promise, baseline, target, date(2020, 1, 1)) == 0
    assert pace(promise, baseline, target, Q4.end) == 1
    assert pace(promise, baseline, target, date(2030, 1, 1)) == 1


@given(cycle_days, cycle_days)
def test_without_a_path_pace_rises_day_by_day(one: date, other: date) -> None:
    promise = a_promise()
    assume(one < other)

    assert pace(promise, 48, 24, one) < pace(promise, 48, 24, other)


def test_the_expected_value_runs_straight_between_the_points_of_a_path() -> None:
    path = ((date(2026, 11, 30), 34.0), (date(2026, 10, 31), 44.0))
    promise = a_promise(path=path)

    assert expected_value(promise, 48, 24, date(2026, 10, 31)) == 44
    assert expected_value(promise, 48, 24, date(2026, 11, 15)) == 39
    assert expected_value(promise, 48, 24, date(2026, 11, 30)) == 34
    assert expected_value(promise, 48, 24, Q4.end) == 24


def test_points_of_a_path_outside_the_cycle_do_not_count() -> None:
    promise = a_promise(path=((Q4.eve, 99.0), (Q4.end + DAY, 99.0)))

    assert expected_value(promise, 48, 24, Q4.eve) == 48
    assert expected_value(promise, 48, 24, Q4.end) == 24


def test_the_progress_of_an_objective_is_the_weighted_mean_of_what_is_clamped() -> None:
    assert objective_progress([(0.5, 1), (1.7, 1)]) == 0.75
    assert objective_progress([(-3, 1), (1, 3)]) == 0.75


def test_an_objective_of_nothing_has_no_progress() -> None:
    assert objective_progress([]) is None
    assert objective_progress([(0.5, 0)]) is None


@given(st.lists(st.tuples(numbers, st.floats(0.1, 10)), min_size=1))
def test_the_progress_of_an_objective_is_a_share(parts: list[tuple[float, float]]) -> None:
    share = objective_progress(parts)

    assert share is not None
    assert -1e-12 <= share <= 1 + 1e-12
    assert objective_progress(parts[::-1]) == pytest.approx(share)
