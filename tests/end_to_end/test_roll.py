"""The next cycle's files, from this one's and from how it ended."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from krtracker.definitions import load
from krtracker.project import Project
from tests.end_to_end.shop import Shop, a_shop

NEW = "kr_definitions/2026-12/orders.yaml"
MORE = """\
  count_so_far:
    title: Rows of this cycle        # from its first day on
    baseline: 0
    target: 10
    path: {2026-11-15: 4}
    source: orders
    measure:
      from: events
      value: count(*)
      at: happened_at
      window: cycle to date

  # the amount that matters
  largest:
    title: Largest amount of a month
    unit: EUR
    baseline: 5
    target: 25
    commit: 20
    stretch: 30
    guardrails: [steady]
    source: orders
    measure:
      from: events
      value: max(amount)
      at: happened_at
      window: last 28 days
    changes:
      - {date: 2026-11-02, by: shop, reason: why not}
health_metrics:
  steady:
    title: Rows of a week
    keep: {at_least: 20}
    source: orders
    measure: {from: events, value: count(*), at: happened_at, window: last 7 days}
"""


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """A shop whose every kind of promise was measured."""
    shop = a_shop(tmp_path_factory.mktemp("shop"), sources=("orders",))
    text = (shop.root / "kr_definitions/orders.yaml").read_text()
    shop.write("kr_definitions/orders.yaml", f"# ours, with a remark\n{text}{MORE}")
    assert shop.run("track").code == 0
    return shop


@pytest.fixture
def shop(begun: Shop, tmp_path: Path) -> Shop:
    """The same, for one test to write in."""
    return begun.copied(tmp_path)


def new_of(shop: Shop) -> str:
    return (shop.root / NEW).read_text()


def test_the_new_files_are_accepted_by_check_beside_the_old(shop: Shop) -> None:
    assert shop.run("roll").code == 0

    done = shop.run("check", "--json")
    cycles = {each.cycle.name for each in load(Project(shop.root)).objectives}
    errors = [each for each in done.document["problems"] if each["severity"] == "error"]
    assert (errors, cycles) == ([], {"2026-11", "2026-12"})


def test_what_was_not_reached_is_asked_about_above_its_target(shop: Shop) -> None:
    shop.run("roll")

    lines = new_of(shop).splitlines()
    above = lines[lines.index("    target: 60") - 1]
    assert above.startswith("    # 2026-11 stood at ")
    assert above.endswith("is 60 rows still the aim?")
    assert "    baseline: measured" in lines


def test_what_was_reached_is_watched_with_its_target_as_the_line(shop: Shop) -> None:
    shop.run("roll")

    catalog = load(Project(shop.root))
    largest = catalog.find("largest", "2026-12")
    assert largest is not None
    assert largest.is_health_metric
    assert (largest.promise.keep and largest.promise.keep.at_least) == 25
    assert (largest.promise.guardrails, largest.changes) == ((), ())


def test_a_count_that_begins_anew_is_promised_again_from_zero(shop: Shop) -> None:
    shop.run("roll")

    count = load(Project(shop.root)).find("count_so_far", "2026-12")
    assert count is not None
    assert (count.promise.baseline, count.promise.target, count.promise.path) == (0, 10, ())
    assert "was reached: and in this cycle?" in new_of(shop)


def test_comments_stay(shop: Shop) -> None:
    shop.run("roll")

    assert all(
        each in new_of(shop) for each in ("# ours, with a remark", "# from its first day on")
    )


def test_a_dry_run_writes_nothing_and_says_the_same(shop: Shop) -> None:
    dry = shop.run("roll", "--dry-run")

    assert not (shop.root / NEW).exists()
    assert shop.run("roll").out == dry.out.replace("would write", "wrote")


def test_a_second_run_overwrites_nothing(shop: Shop) -> None:
    shop.run("roll")
    before = new_of(shop)
    shop.write(NEW, before + "# mine\n")

    done = shop.run("roll", "--from", "2026-11")

    assert (done.code, "already" in done.err) == (2, True)
    assert new_of(shop) == before + "# mine\n"


def test_after_the_cycle_the_next_one_is_measured_from_where_it_began(shop: Shop) -> None:
    shop.run("roll")
    shop.set_today(date(2026, 12, 3))
    for day in range(22, 33):
        shop.add("orders", date(2026, 11, 1) + (date(2026, 11, 2) - date(2026, 11, 1)) * day)

    told = shop.run("preview", "2026-12/orders_count", "--json").document

    assert told["baseline"] == 7 + 0
    assert told["target"] == 60


def test_an_objective_whose_key_results_were_all_reached_is_closed(shop: Shop) -> None:
    shop.write(
        "kr_definitions/won.yaml",
        "objective: Know the events\nteam: shop\ncycle: 2026-11\nkey_results:\n"
        + MORE[MORE.index("  # the amount") : MORE.index("health_metrics")]
        .replace("largest", "won")
        .replace("    changes:\n      - {date: 2026-11-02, by: shop, reason: why not}\n", ""),
    )
    shop.run("track", "--select", "won")

    done = shop.run("roll", "--json")

    files = {each["objective"]: each["file"] for each in done.document["objectives"]}
    assert files == {"orders": NEW, "won": None}
    assert not (shop.root / "kr_definitions/2026-12/won.yaml").exists()


def test_one_that_was_never_measured_is_carried_with_the_question(tmp_path: Path) -> None:
    shop = a_shop(tmp_path, sources=("orders",))

    assert shop.run("roll").code == 0
    assert "has no value to judge it by" in new_of(shop)


def test_a_file_that_cannot_be_changed_line_by_line_is_named(tmp_path: Path) -> None:
    shop = a_shop(tmp_path, sources=("orders",))
    text = (
        "{objective: All in one, team: t, cycle: 2026-11, key_results: {a: {title: A, target: 1, "
        "source: orders, measure: {from: events, value: count(*), at: happened_at, "
        "window: last 7 days}}}}\n"
    )
    shop.write("kr_definitions/one.yaml", text)

    done = shop.run("roll")

    assert (done.code, "kr_definitions/one.yaml: `cycle` stands on one line" in done.err) == (
        2,
        True,
    )
    assert not (shop.root / "kr_definitions/2026-12").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(["--from", "2026-10"], "did you mean `2026-11`", id="no such objectives"),
        pytest.param(["--to", "soon"], "`soon` is no cycle", id="no such cycle"),
        pytest.param(["--to", "2026-11"], "`2026-11` is no cycle to roll to", id="the same"),
    ],
)
def test_a_cycle_that_does_not_fit_is_refused(begun: Shop, words: list[str], told: str) -> None:
    done = begun.run("roll", *words)

    assert (done.code, told in done.err) == (2, True)
