"""What a source is asked to measure some key results: in which statements, and why in those."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from krtracker.domain.measurement import Way


@dataclass(frozen=True)
class Step:
    """One statement on the way to values, and what it brought."""

    purpose: str
    """What it is for, in a few words."""
    statement: str
    is_in_place: bool
    """Whether the source ran it, rather than our own DuckDB on columns handed over."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    rows: int | None = None
    """How many rows it answered, where that says anything."""
    seconds: float = 0.0


@dataclass(frozen=True)
class Pulled:
    """The columns of one table that the source handed over, because it does not reckon itself."""

    table: str
    columns: tuple[str, ...]
    statement: str
    rows: int
    seconds: float


@dataclass(frozen=True)
class Entry:
    """Values that were had together in one scan, or the days of one key result, each alone."""

    key_results: tuple[str, ...]
    """Their ids."""
    days: tuple[date, ...]
    steps: tuple[Step, ...]
    pulled: tuple[Pulled, ...] = ()
    why_alone: str = ""
    """Why the values do not share a scan; empty where they do."""
    why_here: str = ""
    """Why the source does not reckon all of it; empty where it does."""
    grouped_by: tuple[str, ...] = ()
    """What the rows of a shared scan are told apart by, besides the day."""

    @property
    def is_shared(self) -> bool:
        """Whether one scan answers for all its key results and days."""
        return not self.why_alone


@dataclass(frozen=True)
class Plan:
    """Everything that one source was asked, to measure some key results for some days."""

    source: str
    entries: tuple[Entry, ...]
    tables: tuple[Step, ...] = ()
    """What was asked about the tables themselves: how fresh and how full they are."""


def way(entry: Entry, purposes: frozenset[str]) -> Way:
    """How a value was had from a scan: in those of its steps that are for these purposes."""
    steps = [each for each in entry.steps if each.purpose in purposes]
    sent = [each.statement for each in entry.pulled]
    sent += [each.statement for each in steps if each.is_in_place]
    here = [each.statement for each in steps if not each.is_in_place]
    return Way(is_shared=True, sent=tuple(sent), here=tuple(here))
