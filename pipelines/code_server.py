"""The server that is asked for the project's code: `python -m pipelines.code_server …`."""

from __future__ import annotations

import sys
from runpy import run_module

import dagster as dg


def serve() -> None:
    """Serve what the rest of the command line says, once the scheduler's storage is there.

    Everybody else waits for this server. Two that make the storage at once (Dagster 1.13) may
    leave it marked twice as new, after which nobody can open it.
    """
    with dg.DagsterInstance.get():
        pass
    sys.argv[1:1] = ["api", "grpc"]
    run_module("dagster", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    serve()
