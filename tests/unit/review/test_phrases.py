"""What is said of an item of the agenda in a few words."""

from __future__ import annotations

import pytest

from krtracker.domain.key_result import Bounds, Change, Promise
from krtracker.language.notation import Notation, Quantity
from krtracker.review.phrases import promised
from tests.builders import a_promise


@pytest.mark.parametrize(
    ("promise", "says"),
    [
        pytest.param(a_promise(), "24 h", id="a target"),
        pytest.param(a_promise(keep=Bounds(at_most=40)), "≤ 40 h", id="limits"),
        pytest.param(a_promise(change=Change(-10, is_relative=True)), "−10 %", id="percent"),
        pytest.param(a_promise(change=Change(-12.4, is_relative=True)), "−12.4 %", id="a fraction"),
        pytest.param(a_promise(change=Change(-0.4, is_relative=False)), "−0.4", id="a distance"),
    ],
)
def test_a_promise_is_told_in_one_number_as_it_was_written(promise: Promise, says: str) -> None:
    said = promised(promise, Quantity(Notation(), "h", 1))

    assert said.replace("\u00a0", " ") == says
