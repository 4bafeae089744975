"""Does a document fit its shape, and what remains of it without the parts that do not?"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from krtracker.definitions.document import Document, Part, Path
from krtracker.definitions.hints import unknown_hint
from krtracker.definitions.shapes.shape import TOLD
from krtracker.definitions.wording import path_of, worded

Fitted = TypeVar("Fitted", bound=BaseModel)
Placeholder = Callable[[Path], Any]
"""What may stand for a missing field, so that the rest can still be shown; None if nothing."""

MOST_ROUNDS = 12


def _nothing(_path: Path) -> None:
    """No placeholder for anything."""


def fitted(
    document: Document,
    data: Any,
    shape: type[Fitted],
    *,
    prefix: Path = (),
    placeholder: Placeholder = _nothing,
) -> Fitted | None:
    """The data in its shape; what does not fit is a problem, and is left out.

    One fault never hides another: all are noted at once, and what remains is fitted again so
    that siblings of a fault live on. None where nothing is left to fit.
    """
    if not isinstance(data, dict):
        if data is not None or not prefix:
            noun = "is empty" if data is None else "must be a mapping of fields"
            document.problem(prefix, f"`{prefix[-1]}` {noun}" if prefix else f"the file {noun}")
        return None
    empty = list(_empty_fields(data, prefix))
    for path in empty:
        _note_empty(document, path)
    errors: list[ErrorDetails] = []
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        errors = error.errors(include_url=False)
    _note(errors, document, shape, prefix, told=set(empty))
    rest = copy.deepcopy(data)
    for _ in range(MOST_ROUNDS):
        for each in errors:
            _leave_out(rest, each, placeholder)
        try:
            return shape.model_validate(rest, context=TOLD)
        except ValidationError as error:
            errors = error.errors(include_url=False)
    return None


def _note(
    errors: list[ErrorDetails],
    document: Document,
    shape: type[BaseModel],
    prefix: Path,
    *,
    told: set[Path],
) -> None:
    """One problem for each fault; what has been `told` to have no value is not told again."""
    said: set[tuple[Path, str]] = set()
    for error in errors:
        words = worded(error, document, shape, prefix)
        if words is None or (error["type"] != "missing" and (*prefix, *words.path) in told):
            continue
        if (words.path, words.message) not in said:
            said.add((words.path, words.message))
            path = (*prefix, *words.path)
            document.problem(path, words.message, hint=words.hint, part=words.part)


def _empty_fields(data: Any, path: Path) -> Iterator[Path]:
    """Every field and item without a value; in an expectation's arguments that may be meant."""
    if not isinstance(data, dict | list):
        return
    for step, value in data.items() if isinstance(data, dict) else enumerate(data):
        if value is None:
            yield (*path, step)
        elif step != "expectations" and isinstance(value, dict | list):
            yield from _empty_fields(value, (*path, step))


def _note_empty(document: Document, path: Path) -> None:
    name = str(path[-1])
    if isinstance(path[-1], int):
        field = next(step for step in reversed(path) if isinstance(step, str))
        message = f"`{field}` item {path[-1] + 1} has no value"
        document.problem(path, message, hint="write a value, or leave it out")
    elif name.isdigit():
        message, hint = f"unknown field `{name}`", unknown_hint(name, (), BaseModel)
        document.problem(path, message, hint=hint, part=Part.KEY)
    else:
        document.problem(path, f"`{name}` has no value", hint=_empty_hint(document, path))


def _empty_hint(document: Document, path: Path) -> str:
    span = document.span(path, Part.KEY)
    line = document.line(span.line) or ""
    if "#" in line[span.column - 1 :]:
        return f'`#` begins a comment: quote the value, `{path[-1]}: "#..."`'
    return "write a value, or leave the field out"


def _leave_out(data: Any, error: ErrorDetails, placeholder: Placeholder) -> None:
    """Remove what is at fault, or put a placeholder where something is missing."""
    path, is_name = path_of(error)
    if is_name and str(path[-1]).strip():
        return  # told; what stands under the name is looked at all the same
    if error["type"] == "missing":
        stand_in, holder = placeholder(path), _holder(data, path)
        if stand_in is not None and isinstance(holder, dict):
            holder[path[-1]] = stand_in
            return
        path = path[:-1]
    if not path:
        return
    holder = _holder(data, path)
    if isinstance(holder, dict):
        holder.pop(path[-1], None)
    elif isinstance(holder, list):
        # The whole list goes: what is left of it would be another promise than was written.
        _leave_out(data, {**error, "type": "list", "loc": path[:-1]}, placeholder)


def _holder(data: Any, path: Path) -> Any:
    for step in path[:-1]:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data
