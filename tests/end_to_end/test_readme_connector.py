from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.end_to_end.walkthrough import README, Saved, Shell, blocks
from tests.servers import server

CONNECTOR = next(
    each
    for each in blocks(README.read_text("utf-8"))
    if isinstance(each, Saved) and each.path.startswith("connectors/")
)
DEFINITION = """\
objective: Send less back
team: sales
cycle: 2026-Q4
key_results:
  returned_value:
    title: Value of goods sent back in four weeks
    unit: EUR
    baseline: 100
    target: 50
    source: returns
    measure: {from: returns, value: sum(amount), at: returned_at, window: last 4 weeks}
"""


@pytest.fixture
def shell(tmp_path) -> Iterator[Shell]:
    found = server("postgres")
    with found.database() as database:
        found.run(
            "CREATE TABLE returns (returned_at timestamp, amount numeric(10, 2))",
            "INSERT INTO returns VALUES ('2026-11-20 10:00', 12.5), ('2026-11-21 10:00', 30)",
            database=database,
        )
        connection = {"type": "warehouse", "database": database} | found.settings
        shell = Shell(tmp_path)
        shell.save(CONNECTOR)
        shell.save(Saved("project.yaml", "clock: 2026-11-22\n"))
        shell.save(Saved("connections.yaml", f"returns: {json.dumps(connection)}\n"))
        shell.save(Saved("kr_definitions/returns.yaml", DEFINITION))
        yield shell


@pytest.mark.postgres
def test_the_connector_of_the_readme_measures(shell: Shell) -> None:
    assert "value         42.5 EUR on 2026-11-21, accepted" in shell.run(
        "krtracker preview returned_value"
    )


@pytest.mark.postgres
def test_the_connector_of_the_readme_cannot_write(shell: Shell) -> None:
    raw = (
        "    sql: WITH gone AS (DELETE FROM returns RETURNING 1) SELECT count(*) AS value FROM gone"
    )
    lines = DEFINITION.splitlines()
    shell.save(Saved("kr_definitions/returns.yaml", "\n".join([*lines[:-1], raw, ""])))

    assert "accepted" not in shell.run("krtracker preview returned_value")
