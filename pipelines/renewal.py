"""Asks a code server to end once its runs are done: `python -m pipelines.renewal SOCKET`."""

from __future__ import annotations

import sys

from dagster._grpc.client import DagsterGrpcClient


def end_when_done(socket: str) -> None:
    """Tell the server at `socket` to start nothing new, to finish what runs, and to end."""
    DagsterGrpcClient(socket=socket).shutdown_server()


if __name__ == "__main__":
    end_when_done(sys.argv[1])
