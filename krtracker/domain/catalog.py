"""Everything the files of a project say, loaded: settings, connections, objectives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from krtracker.domain.calendar import Calendar, Cycle
from krtracker.domain.key_result import Bounds, KeyResult
from krtracker.domain.objective import Objective
from krtracker.errors import Place, Problem


@dataclass(frozen=True)
class TableExpectation:
    """When a table's data counts as fresh and complete."""

    updated: str | None = None
    """The column that says when a row arrived or changed."""
    fresh_within_hours: float | None = None
    rows_per_day: Bounds | None = None


@dataclass(frozen=True)
class Connection:
    """A named, configured source of `connections.yaml`.

    `settings` are the fields that only its connector understands (host, path, ...); they hold
    secrets, so they are never shown and never enter the ledger.
    """

    name: str
    type: str
    settings: Mapping[str, Any] = field(default_factory=dict, repr=False)
    timezone: str = "UTC"
    look_back_days: int = 7
    timeout_seconds: float = 60.0
    max_parallel: int = 2
    tables: Mapping[str, TableExpectation] = field(default_factory=dict)
    views: Mapping[str, str] = field(default_factory=dict)
    allow_tables: tuple[str, ...] | None = None
    allow_functions: tuple[str, ...] = ()
    i_know_this_role_can_write: bool = False
    place: Place | None = field(default=None, compare=False)
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)
    """Where each field stands, by dotted path."""


@dataclass(frozen=True)
class Settings:
    """What `project.yaml` says: whose calendar, which words, which limits."""

    name: str = "krtracker"
    calendar: Calendar = field(default_factory=Calendar)
    language: str = "en"
    cycles: Mapping[str, Cycle] = field(default_factory=dict)
    objectives_per_team: int = 3
    key_results_per_objective: int = 3
    limits_are_errors: bool = False
    on_track: float = 0.9
    """The share of pace from which a key result is on track."""
    at_risk: float = 0.6
    """The share of pace from which it is at risk rather than off track."""
    vocabulary: Mapping[str, str] = field(default_factory=dict)
    coach: Mapping[str, str] = field(default_factory=dict)
    """By rule of the coach `off`, `warning` or `error`; a warning where nothing is said."""
    person_words: tuple[str, ...] = ()
    """Words for columns and teams that mean one person here, beside those known everywhere."""
    no_person_words: Mapping[str, str] = field(default_factory=dict)
    """Words that mean nobody here, each with the reason."""
    clock: date | None = None
    """A fixed today, for a demo; pages show a banner."""

    def now(self, real: datetime) -> datetime:
        """The moment it is here: `real`, or the fixed clock at its hour of measuring."""
        if self.clock is None:
            return real
        return datetime.combine(self.clock, self.calendar.measure_at, self.calendar.zone)


@dataclass(frozen=True)
class Catalog:
    """Everything the definitions say, and what is at fault in them."""

    settings: Settings = field(default_factory=Settings)
    connections: Mapping[str, Connection] = field(default_factory=dict)
    objectives: tuple[Objective, ...] = ()
    """Every objective that could be read, those with key results at fault included."""
    undated: tuple[Objective, ...] = field(default=(), compare=False)
    """Objectives whose cycle is not known: looked through for problems, and never measured."""
    faults: Mapping[str, str] = field(default_factory=dict)
    """Why a key result cannot be measured as it is written, in one line, by key."""
    problems: tuple[Problem, ...] = field(default=(), compare=False)
    """Everything found in the files, errors and warnings, in the order of the files."""
    revision: str | None = None
    """The git commit of the files, with `+` where they differ from it; set when adopted."""

    @property
    def key_results(self) -> Iterator[KeyResult]:
        """Every key result and health metric, in the order of the files."""
        for objective in self.objectives:
            yield from objective

    @property
    def sound(self) -> Iterator[KeyResult]:
        """The key results and health metrics that can be measured."""
        return (each for each in self.key_results if each.key not in self.faults)

    def find(self, id: str, cycle: str | None = None) -> KeyResult | None:
        """The key result called `id`: in `cycle`, else in the newest cycle that has it."""
        found = [
            each for each in self._by_id.get(id, ()) if cycle is None or each.cycle.name == cycle
        ]
        return max(found, key=lambda each: each.cycle.start, default=None)

    @cached_property
    def _by_id(self) -> Mapping[str, Sequence[KeyResult]]:
        found: dict[str, list[KeyResult]] = {}
        for each in self.key_results:
            found.setdefault(each.id, []).append(each)
        return found
