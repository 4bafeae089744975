"""What hangs on a wall."""

from __future__ import annotations

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from dashboards.kiosk import TURN_SECONDS, turn_at
from krtracker.project import Project
from tests.dashboards.reading import block, blocks, text_of

Open = Callable[..., AppTest]


def test_every_screen_has_its_turn_and_stays_for_a_while() -> None:
    turns = [turn_at(seconds, 3) for seconds in range(6 * TURN_SECONDS)]

    changes = [each for each, before in zip(turns[1:], turns, strict=False) if each != before]
    assert changes == [1, 2, 0, 1, 2]


def test_a_wall_says_whose_it_is_and_has_nothing_to_choose(story: Project, open_page: Open) -> None:
    page = open_page(story, "kiosk")

    assert "Food & Co" in text_of(block(page, "masthead"))
    assert not page.selectbox
    assert all(each.get("look") != "banner" for each in blocks(page))


def test_a_wall_shows_no_past(story: Project, open_page: Open) -> None:
    page = open_page(story, "kiosk", known_at="2026-11-01")

    assert "nothing measured by then" not in text_of(block(page, "masthead"))
