"""Which key results cannot be measured as they are written, and why."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from krtracker.definitions.document import Document
from krtracker.definitions.objectives import Entry
from krtracker.errors import Problem, Severity


def faults(
    entries: Sequence[Entry],
    settings_file: Document,
    connections_file: Document,
    *,
    doubled: Collection[str],
    connections: Collection[str],
) -> dict[str, str]:
    """By key, the first fault of each key result that has one, in one line with its place.

    A fault in `project.yaml` touches every number, because days, weeks and years hang on it;
    one in a connection touches those that ask it; one at the head of a file all in the file.
    """
    everywhere = next(iter(_errors(settings_file)), None)
    of_source = _by_connection(connections_file)
    found = {}
    for entry in entries:
        own = {each.subject: each for each in reversed(_errors(entry.document)) if each.subject}
        for each in entry.objective:
            fault = everywhere or entry.fault or own.get(each.id)
            fault = fault or of_source.get(each.source or "")
            if fault is not None:
                found[each.key] = one_line(fault)
            elif each.source is not None and each.source not in connections:
                found[each.key] = f"the connection `{each.source}` cannot be read"
            elif each.key in doubled:
                found[each.key] = f"the id `{each.id}` is used twice in {each.cycle.name}"
    return found


def one_line(problem: Problem) -> str:
    """A problem without its source line, as a page shows it."""
    return f"{problem.message} ({problem.place})" if problem.place else problem.message


def _by_connection(document: Document) -> dict[str, Problem]:
    """The first error of each connection."""
    found: dict[str, Problem] = {}
    for problem in _errors(document):
        path = document.path_at(problem.place.line) if problem.place else ()
        if path:
            found.setdefault(str(path[0]), problem)
    return found


def _errors(document: Document) -> list[Problem]:
    return [each for each in document.problems if each.severity is Severity.ERROR]
