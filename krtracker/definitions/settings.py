"""`project.yaml` and `connections.yaml` as settings and connections."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from krtracker.definitions.building import bounds
from krtracker.definitions.document import Document, Part
from krtracker.definitions.fitting import fitted
from krtracker.definitions.promise_rules import bounds_at
from krtracker.definitions.secrets import resolved
from krtracker.definitions.shapes.connection import ConnectionShape, TableShape
from krtracker.definitions.shapes.project import MONTHS, WEEKDAYS, ProjectShape, TermShape
from krtracker.definitions.shapes.shape import NAME
from krtracker.definitions.wording import shortened, slug
from krtracker.domain.calendar import Calendar, Cycle, cycle_named
from krtracker.domain.catalog import Connection, Settings, TableExpectation
from krtracker.errors import Place


def settings_of(document: Document) -> Settings:
    """What `project.yaml` says; an empty file means the defaults."""
    data = {} if document.data is None else document.data
    shape = fitted(document, data, ProjectShape) or ProjectShape()
    calendar = Calendar(
        zone=shape.timezone,
        week_starts=WEEKDAYS.index(shape.week_starts),
        fiscal_year_starts=MONTHS.index(shape.fiscal_year_starts) + 1,
        measure_at=shape.measure_at,
    )
    if shape.status.at_risk > shape.status.on_track:
        document.problem(("status", "at_risk"), "`at_risk` must not be above `on_track`")
    return Settings(
        name=shape.name,
        calendar=calendar,
        language=shape.language,
        cycles=_cycles(document, shape),
        objectives_per_team=shape.limits.objectives_per_team,
        key_results_per_objective=shape.limits.key_results_per_objective,
        limits_are_errors=shape.limits.severity == "error",
        on_track=shape.status.on_track,
        at_risk=shape.status.at_risk,
        vocabulary=_vocabulary(shape.vocabulary),
        coach=shape.coach.written(),
        person_words=tuple(shape.people.also),
        no_person_words=shape.people.exceptions,
        clock=shape.clock,
    )


def _vocabulary(said: Mapping[str, str | TermShape]) -> dict[str, str]:
    """Every word by the name of what it stands for; of many under the name in the plural."""
    found = {}
    for name, each in said.items():
        found[name] = each if isinstance(each, str) else each.one
        if isinstance(each, TermShape):
            found[f"{name}s"] = each.many
    return found


def _cycles(document: Document, shape: ProjectShape) -> dict[str, Cycle]:
    cycles = {}
    for name, span in shape.cycles.items():
        path = ("cycles", name)
        if cycle_named(name) is not None:
            message = f"`{name}` is a cycle already, by its name"
            document.problem(path, message, hint="choose another name", part=Part.KEY)
        elif span.end < span.start:
            document.problem((*path, "end"), "the cycle ends before it starts")
        else:
            cycles[name] = Cycle(name, span.start, span.end)
    return cycles


def connections_of(document: Document, environment: Mapping[str, str]) -> dict[str, Connection]:
    """The sources that `connections.yaml` names, each as far as it could be read."""
    if document.data is None:
        return {}
    if not isinstance(document.data, dict):
        document.problem((), "the file must be a mapping of connections")
        return {}
    found = {}
    places = document.places_below(1)
    for name, data in document.data.items():
        whole = resolved(document, data, (name,), environment)
        connection = _connection(document, name, whole, places.get((name,), {}))
        if connection is not None:
            found[name] = connection
    return found


def _connection(
    document: Document, name: str, data: Any, places: Mapping[str, Place]
) -> Connection | None:
    if not NAME.fullmatch(name):
        hint = f"letters, digits, `_`, `-` and `.`: `{slug(name)}`"
        message = f"`{shortened(name)}` cannot be a connection's name"
        document.problem((name,), message, hint=hint, part=Part.KEY)
        return None
    if data is None:
        hint = f"write its type, `{name}: {{type: sqlite, path: ...}}`"
        document.problem((name,), f"`{name}` is empty", hint=hint)
        return None
    shape = fitted(document, data, ConnectionShape, prefix=(name,))
    if shape is None:
        return None
    for table in shape.tables:
        below = ("tables", table, "rows_per_day")
        for found in bounds_at(document.at((name, *below)), below):
            document.problem((name, *found.path), found.message, hint=found.hint, part=found.part)
    return Connection(
        name=name,
        type=shape.type,
        settings=shape.model_extra or {},
        timezone=shape.timezone.key,
        look_back_days=shape.look_back,
        timeout_seconds=shape.timeout,
        max_parallel=shape.max_parallel,
        tables={table: _table(each) for table, each in shape.tables.items()},
        views=shape.views,
        allow_tables=tuple(shape.allow_tables) if shape.allow_tables is not None else None,
        allow_functions=tuple(shape.allow_functions),
        i_know_this_role_can_write=shape.i_know_this_role_can_write,
        place=document.place_of((name,)),
        places=places,
    )


def _table(shape: TableShape) -> TableExpectation:
    hours = None if shape.fresh_within is None else shape.fresh_within / 3600
    return TableExpectation(shape.updated, hours, bounds(shape.rows_per_day))
