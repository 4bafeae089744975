"""Which status a progress means: the first rule that fits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from krtracker.domain.status import Status, status_of_keep, status_of_target

BEST_FIRST = [Status.ACHIEVED, Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK, Status.MISSED]


def status(
    progress: float, *, pace: float = 0.5, elapsed: float = 0.5, is_over: bool = False
) -> Status:
    return status_of_target(
        progress=progress, pace=pace, elapsed=elapsed, is_over=is_over, on_track=0.9, at_risk=0.6
    )


@pytest.mark.parametrize(
    ("progress", "expected"),
    [
        pytest.param(1.0, Status.ACHIEVED, id="at the target"),
        pytest.param(1.4, Status.ACHIEVED, id="past the target"),
        pytest.param(0.45, Status.ON_TRACK, id="nine tenths of pace"),
        pytest.param(0.449, Status.AT_RISK, id="a little less"),
        pytest.param(0.3, Status.AT_RISK, id="six tenths of pace"),
        pytest.param(0.299, Status.OFF_TRACK, id="less than that"),
        pytest.param(-0.1, Status.OFF_TRACK, id="below the baseline"),
    ],
)
def test_the_status_of_a_target_by_its_share_of_pace(progress: float, expected: Status) -> None:
    assert status(progress) is expected


def test_a_cycle_that_is_over_is_achieved_or_missed() -> None:
    assert status(1.0, pace=1, is_over=True) is Status.ACHIEVED
    assert status(0.999, pace=1, is_over=True) is Status.MISSED


def test_in_the_first_tenth_only_a_fall_below_the_baseline_counts() -> None:
    assert status(0.0, pace=0.1, elapsed=0.1) is Status.ON_TRACK
    assert status(-0.01, pace=0.1, elapsed=0.1) is Status.OFF_TRACK
    assert status(0.0, pace=0.11, elapsed=0.11) is Status.OFF_TRACK


def test_who_is_on_a_path_that_begins_the_wrong_way_is_on_track() -> None:
    assert status(-0.2, pace=-0.2) is Status.ON_TRACK
    assert status(-0.3, pace=-0.2) is Status.OFF_TRACK


@given(st.floats(-2, 2), st.floats(-2, 2), st.floats(-0.5, 1), st.floats(0, 1), st.booleans())
def test_more_progress_is_never_a_worse_status(
    one: float, other: float, pace: float, elapsed: float, is_over: bool
) -> None:
    low, high = sorted([one, other])

    better = status(high, pace=pace, elapsed=elapsed, is_over=is_over)
    worse = status(low, pace=pace, elapsed=elapsed, is_over=is_over)

    assert BEST_FIRST.index(better) <= BEST_FIRST.index(worse)


@pytest.mark.parametrize(
    ("holds", "broke", "share", "is_over", "expected"),
    [
        (True, False, 1.0, False, Status.ON_TRACK),
        (True, True, 0.1, False, Status.ON_TRACK),
        (False, True, 0.9, False, Status.AT_RISK),
        (False, False, 0.9, False, Status.OFF_TRACK),
        (False, False, 0.9, True, Status.ACHIEVED),
        (True, False, 0.89, True, Status.MISSED),
    ],
)
def test_the_status_of_a_keep(
    holds: bool, broke: bool, share: float, is_over: bool, expected: Status
) -> None:
    found = status_of_keep(
        holds=holds, broke_within_7_days=broke, held_share=share, is_over=is_over
    )

    assert found is expected
