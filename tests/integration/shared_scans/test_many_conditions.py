"""Many conditions over one table: each key result keeps to its own rows."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from krtracker.domain.measurement import Reading
from krtracker.measures import Asked, measure
from tests.builders import A_DAY, NOW, a_calendar, a_key_result, a_measure, last_days
from tests.engines import Rows, engine

MANY = 80
"""More than a column may have values to be grouped by, and more than a number has bits."""


@pytest.mark.parametrize("value", ["sum(amount)", "count(distinct amount)", "median(amount)"])
def test_a_hundred_conditions_do_not_run_into_one_another(value: str, tmp_path: Path) -> None:
    noon = datetime(2026, 11, 20, 12)
    rows = [(kind, 100 + kind, noon) for kind in range(MANY)]
    asked = [
        Asked(a_key_result(f"kr_{kind}", how=_of_kind(kind, value)), (A_DAY,))
        for kind in range(MANY)
    ]
    with engine("duckdb", tmp_path) as source:
        parcels = Rows({"kind": "int", "amount": "int", "sent_at": "naive"}, rows)
        source.put({"parcels": parcels})
        with source.open() as connector:
            found = list(measure(asked, connector=connector, calendar=a_calendar(), now=NOW))

    told = {each.key.split("/")[1]: each.value for each in found if isinstance(each, Reading)}
    one = value.startswith("count")
    assert told == {f"kr_{kind}": 1.0 if one else 100.0 + kind for kind in range(MANY)}


def _of_kind(kind: int, value: str) -> object:
    return a_measure(
        source_rows="parcels",
        value=value,
        where=f"kind = {kind}",
        at="sent_at",
        window=last_days(7),
    )
