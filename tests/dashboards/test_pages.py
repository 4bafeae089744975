"""Pages as a person meets them: filled, empty, broken, on the first day, after the last."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from krtracker.domain.catalog import Catalog
from krtracker.domain.key_result import Bounds
from krtracker.domain.measurement import Verdict
from krtracker.ledger import Ledger
from krtracker.ledger.at_work import at_work
from krtracker.project import Project
from tests.builders import A_DAY, NOW, a_batch, a_catalog, a_judged, a_key_result, a_promise
from tests.dashboards.reading import block, blocks, links, row, text, text_of
from tests.dashboards.seeded import FEED, REASON, a_settings

Open = Callable[..., AppTest]


def is_well(test: AppTest) -> bool:
    """No traceback and no error box."""
    return not test.exception and not test.error


def test_the_overview_says_whose_it_is_when_and_how_sure(story: Project, open_page: Open) -> None:
    page = open_page(story)

    head = text_of(block(page, "masthead"))
    assert is_well(page)
    assert "Food & Co" in head
    assert "2026-Q4 · day 53 of 92" in head
    assert "measured 06:04 today · next tomorrow 06:00" in head
    assert "3 of 6 key results trusted" in head


def test_a_day_that_has_just_begun_has_not_passed(story: Project, open_page: Open) -> None:
    for page in ("", "cycle_review"):
        head = block(open_page(story, page), "masthead")
        assert head["says"] == "52 of 92 days of the cycle have passed"


def test_the_demo_says_that_its_clock_stands_still(story: Project, open_page: Open) -> None:
    page = open_page(story)

    assert "Demo: in this project it is always Sun 22 Nov 2026." in text(page)


def test_a_run_in_progress_is_seen(story: Project, open_page: Open) -> None:
    with at_work(story, "logistics"), at_work(story, None):
        page = open_page(story)

    assert "Measuring now: logistics, formula" in text(page)
    assert "Measuring now" not in text(open_page(story))


def test_key_results_are_counted_by_status_and_by_trust(story: Project, open_page: Open) -> None:
    tiles = block(open_page(story), "tiles")["tiles"]

    counts = {tile["chip"]["word"]: tile["number"] for tile in tiles}
    assert counts["on track"] == "4"
    assert counts["no data"] == "2"
    assert counts["not believed"] == "1"


def test_what_changed_is_told_with_a_link_and_a_number(story: Project, open_page: Open) -> None:
    news = block(open_page(story), "prose", "Since Mon 16 Nov")

    assert f"held at 63 complaints per week since Mon 16 Nov: {FEED}." in text_of(news["lines"])
    complaints = {"kr": "waiting_complaints", "in": "2026-Q4"}
    assert {"page": "key_result", "query": complaints} in links(news)


def test_a_row_shows_value_target_progress_and_change(story: Project, open_page: Open) -> None:
    table = block(open_page(story), "table", "Deliver urgent orders in a day")

    cells = [text_of(each) for each in row(table, "Average delivery time")]
    assert "33.1 h" in cells[1]
    assert "target 24 h" in cells[1]
    assert "62 % · pace 57 %" in cells[3]
    assert cells[5].strip() == "25.0 h 12.8 – 37.2", "where it lands"
    assert "on track" in cells[6]


def test_a_held_number_looks_different_in_its_row(story: Project, open_page: Open) -> None:
    table = block(open_page(story), "table", "Be recognised for customer experience")

    cells = row(table, "Complaints about waiting time")
    assert cells[1]["lines"][0][0]["look"] == "waiting"
    assert cells[2]["spark"]["held"] > 0
    assert [each["edge"] for each in cells[6]["chips"] if "edge" in each] == ["dashed"]


def test_limits_are_told_in_days_not_in_percent(story: Project, open_page: Open) -> None:
    table = block(open_page(story), "table", "Be recognised for customer experience")

    assert "kept 50 of 52 days" in text_of(row(table, "Clients who ordered")[3])


def test_a_definition_at_fault_is_marked_as_such(story: Project, open_page: Open) -> None:
    table = block(open_page(story), "table", "Be recognised for customer experience")

    chips = row(table, "Leads won")[6]["chips"]
    assert [each["word"] for each in chips] == ["definition at fault"]
    assert "won_at" in chips[0]["hint"]


def test_health_metrics_stand_below_the_key_results(story: Project, open_page: Open) -> None:
    table = block(open_page(story), "table", "Deliver urgent orders in a day")

    assert table["sections"] == {"1": "Health metrics"}


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        pytest.param({"search": "delai livraison"}, set(), id="nothing"),
        pytest.param({"search": "WAITING"}, {"waiting_complaints"}, id="words in any case"),
        pytest.param({"team": "Support"}, {"urgent_delivery_time", "on_time_rate"}, id="team"),
        pytest.param({"status": "no data"}, {"lead_conversion", "first_answer"}, id="status"),
    ],
)
def test_the_address_says_what_is_shown(
    story: Project, open_page: Open, query: dict[str, str], shown: set[str]
) -> None:
    page = open_page(story, **query)

    tables = [each for each in blocks(page) if each["kind"] == "table"]
    rows = [cells for table in tables for cells in table["rows"]]
    assert {links(cells)[0]["query"]["kr"] for cells in rows} == shown
    assert is_well(page)


def test_filters_that_fit_nothing_say_so_and_lead_back(story: Project, open_page: Open) -> None:
    page = open_page(story, search="nothing like it")

    assert "No key result fits these filters." in text(page)
    assert links(blocks(page)[-1]) == [{"page": "overview", "query": {"cycle": "2026-Q4"}}]


def test_a_key_result_has_one_strong_number_with_its_day(story: Project, open_page: Open) -> None:
    page = open_page(story, "key_result", kr="urgent_delivery_time")

    headline = text_of(block(page, "headline"))
    assert is_well(page)
    assert "Overview › Deliver urgent orders in a day" in headline
    assert "33.1 h as of Sat 21 Nov" in headline
    assert "62 % of the way · pace 57 %" in headline
    assert "−1.6 h / week needed from here" in headline


def test_the_receipt_leads_from_the_number_to_the_query(story: Project, open_page: Open) -> None:
    page = open_page(story, "key_result", kr="urgent_delivery_time")

    receipt = " ".join(text_of(each) for each in blocks(page) if each["kind"] == "terms")
    assert "avg(hours_between(ordered_at, delivered_at))" in receipt
    assert "1 204 rows → 33.1 h" in receipt
    assert "(33.1 − 48) / (24 − 48) = 62 %" in receipt
    assert "logistics (duckdb), read-only" in receipt
    assert "✓ 4 of 4 passed" in receipt
    assert "48 → 24 h, unchanged since 1 Oct" in receipt
    assert "urgent_orders.yaml:10" in receipt
    assert "AVG(hours)" in page.code[0].value


def test_the_receipt_of_a_past_day_is_a_choice_away(story: Project, open_page: Open) -> None:
    page = open_page(story, "key_result", kr="urgent_delivery_time")

    page.date_input[0].set_value(date(2026, 10, 20)).run()

    assert FEED in text(page)
    assert "✕ 3 of 4 passed" in text(page)


@pytest.mark.parametrize("day", ["2026-10-20", "1999-01-01", "nonsense"])
def test_the_address_may_name_any_day(story: Project, open_page: Open, day: str) -> None:
    page = open_page(story, "key_result", kr="urgent_delivery_time", day=day)

    assert is_well(page)
    assert ("✕ 3 of 4 passed" in text(page)) is (day == "2026-10-20")
    assert ("✓ 4 of 4 passed" in text(page)) is (day != "2026-10-20")


def test_a_day_without_a_measurement_says_so(story: Project, open_page: Open) -> None:
    page = open_page(story, "key_result", kr="first_answer")

    assert is_well(page)
    assert "connection refused on port 5432" in text(page)


def test_history_tells_restatements_held_days_and_promises(story: Project, open_page: Open) -> None:
    delivery = open_page(story, "key_result", kr="urgent_delivery_time")
    basket = open_page(story, "key_result", kr="average_basket")

    told = text_of(block(delivery, "terms", "History"))
    assert "34.5 h, restated from 33.5 h" in told
    assert f"held 2 days: {FEED}" in told
    assert REASON in text_of(block(basket, "terms", "History"))


def test_an_unknown_key_result_offers_those_that_are_known(story: Project, open_page: Open) -> None:
    page = open_page(story, "key_result", kr="nope")

    assert "This key result is not in the snapshot." in text(page)
    assert {each["query"]["kr"] for each in links(blocks(page))} >= {"average_basket"}


def test_data_health_says_what_is_not_believed_since_when_and_why(
    story: Project, open_page: Open
) -> None:
    page = open_page(story, "data_health")

    doubted = block(page, "table", "Not believed or missing")
    complaints = [text_of(each) for each in row(doubted, "Complaints")]
    assert is_well(page)
    assert "1 number is not believed, 2 are missing." in text(page)
    assert "held since 16 Nov" in complaints[1]
    assert FEED in complaints[2]


def test_data_health_counts_the_days_held_of_this_cycle_and_no_later_ones(
    empty: Project, open_page: Open
) -> None:
    ledger = Ledger(empty)
    late = a_catalog(settings=a_settings(clock=date(2027, 1, 10)))
    ledger.adopt(late, now=NOW, run="first")
    held = [date(2026, 12, 1), date(2027, 1, 1), date(2027, 1, 2)]
    days = [a_judged(9e9, as_of=day, verdict=Verdict.REJECTED) for day in held]
    ledger.record(a_batch(*days, a_judged(30.0, as_of=date(2026, 12, 31))))
    ledger.publish()

    page = open_page(empty, "data_health")

    assert "held 1 day of this cycle" in text(page)


def test_data_health_names_the_source_that_does_not_answer(story: Project, open_page: Open) -> None:
    sources = block(open_page(story, "data_health"), "table", "Sources")

    support = [text_of(each) for each in row(sources, "support")]
    assert "connection refused on port 5432" in support[5]


def test_a_project_that_measured_nothing_says_what_to_type(empty: Project, open_page: Open) -> None:
    page = open_page(empty)

    assert is_well(page)
    assert block(page, "prose")["code"] == ["krtracker check", "krtracker track"]


@pytest.mark.parametrize("clock", [date(2026, 10, 2), None], ids=["a demo", "a real clock"])
def test_definitions_that_nothing_measured_yet_are_not_said_to_be_measured(
    empty: Project, open_page: Open, clock: date | None
) -> None:
    ledger = Ledger(empty)
    ledger.adopt(a_catalog(settings=a_settings(clock=clock)), now=NOW, run="first")
    ledger.publish()

    head = text_of(block(open_page(empty), "masthead"))

    assert "nothing measured yet · next to" in head


def test_no_project_says_where_it_was_looked_for(tmp_path: Path, open_page: Open) -> None:
    page = open_page(Project(tmp_path / "nowhere"))

    assert is_well(page)
    assert "No project here" in text(page)
    assert "nowhere" in text(page)


def test_an_unreadable_ledger_says_so_in_words(
    story: Project, tmp_path: Path, open_page: Open
) -> None:
    broken = Project(tmp_path / "broken")
    shutil.copytree(story.root, broken.root)
    for path in broken.snapshots.glob("*.duckdb"):
        path.write_bytes(b"not a database" * 100)

    page = open_page(broken)

    assert is_well(page)
    assert "The ledger cannot be read" in text(page)


def test_the_first_day_has_a_page_without_history(empty: Project, open_page: Open) -> None:
    catalog = a_catalog(settings=a_settings(clock=date(2026, 10, 2)))
    ledger = Ledger(empty)
    ledger.adopt(catalog, now=NOW, run="first")
    ledger.record(a_batch(a_judged(47.5, as_of=date(2026, 10, 1))))
    ledger.publish()

    overview = open_page(empty)
    key_result = open_page(empty, "key_result", kr="urgent_delivery_time")

    assert is_well(overview)
    assert "This is the first week" in text(overview)
    assert is_well(key_result)


def test_a_key_result_without_baseline_waits_in_words(empty: Project, open_page: Open) -> None:
    pending = a_key_result(baseline=None)
    ledger = Ledger(empty)
    ledger.adopt(a_catalog(pending, settings=a_settings()), now=NOW, run="first")
    ledger.record(a_batch(a_judged(42.0, key_result=pending), key_results=[pending]))
    ledger.publish()

    overview = open_page(empty)
    page = open_page(empty, "key_result", kr=pending.id)

    assert "baseline not measured yet" in text(overview)
    assert is_well(page)
    assert "the baseline is not measured yet" in text(page)


def test_progress_while_a_guardrail_is_broken_is_contested(empty: Project, open_page: Open) -> None:
    guard = a_key_result("on_time_rate", title="Orders on time", keep=Bounds(at_least=95))
    guarded = a_key_result(promise=a_promise(guardrails=("on_time_rate",)))
    ledger = Ledger(empty)
    ledger.adopt(a_catalog(guarded, guard, settings=a_settings()), now=NOW, run="first")
    both = [a_judged(30.0, key_result=guarded), a_judged(91.0, key_result=guard)]
    ledger.record(a_batch(*both, key_results=[guarded, guard]))
    ledger.publish()

    overview = open_page(empty)
    page = open_page(empty, "key_result", kr=guarded.id)

    assert "contested" in text_of(row(block(overview, "table"), guarded.title)[6])
    assert "Orders on time guardrail broken: contested" in text_of(block(page, "headline"))


def test_a_finished_cycle_says_what_it_came_to(finished: Project, open_page: Open) -> None:
    page = open_page(finished)

    assert is_well(page)
    assert "2026-Q4 · finished 31 Dec 2026" in text(page)
    assert "The cycle is over: 1 of 6 key results achieved." in text(page)


def test_an_empty_catalog_says_where_to_write(empty: Project, open_page: Open) -> None:
    ledger = Ledger(empty)
    ledger.adopt(Catalog(a_settings()), now=NOW, run="first")
    ledger.publish()

    page = open_page(empty)

    assert is_well(page)
    assert "No objectives yet" in text(page)


def test_a_french_project_speaks_french(french: Project, open_page: Open) -> None:
    overview = open_page(french)
    key_result = open_page(french, "key_result", kr="urgent_delivery_time")
    data_health = open_page(french, "data_health")

    assert "jour 53 sur 92" in text(overview)
    assert "33,1 h" in text(key_result)
    assert "1 chiffre n’est pas cru, 2 manquent." in text(data_health)


def test_a_new_snapshot_is_what_the_next_look_shows(empty: Project, open_page: Open) -> None:
    ledger = Ledger(empty)
    ledger.adopt(a_catalog(settings=a_settings()), now=NOW, run="first")
    ledger.record(a_batch(a_judged(42.0, as_of=A_DAY)))
    ledger.publish()
    page = open_page(empty, search="delivery")
    ledger.record(a_batch(a_judged(40.5, as_of=A_DAY), run="second"))
    ledger.publish()

    page.run()

    assert "40.5" in text(page)
    assert page.text_input[0].value == "delivery"


def test_a_rejected_first_value_is_no_number(empty: Project, open_page: Open) -> None:
    ledger = Ledger(empty)
    ledger.adopt(a_catalog(settings=a_settings()), now=NOW, run="first")
    ledger.record(a_batch(a_judged(3.0, as_of=A_DAY, verdict=Verdict.REJECTED, why="few rows")))
    ledger.publish()

    page = open_page(empty, "key_result", kr="urgent_delivery_time")

    assert is_well(page)
    assert "few rows" in text(page)
    assert "no data" in text_of(block(page, "headline"))
