"""A formula keeps saying what its parts say, however late those are measured anew."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.end_to_end.shop import TODAY, Shop, a_shop

LATE = TODAY - timedelta(days=15)
"""A day of the cycle outside the look-back, on which a row arrives late."""
FORMULAS = """\
objective: Know how the counts of this shop go together
team: team_both
cycle: 2026-11
key_results:
  twice_the_sum:
    title: Twice the rows of both
    unit: rows
    keep: {at_least: 1}
    formula: 2 * both_counts
  both_counts:
    title: Rows of both
    unit: rows
    keep: {at_least: 1}
    formula: orders_count + desk_count
"""
PARTS = ("orders_count", "desk_count", "both_counts", "twice_the_sum")


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    shop = a_shop(tmp_path_factory.mktemp("measured"))
    shop.write("kr_definitions/both.yaml", FORMULAS)
    assert shop.run("track").code == 0
    return shop


@pytest.fixture
def shop(measured: Shop, tmp_path: Path) -> Shop:
    """A shop that was tracked, and in which a row then arrived too late for the look-back."""
    shop = measured.copied(tmp_path)
    shop.add("orders", LATE)
    before = values(shop, LATE)
    assert shop.run("track").code == 0
    assert {**before, **values(shop, LATE)} == before
    return shop


def remeasured(shop: Shop, *words: str) -> str:
    done = shop.run(
        "backfill", "--remeasure", "--from", str(LATE), "--to", str(LATE + timedelta(days=1)),
        *("--select", "orders_count"), *words,
    )  # fmt: skip
    assert done.code == 0, done.err
    return done.err


def values(shop: Shop, day: date) -> dict[str, float]:
    """The newest value of a day, by key result."""
    lines = (line.split(",") for line in shop.history())
    return {kr: float(value) for _, kr, as_of, value, *_ in lines if as_of == str(day)}


def follows(shop: Shop, day: date) -> bool:
    orders, desk, both, twice = (values(shop, day)[name] for name in PARTS)
    return (both, twice) == (orders + desk, 2 * (orders + desk))


def test_formulas_follow_a_part_that_is_measured_again(shop: Shop) -> None:
    before = values(shop, LATE)

    told = remeasured(shop)

    assert values(shop, LATE)["orders_count"] == before["orders_count"] + 1
    assert follows(shop, LATE)
    assert f"both_counts follows its parts: reckoned anew for 2 days, {LATE} to" in told
    assert "twice_the_sum follows its parts" in told


def test_formulas_that_have_no_value_of_a_day_do_not_get_one(shop: Shop) -> None:
    day = date(2026, 9, 20)

    done = shop.run("backfill", "--select", "orders_count", "--from", str(day), "--to", str(day))

    assert "follows" not in done.err
    assert list(values(shop, day)) == ["orders_count"]


def test_a_formula_that_is_left_out_follows_when_it_is_next_tracked(shop: Shop) -> None:
    told = remeasured(shop, "--exclude", "both_counts,twice_the_sum")
    is_behind = not follows(shop, LATE)

    shop.run("track")

    assert "follows" not in told
    assert is_behind
    assert follows(shop, LATE)
    assert "nothing changed" in shop.run("track").out


def test_one_day_tracked_again_takes_its_formulas_along(shop: Shop) -> None:
    done = shop.run("track", "--select", "orders_count", "--as-of", str(LATE))

    assert done.code == 0, done.err
    assert follows(shop, LATE)


WHY = """\
    changes:
      - {date: 2026-11-22, by: the shop, reason: only what is worth it}
"""


@pytest.mark.parametrize("excluded", [(), ("--exclude", "both_counts,twice_the_sum")])
def test_formulas_follow_a_part_that_is_defined_anew(shop: Shop, excluded: tuple[str, ...]) -> None:
    before = values(shop, LATE)
    last = "      window: last 7 days\n"
    shop.change("kr_definitions/orders.yaml", last, f"      where: amount > 15\n{last}{WHY}")

    shop.run("track", *excluded)
    done = shop.run("track")

    assert values(shop, LATE)["orders_count"] < before["orders_count"], done.err
    assert follows(shop, LATE)
    assert follows(shop, TODAY - timedelta(days=21))
