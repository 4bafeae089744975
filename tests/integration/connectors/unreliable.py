"""A network that fails as networks do: lines that fall silent, servers that turn us away."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Proxy:
    """Carries bytes to a server until it is told to carry no more, without hanging up."""

    def __init__(self, host: str, port: int) -> None:
        self._server = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.is_silent = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._server)
                for source, target in ((client, server), (server, client)):
                    threading.Thread(target=self._carry, args=(source, target), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if not self.is_silent.is_set():
                    target.sendall(data)
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        with suppress(OSError):  # wakes who waits for a client, so that none is let in any more
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


@contextmanager
def proxy(host: str, port: int) -> Iterator[Proxy]:
    """A proxy to a server, closed afterwards."""
    made = Proxy(host, port)
    try:
        yield made
    finally:
        made.close()


@contextmanager
def postgres_that_says(code: str, message: str) -> Iterator[int]:
    """The port of a server that asks for a password and then turns everybody away."""
    listener = socket.create_server(("127.0.0.1", 0))

    def packet(kind: bytes, body: bytes) -> bytes:
        return kind + struct.pack("!i", len(body) + 4) + body

    def serve() -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                client.recv(1024)  # asks for encryption
                client.sendall(b"N")
                client.recv(1024)  # says who it is
                client.sendall(packet(b"R", struct.pack("!i", 3)))  # a password, in clear
                client.recv(1024)
                fields = {"S": "FATAL", "V": "FATAL", "C": code, "M": message}
                body = b"".join(f"{key}{text}\0".encode() for key, text in fields.items())
                client.sendall(packet(b"E", body + b"\0"))
                client.close()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()


@contextmanager
def mysql_that_asks_for_a_file(name: str, received: list[bytes]) -> Iterator[int]:
    """The port of a server that lets everybody in and answers with a wish for a local file."""
    listener = socket.create_server(("127.0.0.1", 0))

    def packet(number: int, body: bytes) -> bytes:
        return struct.pack("<I", len(body))[:3] + bytes([number]) + body

    def taken(client: socket.socket) -> bytes:
        head = client.recv(4, socket.MSG_WAITALL)
        return client.recv(int.from_bytes(head[:3], "little"), socket.MSG_WAITALL)

    def serve() -> None:
        with suppress(OSError):
            client, _ = listener.accept()
            capabilities = struct.pack("<HBHH", 0xF7FF, 33, 2, 0x81FF)
            seeds = (b"a" * 8 + b"\0", b"\x15" + b"\0" * 10 + b"b" * 12 + b"\0")
            version = b"\x0a8.0.0\0" + struct.pack("<I", 1)
            plugin = b"mysql_native_password\0"
            client.sendall(packet(0, version + seeds[0] + capabilities + seeds[1] + plugin))
            taken(client)
            fine = b"\0\0\0\2\0\0\0"
            client.sendall(packet(2, fine))
            while command := taken(client):
                received.append(command)
                is_setting = command[1:4] == b"SET"
                client.sendall(packet(1, fine if is_setting else b"\xfb" + name.encode()))

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()
