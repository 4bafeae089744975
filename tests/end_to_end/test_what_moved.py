"""A value divided over a column, from the definition to what the commands say of it."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import pytest

from krtracker.ledger import Ledger
from krtracker.project import Project
from tests.end_to_end.shop import Shop, a_shop

WINDOW = "      window: last 28 days\n"


@pytest.fixture
def divided(tmp_path: Path) -> Shop:
    """A shop whose average amount is divided over the amounts themselves."""
    shop = a_shop(tmp_path, sources=("orders",))
    shop.change("kr_definitions/orders.yaml", WINDOW, f"{WINDOW}    split_by: [amount]\n")
    return shop


def test_a_column_that_is_not_there_is_told_with_its_place(divided: Shop) -> None:
    divided.change("kr_definitions/orders.yaml", "[amount]", "[amuont]")

    done = divided.run("check", "--connections")

    assert done.code == 0, "the value is measured all the same"
    said = " ".join((done.out + done.err).split())
    assert "orders.yaml:27:5: " in said
    assert "`orders_amount` is not divided over `amuont`: no column `amuont`" in said


def test_what_cannot_be_divided_is_told(divided: Shop) -> None:
    divided.change("kr_definitions/orders.yaml", WINDOW, f"{WINDOW}      growth: true\n")

    done = divided.run("check", "--connections")

    assert "growth against another window is no sum of parts" in " ".join(done.out.split())


def test_the_receipt_says_what_moved_it_adding_up(divided: Shop) -> None:
    assert divided.run("track").code == 0

    receipt = divided.run("explain", "orders_amount", "--json").document["receipt"]

    (moved,) = receipt["moved"]
    assert (moved["column"], moved["kind"], moved["since"]) == ("amount", "ratio", "2026-11-15")
    brought = math.fsum(each["brought"] for each in moved["parts"])
    assert math.isclose(brought, moved["change"], rel_tol=1e-9, abs_tol=1e-12)
    assert math.isclose(moved["before"] + moved["change"], receipt["value"], rel_tol=1e-12)
    assert "by amount" in divided.run("explain", "orders_amount").out


def test_a_run_that_finds_nothing_new_divides_nothing_again(divided: Shop) -> None:
    divided.run("track")
    before = Ledger(Project(divided.root)).head()

    assert "nothing changed" in divided.run("track").out

    assert Ledger(Project(divided.root)).head() == before


def test_a_row_that_arrives_late_divides_its_days_again(divided: Shop) -> None:
    divided.run("track")
    first = divided.run("explain", "orders_amount", "--json").document["receipt"]

    divided.add("orders", date(2026, 11, 20), 400.0)
    divided.run("track")

    (moved,) = divided.run("explain", "orders_amount", "--json").document["receipt"]["moved"]
    assert moved["change"] > first["moved"][0]["change"]
    assert math.isclose(math.fsum(each["brought"] for each in moved["parts"]), moved["change"])
