"""A source that begins within the year says nothing by its first, half-empty windows."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from connectors.registry import Registry
from krtracker.checking import check
from krtracker.domain.past import Past, past_of
from krtracker.ledger import Ledger
from tests.builders import NOW, Q4, a_batch, a_judged
from tests.texts import a_key_result, a_project, an_objective

COUNTED = """\
measure: {from: orders, value: count(*), at: delivered_at, window: last 28 days}
"""
BEGAN = 100
"""So many days before the cycle came the first row."""


def pasts(folder: Path) -> tuple[Past, Past]:
    """What the ledger, and what the points themselves tell of a count that filled up."""
    text = an_objective(a_key_result("orders", "baseline: 280\ntarget: 300\n", COUNTED))
    project = a_project(folder, {"a.yaml": text})
    ledger = Ledger(project)
    catalog = ledger.adopt(check(project, Registry(project), now=NOW), now=NOW, run="first")
    [orders] = catalog.sound
    told = [
        a_judged(
            10.0 * max(0, min(28, BEGAN - back)),
            key_result=orders,
            as_of=Q4.eve - timedelta(days=back),
        )
        for back in reversed(range(200))
    ]
    ledger.record(a_batch(*told, key_results=[orders]))
    return ledger.pasts([orders])[orders.key], past_of(orders, ledger.points([orders])[orders.key])


def test_windows_that_reach_back_before_all_rows_are_left_out(tmp_path: Path) -> None:
    past, _ = pasts(tmp_path)

    assert (past.days, past.lowest, past.highest, past.noise) == (BEGAN - 27, 280.0, 280.0, 0.0)


def test_the_ledger_tells_of_it_what_its_points_tell(tmp_path: Path) -> None:
    past, from_points = pasts(tmp_path)

    assert (past.days, past.first, past.opening) == (
        from_points.days,
        from_points.first,
        from_points.opening,
    )
