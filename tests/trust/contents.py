"""What a ledger holds, to be held against another of the same things."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeAlias

import duckdb

from krtracker.ledger import examine
from krtracker.ledger.log import as_mended
from krtracker.ledger.tables import TABLES
from krtracker.project import Project

APART = {"run", "measured_at", "attempted_at", "recorded_at", "adopted_at", "hash"}
"""What may differ between two ledgers of the same things: runs, times and hashes."""
MEASURED = {*APART, "duration_seconds"}
"""And how long it took, where a source was asked."""
Content: TypeAlias = dict[str, list[tuple[object, ...]]]


def content(project: Project, *, but: Collection[str] = MEASURED) -> Content:
    """Every row of the ledger without the columns that may differ."""
    with as_mended(project) as ledger, duckdb.connect(str(ledger), read_only=True) as connection:
        found = {}
        for table in TABLES:
            names = ", ".join(["sequence", *[each for each in table.columns if each not in but]])
            query = f"SELECT {names} FROM {table.name} ORDER BY sequence"
            found[table.name] = connection.execute(query).fetchall()
        return found


def faults(project: Project) -> list[str]:
    """What `doctor` finds that is lost, changed or of no use."""
    return [each.text for each in examine(project) if each.is_fault]
