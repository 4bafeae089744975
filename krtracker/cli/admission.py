"""Where `krtracker up` may listen: on this machine alone, or wider behind a login."""

from __future__ import annotations

import ipaddress
import tomllib
from collections.abc import Mapping
from importlib.util import find_spec

from krtracker.errors import Problem, UsageError
from krtracker.login import faults, is_loopback
from krtracker.project import Project

HOW = "docs/how-to/publish.md tells how to set up a login"
PAGES_ADDRESS = "STREAMLIT_SERVER_ADDRESS"
SCHEDULER_ADDRESS = "DAGSTER_WEBSERVER_HOST"


def require_guarded(project: Project, host: str, environment: Mapping[str, str]) -> None:
    """Make sure that nobody who is not asked who they are can reach what is to be served.

    Raises:
        UsageError: `host` or the environment asks for an address that others can reach, and no
            login guards it.
    """
    if not is_loopback(host):
        _require_address(host)
        _require_login(project, host)
    asked = environment.get(PAGES_ADDRESS)
    if asked and not is_loopback(asked) and is_loopback(host):
        hint = f"unset it, or ask for it with `--host {asked}`"
        raise UsageError(_said(f"{PAGES_ADDRESS} asks for {asked}, `--host` for {host}", hint))
    asked = environment.get(SCHEDULER_ADDRESS)
    if asked and not is_loopback(asked):
        message = f"{SCHEDULER_ADDRESS} asks for {asked}: Dagster's own pages have no login"
        raise UsageError(_said(message, "unset it; they listen on this machine only"))


def _require_address(host: str) -> None:
    try:
        ipaddress.ip_address(host)
    except ValueError as error:
        hint = "`127.0.0.1` for this machine, `0.0.0.0` for every network it is in"
        raise UsageError(_said(f"`{host}` is no address to listen on", hint)) from error


def _require_login(project: Project, host: str) -> None:
    """Refuse an open address without a login, with everything that is missing."""
    wrong = faults(_auth(project))
    if find_spec("authlib") is None:
        wrong.append("Streamlit's login needs `Authlib` 1.3.2 or newer, which is not installed")
    if wrong:
        listed = "".join(f"\n  {each}" for each in wrong)
        raise UsageError(_said(f"others can reach {host}, and no login guards it:{listed}", HOW))


def _auth(project: Project) -> Mapping[str, object]:
    """What Streamlit's secrets say of a login."""
    found: Mapping[str, object] = {}
    for path in project.page_secrets:
        if not path.is_file():
            continue
        try:
            said = tomllib.loads(path.read_text(encoding="utf-8")).get("auth")
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise UsageError(f"{project.relative(path)} cannot be read: {error}") from error
        found = said if isinstance(said, Mapping) else found
    return found


def _said(message: str, hint: str) -> str:
    return str(Problem(message, hint=hint))
