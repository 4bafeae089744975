"""From the files of a project to its catalog: everything they say, and what is at fault."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

from krtracker.bulk import uncollected
from krtracker.definitions.document import Document
from krtracker.definitions.faults import faults
from krtracker.definitions.files import files_of, text_of
from krtracker.definitions.objectives import entries_of
from krtracker.definitions.ordering import in_order
from krtracker.definitions.reading import document_of
from krtracker.definitions.relations import relate, without_doubles
from krtracker.definitions.secrets import masked
from krtracker.definitions.settings import connections_of, settings_of
from krtracker.domain.catalog import Catalog
from krtracker.errors import Place, Problem
from krtracker.project import Project


@uncollected()
def load(project: Project) -> Catalog:
    """Everything the files of `project` say, with all that is at fault in them.

    Never raises for what people wrote: a key result at fault is in `faults`, and where it can
    be read at all it stands among its siblings; what is wrong is in `problems`, in the order
    of the files.
    """
    settings_file = _document(project, project.settings_file)
    settings = settings_of(settings_file)
    settings = replace(settings, clock=project.clock(settings.clock))
    connections_file = _document(project, project.connections_file)
    connections = connections_of(connections_file, _environment(project, settings_file))
    files = [_document(project, path) for path in files_of(project)]
    written = entries_of(files, settings)
    entries, doubled = without_doubles(written)
    relate(written, settings, _connection_names(connections_file), files)
    why = faults(entries, settings_file, connections_file, doubled=doubled, connections=connections)
    problems = [
        problem
        for document in (settings_file, connections_file, *files)
        for problem in document.problems
    ]
    return Catalog(
        settings=settings,
        connections=connections,
        objectives=tuple(entry.objective for entry in entries),
        undated=tuple(entry.objective for entry in written if not entry.is_dated),
        faults=why,
        problems=tuple(in_order(problems, project)),
    )


def _document(project: Project, path: Path) -> Document:
    """The document in a file; one without data where the file cannot be read."""
    file = "".join(each if each.isprintable() else "�" for each in project.relative(path))
    is_secret = path == project.connections_file
    if is_secret and not path.exists() and path not in project.drafts:
        return Document(file, [])
    shown = masked if is_secret else str
    text = text_of(project, path, file)
    if isinstance(text, str):
        return document_of(text, file, shown=shown)
    document = Document(file, [])
    document.problems.append(text)
    return document


def _environment(project: Project, settings_file: Document) -> Mapping[str, str]:
    """The variables that connections may name; a `.env` that cannot be read is a problem."""
    try:
        return project.environment()
    except (OSError, ValueError) as error:
        why = "is not UTF-8" if isinstance(error, ValueError) else str(error.strerror).lower()
        settings_file.problems.append(Problem(f"cannot be read: {why}", Place(".env", 1, 1)))
        return {}


def _connection_names(document: Document) -> Collection[str] | None:
    """The connections that the file names, those at fault included; None if it cannot be read."""
    if document.data is None:
        return None if document.problems else ()
    return document.data if isinstance(document.data, dict) else None
