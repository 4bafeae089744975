"""A fault that a shape found, in the words of the person who wrote the file."""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from unicodedata import normalize

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from krtracker.definitions.document import Document, Part, Path
from krtracker.definitions.fields import field_at, fields_at
from krtracker.definitions.hints import as_yaml, listed, meant, number_hint, unknown_hint
from krtracker.definitions.repair import quoted
from krtracker.definitions.shapes.shape import ID_PATTERN
from krtracker.errors import nearest


class Words(NamedTuple):
    """What is at fault, where it stands, and one thing to try."""

    path: Path
    message: str
    hint: str | None = None
    part: Part = Part.VALUE


def worded(
    error: ErrorDetails, document: Document, shape: type[BaseModel], prefix: Path
) -> Words | None:
    """The words for one fault of the data below `prefix`; None where another one tells it."""
    path, is_name = path_of(error)
    if error["type"] == "missing":
        return _missing(path, document.at((*prefix, *path[:-1])), shape, prefix)
    if error["type"] == "extra_forbidden":
        return _unknown(path, shape)
    if is_name:
        return _bad_name(path)
    if isinstance(error["input"], str) and not error["input"].strip():
        return Words(path, f"{_name(path)} must not be empty")
    wanted, hint = _wanted(error, path, shape)
    if error["type"] in {"too_long", "too_short"}:
        return Words(path, f"{_name(path)} must have {wanted}, not {error['ctx']['actual_length']}")
    if error["type"] == "phrase" and error["ctx"]["at"] is not None:
        path = (*path, error["ctx"]["at"])
    return Words(
        path, f"{_name(path)} must be {wanted}{_instead(document, (*prefix, *path))}", hint
    )


def path_of(error: ErrorDetails) -> tuple[Path, bool]:
    """The way to what is at fault, and whether it is the field's name rather than its value.

    pydantic ends the way to a name with `[key]`, which a field may be called as well.
    """
    path = error["loc"]
    is_name = len(path) > 1 and path[-1] == "[key]" and path[-2] == error["input"]
    return path[:-1] if is_name else path, is_name


def _wanted(error: ErrorDetails, path: Path, shape: type[BaseModel]) -> tuple[str, str | None]:
    """What the value must be, and what may help."""
    value, context = error["input"], error.get("ctx", {})
    match error["type"]:
        case "phrase":
            is_number = context["wanted"].startswith("a number")
            return context["wanted"], (is_number and number_hint(value)) or context["hint"]
        case "string_type":
            return "text", _text_hint(value, path)
        case "float_type" | "finite_number":
            return "a number", number_hint(value)
        case "int_type":
            return "a whole number", number_hint(value)
        case "bool_type":
            return "`true` or `false`", None
        case "literal_error":
            return _choice(value, shape, path)
        case "list_type":
            hint = f"write `{path[-1]}: [{value}]`" if isinstance(value, str) else None
            return "a list", hint
        case "dict_type" | "model_type":
            return "a mapping of fields", _example(shape, path)
        case "string_pattern_mismatch" if context["pattern"] == ID_PATTERN:
            return "an id", f"lower-case letters, digits and `_`: `{slug(value)}`"
        case "greater_than":
            return f"more than {context['gt']:g}", None
        case "greater_than_equal":
            return f"at least {context['ge']:g}", None
        case "less_than_equal":
            return f"at most {context['le']:g}", None
        case "too_long":
            return f"at most {context['max_length']} items", None
        case "too_short":
            return f"at least {context['min_length']} items", None
        case _:
            return f"otherwise: {error['msg'].lower()}", None


def _missing(path: Path, beside: Any, shape: type[BaseModel], prefix: Path) -> Words | None:
    name = str(path[-1])
    known = fields_at(shape, path[:-1])
    unknown = [key for key in beside if key not in known] if isinstance(beside, dict) else []
    near = next((each for each in unknown if meant(each, known) == name), None)
    if near and shape.model_config.get("extra") == "allow":
        return Words((*path[:-1], near), f"unknown field `{near}`", f"did you mean `{name}`?")
    if near:
        return None  # the misspelt field says it
    holder = (*prefix, *path[:-1])
    article = "an" if name[0] in "aeio" else "a"
    message = f"{_name(holder)} needs {article} `{name}`" if holder else f"`{name}` is missing"
    return Words(path[:-1], message, _example(shape, path), Part.KEY)


def _unknown(path: Path, shape: type[BaseModel]) -> Words:
    name = str(path[-1])
    hint = unknown_hint(name, fields_at(shape, path[:-1]), shape)
    return Words(path, f"unknown field `{shortened(name)}`", hint, Part.KEY)


def _bad_name(path: Path) -> Words:
    name = str(path[-1])
    if not name.strip():
        return Words(path, "a name must not be empty", None, Part.KEY)
    hint = f"lower-case letters, digits and `_`, at most 63: `{slug(name)}`"
    return Words(path, f"`{shortened(name)}` cannot be an id", hint, Part.KEY)


def slug(name: str) -> str:
    """The id nearest to a name.

    >>> slug("Délai-Moyen 2026"), slug("3rd_party")
    ('delai_moyen_2026', 'kr_3rd_party')
    """
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    return (plain if plain[:1].isalpha() else f"kr_{plain}")[:63].rstrip("_")


def _choice(value: Any, shape: type[BaseModel], path: Path) -> tuple[str, str | None]:
    field = field_at(shape, path)
    options = [str(each) for each in getattr(field.annotation, "__args__", ())] if field else []
    near = nearest(str(value).lower(), options)
    return f"one of {listed(options)}", f"did you mean `{near}`?" if near else None


def _name(path: Path) -> str:
    """The field as a message calls it; an item by its number in the list."""
    if path and isinstance(path[-1], int):
        return f"`{path[-2]}` item {path[-1] + 1}"
    return f"`{path[-1]}`" if path else "the file"


def _instead(document: Document, path: Path) -> str:
    """`, not "eight percent"`: what is written there instead, never what a variable holds."""
    value = document.at(path)
    if isinstance(value, str):
        return f', not "{shortened(value)}"' if value.strip() else ", not empty"
    if isinstance(value, list):
        return ", not a list"
    if isinstance(value, dict):
        return ", not a mapping of fields"
    mark = document.marks.get(path)
    line = document.line(mark.value.line) if mark else None
    if mark is None or line is None:
        return f", not {value}"
    written = line[mark.value.column - 1 :][: mark.value.width]
    return f", not {shortened(written)}"


def shortened(text: str, limit: int = 60) -> str:
    """The text on one line, cut where a message would grow too long."""
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def _text_hint(value: Any, path: Path) -> str | None:
    if isinstance(value, bool):
        return f'quote it: `{path[-1]}: "{str(value).lower()}"`'
    if isinstance(value, int | float):
        return f"quote it: `{path[-1]}: {quoted(str(value))}`"
    if isinstance(value, dict) and len(value) == 1:
        return "a text that begins with `{` needs quotes"
    if isinstance(value, list):
        return "a text that begins with `[` needs quotes"
    return None


def _example(shape: type[BaseModel], path: Path) -> str | None:
    """One way in which the field is written, from the shape's examples."""
    field = field_at(shape, path)
    if field is None or not field.examples:
        return None
    return f"for example `{path[-1]}: {as_yaml(field.examples[0])}`"
