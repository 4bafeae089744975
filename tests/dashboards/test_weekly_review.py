"""The weekly review as a meeting goes through it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from krtracker.domain.note import Note, NoteKind, NoteState, Question, answer_id
from krtracker.ledger import Ledger
from krtracker.notes import Notes
from krtracker.project import Project
from tests.builders import NOW, a_batch, a_catalog, a_judged, a_key_result, an_objective
from tests.dashboards.reading import block, blocks, sent, text, text_of
from tests.dashboards.seeded import FEED, a_settings

Open = Callable[..., AppTest]
COMPLAINTS = "2026-Q4/waiting_complaints"
LAST_MONDAY = date(2026, 11, 9)
THIS_MONDAY = date(2026, 11, 16)


@pytest.fixture
def meeting(story: Project, tmp_path: Path) -> Project:
    """The story, to be written to."""
    root = tmp_path / "meeting"
    shutil.copytree(story.root, root)
    return Project(root)


def is_well(test: AppTest) -> bool:
    return not test.exception and not test.error


def test_the_agenda_is_there_before_anybody_prepared_it(story: Project, open_page: Open) -> None:
    page = open_page(story, "weekly_review")

    steps = block(page, "steps")["steps"]
    assert is_well(page)
    assert [each["title"] for each in steps] == [
        "Last week",
        "Average delivery time of critical orders",
        "Average basket",
        "Clients who ordered in the last 60 days",
        "Complaints about waiting time",
        "Leads won within thirty days",
        "Time to the first answer",
        "Close",
    ]
    assert f"held: {FEED}" in text_of(steps[4])


def test_each_key_result_has_one_screen(story: Project, open_page: Open) -> None:
    page = open_page(story, "weekly_review", item="2026-Q4/urgent_delivery_time")

    head = text_of(block(page, "headline"))
    assert "33.1 h" in head
    assert "since Sun 15 Nov" in head
    assert "34.4 h expected by now" in head
    assert [each.label for each in page.text_area] == [
        "What did we learn?",
        "Is the objective still relevant?",
        "What should we adjust?",
        "What is in our way?",
    ]


@pytest.mark.parametrize("item", ["", "nonsense", "2026-Q4/nope", "last", "close"])
def test_any_address_shows_a_screen(story: Project, open_page: Open, item: str) -> None:
    assert is_well(open_page(story, "weekly_review", item=item))


def test_an_answer_is_kept_at_once(meeting: Project, open_page: Open) -> None:
    page = open_page(meeting, "weekly_review", item=COMPLAINTS)

    page.text_area[0].set_value("The feed stopped on Monday.").run()
    again = open_page(meeting, "weekly_review", item=COMPLAINTS)

    assert again.text_area[0].value == "The feed stopped on Monday."
    assert [each.text for each in Notes(meeting).all()] == ["The feed stopped on Monday."]


def test_a_blocker_is_kept_with_its_team_and_can_be_settled(
    meeting: Project, open_page: Open
) -> None:
    page = open_page(meeting, "weekly_review", item=COMPLAINTS)

    page.text_input(key=f"new {COMPLAINTS}").set_value("The feed needs a new key")
    page.selectbox(key=f"new team {COMPLAINTS}").set_value("support")
    page.button(key=f"block {COMPLAINTS}").click().run()

    (blocker,) = Notes(meeting).all()
    assert (blocker.kind, blocker.team, blocker.is_open) == (NoteKind.BLOCKER, "support", True)
    assert page.text_input(key=f"text {blocker.id}").label == "blocker · Support · today"
    page.checkbox(key=f"done {blocker.id}").check().run()
    assert Notes(meeting).all()[0].state is NoteState.DONE


def test_a_meeting_begins_with_what_the_last_one_left(meeting: Project, open_page: Open) -> None:
    said = datetime(2026, 11, 13, 9, tzinfo=UTC)
    blocker = Note("", NoteKind.BLOCKER, "feed", LAST_MONDAY, COMPLAINTS, team="support")
    Notes(meeting).write(blocker, now=said)

    page = open_page(meeting, "weekly_review")

    assert "0 done · 1 open" in text(page)
    assert [each.label for each in page.text_input] == ["blocker · Support · 9 days"]


@pytest.fixture
def renamed(empty: Project) -> Project:
    """A key result that is called otherwise since somebody spoke of it."""
    ledger = Ledger(empty)
    for given in (a_key_result("old_name"), a_key_result("new_name", formerly="old_name")):
        ledger.adopt(a_catalog(given, settings=a_settings()), now=NOW, run=given.id)
    ledger.record(a_batch(a_judged(40.0, key_result=given), key_results=[given]))
    ledger.publish()
    old = "2026-Q4/old_name"
    learned = answer_id(THIS_MONDAY, old, Question.LEARNED)
    for note in (
        Note("", NoteKind.BLOCKER, "no feed", LAST_MONDAY, old, team="support"),
        Note("", NoteKind.DECISION, "ask for one", THIS_MONDAY, old),
        Note(learned, NoteKind.NOTE, "feeds break", THIS_MONDAY, old, Question.LEARNED),
    ):
        Notes(empty).write(note, now=NOW)
    return empty


def test_what_was_said_of_a_key_result_stays_with_it_when_it_is_renamed(
    renamed: Project, open_page: Open
) -> None:
    last = open_page(renamed, "weekly_review", item="last")
    page = open_page(renamed, "weekly_review", item="2026-Q4/new_name")

    assert "0 done · 1 open" in text(last)
    assert [each.value for each in page.text_input if each.value] == ["no feed", "ask for one"]
    assert page.text_area[0].value == "feeds break"


def test_an_answer_to_a_renamed_key_result_is_reworded_and_not_doubled(
    renamed: Project, open_page: Open
) -> None:
    page = open_page(renamed, "weekly_review", item="2026-Q4/new_name")

    page.text_area[0].set_value("feeds break on Mondays").run()

    kept = [each.text for each in Notes(renamed).all() if each.kind is NoteKind.NOTE]
    assert kept == ["feeds break on Mondays"]
    assert page.text_area[0].value == "feeds break on Mondays"


def test_the_close_reads_everything_back(meeting: Project, open_page: Open) -> None:
    Notes(meeting).write(
        Note("", NoteKind.DECISION, "Ask for a new key", date(2026, 11, 16), COMPLAINTS), now=NOW
    )

    page = open_page(meeting, "weekly_review", item="close")

    assert is_well(page)
    assert "Ask for a new key" in text_of(block(page, "prose", "Decisions"))


def test_a_meeting_of_one_team_talks_about_its_own(story: Project, open_page: Open) -> None:
    page = open_page(story, "weekly_review", team="Logistics")

    titles = [each["title"] for each in block(page, "steps")["steps"]]
    assert titles == ["Last week", "Average delivery time of critical orders", "Close"]


def test_notes_that_cannot_be_read_do_not_stop_the_meeting(
    meeting: Project, open_page: Open
) -> None:
    for log in meeting.state.glob("notes.sqlite-*"):
        log.unlink()
    (meeting.state / "notes.sqlite").write_text("no database " * 100, encoding="utf-8")

    page = open_page(meeting, "weekly_review")

    assert is_well(page)
    assert "file is not a database" in text(page)
    assert block(page, "steps")


def test_the_first_day_is_a_calm_meeting(empty: Project, open_page: Open) -> None:
    ledger = Ledger(empty)
    ledger.adopt(a_catalog(settings=a_settings(clock=date(2026, 10, 2))), now=NOW, run="first")
    ledger.record(a_batch(a_judged(47.5, as_of=date(2026, 10, 1))))
    ledger.publish()

    page = open_page(empty, "weekly_review")

    assert is_well(page)
    assert "No decisions yet: this is the first review." in text(page)
    assert [each["title"] for each in block(page, "steps")["steps"]] == ["Last week", "Close"]


@pytest.mark.parametrize(
    ("item", "titles", "previous", "following"),
    [
        ("last", ["Number 1", "Number 30", "40 more after these"], None, "2026-Q4/k1"),
        (
            "2026-Q4/k30",
            ["Number 1", "Number 30", "40 more after these"],
            "2026-Q4/k29",
            "2026-Q4/k31",
        ),
        (
            "2026-Q4/k31",
            ["30 more before these", "Number 60", "10 more after these"],
            "2026-Q4/k30",
            "2026-Q4/k32",
        ),
        ("close", ["60 more before these", "Number 61", "Number 70"], "2026-Q4/k70", None),
    ],
    ids=["the beginning", "the end of a part", "a part further on", "the close"],
)
def test_a_long_agenda_is_listed_a_part_at_a_time_and_gone_through_whole(
    empty: Project,
    open_page: Open,
    item: str,
    titles: list[str],
    previous: str | None,
    following: str | None,
) -> None:
    many = [a_key_result(f"k{place}", title=f"Number {place}") for place in range(1, 71)]
    ledger = Ledger(empty)
    faults = {each.key: "no table `orders`" for each in many}
    parts = a_catalog(an_objective(*many), settings=a_settings(), faults=faults)
    ledger.adopt(parts, now=NOW, run="first")
    ledger.publish()

    page = open_page(empty, "weekly_review", item=item)

    listed = [each["title"] for each in block(page, "steps")["steps"]]
    assert is_well(page)
    assert len(listed) <= 34
    assert [each for each in titles if each not in listed] == []
    (head,) = (each for each in sent(page) if "previous" in each)
    assert [head["previous"], head["next"]] == [
        None if each is None else {"page": "weekly_review", "query": {"item": each}}
        for each in (previous, following)
    ]


def test_a_french_meeting_is_in_french(french: Project, open_page: Open) -> None:
    page = open_page(french, "weekly_review", item="2026-Q4/urgent_delivery_time")
    close = open_page(french, "weekly_review", item="close")

    assert "depuis le dim. 15 nov." in text(page)
    assert page.text_area[0].label == "Qu’avons-nous appris\N{NO-BREAK SPACE}?"
    assert "Aucune note, décision ni blocage." in text(close)
    assert blocks(close)
