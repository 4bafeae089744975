"""What people say, kept for good: in SQLite, and where a URL says so in PostgreSQL."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from krtracker.domain.note import Note, NoteKind, NoteState, Question, answer_id
from krtracker.errors import NotesError
from krtracker.notes import Notes
from krtracker.project import Project
from tests.servers import postgres

WEEK = date(2026, 11, 16)
NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
KEY = "2026-Q4/lead_conversion"


def an_answer(text: str = "half of them stop at the phone number") -> Note:
    id = answer_id(WEEK, KEY, Question.LEARNED)
    return Note(id, NoteKind.NOTE, text, WEEK, KEY, Question.LEARNED)


def a_blocker(text: str = "the form needs a release") -> Note:
    return Note("", NoteKind.BLOCKER, text, WEEK, KEY, team="it")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def project(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Project]:
    if request.param == "sqlite":
        yield Project(tmp_path)
        return
    server = postgres()
    with server.database() as name:
        place = f"{server.user}:{server.password or ''}@{server.host}:{server.port}/{name}"
        monkeypatch.setenv("KRTRACKER_NOTES_URL", f"postgresql+psycopg://{place}")
        yield Project(tmp_path)


@pytest.fixture
def notes(project: Project) -> Iterator[Notes]:
    store = Notes(project)
    yield store
    store.close()


def test_what_is_written_is_found_again_by_another_reader(project: Project, notes: Notes) -> None:
    written = notes.write(a_blocker(), now=NOW)

    reader = Notes(project)
    (found,) = reader.all()
    reader.close()

    assert found == written
    assert (found.team, found.text, found.said_at) == ("it", "the form needs a release", NOW)
    assert found.age_days(date(2026, 11, 20)) == 4


def test_a_new_wording_is_added_to_the_old_one(notes: Notes) -> None:
    notes.write(an_answer("first"), now=NOW)
    later = notes.write(an_answer("second"), now=NOW + timedelta(days=1))

    assert [each.text for each in notes.wordings(later.id)] == ["first", "second"]
    assert [each.text for each in notes.all()] == ["second"]
    assert (later.said_at, later.changed_at) == (NOW, NOW + timedelta(days=1))


def test_notes_can_be_read_as_they_stood_at_a_moment(notes: Notes) -> None:
    notes.write(an_answer("first"), now=NOW)
    notes.write(an_answer("second"), now=NOW + timedelta(hours=1))
    notes.write(a_blocker(), now=NOW + timedelta(hours=2))

    assert [each.text for each in notes.all(until=NOW)] == ["first"]
    assert notes.all(until=NOW - timedelta(hours=1)) == []


def test_saying_the_same_again_writes_nothing(notes: Notes) -> None:
    for _ in range(3):
        notes.write(an_answer("the same"), now=NOW)

    assert len(notes.wordings(an_answer().id)) == 1


def test_nothing_said_is_no_note_until_something_was(notes: Notes) -> None:
    notes.write(an_answer("  "), now=NOW)
    assert notes.all() == []

    notes.write(an_answer("said"), now=NOW)
    notes.write(an_answer(""), now=NOW)

    assert [each.text for each in notes.wordings(an_answer().id)] == ["said", ""]


def test_a_blocker_cleared_away_is_still_there(notes: Notes) -> None:
    blocker = notes.write(a_blocker(), now=NOW)

    done = Note(blocker.id, blocker.kind, blocker.text, WEEK, KEY, team="it", state=NoteState.DONE)
    kept = notes.write(done, now=NOW + timedelta(days=2))

    assert not kept.is_open
    assert kept.revision == 1


def test_a_week_is_read_without_the_others(notes: Notes) -> None:
    notes.write(a_blocker(), now=NOW)
    notes.write(Note("", NoteKind.DECISION, "later", WEEK + timedelta(days=7)), now=NOW)

    assert [each.text for each in notes.all(week=WEEK)] == ["the form needs a release"]


def test_several_who_write_at_once_lose_nothing(project: Project) -> None:
    stores = [Notes(project) for _ in range(4)]

    def write(number: int) -> None:
        stores[number % 4].write(a_blocker(f"blocker {number}"), now=NOW)
        stores[number % 4].write(an_answer(f"wording {number}"), now=NOW)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(24)))

    kept = stores[0].all()
    assert len([each for each in kept if each.kind is NoteKind.BLOCKER]) == 24
    wordings = stores[0].wordings(an_answer().id)
    assert {each.text for each in wordings} == {f"wording {number}" for number in range(24)}
    assert [each.revision for each in wordings] == list(range(24))
    for store in stores:
        store.close()


def test_a_process_that_dies_leaves_what_it_wrote(tmp_path: Path) -> None:
    code = (
        "import os\n"
        "from tests.integration.test_notes import *\n"
        f"Notes(Project(Path({str(tmp_path)!r}))).write(a_blocker('last words'), now=NOW)\n"
        "os._exit(9)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[2])

    store = Notes(Project(tmp_path))
    assert [each.text for each in store.all()] == ["last words"]
    store.close()


def test_words_are_kept_as_they_were_typed(notes: Notes) -> None:
    text = "'); DROP TABLE wordings; -- <script> é 漢字 😀 \\ %s :x {y}"

    kept = notes.write(a_blocker(text + "\0"), now=NOW)

    assert notes.wordings(kept.id)[0].text == text


def test_a_file_that_is_no_database_is_named_in_words(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.state.mkdir()
    (project.state / "notes.sqlite").write_text("not a database " * 100, encoding="utf-8")

    with pytest.raises(NotesError, match="the notes cannot be kept: file is not a database"):
        Notes(project).all()


@pytest.mark.parametrize("url", ["nonsense", "what://nobody/knows"])
def test_an_address_of_nothing_is_named_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("KRTRACKER_NOTES_URL", url)

    with pytest.raises(NotesError, match="`KRTRACKER_NOTES_URL` names no database"):
        Notes(Project(tmp_path)).all()


def test_a_password_is_not_told_with_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(
        "KRTRACKER_NOTES_URL", "postgresql+psycopg://reader:hush@127.0.0.1:1/nowhere"
    )

    with pytest.raises(NotesError) as raised:
        Notes(Project(tmp_path)).all()

    assert "hush" not in str(raised.value)


def test_the_notes_lie_with_what_the_program_keeps(tmp_path: Path) -> None:
    Notes(Project(tmp_path)).write(a_blocker(), now=NOW)

    with sqlite3.connect(tmp_path / ".krtracker" / "notes.sqlite") as database:
        assert database.execute("SELECT count(*) FROM wordings").fetchone() == (1,)
