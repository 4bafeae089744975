"""`krtracker init`: a new project that `check` accepts and `track` measures at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import available_timezones

import typer

from krtracker.cli import terminal
from krtracker.cli.connections import Settings
from krtracker.cli.demo import generate_in
from krtracker.cli.options import flag
from krtracker.cli.questions import agreed, ask, can_ask, choose
from krtracker.errors import UsageError, nearest
from krtracker.project import Project

if TYPE_CHECKING:
    from krtracker.cli.connecting import Wanted
    from krtracker.cli.scaffold import Wishes


class Language(StrEnum):
    """The languages in which the pages speak."""

    ENGLISH = "en"
    FRENCH = "fr"


def zone_named(text: str) -> str:
    """The IANA time zone that an option names."""
    if text in available_timezones():
        return text
    guess = nearest(text, available_timezones())
    hint = f"; did you mean `{guess}`?" if guess else "; write it as Europe/Paris"
    raise typer.BadParameter(f"`{text}` is no time zone{hint}")


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where; it may exist.")] = Path(),
    demo: Annotated[bool, flag("--demo", "The demo: three databases with a year in them.")] = False,
    name: Annotated[
        str | None,
        typer.Option("--name", metavar="TEXT", help="Whose project; else the folder's name."),
    ] = None,
    zone: Annotated[
        str | None,
        typer.Option("--zone", metavar="ZONE", parser=zone_named, help="Else this machine's."),
    ] = None,
    language: Annotated[
        Language | None,
        typer.Option("--language", metavar="NAME", help="Of the pages: `en` or `fr`."),
    ] = None,
    connection: Annotated[
        str | None,
        typer.Option("--connection", metavar="NAME", help="Its first source; else an example."),
    ] = None,
    type: Annotated[
        str | None, typer.Option("--type", metavar="TYPE", help="The kind of that source.")
    ] = None,
    settings: Settings = None,
) -> None:
    """Begin a project: commented files, an example that measures, nothing overwritten.

    On a terminal it asks for what the options do not say.
    """
    root = folder.expanduser().resolve()
    if not demo:
        _begin(folder, root, _answered(root, name, zone, language), connection, type, settings)
        return
    if name or zone or connection or type or settings:
        raise UsageError("the demo has its own name, zone and sources: leave `--name` … out")
    _write(root, _demo_files())
    generate_in(Project(root))
    _tell_what_is_next(folder, "krtracker backfill")


def _begin(
    folder: Path,
    root: Path,
    wishes: Wishes,
    connection: str | None,
    type: str | None,
    settings: list[str] | None,
) -> None:
    """Write a project of one's own; every question is asked before anything is written."""
    from krtracker.cli.connections import keep_secrets
    from krtracker.cli.scaffold import new_files

    wanted, typed = _first_source(Project(root), connection, type, settings)
    if wanted is not None:
        wishes = replace(wishes, connection=_block(Project(root), wanted))
    _write(root, new_files(wishes, now=datetime.now(UTC)))
    keep_secrets(Project(root), typed)
    if wanted is None:
        _tell_what_is_next(folder, "krtracker track")
    else:
        _tell_what_to_measure(folder, wanted.name)


def _answered(root: Path, name: str | None, zone: str | None, language: Language | None) -> Wishes:
    """Name, zone and language, from the options, else from the person, else from the machine."""
    from krtracker.cli.scaffold import Wishes

    usual, here, languages = root.name or "krtracker", local_zone(), list(Language)
    if (root / "project.yaml").exists():
        _write(root, {"project.yaml": ""})
    if can_ask():
        name = name or ask("whose project is it?", usual)
        zone = zone or ask("in which time zone do its days begin and end?", here, fits=zone_named)
        language = language or Language(choose("language of the pages", languages, "en"))
    return Wishes(name or usual, zone or here, (language or Language.ENGLISH).value)


def _first_source(
    project: Project, name: str | None, type: str | None, settings: list[str] | None
) -> tuple[Wanted | None, dict[str, str]]:
    """The first connection and the secrets typed for it; None where the example is wanted."""
    from connectors.registry import Registry
    from krtracker.cli.connecting import parted
    from krtracker.cli.connections import wanted_connection

    is_said = bool(name or type or settings)
    if not is_said and not (can_ask() and agreed("is there a database to ask already?")):
        return None, {}
    return wanted_connection(Registry(project), name, type, parted(settings or ()))


def _block(project: Project, wanted: Wanted) -> str:
    """The first connection as it will stand in its file, once its settings have been checked."""
    from connectors.registry import Registry
    from krtracker.cli.connections import block_of, refuse_misfits

    registry = Registry(project)
    block = block_of(registry, wanted)
    refuse_misfits(project, registry, block, wanted.name)
    return block


def _demo_files() -> Mapping[str, str]:
    from krtracker.demo import files

    return files()


def _write(root: Path, wanted: Mapping[str, str]) -> None:
    from krtracker.cli import files
    from krtracker.cli.scaffold import KEPT

    written = files.create(root, wanted, may_be_there=KEPT)
    terminal.write("\n".join(f"wrote {path}" for path in written))
    for path in (each for each in wanted if each not in written):
        terminal.say(f"left {path} as it is")


def _tell_what_is_next(folder: Path, first: str) -> None:
    terminal.say(f"next: {_way(folder)}{first} && krtracker show, then krtracker up for the pages")
    if first == "krtracker track":
        terminal.say("a database of your own: krtracker connections add, then krtracker suggest")
    terminal.say("definitions are in kr_definitions/; `krtracker check` tells what does not fit")


def _tell_what_to_measure(folder: Path, source: str) -> None:
    terminal.say(f"next: {_way(folder)}krtracker check --connections reaches the source,")
    terminal.say(f"krtracker suggest --source {source} proposes what to measure there, and")
    terminal.say("krtracker new objective writes a first definition")


def _way(folder: Path) -> str:
    return "" if folder.resolve() == Path.cwd() else f"cd {folder} && "


def local_zone() -> str:
    """The zone this machine keeps, where it tells; else UTC."""
    link = Path("/etc/localtime").resolve().as_posix().partition("zoneinfo/")[2]
    for named in (os.environ.get("TZ", "").lstrip(":"), link):
        if named in available_timezones():
            return named
    return "UTC"
