"""The JSON Schema of each kind of file, for the editor."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from krtracker.definitions.shapes.connection import ConnectionShape
from krtracker.definitions.shapes.objective import ObjectiveShape
from krtracker.definitions.shapes.project import ProjectShape

KINDS = ("definition", "project", "connections")

_TITLES = {
    "definition": "A file of kr_definitions/: one objective and its key results",
    "project": "project.yaml: whose calendar, which words, which limits",
    "connections": "connections.yaml: named sources",
}


def schema(kind: str = "definition") -> dict[str, Any]:
    """The JSON Schema of a definition, of `project.yaml` or of `connections.yaml`."""
    adapters: dict[str, TypeAdapter[Any]] = {
        "definition": TypeAdapter(ObjectiveShape),
        "project": TypeAdapter(ProjectShape),
        "connections": TypeAdapter(dict[str, ConnectionShape]),
    }
    found = _tidied(adapters[kind].json_schema(by_alias=True))
    found.pop("title", None)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": _TITLES[kind]}
    return {**head, **found}


def _tidied(node: dict[str, Any]) -> dict[str, Any]:
    """A schema without the nothing that no field may hold, and without names made by machine."""
    made = {name: value for name, value in node.items() if name != "title"}
    if made.get("default", ...) in (None, "", [], {}):
        del made["default"]
    if "patternProperties" in made:
        made.setdefault("additionalProperties", False)
    options = made.pop("anyOf", None)
    if options is not None:
        options = [_tidied(each) for each in options if each != {"type": "null"}]
        made = {**made, **options[0]} if len(options) == 1 else {**made, "anyOf": options}
    for name in ("properties", "patternProperties", "$defs"):
        if name in made:
            made[name] = {key: _tidied(each) for key, each in made[name].items()}
    for name in ("items", "additionalProperties"):
        if isinstance(made.get(name), dict):
            made[name] = _tidied(made[name])
    return made
