"""Which source is being asked right now."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from krtracker.ledger.at_work import at_work, under_way
from krtracker.project import Project


def test_a_source_is_under_way_for_as_long_as_it_is_asked(tmp_path: Path) -> None:
    project = Project(tmp_path)

    with at_work(project, "logistics"), at_work(project, None):
        seen = [each.source for each in under_way(project)]

    assert seen == ["logistics", None]
    assert under_way(project) == []


def test_what_a_killed_process_left_is_not_under_way(tmp_path: Path) -> None:
    project = Project(tmp_path)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    project.at_work.mkdir(parents=True)
    says = {"process": ended.pid, "source": "crm", "since": "2026-11-22T06:00:00+00:00"}
    (project.at_work / "left.json").write_text(json.dumps(says), encoding="utf-8")
    (project.at_work / "torn.json").write_text("{", encoding="utf-8")

    assert under_way(project) == []


def test_a_folder_that_cannot_be_written_keeps_nobody_from_measuring(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.state.write_text("a file, where a folder should be", encoding="utf-8")

    with at_work(project, "logistics"):
        assert under_way(project) == []
