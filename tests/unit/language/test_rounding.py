"""To how many digits a number is told, and which way a half goes."""

from __future__ import annotations

import doctest
import math

import pytest

import krtracker.language.rounding
from krtracker.language.rounding import adding_up, decimals_apart, decimals_read, rounded


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(krtracker.language.rounding).failed == 0


@pytest.mark.parametrize(
    ("value", "decimals", "told"),
    [
        pytest.param(0.5, 0, 1.0, id="a half"),
        pytest.param(-30.5, 0, -31.0, id="a half below zero"),
        pytest.param(36.25, 1, 36.3, id="a half of a tenth"),
        pytest.param(28.499999999999996, 0, 29.0, id="a half with the noise of a product"),
        pytest.param(28.4999, 0, 28.0, id="less than a half"),
        pytest.param(9007199254740993.0, 2, 9007199254740992.0, id="every digit of a whole number"),
        pytest.param(1e300, 9, 1e300, id="the largest numbers"),
        pytest.param(math.inf, 0, math.inf, id="no number at all"),
    ],
)
def test_a_half_goes_away_from_zero(value: float, decimals: int, told: float) -> None:
    assert rounded(value, decimals) == told


@pytest.mark.parametrize(
    ("value", "other", "decimals"),
    [
        pytest.param(24.04, 24.0, 2, id="one more digit"),
        pytest.param(23.9996, 24.0, 4, id="as many as it takes"),
        pytest.param(24.2, 24.0, 1, id="none where they differ"),
        pytest.param(24.0, 24.004, 1, id="none where it is whole: the other one gets them"),
        pytest.param(24.0000004, 24.0, 1, id="none where no reasonable number would do"),
    ],
)
def test_a_number_is_told_apart_from_the_one_beside_it(
    value: float, other: float, decimals: int
) -> None:
    assert decimals_apart(value, [other], 1) == decimals


def test_a_person_reads_about_three_digits_and_no_zeros() -> None:
    assert [decimals_read(each) for each in (0.42, 5.2, 48.0, 1234.5)] == [2, 1, 0, 0]


@pytest.mark.parametrize(
    ("total", "parts"),
    [
        pytest.param(1.0, [1 / 3, 1 / 3, 1 / 3], id="too little"),
        pytest.param(-15.7444, [-4.94662, -4.92777, -2.31717, -1.25597, -2.29687], id="too much"),
        pytest.param(0.0, [0.125, -0.125, 0.004, -0.004], id="nothing in all"),
    ],
)
def test_rounded_parts_add_up_to_the_rounded_total(total: float, parts: list[float]) -> None:
    told = adding_up(total, parts, 2)

    assert math.isclose(math.fsum(told), rounded(total, 2), abs_tol=1e-9)
    assert all(abs(one - other) < 0.01 for one, other in zip(told, parts, strict=True))
