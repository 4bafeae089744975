"""Cells told by small numbers, however many conditions tell them apart."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from sqlglot import exp

from krtracker.measures.shared.cells import Dimensions
from krtracker.measures.shared.coding import LARGEST, Coding
from krtracker.measures.shared.grid import Days


def thermometer(flags: int) -> pa.Table:
    """Cells in each of which one condition more holds than in the one before."""
    cells = range(flags + 1)
    columns = [[1 if cell > flag else 0 for cell in cells] for flag in range(flags)]
    return pa.table({f"flag_{number}": each for number, each in enumerate(columns)})


def codes(coding: Coding, cells: pa.Table) -> list[Days]:
    return [word.numbers(cells) for word in coding.words]


@pytest.mark.parametrize("flags", [0, 1, 20, 21, 64, 130])
def test_every_cell_is_found_again_by_what_tells_it(flags: int) -> None:
    cells = thermometer(flags) if flags else pa.table({"all": [True]})

    coding = Coding.of(cells, [f"flag_{number}" for number in range(flags)])

    found = coding.found(codes(coding, cells))
    assert found.tolist() == list(range(cells.num_rows))


@pytest.mark.parametrize("flags", [3, 64])
def test_what_was_not_scanned_is_no_cell(flags: int) -> None:
    cells = thermometer(flags)
    coding = Coding.of(cells, cells.column_names)
    backwards = pa.table(
        {name: cells.column(name).to_pylist()[::-1] for name in cells.column_names}
    )
    mixed = [*codes(coding, backwards)[:-1], codes(coding, cells)[-1]]
    unseen = [np.array([-1, -LARGEST]) for _ in coding.words]

    assert coding.found(unseen).tolist() == [-1, -1]
    if len(coding.words) > 1:
        assert (coding.found(mixed) == -1).any()


def test_no_number_of_a_row_is_large() -> None:
    coding = Coding.of(thermometer(64), [f"flag_{number}" for number in range(64)])
    flags = {f"flag_{number}": exp.column("open") for number in range(64)}

    assert [word.size <= LARGEST for word in coding.words] == [True] * 4
    assert list(coding.expressions(Dimensions({}, flags))) == [f"code_{word}" for word in range(4)]
