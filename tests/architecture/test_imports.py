"""What is really imported, seen from a process of its own: the linter sees only what is written."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from connectors.registry import Registry
from krtracker.checking import check
from krtracker.ledger import Ledger
from tests.texts import CONNECTIONS, a_key_result, a_project, an_objective

PAGES = (*("overview", "key_result", "weekly_review", "alignment", "data_health", "cycle_review"),)
HEAVY = {"great_expectations", "dagster", "pandas", "streamlit", "plotly"}
ARROW = {"pyarrow", "pyarrow.compute", "numpy"}
SETTINGS = "timezone: Europe/Paris\nclock: 2026-11-22\ncoach: {no_guardrail: off}\n"
NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
SERVERS = """\
shop: {type: postgres, database: shop, user: reader}
desk: {type: mysql, database: desk, user: reader}
"""
ENGINES = """\
store: {type: duckdb, path: store.duckdb}
sheets: {type: files, path: sheets}
"""


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


def modules_after_check(project: Path) -> set[str]:
    words = ["--project", str(project), "check"]
    return modules_after(f"from krtracker.cli.app import run\nassert run({words}) == 0")


@pytest.mark.parametrize(
    ("more", "absent"),
    [
        pytest.param("", {"duckdb", "sqlalchemy", "rich.console"}, id="SQLite alone"),
        pytest.param(SERVERS, {"duckdb"}, id="with servers"),
        pytest.param(ENGINES, {"sqlalchemy", "openpyxl"}, id="with DuckDB"),
    ],
)
def test_check_brings_only_what_reads_its_files(
    more: str, absent: set[str], tmp_path: Path
) -> None:
    definitions = {"a.yaml": an_objective(a_key_result())}
    a_project(tmp_path, definitions, settings=SETTINGS, connections=CONNECTIONS + more)

    assert not modules_after_check(tmp_path) & (HEAVY | ARROW | absent)


@pytest.fixture
def tracked(tmp_path: Path) -> Path:
    project = a_project(tmp_path, {"a.yaml": an_objective(a_key_result())}, settings=SETTINGS)
    Ledger(project).adopt(check(project, Registry(project), now=NOW), now=NOW, run="first")
    return tmp_path


def test_check_beside_a_ledger_brings_nothing_that_measures(tracked: Path) -> None:
    loaded = modules_after_check(tracked)

    assert "duckdb" in loaded
    assert not loaded & (HEAVY | ARROW)


def test_no_library_complains_of_what_is_left_when_a_command_ends(tracked: Path) -> None:
    words = ["krtracker", "--project", str(tracked), "check"]
    code = f"import sys\nsys.argv = {words}\nfrom krtracker.cli import main\nmain()"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)

    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "no problem in 1 key result of 1 objective\n"


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
