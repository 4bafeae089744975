"""Which day it is in the demo, and how a day passes."""

from __future__ import annotations

from datetime import date, timedelta

from krtracker.definitions import load
from krtracker.demo.story import LAST
from krtracker.errors import UsageError
from krtracker.project import Project


def today(project: Project) -> date:
    """The fixed day it is for the project and its sources.

    Raises:
        UsageError: the project's time is real, so it is no demo.
    """
    day = load(project).settings.clock
    if day is None:
        raise UsageError(
            f"`{project.relative(project.settings_file)}` has no `clock`: the days of a real "
            "project pass by themselves; `krtracker init --demo` makes a demo"
        )
    return day


def tomorrow(project: Project) -> date:
    """The day after today, up to the day after the story's last.

    Raises:
        UsageError: the story is told to its end, or the project is no demo.
    """
    day = today(project) + timedelta(days=1)
    if day > LAST + timedelta(days=1):
        raise UsageError(f"the demo's story ends on {LAST}; remove `.krtracker` to begin it anew")
    return day


def move_to(project: Project, day: date) -> None:
    """Make `day` the day it is for the project; its settings stay as people wrote them."""
    project.state.mkdir(exist_ok=True)
    unfinished = project.clock_file.with_suffix(".unfinished")
    unfinished.write_text(f"{day.isoformat()}\n", encoding="utf-8")
    unfinished.replace(project.clock_file)
