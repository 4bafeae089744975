"""What runs while a project is up: its pages, its scheduler, and the code both are asked about."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Iterable, Mapping
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from krtracker.cli.children import Part
from krtracker.errors import UsageError
from krtracker.project import Project

LOOPBACK = "127.0.0.1"
"""Dagster asks nobody who they are, and Streamlit only where a login is set up."""
ANYWHERE = {"0.0.0.0": LOOPBACK, "::": "::1"}
"""Addresses that mean all of a machine's, and where it finds itself there."""

CODE = "pipelines.definitions"


def parts(
    *, dashboard_port: int, scheduler_port: int | None, private: Path, host: str = LOOPBACK
) -> list[Part]:
    """The programs to keep running, the one that people wait for first.

    `private` is a folder of this one run: the socket of the code server lies in it, so that
    no port is taken that nobody asked for. Without a `scheduler_port` Dagster's own pages are
    left out; the scheduler runs all the same.
    """
    code = private / "code"
    workspace = private / "workspace.yaml"
    workspace.write_text(
        f"load_from:\n  - grpc_server: {{socket: {code}, location_name: krtracker}}\n",
        encoding="utf-8",
    )
    python = [sys.executable, "-m"]
    at = ["--workspace", str(workspace)]
    served = [_dashboard(host, dashboard_port), _code_server(code)]
    served.append(
        Part(
            "scheduler",
            [*python, "dagster._daemon", "run", *at],
            may_start=lambda: is_listening(code),
        )
    )
    if scheduler_port is not None:
        url = f"http://{LOOPBACK}:{scheduler_port}"
        served.append(
            Part(
                "Dagster web server",
                [*python, "dagster_webserver", *at, "-h", LOOPBACK, "-p", str(scheduler_port)],
                may_start=lambda: is_listening(code),
                answers=lambda: answers(f"{url}/server_info"),
                greeting=f"scheduler  {url}",
            )
        )
    return served


def environment(project: Project) -> Mapping[str, str]:
    """What every child is told: which project, and to keep to itself."""
    return os.environ | {
        "KRTRACKER_PROJECT": str(project.root),
        "DAGSTER_HOME": str(project.dagster_home),
        "DAGSTER_DISABLE_TELEMETRY": "1",
        "PYTHONSAFEPATH": "1",  # a project's own folders must not be taken for our packages
        "PYTHONUNBUFFERED": "1",
    }


def settle(project: Project) -> None:
    """Give Dagster a home with hardened settings where the project brings none of its own."""
    home = project.dagster_home
    home.mkdir(parents=True, exist_ok=True)
    if home != project.root:
        settings = files("krtracker.cli").joinpath("dagster.yaml")
        (home / "dagster.yaml").write_text(settings.read_text(encoding="utf-8"), encoding="utf-8")


def require_free(ports: Iterable[tuple[str, str, int]]) -> None:
    """Make sure that each port, named with its option and its host, may be listened at.

    Raises:
        UsageError: one is taken, or two are the same.
    """
    seen: set[int] = set()
    for option, host, port in ports:
        if port in seen or not _is_free(host, port):
            free = _free_port(host, port, seen)
            raise UsageError(
                f"port {port} on {host} is taken\n      = hint: end what listens there, or "
                f"try `{option} {free}`"
            )
        seen.add(port)


def is_listening(path: Path) -> bool:
    """Whether a server listens at a socket in the file system."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        try:
            client.connect(str(path))
        except OSError:
            return False
    return True


def answers(url: str) -> bool:
    """Whether a page can be had from a server of ours."""
    try:
        with urlopen(url, timeout=2) as page:
            return bool(page.status == 200)
    except (URLError, OSError):
        return False


def remove(private: Path) -> None:
    """Take away the folder of one run."""
    shutil.rmtree(private, ignore_errors=True)


def address(host: str, port: int) -> str:
    """Where this machine finds what listens on `host`."""
    found = ANYWHERE.get(host, host)
    return f"http://[{found}]:{port}" if ":" in found else f"http://{found}:{port}"


def _dashboard(host: str, port: int) -> Part:
    url = address(host, port)
    options = {
        "server.address": host,
        "server.port": str(port),
        "server.headless": "true",
        "browser.gatherUsageStats": "false",
    }
    return Part(
        "dashboard",
        [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            str(_page("dashboards")),
            *(f"--{name}={value}" for name, value in options.items()),
        ],
        answers=lambda: answers(f"{url}/_stcore/health"),
        greeting=f"dashboard  {url}",
    )


def _code_server(code: Path) -> Part:
    return Part(
        "code server",
        [
            *(sys.executable, "-m", "pipelines.code_server"),
            *("--socket", str(code), "--module-name", CODE, "--location-name", "krtracker"),
            *("--use-python-environment-entry-point", "--empty-working-directory"),
        ],
        answers=lambda: is_listening(code),
        renewal=[sys.executable, "-m", "pipelines.renewal", str(code)],
    )


def _page(package: str) -> Path:
    """The file that Streamlit runs; found, not imported."""
    spec = find_spec(package)
    folders = spec.submodule_search_locations if spec else None
    if not folders:
        raise UsageError(f"`{package}` is not installed beside krtracker; `make install` mends it")
    return Path(next(iter(folders))) / "app.py"


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as server:
        # As the servers themselves do: a port that is only cooling down is free.
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind((host, port))
        except (OSError, OverflowError):
            return False
    return True


def _free_port(host: str, after: int, taken: set[int]) -> int:
    """The next port that is free, to be proposed."""
    candidates = range(after + 1, min(after + 100, 65536))
    return next(
        (port for port in candidates if port not in taken and _is_free(host, port)), after + 1
    )
