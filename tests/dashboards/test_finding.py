"""The overview of many key results: sorted, searched, and written a part at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from benchmarks.pages.projects import a_project
from dashboards.overview import AT_ONCE
from krtracker.project import Project
from tests.dashboards.reading import blocks, text_of

Open = Callable[..., AppTest]


def tables(page: AppTest) -> list[dict[str, Any]]:
    return [each for each in blocks(page) if each["kind"] == "table"]


def titles(page: AppTest) -> list[str]:
    return [text_of(cells[0]) for table in tables(page) for cells in table["rows"]]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A hundred key results of thirty-four objectives."""
    return a_project(tmp_path_factory.mktemp("many") / "project", 100)


def test_what_is_sorted_is_one_list(story: Project, open_page: Open) -> None:
    page = open_page(story, order="By title")

    shown = titles(page)
    assert len(tables(page)) == 1
    assert shown == sorted(shown)
    assert shown[0].startswith("Average basket")


def test_what_has_no_data_comes_last_where_the_worst_comes_first(
    story: Project, open_page: Open
) -> None:
    page = open_page(story, order="Off track first")

    (table,) = tables(page)
    shown = [text_of(cells[0]) for cells in table["rows"]]
    assert all("Leads won" in each or "Time to the first" in each for each in shown[-2:])


def test_many_objectives_are_written_a_part_at_a_time(many: Project, open_page: Open) -> None:
    page = open_page(many)
    first = len(tables(page))

    page.button[0].click().run()

    assert first == AT_ONCE
    assert len(tables(page)) == 34
    assert not page.button


def test_a_search_finds_what_is_not_written_yet(many: Project, open_page: Open) -> None:
    page = open_page(many, search="KEY result 99: hours")

    assert [each.partition(":")[0] for each in titles(page)] == ["Key result 99"]
