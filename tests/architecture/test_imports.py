"""What is really imported, seen from a process of its own: the linter sees only what is written."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import packages_distributions

import pytest

PAGES = (*("overview", "key_result", "weekly_review", "alignment", "data_health", "cycle_review"),)
HEAVY = {"great_expectations", "dagster", "pandas", "streamlit", "plotly"}


def modules_after(statement: str) -> set[str]:
    code = f"{statement}\nimport sys\nprint(' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        pytest.param(
            "krtracker.cli", HEAVY | {"duckdb", "sqlalchemy", "sqlglot"}, id="command line"
        ),
        pytest.param("krtracker.ledger", HEAVY | {"sqlglot", "sqlalchemy"}, id="ledger"),
        pytest.param("krtracker.definitions", HEAVY | {"duckdb", "sqlalchemy"}, id="definitions"),
        pytest.param(
            "krtracker.quality", {"great_expectations", "pandas", "dagster"}, id="quality"
        ),
        pytest.param("krtracker.tracking", HEAVY - {"pandas"}, id="tracking"),
        pytest.param("connectors.registry", HEAVY, id="registry of connectors"),
        pytest.param("pipelines.definitions", {"great_expectations", "streamlit"}, id="pipelines"),
    ],
)
def test_importing_a_room_brings_no_stranger(module: str, absent: set[str]) -> None:
    loaded = modules_after(f"import {module}")

    assert not loaded & absent


@pytest.mark.parametrize("page", PAGES)
def test_a_page_brings_neither_sources_nor_scheduler_nor_great_expectations(page: str) -> None:
    strangers = {
        "great_expectations",
        "dagster",
        "connectors",
        "pipelines",
        "sqlglot",
        "sqlalchemy",
    }

    loaded = modules_after(f"import dashboards.{page}")

    assert not loaded & strangers


@pytest.mark.parametrize("package", ["krtracker", "connectors", "pipelines", "dashboards"])
def test_no_other_distribution_provides_a_package_of_ours(package: str) -> None:
    providers = set(packages_distributions().get(package, []))

    assert providers <= {"krtracker"}
