"""The command line as a whole: which commands there are, and how they end."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from krtracker import __version__
from krtracker.cli import mistakes, terminal
from krtracker.cli.exits import Exit
from krtracker.cli.options import ProjectFolder
from krtracker.errors import DefinitionError, Problem, TrackerError, UsageError, nearest
from krtracker.interruption import interruptible

PROJECT_OPTION = "--project"
COMMANDS = {
    "Begin": (
        "init", "connections", "new", "check", "preview", "plan", "suggest", "save", "roll",
    ),
    "Measure": ("track", "backfill", "accept"),
    "Look": ("show", "history", "explain", "review"),
    "Keep": ("doctor", "backup", "restore"),
    "Run": ("up", "schema", "connectors", "demo"),
}  # fmt: skip
"""The commands under what they are for; each is called like its module in this folder."""


class Commands(TyperGroup):
    """The commands, forgiving about spelling and about where `--project` stands."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words of the command line, `--project DIR` wherever it is typed."""
        return super().parse_args(ctx, project_first(args))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command meant by the first word; the nearest is named where there is none."""
        if not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            raise UsageError(str(_unknown("command", args[0], self.list_commands(ctx))))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands under what they are for, each with its first line whole."""
        panels: dict[str, list[tuple[str, str]]] = {}
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            head = (getattr(command, "help", None) or "").partition("\n\n")[0]
            panel = getattr(command, "rich_help_panel", None)
            panels.setdefault(str(panel or "Commands"), []).append((name, " ".join(head.split())))
        for panel, rows in panels.items():
            with formatter.section(panel):
                formatter.write_dl(rows)


def app_of(words: Sequence[str] = ()) -> typer.Typer:
    """The command line with the command that `words` begin with, or with every one of them.

    Each command is a module and imports what it needs: whoever asks for one does not wait for
    the others. Where none of them is named they all belong to the answer.
    """
    app = typer.Typer(
        name="krtracker",
        cls=Commands,
        help="Key results measured from the systems where the work is recorded.",
        no_args_is_help=True,
        rich_markup_mode=None,  # help in plain text, in a third of a second instead of two
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(begin)
    _, rest = _project_apart(words)
    named = {name for names in COMMANDS.values() for name in names}.intersection(rest[:1])
    for panel, names in COMMANDS.items():
        for name in (each for each in names if each in named or not named):
            command = getattr(import_module(f"krtracker.cli.{name}"), name)
            if isinstance(command, typer.Typer):
                app.add_typer(command, name=name, rich_help_panel=panel, cls=Commands)
            else:
                app.command(rich_help_panel=panel)(command)
    return app


def _version(wanted: bool) -> None:
    if wanted:
        terminal.write(f"krtracker {__version__}")
        raise typer.Exit


def begin(
    project: ProjectFolder = None,
    version: Annotated[
        bool,
        typer.Option(
            "--version", metavar="", callback=_version, is_eager=True, help="Say the version."
        ),
    ] = False,
) -> None:
    """Key results measured from the systems where the work is recorded."""


def run(words: Sequence[str]) -> int:
    """Run one command and answer its exit code; whatever a person can mend is told, not raised."""
    # What a module warns of is told again, in its place, by the command that met it.
    logging.getLogger().addHandler(logging.NullHandler())
    code = 0
    try:
        with interruptible(), mistakes.told():
            app = app_of(words)
            code = int(app(list(words), standalone_mode=False, prog_name="krtracker") or 0)
    except (typer.Abort, KeyboardInterrupt):
        if code != Exit.INTERRUPTED:  # else the command has told
            terminal.say("\ninterrupted" if sys.stderr.isatty() else "interrupted")
        return Exit.INTERRUPTED
    except TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            terminal.write(error.format_message())
        else:
            terminal.say(_in_our_words(error))
        return Exit.AT_FAULT
    except DefinitionError as error:
        terminal.report(error.problems)
        return Exit.AT_FAULT
    except UsageError as error:
        terminal.say(str(error))
        return Exit.AT_FAULT
    except TrackerError as error:
        terminal.say(str(error))
        return Exit.NOT_MEASURED
    return code


def project_first(words: Sequence[str]) -> list[str]:
    """The words with `--project DIR` moved to the front, up to a `--` that ends the options.

    >>> project_first(["track", "--project", "okr", "--select", "x"])
    ['--project', 'okr', 'track', '--select', 'x']
    """
    front, rest = _project_apart(words)
    return front + rest


def _project_apart(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words that name the project, and all the others."""
    front: list[str] = []
    rest = list(words)
    end = rest.index("--") if "--" in rest else len(rest)
    for place in reversed(range(end)):
        width = 2 if rest[place] == PROJECT_OPTION else 1
        if width == 2 or rest[place].startswith(f"{PROJECT_OPTION}="):
            front[:0] = rest[place : place + width]
            del rest[place : place + width]
    return front, rest


def _in_our_words(error: TyperException) -> str:
    """A fault found by Typer in the style of all the others."""
    option = getattr(error, "option_name", None)
    context = getattr(error, "ctx", None)
    takes = getattr(context and context.command, "params", ())
    known = [name for each in takes for name in each.opts]
    if type(error).__name__ == "NoSuchOption" and option:
        return str(_unknown("option", option, known))
    text = error.format_message().rstrip(".").replace("'", "`")
    path = context.command_path if context else "krtracker"
    message = text[:1].lower() + text[1:].replace(": Input", ": input")
    return str(Problem(message, hint=f"`{path} --help` tells what it takes"))


def _unknown(kind: str, name: str, known: Sequence[str]) -> Problem:
    guess = nearest(name, known)
    listed = ", ".join(f"`{each}`" for each in known)
    return Problem(
        f"unknown {kind} `{name}`",
        hint=f"did you mean `{guess}`?" if guess else f"there is {listed}",
    )
