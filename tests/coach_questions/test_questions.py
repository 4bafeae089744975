"""Each question that the coach asks, as whoever wrote the file sees it."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.registry import Registry
from krtracker.checking import check
from krtracker.domain.coaching import Rule
from krtracker.project import Project
from tests.builders import NOW
from tests.past_days import remember
from tests.texts import a_project

ROOT = Path(__file__).parents[2]
FILES = sorted((Path(__file__).parent / "files").glob("*.yaml"))
OF_HISTORY = {
    Rule.ALREADY_REACHED,
    Rule.BEYOND_HISTORY,
    Rule.INSIDE_THE_NOISE,
    Rule.BASELINE_CONTRADICTED,
}
LINKED = """\
objective: {words}
team: {team}
cycle: 2026-Q4
{link}
key_results:
  {id}:
    title: {title}
    unit: points
    baseline: 31
    change: +10
    source: logistics
    measure: {{from: answers, value: avg({id}), at: answered_at, window: last 13 weeks}}
"""
TRUST = LINKED.format(
    words="Be the supplier people recommend",
    team="leadership",
    link="",
    id="recommendation",
    title="Net promoter score",
)
ROUNDS = LINKED.format(
    words="Drive rounds that clients can rely on",
    team="fleet",
    link="contributes_to: trust",
    id="reliance",
    title="Score of reliance",
)


def a_project_with(path: Path, folder: Path) -> Project:
    """The file among others; the ledger knows what it says of the past, where that matters."""
    files = {f"{path.stem}.yaml": path.read_text()}
    if path.stem == Rule.ORPHAN:
        files |= {"trust.yaml": TRUST, "rounds.yaml": ROUNDS}
    project = a_project(folder, files, settings="timezone: Europe/Paris\n")
    if path.stem in set(OF_HISTORY):
        remember(project, {"cost": 48.0})
    return project


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_question_is_asked_at_its_place_with_its_page(path: Path, tmp_path: Path) -> None:
    project = a_project_with(path, tmp_path)

    told = "\n\n".join(map(str, check(project, Registry(project), now=NOW).problems))

    assert told == path.with_suffix(".txt").read_text().rstrip("\n")


@pytest.mark.parametrize("rule", Rule)
def test_every_rule_has_its_pair_of_files(rule: Rule) -> None:
    told = (Path(__file__).parent / "files" / f"{rule}.txt").read_text()

    assert f"docs/coach/{rule}.md" in told


@pytest.mark.parametrize("rule", Rule)
def test_every_rule_has_its_page(rule: Rule) -> None:
    page = (ROOT / "docs" / "coach" / f"{rule}.md").read_text()

    assert f"`{rule}`" in page
    assert f"{rule}.md" in (ROOT / "docs" / "coach" / "README.md").read_text()


def test_a_project_may_switch_a_rule_off(tmp_path: Path) -> None:
    text = (Path(__file__).parent / "files" / "task.yaml").read_text()
    project = a_project(tmp_path, {"a.yaml": text}, settings="coach: {task: off}\n")

    assert check(project, Registry(project), now=NOW).problems == ()


def test_a_project_may_make_an_error_of_a_rule(tmp_path: Path) -> None:
    text = (Path(__file__).parent / "files" / "task.yaml").read_text()
    project = a_project(tmp_path, {"a.yaml": text}, settings="coach: {task: error}\n")

    catalog = check(project, Registry(project), now=NOW)

    assert list(catalog.sound) == []


def test_what_only_the_coach_asks_stops_nothing(tmp_path: Path) -> None:
    text = (Path(__file__).parent / "files" / "task.yaml").read_text()
    project = a_project(tmp_path, {"a.yaml": text})

    assert [each.id for each in check(project, Registry(project), now=NOW).sound] == ["cost"]


def test_a_reason_at_the_head_of_a_file_holds_for_all_in_it(tmp_path: Path) -> None:
    text = (Path(__file__).parent / "files" / "task.yaml").read_text()
    head = "coach: {ignore: {task: all of these are asked for by law}}\n"
    project = a_project(tmp_path, {"a.yaml": head + text})

    assert check(project, Registry(project), now=NOW).problems == ()
