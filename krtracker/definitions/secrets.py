"""Values that live in the environment, and secrets that are written out in a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from krtracker.definitions.document import Document, Path
from krtracker.errors import nearest
from krtracker.redaction import hide

_OPEN = {"host", "port", "database", "user", "path", "schema", "sslmode", "type", "timezone"}
"""Fields that lead to a source and open nothing; what else comes from outside is hidden."""
_REFERENCE = re.compile(r"\$\{env\.([A-Za-z_][A-Za-z0-9_]*)\}")
_ANY_REFERENCE = re.compile(r"\$\{[^}]*\}")
_SECRET_NAME = re.compile(
    r"pass(word|wd|phrase)?$|secret|token|api_?key|private_?key|credentials?$|access_?key",
    re.IGNORECASE,
)
_SECRET_IN_URL = re.compile(
    r"://[^/\s:@]*:(?!\$\{)[^@/\s]+@|[?&;](?:password|pwd|token)=(?!\$\{)[^&;\s]", re.IGNORECASE
)
_IN_URL = re.compile(r"(://[^/\s:@]*:)(?!\$\{)[^@/\s]+@")
_AFTER_NAME = re.compile(
    r"((?:pass(?:word|wd|phrase)?|pwd|secret|token|key|credentials?)[\"']?\s*[:=]\s*)"
    r"(?![\"']?\$\{env\.\w+\})[^\s,}&;][^,}&;]*",
    re.IGNORECASE,
)


def resolved(document: Document, data: Any, path: Path, environment: Mapping[str, str]) -> Any:
    """The data with every `${env.NAME}` in its texts replaced; a missing variable is a problem.

    Only whole texts are looked at, after parsing, so that a secret cannot change what the file
    says. A secret written out is a problem whose message does not repeat it.
    """
    if isinstance(data, dict):
        return {
            name: resolved(document, value, (*path, name), environment)
            for name, value in data.items()
        }
    if isinstance(data, list):
        return [
            resolved(document, value, (*path, number), environment)
            for number, value in enumerate(data)
        ]
    _note_literal(document, data, path)
    if not isinstance(data, str) or "$" not in data:
        return data
    _note_other_references(document, data, path)
    return _REFERENCE.sub(lambda found: _value(document, found[1], path, environment), data)


def masked(line: str) -> str:
    """A line of a file as it may be shown: what may be a secret is not.

    >>> masked("  password: hunter2"), masked("  url: postgres://me:hunter2@db/x")
    ('  password: ****', '  url: postgres://me:****@db/x')
    """
    return _AFTER_NAME.sub(r"\1****", _IN_URL.sub(r"\1****@", line))


def _value(document: Document, name: str, path: Path, environment: Mapping[str, str]) -> str:
    value = environment.get(name)
    if value is not None:
        if not path or path[-1] not in _OPEN:
            hide(value)
        return value
    near = nearest(name, environment)
    hint = "looked in the environment, then in the project's `.env`"
    hint += f"; did you mean `{near}`?" if near else ""
    document.problem(path, f"the environment variable `{name}` is not set", hint=hint)
    return ""


def _note_literal(document: Document, data: Any, path: Path) -> None:
    name = str(path[-1]) if path else ""
    is_secret = len(path) == 2 and _SECRET_NAME.search(name) and data not in (None, "")
    if is_secret and not (isinstance(data, str) and _REFERENCE.fullmatch(data)):
        variable = re.sub(r"\W", "_", f"{path[0]}_{name}").upper()
        hint = f"write `{name}: ${{env.{variable}}}` and set it in the environment or in `.env`"
        document.problem(path, f"`{name}` is written out", hint=hint)
    elif isinstance(data, str) and _SECRET_IN_URL.search(data):
        hint = "put it into a variable: `${env.NAME}`"
        document.problem(path, f"`{name}` holds a password written out", hint=hint)


def _note_other_references(document: Document, text: str, path: Path) -> None:
    for found in _ANY_REFERENCE.finditer(text):
        if found[0].startswith("${") and not _REFERENCE.fullmatch(found[0]):
            hint = "variables are written `${env.NAME}`"
            document.problem(path, f"`{found[0]}` is no variable", hint=hint)
