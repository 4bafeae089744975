"""Whether the table of standings fits the page."""

from __future__ import annotations

import doctest

import krtracker.cli.standing_table
from krtracker.cli.standing_table import blocks, fitted
from krtracker.domain.standing import Facts, Point, standings
from tests.builders import A_DAY, NOW, Verdict, a_catalog, a_key_result

WIDTHS = {"key result": 20, "value": 25, "progress": 14, "pace": 4, "trust": 22, "as of": 10}


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(krtracker.cli.standing_table).failed == 0


def test_a_wide_page_shows_every_column_whole() -> None:
    assert fitted(WIDTHS, 160) == WIDTHS


def test_a_narrow_page_never_goes_without_value_and_trust() -> None:
    narrow = fitted(WIDTHS, 60)

    assert {"value", "trust"} <= set(narrow)
    assert sum(narrow.values()) + 2 * (len(narrow) - 1) <= 60


def test_a_number_that_is_held_says_why_below_its_table() -> None:
    key_result = a_key_result("delivery")
    points = (Point(A_DAY, 30.0, Verdict.REJECTED, "only 3 rows [sic]"),)
    catalog = a_catalog(key_result)

    found = standings(catalog, {key_result.key: Facts(points=points)}, NOW)

    told = [each for each in blocks(catalog, found) if isinstance(each, str)]
    assert any("delivery" in line and r"only 3 rows \[sic]" in line for line in told)
