"""`krtracker review` as it is typed."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from krtracker.cli.app import run
from krtracker.domain.note import Note, NoteKind
from krtracker.ledger import Ledger
from krtracker.notes import Notes
from krtracker.project import Project
from tests.builders import NOW, a_catalog, a_key_result
from tests.dashboards.seeded import a_settings, publish_a_story


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("review")
    (root / "project.yaml").write_text("name: Food & Co\n", encoding="utf-8")
    publish_a_story(Project(root))
    said = Note("", NoteKind.BLOCKER, "a new key", date(2026, 11, 9), team="support")
    Notes(Project(root)).write(said, now=datetime(2026, 11, 13, 9, tzinfo=UTC))
    return Project(root)


def typed(project: Project, *words: str) -> int:
    return run(["review", "--project", str(project.root), *words])


def test_it_lists_what_to_talk_about(story: Project, capsys: pytest.CaptureFixture[str]) -> None:
    code = typed(story)

    said = capsys.readouterr().out
    assert code == 0
    assert "Weekly review · Sun 22 Nov 2026: 6 things to talk about" in said
    assert "a new key (blocker · Support · 9 days)" in said
    assert " 4  Complaints about waiting time: held: the support feed" in said


def test_it_writes_markdown(story: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed(story, "--markdown") == 0
    assert "## Complaints about waiting time" in capsys.readouterr().out


def test_it_writes_one_html_file(
    story: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "review.html"

    assert typed(story, "--html", str(file)) == 0
    assert file.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert f"wrote {file}" in capsys.readouterr().err


def test_it_says_where_it_cannot_write(
    story: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed(story, "--html", str(tmp_path / "nowhere" / "review.html")) == 2
    assert "cannot be written: No such file or directory" in capsys.readouterr().err


def test_a_program_reads_it_as_json(story: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed(story, "--json", "--team", "leadership") == 0

    items = json.loads(capsys.readouterr().out)["items"]
    assert [each["topic"] for each in items] == ["moved", "moved", "doubted", "doubted", "doubted"]


def test_an_unknown_team_is_named(story: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed(story, "--team", "sails") == 2
    assert "no team is called `sails`; there is" in capsys.readouterr().err


def test_before_the_first_run_there_is_nothing_to_review(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "project.yaml").write_text("name: Empty\n", encoding="utf-8")

    assert typed(Project(tmp_path)) == 2
    assert "nothing is measured yet" in capsys.readouterr().err


def test_a_blocker_stays_with_a_key_result_that_was_renamed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "project.yaml").write_text("name: Food & Co\n", encoding="utf-8")
    project = Project(tmp_path)
    ledger = Ledger(project)
    for given in (a_key_result("old_name"), a_key_result("new_name", formerly="old_name")):
        ledger.adopt(a_catalog(given, settings=a_settings()), now=NOW, run=given.id)
    ledger.publish()
    old = Note("", NoteKind.BLOCKER, "no feed", date(2026, 11, 9), "2026-Q4/old_name")
    Notes(project).write(old, now=NOW)

    assert typed(project) == 0
    assert "no feed (blocker" in capsys.readouterr().out
