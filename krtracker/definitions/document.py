"""One file of a project as plain data, with the place of every word of it."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from typing import Any, NamedTuple, TypeAlias

from krtracker.definitions.scalars import resolved
from krtracker.definitions.tree import (
    DEEPEST,
    MOST_NODES,
    MappingNode,
    Node,
    Refused,
    ScalarNode,
    SequenceNode,
    Span,
)
from krtracker.errors import Place, Problem, Severity

Path: TypeAlias = tuple[str | int, ...]
"""The way to a value: names of fields and numbers of items, from the root."""

MEASURED = ("key_results", "health_metrics")
"""The fields of a definition under which everything belongs to one key result."""


WIDEST = 160
"""Columns of a line that a message shows."""


def cropped(line: str | None, column: int) -> str | None:
    """A line as far as a message shows it; None where what matters lies beyond that."""
    if line is None or len(line) <= WIDEST:
        return line
    return f"{line[: WIDEST - 1]}…" if column < WIDEST else None


class Part(Enum):
    """The half of a field that a problem is about."""

    KEY = auto()
    VALUE = auto()


class Mark(NamedTuple):
    """Where a field's name, its value and the value's first character stand."""

    key: Span | None
    value: Span
    text_at: tuple[int, int]


class Document:
    """The data of one file; it collects the problems found in it, each with its place."""

    def __init__(
        self, file: str, lines: list[str], *, shown: Callable[[str], str] = lambda line: line
    ) -> None:
        self.file = file
        self.lines = lines
        self.shown = shown
        """How a line may be shown: one that holds a secret not as it is."""
        self.data: Any = None
        self.marks: dict[Path, Mark] = {}
        self.problems: list[Problem] = []
        self._count = 0

    def fill(self, root: Node) -> None:
        """Take data and places from a tree; doubled fields are problems, the first one counts."""
        self.data = self._constructed(root, (), None)

    def problem(
        self,
        path: Path,
        message: str,
        *,
        hint: str | None = None,
        part: Part = Part.VALUE,
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """Note a problem at the field that `path` leads to, or at the nearest one that holds it."""
        return self.problem_at(self.span(path, part), message, path, hint=hint, severity=severity)

    def problem_at(
        self,
        span: Span,
        message: str,
        path: Path = (),
        *,
        hint: str | None = None,
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """Note a problem at a place already known; `path` says whose it is."""
        subject = str(path[1]) if len(path) > 1 and path[0] in MEASURED else None
        line = self.line(span.line)
        is_masked = line is not None and line != self.lines[span.line - 1]
        noted = Problem(
            message,
            Place(self.file, span.line, span.column),
            hint=hint,
            severity=severity,
            line=cropped(line, span.column),
            width=1 if is_masked else min(span.width, WIDEST),
            subject=subject,
        )
        self.problems.append(noted)
        return noted

    def span(self, path: Path, part: Part = Part.VALUE) -> Span:
        """Where the field stands; a whole mapping or list stands where its name does."""
        while path not in self.marks and path:
            path, part = path[:-1], Part.KEY
        mark = self.marks.get(path)
        if mark is None:
            return Span(1, 1)
        return mark.key if part is Part.KEY and mark.key is not None else mark.value

    def line(self, number: int) -> str | None:
        """The text of a line counted from one, as it may be shown; None past the end."""
        return self.shown(self.lines[number - 1]) if 0 < number <= len(self.lines) else None

    def at(self, path: Path) -> Any:
        """The data that `path` leads to, or None."""
        data = self.data
        for step in path:
            if isinstance(data, dict):
                data = data.get(step)
            elif isinstance(data, list) and isinstance(step, int) and step < len(data):
                data = data[step]
            else:
                return None
        return data

    def path_at(self, line: int) -> Path:
        """The way to the last field whose name or value begins on or before `line`."""
        found: Path = ()
        for path, mark in self.marks.items():
            if (mark.key or mark.value).line > line:
                break
            found = path
        return found

    def place_of(self, path: Path) -> Place:
        """Where the name of the field stands that `path` leads to."""
        span = self.span(path, Part.KEY)
        return Place(self.file, span.line, span.column)

    def places_below(self, depth: int) -> dict[Path, dict[str, Place]]:
        """By the first `depth` steps, the first character of everything below, by dotted path."""
        found: dict[Path, dict[str, Place]] = {}
        for path, mark in self.marks.items():
            if len(path) > depth:
                below = found.setdefault(path[:depth], {})
                below[".".join(map(str, path[depth:]))] = Place(self.file, *mark.text_at)
        return found

    def _constructed(self, node: Node, path: Path, key: Span | None) -> Any:
        self._count += 1
        if self._count > MOST_NODES:
            raise Refused(f"more than {MOST_NODES:,} values in one file", node.span)
        if len(path) > DEEPEST:
            raise Refused(f"more than {DEEPEST} levels deep", node.span)
        if isinstance(node, ScalarNode):
            self.marks[path] = Mark(key, node.span, node.text_at)
            return resolved(node.text) if node.is_plain else node.text
        at = key or node.span
        self.marks[path] = Mark(key, at, (at.line, at.column))
        if isinstance(node, SequenceNode):
            return [
                self._constructed(item, (*path, number), None)
                for number, item in enumerate(node.items)
            ]
        return self._mapping(node, path)

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for key, value in node.pairs:
            below = (*path, key.text)
            if key.text in fields:
                first = self.marks[below].key
                where = f"first on line {first.line}" if first else None
                self.problem_at(key.span, f"`{key.text}` is written twice", below, hint=where)
            else:
                fields[key.text] = self._constructed(value, below, key.span)
        return fields
