"""Where an axis is marked."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dashboards.ticks import day_ticks, nice_ticks

NUMBERS = some.floats(min_value=-1e9, max_value=1e9, allow_subnormal=False)


@given(NUMBERS, NUMBERS)
def test_ticks_are_few_and_lie_within_the_axis(one: float, other: float) -> None:
    low, high = sorted((one, other))

    ticks = nice_ticks(low, high)

    assert 1 <= len(ticks) <= 5
    if high > low:
        air = 1e-6 * max(abs(low), abs(high)) + 1e-9
        assert all(low - air <= each <= high + air for each in ticks)


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        pytest.param(21.1, 50.9, [24, 30, 36, 42, 48], id="hours"),
        pytest.param(0.0, 1.0, [0, 0.25, 0.5, 0.75, 1], id="shares"),
        pytest.param(5.0, 5.0, [5], id="nothing between"),
    ],
)
def test_ticks_are_round(low: float, high: float, ticks: list[float]) -> None:
    assert nice_ticks(low, high) == pytest.approx(ticks)


def test_a_quarter_is_marked_by_its_months_and_its_last_day() -> None:
    days = day_ticks(date(2026, 9, 30), date(2026, 12, 31))

    assert days == [date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1), date(2026, 12, 31)]


@given(some.dates(date(2020, 1, 1), date(2030, 1, 1)), some.integers(0, 2000))
def test_days_are_in_order_and_few(first: date, length: int) -> None:
    last = date.fromordinal(first.toordinal() + length)

    days = day_ticks(first, last)

    assert days == sorted(days)
    assert 1 <= len(days) <= 8
    assert all(first <= each <= last for each in days)
