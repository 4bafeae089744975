"""A role that may do more than read: refused, or logged and marked wherever it is used."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from krtracker.cli.app import run
from krtracker.ledger import Snapshot
from krtracker.project import Project
from tests.servers import Server, server

DEFINITION = """
objective: Answer in a day
team: support
cycle: 2026-Q4
key_results:
  tickets:
    title: Tickets opened
    baseline: 10
    target: 5
    source: desk
    measure:
      from: tickets
      value: count(*)
      at: opened_at
      window: last 7 days
    coach: {ignore: {no_guardrail: told elsewhere}}
"""
TABLE = "CREATE TABLE tickets (id INTEGER, opened_at TIMESTAMP)"


@pytest.fixture(
    params=[
        pytest.param("postgres", marks=pytest.mark.postgres),
        pytest.param("mysql", marks=pytest.mark.mysql),
    ]
)
def here(request: pytest.FixtureRequest) -> Server:
    return server(request.param)


@pytest.fixture
def database(here: Server) -> Iterator[str]:
    with here.database() as name:
        here.run(TABLE, "INSERT INTO tickets VALUES (1, '2026-11-20 09:00:00')", database=name)
        yield name


def a_project(root: Path, here: Server, database: str, **more: Any) -> Project:
    """A project that asks a server as its administrator, on the Sunday after a ticket."""
    settings = {"type": here.kind} | here.settings | {"database": database} | more
    settings.pop("password", None)
    lines = "".join(f"  {name}: {str(value).lower()}\n" for name, value in settings.items())
    (root / "project.yaml").write_text("clock: 2026-11-22\n", encoding="utf-8")
    (root / "connections.yaml").write_text(f"desk:\n{lines}", encoding="utf-8")
    (root / "kr_definitions").mkdir()
    (root / "kr_definitions" / "answer.yaml").write_text(DEFINITION, encoding="utf-8")
    return Project(root)


def test_an_administrator_is_refused_with_the_statements_to_type(
    here: Server, database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = a_project(tmp_path, here, database)

    assert run(["check", "--connections", "--project", str(project.root)]) == 2
    said = capsys.readouterr()
    told = said.out + said.err
    assert "may do more than read: " in told
    assert "make one that may only read:" in told
    assert "GRANT SELECT ON" in told
    assert "`i_know_this_role_can_write: true`; each run then logs it" in told


def test_one_that_is_known_is_logged_by_each_run_and_marked(
    here: Server,
    database: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    project = a_project(tmp_path, here, database, i_know_this_role_can_write=True)
    says = "desk is read with a role that may write, as `i_know_this_role_can_write` says"

    assert run(["check", "--connections", "--project", str(project.root)]) == 0
    assert "may do more than read" in capsys.readouterr().out
    with caplog.at_level(logging.WARNING, "krtracker"):
        run(["track", "--project", str(project.root)])
    assert says in [each.getMessage() for each in caplog.records]
    assert f"warning: {says}" in capsys.readouterr().err
    with Snapshot.latest(project) as snapshot:  # what Data health marks
        assert snapshot.catalog.connections["desk"].i_know_this_role_can_write
