"""Problems of a connection's settings, each at its word in `connections.yaml`."""

from __future__ import annotations

import re

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from krtracker.domain.catalog import Connection
from krtracker.errors import Place, Problem, nearest
from krtracker.project import Project


class Placing:
    """Knows where the fields of one connection stand, and the lines they stand on."""

    def __init__(self, project: Project, connection: Connection) -> None:
        self._project = project
        self._connection = connection

    def all(self, error: ValidationError, fields: type[BaseModel]) -> list[Problem]:
        """One problem for each fault that the settings have."""
        faults = error.errors(include_url=False, include_input=False)
        unknown = [str(each["loc"][0]) for each in faults if each["type"] == "extra_forbidden"]
        return [
            self._problem(each, fields)
            for each in faults
            # A misspelt name is one mistake: the unknown field tells it, not the missing one.
            if each["type"] != "missing" or not nearest(str(each["loc"][0]), unknown)
        ]

    def at(self, field: str, message: str, *, hint: str | None = None) -> Problem:
        """A problem at the value of a field, else at the connection's name."""
        place = self._connection.places.get(field, self._connection.place)
        return self._placed(message, place, hint)

    def at_name(self, field: str, message: str, *, hint: str | None = None) -> Problem:
        """A problem at the name of a field, which stands before its value."""
        place = self._connection.places.get(field, self._connection.place)
        line = self._line(place)
        found = list(re.finditer(rf"\b{re.escape(field)}\b", line[: place.column])) if place else []
        if place and found:
            place = Place(place.file, place.line, found[-1].start() + 1)
        return self._placed(message, place, hint, width=len(field) if found else 1)

    def _problem(self, fault: ErrorDetails, fields: type[BaseModel]) -> Problem:
        name = str(fault["loc"][0]) if fault["loc"] else ""
        type = self._connection.type
        match fault["type"]:
            case "missing":
                described = _fields(fields)[name].description
                hint = described[:1].lower() + described[1:].rstrip(".") if described else None
                message = f"`{self._connection.name}` needs a `{name}`"
                return self._placed(message, self._connection.place, hint)
            case "extra_forbidden":
                return self.at_name(
                    name, f"unknown setting `{name}` of type `{type}`", hint=_known(name, fields)
                )
            case _:
                return self.at(name, f"`{name}` must be {_wanted(fault)}")

    def _placed(
        self, message: str, place: Place | None, hint: str | None, *, width: int = 1
    ) -> Problem:
        return Problem(message, place, hint=hint, line=self._line(place) or None, width=width)

    def _line(self, place: Place | None) -> str:
        file = self._project.root / place.file if place else self._project.connections_file
        if place is None or not file.is_file():
            return ""
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
        return lines[place.line - 1] if place.line <= len(lines) else ""


def _known(name: str, fields: type[BaseModel]) -> str:
    near = nearest(name, _fields(fields))
    if near:
        return f"did you mean `{near}`?"
    return "settings are " + ", ".join(f"`{each}`" for each in _fields(fields))


def _fields(fields: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields as `connections.yaml` names them."""
    return {each.alias or name: each for name, each in fields.model_fields.items()}


def _wanted(fault: ErrorDetails) -> str:
    """What a value must be; never what it is, because it may be a secret."""
    context = fault.get("ctx", {})
    match fault["type"]:
        case "phrase":
            return str(context["wanted"])
        case "string_type" | "path_type":
            return "text"
        case "int_type" | "int_parsing" | "int_from_float":
            return "a whole number"
        case "float_type" | "float_parsing":
            return "a number"
        case "bool_type" | "bool_parsing":
            return "`true` or `false`"
        case "literal_error":
            return f"one of {context['expected'].replace(chr(39), '`')}"
        case "greater_than_equal":
            return f"at least {context['ge']}"
        case "less_than_equal":
            return f"at most {context['le']}"
        case "string_too_short":
            return "text that is not empty"
        case "string_pattern_mismatch":
            return f"like `{context['pattern']}`"
        case _:
            return f"otherwise: {fault['msg'].lower()}"
