"""How new the rows of a table of dates are, as commands tell it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.end_to_end.shop import TODAY, Shop, a_shop

NEWEST = TODAY - timedelta(days=3)
CONNECTION = """\
slow:
  type: files
  path: slow
  tables: {late: {updated: day, fresh_within: 30 days}}
"""
DEFINITION = """\
objective: Know the slow feed
team: ops
cycle: 2026-11
key_results:
  slow_average:
    title: Average of the slow feed
    unit: h
    baseline: 48
    target: 24
    source: slow
    measure:
      from: late
      value: avg(v)
      at: day
      window: last 28 days
"""


@pytest.fixture
def slow(tmp_path: Path) -> Shop:
    """The shop, in Paris, with a feed of dates that ended three days ago."""
    shop = a_shop(tmp_path)
    days = [date(2026, 10, 1) + timedelta(days=each) for each in range(60)]
    rows = [f"{day},40" for day in days if day <= NEWEST]
    shop.write("slow/late.csv", "\n".join(["day,v", *rows]))
    shop.write("kr_definitions/slow.yaml", DEFINITION)
    connections = (shop.root / "connections.yaml").read_text("utf-8")
    shop.write("connections.yaml", connections + CONNECTION)
    return shop


def test_the_newest_row_of_a_table_of_dates_is_told_by_its_day(slow: Shop) -> None:
    previewed = slow.run("preview", "slow_average").out
    assert slow.run("track").code == 0

    for told in (previewed, slow.run("explain", "slow_average").out):
        assert f"the newest of {NEWEST}\n" in told
        assert f"late: newest row {NEWEST}\n" in told
