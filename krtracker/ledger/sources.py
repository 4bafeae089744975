"""How each source has answered: its last success, its last error, how long it takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb

from krtracker.ledger import moments

HEALTH = """
SELECT source,
       max(recorded_at) FILTER (error IS NULL),
       max(recorded_at) FILTER (error IS NOT NULL),
       arg_max(error, sequence) FILTER (error IS NOT NULL),
       arg_max_null(error, sequence) IS NOT NULL,
       arg_max(duration_seconds, sequence) FILTER (written > 0),
       median(duration_seconds) FILTER (written > 0),
       sum(restated)::BIGINT
FROM runs
WHERE sequence <= $until
GROUP BY source
"""


@dataclass(frozen=True)
class SourceHealth:
    """How one source has answered, told from the runs that asked it."""

    last_success: datetime | None
    """When a run last got everything it asked for and found something new."""
    last_failure: datetime | None
    last_error: str | None
    is_failing: bool
    """Whether the newest run failed."""
    last_seconds: float | None
    median_seconds: float | None
    restated: int
    """How many of its values were replaced by later ones."""


def health(connection: duckdb.DuckDBPyConnection, *, until: int) -> dict[str | None, SourceHealth]:
    """Every source that was ever asked, by name; formulas under None."""
    found = connection.execute(HEALTH, {"until": until}).fetchall()
    return {
        source: SourceHealth(_read(success), _read(failure), *others)
        for source, success, failure, *others in found
    }


def _read(moment: datetime | None) -> datetime | None:
    return None if moment is None else moments.read(moment)
