"""Pieces of a page on their way to the browser."""

from __future__ import annotations

import re
from pathlib import Path

from dashboards.blocks import Cell, Chip, Link, Spark, Terms, Text, Tile, Tiles, as_data
from dashboards.theme import STATUS, TRUST, Tone

SCRIPT = (Path(__file__).parents[2] / "dashboards" / "blocks.js").read_text(encoding="utf-8")


def test_a_piece_is_sent_without_what_is_empty() -> None:
    text = Text("on", tone=Tone.GOOD, to=Link("overview"))

    assert as_data(text) == {"text": "on", "tone": "good", "to": {"page": "overview"}}


def test_a_block_says_its_kind() -> None:
    assert as_data(Tiles([Tile("3", Chip("held"))])) == {
        "kind": "tiles",
        "tiles": [{"number": "3", "chip": {"word": "held", "tone": "none"}}],
    }


def test_zero_is_not_empty() -> None:
    spark = Spark([0.0, None, 1.0], "a line", held=0)

    assert as_data(Cell(spark=spark))["spark"]["points"] == [0.0, None, 1.0]
    assert as_data(spark)["held"] == 0


def test_terms_without_a_term_keep_what_to_say_instead() -> None:
    assert as_data(Terms([], empty="nothing"))["empty"] == "nothing"


def test_the_script_builds_no_markup_from_text() -> None:
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", SCRIPT)


def test_the_script_asks_nobody() -> None:
    assert not re.search(r"fetch\(|XMLHttpRequest|import\(|https?://(?!www\.w3\.org)", SCRIPT)


def test_the_script_draws_every_sign() -> None:
    signs = {mark.icon for mark in [*STATUS.values(), *TRUST.values()]}

    assert all(f'"{sign}":' in SCRIPT for sign in signs)
