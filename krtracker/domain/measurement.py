"""What a query said on a day, and whether we believe it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias

from krtracker.domain.split import Split

TOLERANCE = 1e-9
"""Relative difference below which two values are the same: parallel sums differ in last digits."""


class Verdict(StrEnum):
    """The outcome of all expectations on one reading."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    PROVISIONAL = "provisional"


class TableReading(NamedTuple):
    """How fresh and how full a table was as of a day."""

    table: str
    newest: datetime | None
    """The time of its newest row up to the end of the day, in UTC; None when it has none."""
    rows_that_day: int | None = None
    updated: str | None = None
    """The column or expression that told the time."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a value was had: in a scan shared with others or alone, and what was really sent."""

    is_shared: bool = False
    sent: tuple[str, ...] = ()
    """What the source was sent, in order; none where that is the reading's own query."""
    here: tuple[str, ...] = ()
    """What was then reckoned here; none where the source did, or where it is the own query."""
    why: str = ""
    """Why it was not shared; empty where it was."""

    @property
    def is_in_place(self) -> bool:
        """Whether the source reckoned it, rather than we from columns that it handed over."""
        return not self.here if self.is_shared else not self.sent


_NOTHING: Mapping[str, Any] = {}


class Reading(NamedTuple):
    """What a source said of one key result as of one day, before it is judged.

    Tuples with names: a long past has some hundred thousands, and no class is made faster.
    """

    key: str
    """The key result's `key`."""
    as_of: date
    value: float | None
    """None is no value: a gap, accepted and empty, never zero."""
    failure: str | None = None
    """Why what came back is no number (two rows, text, NaN): such a reading is rejected."""
    rows: int | None = None
    """How many rows entered."""
    newest: datetime | None = None
    """The newest time among the rows that entered, in UTC."""
    nulls: Mapping[str, float] = _NOTHING
    """Per expected column, the share of missing values among the rows that entered."""
    duplicates: Mapping[str, float] = _NOTHING
    """Per expected column, how many rows repeat a value that another row has."""
    tables: tuple[TableReading, ...] = ()
    query: str = ""
    """The statement that answers this day alone, or the formula."""
    way: Way | None = None
    """How the value was had; None for a formula."""
    parameters: Mapping[str, str] = _NOTHING
    columns: Mapping[str, str] = _NOTHING
    """What kind of value each column held that was asked for, by `table.column`."""
    source: str | None = None
    duration_seconds: float = 0.0
    is_provisional: bool = False
    splits: tuple[Split, ...] = ()
    """The value divided over the columns of `split_by`, where that was asked for."""
    undivided: Mapping[str, str] = _NOTHING
    """By column, why the value could not be divided over it."""


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """A day on which a key result was due and no reading could be had."""

    key: str
    as_of: date
    reason: str
    is_transient: bool = False
    """Whether the source may answer when asked again in a moment."""
    is_definition_fault: bool = False
    """Whether the definition must be mended (a column that is not there)."""


Outcome: TypeAlias = Reading | Unmeasured


@dataclass(frozen=True)
class Failure:
    """One expectation that a reading did not meet, in words a manager understands."""

    expectation: str
    reason: str
    is_critical: bool = True


class Judged(NamedTuple):
    """A reading with its verdict and what it failed."""

    reading: Reading
    verdict: Verdict
    failures: tuple[Failure, ...] = ()
    expectations: int = 0
    """How many expectations were evaluated."""

    @property
    def reason(self) -> str | None:
        """Why it is not believed; None when it is."""
        if not self.failures:
            return None
        critical = [each.reason for each in self.failures if each.is_critical]
        return "; ".join(critical) or None


@dataclass(frozen=True)
class Measurement:
    """One row of the ledger: one value of one series as of one day, with its verdict."""

    sequence: int
    cycle: str
    key_result: str
    measure_hash: str
    as_of: date
    value: float | None
    verdict: Verdict
    reason: str | None
    measured_at: datetime
    run: str
    source: str | None = None
    rows: int | None = None
    newest: datetime | None = None
    duration_seconds: float = 0.0
    query_hash: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    expectations: int = 0
    failures: tuple[Failure, ...] = ()
    restates: float | None = None
    """The value it replaced, when it is a restatement."""
    is_restatement: bool = False
    accepted_by: str | None = None
    """Who believed a held value and why, such as `logistics: counted by hand`."""

    @property
    def is_believed(self) -> bool:
        """Whether a page may show it as the number."""
        return self.verdict is not Verdict.REJECTED


@dataclass(frozen=True)
class Attempt:
    """A due day that could not be measured: when it was tried and why it failed."""

    key_result: str
    cycle: str
    as_of: date
    attempted_at: datetime
    run: str
    source: str | None
    reason: str
    is_definition_fault: bool = False


def same(left: float | None, right: float | None) -> bool:
    """Whether two values are one and the same, but for the noise of parallel sums.

    >>> same(0.1 + 0.2, 0.3), same(None, 0.0)
    (True, False)
    """
    if left is None or right is None:
        return left is right
    return math.isclose(left, right, rel_tol=TOLERANCE, abs_tol=0.0)
