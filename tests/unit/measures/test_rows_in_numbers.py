"""Percentiles and distinct things of any choice of cells, told from counts of all rows."""

from __future__ import annotations

import random
from datetime import date, timedelta

import numpy as np
import pytest

from krtracker.domain.calendar import Span
from krtracker.measures.shared.distinct import Firsts, distinct, numbered
from krtracker.measures.shared.fetched import Fetched
from krtracker.measures.shared.grid import Grid
from krtracker.measures.shared.ranking import Ranked

FIRST = date(2026, 3, 1)
SIZES = (0, 1, 7, 700, 20_000)


def rows(count: int, cells: int, days: int, values: object) -> Fetched:
    chance = np.random.default_rng(count + cells)
    numbers = np.asarray(values)
    return Fetched(
        FIRST.toordinal(),
        chance.integers(0, days, count).astype(np.uint16),
        chance.integers(0, cells, count).astype(np.int32),
        numbers[chance.integers(0, len(numbers), count)],
        cells,
    )


def grid(chance: random.Random, *, is_to_date: bool) -> Grid:
    """The windows of some days, either all from one day on or each of a week."""
    ends = [FIRST + timedelta(days=number) for number in range(5, 60, 4)]
    first = FIRST + timedelta(days=chance.randrange(-2, 9))
    starts = [first if is_to_date else end - timedelta(days=7) for end in ends]
    spans = [Span(start, end) for start, end in zip(starts, ends, strict=True)]
    return Grid.of(spans, [end.toordinal() - 1 for end in ends])


def within(found: Fetched, mask: np.ndarray, windows: Grid, place: int) -> np.ndarray:
    days = found.days.astype(np.int64) + found.since
    inside = (days >= windows.first[place]) & (days < windows.until[place])
    return found.values[inside & mask[found.cells]]


@pytest.mark.parametrize("count", SIZES)
@pytest.mark.parametrize(
    "values",
    [
        pytest.param([-1e300, -2.5, -0.0, 0.0, 1 / 3, 1e300], id="of all sizes"),
        pytest.param([1.0, 1.0 + 1e-12, 1.0 + 2e-12, 3.0], id="that differ in late digits"),
        pytest.param(np.arange(-4000, 4000) / 7, id="many"),
    ],
)
def test_a_percentile_is_that_of_the_rows_chosen(count: int, values: object) -> None:
    chance = random.Random(count)
    found = rows(count, 9, 55, values)
    windows, mask = grid(chance, is_to_date=False), np.arange(9) % 3 != 1
    ranked = Ranked.of(found)
    assert ranked is not None

    told = ranked.among(mask).quantile(0.9, windows)

    for place, value in enumerate(told):
        chosen = within(found, mask, windows, place)
        if len(chosen):
            assert value == pytest.approx(np.quantile(chosen, 0.9), rel=1e-12, abs=0)
        else:
            assert np.isnan(value)


def test_so_many_cells_and_days_are_told_apart_one_choice_at_a_time() -> None:
    found = rows(20_000, 4000, 1000, np.arange(5000) / 3)
    mask = np.arange(4000) < 1500

    assert Ranked.of(found) is None
    of_choice = Ranked.of(found.where(mask))
    assert of_choice is not None
    (told,) = of_choice.among(np.ones(1, bool)).quantile(
        0.25, Grid.of([Span(FIRST, FIRST + timedelta(days=900))], [0])
    )
    chosen = found.values[mask[found.cells] & (found.days < 900)]
    assert told == pytest.approx(np.quantile(chosen, 0.25))


@pytest.mark.parametrize("count", SIZES)
@pytest.mark.parametrize("is_to_date", [True, False], ids=["to date", "of a week"])
@pytest.mark.parametrize(
    "values",
    [
        pytest.param(np.arange(-50, 300), id="numbers"),
        pytest.param([3, 5_000_000_000_000, 7], id="numbers far apart"),
        pytest.param([0.0, -0.0, 1.5, np.nan], id="broken numbers"),
    ],
)
def test_things_are_counted_once_in_a_window(count: int, is_to_date: bool, values: object) -> None:
    chance = random.Random(count)
    found = numbered(rows(count, 9, 55, values))
    windows, mask = grid(chance, is_to_date=is_to_date), np.arange(9) % 2 == 0

    told = distinct(found.where(mask), windows)

    counted = [len(set(within(found, mask, windows, place))) for place in range(len(windows))]
    assert told.tolist() == counted
    if is_to_date:
        firsts = Firsts.of(found, int(windows.first[0]))
        assert firsts is not None
        assert firsts.among(mask, windows).tolist() == counted
