"""`krtracker schema`: what may stand in the files, for editors."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from krtracker.cli import terminal


class Kind(StrEnum):
    """The kinds of file a project has."""

    DEFINITION = "definition"
    PROJECT = "project"
    CONNECTIONS = "connections"


def schema(
    kind: Annotated[
        Kind, typer.Argument(metavar="KIND", help="`definition`, `project` or `connections`.")
    ] = Kind.DEFINITION,
) -> None:
    """The JSON Schema that an editor checks a file with; it is what `check` is made from."""
    from krtracker.definitions import schema as schema_of

    terminal.write(json.dumps(schema_of(kind.value), indent=2, ensure_ascii=False))
