"""What a key result would say, tried on a past, and on a draft that is not saved."""

from __future__ import annotations

import json
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.end_to_end.shop import COMMAND, FIRST, TODAY, Done, Shop, a_shop, clean_environment

DRAFT = "kr_definitions/orders.yaml"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return a_shop(tmp_path_factory.mktemp("shop"), sources=("orders",))


def drafted(shop: Shop, text: str, *words: str, file: str = DRAFT) -> Done:
    """The real command, with a draft on its standard input."""
    done = subprocess.run(
        [*COMMAND, "preview", *words, "--draft", file],
        cwd=shop.root,
        env=clean_environment(),
        input=text,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def rows_of_week(day: date) -> int:
    """How many rows the shop's database has for the seven days up to `day`."""
    numbers = [(day - timedelta(days=back) - FIRST).days for back in range(7)]
    return sum(3 + number * 7 % 3 for number in numbers if number >= 0)


def test_every_day_has_the_value_counted_by_hand(shop: Shop) -> None:
    told = shop.run("preview", "orders_count", "--days", "60", "--json").document["days"]

    assert {each["as_of"]: each["value"] for each in told if each["value"] is not None} == {
        str(day): rows_of_week(day)
        for back in range(1, 61)
        for day in [TODAY - timedelta(days=back)]
    }


def test_the_past_tells_whether_the_target_was_reached_and_what_it_needs(shop: Shop) -> None:
    told = shop.run("preview", "orders_count", "--days", "80", "--json").document
    values = [each["value"] for each in told["days"]]

    assert told["reached"]["days"] == sum(value >= 60 for value in values) == 0
    assert told["reached"]["nearest"] == max(values)
    assert told["needed"]["per_week"] == pytest.approx((60 - values[-1]) / 9 * 7)


def test_a_person_sees_plot_and_pace(shop: Shop) -> None:
    out = shop.run("preview", "orders_count", "--days", "80").out

    assert all(word in out for word in ("│", "┈ target", "reached", "never in 80 days", "a week"))


def test_the_coach_asks_with_the_past_that_was_measured(shop: Shop) -> None:
    text = (shop.root / DRAFT).read_text().replace("target: 60", "target: 6000")

    done = drafted(shop, text, "orders_count", "--days", "120", "--json")

    rules = [each["rule"] for each in done.document["problems"]]
    assert (done.code, rules) == (0, ["beyond_history"])


def test_a_draft_is_measured_and_nothing_is_saved(shop: Shop) -> None:
    before = (shop.root / DRAFT).read_text()

    done = drafted(shop, before.replace("last 7 days", "last 1 days"), "orders_count", "--json")

    day = TODAY - timedelta(days=1)
    assert done.document["days"][0]["value"] == 3 + (day - FIRST).days * 7 % 3
    assert (shop.root / DRAFT).read_text() == before


def test_a_draft_of_a_new_file_need_not_be_named_by_key_result(shop: Shop) -> None:
    text = (shop.root / DRAFT).read_text().replace("orders_", "parcel_")

    done = drafted(shop, text, "--json", file="kr_definitions/new/parcels.yaml")

    assert (done.document["kr"], done.document["key_results"]) == (
        "parcel_count",
        ["parcel_count", "parcel_amount"],
    )
    assert not (shop.root / "kr_definitions/new").exists()


def test_what_is_wrong_in_a_draft_comes_with_its_place(shop: Shop) -> None:
    text = (shop.root / DRAFT).read_text().replace("target: 60", "taget: 60")

    done = drafted(shop, text, "--json")

    (problem,) = json.loads(done.out)["problems"]
    assert done.code == 2
    assert (problem["line"], problem["column"]) == (9, 5)
    assert problem["hint"] == "did you mean `target`?"


@pytest.mark.parametrize("file", ["../away.yaml", "kr_definitions/x.txt", "project.yaml"])
def test_a_draft_can_only_be_a_definition(shop: Shop, file: str) -> None:
    done = drafted(shop, "", file=file)

    assert (done.code, "is no definition" in done.err) == (2, True)


def test_a_draft_in_the_middle_of_being_typed_is_no_crash(shop: Shop) -> None:
    whole = (shop.root / DRAFT).read_text()

    for cut in range(0, len(whole), len(whole) // 5):
        done = drafted(shop, whole[:cut], "--json")
        assert done.code in {0, 1, 2}
        assert "Traceback" not in done.err


def test_a_promise_that_lacks_the_reason_for_its_change_is_measured_all_the_same(
    tmp_path: Path,
) -> None:
    shop = a_shop(tmp_path, sources=("orders",))
    shop.run("track")
    text = (shop.root / DRAFT).read_text().replace("target: 60", "target: 50")

    done = drafted(shop, text, "orders_count", "--json")

    assert (done.code, done.document["target"], len(done.document["days"])) == (2, 50, 1)
    assert "without an entry in `changes`" in done.document["problems"][0]["message"]


def test_before_its_cycle_the_baseline_is_what_it_is_now(tmp_path: Path) -> None:
    shop = a_shop(tmp_path, sources=("orders",))
    shop.change(DRAFT, "cycle: 2026-11", "cycle: 2027-01")

    done = shop.run("preview", "orders_amount", "--json")

    assert done.code == 0
    assert done.document["baseline"] == done.document["days"][0]["value"]
