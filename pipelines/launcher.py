"""Dagster's own launcher of runs, which can also tell whether a run is still alive."""

from __future__ import annotations

import socket

from dagster import DagsterRun, DefaultRunLauncher
from dagster._core.errors import DagsterUserCodeUnreachableError
from dagster._core.launcher.base import CheckRunHealthResult, WorkerStatus
from dagster._grpc.client import DagsterGrpcClient
from dagster._grpc.types import CanCancelExecutionRequest, CanCancelExecutionResult
from dagster._serdes import deserialize_value


class Launcher(DefaultRunLauncher):
    """Asks the code server that started a run whether it still has it.

    Dagster 1.13 asks no such thing of its default launcher: a run whose server was killed with
    it counts as under way, and holds its place in the queue, until its longest time is over.
    """

    @property
    def supports_check_run_worker_health(self) -> bool:
        """Yes: run monitoring may ask."""
        return True

    def check_run_worker_health(self, run: DagsterRun) -> CheckRunHealthResult:
        """Running as long as its server says so; a server that is only slow gets the benefit."""
        find = self._get_grpc_client_for_termination
        client = find(run.run_id)  # type: ignore[no-untyped-call]  # Dagster's is not annotated
        if client is None:
            return CheckRunHealthResult(WorkerStatus.UNKNOWN, "nobody knows what started it")
        try:
            answer = client.can_cancel_execution(CanCancelExecutionRequest(run_id=run.run_id))
            has_it = deserialize_value(answer, CanCancelExecutionResult).can_cancel
        except DagsterUserCodeUnreachableError:
            has_it = _is_listening(client)
        if has_it:
            return CheckRunHealthResult(WorkerStatus.RUNNING)
        return CheckRunHealthResult(WorkerStatus.NOT_FOUND, "its process is gone")


def _is_listening(client: DagsterGrpcClient) -> bool:
    """Whether anything is left at the address of a server that did not answer."""
    try:
        if client.socket:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
                line.settimeout(5)
                line.connect(client.socket)
        else:
            socket.create_connection((client.host, client.port), timeout=5).close()
    except OSError:
        return False
    return True
