"""How new the rows of a table of dates are, as pages tell it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from krtracker.domain.calendar import Calendar
from krtracker.domain.measurement import TableReading
from krtracker.ledger import Ledger
from krtracker.project import Project
from tests.builders import A_DAY, NOW, a_batch, a_catalog, a_judged, a_key_result
from tests.dashboards.conftest import Open
from tests.dashboards.reading import text
from tests.dashboards.seeded import a_settings

PARIS = Calendar(zone=ZoneInfo("Europe/Paris"))
DAY = A_DAY - timedelta(days=2)


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        pytest.param({"orders.day": "a day"}, "orders: 19 Nov", id="a column of dates"),
        pytest.param({}, "orders: end of 19 Nov", id="a midnight may be the end of a date"),
    ],
)
def test_a_receipt_tells_the_newest_day_of_a_table_and_not_the_next(
    empty: Project, open_page: Open, columns: dict[str, str], says: str
) -> None:
    key_result = a_key_result()
    table = TableReading("orders", PARIS.end_of(DAY), updated="day")
    read = {"newest": PARIS.start_of(DAY), "tables": (table,), "columns": columns}
    settings = replace(a_settings(), calendar=PARIS)
    ledger = Ledger(empty)
    ledger.adopt(a_catalog(key_result, settings=settings), now=NOW, run="first")
    ledger.record(a_batch(a_judged(30.0, **read)))
    ledger.publish()

    receipt = text(open_page(empty, "key_result", kr=key_result.id))
    health = text(open_page(empty, "data_health"))

    assert "19 Nov" in receipt
    assert says in receipt
    assert "00:00" not in receipt + health
