"""What happened to a number, as the page of its key result tells it."""

from __future__ import annotations

from datetime import date, timedelta

from krtracker.domain.measurement import Verdict
from krtracker.ledger import Ledger
from krtracker.project import Project
from tests.builders import A_DAY, NOW, a_batch, a_catalog, a_judged, a_key_result
from tests.dashboards.conftest import Open
from tests.dashboards.reading import text
from tests.dashboards.seeded import a_settings


def test_what_happened_in_another_year_is_told_with_it(empty: Project, open_page: Open) -> None:
    key_result = a_key_result()
    held = [
        a_judged(99.0, verdict=Verdict.REJECTED, as_of=day)
        for day in (date(2025, 12, 30), A_DAY - timedelta(days=1))
    ]
    ledger = Ledger(empty)
    ledger.adopt(a_catalog(key_result, settings=a_settings()), now=NOW, run="first")
    ledger.record(a_batch(*held, a_judged(30.0)))
    ledger.publish()

    told = text(open_page(empty, "key_result", kr=key_result.id))

    assert "30 Dec 2025" in told
    assert "1 Oct 2026" not in told
