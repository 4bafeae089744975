from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from krtracker.demo.clock import move_to, today, tomorrow
from krtracker.errors import UsageError
from krtracker.project import Project

OPENING = date(2026, 11, 22)


def a_demo(folder: Path, clock: str = "clock: 2026-11-22\n") -> Project:
    (folder / "project.yaml").write_text(f"name: Food & Co\n{clock}", "utf-8")
    return Project(folder)


def test_the_demo_opens_on_the_day_that_its_settings_name(tmp_path: Path) -> None:
    assert today(a_demo(tmp_path)) == OPENING


def test_a_day_that_has_passed_is_remembered(tmp_path: Path) -> None:
    project = a_demo(tmp_path)

    move_to(project, tomorrow(project))

    assert today(project) == date(2026, 11, 23)


def test_settings_that_people_wrote_are_left_as_they_are(tmp_path: Path) -> None:
    project = a_demo(tmp_path)
    before = project.settings_file.read_text()

    move_to(project, tomorrow(project))

    assert project.settings_file.read_text() == before


def test_a_project_without_a_clock_has_no_fixed_day_even_beside_a_stray_file(
    tmp_path: Path,
) -> None:
    project = a_demo(tmp_path, clock="")
    project.state.mkdir()
    project.clock_file.write_text("2026-11-30\n")

    assert project.clock(None) is None


def test_no_day_passes_in_a_project_without_a_clock(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="has no `clock`"):
        tomorrow(a_demo(tmp_path, clock=""))


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-11-10\n"])
def test_a_file_that_names_no_later_day_means_the_day_of_opening(tmp_path: Path, text: str) -> None:
    project = a_demo(tmp_path)
    project.state.mkdir()
    project.clock_file.write_text(text)

    assert today(project) == OPENING


def test_time_stops_where_the_story_ends(tmp_path: Path) -> None:
    project = a_demo(tmp_path)
    project.state.mkdir()
    project.clock_file.write_text("2027-01-01\n")

    with pytest.raises(UsageError, match="story ends"):
        tomorrow(project)
