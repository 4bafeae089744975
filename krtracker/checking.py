"""Everything that can be known to be wrong before any source is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from krtracker.bulk import uncollected
from krtracker.coach import coached
from krtracker.connector import Connectors
from krtracker.definitions import in_order, load, one_line
from krtracker.domain.catalog import Catalog
from krtracker.domain.key_result import Formula, KeyResult
from krtracker.domain.past import Past
from krtracker.domain.progress import no_way
from krtracker.errors import ConnectorError, Problem, Severity
from krtracker.measures import faults, fingerprint
from krtracker.project import Project
from krtracker.quality import faults as expectation_faults


@uncollected()
def check(project: Project, connectors: Connectors, *, now: datetime) -> Catalog:
    """The catalog of a project, with every problem of its files, fragments and promises.

    What the coach asks comes last: questions, unless the project has made errors of them.

    No query is sent. Settings that do not fit a connection's type stop every key result that
    asks it; a fragment or a promise at fault stops its own key result alone.
    """
    catalog = load(project)
    catalog = _checked(catalog, _of_connections(catalog, connectors), project)
    catalog = _checked(catalog, _of_fragments(catalog, connectors), project)
    today = catalog.settings.now(now)
    pasts: Mapping[str, Past] = {}
    if project.was_tracked:
        from krtracker.ledger import Ledger  # and with it DuckDB

        found, known = Ledger(project).promise_problems_and_pasts(catalog, today)
        catalog = _checked(catalog, _of_promises(catalog, found), project)
        pasts = {each.key: known[each.key] for each in catalog.sound if each.key in known}
        catalog = _checked(catalog, _of_baselines(catalog, pasts), project)
    return _checked(catalog, of_coach(catalog, connectors, pasts), project)


def _checked(
    catalog: Catalog, found: Iterable[tuple[Problem, Iterable[KeyResult]]], project: Project
) -> Catalog:
    """The catalog with problems added, and with the key results that they stop at fault."""
    problems, why = list(catalog.problems), dict(catalog.faults)
    for problem, touched in found:
        problems.append(problem)
        if problem.severity is Severity.ERROR:
            for key_result in touched:
                why.setdefault(key_result.key, one_line(problem))
    return replace(catalog, problems=tuple(in_order(problems, project)), faults=why)


def _of_connections(
    catalog: Catalog, connectors: Connectors
) -> Iterator[tuple[Problem, list[KeyResult]]]:
    """What does not fit in the settings of a connection."""
    for name, connection in catalog.connections.items():
        asking = [each for each in catalog.key_results if each.source == name]
        for problem in connectors.problems(connection):
            yield problem, asking


def _of_fragments(
    catalog: Catalog, connectors: Connectors
) -> Iterator[tuple[Problem, list[KeyResult]]]:
    """What is wrong in measures and expectations, those of key results at fault included."""
    dialects = _dialects(catalog, connectors)
    for key_result in catalog.key_results:
        for problem in _of_one(key_result, catalog, dialects):
            yield problem, [key_result]
    whole = replace(catalog, objectives=(*catalog.objectives, *catalog.undated))
    for key_result in (each for objective in catalog.undated for each in objective):
        for problem in _of_one(key_result, whole, dialects):
            yield problem, []


def _of_one(
    key_result: KeyResult, catalog: Catalog, dialects: Mapping[str, str]
) -> Iterator[Problem]:
    """What is wrong in one key result's measure and expectations."""
    connection = catalog.connections.get(key_result.source or "")
    if key_result.how == Formula(""):
        return  # the file has been found wanting already: there is nothing to look at
    dialect = dialects.get(connection.type) if connection is not None else None
    yield from faults(key_result, connection=connection, dialect=dialect, catalog=catalog)
    yield from expectation_faults(key_result)


def _of_baselines(
    catalog: Catalog, pasts: Mapping[str, Past]
) -> Iterator[tuple[Problem, list[KeyResult]]]:
    """Measured baselines that leave no way to go; only the source could tell that before."""
    for each in catalog.sound:
        promise, baseline = each.promise, pasts.get(each.key, Past()).baseline
        if baseline is None or promise.keep is not None or not (why := no_way(promise, baseline)):
            continue
        is_relative = promise.change is not None and promise.change.is_relative
        hint = (
            "write a `target`, or a bare number" if is_relative else "to stay there, write `keep`"
        )
        place = each.place_of("change" if promise.change is not None else "target")
        yield Problem(why, place, hint=hint, severity=Severity.WARNING, subject=each.id), [each]


def of_coach(
    catalog: Catalog, connectors: Connectors, pasts: Mapping[str, Past]
) -> Iterator[tuple[Problem, list[KeyResult]]]:
    """What a coach would ask of promises that can be kept, but may not be worth it.

    The more `pasts` tell, the more there is to ask: where a measured baseline is not known yet,
    nobody can say which way a promise goes.
    """
    dialects = _dialects(catalog, connectors)
    found = {}
    for each in catalog.sound:
        connection = catalog.connections.get(each.source or "")
        found[each.key] = fingerprint(each, dialects.get(connection.type) if connection else None)
    known = {key: text for key, text in found.items() if text is not None}
    return coached(catalog, fingerprints=known, pasts=pasts)


def _dialects(catalog: Catalog, connectors: Connectors) -> Mapping[str, str]:
    """The SQL of each type of source, as far as its connector can be used."""
    found = {}
    for type in {each.type for each in catalog.connections.values()} & set(connectors.types()):
        with suppress(ConnectorError):  # told already, as a problem of the connection
            found[type] = connectors.dialect(type)
    return found


def _of_promises(
    catalog: Catalog, found: Iterable[Problem]
) -> Iterator[tuple[Problem, list[KeyResult]]]:
    """What differs from the ledger's promises; a key result at fault cannot be compared."""
    by_id = {(each.place.file if each.place else "", each.id): each for each in catalog.key_results}
    for problem in found:
        file = problem.place.file if problem.place else ""
        key_result = by_id.get((file, problem.subject or ""))
        if key_result is None or key_result.key not in catalog.faults:
            yield problem, [key_result] if key_result else []
