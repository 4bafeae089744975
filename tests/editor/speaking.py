"""An editor as the language server sees it: documents opened, places asked about."""

from __future__ import annotations

import itertools
import json
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from types import TracebackType
from typing import Any, Self

PATIENCE_SECONDS = 60


class Editor:
    """One workspace open in an editor with the server's settings."""

    def __init__(self, command: tuple[str, ...], workspace: Path, settings: dict[str, Any]) -> None:
        self._settings = settings
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._numbers = itertools.count(1)
        self._said: Queue[dict[str, Any]] = Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        folder = {"uri": workspace.as_uri(), "name": workspace.name}
        able = {
            "workspace": {"configuration": True, "workspaceFolders": True},
            "textDocument": {
                "hover": {"contentFormat": ["markdown"]},
                "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
                "publishDiagnostics": {},
            },
        }
        self._ask(
            "initialize",
            {
                "processId": None,
                "rootUri": workspace.as_uri(),
                "workspaceFolders": [folder],
                "capabilities": able,
            },
        )
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": _nested(settings)})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()

    def open(self, path: Path, text: str) -> list[str]:
        """Open a document, and say what the server marks in it."""
        uri = path.as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        while True:
            said = self._next()
            is_marked = said.get("method") == "textDocument/publishDiagnostics"
            if is_marked and said["params"]["uri"] == uri:
                return [each["message"] for each in said["params"]["diagnostics"]]

    def hover(self, path: Path, line: int, column: int) -> str:
        """What the editor shows over a word; places are counted from zero."""
        found = self._ask("textDocument/hover", _place(path, line, column))
        return str(found["contents"]["value"]) if found else ""

    def completions(self, path: Path, line: int, column: int) -> dict[str, str]:
        """What the editor offers at a place, each with what it says of it."""
        found = self._ask("textDocument/completion", _place(path, line, column))
        return {each["label"]: str(each.get("documentation", "")) for each in found["items"]}

    def _ask(self, method: str, parameters: dict[str, Any]) -> Any:
        number = next(self._numbers)
        self._send({"id": number, "method": method, "params": parameters})
        while (said := self._next()).get("id") != number or "method" in said:
            pass
        assert "error" not in said, said
        return said["result"]

    def _tell(self, method: str, parameters: dict[str, Any]) -> None:
        self._send({"method": method, "params": parameters})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _next(self) -> dict[str, Any]:
        """The next thing the server says; what it asks of the editor is answered on the way."""
        try:
            said = self._said.get(timeout=PATIENCE_SECONDS)
        except Empty:
            raise AssertionError("the language server said nothing more") from None
        if "method" in said and "id" in said:
            self._send({"id": said["id"], "result": self._answer(said)})
        return said

    def _answer(self, said: dict[str, Any]) -> Any:
        if said["method"] != "workspace/configuration":
            return None
        nested = _nested(self._settings)
        return [nested.get(each.get("section", ""), {}) for each in said["params"]["items"]]

    def _listen(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        while head := stream.readline():
            length = int(head.partition(b":")[2])
            while stream.readline().strip():
                pass
            self._said.put(json.loads(stream.read(length)))


@contextmanager
def editor(command: tuple[str, ...], workspace: Path, settings: dict[str, Any]) -> Iterator[Editor]:
    """An editor with a workspace, closed afterwards."""
    with Editor(command, workspace, settings) as found:
        yield found


def _place(path: Path, line: int, column: int) -> dict[str, Any]:
    return {
        "textDocument": {"uri": path.as_uri()},
        "position": {"line": line, "character": column},
    }


def _nested(settings: dict[str, Any]) -> dict[str, Any]:
    """Settings as VS Code hands them over: `yaml.schemas` as `schemas` of `yaml`."""
    found: dict[str, Any] = {}
    for name, value in settings.items():
        section, _, key = name.partition(".")
        found.setdefault(section, {})[key] = value
    return found
