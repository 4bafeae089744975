"""The way of a project through the command line, on real databases."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.end_to_end.shop import TODAY, Shop, a_shop, command

LAST = TODAY - timedelta(days=1)
DUE_DAYS = 22
"""The eve of the cycle and its days up to the last closed one."""


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return a_shop(tmp_path)


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """A shop that was tracked; not to be written to."""
    shop = a_shop(tmp_path_factory.mktemp("measured"))
    assert shop.run("track").code == 0
    return shop


@pytest.fixture
def tracked(measured: Shop, tmp_path: Path) -> Shop:
    return measured.copied(tmp_path)


def test_a_new_project_gives_a_number_in_three_commands(tmp_path: Path) -> None:
    begun = command("init", "okr", folder=tmp_path)
    tracked = command("track", folder=tmp_path / "okr")
    shown = command("show", "--json", folder=tmp_path / "okr")

    assert (begun.code, tracked.code, shown.code) == (0, 0, 0), tracked.err
    values = {each["kr"]: each["value"] for each in shown.document["key_results"]}
    assert all(value > 0 for value in values.values())


def test_check_finds_nothing_in_a_sound_project(shop: Shop) -> None:
    done = shop.run("check")

    assert (done.code, done.out) == (0, "")
    assert "no problem in 6 key results of 3 objectives" in done.err


def test_check_reaches_every_source_when_asked_to(shop: Shop) -> None:
    done = shop.run("check", "--connections", "--json")

    assert done.code == 0, done.out
    assert [each["is_reached"] for each in done.document["connections"]] == [True] * 3


def test_check_names_a_misspelt_column_beside_the_promise_that_it_changes(tracked: Shop) -> None:
    tracked.change("kr_definitions/orders.yaml", "avg(amount)", "avg(amout)")

    done = tracked.run("check", "--connections", "--json")

    told = {(each["key_result"], each["message"]) for each in done.document["problems"]}
    assert done.code == 2
    assert any("the measure changed since" in message for _, message in told)
    assert (
        "orders_amount",
        "`orders_amount`: `measure.value`: no column `amout` in `events`; did you mean `amount`?",
    ) in told


def test_track_measures_every_due_day(shop: Shop) -> None:
    done = shop.run("track", "--json")

    assert done.code == 0
    assert done.document["version"] == 1
    assert done.document["written"] == 6 * DUE_DAYS


def test_tracking_twice_writes_nothing_the_second_time(tracked: Shop) -> None:
    before = tracked.history()

    done = tracked.run("track")

    assert (done.code, tracked.history()) == (0, before)
    assert "nothing changed" in done.out


def test_a_row_that_arrives_late_restates_and_both_values_are_kept(tracked: Shop) -> None:
    day = LAST - timedelta(days=2)
    tracked.add("orders", day)

    done = tracked.run("track", "--json")

    rows = [line.split(",") for line in tracked.history() if f"orders_count,{day}" in line]
    old, new = rows
    assert done.document["restated"] > 0
    assert (float(new[3]), new[5]) == (float(old[3]) + 1, old[3])


def test_a_row_older_than_the_look_back_changes_nothing(tracked: Shop) -> None:
    tracked.add("orders", LAST - timedelta(days=20))

    assert tracked.run("track", "--select", "orders_count", "--json").document["restated"] == 0


def test_a_source_that_is_down_takes_nobody_with_it(shop: Shop) -> None:
    shop.hide("desk")

    done = shop.run("track", "--json")

    assert done.code == 1
    assert done.document["written"] == 4 * DUE_DAYS
    assert {each["kr"] for each in done.document["not_measured"]} == {"desk_count", "desk_amount"}


def test_what_a_source_could_not_say_is_stale_with_the_reason_and_since_when(tracked: Shop) -> None:
    tracked.hide("desk")
    tracked.set_today(TODAY + timedelta(days=2))

    assert tracked.run("track").code == 1

    shown = tracked.run("show", "--select", "desk_count", "--json").document["key_results"][0]
    assert (shown["trust"], shown["since"]) == ("stale", str(TODAY))
    assert "desk.sqlite" in shown["why"]


def test_days_missed_are_filled_exactly_once_when_the_source_is_back(tracked: Shop) -> None:
    tracked.hide("desk")
    tracked.set_today(TODAY + timedelta(days=2))
    tracked.run("track")
    tracked.bring_back("desk")

    assert tracked.run("track").code == 0
    tracked.run("track")

    days = [line.split(",")[2] for line in tracked.history() if "desk_count" in line]
    assert days.count(str(TODAY)) == days.count(str(TODAY + timedelta(days=1))) == 1


def test_one_day_is_measured_when_it_is_named(shop: Shop) -> None:
    done = shop.run("track", "--as-of", "2026-11-10", "--json")

    assert done.document["written"] == 6
    assert {line.split(",")[2] for line in shop.history()[1:]} == {"2026-11-10"}


def test_a_day_that_is_not_over_cannot_be_measured(shop: Shop) -> None:
    done = shop.run("track", "--as-of", str(TODAY))

    assert done.code == 2
    assert f"the last closed day is {LAST}" in done.err


def test_only_what_is_selected_is_measured(shop: Shop) -> None:
    shop.run("track", "--select", "team:team_crm,orders_count", "--exclude", "crm_amount")

    assert {line.split(",")[1] for line in shop.history()[1:]} == {"orders_count", "crm_count"}


def test_a_faulty_file_is_told_and_the_sound_ones_are_measured(shop: Shop) -> None:
    shop.change("kr_definitions/desk.yaml", "target: 60", "taget: 60")

    done = shop.run("track", "--json")

    assert (done.code, done.document["version"]) == (2, 1)
    assert "did you mean `target`?" in done.err
    assert {"orders_count", "crm_amount"} <= {line.split(",")[1] for line in shop.history()[1:]}
    shown = shop.run("show", "--select", "desk_count", "--json").document["key_results"][0]
    assert (shown["trust"], "taget" in shown["why"]) == ("no data", True)


def test_a_target_changed_without_a_reason_is_told_and_one_with_a_reason_is_kept(
    tracked: Shop,
) -> None:
    tracked.change("kr_definitions/orders.yaml", "target: 60", "target: 50")
    silent = tracked.run("track")
    reason = f"changes: [{{date: {TODAY}, by: orders, reason: a warehouse closed}}]"
    tracked.change("kr_definitions/orders.yaml", "target: 50", f"target: 50\n    {reason}")

    said = tracked.run("track")

    assert (silent.code, said.code) == (2, 0)
    assert "`target` changed" in silent.err
    assert "a warehouse closed" in tracked.run("explain", "orders_count").out


def test_a_source_that_keeps_only_the_present_is_asked_for_no_other_day(shop: Shop) -> None:
    shop.write("kr_definitions/now.yaml", ONLY_NOW)

    past = shop.run("track", "--select", "stock", "--as-of", "2026-11-10")
    filled = shop.run("backfill", "--select", "stock")
    present = shop.run("track", "--select", "stock", "--json")

    assert "stock: skipped" in past.err
    assert "stock: skipped" in filled.err
    assert present.document["written"] == 1


ONLY_NOW = """\
objective: Keep enough on the shelves
team: stock
cycle: 2026-11
key_results:
  stock:
    title: Rows there are
    unit: rows
    keep: {at_least: 1}
    source: orders
    sql: select count(*) as value from events
"""


def test_a_formula_is_reckoned_from_what_the_others_said(shop: Shop) -> None:
    shop.write("kr_definitions/both.yaml", FORMULA)

    shop.run("track", "--as-of", str(LAST))

    values = {line.split(",")[1]: float(line.split(",")[3]) for line in shop.history()[1:]}
    assert values["both"] == values["orders_count"] + values["crm_count"]
    assert shop.run("preview", "both").code == 0


FORMULA = """\
objective: Grow everywhere
team: all
cycle: 2026-11
key_results:
  both:
    title: Rows of two sources
    unit: rows
    baseline: 50
    target: 100
    formula: orders_count + crm_count
"""


def test_the_project_is_found_from_any_folder_inside_it(shop: Shop) -> None:
    inside = command("check", folder=shop.root / "kr_definitions")
    named = command("check", folder=shop.root.parent, KRTRACKER_PROJECT=str(shop.root))

    assert (inside.code, named.code) == (0, 0), inside.err + named.err


def test_backfill_reaches_back_to_one_year_before_the_cycle_and_only_once(shop: Shop) -> None:
    chosen = ("--select", "orders_count")
    shop.run("track", *chosen)

    done = shop.run("backfill", *chosen, "--json")

    assert done.document["measured"] == (LAST - date(2025, 11, 1)).days + 1 - DUE_DAYS
    assert "nothing is due" in shop.run("backfill", *chosen).out


def test_backfill_measures_any_days_and_again_when_told_to(shop: Shop) -> None:
    days = ("--select", "orders_count", "--from", "2026-09-10", "--to", "2026-09-12", "--json")

    first, again = shop.run("backfill", *days), shop.run("backfill", *days, "--remeasure")

    assert (first.document["written"], again.document["written"]) == (3, 0)
    assert again.document["unchanged"] == 3


def test_history_for_programs_has_exactly_these_columns(tracked: Shop) -> None:
    rows = list(csv.DictReader(io.StringIO(tracked.run("history", "--csv", "crm_count").out)))

    assert list(rows[0]) == [
        "cycle", "kr", "as_of", "value", "verdict", "measured_at", "restates",
    ]  # fmt: skip
    assert [row["as_of"] for row in rows] == sorted(row["as_of"] for row in rows)
    assert {row["verdict"] for row in rows} == {"accepted"}


def test_no_value_is_an_empty_cell(shop: Shop) -> None:
    done = shop.run(
        "backfill", "--select", "crm_amount", "--from", "2026-08-01", "--to", "2026-08-01"
    )

    line = shop.history()[1]
    assert line == "2026-11,crm_amount,2026-08-01,,accepted,", done.err


def test_a_project_without_key_results_is_told_what_is_missing(tmp_path: Path) -> None:
    shop = a_shop(tmp_path, sources=())

    codes = [shop.run(word).code for word in ("check", "track", "show", "history", "backfill")]

    assert codes == [0] * 5
    assert "kr_definitions/" in shop.run("show").err


def test_show_before_the_first_run_says_what_to_do(shop: Shop) -> None:
    done = shop.run("show")

    assert done.code == 0
    assert "orders_count" in done.out
    assert "`krtracker track` measures what is due" in done.err


def test_show_names_the_target_in_force_before_there_is_a_value(shop: Shop) -> None:
    told = shop.run("show", "--json").document["key_results"]

    stated = next(each for each in told if each["kr"] == "orders_count")
    pending = next(each for each in told if each["kr"] == "orders_amount")
    assert (stated["value"], stated["target"]) == (None, 60)
    assert pending["target"] is None


def test_show_names_value_target_status_and_trust(tracked: Shop) -> None:
    line = next(row for row in tracked.run("show").out.splitlines() if "orders_count" in row)

    assert ("rows" in line, "60" in line, "trusted" in line, str(LAST) in line) == (True,) * 4


def test_preview_writes_nothing(shop: Shop) -> None:
    done = shop.run("preview", "orders_amount", "--days", "10")

    assert done.code == 0
    assert all(word in done.out for word in ("baseline", "target", "rows", "SELECT", "10 days"))
    assert not (shop.root / ".krtracker/ledger.duckdb").exists()


def test_a_receipt_tells_where_the_number_comes_from(tracked: Shop) -> None:
    done = tracked.run("explain", "orders_count")

    assert done.code == 0
    assert "kr_definitions/orders.yaml:5:" in done.out
    assert all(word in done.out for word in ("SELECT", "run cli-", "pace", "expectations"))


def test_measuring_again_from_the_receipt_gives_the_same_value(tracked: Shop) -> None:
    done = tracked.run("explain", "orders_count", "--rerun", "--json")

    assert (done.code, done.document["rerun"]["outcome"]) == (0, "equal")


def test_measuring_again_tells_when_the_source_says_something_else(tracked: Shop) -> None:
    tracked.add("orders", LAST)

    done = tracked.run("explain", "orders_count", "--rerun", "--json")

    assert (done.code, done.document["rerun"]["outcome"]) == (1, "restated")


def test_measuring_again_tells_when_it_cannot(tracked: Shop) -> None:
    tracked.hide("orders")

    done = tracked.run("explain", "orders_count", "--rerun")

    assert done.code == 1
    assert "cannot: " in done.out


def test_a_held_value_is_believed_when_a_person_says_so(shop: Shop) -> None:
    shop.change(
        "kr_definitions/crm.yaml",
        "      window: last 7 days\n",
        "      window: last 7 days\n    expect: {value: {between: [0, 5]}}\n",
    )
    held = shop.run("track", "--as-of", str(LAST))

    done = shop.run(
        "accept", "crm_count", "--as-of", str(LAST), "--reason", "a trade fair", "--by", "Ann"
    )

    assert (held.code, done.code) == (1, 0)
    assert "crm_count" in held.err
    assert shop.history()[-1].split(",")[4] == "accepted" or "accepted" in str(shop.history())
    assert "a trade fair" in shop.run("explain", "crm_count").out


def test_a_value_that_is_not_held_cannot_be_accepted(tracked: Shop) -> None:
    done = tracked.run("accept", "crm_count", "--as-of", str(LAST), "--reason", "because")

    assert done.code == 2
