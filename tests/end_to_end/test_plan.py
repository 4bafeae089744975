"""What an edit would change is told before anybody relies on it, and nothing is written."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.end_to_end.shop import Shop, a_shop


def git(shop: Shop, *words: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    subprocess.run(["git", "-C", str(shop.root), *who, *words], check=True, capture_output=True)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """A shop that has been measured and lies in git."""
    shop = a_shop(tmp_path_factory.mktemp("shop"), sources=("orders",))
    shop.run("track")
    git(shop, "init", "-q")
    git(shop, "add", "project.yaml", "connections.yaml", "kr_definitions")
    git(shop, "commit", "-q", "-m", "first")
    return shop


@pytest.fixture
def shop(kept: Shop) -> Shop:
    git(kept, "checkout", "-q", "--", ".")
    return kept


FILE = "kr_definitions/orders.yaml"
REASON = "    changes: [{date: 2026-11-22, by: team_orders, reason: a shop less}]\n"


def test_without_an_edit_no_number_would_change(shop: Shop) -> None:
    done = shop.run("plan", "--against", "HEAD")

    assert (done.code, done.out) == (0, "no number would change\n")


def test_a_new_target_moves_progress_and_is_not_measured(shop: Shop) -> None:
    shop.change(FILE, "    target: 60\n", f"    target: 30\n{REASON}")

    done = shop.run("plan", "--against", "HEAD", "--json")

    (edit,) = done.document["edits"]
    assert (done.code, edit["fields"]) == (0, ["target"])
    assert (edit["before"]["target"], edit["after"]["target"]) == (60, 30)
    assert edit["before"]["value"] == edit["after"]["value"]


def test_a_new_measure_is_measured_and_a_missing_reason_told(shop: Shop) -> None:
    shop.change(FILE, "      value: count(*)", "      value: 2 * count(*)")

    done = shop.run("plan", "--against", "HEAD", "--json")

    (edit,) = done.document["edits"]
    assert (done.code, edit["fields"]) == (2, ["measure"])
    assert edit["after"]["value"] == 2 * edit["before"]["value"]
    assert "without an entry in `changes`" in edit["fault"]


def test_a_pull_request_is_shown_a_table(shop: Shop) -> None:
    shop.change(FILE, "    target: 60\n", f"    target: 30\n{REASON}")

    done = shop.run("plan", "--against", "HEAD", "--markdown")

    assert "| 2026-11/orders_count | target | 20 rows |" in done.out
    assert "| 60 rows → 30 rows |" in done.out


def test_the_pages_that_would_change_are_named(shop: Shop) -> None:
    shop.change(FILE, "    target: 60\n", f"    target: 30\n{REASON}")

    pages = shop.run("plan", "--against", "HEAD", "--json").document["pages"]

    assert [each["address"] for each in pages] == [
        "overview",
        "weekly_review",
        "alignment",
        "cycle_review",
        "key_result?kr=orders_count&in=2026-11",
    ]
    assert pages[0]["of"] == ["2026-11/orders_count"]


def test_another_measure_is_seen_in_the_health_of_the_data(shop: Shop) -> None:
    shop.change(FILE, "      value: count(*)", "      value: 2 * count(*)")

    done = shop.run("plan", "--against", "HEAD", "--markdown")

    assert "- `data_health` (2026-11/orders_count)" in done.out


def test_a_new_aim_is_told_though_no_number_changes(shop: Shop) -> None:
    shop.change(FILE, "Know the orders of this shop by heart", "Never lose an order of this shop")

    done = shop.run("plan", "--against", "HEAD")

    assert (done.code, done.out) == (
        0,
        "no number would change\npages that would change: overview, alignment, cycle_review\n",
    )


def test_what_comes_and_what_goes_is_told(shop: Shop) -> None:
    shop.change(FILE, "orders_amount:", "orders_worth:")

    edits = shop.run("plan", "--against", "HEAD", "--json").document["edits"]

    assert [(each["kr"], each["what"]) for each in edits] == [
        ("2026-11/orders_worth", "new"),
        ("2026-11/orders_amount", "gone"),
    ]
    assert edits[0]["after"]["value"] == edits[1]["before"]["value"]


def test_it_compares_with_what_is_in_force_where_nothing_is_named(shop: Shop) -> None:
    shop.change(FILE, "    target: 60\n", f"    target: 30\n{REASON}")

    (edit,) = shop.run("plan", "--json").document["edits"]

    assert edit["fields"] == ["target"]


def test_better_words_change_no_number(shop: Shop) -> None:
    shop.change(FILE, "Rows of the last week", "Rows of the past week")

    (edit,) = shop.run("plan", "--against", "HEAD", "--json").document["edits"]

    assert edit["fields"] == ["title"]
    assert edit["before"] == edit["after"]


def test_nothing_is_written(shop: Shop) -> None:
    before = shop.history()
    shop.change(FILE, "      value: count(*)", "      value: 2 * count(*)")

    shop.run("plan", "--against", "HEAD")

    assert shop.history() == before


@pytest.mark.parametrize("name", ["no-such-branch", "--output=x"])
def test_a_commit_that_is_not_there_is_named(shop: Shop, name: str) -> None:
    done = shop.run("plan", f"--against={name}")

    assert done.code == 2
    assert f"`{name}`" in done.err


def test_a_project_without_git_is_told_so(tmp_path: Path) -> None:
    done = a_shop(tmp_path, sources=("orders",)).run("plan", "--against", "HEAD")

    assert done.code == 2
    assert "cannot be read" in done.err
