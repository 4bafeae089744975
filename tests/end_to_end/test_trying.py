"""A definition tried by a process of its own: it comes to an end, whatever it asks."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import pytest

from dashboards import trying
from dashboards.trying import Run
from tests.end_to_end.shop import Shop, a_shop

FILE = "kr_definitions/orders.yaml"
SLOW = """\
objective: Wait for what never comes
team: shop
cycle: 2026-11
key_results:
  waiting:
    title: Rows of rows of rows of rows
    target: 1
    source: orders
    sql: SELECT count(*) AS value FROM events a, events b, events c, events d, events e
"""


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return a_shop(tmp_path, sources=("orders",))


def text_of(shop: Shop) -> str:
    return (shop.root / FILE).read_text()


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_a_trial_brings_a_year_and_writes_nothing(shop: Shop) -> None:
    before = text_of(shop)

    outcome = trying.begin(shop.root, FILE, before.replace("60", "70"), "orders_count").outcome()

    assert outcome.document is not None
    assert (outcome.document["target"], len(outcome.document["days"])) == (70, 365)
    assert text_of(shop) == before
    assert not (shop.root / ".krtracker/ledger.duckdb").exists()


def test_a_trial_without_end_is_ended(shop: Shop) -> None:
    run = trying.begin(shop.root, "kr_definitions/slow.yaml", SLOW, None, limit=6)

    outcome = run.outcome()

    assert (outcome.is_late, outcome.document) == (True, None)


def test_a_trial_can_be_cancelled_while_its_source_is_busy(shop: Shop) -> None:
    run: Run = trying.begin(shop.root, "kr_definitions/slow.yaml", SLOW, None)
    time.sleep(1)

    run.cancel()
    outcome = run.outcome()

    assert (outcome.is_cancelled, run.is_over, outcome.document) == (True, True, None)


def test_what_fits_is_saved_over_what_was_seen(shop: Shop) -> None:
    before = text_of(shop)
    after = before.replace("target: 60", "target: 70")

    assert trying.save(shop.root, FILE, after, digest(before)) == (True, "")
    assert text_of(shop) == after


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(shop: Shop) -> None:
    before = text_of(shop)
    shop.write(FILE, before + "# theirs\n")

    is_saved, said = trying.save(shop.root, FILE, before + "# mine\n", digest(before))

    assert (is_saved, "says something else" in said) == (False, True)
    assert text_of(shop).endswith("# theirs\n")


def test_a_file_that_is_there_is_not_taken_for_a_new_one(shop: Shop) -> None:
    before = text_of(shop)

    assert not trying.save(shop.root, FILE, before + "# mine\n", None)[0]
    assert text_of(shop) == before


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        pytest.param(FILE, "target: 60", "taget: 60", "did you mean `target`", id="at fault"),
        pytest.param("kr_definitions/b.yaml", "", "", "orders_count", id="taken ids"),
        pytest.param("../away.yaml", "", "", "is no definition", id="elsewhere"),
        pytest.param("project.yaml", "", "", "is no definition", id="settings"),
    ],
)
def test_what_check_would_not_accept_is_not_saved(
    shop: Shop, file: str, old: str, new: str, told: str
) -> None:
    before = text_of(shop)

    is_saved, said = trying.save(shop.root, file, before.replace(old, new), digest(before))

    assert (is_saved, told in said) == (False, True), said
    assert text_of(shop) == before
    assert not (shop.root / "kr_definitions/b.yaml").exists()
