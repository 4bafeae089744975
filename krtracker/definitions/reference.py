"""The reference of the definition language, written from the shapes that check it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from krtracker.definitions.hints import as_yaml
from krtracker.definitions.schema import KINDS, schema

_INTRODUCTIONS = {
    "definition": """\
## A definition: `kr_definitions/*.yaml`

One file per objective, in folders as you like; the file's name is the objective's id. An id of a
key result is lower-case letters, digits and `_`, unique within a cycle.""",
    "project": """\
## `project.yaml`

Whose calendar, which words, which limits. Every field may be left out.""",
    "connections": """\
## `connections.yaml`

Where to ask: each field of the file is a connection. These fields every type has; the others
belong to the type (`krtracker connectors` lists them). `${env.NAME}` stands for a variable of the
environment or of the project's `.env`; a password is never written out.""",
}
_HEAD = """\
# Definitions, field by field

This page is generated from the program (`make schema`); what it says is what `krtracker check`
holds a file against. Files are YAML 1.2: `NO`, `010` and `12:30` keep their meaning. A value that
begins with `%`, `@`, `*`, `!`, a quote or a bracket, or that holds a colon, needs quotes.

What the values mean is told in [How a measure is reckoned](meaning.md).
"""
_NAMES = {
    "ObjectiveShape": "The head of the file",
    "KeyResultShape": "A key result or health metric",
    "MeasureShape": "`measure`",
    "LatestShape": "`measure.latest`",
    "ExpectShape": "`expect`",
    "BoundsShape": "Limits: `keep`, `expect.rows`, `expect.value`, `rows_per_day`",
    "ShareShape": "Shares: `expect.jump`, `expect.nulls`",
    "CountShape": "Counts: `expect.duplicates`",
    "ChangeShape": "An entry of `changes`",
    "CoachedShape": "`coach`",
    "IgnoreShape": "`coach.ignore`",
    "ProjectShape": "Settings",
    "SpanShape": "An entry of `cycles`",
    "LimitsShape": "`limits`",
    "StatusShape": "`status`",
    "TermShape": "An entry of `vocabulary`, with its plural",
    "PeopleShape": "`people`",
    "CoachShape": "`coach`, in `project.yaml`",
    "ConnectionShape": "A connection",
    "TableShape": "An entry of `tables`",
}


def reference() -> str:
    """The whole page, in Markdown."""
    parts = [_HEAD]
    told: set[str] = set()
    for kind in KINDS:
        parts.append(_INTRODUCTIONS[kind])
        for name, shape in _shapes(schema(kind)):
            if name not in told:
                told.add(name)
                parts.append(_section(name, shape))
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _shapes(root: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every shape of a file, the outer before the inner."""
    found = dict(root.get("$defs", {}))
    if "properties" in root:
        found["ObjectiveShape" if "objective" in root["properties"] else "ProjectShape"] = root
    yield from ((name, found[name]) for name in _NAMES if name in found)


def _section(name: str, shape: dict[str, Any]) -> str:
    required = shape.get("required", ())
    rows = [
        _row(field, node, is_required=field in required)
        for field, node in shape["properties"].items()
    ]
    head = "| field | says | default | for example |\n|---|---|---|---|"
    return "\n".join([f"### {_NAMES[name]}", "", shape["description"], "", head, *rows])


def _row(field: str, node: dict[str, Any], *, is_required: bool) -> str:
    default = "required" if is_required else _code(node["default"]) if "default" in node else ""
    examples = node.get("examples") or node.get("enum") or ()
    shown = ", ".join(_code(each) for each in examples)
    says = node.get("description", "").replace("|", "\\|")
    return f"| `{field}` | {says} | {default} | {shown} |"


def _code(value: Any) -> str:
    return f"`{as_yaml(value)}`".replace("|", "\\|")
