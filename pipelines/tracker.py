"""What every step works with: the project, what its files say, its sources, its clock."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import dagster as dg

from connectors.registry import Registry
from krtracker.checking import check
from krtracker.connector import Connectors
from krtracker.domain.catalog import Catalog
from krtracker.ledger import Ledger
from krtracker.measures import Asked
from krtracker.project import Project
from krtracker.tracking import due

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]
"""Answers what time it is; a test holds it still."""

RETRIES = dg.RetryPolicy(
    max_retries=4, delay=5, backoff=dg.Backoff.EXPONENTIAL, jitter=dg.Jitter.PLUS_MINUS
)
"""Waits of 5, 15, 35 and 75 seconds or so: a restart of a database fits into them."""


def real_time() -> datetime:
    """The moment it is, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Tracker:
    """One project as its files said when the code location was loaded."""

    project: Project
    catalog: Catalog
    connectors: Connectors
    clock: Clock = real_time
    retries: dg.RetryPolicy = field(default=RETRIES)

    @property
    def now(self) -> datetime:
        """The project's now: the clock's, or the fixed one of a demo."""
        return self.catalog.settings.now(self.clock())

    @property
    def ledger(self) -> Ledger:
        """Where measurements are kept."""
        return Ledger(self.project)

    def due(self, keys: Iterable[str]) -> list[Asked]:
        """What is to be measured now among the key results called `keys`."""
        wanted = set(keys)
        found = due(self.catalog, self.ledger, self.now)
        return [each for each in found if each.key_result.key in wanted]

    def overdue(self) -> list[Asked]:
        """The due days never measured: ticks were missed, or a source did not answer."""
        points = self.ledger.points(self.catalog.sound)
        recorded = {(key, point.as_of) for key, of_key in points.items() for point in of_key}
        missing = (
            replace(
                each,
                days=tuple(day for day in each.days if (each.key_result.key, day) not in recorded),
            )
            for each in due(self.catalog, self.ledger, self.now)
        )
        return [each for each in missing if each.days]

    def take_up(self, run: str) -> None:
        """Put in force what the files say, for the pages to go by, though nothing is measured."""
        self.ledger.adopt(self.catalog, now=self.now, run=run)
        self.ledger.publish()


def tracker_of(project: Project, *, clock: Clock = real_time) -> Tracker:
    """The project read and checked; what is at fault in its files is logged and left out."""
    connectors = Registry(project)
    catalog = check(project, connectors, now=clock())
    for problem in (each for each in catalog.problems if not each.is_question):
        logger.warning("%s", problem)
    return Tracker(project, catalog, connectors, clock)
