"""A scheduler that is dead: whoever opens a page sees since when nothing was measured."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from krtracker.project import Project
from tests.dashboards.reading import page_of_the_app, text
from tests.dashboards.seeded import TODAY, a_settings, publish_a_story

SILENT_SINCE = "22 Nov"


def said(root: Path, monkeypatch: pytest.MonkeyPatch, page: str, *, days: int) -> str:
    """What a page says so many days after the last run of a story that is measured daily."""
    (root / "project.yaml").write_text("name: Food & Co\n", encoding="utf-8")
    publish_a_story(Project(root), a_settings(clock=TODAY + timedelta(days=days)))
    monkeypatch.setenv("KRTRACKER_PROJECT", str(root))
    return text(page_of_the_app(page))


@pytest.mark.parametrize("page", ["", "data_health"])
@pytest.mark.parametrize("days", [1, 2])
def test_a_page_says_since_when_nothing_was_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str, days: int
) -> None:
    silent = said(tmp_path, monkeypatch, page, days=days)

    assert f"stale since {SILENT_SINCE}" in silent
    assert "nothing ran" in silent
    assert "0 of " in silent, "something is trusted all the same"


@pytest.mark.parametrize("page", ["", "data_health"])
def test_a_page_says_nothing_of_it_while_it_is_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    assert "nothing ran" not in said(tmp_path, monkeypatch, page, days=0)
