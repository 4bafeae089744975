"""`krtracker connectors`: which kinds of source there are, and what each must be told."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from krtracker.cli import terminal
from krtracker.cli.options import AsJson
from krtracker.errors import ConnectorError, UsageError
from krtracker.project import Project

if TYPE_CHECKING:
    from connectors.registry import Registry

COMMON = "timezone, look_back, timeout, max_parallel, tables, views, allow_tables, allow_functions"
"""What every connection may say besides, whatever its type."""


def connectors(context: typer.Context, as_json: AsJson = False) -> None:
    """Every type that a connection may have, with its settings; a project's own included."""
    from connectors.registry import Registry

    registry = Registry(_project(context))
    found = [_told(registry, each) for each in registry.types()]
    if as_json:
        terminal.document({"connectors": found})
        return
    for each in found:
        terminal.write(f"{each['type']}: {each['fault'] or each['title']}")
        for setting in each["settings"]:
            terminal.write(f"  {setting['name']:<14} {_in_words(setting)}")
    terminal.say(f"every type also takes: {COMMON}")


def _project(context: typer.Context) -> Project:
    """The project meant; where there is none a folder of ours, which adds no types."""
    from krtracker.cli.start import project_of

    try:
        return project_of(context)
    except UsageError:
        return Project(Path(__file__).parent)


def _told(registry: Registry, type: str) -> dict[str, Any]:
    """One type, its settings and why it cannot be used, if so."""
    told: dict[str, Any] = {"type": type, "title": "", "fault": None, "settings": []}
    try:
        source = registry.source(type)
    except ConnectorError as error:
        return told | {"fault": str(error)}
    settings = [
        {
            "name": field.alias or name,
            "required": field.is_required(),
            "default": None if field.is_required() else field.default,
            "description": field.description or "",
        }
        for name, field in source.Settings.model_fields.items()
    ]
    return told | {"title": (source.__doc__ or "").partition("\n")[0], "settings": settings}


def _in_words(setting: dict[str, Any]) -> str:
    default = setting["default"]
    need = "required" if setting["required"] else "optional" if default is None else str(default)
    return f"{need}  {setting['description']}".rstrip()
