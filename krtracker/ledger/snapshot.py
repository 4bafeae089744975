"""A published copy of the ledger, as pages and commands read it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import cached_property, wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, Self, TypeVar

import duckdb

from krtracker.domain.catalog import Catalog
from krtracker.domain.key_result import KeyResult
from krtracker.domain.measurement import Attempt, Measurement, Way
from krtracker.domain.standing import Facts, Point
from krtracker.errors import LedgerError
from krtracker.ledger import moments, promises, rows, sources
from krtracker.ledger.database import connect, worded
from krtracker.ledger.migrations import is_current
from krtracker.ledger.promises import RecordedPromise, frozen_baseline, promise_of
from krtracker.ledger.proof import NONSENSE, require_whole
from krtracker.ledger.publishing import Pointer, candidates
from krtracker.ledger.receipt import Receipt, query_text, receipt, way_of
from krtracker.ledger.rows import Run, fetched
from krtracker.ledger.series import EVER, effective, names_of, renames, series_of, wanted
from krtracker.ledger.sources import SourceHealth
from krtracker.ledger.splits import Splits, splits
from krtracker.ledger.tables import ATTEMPTS, MEASUREMENTS, RUNS
from krtracker.project import Project

logger = logging.getLogger(__name__)

OF_SERIES = """
FROM measurements AS row
JOIN wanted ON row.key_result = wanted.id AND row.measure_hash = wanted.measure_hash
WHERE row.sequence <= $until
"""
OF_NAMES = """
WHERE ($names IS NULL OR list_contains($names, row.key_result)) AND row.sequence <= $until
  AND ($first IS NULL OR row.as_of >= $first) AND ($last IS NULL OR row.as_of <= $last)
"""
LAST_ATTEMPTS = """
WITH newest AS (
    SELECT wanted.slot, max((row.as_of, row.sequence)) AS last
    FROM attempts AS row
    JOIN wanted ON row.key_result = wanted.id AND row.measure_hash = wanted.measure_hash
    WHERE row.sequence <= $until
    GROUP BY ALL
)
SELECT newest.slot, row.as_of, row.reason
FROM newest JOIN attempts AS row ON row.sequence = newest.last[2]
"""


DAMAGED = "it is damaged; remove it and run `krtracker track`, which publishes it anew"

Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")


def _worded(
    ask: Callable[Concatenate[Snapshot, Parameters], Answer],
) -> Callable[Concatenate[Snapshot, Parameters], Answer]:
    """A question to a snapshot whose faults come as a LedgerError that names the file."""

    @wraps(ask)
    def asked(
        snapshot: Snapshot, /, *arguments: Parameters.args, **named: Parameters.kwargs
    ) -> Answer:
        with worded(snapshot.path, damaged=DAMAGED):
            try:
                return ask(snapshot, *arguments, **named)
            except NONSENSE:
                snapshot.require_whole()
                raise

    return asked


class Snapshot:
    """One version of the ledger, read-only; safe to share among threads until it is closed."""

    def __init__(self, path: Path, pointer: Pointer, *, until: int = EVER) -> None:
        self.path = path
        self.version = pointer.version if until == EVER else f"{pointer.version}@{until}"
        """Names the content: what is worked out from it may be kept under this name."""
        self.published_at = pointer.published_at
        self.checked_at = pointer.checked_at
        """When a run last found that nothing newer was to be published."""
        self._pointer = pointer
        self._until = until
        with worded(path, damaged=DAMAGED):
            self._connection = connect(path, read_only=True)
            if not is_current(self._connection):
                self._connection.close()
                raise LedgerError("an older krtracker published it; `krtracker track` does so anew")

    @classmethod
    def latest(cls, project: Project) -> Self | None:
        """The newest snapshot that can be opened; None if nothing was published yet.

        Raises:
            LedgerError: there are snapshots, and none of them can be opened.
        """
        fault: LedgerError | None = None
        with worded(project.snapshots):
            found = list(candidates(project))
        for path, pointer in found:
            try:
                return cls(path, pointer)
            except LedgerError as error:
                fault = fault or error
                logger.warning("%s", error)
        if fault is not None:
            raise fault
        return None

    def require_whole(self) -> None:
        """Refuse to go on where it is not what was published."""
        try:
            require_whole(self._cursor())
        except LedgerError as error:
            raise LedgerError(f"{error}: {DAMAGED}") from error

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @_worded
    def as_known_at(self, moment: datetime) -> Snapshot:
        """The same ledger as it was at `moment`: later rows do not exist in it."""
        dated = {
            "measurements": "measured_at",
            "attempts": "attempted_at",
            "promises": "recorded_at",
            "catalogs": "adopted_at",
            "runs": "recorded_at",
            "splits": "measured_at",
        }
        each = " UNION ALL ".join(
            f"SELECT max(sequence) AS last FROM {table} WHERE {column} <= $moment"
            for table, column in dated.items()
        )
        row = (
            self._cursor()
            .execute(f"SELECT max(last) FROM ({each})", {"moment": moments.stored(moment)})
            .fetchone()
        )
        return Snapshot(self.path, self._pointer, until=row[0] if row and row[0] else 0)

    @_worded
    def first_measured(self) -> datetime | None:
        """When the first measurement was made; None while there is none."""
        sql = "SELECT min(measured_at) FROM measurements WHERE sequence <= $until"
        row = self._cursor().execute(sql, {"until": self._until}).fetchone()
        return moments.read(row[0]) if row and row[0] else None

    @cached_property
    @_worded
    def catalog(self) -> Catalog:
        """Everything the definitions said when it was published; empty before the first."""
        return rows.newest_catalog(self._cursor(), until=self._until) or Catalog()

    @_worded
    def facts(self) -> Mapping[str, Facts]:
        """What `standings` needs to know of every key result of the catalog, by key."""
        asked = list(self.catalog.key_results)
        cursor = self._cursor()
        points = effective(cursor, asked, until=self._until)
        reasons = self._last_attempts(asked, points)
        renamed, recorded = renames(cursor), promises.in_force(cursor, until=self._until)
        return {
            each.key: Facts(
                points=points[each.key],
                baseline=frozen_baseline(each, promise_of(each, recorded, renamed)),
                last_attempt=reasons.get(each.key),
                fault=self.catalog.faults.get(each.key),
            )
            for each in asked
        }

    @_worded
    def points(self, key_results: Iterable[KeyResult]) -> Mapping[str, list[Point]]:
        """The measurement in force of every day of each key result, oldest first, by key."""
        return effective(self._cursor(), key_results, until=self._until)

    @_worded
    def history(self, key_result: KeyResult) -> list[Measurement]:
        """Every row of a key result's series, the newest first."""
        cursor = self._cursor()
        with wanted(cursor, [series_of(key_result, renames(cursor))]):
            rest = f"{OF_SERIES} ORDER BY row.sequence DESC"
            found = fetched(cursor, MEASUREMENTS, rest, {"until": self._until})
        return [rows.measurement(each) for each in found]

    @_worded
    def measurement(self, key_result: KeyResult, as_of: date) -> Measurement | None:
        """The measurement in force of one day; None if it was never measured."""
        found = rows.rows_of_day(self._cursor(), key_result, as_of, until=self._until)
        return rows.measurement(found[0]) if found else None

    def measurements(
        self,
        key_results: Iterable[KeyResult] | None = None,
        *,
        first: date | None = None,
        last: date | None = None,
    ) -> list[Measurement]:
        """Every row of these key results (by default all), whatever the measure, as written."""
        return self._measurements(key_results, first, last)

    def restatements(
        self, key_results: Iterable[KeyResult] | None = None, *, first: date | None = None
    ) -> list[Measurement]:
        """Every row that took the place of another accepted value, as written."""
        return self._measurements(key_results, first, None, and_only="AND row.is_restatement")

    @_worded
    def attempts(
        self, key_result: KeyResult | None = None, as_of: date | None = None
    ) -> list[Attempt]:
        """Every day tried in vain (of one key result, of one day), the newest first."""
        asked = None if key_result is None else [key_result]
        parameters = self._parameters(asked, as_of, as_of)
        rest = f"FROM attempts AS row {OF_NAMES} ORDER BY row.sequence DESC"
        found = fetched(self._cursor(), ATTEMPTS, rest, parameters)
        return [rows.attempt(each) for each in found]

    @_worded
    def way(self, measurement: Measurement) -> Way | None:
        """How a value was had; None for a formula, or where an older release wrote it."""
        return way_of(self._cursor(), measurement.sequence)

    @_worded
    def splits(self, key_results: Iterable[KeyResult]) -> Mapping[str, Splits]:
        """The value divided over the columns of `split_by`, by key, day and column."""
        return splits(self._cursor(), key_results, until=self._until)

    @_worded
    def query_text(self, query_hash: str) -> str | None:
        """The statement that a measurement was read with; None if none is kept by that name."""
        return query_text(self._cursor(), query_hash)

    @_worded
    def promises(self, key_result: KeyResult) -> list[RecordedPromise]:
        """Every promise made for a key result in its cycle, oldest first."""
        return promises.history(self._cursor(), key_result, until=self._until)

    @cached_property
    @_worded
    def former_keys(self) -> Mapping[str, str]:
        """By each key that a key result had before it was renamed, its key of today."""
        asked = list(self.catalog.key_results)
        known, renamed = {each.key for each in asked}, renames(self._cursor())
        found = {
            f"{each.cycle.name}/{name}": each.key
            for each in asked
            for name in names_of(each, renamed)
        }
        return {key: now for key, now in found.items() if key not in known}

    @_worded
    def runs(self) -> list[Run]:
        """Every batch that changed something or failed, the newest first."""
        rest = "FROM runs AS row WHERE row.sequence <= $until ORDER BY row.sequence DESC"
        return [
            rows.run(each) for each in fetched(self._cursor(), RUNS, rest, {"until": self._until})
        ]

    @_worded
    def sources(self) -> Mapping[str | None, SourceHealth]:
        """How each source has answered, by connection name; formulas under None."""
        return sources.health(self._cursor(), until=self._until)

    @_worded
    def receipt(self, measurement: Measurement) -> Receipt:
        """Everything the ledger knows of where a value came from."""
        return receipt(self._cursor(), measurement, until=self._until)

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection of one's own: threads may ask at once."""
        return self._connection.cursor()

    def _last_attempts(
        self, asked: list[KeyResult], points: Mapping[str, list[Point]]
    ) -> dict[str, str]:
        """Why the last day tried could not be measured, where it has no measurement since."""
        cursor = self._cursor()
        renamed = renames(cursor)
        with wanted(cursor, [series_of(each, renamed) for each in asked]):
            found = cursor.execute(LAST_ATTEMPTS, {"until": self._until}).fetchall()
        reasons = {}
        for slot, as_of, reason in found:
            known = points[asked[slot].key]
            if not known or known[-1].as_of < as_of:
                reasons[asked[slot].key] = reason
        return reasons

    @_worded
    def _measurements(
        self,
        key_results: Iterable[KeyResult] | None,
        first: date | None,
        last: date | None,
        *,
        and_only: str = "",
    ) -> list[Measurement]:
        parameters = self._parameters(key_results, first, last)
        rest = f"FROM measurements AS row {OF_NAMES} {and_only} ORDER BY row.sequence"
        found = fetched(self._cursor(), MEASUREMENTS, rest, parameters)
        return [rows.measurement(each) for each in found]

    def _parameters(
        self, key_results: Iterable[KeyResult] | None, first: date | None, last: date | None
    ) -> dict[str, object]:
        """Rows are found by every name that a key result has had."""
        names = None
        if key_results is not None:
            renamed = renames(self._cursor())
            names = sorted({name for each in key_results for name in names_of(each, renamed)})
        return {"names": names, "until": self._until, "first": first, "last": last}
