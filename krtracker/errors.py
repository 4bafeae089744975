"""What can go wrong through no fault of ours, and where in the user's files it went wrong."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache


class Severity(StrEnum):
    """How much a problem weighs: an error stops its key result, a warning only tells."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class Place:
    """A position in a file of the project, lines and columns counted from one."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True)
class Problem:
    """One fault in a definition or a setting, with its place and one thing to try."""

    message: str
    place: Place | None = None
    hint: str | None = None
    severity: Severity = Severity.ERROR
    line: str | None = None
    """The source line, so that a caret can stand under the word."""
    width: int = 1
    """How many columns the word at fault spans."""
    subject: str | None = None
    """The id of the key result that cannot be measured because of it, if it is one alone."""
    rule: str | None = None
    """The coach's rule that asks, where it is a question and not a fault."""

    @property
    def is_question(self) -> bool:
        """Whether only the coach asks, and nothing is at fault."""
        return self.rule is not None and self.severity is Severity.WARNING

    def __str__(self) -> str:
        head = f"{self.place}: {self.message}" if self.place else self.message
        if self.severity is Severity.WARNING:
            head = f"{head} (warning)"
        lines = [head]
        if self.place and self.line is not None:
            number = str(self.place.line)
            caret = " " * (self.place.column - 1) + "^" * max(1, self.width)
            lines += [f"{number:>5} | {self.line}", f"{'':>5} | {caret}"]
        if self.hint:
            lines.append(f"{'':>5} = hint: {self.hint}")
        return "\n".join(lines)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` was most likely meant to be, or None.

    >>> nearest("taget", ["target", "title"])
    'target'
    """
    return _nearest(word, tuple(known))


@lru_cache(maxsize=1024)
def _nearest(word: str, known: tuple[str, ...]) -> str | None:
    """The same slip of the pen recurs from file to file."""
    return next(iter(get_close_matches(word, known, n=1, cutoff=0.6)), None)


class TrackerError(Exception):
    """A fault that is not ours; its text is fit to be read by the person who can mend it."""


class DefinitionError(TrackerError):
    """Definitions or settings are at fault: whoever wrote the YAML can mend it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def reason_of(
    error: Exception, *foreseen: type[Exception], log: logging.Logger, failed: str
) -> str:
    """What is said of an error where it must stop nobody else: its own words if it was foreseen.

    Others are faults of ours, or of a connector: the log tells what `failed` and where. The text of
    such an error may hold a secret; its kind does not.

    >>> reason_of(KeyError("hunter2"), log=logging.getLogger("nobody"), failed="counting failed")
    'an unexpected KeyError; the log of the run tells where'
    """
    if isinstance(error, foreseen):
        return str(error)
    log.error(failed, exc_info=error)
    return f"an unexpected {type(error).__name__}; the log of the run tells where"


class UsageError(TrackerError):
    """The words of a command are at fault: whoever typed it can mend it."""


class ConnectorError(TrackerError):
    """A source did not do what it was asked: its operator, the network or the query is at fault."""

    def __init__(self, message: str, *, transient: bool = False) -> None:
        super().__init__(message)
        self.transient = transient
        """Whether asking again in a moment may help (a dropped connection, a full queue)."""


class QueryError(ConnectorError):
    """The source answered that this query cannot be: a missing column, a refused write."""


class ExpectationError(TrackerError):
    """An expectation could not be evaluated at all (a failed one is a verdict, not an error)."""


class LedgerError(TrackerError):
    """The ledger cannot be read or written: damaged, from a newer program, or out of space."""


class NotesError(TrackerError):
    """The notes cannot be read or written: their database is away, damaged or misnamed."""
