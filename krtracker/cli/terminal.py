"""What is said where: results on standard output, everything else on standard error."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from krtracker.errors import Problem, Severity
from krtracker.redaction import redacted

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

DOCUMENT_VERSION = 1
"""The version of every `--json` document; it rises when a field changes its meaning or goes."""

WIDTH_OFF_TERMINAL = 160
"""How wide tables are drawn where nobody says how wide the page is, as in a pipe."""

UNSEEN = dict.fromkeys(map(ord, "\a\b\v\f\r"))
"""What rings, or writes over what has been written: it is left out, as where lines are drawn."""


def results() -> Console:
    """Where results are drawn: standard output, coloured on a terminal unless NO_COLOR is set."""
    return _console(is_error=False)


def notices() -> Console:
    """Where everything else is said: standard error."""
    return _console(is_error=True)


def draw(*parts: RenderableType) -> None:
    """Put a result on standard output."""
    console = results()
    for part in parts:
        console.print(part)


def write(text: str) -> None:
    """Put a result that other programs read on standard output, as it is."""
    text = redacted(text)
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def document(content: Mapping[str, Any]) -> None:
    """Put a result on standard output as one versioned JSON document."""
    whole = {"version": DOCUMENT_VERSION, **content}
    write(json.dumps(whole, indent=2, ensure_ascii=False, allow_nan=False, default=_plain))


def say(text: str, *, style: str = "", to: Console | None = None) -> None:
    """Tell the person at the terminal something, word for word; no result unless `to` says so."""
    if style or to is not None:
        console = to or notices()
        console.print(redacted(text), style=style, markup=False, highlight=False, soft_wrap=True)
    else:  # what has no colour need not wait for the library that draws
        sys.stderr.write(redacted(text).translate(UNSEEN) + "\n")


def report(problems: Iterable[Problem], *, to: Callable[[], Console] = notices) -> None:
    """Tell every problem: place, message, line, caret and hint."""
    problems = list(problems)
    if not problems:
        return
    from rich.text import Text

    told = Text()
    for problem in problems:
        head, _, rest = redacted(str(problem)).partition("\n")
        is_error = problem.severity is Severity.ERROR
        told.append(f"{head}\n", style="bold red" if is_error else "yellow")
        told.append(f"{rest}\n" if rest else "")
    console = to()
    if console.is_terminal:
        console.print(told, soft_wrap=True, end="")
    else:
        console.file.write(told.plain)  # a thousand problems are told at once


def _plain(value: object) -> str:
    """A day or a moment in JSON's words."""
    return value.isoformat() if isinstance(value, date) else str(value)


@contextmanager
def bar(description: str, total: int) -> Iterator[Callable[[int], None]]:
    """A progress bar on standard error, to be told how many more are done; none off a terminal."""
    if not sys.stderr.isatty() or total == 0:
        yield lambda _done: None
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=notices(), transient=True) as progress:
        task = progress.add_task(description, total=total)
        yield lambda done: progress.advance(task, done)


def _console(*, is_error: bool) -> Console:
    from rich.console import Console

    stream = sys.stderr if is_error else sys.stdout
    is_told = stream.isatty() or "COLUMNS" in os.environ
    width = None if is_told else WIDTH_OFF_TERMINAL
    return Console(stderr=is_error, width=width, highlight=False)
