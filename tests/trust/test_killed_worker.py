"""A run of the scheduler whose process was killed is found, and marked failed."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
import pytest
from dagster._cli.job import _create_run
from dagster._core.workspace.context import WorkspaceProcessContext, WorkspaceRequestContext
from dagster._core.workspace.load_target import GrpcServerTarget
from dagster._daemon.monitoring.concurrency import execute_concurrency_slots_iteration
from dagster._daemon.monitoring.run_monitoring import execute_run_monitoring_iteration

from krtracker.cli import serving
from krtracker.project import Project
from pipelines.schedules import EVERYTHING
from tests.end_to_end.shop import Shop, a_shop
from tests.trust.code_server import code_server
from tests.trust.conftest import Figure
from tests.trust.scale import rounds
from tests.waiting import until

HANGING = '''
"""A source that says who asks it, and never answers."""

import os
import time
from pathlib import Path

from connectors.asking.settings import Fields
from connectors.asking.source import Source


class Hanging(Source):
    """Never answers."""

    dialect = "duckdb"
    errors = (OSError,)

    class Settings(Fields):
        """Where to leave the number of who asks."""

        pid: str

    def open(self):
        Path(self.settings.pid).write_text(str(os.getpid()))
        time.sleep(600)

    connect = listed = stream = fault = cut = cancel = stop = role = clock = close = open
'''


@pytest.fixture
def hanging(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A project whose only source never answers."""
    shop = a_shop(tmp_path, sources=("orders",))
    shop.write("connectors/hanging.py", HANGING)
    shop.write("connections.yaml", f"orders: {{type: hanging, pid: {tmp_path}/worker}}\n")
    project = Project(tmp_path)
    monkeypatch.setenv("DAGSTER_HOME", str(project.dagster_home))
    serving.settle(project)
    settings = project.dagster_home / "dagster.yaml"
    patient = "free_slots_after_run_end_seconds: 60"
    assert patient in settings.read_text()
    settings.write_text(
        settings.read_text().replace(patient, "free_slots_after_run_end_seconds: 1")
    )
    return shop


def test_a_run_whose_process_is_killed_is_marked_failed(hanging: Shop, figure: Figure) -> None:
    kills = 0
    with served(hanging) as (process, workspace):
        for _ in rounds(2, asked=50):
            run = started(process, workspace, hanging.root / "worker")

            os.kill(int((hanging.root / "worker").read_text()), signal.SIGKILL)

            until(lambda run=run: status(process, run) is dg.DagsterRunStatus.FAILURE)
            (hanging.root / "worker").unlink()
            kills += 1
    figure(
        "T-B03",
        f"{kills} runs killed with -9: each marked failed when next looked at, and its source "
        "asked again by the next",
    )


def look(process: WorkspaceProcessContext) -> None:
    """What the scheduler does every half a minute: find dead runs, free what they still hold."""
    log = logging.getLogger("monitoring")
    for monitored in (execute_run_monitoring_iteration, execute_concurrency_slots_iteration):
        for _ in monitored(process, log):
            pass


def status(process: WorkspaceProcessContext, run: str) -> dg.DagsterRunStatus:
    """How a run stands, once the scheduler has looked."""
    look(process)
    return process.instance.get_run_by_id(run).status  # type: ignore[union-attr]


def started(process: WorkspaceProcessContext, workspace: WorkspaceRequestContext, pid: Path) -> str:
    """A run that has begun to ask the source, which no dead one holds any more."""
    location, instance = workspace.get_code_location("krtracker"), process.instance
    (repository,) = location.get_repositories().values()
    job = repository.get_full_job(EVERYTHING)
    run = _create_run(instance, location, repository, job, {}, None, None, None)
    instance.launch_run(run.run_id, workspace)

    def asks() -> bool:
        look(process)
        return pid.exists() and pid.read_text() != ""

    until(asks)
    return run.run_id


@contextmanager
def served(shop: Shop) -> Iterator[tuple[WorkspaceProcessContext, WorkspaceRequestContext]]:
    """The code server of a project, and the scheduler's view of it."""
    with code_server(shop) as socket:
        target = GrpcServerTarget(
            host="localhost", port=None, socket=socket, location_name="krtracker"
        )
        with (
            dg.DagsterInstance.get() as instance,
            WorkspaceProcessContext(instance, target) as process,
        ):
            yield process, process.create_request_context()
