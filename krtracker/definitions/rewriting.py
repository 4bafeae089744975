"""A definition's text with some fields changed; all else, comments included, as it was."""

from __future__ import annotations

from collections.abc import Sequence

from krtracker.definitions.document import Document, Path
from krtracker.definitions.reading import document_of


class CannotRewriteError(Exception):
    """A field shares its line with others, so that it cannot be changed alone."""


class Rewriting:
    """One text, and what is to be changed in it; nothing is changed before `text` is asked."""

    def __init__(self, text: str, file: str) -> None:
        self._lines = text.splitlines()
        self._document: Document = document_of(text, file)
        self._gone: set[int] = set()
        self._before: dict[int, list[str]] = {}
        self._instead: dict[int, str] = {}

    def at(self, path: Path) -> object:
        """What the text says at `path`, or None."""
        return self._document.at(path)

    def has(self, path: Path) -> bool:
        """Whether there is such a field."""
        return path in self._document.marks

    def replace(self, path: Path, value: str) -> None:
        """Write another value, on one line; a remark behind a single word stays."""
        first, until = self._span(path)
        mark, line = self._document.marks[path], self._lines[first]
        name = f"{' ' * self.indent(path)}{path[-1]}:"
        if until == first + 1 and mark.value.line == first + 1 and mark.key != mark.value:
            start = mark.value.column - 1
            self._instead[first] = line[:start] + value + line[start + mark.value.width :]
            return
        self._gone.update(range(first + 1, until))
        self._instead[first] = f"{name} {value}"

    def remove(self, path: Path) -> None:
        """Leave a field out, with all below it, what was put there and the gap behind it."""
        if self.has(path):
            first, until = self._span(path)
            is_block = until > first + 1
            while is_block and until < len(self._lines) and not self._lines[until].strip():
                until += 1
            lines = range(first, until)
            self._gone.update(lines)
            for number in lines:
                self._before.pop(number, None)

    def put_before(self, path: Path, lines: Sequence[str]) -> None:
        """Add lines above a field, as far to the right as it stands."""
        first, _ = self._span(path)
        space = " " * self.indent(path)
        self._before.setdefault(first, []).extend(f"{space}{line}" for line in lines)

    def indent(self, path: Path) -> int:
        """How far to the right a field stands."""
        key = self._document.marks[path].key
        return key.column - 1 if key is not None else 0

    def lines(self, path: Path) -> list[str]:
        """A field and all below it as it will stand, without what is removed from it."""
        return self._written(*self._span(path))

    def append(self, path: Path | None, lines: Sequence[str]) -> None:
        """Add lines at the end of the field at `path`, or at the end of the text."""
        until = len(self._lines) if path is None else self._span(path)[1]
        self._before.setdefault(until, []).extend(lines)

    def text(self) -> str:
        """The text as it will be."""
        return "\n".join(self._written(0, len(self._lines) + 1)) + "\n"

    def _written(self, first: int, until: int) -> list[str]:
        found: list[str] = []
        for number in range(first, until):
            found += self._before.get(number, [])
            if number < len(self._lines) and number not in self._gone:
                found.append(self._instead.get(number, self._lines[number]))
        return found

    def _span(self, path: Path) -> tuple[int, int]:
        """The lines that a field takes, counted from 0: its own and those further to the right.

        Raises:
            CannotRewriteError: another field stands on its line.
        """
        key = self._document.marks[path].key
        if key is None or self._lines[key.line - 1][: key.column - 1].strip():
            dotted = ".".join(map(str, path))
            raise CannotRewriteError(f"`{dotted}` stands on one line with other fields")
        until = key.line
        for number in range(key.line, len(self._lines)):
            line = self._lines[number]
            inner = len(line) - len(line.lstrip())
            is_item = line.lstrip().startswith("- ") and inner == key.column - 1
            if line.strip() and inner < key.column and not is_item:
                break
            if line.strip() and (inner >= key.column or is_item):
                until = number + 1
        return key.line - 1, until
