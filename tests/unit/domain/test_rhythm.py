"""What comes back with the weekday or the month, and what only seems to."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import pytest

from krtracker.domain.rhythm import Period, rhythms

MONDAY = date(2023, 1, 2)


def days(count: int, value: Callable[[int], float]) -> dict[date, float]:
    """Values of consecutive days from a Monday on."""
    return {MONDAY + timedelta(days=number): value(number) for number in range(count)}


def a_walk(chance: Random, count: int) -> list[float]:
    """Where chance steps lead, one a day."""
    found = [0.0]
    while len(found) < count:
        found.append(found[-1] + chance.gauss(0, 1))
    return found


def test_a_weekend_is_found_through_noise() -> None:
    chance = Random(1)
    values = days(140, lambda n: 50 + chance.gauss(0, 2) - (20 if n % 7 == 6 else 0))

    (found,) = rhythms(values)

    assert (found.period, found.lowest) == (Period.WEEKDAY, 6)
    assert found.distances[6] == pytest.approx(-17, abs=2)


def test_a_season_is_found_in_two_whole_years() -> None:
    chance = Random(2)
    season = days(740, lambda n: chance.gauss(0, 0.2) - math.cos(n / 365.25 * 2 * math.pi))

    (found,) = rhythms(season)

    assert (found.period, found.lowest in {11, 0}, found.highest in {5, 6}) == (
        Period.MONTH,
        True,
        True,
    )


def test_one_year_shows_no_season() -> None:
    assert rhythms(days(364, lambda n: math.sin(n / 364 * 2 * math.pi))) == ()


@pytest.mark.parametrize("seed", range(12))
def test_chance_has_no_rhythm(seed: int) -> None:
    chance = Random(seed)
    walk = a_walk(chance, 760)

    assert rhythms(days(760, lambda n: walk[n])) == ()
    assert rhythms(days(760, lambda n: chance.gauss(0, 1))) == ()


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({}, id="nothing"),
        pytest.param(days(400, lambda n: 3.0), id="always the same"),
        pytest.param(days(400, float), id="a straight line"),
        pytest.param(days(12, lambda n: float(n % 7)), id="two weeks"),
    ],
)
def test_nothing_is_said_of(values: dict[date, float]) -> None:
    assert rhythms(values) == ()
