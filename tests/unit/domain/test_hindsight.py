"""What measured days say of a promise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from krtracker.domain.calendar import Window, WindowKind
from krtracker.domain.hindsight import Hindsight, hindsight
from krtracker.domain.key_result import Bounds, KeyResult
from krtracker.domain.measurement import Verdict
from krtracker.domain.standing import Point
from tests.builders import A_DAY, Q4, a_key_result, a_measure


def points(
    value: Callable[[int], float | None], *, last: date = A_DAY, count: int = 100
) -> list[Point]:
    """Believed values of consecutive days; `value` is asked with the days left to the last."""
    return [
        Point(last - timedelta(days=back), value(back), Verdict.ACCEPTED)
        for back in reversed(range(count))
    ]


def seen(key_result: KeyResult, given: list[Point], day: date = A_DAY) -> Hindsight:
    return hindsight(key_result, given, baseline=48.0, day=day)


def test_a_target_never_reached_is_told_with_the_day_that_came_nearest() -> None:
    found = seen(a_key_result(), points(lambda back: 30.0 + back)).reached

    assert found is not None
    assert (found.days, found.of, found.nearest, found.nearest_on) == (0, 100, 30.0, A_DAY)


def test_a_target_reached_before_is_told_with_its_days() -> None:
    found = seen(a_key_result(), points(lambda back: 20.0 if 10 <= back < 13 else 40.0)).reached

    assert found is not None
    assert (found.days, found.first, found.last) == (
        3,
        A_DAY - timedelta(days=12),
        A_DAY - timedelta(days=10),
    )


def test_the_pace_is_what_is_left_over_the_weeks_that_are_left() -> None:
    needed = seen(a_key_result(), points(lambda _: 32.0)).needed

    assert needed is not None
    assert needed.days == (Q4.end - A_DAY).days == 40
    assert needed.per_week == pytest.approx((24 - 32) / 40 * 7)
    assert (needed.stretches, needed.as_far) == (60, 0)


def test_stretches_that_moved_as_far_in_the_direction_wanted_are_counted() -> None:
    falling = seen(a_key_result(), points(lambda back: 32.0 + back)).needed
    rising = seen(a_key_result(), points(lambda back: 32.0 - back)).needed

    assert falling is not None
    assert (falling.stretches, falling.as_far) == (60, 60)
    assert rising is None or rising.as_far == 0


def test_a_target_that_is_reached_needs_no_pace() -> None:
    assert seen(a_key_result(), points(lambda _: 20.0)).needed is None


def test_after_its_cycle_it_needs_no_pace() -> None:
    late = Q4.end + timedelta(days=3)

    assert seen(a_key_result(), points(lambda _: 30.0, last=late), late).needed is None


def test_before_its_cycle_the_whole_cycle_is_left() -> None:
    early = Q4.eve - timedelta(days=20)
    needed = seen(a_key_result(), points(lambda _: 48.0, last=early), early).needed

    assert needed is not None
    assert needed.days == Q4.days


def test_limits_are_held_on_the_days_that_lie_within() -> None:
    kept = a_key_result(keep=Bounds(at_least=90))

    found = hindsight(kept, points(lambda back: 95.0 - (back == 4) * 10), baseline=None, day=A_DAY)

    assert found.reached is not None
    assert (found.reached.days, found.reached.of, found.needed) == (99, 100, None)


def test_values_that_are_not_believed_do_not_count() -> None:
    held = [
        each._replace(reason="too few rows", verdict=Verdict.REJECTED)
        for each in points(lambda _: 1.0)
    ]

    assert seen(a_key_result(), held).reached is None


def test_a_window_that_grows_has_no_usual_past() -> None:
    to_date = a_measure(window=Window(WindowKind.CYCLE_TO_DATE))

    assert seen(a_key_result(how=to_date), points(lambda back: 30.0 + back)).past.days == 0


def test_what_is_usual_is_taken_from_before_the_cycle() -> None:
    past = seen(a_key_result(), points(lambda back: 48.0 if back >= 52 else 12.0)).past

    assert (past.days, past.lowest, past.last) == (48, 48.0, Q4.eve)
