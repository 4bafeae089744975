"""When a scan costs less than asking one by one."""

from __future__ import annotations

import pytest

from krtracker.measures.shared.cost import SAMPLE, alone, together, why_alone


@pytest.mark.parametrize(
    ("values", "of_rows", "fetched", "sampled", "is_alone"),
    [
        pytest.param(1, 0, 0, None, True, id="one value, whatever the table"),
        pytest.param(2, 0, 0, None, True, id="a value and its baseline"),
        pytest.param(5, 0, 0, 1_000, True, id="the most on a small table"),
        pytest.param(6, 0, 0, 1_000, False, id="one more on a small table"),
        pytest.param(3, 0, 0, None, False, id="more are not known to be few without a sample"),
        pytest.param(4, 0, 0, 1_000, True, id="a handful on a small table"),
        pytest.param(90, 0, 0, 1_000, False, id="a quarter on a small table"),
        pytest.param(4, 0, 0, SAMPLE, False, id="a handful on a large table"),
        pytest.param(3, 3, 1, SAMPLE, True, id="a few distinct counts, for which rows are fetched"),
        pytest.param(90, 90, 1, SAMPLE, False, id="a quarter of distinct counts"),
        pytest.param(25, 5, 1, SAMPLE, False, id="many, of which some are distinct counts"),
    ],
)
def test_values_are_asked_alone_where_that_costs_less(
    values: int, of_rows: int, fetched: int, sampled: int | None, is_alone: bool
) -> None:
    assert (why_alone(values, of_rows, fetched, sampled) is not None) is is_alone


def test_more_values_never_make_asking_alone_the_better_choice() -> None:
    for fetched in (0, 1, 3):
        for sampled in (0, 100, SAMPLE - 1, SAMPLE):
            chosen = [why_alone(values, 0, fetched, sampled) is None for values in range(1, 200)]
            assert chosen == sorted(chosen)


def test_one_by_one_costs_more_with_every_row_and_every_value() -> None:
    assert alone(5, 0, 1_000_000) < alone(5, 5, 1_000_000) < alone(6, 6, 1_000_000)
    assert alone(5, 0, 1_000_000, is_looked_at=False) < alone(5, 0, 1_000_000)
    assert together(0, 10) < together(0, 1_000_000) < together(1, 1_000_000)
