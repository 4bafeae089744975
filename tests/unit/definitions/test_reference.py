"""What editors and readers are told is what `check` holds files against."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import BaseModel

from docs.generate import pages
from krtracker.definitions import schema
from krtracker.definitions.fields import named_fields, shapes_below
from krtracker.definitions.reading import document_of
from krtracker.definitions.reference import reference
from krtracker.definitions.schema import KINDS
from krtracker.definitions.shapes.connection import ConnectionShape
from krtracker.definitions.shapes.objective import ObjectiveShape
from krtracker.definitions.shapes.project import ProjectShape

ROOT = Path(__file__).parents[3]
DEFINITIONS = sorted((ROOT / "kr_definitions").rglob("*.yaml"))
AT_FAULT = ROOT / "tests" / "definitions_at_fault" / "definition"


def shapes(root: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """A shape and all that it is made of."""
    yield root
    for field in named_fields(root).values():
        for below in shapes_below(field.annotation):
            yield from shapes(below)


FIELDS = [
    (shape, name, field)
    for root in (ObjectiveShape, ProjectShape, ConnectionShape)
    for shape in dict.fromkeys(shapes(root))
    for name, field in named_fields(shape).items()
]


def faults_of(path: Path, kind: str) -> list[str]:
    """What an editor would underline in a file."""
    data = document_of(path.read_text(), path.name).data
    validator = jsonschema.Draft202012Validator(schema(kind))
    return [error.message for error in validator.iter_errors(data)]


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_a_generated_page_is_current(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == pages()[path], "run `make schema`"


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_a_schema(kind: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(kind))


@pytest.mark.parametrize(("shape", "name", "field"), FIELDS)
def test_every_field_is_described_in_the_reference(
    shape: type[BaseModel], name: str, field: Any
) -> None:
    assert field.description, f"{shape.__name__}.{name} needs a description"
    assert f"| `{name}` | {field.description.replace('|', chr(92) + '|')} |" in reference()


@pytest.mark.parametrize("path", DEFINITIONS, ids=lambda path: path.stem)
def test_the_demo_is_sound_in_an_editor_too(path: Path) -> None:
    assert faults_of(path, "definition") == []


@pytest.mark.parametrize(
    "name",
    [
        "unknown_field",
        "not_a_number",
        "an_id_in_capitals",
        "missing_fields",
        "unknown_window",
        "a_change_in_points",
        "an_unknown_cadence",
        "too_many_columns_to_split_by",
        "a_misshapen_expectation",
        "a_misspelt_history",
        "not_a_duration",
        "key_results_as_a_list",
    ],
)
def test_an_editor_underlines_what_check_refuses(name: str) -> None:
    assert faults_of(AT_FAULT / f"{name}.yaml", "definition")


@pytest.mark.parametrize("kind", ["project", "connections"])
def test_the_demos_other_files_are_sound_in_an_editor(kind: str) -> None:
    assert faults_of(ROOT / f"{kind}.yaml", kind) == []
