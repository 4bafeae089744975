"""When two values are one, and what is believed."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from krtracker.domain.measurement import Failure, Verdict, same
from tests.builders import a_judged, a_measurement

numbers = st.floats(-1e300, 1e300)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        pytest.param(None, None, True, id="no value twice"),
        pytest.param(None, 0.0, False, id="nothing is not zero"),
        pytest.param(0.0, -0.0, True, id="zero is zero"),
        pytest.param(1.0, 1.0 + 1e-10, True, id="noise"),
        pytest.param(1.0, 1.0 + 1e-8, False, id="more than noise"),
        pytest.param(1e12, 1e12 + 1, True, id="relative to what is large"),
        pytest.param(1e-12, 2e-12, False, id="relative to what is small"),
    ],
)
def test_two_values_are_the_same(left: float | None, right: float | None, expected: bool) -> None:
    assert same(left, right) is expected
    assert same(right, left) is expected


@given(numbers)
def test_the_noise_of_the_last_digits_is_no_difference(value: float) -> None:
    assert same(value, math.nextafter(value, math.inf)) or abs(value) < 1e-300


def test_only_what_is_rejected_is_not_believed() -> None:
    assert a_measurement().is_believed
    assert a_measurement(verdict=Verdict.PROVISIONAL).is_believed
    assert not a_measurement(verdict=Verdict.REJECTED).is_believed


def test_the_reason_of_a_verdict_is_that_of_its_critical_failures() -> None:
    failures = [
        Failure("rows", "only 3 rows"),
        Failure("jump", "jumped by 40 %", is_critical=False),
        Failure("nulls", "half of them are empty"),
    ]

    rejected = a_judged(verdict=Verdict.REJECTED, failures=failures)

    assert rejected.reason == "only 3 rows; half of them are empty"
    assert a_judged(failures=[failures[1]]).reason is None
