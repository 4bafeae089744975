"""Many processes on the scheduler's own storage at once: none finds it locked."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import dagster as dg
import pytest

from krtracker.cli import serving
from krtracker.project import Project
from tests.end_to_end.shop import a_shop
from tests.trust.code_server import code_server
from tests.trust.conftest import Figure
from tests.trust.operations import operate
from tests.trust.scale import many

PROCESSES = many(2, asked=4)
RUNS = many(20, asked=1000)


def test_the_storage_is_made_before_anybody_else_may_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = a_shop(tmp_path, sources=("orders",))
    home = Project(shop.root).dagster_home
    monkeypatch.setenv("DAGSTER_HOME", str(home))
    serving.settle(Project(shop.root))

    with code_server(shop):
        made = {each.name for each in home.rglob("*.db")}

    assert made == {"index.db", "runs.db", "schedules.db"}


def test_no_process_finds_the_storage_locked(
    project: Project, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    serving.settle(project)
    home = project.dagster_home
    monkeypatch.setenv("DAGSTER_HOME", str(home))
    with dg.DagsterInstance.get():
        pass

    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        shares = [RUNS // PROCESSES] * PROCESSES
        asked = [pool.submit(operate, home, f"p{n}", share) for n, share in enumerate(shares)]
        operations = sum(each.result() for each in asked)

    with dg.DagsterInstance.get() as instance:
        assert instance.get_runs_count() == sum(shares)
        assert "Sqlite" in type(instance.run_storage).__name__
    figure(
        "T-B09",
        f"{sum(shares):,} runs by {PROCESSES} processes at once, {operations:,} operations on "
        "their storage: 0 found it locked",
    )
