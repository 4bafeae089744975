"""What a new project begins with."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from krtracker.cli.app import run
from krtracker.cli.scaffold import running_cycle, tickets
from krtracker.definitions import load
from krtracker.project import Project
from tests.builders import Q4, a_calendar


def test_a_new_project_is_sound(tmp_path: Path) -> None:
    code = run(["init", str(tmp_path / "okr"), "--zone", "Europe/Paris", "--language", "fr"])

    catalog = load(Project(tmp_path / "okr"))
    assert code == 0
    assert catalog.problems == ()
    assert [each.id for each in catalog.sound] == [
        "first_answer",
        "waiting_complaints",
        "satisfaction",
    ]


def test_a_new_project_is_named_as_its_owner_wishes(tmp_path: Path) -> None:
    run(["init", str(tmp_path), "--name", 'Chez "Nous": l\'été #1', "--zone", "Asia/Tokyo"])

    settings = load(Project(tmp_path)).settings
    assert settings.name == 'Chez "Nous": l\'été #1'
    assert settings.calendar.zone == ZoneInfo("Asia/Tokyo")


def test_nothing_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "project.yaml").write_text("name: mine\n")

    code = run(["init", str(tmp_path)])

    assert code == 2
    assert "has `project.yaml` already" in capsys.readouterr().err
    assert [each.name for each in tmp_path.iterdir()] == ["project.yaml"]


def test_a_gitignore_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine\n")

    assert run(["init", str(tmp_path)]) == 0
    assert (tmp_path / ".gitignore").read_text() == "mine\n"


def test_a_folder_that_cannot_be_written_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")

    code = run(["init", str(tmp_path / "file" / "okr")])

    assert code == 2
    assert "cannot be written" in capsys.readouterr().err


def test_the_secret_of_a_new_project_is_kept_out_of_git(tmp_path: Path) -> None:
    run(["init", str(tmp_path)])

    kept_out = {".env", ".krtracker/", ".streamlit/secrets.toml"}
    assert kept_out <= set((tmp_path / ".gitignore").read_text().split())


def test_the_first_day_of_a_quarter_still_belongs_to_the_quarter_that_has_a_closed_day() -> None:
    morning = datetime(2026, 10, 1, 8, tzinfo=UTC)

    assert running_cycle(morning, a_calendar()).name == "2026-Q3"


def test_the_invented_tickets_are_the_same_on_every_machine() -> None:
    assert tickets(Q4) == tickets(Q4)


def test_the_invented_tickets_last_until_the_end_of_the_cycle() -> None:
    rows = list(csv.DictReader(tickets(Q4).splitlines()))

    days = {date.fromisoformat(row["opened_at"][:10]) for row in rows}
    assert min(days) < date(2025, 9, 30)
    assert max(days) == Q4.end
