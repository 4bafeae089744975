"""One table of colours: what Streamlit is told is what charts are drawn with."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from dashboards.theme import DARK, LIGHT, STATUS, TRUST, Palette, palette
from krtracker.domain.status import Status, Trust

PAGES = Path(__file__).parents[2] / "dashboards"
CONFIG = tomllib.loads((PAGES / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
SAME = {
    "paper": "backgroundColor",
    "panel": "secondaryBackgroundColor",
    "ink": "textColor",
    "soft": "grayTextColor",
    "line": "borderColor",
    "accent": "primaryColor",
    "good": "greenTextColor",
    "warn": "orangeTextColor",
    "bad": "redTextColor",
    "done": "blueTextColor",
    "none": "grayColor",
}


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("theme", "table"), [("light", LIGHT), ("dark", DARK)])
@pytest.mark.parametrize("name", SAME)
def test_streamlit_and_the_charts_share_their_colours(
    theme: str, table: Palette, name: str
) -> None:
    assert CONFIG["theme"][theme][SAME[name]] == getattr(table, name)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("colour", ["green", "orange", "red", "blue", "gray"])
def test_the_word_of_a_chip_can_be_read(theme: str, colour: str) -> None:
    said = CONFIG["theme"][theme]

    assert contrast(said[f"{colour}TextColor"], said[f"{colour}BackgroundColor"]) >= 4.5


@pytest.mark.parametrize("table", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["ink", "soft", "accent", "good", "warn", "bad", "done"])
def test_text_can_be_read_on_paper_and_panel(table: Palette, name: str) -> None:
    assert contrast(getattr(table, name), table.paper) >= 4.5
    assert contrast(getattr(table, name), table.panel) >= 4.5


def test_cards_have_the_colour_of_panels() -> None:
    css = (PAGES / "page.css").read_text(encoding="utf-8")

    assert re.search(r"light-dark\((#\w+), (#\w+)\)", css).groups() == (LIGHT.panel, DARK.panel)  # type: ignore[union-attr]


def test_every_status_and_trust_has_an_icon() -> None:
    assert set(STATUS) == set(Status)
    assert set(TRUST) == set(Trust)
    assert len({mark.icon for mark in STATUS.values()}) == len(STATUS)


def test_an_unknown_theme_is_light() -> None:
    assert palette(None) is LIGHT
    assert palette("dark") is DARK


def test_pages_listen_on_loopback_and_tell_nobody() -> None:
    assert CONFIG["server"]["address"] == "127.0.0.1"
    assert CONFIG["server"]["enableStaticServing"] is False
    assert CONFIG["browser"]["gatherUsageStats"] is False
