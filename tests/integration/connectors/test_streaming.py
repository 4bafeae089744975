"""Many rows pass through little memory, whatever the source."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engines import Rows, engine

ROWS = int(os.environ.get("KRTRACKER_SCALE", "1")) * 500_000
MEGABYTES = 20
"""What may be added to the memory of a process that has begun to read."""
READ = """
import json, re, sys
from pathlib import Path
from connectors.registry import Registry
from krtracker.domain.catalog import Connection
from krtracker.project import Project

def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024

said = json.loads(sys.argv[1])
connection = Connection("source", said["type"], said["settings"], timeout_seconds=120)
with Registry(Project(Path())).open(connection) as connector:
    with connector.columns("many", ["id", "name"]) as reader:
        count, before = reader.read_next_batch().num_rows, peak()
        count += sum(batch.num_rows for batch in reader)
print(json.dumps([count, peak() - before]))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is told by Linux alone")
@pytest.mark.parametrize(
    "kind",
    [
        "sqlite",
        "duckdb",
        "files",
        pytest.param("postgres", marks=pytest.mark.postgres),
        pytest.param("mysql", marks=pytest.mark.mysql),
    ],
)
def test_half_a_million_rows_pass_through_little_memory(kind: str, tmp_path: Path) -> None:
    with engine(kind, tmp_path) as source:
        names = [(at, f"row number {at}") for at in range(ROWS)]
        source.put({"many": Rows({"id": "int", "name": "text"}, names)})
        said = json.dumps({"type": kind, "settings": dict(source.connection.settings)})
        done = subprocess.run(
            [sys.executable, "-c", READ, said], capture_output=True, text=True, check=True
        )

    count, grown = json.loads(done.stdout)

    assert count == ROWS
    assert grown < MEGABYTES
