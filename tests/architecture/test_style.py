"""Rules of the style guide that no linter knows."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("krtracker", "connectors", "pipelines", "dashboards")
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "base", "core", "manager", "types"}
MODULES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_says_what_it_is_and_stays_small(path: Path) -> None:
    tree = ast.parse(path.read_text())
    docstring = ast.get_docstring(tree)

    assert path.stem not in FORBIDDEN_NAMES
    assert docstring is not None
    assert len(docstring.splitlines()[0]) <= 100
    assert len(path.read_text().splitlines()) <= 400, "a file has one subject"
