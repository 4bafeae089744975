"""A definition that is only drafted: read from standard input as if it were saved."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from krtracker.errors import UsageError
from krtracker.project import Project

Draft: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--draft",
        metavar="FILE",
        help="Read standard input as if it were this definition file; nothing is saved.",
    ),
]


def drafted(project: Project, file: Path) -> Project:
    """The project as it would be with what standard input says as its definition `file`.

    Raises:
        UsageError: no definition could lie there.
    """
    path = Path(os.path.normpath(project.root / file))
    if not path.is_relative_to(project.definitions) or path.suffix not in {".yaml", ".yml"}:
        folder = project.relative(project.definitions)
        raise UsageError(f"`{file}` is no definition; write it as {folder}/name.yaml")
    text = sys.stdin.buffer.read().decode("utf-8", "surrogateescape")
    return replace(project, drafts={path: text})
