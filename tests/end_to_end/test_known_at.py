"""`show`, `history` and `explain` as of a past moment, as they are typed."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from krtracker.cli.app import run
from krtracker.project import Project
from tests.builders import A_DAY, a_batch, a_judged
from tests.dashboards.seeded import DELIVERY, NOW_OF_STORY, a_settings, publish_a_story


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The story, with a value of its last day replaced two days after."""
    root = tmp_path_factory.mktemp("known")
    (root / "project.yaml").write_text("name: Food & Co\n", encoding="utf-8")
    ledger = publish_a_story(Project(root), a_settings(clock=date(2026, 11, 25)))
    late = a_judged(35.5, key_result=DELIVERY, as_of=A_DAY)
    later = NOW_OF_STORY + timedelta(days=2)
    ledger.record(a_batch(late, key_results=[DELIVERY], run="run-late", at=later))
    ledger.publish()
    return Project(root)


def typed(project: Project, *words: str) -> int:
    return run([*words, "--project", str(project.root)])


@pytest.mark.parametrize(
    ("known_at", "value"),
    [
        pytest.param([], 35.5, id="now"),
        pytest.param(["--known-at", "2026-11-22"], 33.1, id="a day, its end"),
        pytest.param(["--known-at", "2026-11-24T06:03"], 33.1, id="by the project's clock"),
        pytest.param(["--known-at", "2026-11-24T06:04"], 35.5, id="from that minute on"),
    ],
)
def test_a_value_is_shown_as_it_was_known(
    story: Project, capsys: pytest.CaptureFixture[str], known_at: list[str], value: float
) -> None:
    assert typed(story, "show", "--select", DELIVERY.id, "--json", *known_at) == 0
    (shown,) = json.loads(capsys.readouterr().out)["key_results"]
    assert shown["value"] == value

    assert typed(story, "explain", DELIVERY.id, "--json", *known_at) == 0
    receipt = json.loads(capsys.readouterr().out)["receipt"]
    assert receipt["value"] == value


def test_a_status_is_selected_as_it_was_then(
    story: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["show", "--select", "status:no data", "--json"]

    assert typed(story, *words) == 0
    now = json.loads(capsys.readouterr().out)["key_results"]
    assert typed(story, *words, "--known-at", "2026-11-10") == 0
    then = json.loads(capsys.readouterr().out)["key_results"]
    assert len(now) < len(then)


@pytest.mark.parametrize("command", [["show"], ["history"], ["explain", DELIVERY.id]])
def test_before_the_ledger_began_it_says_when_it_did(
    story: Project, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    assert typed(story, *command, "--known-at", "2026-01-01") == 2

    assert capsys.readouterr().err == (
        "nothing was recorded by 2026-01-01\n"
        "      = hint: the first measurement was made on 2026-11-22 05:04:00 UTC\n"
    )
