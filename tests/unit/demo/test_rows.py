from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest

from krtracker.demo.rows import Rows, midnight, on_the_wall, start_of
from krtracker.demo.story import DAYS, number


def some_rows(seed: int = 7, per_day: float = 50.0) -> Rows:
    return Rows(seed, np.full(DAYS, per_day))


def test_one_seed_draws_the_same_rows_again() -> None:
    assert np.array_equal(some_rows().about(np.ones(1), 0.4), some_rows().about(np.ones(1), 0.4))


def test_an_even_chance_gives_each_day_the_share_that_was_meant() -> None:
    rows = some_rows()

    hits = np.bincount(rows.day, rows.even() < 0.25, DAYS)

    assert np.abs(hits - 0.25 * rows.counts).max() <= 1


def test_words_are_picked_by_their_shares() -> None:
    picked = some_rows().pick({"often": 0.9, "seldom": 0.1})

    assert (picked == "often").mean() == pytest.approx(0.9, abs=0.02)


def test_marks_are_whole_numbers_from_0_to_10() -> None:
    marks = some_rows().score(np.full(1, 9.5), 3.0)

    assert set(marks) <= set(range(11))


def test_a_row_falls_on_its_own_day() -> None:
    rows = some_rows()
    starts = np.append(midnight(), start_of(date(2027, 1, 1)))

    moments = rows.within(0, 23)

    assert ((starts[rows.day] <= moments) & (moments < starts[rows.day + 1])).all()


@pytest.mark.parametrize(
    ("utc", "wall"),
    [
        pytest.param("2026-10-25T00:30+00:00", "2026-10-25T02:30", id="before the clock goes back"),
        pytest.param("2026-10-25T01:30+00:00", "2026-10-25T02:30", id="after it has gone back"),
        pytest.param("2026-03-29T01:30+00:00", "2026-03-29T03:30", id="after it has gone forward"),
    ],
)
def test_local_time_follows_the_clock_change(utc: str, wall: str) -> None:
    moments = np.array([int(datetime.fromisoformat(utc).timestamp())])

    shown = on_the_wall(moments)

    assert shown[0] == int(datetime.fromisoformat(f"{wall}+00:00").timestamp())


def test_the_day_on_which_the_clock_goes_back_has_25_hours() -> None:
    day = number(date(2026, 10, 25))

    assert midnight()[day + 1] - midnight()[day] == 25 * 3600
