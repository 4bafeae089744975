"""Problems as they are told: file by file, from top to bottom, each with its line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from krtracker.definitions.document import cropped
from krtracker.definitions.files import text_of
from krtracker.definitions.secrets import masked
from krtracker.errors import Place, Problem
from krtracker.project import Project


def in_order(problems: Iterable[Problem], project: Project) -> list[Problem]:
    """The problems in the order of files and lines, doubles left out, each with its line.

    Settings come first, then connections, then definitions by path; within a line the order
    in which problems were found stays.
    """
    lines = _Lines(project)
    first = {
        project.relative(file): number
        for number, file in enumerate((project.settings_file, project.connections_file), -2)
    }

    def position(problem: Problem) -> tuple[int, str, int, int]:
        place = problem.place
        if place is None:
            return (-3, "", 0, 0)
        return (first.get(place.file, 0), place.file, place.line, place.column)

    unique: dict[object, Problem] = {}
    for each in problems:
        unique.setdefault((each.place, each.message, each.severity), each)
    return sorted((lines.added(each) for each in unique.values()), key=position)


class _Lines:
    """The lines of the project's files, read once, as far as problems lack theirs."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._lines: dict[str, list[str]] = {}

    def added(self, problem: Problem) -> Problem:
        """The problem with the line it stands on; what may be a secret is masked."""
        place = problem.place
        if place is None:
            return problem
        if place.file == self._project.relative(self._project.connections_file):
            line = self._line(place)
            return replace(problem, line=cropped(masked(line), place.column) if line else None)
        if problem.line is not None:
            return problem
        line = self._line(place)
        return replace(problem, line=cropped(line, place.column))

    def _line(self, place: Place) -> str | None:
        if place.file not in self._lines:
            text = text_of(self._project, self._project.root / place.file, place.file)
            self._lines[place.file] = text.splitlines() if isinstance(text, str) else []
        lines = self._lines[place.file]
        return lines[place.line - 1] if 0 < place.line <= len(lines) else None
