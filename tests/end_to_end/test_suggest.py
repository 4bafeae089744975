"""Measures proposed from a database, each measured, one written out and accepted."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from tests.end_to_end.shop import FIRST, TODAY, Shop, a_shop, at_noon

HEAD = "objective: Bring what was bought\nteam: fleet\ncycle: 2026-11\nkey_results:\n"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """A shop with a table of orders, delivered two days after."""
    shop = a_shop(tmp_path_factory.mktemp("shop"), sources=("orders",))
    with sqlite3.connect(shop.file("orders")) as database:
        database.execute(
            "CREATE TABLE purchases (created_at TIMESTAMP, delivered_at TIMESTAMP, "
            "promised_on DATE, price REAL, score INTEGER)"
        )
        for number in range((TODAY - FIRST).days):
            day = FIRST + timedelta(days=number)
            there = at_noon(day + timedelta(days=2))
            row = (at_noon(day), there, str(day + timedelta(days=2)), 12.5, 4)
            database.execute("INSERT INTO purchases VALUES (?, ?, ?, ?, ?)", row)
    database.close()
    return shop


def test_what_is_proposed_was_measured(shop: Shop) -> None:
    told = shop.run("suggest", "--source", "orders", "--json").document["suggestions"]
    values = {each["id"]: each["last_value"] for each in told}

    assert values["purchases_created_to_delivered"] == 2
    assert values["purchases_delivered_on_time"] == 100
    assert values["purchases_average_score"] == 4
    assert values["purchases_total_price"] == 28 * 12.5


def test_each_one_is_a_key_result_that_check_accepts(shop: Shop) -> None:
    count = len(shop.run("suggest", "--source", "orders", "--json").document["suggestions"])
    picked = [
        shop.run("suggest", "--source", "orders", "--pick", str(number + 1)).out
        for number in range(count)
    ]
    shop.write("kr_definitions/picked.yaml", HEAD + "".join(picked))

    done = shop.run("check", "--json")
    (shop.root / "kr_definitions/picked.yaml").unlink()

    assert [each for each in done.document["problems"] if each["severity"] == "error"] == []


def test_picked_ones_become_a_definition_that_check_accepts(shop: Shop) -> None:
    words = ("--pick", "1", "--pick", "2", "--write", "Bring what was bought", "--team", "fleet")

    done = shop.run("suggest", "--source", "orders", *words)

    file = shop.root / "kr_definitions/fleet/bring_what_was_bought.yaml"
    checked = shop.run("check", "--json").document["problems"]
    written = file.read_text()
    file.unlink()
    assert (done.code, done.out) == (0, "wrote kr_definitions/fleet/bring_what_was_bought.yaml\n")
    assert written.count("    title:") == 2
    assert [each for each in checked if each["severity"] == "error"] == []


def test_a_definition_needs_a_team_and_something_to_pick(shop: Shop) -> None:
    done = shop.run("suggest", "--source", "orders", "--write", "Bring what was bought")

    assert (done.code, "`--team`" in done.err) == (2, True)


def test_a_source_that_is_not_there_is_named(shop: Shop) -> None:
    done = shop.run("suggest", "--source", "ordres")

    assert (done.code, "did you mean `orders`?" in done.err) == (2, True)


def test_a_number_that_is_not_listed_is_refused(shop: Shop) -> None:
    assert shop.run("suggest", "--source", "orders", "--pick", "99").code == 2


def test_an_empty_source_is_told(tmp_path: Path) -> None:
    shop = a_shop(tmp_path, sources=("orders",))
    shop.hide("orders")
    sqlite3.connect(shop.file("orders")).close()

    assert shop.run("suggest", "--source", "orders").code == 1
