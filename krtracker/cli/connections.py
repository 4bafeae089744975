"""`krtracker connections add`: one more source to ask, written down and tried."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from krtracker.cli import terminal
from krtracker.cli.exits import Exit, end
from krtracker.cli.options import flag
from krtracker.cli.questions import agreed, ask, can_ask, choose, secret
from krtracker.errors import Problem, Severity, UsageError
from krtracker.project import Project

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connectors.registry import Registry
    from krtracker.cli.connecting import Setting, Wanted

connections = typer.Typer(help="The sources that connections.yaml names.", name="connections")

Settings: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="NAME=VALUE",
        help="A setting of its type, several times; a password as `env.NAME`, its variable.",
    ),
]


@connections.command()
def add(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="What it is called; else asked.")
    ] = None,
    type: Annotated[
        str | None,
        typer.Option("--type", metavar="TYPE", help="Its kind, as `krtracker connectors` lists."),
    ] = None,
    settings: Settings = None,
    is_tried: Annotated[
        bool, flag("--try", "Reach it once it is written down, and say what is there.")
    ] = False,
) -> None:
    """Add a source to connections.yaml: asked for, or said in options; comments stay."""
    from connectors.registry import Registry
    from krtracker.cli import files
    from krtracker.cli.connecting import appended, parted
    from krtracker.cli.start import project_of

    project = project_of(context)
    registry = Registry(project)
    wanted, typed = wanted_connection(registry, name, type, parted(settings or ()))
    before = files.read(project.connections_file)
    text = appended(project, before, block_of(registry, wanted), wanted.name)
    refuse_misfits(project, registry, text, wanted.name)
    is_tried = is_tried or (can_ask() and agreed("reach it now?"))
    files.replace(project.connections_file, seen=before, text=text)
    terminal.write(f"added `{wanted.name}` to {project.relative(project.connections_file)}")
    keep_secrets(project, typed)
    _tell_missing(project, wanted)
    end(try_out(context, wanted.name) if is_tried else Exit.ALL_WELL)


def wanted_connection(
    registry: Registry, name: str | None, type: str | None, settings: dict[str, str]
) -> tuple[Wanted, dict[str, str]]:
    """The connection that options or answers tell, and the secrets typed, by variable.

    Raises:
        UsageError: something is missing and nobody is there to be asked.
    """
    from krtracker.cli.connecting import (
        Wanted,
        settings_of,
        unknown_settings,
        with_variables,
    )

    if not can_ask() and (name is None or type is None):
        missing = "NAME" if name is None else "--type"
        example = "krtracker connections add shop --type postgres --set host=db.internal"
        raise UsageError(str(Problem(f"missing `{missing}`", hint=f"for example `{example} …`")))
    types = list(registry.types())
    name = name or ask("what is the source called?", fits=_fits_a_name)
    type = type or choose("what kind of source is it?", types, "postgres")
    known = settings_of(registry, type)
    wanted = Wanted(name, type, settings)
    unknown_settings(wanted, known)
    typed: dict[str, str] = {}
    if can_ask():
        wanted, typed = _completed(wanted, known)
    for each in known:
        if each.is_required and each.name not in wanted.settings:
            message, hint = f"`{type}` needs `{each.name}`", f"`--set {each.name}=…`: {each.says}"
            raise UsageError(str(Problem(message, hint=hint)))
    return with_variables(wanted, known), typed


def _fits_a_name(name: str) -> None:
    from krtracker.definitions.shapes.shape import NAME

    if not NAME.fullmatch(name):
        raise ValueError("letters, digits, `_`, `-` and `.`, beginning with a letter")


def _completed(wanted: Wanted, known: Sequence[Setting]) -> tuple[Wanted, dict[str, str]]:
    """The connection with what the person answers for every setting not said yet."""
    from krtracker.cli.connecting import variable

    settings, typed = dict(wanted.settings), dict[str, str]()
    for each in known:
        if each.name in settings:
            continue
        if each.is_secret:
            text = secret(f"{each.name} (typed unseen, kept in .env; Enter for later)")
            name = variable(wanted.name, each.name)
            settings[each.name] = f"env.{name}"
            typed |= {name: text} if text else {}
        elif each.is_required or isinstance(each.default, str | int):
            default = None if each.is_required else str(each.default)
            said = ask(f"{each.name}: {each.says.lower()}", default)
            settings |= {each.name: said} if said != default else {}
    return replace(wanted, settings=settings), typed


def block_of(registry: Registry, wanted: Wanted) -> str:
    """The connection as it will stand in the file."""
    from krtracker.cli.connecting import as_yaml, settings_of

    return as_yaml(wanted, settings_of(registry, wanted.type))


def refuse_misfits(project: Project, registry: Registry, text: str, name: str) -> None:
    """Refuse a connection whose settings do not fit its type.

    Raises:
        UsageError: they do not; nothing has been written.
    """
    from krtracker.cli.connecting import problems_of

    found = problems_of(project, registry, text, name)
    if found:
        told = "\n".join(each.message for each in found)
        raise UsageError(str(Problem(told, hint="nothing was written")))


def keep_secrets(project: Project, typed: dict[str, str]) -> None:
    """Add what was typed unseen to `.env`, which only its owner may read; nothing is replaced."""
    from krtracker.cli import files

    path = project.root / ".env"
    before = files.read(path)
    known = project.environment()
    lines = [f"{name}={_quoted(value)}\n" for name, value in typed.items() if name not in known]
    if not lines:
        return
    text = before or ""
    text += "" if text.endswith("\n") or not text else "\n"
    if before is None:
        path.touch(0o600, exist_ok=False)
        before = ""
    files.replace(path, seen=before, text=text + "".join(lines))
    path.chmod(0o600)
    terminal.write("added its password to .env, which only you may read")
    for name in (each for each in typed if project.environment().get(each) != typed[each]):
        terminal.say(f"`{name}` does not come back from .env as it was typed: set it elsewhere")


def _quoted(value: str) -> str:
    """A value as `.env` gives it back: nothing in it is taken for a variable or a comment."""
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _tell_missing(project: Project, wanted: Wanted) -> None:
    from krtracker.cli.connecting import VARIABLE

    known = project.environment()
    for value in wanted.settings.values():
        found = VARIABLE.fullmatch(value) if value.startswith("${env.") else None
        if found is not None and found[1] not in known:
            terminal.say(f"`{found[1]}` is not set yet: in the environment, or in `.env`")


def try_out(context: typer.Context, name: str) -> Exit:
    """Reach the connection, and say who we are there and what we see."""
    from krtracker.cli.reaching import reach_one
    from krtracker.cli.start import start

    begun = start(context)
    connection = begun.catalog.connections[name]
    own = {connection.place, *connection.places.values()}
    reached = reach_one(connection, begun)
    terminal.write(reached.in_words())
    terminal.report([*(each for each in begun.catalog.problems if each.place in own)])
    terminal.report(reached.problems)
    if reached.fault is not None:
        return Exit.NOT_MEASURED
    terminal.say(f"next: `krtracker suggest --source {name}` proposes what to measure")
    is_refused = any(each.severity is Severity.ERROR for each in reached.problems)
    return Exit.AT_FAULT if is_refused else Exit.ALL_WELL
