"""The best of what counts on each day, and percentiles of bins, however they are put together."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from krtracker.measures.shared import grid, ranking
from krtracker.measures.shared.fetched import Fetched
from krtracker.measures.shared.grid import Grid, Runs
from krtracker.measures.shared.ranking import Ranked

DAYS = 12
runs = st.lists(
    st.tuples(
        st.integers(0, DAYS - 1), st.integers(1, DAYS), st.one_of(st.floats(-9, 9), st.just(np.nan))
    ),
    max_size=30,
)
rows = st.lists(
    st.tuples(st.integers(0, DAYS - 1), st.integers(0, 2), st.integers(-4, 4)),
    min_size=1,
    max_size=60,
)


@pytest.mark.parametrize("at_once", [1, 30, 2**20])
@given(runs)
def test_the_best_of_a_day_is_that_of_all_that_count_on_it(at_once: int, told: Any) -> None:
    begins = np.array([begin for begin, _, _ in told], np.int64)
    ends = np.minimum(begins + np.array([length for _, length, _ in told], np.int64), DAYS)
    values = np.array([value for _, _, value in told], float)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grid, "_AT_ONCE", at_once)
        found = Runs(begins, ends, DAYS).extreme(values, greatest=True)

    expected = [
        np.fmax.reduce(values[(begins <= day) & (day < ends)], initial=np.nan)
        for day in range(DAYS)
    ]
    np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("bin_size", [1, 2, 7, 100])
@given(rows, st.floats(0, 1), st.sets(st.integers(0, 2)), st.integers(1, DAYS))
def test_a_percentile_is_the_same_however_rows_are_cut_into_bins(
    bin_size: int, told: Any, share: float, cells: set[int], length: int
) -> None:
    days, classes, values = (np.array(each) for each in zip(*told, strict=True))
    fetched = Fetched(0, days.astype(np.uint16), classes.astype(np.uint8), values.astype(float), 3)
    mask = np.isin(np.arange(3), list(cells))
    until = np.arange(1, DAYS + 1)
    windows = Grid(until - length, until, until - 1)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranking, "_AT_ONCE", 5)
        cut = Ranked.cut(fetched, bin_size, int(days.max()) + 1)
        found = cut.among(mask).quantile(share, windows)

    for number in range(DAYS):
        there = mask[classes] & (days >= until[number] - length) & (days < until[number])
        if there.any():
            assert found[number] == pytest.approx(np.quantile(values[there], share), abs=1e-9)
        else:
            assert np.isnan(found[number])
