"""Projects with a real ledger and a published snapshot, as pages find them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from krtracker.project import Project
from tests.dashboards.reading import page_of_the_app
from tests.dashboards.seeded import a_settings, publish_a_story

Open = Callable[..., AppTest]


@pytest.fixture
def empty(tmp_path: Path) -> Project:
    """A project that has published nothing."""
    (tmp_path / "project.yaml").write_text("name: Empty\n", encoding="utf-8")
    return Project(tmp_path)


@pytest.fixture(scope="session")
def _told(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Project]:
    """The story by its settings, told once each."""

    @cache
    def told(**settings: object) -> Project:
        project = Project(tmp_path_factory.mktemp("story"))
        (project.root / "project.yaml").write_text("name: Food & Co\n", encoding="utf-8")
        publish_a_story(project, a_settings(**settings))
        return project

    return told


@pytest.fixture
def story(_told: Callable[..., Project]) -> Project:
    """A project with everything that a page can show; not to be written to."""
    return _told()


@pytest.fixture
def french(_told: Callable[..., Project]) -> Project:
    """The same in French; not to be written to."""
    return _told(language="fr")


@pytest.fixture
def finished(_told: Callable[..., Project]) -> Project:
    """The same ten days after the cycle."""
    return _told(clock=date(2027, 1, 10))


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens a page of a project as a browser would, at an address."""

    def opened(project: Project, page: str = "", **query: str) -> AppTest:
        monkeypatch.setenv("KRTRACKER_PROJECT", str(project.root))
        return page_of_the_app(page, **query)

    st.cache_resource.clear()
    yield opened
    st.cache_resource.clear()
