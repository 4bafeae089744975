"""Every connector and every setting of it is told to those who write `connections.yaml`."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from connectors.asking.reference import reference
from connectors.registry import Registry
from krtracker.project import Project

REGISTRY = Registry(Project(Path(__file__).parent))
SETTINGS = [
    pytest.param(type, field.alias or name, field, id=f"{type} {name}")
    for type in REGISTRY.types()
    for name, field in REGISTRY.source(type).Settings.model_fields.items()
]


@pytest.mark.parametrize(("type", "name", "field"), SETTINGS)
def test_every_setting_is_described(type, name, field):
    section = reference().partition(f"## `{type}`\n")[2].partition("\n## ")[0]

    assert field.description
    assert f"| `{name}` | {field.description} |" in section


@pytest.mark.parametrize("type", REGISTRY.types())
def test_every_type_is_described_by_its_own_class(type):
    source = REGISTRY.source(type)

    assert source.__doc__
    assert inspect.getdoc(source) in reference()


@pytest.mark.parametrize("type", ["mysql", "postgres"])
def test_a_password_is_never_shown_by_settings(type):
    fields = REGISTRY.source(type).Settings

    said = fields(host="x", database="x", user="x", password="hunter2")

    assert "hunter2" not in f"{said} {said!r} {said.model_dump()}"
