"""A new connection as it stands in `connections.yaml`, from what a person says of it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pydantic import SecretStr

from krtracker.errors import Problem, Severity, UsageError, nearest
from krtracker.project import Project

if TYPE_CHECKING:
    from connectors.registry import Registry

VARIABLE = re.compile(r"(?:env\.|\$\{env\.(?=\w+\}$))([A-Za-z_][A-Za-z0-9_]*)\}?")
"""How a variable is named: `${env.NAME}`, or `env.NAME` where a shell would read the former."""
COMMON = ("timezone", "look_back", "timeout", "max_parallel")
"""What every connection may say besides, in one word each."""
HEAD = "# Where to ask. Passwords never stand here: write ${env.NAME} and keep NAME in .env.\n"


@dataclass(frozen=True)
class Setting:
    """One field that a type of connection takes."""

    name: str
    says: str
    is_required: bool
    is_secret: bool
    is_number: bool = False
    default: object = None


@dataclass(frozen=True)
class Wanted:
    """A connection that somebody wants: its name, its type, and what is set."""

    name: str
    type: str
    settings: Mapping[str, str] = field(default_factory=dict)


def settings_of(registry: Registry, type: str) -> list[Setting]:
    """What a type of connection takes, in the order in which it is asked for.

    Raises:
        ConnectorError: there is no such type, or its file is at fault.
    """
    fields = registry.source(type).Settings.model_fields
    return [
        Setting(
            each.alias or name,
            (each.description or "").rstrip("."),
            each.is_required(),
            is_secret=SecretStr in (each.annotation, *getattr(each.annotation, "__args__", ())),
            is_number=each.annotation in {int, float, bool},
            default=None if each.is_required() else each.default,
        )
        for name, each in fields.items()
    ]


def parted(words: Sequence[str]) -> dict[str, str]:
    """What `--set name=value` says, once or several times.

    Raises:
        UsageError: there is no `=` in it.
    """
    found = {}
    for word in words:
        name, sign, value = word.partition("=")
        if not sign or not name.strip():
            raise UsageError(f"`{name}` is no setting; write it as `--set host=db.internal`")
        found[name.strip()] = value.strip()
    return found


def with_variables(wanted: Wanted, known: Sequence[Setting]) -> Wanted:
    """The same with every secret as a reference to a variable.

    Raises:
        UsageError: a secret is written out; it is not repeated.
    """
    settings = dict(wanted.settings)
    for each in known:
        if each.is_secret and each.name in settings:
            found = VARIABLE.fullmatch(settings[each.name])
            if found is None:
                message = f"`{each.name}` is never written out"
                hint = (
                    f"name a variable: `--set {each.name}=env.{variable(wanted.name, each.name)}`"
                )
                raise UsageError(str(Problem(message, hint=hint)))
            settings[each.name] = f"${{env.{found[1]}}}"
    return replace(wanted, settings=settings)


def variable(name: str, setting: str) -> str:
    """The variable that a connection's secret is kept in, unless somebody says otherwise.

    >>> variable("shop.eu", "password")
    'SHOP_EU_PASSWORD'
    """
    return re.sub(r"\W", "_", f"{name}_{setting}").upper()


def as_yaml(wanted: Wanted, known: Sequence[Setting]) -> str:
    """The connection as a block of `connections.yaml`, each setting with what it says."""
    by_name = {each.name: each for each in known}
    rows = [(f"type: {wanted.type}", "")]
    for name, value in wanted.settings.items():
        each = by_name.get(name)
        written = value if each is not None and each.is_number else _scalar(value)
        rows.append((f"{name}: {written}", _about(each)))
    if "path" not in wanted.settings and "timezone" not in wanted.settings:
        rows.append(("timezone: UTC", "of its zone-free timestamps"))
    width = max(len(field) for field, _ in rows)
    lines = [f"  {field:<{width}}{f'  # {text}' if text else ''}".rstrip() for field, text in rows]
    return "\n".join([f"{wanted.name}:", *lines]) + "\n"


def _about(setting: Setting | None) -> str:
    """What a setting says, as the remark behind it."""
    if setting is None:
        return ""
    return "in the environment or in .env" if setting.is_secret else _first_lower(setting.says)


def _first_lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _scalar(text: str) -> str:
    """A text as YAML reads it back unchanged: what could be taken for something else is quoted."""
    from krtracker.definitions.scalars import resolved

    is_plain = re.fullmatch(r"[\w/.~][\w ./+-]*|\$\{env\.\w+\}", text) and resolved(text) == text
    return text if is_plain and text == text.strip() else json.dumps(text, ensure_ascii=False)


def appended(project: Project, before: str | None, block: str, name: str) -> str:
    """The text of `connections.yaml` with a block at its end, all before it as it was.

    Raises:
        UsageError: the name is taken, or what stands there cannot be added to.
    """
    from krtracker.definitions import load

    text = before if before is not None else HEAD
    gap = "" if not text.strip() else "\n" if text.endswith("\n") else "\n\n"
    after = f"{text}{gap}{block}"
    was = load(_with(project, text)) if before is not None else None
    will_be = load(_with(project, after))
    if was is not None and name in was.connections:
        there = ", ".join(f"`{each}`" for each in was.connections)
        hint = f"choose another name, or change it in the file; there is {there}"
        raise UsageError(str(Problem(f"there is a connection `{name}` already", hint=hint)))
    lost = set(was.connections) - set(will_be.connections) if was is not None else set()
    if lost or name not in will_be.connections:
        faults = [str(each) for each in will_be.problems if _is_of_connections(each, project)]
        told = "\n".join(["this cannot be added to `connections.yaml` as it stands:", *faults])
        raise UsageError(f"{told}\nnothing was written; this is what would be added\n{block}")
    return after


def problems_of(project: Project, registry: Registry, text: str, name: str) -> list[Problem]:
    """What does not fit in a connection, were `text` the file; a variable may be set later."""
    from krtracker.definitions import load

    connection = load(_with(project, text)).connections[name]
    return [
        each
        for each in registry.problems(connection)
        if each.severity is Severity.ERROR and "is not set" not in each.message
    ]


def unknown_settings(wanted: Wanted, known: Sequence[Setting]) -> None:
    """Refuse a setting that neither the type nor every connection has.

    Raises:
        UsageError: there is one; the nearest is named.
    """
    names = [*(each.name for each in known), *COMMON]
    for name in wanted.settings:
        if name not in names:
            guess = nearest(name, names)
            listed = ", ".join(f"`{each}`" for each in names)
            hint = f"did you mean `{guess}`?" if guess else f"`{wanted.type}` takes {listed}"
            raise UsageError(str(Problem(f"unknown setting `{name}`", hint=hint)))


def _with(project: Project, text: str) -> Project:
    return replace(project, drafts={**project.drafts, project.connections_file: text})


def _is_of_connections(problem: Problem, project: Project) -> bool:
    file = problem.place.file if problem.place else None
    return file == project.relative(project.connections_file)
