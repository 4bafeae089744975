"""`krtracker save`: a definition from standard input, kept when `check` accepts it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated

import typer

from krtracker.cli import terminal
from krtracker.errors import Problem, Severity, UsageError


def save(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file of kr_definitions/.")],
    over: Annotated[
        str | None,
        typer.Option("--over", metavar="SHA256", help="Of the text that is to be replaced."),
    ] = None,
) -> None:
    """Save what standard input says as a definition, if check accepts it; for pages and editors.

    A file that is there is replaced only by whoever has seen it: --over must be its digest.
    """
    from krtracker.cli import files
    from krtracker.cli.drafting import drafted
    from krtracker.cli.start import project_of, start_in

    project = project_of(context)
    before = {str(each) for each in start_in(project).catalog.problems}
    draft = drafted(project, file)
    ((path, text),) = draft.drafts.items()
    found = [
        each
        for each in start_in(draft).catalog.problems
        if each.severity is Severity.ERROR
        if str(each) not in before or (each.place and each.place.file == project.relative(path))
    ]
    if found:
        terminal.report(found)
        raise UsageError("nothing was saved: `krtracker check` would not accept it")
    seen = files.read(path)
    if seen is not None and digest(seen) != over:
        hint = "nothing was saved; look at what it says now"
        raise UsageError(str(Problem(f"{project.relative(path)} says something else", hint=hint)))
    files.replace(path, seen=seen, text=text)
    terminal.write(f"saved {project.relative(path)}")


def digest(text: str) -> str:
    """What names a text: the SHA-256 of its UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
