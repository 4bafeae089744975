"""A process with everything imported that forks a run whenever it is told: killed at no cost."""

from __future__ import annotations

import gc
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, NamedTuple

from connectors.registry import Registry
from krtracker.checking import check
from krtracker.ledger import Ledger
from krtracker.project import Project
from krtracker.tracking import track

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
STEPS = ("krtracker.tracking", "krtracker.ledger.", "krtracker.quality.judging",
         "krtracker.measures.measuring")  # fmt: skip


class Step(NamedTuple):
    """One boundary: before or after a function of the way through the house."""

    name: str
    event: str


def whole_run(root: Path) -> None:
    """What `krtracker track` does: read the files, measure, judge, record, publish."""
    project = Project(root)
    connectors = Registry(project)
    catalog = check(project, connectors, now=NOW)
    track(catalog, ledger=Ledger(project), connectors=connectors, now=NOW, run=f"run-{os.getpid()}")


def surveyed_run(root: Path, steps: Path) -> None:
    """The same, noting each step that it comes by, once."""
    found: dict[Step, None] = {}
    sys.settrace(_at_each_step(found.setdefault))
    whole_run(root)
    sys.settrace(None)
    steps.write_text("\n".join(f"{step.name} {step.event}" for step in found))


def killed_run(root: Path, last: Step) -> None:
    """The same, killed when it first comes by a step."""

    def end(step: Step) -> None:
        if step == last:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.settrace(_at_each_step(end))
    whole_run(root)


def _at_each_step(tell: Callable[[Step], object]) -> Callable[[FrameType, str, Any], Any]:
    """Told of every function that is called; only those of the way are told of their end."""
    names: dict[CodeType, str | None] = {}

    def noted(frame: FrameType, event: str, _argument: Any) -> Any:
        name = names.get(frame.f_code, "")
        if name == "":
            name = names[frame.f_code] = _step_name(frame)
        if name is None:
            return None
        frame.f_trace_lines = False
        if event in {"call", "return"}:
            tell(Step(name, event))
        return noted

    return noted


def _step_name(frame: FrameType) -> str | None:
    module = frame.f_globals.get("__name__", "")
    return f"{module}.{frame.f_code.co_qualname}" if module.startswith(STEPS) else None


@dataclass
class Warm:
    """The other end of the line to that process."""

    line: Connection

    def start(self, work: Callable[..., None], *arguments: object) -> int:
        """Let it fork; the number of the process at work."""
        self.line.send((work, arguments))
        return int(self.line.recv())

    def ended(self, seconds: float | None = None) -> int | None:
        """How the process at work ended, waited for; None if it is still at work."""
        return int(self.line.recv()) if self.line.poll(seconds) else None


@contextmanager
def warm() -> Iterator[Warm]:
    """Such a process, for as long as it is needed."""
    ours, theirs = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=_serve, args=(theirs,))
    process.start()
    theirs.close()
    try:
        yield Warm(ours)
    finally:
        ours.close()
        process.join(20)
        process.kill()


def _serve(line: Connection) -> None:
    import great_expectations  # noqa: F401 - so that no run need pay for it

    gc.collect()
    gc.freeze()  # what is here stays: no run need look through it, or copy it
    while True:
        try:
            work, arguments = line.recv()
        except EOFError:
            return
        number = os.fork()
        if number == 0:
            _work(work, arguments)
        line.send(number)
        line.send(os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]))


def _work(work: Callable[..., None], arguments: tuple[object, ...]) -> None:
    code = 1
    try:
        work(*arguments)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)
