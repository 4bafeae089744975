"""How a value is reckoned, in words."""

from __future__ import annotations

import doctest

import pytest

import krtracker.domain.reckoning
from krtracker.domain.reckoning import in_words
from tests.builders import a_measure, last_days


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(krtracker.domain.reckoning).failed == 0


@pytest.mark.parametrize(
    ("days", "says"),
    [(1, "last 1 day, matured 1 day"), (28, "last 28 days, matured 28 days")],
)
def test_one_day_is_not_days(days: int, says: str) -> None:
    measure = a_measure(window=last_days(days), matured_days=days)

    assert in_words(measure).endswith(says)
