"""The catalog in force: what the files say, with the last known version of what is at fault."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from krtracker.domain.catalog import Catalog, Connection, Settings
from krtracker.domain.key_result import KeyResult
from krtracker.domain.objective import Objective
from krtracker.errors import Problem, Severity
from krtracker.project import Project


def in_force(
    said: Catalog, *, before: Catalog | None, unlicensed: Mapping[str, Problem], project: Project
) -> Catalog:
    """What pages are to go by: `said`, but for what cannot be measured as it is written.

    A key result at fault keeps its last known version, marked with the fault; so does every
    key result of a file that cannot be read. Settings and connections at fault stay as they
    were. Problems of `connections.yaml` are left out: their words may quote a secret; so are
    the coach's questions, which are for whoever writes, and change as history is learnt.
    `unlicensed` are the promises that may not change like that, by key.
    """
    known = _Known.of(before or Catalog())
    errors = _errors_by_file(said.problems)
    broken = {key: each for key, each in unlicensed.items() if key not in said.faults}
    at_fault = {*said.faults, *broken}
    objectives = [known.mended(each, at_fault, errors) for each in said.objectives]
    objectives += known.unreadable({each.file for each in said.objectives}, errors)
    connections_file = project.relative(project.connections_file)
    return replace(
        said,
        settings=_settings(said, before, errors.get(project.relative(project.settings_file))),
        connections=_connections(said, known.catalog, errors.get(connections_file)),
        objectives=tuple(objectives),
        faults=dict(said.faults)
        | {key: each.message for key, each in broken.items()}
        | _lost(said, objectives, errors),
        problems=tuple(
            each
            for each in (*said.problems, *broken.values())
            if not each.is_question
            if each.place is None or each.place.file != connections_file
        ),
    )


Errors = Mapping[str, list[Problem]]
"""What is at fault in each file, in the order of its lines."""


@dataclass(frozen=True)
class _Known:
    """The catalog in force before, ready to be looked up in."""

    catalog: Catalog
    objectives: Mapping[tuple[str, str], Objective]
    """By file and cycle."""
    key_results: Mapping[str, KeyResult]

    @classmethod
    def of(cls, catalog: Catalog) -> _Known:
        """What the catalog before says."""
        objectives = {(each.file, each.cycle.name): each for each in catalog.objectives}
        return cls(catalog, objectives, {each.key: each for each in catalog.key_results})

    def mended(self, objective: Objective, at_fault: set[str], errors: Errors) -> Objective:
        """An objective with the last known version of its key results at fault."""
        before = self.objectives.get((objective.file, objective.cycle.name))
        present = {each.id for each in objective}
        found = errors.get(objective.file, [])

        def versions(now: Iterable[KeyResult], then: Iterable[KeyResult]) -> tuple[KeyResult, ...]:
            kept = [
                self.key_results.get(each.key, each) if each.key in at_fault else each
                for each in now
            ]
            lost = [each for each in then if each.id not in present and _about(found, each.id)]
            return (*kept, *lost)

        return replace(
            objective,
            key_results=versions(objective.key_results, before.key_results if before else ()),
            health_metrics=versions(
                objective.health_metrics, before.health_metrics if before else ()
            ),
        )

    def unreadable(self, present: set[str], errors: Errors) -> list[Objective]:
        """The objectives whose file could not be read this time."""
        return [
            each
            for each in self.catalog.objectives
            if each.file not in present and each.file in errors
        ]


def _lost(said: Catalog, objectives: Iterable[Objective], errors: Errors) -> dict[str, str]:
    """The fault of each key result that the files do not show any more because of it."""
    present = {each.key for each in said.key_results}
    found = {}
    for objective in objectives:
        for each in objective:
            if each.key not in present:
                error = _about(errors[objective.file], each.id) or errors[objective.file][0]
                found[each.key] = f"{error.place}: {error.message}"
    return found


def _settings(said: Catalog, before: Catalog | None, errors: list[Problem] | None) -> Settings:
    """What `project.yaml` says, or said before it was at fault."""
    return before.settings if before is not None and errors else said.settings


def _connections(
    said: Catalog, known: Catalog, errors: list[Problem] | None
) -> Mapping[str, Connection]:
    """The sources, with those that `connections.yaml` named before it was at fault."""
    return {**known.connections, **said.connections} if errors else said.connections


def _errors_by_file(problems: Iterable[Problem]) -> Errors:
    found: dict[str, list[Problem]] = {}
    for each in problems:
        if each.severity is Severity.ERROR and each.place:
            found.setdefault(each.place.file, []).append(each)
    return found


def _about(errors: Iterable[Problem], id: str) -> Problem | None:
    """The first error of a file that may be why the key result `id` is not to be had."""
    return next((each for each in errors if each.subject in {None, id}), None)
