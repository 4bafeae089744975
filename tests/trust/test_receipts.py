"""Every number of the demo, had again from its receipt alone."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from connectors.registry import Registry
from krtracker.checking import check
from krtracker.cli.rerun import EQUAL, RESTATED, measured_again
from krtracker.cli.start import Start
from krtracker.domain.key_result import KeyResult, RawSql
from krtracker.domain.measurement import Measurement
from krtracker.ledger import Snapshot
from krtracker.project import Project
from tests.end_to_end.shop import TODAY, Shop, a_shop
from tests.trust.conftest import Figure
from tests.trust.scale import SCALE, rounds

A_FEW_VALUES = 24
LAST = TODAY - timedelta(days=1)


def begun(root: Path) -> Start:
    project, now = Project(root), datetime.now(UTC)
    connectors = Registry(project)
    catalog = check(project, connectors, now=now)
    return Start(project, connectors, catalog, catalog.settings.now(now))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo project, generated and measured."""
    shop = Shop(tmp_path_factory.mktemp("demo"))
    assert shop.start("init", "--demo", ".").code == 0
    assert shop.run("track").code == 1, "the demo has a feed that died, so something is held"
    return shop.root


def test_every_value_of_the_demo_comes_again(demo: Path, figure: Figure) -> None:
    start, outcomes = begun(demo), Counter[str]()
    with Snapshot.latest(Project(demo)) as snapshot:  # type: ignore[union-attr]
        every = [row for each in snapshot.catalog.key_results for row in _in_force(snapshot, each)]
        mixed = random.Random(4).sample(every, len(every))
        for _, row in zip(rounds(A_FEW_VALUES, asked=len(every)), mixed, strict=False):
            again = measured_again(start, snapshot.receipt(row))
            outcomes[again.outcome] += 1

    assert outcomes.keys() == {EQUAL}
    count = outcomes[EQUAL]
    figure("explain", f"{count:,} of {len(every):,} values of the demo re-run: all equal")


def _in_force(snapshot: Snapshot, key_result: KeyResult) -> list[Measurement]:
    """The newest row of every day of a key result."""
    rows = {each.as_of: each for each in reversed(snapshot.history(key_result))}
    return [rows[day] for day in sorted(rows)]


def test_every_receipt_of_the_demo_is_complete(demo: Path) -> None:
    shop = Shop(demo)
    with Snapshot.latest(Project(demo)) as snapshot:  # type: ignore[union-attr]
        every = list(snapshot.catalog.key_results)
    for each in every[:: 1 if SCALE > 1 else 6]:
        receipt = shop.run("explain", each.id, "--json").document["receipt"]

        always = ("value", "measure", "run", "measured_at", "definition", "promise", "hash")
        assert [name for name in always if receipt[name] is None] == []
        assert receipt["query"]
        # Nobody counts the rows behind SQL of one's own.
        is_counted = receipt["source"] is not None and not isinstance(each.how, RawSql)
        assert (receipt["rows"] is not None) == is_counted


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    made = a_shop(tmp_path, sources=("orders",))
    made.run("track")
    return made


def rerun(shop: Shop, id: str = "orders_count") -> dict[str, object]:
    return dict(shop.run("explain", id, "--rerun", "--json").document["rerun"])


def test_the_receipt_is_measured_again_by_its_own_definition(shop: Shop) -> None:
    shop.change("kr_definitions/orders.yaml", "value: count(*)", "value: sum(amount)")

    assert rerun(shop)["outcome"] == EQUAL


def test_the_receipt_outlives_its_definition(shop: Shop) -> None:
    (shop.root / "kr_definitions/orders.yaml").unlink()

    assert rerun(shop)["outcome"] == EQUAL


def test_a_late_row_is_named_as_what_changed(shop: Shop) -> None:
    before = shop.run("explain", "orders_count", "--json").document["receipt"]["rows"]
    shop.add("orders", LAST)

    again = rerun(shop)

    assert again["outcome"] == RESTATED
    assert f"rows: {before} then, {before + 1} now" in again["changed"]


def test_a_row_rewritten_in_place_is_told_although_none_was_added(shop: Shop) -> None:
    with sqlite3.connect(shop.file("orders")) as database:
        database.execute("UPDATE events SET amount = amount * 2")
    database.close()

    again = rerun(shop, "orders_amount")

    assert again["changed"] == ["the same rows hold other values, or other rows took their place"]


def test_a_source_that_is_gone_is_why_it_cannot(shop: Shop) -> None:
    shop.write("connections.yaml", "other: {type: sqlite, path: data/orders.sqlite}\n")

    again = rerun(shop)

    assert (again["outcome"], again["reason"]) == (
        "cannot",
        "`connections.yaml` no longer has `orders`",
    )


def test_what_was_known_then_is_told_beside_what_is_known_now(shop: Shop) -> None:
    was = shop.run("explain", "orders_count", "--json").document["receipt"]
    shop.add("orders", LAST)
    shop.set_today(TODAY + timedelta(days=1))
    shop.run("track")

    asked = ("explain", "orders_count", "--json", "--as-of", str(LAST))
    then = shop.run(*asked, "--known-at", was["measured_at"])
    now = shop.run(*asked)

    assert then.document["receipt"]["value"] == was["value"]
    assert now.document["receipt"]["value"] == was["value"] + 1


def test_a_definition_kept_in_git_is_named_with_its_commit(tmp_path: Path, git: None) -> None:
    shop = a_shop(tmp_path, sources=("orders",))
    commit = _committed(tmp_path)
    shop.run("track")

    clean = shop.run("explain", "orders_count", "--json").document["receipt"]["revision"]

    assert clean == commit


@pytest.fixture
def git() -> None:
    import shutil

    if shutil.which("git") is None:
        pytest.skip("git is not installed")


def _committed(root: Path) -> str:
    import subprocess

    as_somebody = ("-c", "user.name=x", "-c", "user.email=x@x.org")
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "promise"]):
        subprocess.run(["git", *as_somebody, *words], cwd=root, check=True)
    done = subprocess.run(
        ["git", "log", "-1", "--format=%h"], cwd=root, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()
