"""Which fields may stand where in a file, told from the shapes."""

from __future__ import annotations

import types
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from krtracker.definitions.document import Path


def fields_at(shape: type[BaseModel], path: Path) -> dict[str, FieldInfo]:
    """The fields of the mapping that `path` leads to, by the names used in files."""
    found = _at(shape, path)
    return named_fields(found) if found is not None else {}


def field_at(shape: type[BaseModel], path: Path) -> FieldInfo | None:
    """The field that `path` leads to, if a shape names it."""
    return fields_at(shape, path[:-1]).get(str(path[-1])) if path else None


@cache
def named_fields(shape: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of one shape, by the names used in files."""
    return {field.alias or name: field for name, field in shape.model_fields.items()}


def shapes_below(annotation: Any) -> list[type[BaseModel]]:
    """The shapes that a field's annotation mentions, through options, lists and mappings."""
    if shape := _as_shape(annotation):
        return [shape]
    if get_origin(annotation) is None:
        return []
    return [shape for part in get_args(annotation) for shape in shapes_below(part)]


@cache
def _at(shape: type[BaseModel], path: Path) -> type[BaseModel] | None:
    annotation: Any = shape
    for step in path:
        if holder := _as_shape(annotation):
            field = named_fields(holder).get(str(step))
            annotation = _bare(field.annotation) if field else None
        else:
            annotation = _inside(annotation)
        if annotation is None:
            return None
    return _as_shape(annotation)


def _as_shape(annotation: Any) -> type[BaseModel] | None:
    is_shape = isinstance(annotation, type) and issubclass(annotation, BaseModel)
    return annotation if is_shape else None


def _bare(annotation: Any) -> Any:
    """The annotation without `Annotated` and without `| None`."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        options = [each for each in get_args(annotation) if each is not type(None)]
        return _bare(options[0]) if len(options) == 1 else None
    return annotation


def _inside(annotation: Any) -> Any:
    """What a list's items or a mapping's values are."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (list, dict) and arguments:
        return _bare(arguments[-1])
    return None
