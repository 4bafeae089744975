"""No part of a split is so small that it tells about single persons."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from krtracker.domain.segments import FEWEST_ROWS, Segment, Share, folded

rows = st.integers(0, 12)
splits = st.integers(1, 3).flatmap(
    lambda days: st.lists(st.lists(rows, min_size=days, max_size=days), min_size=0, max_size=12)
)


def a_split(counts: list[list[int]]) -> list[Segment]:
    """Segments named by number, each with a rate's two sums beside its rows."""
    return [
        Segment(str(number), tuple(Share(count, (3.0 * count, 8.0 * count)) for count in days))
        for number, days in enumerate(counts)
    ]


def told(segments: list[Segment]) -> dict[str, tuple[int, ...]]:
    """How many rows each segment that is shown has, on each day."""
    return {each.name: tuple(share.rows for share in each.shares) for each in segments}


def amounts(segments: list[Segment]) -> list[list[float]]:
    """What the segments amount to on each day: rows, and each of their sums."""
    return [
        [sum(share.rows for share in day), *map(sum, zip(*(s.sums for s in day), strict=True))]
        for day in zip(*(each.shares for each in segments), strict=True)
    ]


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        pytest.param([[9], [8], [7]], {"0": (9,), "1": (8,), "2": (7,)}, id="all large enough"),
        pytest.param([[9], [4], [3]], {"0": (9,), "": (7,)}, id="two small ones together"),
        pytest.param([[9], [2], [6]], {"0": (9,), "": (8,)}, id="one alone takes the next with it"),
        pytest.param([[9], [1], [1], [6]], {"0": (9,), "": (8,)}, id="together still too small"),
        pytest.param([[9], [2]], {"": (11,)}, id="only two, one of them small"),
        pytest.param([[3]], {"": (3,)}, id="a single small one loses its name"),
        pytest.param([[9], [0], [5]], {"0": (9,), "1": (0,), "2": (5,)}, id="no rows tell nothing"),
        pytest.param(
            [[9, 3], [8, 8], [0, 20]], {"2": (0, 20), "": (17, 11)}, id="small on one of two days"
        ),
        pytest.param(
            [[2, 0], [0, 6], [30, 30]], {"1": (0, 6), "": (32, 30)}, id="helped on the day it lacks"
        ),
        pytest.param([], {}, id="nothing to fold"),
    ],
)
def test_small_segments_are_shown_together(
    counts: list[list[int]], shown: dict[str, tuple[int, ...]]
) -> None:
    assert told(folded(a_split(counts))) == shown


@given(splits)
def test_what_they_amount_to_stays_the_same(counts: list[list[int]]) -> None:
    assert amounts(folded(a_split(counts))) == amounts(a_split(counts))


@given(splits)
def test_nobody_can_be_told_by_name_or_by_subtraction(counts: list[list[int]]) -> None:
    shown = folded(a_split(counts))

    for day, total in enumerate(sum(days) for days in zip(*counts, strict=True)):
        sizes = {each.name: each.shares[day].rows for each in shown}
        small = {name for name, size in sizes.items() if 0 < size < FEWEST_ROWS}
        assert small <= ({""} if total < FEWEST_ROWS else set())


@given(splits)
def test_nothing_is_folded_without_need(counts: list[list[int]]) -> None:
    is_small = any(0 < count < FEWEST_ROWS for days in counts for count in days)

    assert any(each.is_others for each in folded(a_split(counts))) == is_small
