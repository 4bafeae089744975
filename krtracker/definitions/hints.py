"""One thing to try for what people write by mistake: other tools' words, other lands' numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel

from krtracker.definitions.fields import named_fields, shapes_below
from krtracker.errors import nearest

_GROUPED = re.compile(r"[-+]?[0-9]{1,3}(?:[ _'\u00a0\u202f][0-9]{3})+(?:[.,][0-9]+)?")
_COMMA = re.compile(r"[-+]?[0-9]+,[0-9]+")
_WITH_UNIT = re.compile(r"([-+]?[0-9]+(?:\.[0-9]+)?)\s*(\S.*)")

_OTHER_WORDS: Mapping[str, tuple[str, ...]] = {
    "objective": ("title", "name", "aim"),
    "title": ("name", "label"),
    "team": ("owner", "owners", "lead", "responsible", "assignee"),
    "cycle": ("period", "quarter", "cadence", "timeframe"),
    "contributes_to": ("parent", "aligned_to", "supports"),
    "why": ("description", "reason", "context", "notes"),
    "key_results": ("krs", "results", "metrics", "kpis"),
    "health_metrics": ("health", "kpis"),
    "baseline": ("start", "initial", "current", "start_value"),
    "target": ("goal", "target_value", "end"),
    "source": ("connection", "database", "datasource", "data_source"),
    "cadence": ("frequency", "interval", "schedule"),
    "sql": ("query", "select"),
    "measure": ("metric",),
    "formula": ("expression",),
    "expect": ("checks", "tests", "quality"),
    "from": ("table", "rows", "model"),
    "value": ("aggregate", "select", "expression", "agg"),
    "where": ("filter", "filters", "condition"),
    "at": ("date", "time", "timestamp", "time_column", "date_column"),
    "window": ("period", "range"),
    "at_least": ("min", "minimum", "min_value", "gte"),
    "at_most": ("max", "maximum", "max_value", "lte"),
    "timezone": ("tz", "zone", "time_zone"),
}
"""By field, what it is called elsewhere."""


def unknown_hint(name: str, fields: Iterable[str], shape: type[BaseModel]) -> str | None:
    """What an unknown field may have been meant to be, where it belongs, or what there is."""
    fields = list(fields)
    if name == "<<":
        return "YAML 1.2 has no merge key: write the fields out"
    if re.fullmatch("[0-9]+", name):
        return "a decimal comma? numbers are written with a point"
    holder = _holder(name, shape)
    if holder is not None:
        return f"`{name}` belongs in {holder}: is it indented like its neighbours?"
    near = meant(name, fields)
    if near is not None:
        return f"did you mean `{near}`?"
    return f"fields here are {listed(fields)}" if fields else None


def meant(name: str, fields: Iterable[str]) -> str | None:
    """The field that a name stands for: misspelt, or as other tools call it."""
    fields, tidied = list(fields), name.lower().replace("-", "_").replace(" ", "_")
    near = nearest(tidied, fields)
    return near or next((each for each in fields if tidied in _OTHER_WORDS.get(each, ())), None)


def listed(words: Iterable[str]) -> str:
    """`a`, `b`, `c`."""
    return ", ".join(f"`{word}`" for word in words)


def as_yaml(value: Any) -> str:
    """A value as it is written on one line of a file.

    >>> as_yaml({"overwritten": ["status"], "growth": True})
    '{overwritten: [status], growth: true}'
    """
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {as_yaml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_yaml, value)) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def number_hint(value: Any) -> str | None:
    """How a number that YAML takes for text is to be written.

    >>> number_hint("4,5"), number_hint("24 h")
    ('write 4.5: numbers take a decimal point', 'write 24; `h` belongs in `unit`')
    """
    if not isinstance(value, str):
        return None
    text = value.strip()
    if _GROUPED.fullmatch(text):
        plain = re.sub(r"[ _'\u00a0\u202f]", "", text).replace(",", ".")
        return f"write {plain}: digits are not grouped"
    if _COMMA.fullmatch(text):
        return f"write {text.replace(',', '.')}: numbers take a decimal point"
    found = _WITH_UNIT.fullmatch(text)
    if found and not found[2][0].isdigit() and len(found[2]) < 20:
        return f"write {found[1]}; `{found[2]}` belongs in `unit`"
    return None


def _holder(name: str, shape: type[BaseModel]) -> str | None:
    """Which field of the file has `name` among its own, for a field that stands elsewhere."""
    return _holders(shape).get(name)


@cache
def _holders(shape: type[BaseModel]) -> Mapping[str, str]:
    """By the name of each field that may stand in the file, the outermost one that holds it."""
    found: dict[str, str] = {}
    waiting: list[tuple[str, type[BaseModel]]] = [("the head of the file", shape)]
    for holder, each in waiting:
        for name, field in named_fields(each).items():
            found.setdefault(name, holder)
            waiting += [(f"`{name}`", inner) for inner in shapes_below(field.annotation)]
    return found
