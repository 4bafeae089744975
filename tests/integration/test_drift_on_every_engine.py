"""A column that is renamed, dropped or retyped is named before it can lie, on every engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from connectors.registry import Registry
from krtracker.ledger import Ledger
from krtracker.project import Project
from krtracker.tracking import Report, track
from tests.builders import NOW, a_catalog, a_key_result, a_measure, an_objective, last_days
from tests.engines import KINDS, Engine, Rows, engine

ORDERS = {"id": "int", "amount": "float", "state": "text", "ordered_at": "naive"}
TICKETS = Rows(
    {"id": "int", "opened_at": "naive"},
    [(n, NOW.replace(tzinfo=None) - timedelta(days=n / 4)) for n in range(1, 320)],
)
REVENUE = a_key_result(
    "revenue",
    how=a_measure(
        source_rows="orders",
        value="sum(amount)",
        where="state = 'done'",
        at="ordered_at",
        window=last_days(7),
    ),
    source="shop",
)
OPENED = a_key_result(
    "opened",
    how=a_measure(
        source_rows="tickets", value="count(*)", where=None, at="opened_at", window=last_days(7)
    ),
    source="shop",
)
DRIFTS = {
    "renamed": ("amount", {"price": "float"}, lambda row: row[1]),
    "dropped": ("amount", {}, None),
    "a number that is text now": ("amount", {"amount": "text"}, lambda row: f"{row[1]:.2f} EUR"),
    "a number that is a day now": ("amount", {"amount": "date"}, lambda row: row[3].date()),
    "a text that is a number now": ("state", {"state": "int"}, lambda row: 1),
    "a time that is a day now": ("ordered_at", {"ordered_at": "date"}, lambda row: row[3].date()),
    "a time that is text now": (
        "ordered_at",
        {"ordered_at": "text"},
        lambda row: f"{row[3]:%d/%m}",
    ),
}
"""By what happened: the column it happened to, what stands there now, and with which values."""


def rows_of(column: str | None = None, now: dict[str, str] | None = None, value=None) -> Rows:
    """Two orders a day, with `column` replaced by what is there `now`."""
    columns = {name: kind for name, kind in ORDERS.items() if name != column} | (now or {})
    start = datetime(2026, 9, 10, 10)
    rows = [(n, 20.0 + n, "done", start + timedelta(hours=12 * n)) for n in range(2 * 80)]
    place = {name: number for number, name in enumerate(ORDERS)}
    return Rows(
        columns,
        [
            tuple(value(row) if name in (now or {}) else row[place[name]] for name in columns)
            for row in rows
        ],
    )


@pytest.fixture(params=KINDS)
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    with engine(request.param, tmp_path) as made:
        yield made


def tracked(shop: Engine, *, days: int = 0) -> Report:
    """What a run brings, `days` after the first."""
    project = Project(shop.root)
    catalog = replace(
        a_catalog(an_objective(REVENUE, OPENED)), connections={"shop": replace(shop.connection)}
    )
    return track(
        catalog,
        ledger=Ledger(project),
        connectors=Registry(project),
        now=NOW + timedelta(days=days),
        run=f"run-{days}",
    )


def test_a_column_that_drifts_is_named_and_takes_nobody_with_it(shop: Engine) -> None:
    shop.put({"orders": rows_of(), "tickets": TICKETS})
    first = tracked(shop)
    assert not first.unmeasured
    assert {each.verdict.value for each in first.judged} == {"accepted"}

    for day, (drift, (column, now, value)) in enumerate(DRIFTS.items(), 1):
        shop.put({"orders": rows_of(column, now, value), "tickets": TICKETS})
        report = tracked(shop, days=day)

        revenue = [each for each in report.judged if each.reading.key == REVENUE.key]
        said = [each.reason or "" for each in revenue]
        said += [each.reason for each in report.unmeasured]
        assert said, drift
        assert all(column in each for each in said), (drift, said)
        assert {each.verdict.value for each in revenue} <= {"rejected"}, (drift, said)
        opened = [each for each in report.judged if each.reading.key == OPENED.key]
        assert opened, drift
        assert {each.verdict.value for each in opened} == {"accepted"}, drift
