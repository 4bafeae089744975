"""Alignment and cycle review: filled, empty, on the first day, after the last."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from streamlit.testing.v1 import AppTest

from krtracker.domain.catalog import Catalog
from krtracker.domain.key_result import ChangeEntry
from krtracker.domain.note import Note, NoteKind
from krtracker.ledger import Ledger
from krtracker.notes import Notes
from krtracker.project import Project
from tests.builders import NOW, a_batch, a_catalog, a_judged, a_key_result, a_measure
from tests.dashboards.reading import block, blocks, row, text, text_of
from tests.dashboards.seeded import a_settings, publish_a_story

Open = Callable[..., AppTest]
PAGES = ("alignment", "cycle_review", "weekly_review")


def is_well(test: AppTest) -> bool:
    return not test.exception and not test.error


def test_objectives_stand_below_what_they_serve(story: Project, open_page: Open) -> None:
    page = open_page(story, "alignment")

    (top,) = block(page, "tree")["nodes"]
    assert is_well(page)
    assert "Be recognised for customer experience" in text_of(top["title"])
    assert "Deliver urgent orders in a day" in text_of(top["nodes"])
    assert "2026-Q4 · 2 objectives · 3 teams · 1 contribution" in text(page)


def test_a_well_ordered_project_raises_no_question(story: Project, open_page: Open) -> None:
    page = open_page(story, "alignment")

    assert "Every objective serves another one" in text(page)


def test_a_running_cycle_is_reviewed_as_it_would_close_today(
    story: Project, open_page: Open
) -> None:
    page = open_page(story, "cycle_review")

    assert is_well(page)
    assert "0 of 6 key results reached" in text(page)
    assert "2026-Q4 goes on for 40 days" in text(page)
    asked = text_of(block(page, "prose", "Questions for the retrospective"))
    assert "the promise would not do? Average basket: promise changed" in " ".join(asked.split())
    assert "Complaints about waiting time: not believed on 6 days" in asked


def test_another_measure_is_not_told_as_another_promise(empty: Project, open_page: Open) -> None:
    ledger, entry = Ledger(empty), ChangeEntry(date(2026, 11, 9), "sales", "a better filter")
    changed = a_key_result(how=a_measure(where="priority = 'high'"), changes=[entry])
    for given, day in ((a_key_result(), 1), (changed, 9)):
        at = datetime(2026, 11, day, 6, tzinfo=UTC)
        ledger.adopt(a_catalog(given, settings=a_settings()), now=at, run=f"on {day}")
    ledger.record(a_batch(a_judged(40.0, key_result=changed), key_results=[changed]))
    ledger.publish()

    asked = text_of(block(open_page(empty, "cycle_review"), "prose", "Questions for the retr"))

    assert "promise changed" not in asked
    assert "of the way" in asked


def test_forecasts_of_four_weeks_ago_stand_beside_what_came(
    story: Project, open_page: Open
) -> None:
    page = open_page(story, "cycle_review")

    said = text_of(block(page, "prose", "Forecast track record"))
    assert "Of 3 forecasts made four weeks ago, 2 landed inside their range" in said
    assert "too few to judge" in said
    table = next(each for each in blocks(page) if "Made four weeks ago" in str(each))
    one = row(table, "Average delivery time of critical orders")
    assert "24 Oct" in text_of(one[1])
    assert "33.1 h 21 Nov" in " ".join(text_of(one[3]).split())
    assert one[4]["chips"][0]["word"] in {"inside", "outside"}
    assert one[4]["chips"][0]["icon"] in {"✓", "✕"}


def test_a_cycle_too_young_for_a_forecast_says_from_when_on_they_are_judged(
    empty: Project, open_page: Open
) -> None:
    ledger = Ledger(empty)
    early = a_catalog(settings=a_settings(clock=date(2026, 10, 20)))
    ledger.adopt(early, now=NOW, run="first")
    ledger.record(a_batch(a_judged(47.0, as_of=date(2026, 10, 19))))
    ledger.publish()

    page = open_page(empty, "cycle_review")

    assert "From 29 Oct 2026 on" in text_of(block(page, "prose", "Forecast track record"))


def test_a_cycle_of_which_nothing_came_says_what_a_forecast_takes(
    finished: Project, open_page: Open
) -> None:
    page = open_page(finished, "cycle_review")

    assert "it takes a target" in text_of(block(page, "prose", "Forecast track record"))


def test_a_finished_cycle_is_reviewed_with_what_is_left(finished: Project, open_page: Open) -> None:
    blocker = Note("", NoteKind.BLOCKER, "feed", date(2026, 12, 14), team="support")
    Notes(finished).write(blocker, now=datetime(2026, 12, 14, tzinfo=UTC))

    page = open_page(finished, "cycle_review")

    assert is_well(page)
    assert "2026-Q4 · finished 31 Dec 2026" in text(page)
    left = text_of(block(page, "prose", "What to carry over"))
    assert "Average delivery time of critical orders: 33.1 h against 24 h" in left
    assert "feed blocker · Support · 27 days" in left


def test_a_cycle_without_a_value_says_so(empty: Project, open_page: Open) -> None:
    ledger = Ledger(empty)
    ledger.adopt(a_catalog(settings=a_settings(clock=date(2026, 10, 1))), now=NOW, run="first")
    ledger.publish()

    page = open_page(empty, "cycle_review")

    assert is_well(page)
    assert "Nothing is measured in 2026-Q4 yet" in text(page)
    assert len(blocks(page)) == 2


def test_a_cycle_that_has_not_begun_says_when_it_does(empty: Project, open_page: Open) -> None:
    ledger = Ledger(empty)
    ledger.adopt(a_catalog(settings=a_settings(clock=date(2026, 9, 1))), now=NOW, run="first")
    ledger.publish()

    page = open_page(empty, "cycle_review")
    alignment = open_page(empty, "alignment")

    assert is_well(page)
    assert "2026-Q4 begins on 1 Oct 2026" in text(page)
    assert "There is one objective in this cycle" in text(alignment)


@pytest.mark.parametrize("name", PAGES)
def test_an_empty_catalog_says_where_to_write(empty: Project, open_page: Open, name: str) -> None:
    ledger = Ledger(empty)
    ledger.adopt(Catalog(a_settings()), now=NOW, run="first")
    ledger.publish()

    page = open_page(empty, name)

    assert is_well(page)
    assert "No objectives yet" in text(page)


def test_they_speak_french_and_the_words_of_the_project(empty: Project, open_page: Open) -> None:
    own = {
        "objective": "Finalité",
        "objectives": "Finalités",
        "key_result": "Indicateur de changement",
        "key_results": "Indicateurs de changement",
    }
    publish_a_story(empty, a_settings(language="fr", vocabulary=own))

    alignment = open_page(empty, "alignment")
    review = open_page(empty, "cycle_review")

    assert "Tout concourt-il au même but ?" in text(alignment)
    assert "Questions pour la rétrospective" in text(review)
    assert "Finalité" in text_of(block(review, "table"))
    assert "3 prévisions faites il y a quatre semaines" in text(review)
    assert "2 finalités · 3 équipes · 1 contribution" in text(alignment)
    assert "0 indicateur de changement sur 6 a atteint sa cible" in text(review)
    assert "résultat" not in text(review).casefold()
    assert "objectif" not in text(alignment).casefold()
