"""`krtracker up`: pages and scheduler together, until Ctrl-C."""

from __future__ import annotations

import signal
import tempfile
import time
import webbrowser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from krtracker.cli.options import flag

if TYPE_CHECKING:
    from krtracker.cli.children import Child
    from krtracker.project import Project

TICK_SECONDS = 0.2
LOOK_SECONDS = 2.0
"""How often the definitions are looked at for a change."""

DEADLINE_SECONDS = 10.0
"""How long children have to end by themselves."""


def up(
    context: typer.Context,
    port: Annotated[int, typer.Option(help="Where the dashboard answers.")] = 8501,
    scheduler_port: Annotated[int, typer.Option(help="Where Dagster's own pages answer.")] = 3000,
    host: Annotated[
        str,
        typer.Option(metavar="ADDRESS", help="Where the dashboard listens; wider takes a login."),
    ] = "127.0.0.1",
    without_pages: Annotated[
        bool, flag("--no-scheduler-pages", "Schedule, without Dagster's own pages.")
    ] = False,
    open_browser: Annotated[bool, flag("--open", "Open the dashboard in a browser.")] = False,
) -> None:
    """Run the dashboard and the scheduler on this machine until Ctrl-C.

    Both listen on this machine only; the dashboard also on a wider address, where Streamlit's
    login is set up. What is due is measured at its hour; a definition that is saved is taken up at
    once; what ends by itself is started again.
    """
    from krtracker.cli.start import project_of

    serve(
        project_of(context),
        dashboard_port=port,
        scheduler_port=None if without_pages else scheduler_port,
        host=host,
        open_browser=open_browser,
    )


def serve(
    project: Project,
    *,
    dashboard_port: int,
    scheduler_port: int | None,
    host: str = "127.0.0.1",
    open_browser: bool = False,
    deadline_seconds: float = DEADLINE_SECONDS,
) -> None:
    """Keep pages and scheduler running until a signal, then leave no process behind.

    Raises:
        UsageError: a port is taken, the project is up already, or others could reach the pages
            without a login.
    """
    from krtracker.cli import serving, terminal
    from krtracker.cli.admission import require_guarded
    from krtracker.cli.children import Child, stop

    require_guarded(project, host, project.environment())
    with _alone(project):
        ports = [("--port", host, dashboard_port)]
        if scheduler_port is not None:
            ports.append(("--scheduler-port", serving.LOOPBACK, scheduler_port))
        serving.require_free(ports)
        serving.settle(project)
        private = Path(tempfile.mkdtemp(prefix="krtracker-"))
        children = [
            Child(
                part=part,
                folder=project.root,
                environment=serving.environment(project),
                log=project.state / "logs" / f"{part.log_name}.log",
                say=terminal.say,
            )
            for part in serving.parts(
                host=host,
                dashboard_port=dashboard_port,
                scheduler_port=scheduler_port,
                private=private,
            )
        ]
        url = serving.address(host, dashboard_port) if open_browser else None
        with _heard() as heard:
            try:
                _keep(children, project, heard, url)
                terminal.say("ending")
            finally:
                stop(children, deadline_seconds=deadline_seconds, is_urgent=lambda: len(heard) > 1)
                serving.remove(private)


def _keep(
    children: Sequence[Child], project: Project, heard: Sequence[int], url: str | None
) -> None:
    """Tend the children until a signal is heard; changed definitions renew the code server."""
    from krtracker.cli import terminal
    from krtracker.cli.renewal import footprint, problems, renew

    known, looked, is_told = footprint(project), time.monotonic(), False
    dashboard, code = children[0], children[1]
    while not heard:
        for child in children:
            child.tend()
        if dashboard.has_greeted and not is_told:
            is_told = True
            if url:
                webbrowser.open(url)
            _tell(problems(project, dashboard.environment))
        if time.monotonic() - looked > LOOK_SECONDS:
            current, looked = footprint(project), time.monotonic()
            if current != known and code.has_greeted and not code.is_expected_to_end:
                known = current
                terminal.say("the files of the project changed; the scheduler takes them up")
                renew(code)
                _tell(problems(project, code.environment))
        time.sleep(TICK_SECONDS)


def _tell(faults: str) -> None:
    """Say what is at fault in the files; what is sound is measured all the same."""
    from krtracker.cli import terminal

    if faults:
        terminal.say(faults)


@contextmanager
def _heard() -> Iterator[Sequence[int]]:
    """The signals to end that have come so far; two of them mean: at once.

    Under nohup it goes on when the terminal is closed.
    """
    heard: list[int] = []
    wanted = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        wanted.append(signal.SIGHUP)
    before = {
        number: signal.signal(number, lambda number, _: heard.append(number)) for number in wanted
    }
    try:
        yield heard
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _alone(project: Project) -> Iterator[None]:
    """Hold the project for this process; the system lets go of it however the process ends."""
    from filelock import FileLock, Timeout

    from krtracker.errors import UsageError

    project.state.mkdir(parents=True, exist_ok=True)
    lock = FileLock(project.state / "up.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise UsageError(f"{project.root} is up already, in another terminal") from error
    try:
        yield
    finally:
        lock.release()
