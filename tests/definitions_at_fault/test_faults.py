"""Each fault that a file may have, and the whole message that its writer sees."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from krtracker.definitions import load
from krtracker.project import Project

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*/*.yaml"))

PROJECT = "name: Food & Co\ntimezone: Europe/Paris\n"
CONNECTIONS = "logistics: {type: sqlite, path: logistics.db}\n"
CUSTOMER_TRUST = """\
objective: Be the supplier people recommend
team: leadership
cycle: 2026-Q4
key_results:
  recommendation:
    title: How likely clients are to recommend us
    unit: points
    baseline: 31
    change: +10
    source: logistics
    measure: {from: answers, value: avg(score), at: answered_at, window: last 13 weeks}
"""
"""The files of every project; some faults have others under `beside/`, because they take two."""
PLACES = {
    "definition": "kr_definitions/{name}.yaml",
    "project": "project.yaml",
    "connections": "connections.yaml",
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}: {path.stem}")
def test_a_fault_is_told_with_its_place_and_one_thing_to_try(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRM_PASSWORD", "hunter2")
    (tmp_path / "kr_definitions").mkdir()
    (tmp_path / "project.yaml").write_text(PROJECT)
    (tmp_path / "connections.yaml").write_text(CONNECTIONS)
    (tmp_path / "kr_definitions" / "customer_trust.yaml").write_text(CUSTOMER_TRUST)
    place = tmp_path / PLACES[path.parent.name].format(name=path.stem)
    place.write_bytes(path.read_bytes())
    if (beside := HERE / "beside" / path.stem).is_dir():
        shutil.copytree(beside, tmp_path, dirs_exist_ok=True)

    catalog = load(Project(tmp_path))

    told = "\n\n".join(map(str, catalog.problems)) + "\n"
    assert told == path.with_suffix(".txt").read_text()
    assert "hunter2" not in told
