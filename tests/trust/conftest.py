"""A project with a ledger, and a way to say what a test has shown."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TypeAlias

import pytest

from krtracker.project import Project
from tests.trust.soak import Outcome, Soak

# Looked up once: tests are spared the environment.
SOAK = Soak(Path(os.environ["KRTRACKER_SOAK"])) if "KRTRACKER_SOAK" in os.environ else None
Figure: TypeAlias = Callable[[str, str], None]
SHOWN = pytest.StashKey[list[tuple[str, str]]]()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty project."""
    (tmp_path / "project.yaml").write_text("name: test\n")
    return Project(tmp_path)


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Figure:
    """To be called at the end of a test, with a row of the catalogue and what was shown."""
    shown = request.node.stash.setdefault(SHOWN, [])
    return lambda row, said: shown.append((row, said))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A soak that was interrupted goes on where it stopped."""
    passed = SOAK.passed() if SOAK else frozenset()
    config.hook.pytest_deselected(items=[each for each in items if each.nodeid in passed])
    items[:] = [each for each in items if each.nodeid not in passed]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What a test of a soak has shown is kept as soon as it ends."""
    report = yield
    if SOAK and (report.failed or report.when == "call"):
        shown = tuple(item.stash.get(SHOWN, []))
        SOAK.keep(Outcome(item.nodeid, report.outcome, report.duration, shown))
    return report
