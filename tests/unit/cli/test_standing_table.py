"""Whether the table of standings fits the page."""

from __future__ import annotations

import doctest

import pytest

import krtracker.cli.standing_table
from krtracker.cli.standing_table import blocks, fitted, progressed, promised
from krtracker.domain.calendar import Cadence
from krtracker.domain.catalog import Settings
from krtracker.domain.key_result import Bounds, Change, KeyResult
from krtracker.domain.standing import Facts, Point, Standing, standing, standings
from krtracker.domain.status import Status, Trust
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


@pytest.mark.parametrize(
    ("key_result", "facts", "says"),
    [
        pytest.param(a_key_result(), Facts(), "24", id="stated, without any value"),
        pytest.param(a_key_result(), Facts(fault="no column `a`"), "24", id="stated, at fault"),
        pytest.param(
            a_key_result(baseline=None, change=Change(-10, is_relative=True)),
            Facts(baseline=40.0, fault="no column `a`"),
            "36",
            id="reckoned from a frozen baseline, at fault",
        ),
        pytest.param(
            a_key_result(baseline=None, change=Change(-10, is_relative=True)),
            Facts(),
            "baseline pending",
            id="of a baseline that is not measured yet",
        ),
        pytest.param(
            a_key_result(baseline=None, change=Change(50, is_relative=True)),
            Facts(points=(Point(A_DAY, 3.0, Verdict.ACCEPTED),), baseline=0.0),
            "+50 %",
            id="a share of nothing",
        ),
    ],
)
def test_a_target_in_force_is_told_and_only_a_missing_baseline_is_pending(
    key_result: KeyResult, facts: Facts, says: str
) -> None:
    found = standing(key_result, facts, settings=Settings(), now=NOW)

    assert promised(key_result, found) == says


@pytest.mark.parametrize(
    ("cadence", "of", "says"),
    [
        pytest.param(Cadence.DAILY, 1, "1 of 1 day", id="one day"),
        pytest.param(Cadence.HOURLY, 6, "1 of 6 days", id="hours are kept by the day"),
        pytest.param(Cadence.WEEKLY, 6, "1 of 6 weeks", id="weeks"),
        pytest.param(Cadence.MONTHLY, 2, "1 of 2 months", id="months"),
    ],
)
def test_what_is_kept_is_counted_as_often_as_it_is_measured(
    cadence: Cadence, of: int, says: str
) -> None:
    key_result = a_key_result(keep=Bounds(at_least=62), cadence=cadence)
    kept = Standing(key_result, Status.ON_TRACK, Trust.TRUSTED, None, kept_days=1, measured_days=of)

    assert progressed(kept) == says


def test_guardrails_that_are_broken_are_told_in_a_sentence() -> None:
    key_result = a_key_result("delivery")
    broken = Standing(
        key_result, Status.ON_TRACK, Trust.TRUSTED, None, contested_by=("returns", "complaints")
    )

    told = list(blocks(a_catalog(key_result), {key_result.key: broken}))

    assert any("because returns and complaints do not hold" in str(each) for each in told)
