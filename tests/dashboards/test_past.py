"""Any page as it was known at a past moment, and what was shown beside what is known now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from krtracker.domain.note import Note, NoteKind
from krtracker.notes import Notes
from krtracker.project import Project
from tests.builders import a_batch, a_judged
from tests.dashboards.reading import block, blocks, links, row, text, text_of
from tests.dashboards.seeded import DELIVERY, NOW_OF_STORY, a_settings, publish_a_story

Open = Callable[..., AppTest]
PAGES = ("overview", "key_result", "weekly_review", "alignment", "data_health", "cycle_review")
DAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def restated(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The story, two days after which a value of its last day was replaced and a note written."""
    root = tmp_path_factory.mktemp("restated")
    (root / "project.yaml").write_text("name: Food & Co\n", encoding="utf-8")
    project = Project(root)
    ledger = publish_a_story(project, a_settings(clock=date(2026, 11, 25)))
    late = a_judged(35.5, key_result=DELIVERY, as_of=DAY, rows=1290)
    later = NOW_OF_STORY + timedelta(days=2)
    ledger.record(a_batch(late, key_results=[DELIVERY], run="run-late", at=later))
    ledger.publish()
    said = Note("", NoteKind.BLOCKER, "Ask carrier C", date(2026, 11, 16), DELIVERY.key)
    Notes(project).write(said, now=later)
    return project


def test_a_page_as_of_a_past_moment_shows_what_was_known_then(
    restated: Project, open_page: Open
) -> None:
    now = open_page(restated, "key_result", kr="urgent_delivery_time")
    then = open_page(restated, "key_result", kr="urgent_delivery_time", known_at="2026-11-22")

    assert "35.5 h as of Sat 21 Nov" in text_of(block(now, "headline"))
    assert "33.1 h as of Sat 21 Nov" in text_of(block(then, "headline"))


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_that_it_is_of_the_past_with_a_way_back(
    restated: Project, open_page: Open, page: str
) -> None:
    test = open_page(restated, page, known_at="2026-11-22T12:00")

    banner = block(test, "prose", "As known on Sun 22 Nov 2026, 12:00")
    assert not test.exception
    assert banner["look"] == "past"
    assert [each["query"]["known_at"] for each in links(banner)] == [""]


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param("", id="nothing asked"),
        pytest.param("yesterday", id="no moment"),
        pytest.param("2026-11-25", id="today"),
        pytest.param("2031-01-01", id="a day to come"),
        pytest.param("9999-12-31", id="beyond the calendar"),
    ],
)
def test_what_is_no_past_moment_shows_what_is_known_now(
    restated: Project, open_page: Open, asked: str
) -> None:
    test = open_page(restated, known_at=asked)

    assert not test.exception
    assert "As known on" not in text(test)
    assert test.query_params.get("known_at", "") == ""


def test_before_the_ledger_began_there_is_only_the_way_back(
    restated: Project, open_page: Open
) -> None:
    test = open_page(restated, known_at="2026-08-01")

    assert not test.exception
    assert "the first measurement was made on Sun 22 Nov 2026, 06:04" in text(test)
    assert [each for each in blocks(test) if each["kind"] == "table"] == []


def test_between_promise_and_first_measurement_nothing_is_said_to_be_measured(
    restated: Project, open_page: Open
) -> None:
    test = open_page(restated, known_at="2026-10-05")

    head = text_of(block(test, "masthead"))
    assert "nothing measured by then" in head
    assert "0 of 6 key results trusted" in head


def test_a_day_picked_below_the_page_shows_it_as_of_that_day(
    restated: Project, open_page: Open
) -> None:
    test = open_page(restated)

    test.date_input[-1].set_value(date(2026, 11, 22)).run()

    assert test.query_params["known_at"] == "2026-11-22"
    assert "As known on Sun 22 Nov 2026" in text(test)


def test_a_past_week_can_be_read_but_not_written(restated: Project, open_page: Open) -> None:
    item = {"item": "2026-Q4/urgent_delivery_time"}
    now = open_page(restated, "weekly_review", **item)
    then = open_page(restated, "weekly_review", known_at="2026-11-23", **item)

    assert "Ask carrier C" in [each.value for each in now.text_input]
    assert not any(each.disabled for each in now.text_area)
    assert "Ask carrier C" not in [each.value for each in then.text_input]
    assert then.text_area
    assert all(each.disabled for each in then.text_area)


def test_what_was_shown_stands_beside_what_is_known_now(restated: Project, open_page: Open) -> None:
    test = open_page(restated, "key_result", kr="urgent_delivery_time")

    table = block(test, "table", "Shown then, known now")
    day, shown, known, difference, rows = row(table, "21 Nov")
    assert text_of(day).strip() == "21 Nov"
    assert "33.1 h since 22 Nov 06:04" in text_of(shown)
    assert "35.5 h" in text_of(known)
    assert "since 24 Nov 06:04" in text_of(known)
    assert text_of(difference).strip() == "+2.4 h"
    assert "1 204 → 1 290" in text_of(rows)
    (to,) = links(shown)
    assert to["page"] == "key_result"
    assert to["query"]["known_at"] == "2026-11-22T05:04:00Z"


def test_values_that_were_never_replaced_make_no_such_table(
    story: Project, open_page: Open
) -> None:
    test = open_page(story, "key_result", kr="average_basket")

    titles = [text_of(each.get("title", "")) for each in blocks(test) if each["kind"] == "table"]
    assert titles == []
