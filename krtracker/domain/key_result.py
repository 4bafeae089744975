"""One measurable outcome: what was promised, and how it is measured as of any day."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeAlias

from krtracker.domain.calendar import Cadence, Cycle, Window, WindowKind
from krtracker.errors import Place


@dataclass(frozen=True)
class Bounds:
    """Inclusive limits of a number; a side left open does not bind."""

    at_least: float | None = None
    at_most: float | None = None

    def holds(self, value: float) -> bool:
        """Whether `value` lies within the limits."""
        return (self.at_least is None or value >= self.at_least) and (
            self.at_most is None or value <= self.at_most
        )


@dataclass(frozen=True)
class Latest:
    """An event log: as of D each entity counts once, in its last row before the end of D."""

    per: str
    order_by: tuple[str, ...]
    """Expressions; the first is the time, the rest break ties."""


@dataclass(frozen=True)
class Measure:
    """What to reckon as of any day D, in fragments of one dialect (PostgreSQL's and ours)."""

    source_rows: str
    """The `from`: a table, a join, a bracketed SELECT or a view of the connection."""
    value: str
    where: str | None = None
    at: str | None = None
    during: tuple[str, str] | None = None
    known: str | None = None
    window: Window | None = None
    matured_days: int = 0
    latest: Latest | None = None
    growth: bool = False


@dataclass(frozen=True)
class RawSql:
    """One read-only SELECT in the source's own dialect, with one row and a `value` column."""

    sql: str
    window: Window | None = None


@dataclass(frozen=True)
class Formula:
    """Arithmetic over other key results or health metrics as of the same day."""

    expression: str


HowMeasured: TypeAlias = Measure | RawSql | Formula


class HistoryKind(StrEnum):
    """How much of the past the source can still tell."""

    FULL = "full"
    OVERWRITTEN = "overwritten"
    NONE = "none"


@dataclass(frozen=True)
class History:
    """Whether past days can be measured, and which columns only know today's values."""

    kind: HistoryKind = HistoryKind.FULL
    overwritten: tuple[str, ...] = ()

    @property
    def has_past(self) -> bool:
        """Whether any day but the last closed one can be measured."""
        return self.kind is not HistoryKind.NONE


@dataclass(frozen=True)
class Change:
    """A target given as a distance from the baseline: absolute, or in percent of it."""

    amount: float
    is_relative: bool


@dataclass(frozen=True)
class Promise:
    """What was promised: from where to where, or which limits are kept, and along which path.

    Exactly one of `target`, `change`, `keep`. A `baseline` of None is measured: the value as
    of the day before the cycle.
    """

    cycle: Cycle
    baseline: float | None = None
    target: float | None = None
    change: Change | None = None
    keep: Bounds | None = None
    path: tuple[tuple[date, float], ...] = ()
    guardrails: tuple[str, ...] = ()
    stretch: float | None = None
    commit: float | None = None

    @property
    def needs_baseline(self) -> bool:
        """Whether progress waits for a baseline that has to be measured."""
        return self.keep is None and self.baseline is None

    def levels(self, target: float | None) -> tuple[float, ...]:
        """What a value is held against: its target in force, or the limits to keep."""
        found = (target,) if self.keep is None else (self.keep.at_least, self.keep.at_most)
        return tuple(each for each in found if each is not None)

    def target_in_force(self, baseline: float | None) -> float | None:
        """The value promised, whether or not anything is measured that is held against it.

        None for a `keep`, for a change whose baseline is pending, and for one that leads nowhere,
        as a share of zero does.
        """
        target = self.target if baseline is None else self.target_from(baseline)
        return None if target == baseline else target

    def target_from(self, baseline: float) -> float | None:
        """The value promised, given the baseline in force; None for a `keep`."""
        if self.change is None:
            return self.target
        step = (
            baseline * self.change.amount / 100 if self.change.is_relative else self.change.amount
        )
        return baseline + step


@dataclass(frozen=True)
class ChangeEntry:
    """One licence to change a promise or a measure in a running cycle, with its reason."""

    date: date
    by: str
    reason: str


@dataclass(frozen=True)
class FreeExpectation:
    """One expectation in Great Expectations' own vocabulary, such as `expect_column_...`."""

    name: str
    arguments: Mapping[str, Any]
    is_critical: bool = True


@dataclass(frozen=True)
class Expectations:
    """What a reading must satisfy before it is believed."""

    rows: Bounds | None = None
    value: Bounds | None = None
    jump_at_most_percent: float | None = None
    """Against the last accepted value."""
    nulls_at_most: Mapping[str, float] = field(default_factory=dict)
    """Per column, the largest share of missing values believed, 0 to 1."""
    duplicates_at_most: Mapping[str, float] = field(default_factory=dict)
    """Per column, how many rows may repeat a value that another row has."""
    free: tuple[FreeExpectation, ...] = ()


@dataclass(frozen=True)
class KeyResult:
    """One measurable outcome of an objective, or a health metric that is only watched."""

    id: str
    title: str
    objective: str
    """The id of its objective: the file's name."""
    promise: Promise
    how: HowMeasured
    source: str | None = None
    """A connection's name; None for a formula."""
    unit: str = ""
    cadence: Cadence = Cadence.DAILY
    history: History = History()
    expectations: Expectations = Expectations()
    split_by: tuple[str, ...] = ()
    weight: float = 1.0
    changes: tuple[ChangeEntry, ...] = ()
    formerly: str | None = None
    is_health_metric: bool = False
    why: str | None = None
    unasked: Mapping[str, str] = field(default_factory=dict)
    """By rule of the coach, the reason for which it is not to be asked of this one."""
    place: Place | None = None
    places: Mapping[str, Place] = field(default_factory=dict, compare=False)
    """Where each field stands, by dotted path (`measure.where`)."""

    @property
    def cycle(self) -> Cycle:
        """The cycle it is promised for."""
        return self.promise.cycle

    @property
    def key(self) -> str:
        """Its name within the project: an id is unique only within a cycle."""
        return f"{self.cycle.name}/{self.id}"

    @cached_property
    def measure_hash(self) -> str:
        """The identity of what is measured; two key results that share it share a series.

        Names, targets and wording do not enter. The cycle does where the measure looks at it,
        because the same words then mean other rows.
        """
        says: list[object] = [
            type(self.how).__name__,
            _said(self.how),
            self.source,
            _said(self.history),
        ]
        if self._looks_at_cycle:
            says.append([self.cycle.start, self.cycle.end])
        return digest(says)

    @cached_property
    def promise_hash(self) -> str:
        """The identity of what is promised; `stretch` and `commit` are lines, not promises."""
        said = _said(self.promise)
        return digest({name: said[name] for name in said if name not in {"stretch", "commit"}})

    @property
    def _looks_at_cycle(self) -> bool:
        window = getattr(self.how, "window", None)
        to_date = window is not None and window.kind is WindowKind.CYCLE_TO_DATE
        return to_date or ":cycle_" in json.dumps(_said(self.how), default=str)

    def place_of(self, path: str) -> Place | None:
        """Where the field at `path` stands, else the nearest thing that holds it."""
        while path:
            if path in self.places:
                return self.places[path]
            path = path.rpartition(".")[0]
        return self.place


def digest(content: object) -> str:
    """The SHA-256 of one canonical JSON form, in hexadecimal: equal content, equal digest."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _said(what: object) -> dict[str, object]:
    """The fields that say something: not those at their default, which a release may add."""
    assert is_dataclass(what)
    found = {each.name: (getattr(what, each.name), each.default) for each in fields(what)}
    return {name: _plain(value) for name, (value, default) in found.items() if value != default}


def _plain(content: object) -> object:
    """`content` in JSON's words, every number a float, so that 24 and 24.0 are one promise."""
    if is_dataclass(content):
        return _said(content)
    if isinstance(content, list | tuple):
        return [_plain(value) for value in content]
    return float(content) if isinstance(content, int) else content
