"""What the coach asks of a project that was never measured."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.end_to_end.shop import FIRST, Shop, a_shop


def far_away(root: Path) -> Shop:
    """A shop whose target is beyond anything its database ever showed."""
    shop = a_shop(root, sources=("orders",))
    shop.change("kr_definitions/orders.yaml", "target: 60", "target: 6000")
    for week in range(1, 40):  # of a past of two months nobody could say "never"
        shop.add("orders", FIRST - week * timedelta(days=7))
    return shop


def test_without_history_nothing_is_asked_of_it(tmp_path: Path) -> None:
    assert far_away(tmp_path).run("check").out == ""


def test_with_connections_the_missing_history_is_measured(tmp_path: Path) -> None:
    shop = far_away(tmp_path)

    done = shop.run("check", "--connections")

    assert "it was never above" in done.out
    assert "docs/coach/beyond_history.md" in done.out
    assert (done.code, shop.history()) == (0, shop.history())


def test_a_question_comes_with_its_rule_for_other_programs(tmp_path: Path) -> None:
    shop = a_shop(tmp_path, sources=("orders",))
    shop.change("kr_definitions/orders.yaml", "Rows of the last week", "Launch the new shop")

    (problem,) = shop.run("check", "--json").document["problems"]

    assert (problem["rule"], problem["severity"]) == ("task", "warning")


def test_a_run_does_not_repeat_what_the_coach_asks(tmp_path: Path) -> None:
    shop = a_shop(tmp_path, sources=("orders",))
    shop.change("kr_definitions/orders.yaml", "Rows of the last week", "Launch the new shop")

    assert "names something to do" not in shop.run("track").err


def test_a_second_run_writes_nothing_for_what_the_coach_learns(tmp_path: Path) -> None:
    shop = far_away(tmp_path)
    shop.run("backfill")
    before = shop.file("orders").parent.parent / ".krtracker/ledger.head"
    head = before.read_text()

    shop.run("backfill")

    assert before.read_text() == head
