from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from krtracker.demo.rows import start_of
from krtracker.demo.story import (
    CURVES,
    DAYS,
    FEED_BREAKS,
    FEED_RETURNS,
    FEED_TRICKLE,
    FIRST,
    LAST,
    curve,
    number,
)
from krtracker.demo.support import messages


@pytest.mark.parametrize("name", CURVES)
def test_a_curve_names_its_days_in_order_within_the_story(name: str) -> None:
    days = [date.fromisoformat(day) for day in CURVES[name]]

    assert all(left < right for left, right in pairwise(days))
    assert FIRST <= days[0] <= days[-1] <= LAST


def test_a_curve_has_a_value_for_every_day() -> None:
    assert len(curve("waiting")) == DAYS


def test_the_feed_has_a_trickle_for_every_day_it_is_broken() -> None:
    assert len(FEED_TRICKLE) == number(FEED_RETURNS) - number(FEED_BREAKS)


def test_on_the_monday_the_feed_breaks_it_brings_four_messages() -> None:
    table = messages(start_of(date(2026, 11, 22)))

    received = Counter(moment.date() for moment in table["received_at"].to_pylist())

    assert received[date(2026, 11, 9)] > 250
    assert received[FEED_BREAKS] == 4


def test_the_messages_held_back_arrive_when_the_feed_returns() -> None:
    table = messages(start_of(FEED_RETURNS))

    received = Counter(moment.date() for moment in table["received_at"].to_pylist())

    assert received[FEED_BREAKS] > 250
