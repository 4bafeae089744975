"""The ledger: measurements and promises for good, written one whole batch at a time."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime

import duckdb

from krtracker.domain.catalog import Catalog
from krtracker.domain.key_result import KeyResult
from krtracker.domain.measurement import Measurement
from krtracker.domain.past import Past
from krtracker.domain.standing import Point
from krtracker.errors import Problem, UsageError
from krtracker.ledger import catalog_text, moments, promises, rows
from krtracker.ledger.acceptance import accepted_row
from krtracker.ledger.adoption import in_force
from krtracker.ledger.at_work import at_work
from krtracker.ledger.chain import Head, newest, verify
from krtracker.ledger.database import worded
from krtracker.ledger.drift import columns_believed
from krtracker.ledger.keeping import freeze_baselines, keep_promises
from krtracker.ledger.licences import unlicensed
from krtracker.ledger.log import log_of
from krtracker.ledger.pasts import pasts
from krtracker.ledger.publishing import check_off, is_published, publish
from krtracker.ledger.recording import Batch, Recorded
from krtracker.ledger.series import effective, renames
from krtracker.ledger.splits import divided, splits
from krtracker.ledger.tables import CATALOGS, MEASUREMENTS
from krtracker.ledger.transaction import WAIT_SECONDS, Transaction, locked, reading, settle, writing
from krtracker.ledger.writing import write
from krtracker.project import Project
from krtracker.revision import revision

logger = logging.getLogger(__name__)


class Ledger:
    """The append-only record of a project; many processes may write to it, one at a time.

    Every method opens the ledger, does one thing and closes it again, so nobody waits long.
    All raise `LedgerError` where the ledger cannot be used; nothing is ever half written.
    """

    def __init__(self, project: Project, *, wait_seconds: float = WAIT_SECONDS) -> None:
        self._project = project
        self._wait_seconds = wait_seconds

    def at_work(self, source: str | None) -> AbstractContextManager[None]:
        """Lets pages see, for the time of the context, that a source is being asked."""
        return at_work(self._project, source)

    def adopt(self, catalog: Catalog, *, now: datetime, run: str) -> Catalog:
        """Put a catalog in force, and record the promises in it that are new or changed.

        What is at fault stays in force as it was last known, marked with its fault; so does a
        key result whose promise may not change like that. Returns the catalog in force.
        """
        catalog = replace(catalog, revision=revision(self._project))
        with self._writing() as transaction:
            connection = transaction.connection
            adopted = in_force(
                catalog,
                before=rows.newest_catalog(connection),
                unlicensed=_unlicensed(connection, catalog, now),
                project=self._project,
            )
            _keep_catalog(transaction, adopted, now=now, run=run)
            sound = list(adopted.sound)
            today = adopted.settings.calendar.day_of(now)
            keep_promises(transaction, sound, today=today, now=now, run=run)
            freeze_baselines(transaction, sound, now=now, run=run)
        return adopted

    def promise_problems(self, catalog: Catalog, now: datetime) -> list[Problem]:
        """What differs from the recorded promises without an entry in `changes` that says why."""
        with self._reading() as connection:
            if connection is None:
                return []
            return list(_unlicensed(connection, catalog, now).values())

    def points(self, key_results: Iterable[KeyResult]) -> Mapping[str, list[Point]]:
        """The measurement in force of every day of each key result, oldest first, by key."""
        asked = list(key_results)
        with self._reading() as connection:
            if connection is None:
                return {each.key: [] for each in asked}
            return effective(connection, asked)

    def divided(
        self, key_results: Iterable[KeyResult]
    ) -> Mapping[str, Mapping[date, float | None]]:
        """By key and day, the value that was divided over every column of `split_by`."""
        asked = list(key_results)
        if not asked:
            return {}
        with self._reading() as connection:
            known = {} if connection is None else splits(connection, asked)
        return {each.key: divided(known.get(each.key, {}), each) for each in asked}

    def columns(self, key_results: Iterable[KeyResult]) -> Mapping[str, Mapping[str, str]]:
        """By key, what kinds of value its columns held when it was last believed."""
        asked = list(key_results)
        with self._reading() as connection:
            return {} if connection is None else columns_believed(connection, asked)

    def pasts(self, key_results: Iterable[KeyResult]) -> Mapping[str, Past]:
        """What the year before its cycle showed of each key result, in a few numbers, by key."""
        with self._reading() as connection:
            return {} if connection is None else pasts(connection, key_results)

    def promise_problems_and_pasts(
        self, catalog: Catalog, now: datetime
    ) -> tuple[list[Problem], Mapping[str, Past]]:
        """Both of a catalog at once: to open the ledger takes as long as to read it."""
        with self._reading() as connection:
            if connection is None:
                return [], {}
            problems = list(_unlicensed(connection, catalog, now).values())
            return problems, pasts(connection, catalog.sound)

    def record(self, batch: Batch) -> Recorded:
        """Write what a batch says that is not known yet: all of it, or nothing."""
        with self._writing() as transaction:
            recorded = write(transaction, batch)
        logger.info("run %s: %s", batch.run, recorded)
        return recorded

    def accept(
        self,
        key_result: KeyResult,
        as_of: date,
        *,
        reason: str,
        by: str,
        now: datetime,
        run: str,
    ) -> Measurement:
        """Believe a rejected value because a person says so; the new row is returned.

        Raises:
            UsageError: there is no rejected value of that day, or no reason is given.
        """
        if not reason.strip():
            raise UsageError("say why the value is right: the reason stays beside it for good")
        with self._writing() as transaction:
            row = accepted_row(
                transaction.connection, key_result, as_of, reason=reason, by=by, now=now, run=run
            )
            transaction.append(MEASUREMENTS, [row])
            freeze_baselines(transaction, [key_result], now=now, run=run)
            return rows.newest_measurement(transaction.connection, key_result, as_of)

    def publish(self) -> str | None:
        """Publish a snapshot for the pages; its version, or None if the last one is current."""
        project = self._project
        with locked(project, wait_seconds=self._wait_seconds):
            if not project.ledger_file.exists():
                return None
            with worded(project.snapshots):
                if is_published(project) and not log_of(project).exists():
                    check_off(project)
                    return None
            settle(project)
            with worded(project.snapshots):
                return publish(project)

    def prove(self) -> Head:
        """Follow the whole chain, row by row, to its head.

        Raises:
            LedgerError: a row is missing, was changed or was put in; the message says which.
        """
        with self._reading() as connection:
            return verify(connection, Head()) if connection else Head()

    def head(self) -> Head:
        """The end of the chain, to be remembered elsewhere too."""
        with self._reading() as connection:
            return newest(connection) if connection else Head()

    def _writing(self) -> AbstractContextManager[Transaction]:
        return writing(self._project, wait_seconds=self._wait_seconds)

    def _reading(self) -> AbstractContextManager[duckdb.DuckDBPyConnection | None]:
        return reading(self._project, wait_seconds=self._wait_seconds)


def _unlicensed(
    connection: duckdb.DuckDBPyConnection, catalog: Catalog, now: datetime
) -> dict[str, Problem]:
    """By key, the promises that may not change like that."""
    return unlicensed(catalog, promises.in_force(connection), renames(connection), now=now)


def _keep_catalog(transaction: Transaction, catalog: Catalog, *, now: datetime, run: str) -> None:
    """Record the catalog in force, if it is another than before."""
    text = catalog_text.to_text(catalog)
    name = hashlib.sha256(text.encode()).hexdigest()
    if rows.newest_catalog_hash(transaction.connection) != name:
        transaction.append(CATALOGS, [(name, text, moments.stored(now), run)])
