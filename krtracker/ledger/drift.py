"""What kinds of value the columns of a series held when it was last believed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import duckdb

from krtracker.domain.key_result import KeyResult
from krtracker.ledger.series import renames, series_of, wanted
from krtracker.ledger.telling import sent_query

LAST_BELIEVED = """
WITH newest AS (
    SELECT wanted.slot, max(row.sequence) AS sequence
    FROM measurements AS row
    JOIN wanted ON row.key_result = wanted.id AND row.measure_hash = wanted.measure_hash
    WHERE row.verdict = 'accepted'
    GROUP BY ALL
)
SELECT newest.slot, queries.query
FROM newest
JOIN measurements AS row ON row.sequence = newest.sequence
JOIN queries ON queries.query_hash = row.query_hash
"""


def columns_believed(
    connection: duckdb.DuckDBPyConnection, key_results: Iterable[KeyResult]
) -> dict[str, Mapping[str, str]]:
    """By key, the kind of each column behind the newest row believed; none where none is."""
    asked = list(key_results)
    renamed = renames(connection)
    with wanted(connection, [series_of(each, renamed) for each in asked]):
        found = connection.execute(LAST_BELIEVED).fetchall()
    return {asked[slot].key: sent_query(query)[1] for slot, query in found}
