"""Twelve planted secrets, and every place where something is written: found nowhere."""

from __future__ import annotations

import html
import json
import logging
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, quote_plus

import dagster as dg
import pytest
import streamlit as st

from krtracker.cli import serving
from krtracker.project import Project
from pipelines.factory import built
from pipelines.schedules import EVERYTHING
from pipelines.tracker import tracker_of
from tests.dashboards.reading import page_of_the_app, text
from tests.end_to_end.shop import PROJECT, TODAY, Shop, command
from tests.trust.conftest import Figure

SECRETS = (
    "hunter2hunter2",
    "correct horse battery",
    "p@ss/w:rd?x=1&y",
    "100%sure%20thing",
    "quote'and\"double",
    "back\\slash\\n",
    "ünïcödé-gêhéim",
    "-----BEGIN KEY-----abc123",
    "$2b$12$abcdefghijk",
    "ghp_0123456789abcdef",
    "=cmd|'/c calc'!A1",
    "very" * 40,
)
COMMANDS = (
    ("check",),
    ("check", "--json"),
    ("check", "--connections"),
    ("check", "--connections", "--json"),
    ("track",),
    ("show",),
    ("show", "--json"),
    ("history", "--csv"),
    ("explain", "source_1"),
    ("preview", "source_1"),
    ("review",),
    ("doctor",),
    ("backup",),
)
PAGES = ("overview", "key_result", "weekly_review", "alignment", "data_health", "cycle_review")
LEAKY = '''
"""A source that repeats what it was told in everything it says."""

import logging
import os
from urllib.parse import quote

from connectors.asking.settings import Fields
from connectors.asking.source import Source
from krtracker.errors import ConnectorError
from pydantic import SecretStr


class Leaky(Source):
    """Never answers, and tells everybody why."""

    dialect = "duckdb"
    evaluates = False
    errors = (OSError,)

    class Settings(Fields):
        """What it is told."""

        password: SecretStr

    def open(self):
        secret = self.settings.password.get_secret_value()
        log = logging.getLogger("some.driver")
        log.warning("login with %s", secret)
        log.error("url x://me:%s@host", quote(secret, safe=""))
        if "CARELESS" in os.environ:
            raise KeyError(f"nobody foresaw {secret} at x://me:{quote(secret)}@host")
        try:
            raise RuntimeError(f"refused: {secret!r}")
        except RuntimeError:
            log.exception("it failed")
        raise ConnectorError(f"cannot log in with {secret} (x://me:{quote(secret)}@host)")

    connect = listed = stream = fault = cut = cancel = stop = role = clock = close = open
'''
DEFINITION = """\
objective: Withstand {name}
team: team_{name}
cycle: 2026-11
key_results:
  {name}:
    title: Rows
    baseline: 20
    target: 60
    source: {name}
    measure: {{from: events, value: count(*), at: happened_at, window: last 7 days}}
"""


@pytest.fixture
def leaky(tmp_path: Path) -> Shop:
    """A project with a source per secret; the secrets are in its `.env`."""
    shop = Shop(tmp_path)
    shop.write(
        "project.yaml",
        PROJECT.format(today=TODAY).replace("objectives_per_team: 9", "objectives_per_team: 99"),
    )
    shop.write("connectors/leaky.py", LEAKY)
    names = [f"source_{number}" for number in range(len(SECRETS))]
    said = [f'{name}: {{type: leaky, password: "${{env.{name.upper()}}}"}}\n' for name in names]
    shop.write("connections.yaml", "".join(said))
    for name in names:
        shop.write(f"kr_definitions/{name}.yaml", DEFINITION.format(name=name))
    return shop


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    said = {f"SOURCE_{number}": secret for number, secret in enumerate(SECRETS)}
    for name, secret in said.items():
        monkeypatch.setenv(name, secret)
    return said


def spellings(secret: str) -> set[bytes]:
    """The secret as a URL, Python, JSON or a page would write it."""
    spelt = {secret, quote(secret), quote(secret, safe=""), quote_plus(secret), repr(secret)[1:-1]}
    spelt |= {json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    spelt |= {html.escape(secret), html.escape(secret, quote=False)}
    return {each.encode() for each in spelt}


def leaks(content: bytes) -> list[str]:
    return [secret for secret in SECRETS for each in spellings(secret) if each in content]


def test_no_secret_is_found_anywhere(
    leaky: Shop,
    environment: dict[str, str],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    figure: Figure,
) -> None:
    caplog.set_level(logging.DEBUG)
    sinks: dict[str, bytes] = {}
    for words in COMMANDS:
        done = leaky.run(*words)
        sinks[" ".join(words)] = (done.out + done.err).encode()
    done = command("track", folder=leaky.root)
    sinks["a process of its own"] = (done.out + done.err).encode()
    for more in (_of_pages, _of_runs):
        with monkeypatch.context() as here:
            sinks |= more(leaky, here)
    sinks["logs"] = caplog.text.encode()
    for path in leaky.root.rglob("*"):
        if path.is_file():
            sinks[str(path.relative_to(leaky.root))] = path.read_bytes()

    assert b"cannot log in with ****" in sinks["track"]
    assert b"cannot log in with ****" in sinks["events of a run"]
    assert b"cannot log in with ****" in sinks["page data_health"]
    assert b"an unexpected KeyError" in sinks["events of a careless run"]
    assert "login with ****" in caplog.text
    assert {name: found for name, content in sinks.items() if (found := leaks(content))} == {}
    figure("T-S09", f"{len(SECRETS)} secrets x {len(sinks)} sinks: 0 found")


def _of_runs(leaky: Shop, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What the scheduler keeps of a run, and of one whose sources fail as nobody foresaw."""
    project, sinks = Project(leaky.root), {}
    monkeypatch.setenv("DAGSTER_HOME", str(project.dagster_home))
    monkeypatch.chdir(leaky.root)
    serving.settle(project)
    for name in ("run", "careless run"):
        if name != "run":
            monkeypatch.setenv("CARELESS", "yes")
        with dg.DagsterInstance.get() as instance:
            tracker = replace(tracker_of(project), retries=dg.RetryPolicy(max_retries=1))
            job = built(tracker).resolve_job_def(EVERYTHING)
            run = job.execute_in_process(instance=instance, raise_on_error=False)
            events = instance.all_logs(run.run_id)
        sinks[f"events of a {name}"] = "\n".join(map(str, events)).encode()
    for file in project.dagster_home.rglob("*.db"):
        sinks[f"cells of {file.name}"] = b"\n".join(_cells(file))
    return sinks


def _cells(file: Path) -> Iterator[bytes]:
    """Every cell of a database, those that were compressed included."""
    with sqlite3.connect(file) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            for row in database.execute(f'SELECT * FROM "{table}"'):
                for cell in row:
                    raw = cell if isinstance(cell, bytes) else str(cell).encode()
                    yield raw
                    with suppress(zlib.error):
                        yield zlib.decompress(raw)
    database.close()


def _of_pages(leaky: Shop, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What every page sends to a browser."""
    monkeypatch.setenv("KRTRACKER_PROJECT", str(leaky.root))
    sinks = {}
    for page in PAGES:
        st.cache_resource.clear()
        shown = page_of_the_app(page, kr="source_1")
        assert not shown.exception
        sent = [str(each.proto) for each in shown.main]
        sinks[f"page {page}"] = "\n".join([text(shown), *sent]).encode()
    st.cache_resource.clear()
    return sinks
