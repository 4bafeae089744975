"""Rows in bins: each of values no greater than the next one's, of about the size that was asked."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from krtracker.measures.shared import binning
from krtracker.measures.shared.binning import in_bins, put_in_order
from krtracker.measures.shared.fetched import Fetched

numbers = st.one_of(
    st.floats(allow_nan=True, allow_infinity=True),
    st.floats(-9, 9),
    st.integers(-3, 3).map(float),
    st.sampled_from([0.0, -0.0, math.nan, -math.nan, math.inf, -math.inf, 5e-324, -5e-324]),
)


def of(values: Any) -> Fetched:
    """Rows of these values, each told from all others by its day."""
    told = np.array(values, float)
    places = np.arange(len(told))
    return Fetched(7, places.astype(np.int32), (places % 5).astype(np.uint8), told, 5)


def check(rows: Fetched, size: int) -> None:
    """Nothing is lost or added, and no bin is too large or holds what belongs to another."""
    put, starts = in_bins(rows, size)

    assert sorted(put.days.tolist()) == rows.days.tolist()
    np.testing.assert_array_equal(put.values, rows.values[put.days])
    np.testing.assert_array_equal(put.cells, rows.cells[put.days])
    assert (put.since, put.cell_count) == (rows.since, rows.cell_count)
    edges = starts.tolist()
    assert (edges[0], edges[-1]) == (0, len(rows.values))
    sizes = [end - begin for begin, end in pairwise(edges)]
    assert all(0 < each < 2 * size for each in sizes) or not len(rows.values)
    ordered = np.sort(rows.values)  # numpy, too, has NaN come last
    for begin, end in pairwise(edges):
        part = slice(begin, end)
        np.testing.assert_array_equal(np.sort(put.values[part]), ordered[part])
        put_in_order(put, part)
        np.testing.assert_array_equal(put.values[part], ordered[part])
    np.testing.assert_array_equal(put.values, rows.values[put.days])


@pytest.mark.parametrize("at_once", [3, 2**18])
@given(st.lists(numbers, max_size=60), st.integers(1, 12))
def test_every_row_lies_in_the_bin_of_its_rank(at_once: int, values: Any, size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(binning, "_AT_ONCE", at_once)
        check(of(values), size)


SPREADS = {
    "evenly": np.linspace(1, 2, 5000),
    "very near each other": 1e9 + np.arange(5000) * 1e-6,
    "over all sizes": np.geomspace(1e-300, 1e300, 5000),
    "around nought": np.linspace(-1e-9, 1, 5000),
    "below nought": -np.geomspace(1, 1e6, 5000),
    "mostly nought": np.where(np.arange(5000) % 3, 0.0, np.arange(5000) / 7),
    "in a few numbers": np.arange(5000) % 4,
    "beside one far off": np.append(np.arange(4999) / 3, 1e9),
    "beside infinity": np.append(np.arange(4999) / 3, np.inf),
}


@pytest.mark.parametrize("name", SPREADS)
def test_however_values_are_spread(name: str) -> None:
    chance = np.random.default_rng(5)

    check(of(chance.permutation(SPREADS[name])), 70)


@pytest.mark.parametrize(
    "name", ["evenly", "very near each other", "around nought", "beside one far off"]
)
def test_keys_tell_most_values_apart_without_sorting_any(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sorted_ = list[int]()
    monkeypatch.setattr(
        binning, "put_in_order", lambda _, part: sorted_.append(part.stop - part.start)
    )

    in_bins(of(SPREADS[name]), 70)

    assert sum(sorted_) < 1500
