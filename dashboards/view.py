"""What a page is given: the published snapshot as of now, and how to say it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import streamlit as st

from krtracker.domain.calendar import Cycle
from krtracker.domain.catalog import Catalog
from krtracker.domain.key_result import KeyResult
from krtracker.domain.landing import Landing, landing
from krtracker.domain.standing import Facts, Standing, standings
from krtracker.errors import LedgerError
from krtracker.language.notation import Notation, Quantity
from krtracker.language.voice import Voice
from krtracker.language.words import Words, words
from krtracker.ledger import Snapshot
from krtracker.ledger.publishing import Pointer, candidates
from krtracker.project import Project, find


@dataclass(frozen=True)
class View:
    """One moment of one project, read from one snapshot."""

    snapshot: Snapshot
    catalog: Catalog
    facts: Mapping[str, Facts]
    standings: Mapping[str, Standing]
    now: datetime
    checked_at: datetime
    """When a run last looked whether there is something new."""
    words: Words
    notation: Notation
    known_at: datetime | None = None
    """The past moment as of which everything is told; None for what is known now."""

    @property
    def is_past(self) -> bool:
        """Whether it tells what was known at a past moment, so that nothing can be written."""
        return self.known_at is not None

    @property
    def name(self) -> str:
        """Names all that was read and reckoned: what follows from it may be kept under this."""
        closed = self.catalog.settings.calendar.last_closed_day(self.now)
        return f"{self.snapshot.path} {self.snapshot.version} {closed.isoformat()}"

    @property
    def today(self) -> date:
        """The calendar date in the project's zone."""
        return self.catalog.settings.calendar.day_of(self.now)

    @property
    def cycles(self) -> Sequence[Cycle]:
        """Every cycle that has an objective, the newest first."""
        found = {each.cycle.name: each.cycle for each in self.catalog.objectives}
        return sorted(found.values(), key=lambda each: (each.start, each.end), reverse=True)

    @property
    def cycle(self) -> Cycle | None:
        """The cycle in which today lies, else the last one begun, else the next."""
        running = [each for each in self.cycles if each.start <= self.today <= each.end]
        begun = [each for each in self.cycles if each.start <= self.today]
        return next(
            iter([*sorted(running, key=lambda each: each.days), *begun, *self.cycles]), None
        )

    @property
    def last_run(self) -> datetime | None:
        """When a run last looked, on the project's clocks; on a fixed clock, when it said so.

        None where nothing has been measured: a snapshot may tell of definitions alone.
        """
        if self.snapshot.first_measured() is None:
            return None
        is_told = self.is_past or self.catalog.settings.clock is not None
        runs = self.snapshot.runs() if is_told else []
        if runs:
            return self.local(runs[0].recorded_at)
        return None if self.is_past else self.local(self.checked_at)

    def local(self, moment: datetime) -> datetime:
        """`moment` as the project's clocks show it."""
        return moment.astimezone(self.catalog.settings.calendar.zone)

    def quantity(self, key_result: KeyResult) -> Quantity:
        """How the values of `key_result` are written."""
        return self.voice.quantity(key_result)

    def landing(self, key_result: KeyResult) -> Landing | None:
        """Where `key_result` will be at the end of its cycle; None where nobody can tell."""
        facts = self.facts.get(key_result.key, Facts())
        return landing(self.standings[key_result.key], facts.points)

    @property
    def voice(self) -> Voice:
        """Who says all this to the reader."""
        return Voice(self.words, self.notation, self.facts, self.standings)


BY_NAME: dict[str | type[Any], Callable[[Any], Any]] = {View: lambda view: view.name}
"""How Streamlit's caches tell one view from another."""


def project() -> Project:
    """The project whose pages these are.

    Raises:
        UsageError: there is none.
    """
    return find()


def newest(project: Project) -> Pointer | None:
    """Which snapshot is the newest, without opening it; None while nothing is published."""
    return next((pointer for _, pointer in candidates(project)), None)


def view(project: Project, real_now: datetime) -> View | None:
    """The newest snapshot as of now; None while nothing is published.

    Raises:
        LedgerError: the snapshot cannot be read.
    """
    pointer = newest(project)
    opened = None if pointer is None else _opened(project.root, pointer.version)
    if pointer is None or opened is None:
        return None
    snapshot, catalog, facts = opened
    settings = catalog.settings
    now = settings.now(real_now)
    closed = settings.calendar.last_closed_day(now)
    said = words(settings.language, settings.vocabulary)
    return View(
        snapshot=snapshot,
        catalog=catalog,
        facts=facts,
        standings=_standings(project.root, pointer.version, closed, now),
        now=now,
        checked_at=pointer.checked_at,
        words=said,
        notation=Notation(said.language, str(st.context.locale or "")),
    )


def as_known(view: View, moment: datetime) -> View:
    """The same project at a past moment, told in the words of now."""
    root, version = project().root, view.snapshot.version
    snapshot, catalog, facts = _known(root, version, moment)
    return replace(
        view,
        snapshot=snapshot,
        catalog=catalog,
        facts=facts,
        standings=standings(catalog, facts, moment),
        now=moment,
        known_at=moment,
    )


@st.cache_resource(max_entries=9, show_spinner=False)
def _known(
    root: Path, version: str, moment: datetime
) -> tuple[Snapshot, Catalog, Mapping[str, Facts]]:
    """The ledger as it stood at `moment`; the same for whoever asks."""
    opened = _opened(root, version)
    if opened is None:
        raise LedgerError("the snapshot is gone; open the page anew")
    snapshot = opened[0].as_known_at(moment)
    return snapshot, snapshot.catalog, snapshot.facts()


@st.cache_resource(max_entries=3, show_spinner=False)
def _opened(
    root: Path,
    version: str,  # noqa: ARG001 (the cache's key)
) -> tuple[Snapshot, Catalog, Mapping[str, Facts]] | None:
    """What does not change while `version` is the newest: read once for all readers."""
    snapshot = Snapshot.latest(Project(root))
    return None if snapshot is None else (snapshot, snapshot.catalog, snapshot.facts())


@st.cache_resource(max_entries=3, show_spinner=False)
def _standings(
    root: Path,
    version: str,
    closed: date,  # noqa: ARG001 (the cache's key)
    _now: datetime,
) -> Mapping[str, Standing]:
    """Where everything stands: the same until another day closes or a snapshot is published."""
    opened = _opened(root, version)
    return {} if opened is None else standings(opened[1], opened[2], _now)
