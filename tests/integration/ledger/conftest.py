"""A project without anything but the ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

from krtracker.ledger import Ledger
from krtracker.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty project."""
    (tmp_path / "project.yaml").write_text("name: test\n")
    return Project(tmp_path)


@pytest.fixture
def ledger(project: Project) -> Ledger:
    """Its ledger, not yet written."""
    return Ledger(project)
