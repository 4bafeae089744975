"""What the sources were asked is told: before anything is written, and in every receipt."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.end_to_end.shop import SOURCES, Shop, a_shop

OWN = """
  orders_newest:
    title: Amount of the newest day, in one's own words
    unit: EUR
    baseline: 10
    target: 20
    source: orders
    sql: SELECT sum(amount) AS value FROM events WHERE happened_at < :until
  orders_product:
    title: Rows by amount
    unit: EUR
    baseline: 10
    target: 20
    formula: orders_count * orders_amount
"""


@pytest.fixture
def tracked(tmp_path: Path) -> Shop:
    """The shop, measured."""
    shop = a_shop(tmp_path)
    assert shop.run("track").code == 0
    return shop


@pytest.fixture
def rich(tmp_path: Path) -> Shop:
    """The shop with a query of its own words and a formula."""
    shop = a_shop(tmp_path)
    text = (shop.root / "kr_definitions/orders.yaml").read_text("utf-8")
    shop.write("kr_definitions/orders.yaml", text.rstrip() + OWN)
    return shop


def test_a_plan_tells_who_shares_a_scan_and_what_is_pulled_for_it(rich: Shop) -> None:
    done = rich.run("preview", "orders_count", "orders_amount", "--plan", "--days", "10")

    assert done.code == 0, done.err
    assert "orders: 1 shared scan, 0 key results asked for alone" in done.out
    assert "one scan for orders_count, orders_amount" in done.out
    assert "told apart by the day, whether `events.amount IS NOT NULL`" in done.out
    assert "a source of type `sqlite` hands over columns and reckons nothing" in done.out
    assert "columns of `events`, handed over by the source" in done.out
    assert "GROUP BY" in done.out
    assert not (rich.root / ".krtracker/ledger.duckdb").exists()


def test_a_plan_tells_who_is_asked_for_alone_and_why(rich: Shop) -> None:
    done = rich.run("preview", "--plan", "--json")

    assert done.code == 0, done.err
    why = {
        name: entry["why_alone"]
        for plan in done.document["plans"]
        for entry in plan["entries"]
        for name in entry["key_results"]
    }
    known = {f"{source}_{kind}" for source in SOURCES for kind in ("count", "amount")}
    assert set(why) == known | {"orders_newest", "orders_product"}
    assert why["orders_newest"] == "raw SQL is asked as it is written"
    assert why["orders_product"] == "a formula is reckoned here from the values of its parts"
    assert why["crm_count"] == "so few values of so few rows are as quickly asked one by one"


def test_a_source_that_does_not_answer_is_part_of_the_plan(rich: Shop) -> None:
    rich.hide("orders")

    done = rich.run("preview", "orders_count", "desk_count", "--plan")

    assert done.code == 1
    assert "not measured: 2026-11/orders_count: there is no file" in done.out
    assert "alone: desk_count" in done.out


def test_several_key_results_are_previewed_only_as_a_plan(rich: Shop) -> None:
    done = rich.run("preview", "orders_count", "desk_count")

    assert done.code == 2
    assert "`--plan` takes several" in done.err


def test_a_receipt_shows_what_was_really_sent_beside_the_query_of_its_day(tracked: Shop) -> None:
    told = tracked.run("explain", "orders_count").out
    receipt = tracked.run("explain", "orders_count", "--json").document["receipt"]

    assert "asked         in one scan with others, reckoned here" in told
    positions = [told.index(f"\n  {title}\n") for title in (
        "the same for this day alone", "SQL as sent", "reckoned here, in DuckDB")]  # fmt: skip
    assert positions == sorted(positions)
    assert (receipt["way"]["is_shared"], receipt["way"]["is_in_place"]) == (True, False)
    (scan,) = receipt["way"]["reckoned_here"]
    assert "GROUP BY" in scan
    with sqlite3.connect(tracked.file("orders")) as source:
        rows = [row for sent in receipt["way"]["sent"] for row in source.execute(sent).fetchall()]
    source.close()
    assert len(rows) > receipt["rows"]


def test_a_receipt_of_a_value_asked_alone_says_why(rich: Shop) -> None:
    assert rich.run("backfill", "--select", "orders_newest", "--from", "2026-11-20",
                    "--to", "2026-11-20").code == 0  # fmt: skip

    told = rich.run("explain", "orders_newest").out

    assert "asked         alone, reckoned in the source: raw SQL is asked as it is written" in told
    assert "\n  query\n" in told
    assert "SQL as sent" not in told
