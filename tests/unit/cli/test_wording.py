"""How numbers read in the terminal."""

from __future__ import annotations

import doctest

import pytest

import krtracker.cli.wording
from krtracker.cli.wording import STATUS_MARKS, exactly, number, percent, sparkline
from krtracker.domain.status import Status


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(krtracker.cli.wording).failed == 0


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(0.0, "0", id="zero"),
        pytest.param(48.0, "48", id="whole"),
        pytest.param(100.0, "100", id="a whole hundred keeps its zeros"),
        pytest.param(1_234_567.8, "1,234,568", id="large"),
        pytest.param(-4.5, "−4.5", id="negative, with a real minus"),
        pytest.param(12_344.5, "12,345", id="a half, away from zero"),
        pytest.param(0.00001, "0.00001", id="small"),
        pytest.param(1.5e-12, "1.5e−12", id="smaller than is written out"),
    ],
)
def test_a_number_is_written_as_a_person_reads_it(value: float, text: str) -> None:
    assert number(value) == text


def test_a_number_is_not_written_like_another_one_beside_it() -> None:
    assert number(1_199.9, "EUR", beside=[None, 1_200]) == "1,199.9 EUR"
    assert number(1_200.0, "EUR", beside=[1_199.9]) == "1,200 EUR"


def test_a_number_for_programs_keeps_every_digit() -> None:
    assert float(exactly(0.1 + 0.2)) == 0.1 + 0.2


def test_every_status_has_an_icon_of_its_own() -> None:
    icons = {STATUS_MARKS[each][0] for each in Status}

    assert len(icons) == len(Status)


def test_a_flat_line_is_drawn_low() -> None:
    assert sparkline([5, 5, 5]) == "▁▁▁"


def test_a_share_has_the_thousands_mark_that_other_numbers_have() -> None:
    assert percent(18.4) == "1,840 %"
