"""What a browser says to the pages' server, said by hand: so that it can be said wrongly."""

from __future__ import annotations

import os
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from socket import create_connection, socket

from streamlit.proto.BackMsg_pb2 import BackMsg

from krtracker.cli import serving
from krtracker.project import Project
from tests.end_to_end.shop import clean_environment
from tests.ports import free_port
from tests.waiting import until

SECONDS = 60.0
REFUSED = 403


@contextmanager
def served(project: Project, home: Path) -> Iterator[int]:
    """The port of the pages of a project, started as `krtracker up` does."""
    port = free_port()
    dashboard, *_ = serving.parts(dashboard_port=port, scheduler_port=None, private=project.root)
    environment = {**serving.environment(project), **clean_environment(), "HOME": str(home)}
    environment["KRTRACKER_PROJECT"] = str(project.root)
    child = subprocess.Popen(
        dashboard.command,
        cwd=project.root,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert dashboard.answers is not None
        until(dashboard.answers, seconds=SECONDS)
        yield port
    finally:
        child.terminate()
        child.wait(SECONDS)


def session(
    port: int, origin: str | None, *, host: str | None = None, seconds: float = 5.0
) -> tuple[int, bytes]:
    """How a page of `origin` that opens a session is answered, and all that is sent to it."""
    with create_connection(("127.0.0.1", port), timeout=SECONDS) as line:
        asked = [
            "GET /_stcore/stream HTTP/1.1",
            f"Host: {host or f'127.0.0.1:{port}'}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: c29tZSBrZXkgb2Ygb3Vycw==",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Protocol: streamlit",
            *([f"Origin: {origin}"] if origin is not None else []),
        ]
        line.sendall(("\r\n".join(asked) + "\r\n\r\n").encode())
        answer = line.recv(65536)
        if answer.startswith(b"HTTP/1.1 101"):
            line.sendall(_frame(_a_visit()))
        head, _, body = answer.partition(b"\r\n\r\n")
        return int(head.split()[1]), body + _rest(line, seconds)


def _rest(line: socket, seconds: float) -> bytes:
    """Whatever still comes, until nothing has come for so long."""
    found = bytearray()
    line.settimeout(seconds)
    with suppress(TimeoutError, ConnectionError):
        while part := line.recv(1 << 20):
            found += part
    return bytes(found)


def _a_visit() -> bytes:
    """What a browser says first: that it wants to see the page."""
    message = BackMsg()
    message.rerun_script.query_string = ""
    return message.SerializeToString()


def _frame(payload: bytes) -> bytes:
    """One binary message of a client: masked, as the protocol wants it."""
    assert len(payload) < 126
    mask = os.urandom(4)
    masked = bytes(byte ^ mask[place % 4] for place, byte in enumerate(payload))
    return struct.pack("!BB", 0x82, 0x80 | len(payload)) + mask + masked
