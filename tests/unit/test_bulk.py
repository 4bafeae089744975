"""How often Python looks for rubbish while much is made."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from krtracker.bulk import SELDOM, seldom_collected


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


@pytest.mark.parametrize(("before", "meanwhile"), [(700, SELDOM), (5 * SELDOM, 5 * SELDOM)])
def test_rubbish_is_never_looked_for_more_often_than_before(before: int, meanwhile: int) -> None:
    gc.set_threshold(before, 10, 10)

    with seldom_collected():
        assert gc.get_threshold()[0] == meanwhile

    assert gc.get_threshold() == (before, 10, 10)
