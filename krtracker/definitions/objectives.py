"""The objectives of all definition files, each with its key results as they were drafted."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath

from krtracker.definitions.building import key_result_of, placeholder, unasked
from krtracker.definitions.document import MEASURED, Document, Part
from krtracker.definitions.draft import Draft
from krtracker.definitions.fitting import fitted
from krtracker.definitions.hints import listed
from krtracker.definitions.person_words import People, people_of
from krtracker.definitions.rules import findings
from krtracker.definitions.shapes.objective import ObjectiveShape
from krtracker.definitions.shapes.shape import NAME
from krtracker.definitions.wording import slug
from krtracker.domain.calendar import Cycle, cycle_named
from krtracker.domain.catalog import Settings
from krtracker.domain.objective import Objective
from krtracker.errors import Problem, Severity, nearest

SOME_CYCLE = Cycle("an unknown cycle", date(1900, 1, 1), date(2200, 12, 31))
"""Stands in where the cycle cannot be told, so that the rest of the file is checked as well."""


@dataclass(frozen=True)
class Entry:
    """One file's objective, with its drafts and why, if so, the whole file is at fault."""

    document: Document
    objective: Objective
    drafts: tuple[Draft, ...]
    is_dated: bool
    """Whether its cycle is known; one that is not is looked through, but stays out."""
    fault: Problem | None
    """An error in the file that belongs to no key result alone, and so touches all of them."""

    def without(self, ids: Collection[str]) -> Entry:
        """The same entry, less some of its key results."""
        if not ids:
            return self
        objective = replace(
            self.objective,
            key_results=tuple(e for e in self.objective.key_results if e.id not in ids),
            health_metrics=tuple(e for e in self.objective.health_metrics if e.id not in ids),
        )
        drafts = tuple(draft for draft in self.drafts if draft.id not in ids)
        return replace(self, objective=objective, drafts=drafts)


def entries_of(documents: Iterable[Document], settings: Settings) -> list[Entry]:
    """An entry for every document that can be read as an objective."""
    found = (_entry(document, settings) for document in documents)
    return [entry for entry in found if entry is not None]


def _entry(document: Document, settings: Settings) -> Entry | None:
    if document.data is None and document.problems:
        return None
    id = _objective_id(document)
    shape = fitted(document, document.data, ObjectiveShape, placeholder=placeholder)
    if shape is None:
        return None
    known = _cycle(document, shape, settings)
    cycle = known or SOME_CYCLE
    drafts = _drafts(document, shape, cycle, people_of(settings))
    for draft in drafts:
        for finding in findings(draft):
            draft.note(finding)
    places = document.places_below(2)
    measured = [key_result_of(draft, id, places.get(draft.path, {})) for draft in drafts]
    objective = Objective(
        id=id,
        title=shape.objective,
        team=shape.team,
        cycle=cycle,
        key_results=tuple(each for each in measured if not each.is_health_metric),
        health_metrics=tuple(each for each in measured if each.is_health_metric),
        contributing_teams=tuple(shape.contributing_teams),
        contributes_to=shape.contributes_to,
        why=shape.why,
        unasked=unasked(shape.coach),
        file=document.file,
        place=document.place_of(("objective",)),
    )
    return Entry(document, objective, drafts, known is not None, _fault(document))


def _objective_id(document: Document) -> str:
    stem = PurePosixPath(document.file).stem
    if not NAME.fullmatch(stem):
        hint = f"the file's name is the objective's id: rename it `{slug(stem)}.yaml`"
        document.problem((), f"`{stem}` cannot be an objective's id", hint=hint)
    return stem


def _cycle(document: Document, shape: ObjectiveShape, settings: Settings) -> Cycle | None:
    if isinstance(shape.cycle, Cycle):
        return shape.cycle
    known = settings.cycles.get(shape.cycle)
    first_month = settings.calendar.fiscal_year_starts
    cycle = known or cycle_named(shape.cycle, fiscal_year_starts=first_month)
    if cycle is None and shape.cycle:
        near = nearest(shape.cycle, settings.cycles) or _tidied(shape.cycle)
        hint = f"did you mean `{near}`?" if near else _cycles_hint(settings)
        document.problem(("cycle",), f"unknown cycle `{shape.cycle}`", hint=hint)
    return cycle


def _tidied(name: str) -> str | None:
    """The cycle that `Q4 2026`, `2026Q4` or `2026-q4` was meant to be."""
    year = re.search(r"(?<![0-9])[0-9]{4}(?![0-9])", name)
    part = re.search(r"[QqTtHhSs] ?-?([1-4])", name)
    if year is None or part is None:
        return None
    letter = "H" if part[0][0] in "HhSs" else "Q"
    tidied = f"{year[0]}-{letter}{part[1]}"
    return tidied if cycle_named(tidied) else None


def _cycles_hint(settings: Settings) -> str:
    hint = "cycles are `2026-Q4`, `2026-H2`, `2026-10`, `2026` or {start, end}"
    return f"{hint}, and {listed(settings.cycles)} of `project.yaml`" if settings.cycles else hint


def _drafts(
    document: Document, shape: ObjectiveShape, cycle: Cycle, people: People
) -> tuple[Draft, ...]:
    by_section = {"key_results": shape.key_results, "health_metrics": shape.health_metrics}
    drafts = [
        Draft(document, section, id, each, cycle, people)
        for section in MEASURED
        for id, each in by_section[section].items()
    ]
    both = [id for id in shape.health_metrics if id in shape.key_results]
    for id in both:
        message = f"`{id}` is a key result of this file already"
        document.problem(("health_metrics", id), message, hint="choose another id", part=Part.KEY)
    if not drafts and not document.problems:
        hint = "an objective is reached when its key results are"
        message = "the objective has no key results"
        document.problem(
            ("objective",), message, hint=hint, part=Part.KEY, severity=Severity.WARNING
        )
    return tuple(d for d in drafts if not (d.is_health_metric and d.id in both))


def _fault(document: Document) -> Problem | None:
    errors = (each for each in document.problems if each.severity is Severity.ERROR)
    return next((each for each in errors if each.subject is None), None)
