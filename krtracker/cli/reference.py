"""The reference of the command line, written from the commands themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from krtracker.cli import terminal
from krtracker.cli.app import app_of

HEAD = """# Command line

Results go to standard output, everything else to standard error. `--json` prints one document
with a `version`. Exit codes: 0 all well, 1 something was not measured or not accepted, 2
definitions, settings or the words of the command are at fault (2 wins over 1), 130 interrupted.
`--project DIR` may stand anywhere. Colours and progress bars appear on a terminal only, colours
not where `NO_COLOR` is set. `krtracker --install-completion` teaches the shell.

This page is generated from the commands; `make schema` writes it anew.
"""


def reference() -> str:
    """Every command with its options, as Markdown."""
    group = typer.main.get_command(app_of())
    context = typer.Context(group, info_name="krtracker")
    return "\n".join([HEAD, *_commands(group, context)])


def _commands(group: Any, parent: typer.Context) -> Iterator[str]:
    for name in group.list_commands(parent):
        command = group.get_command(parent, name)
        context = typer.Context(command, info_name=name, parent=parent)
        if hasattr(command, "list_commands"):
            yield from _commands(command, context)
        else:
            yield from _command(command, context)


def _command(command: Any, context: typer.Context) -> Iterator[str]:
    """One command: how it is typed, what it does, what it takes."""
    pieces = " ".join(command.collect_usage_pieces(context)).replace("{", "").replace("}", "")
    yield f"## {context.command_path}\n"
    yield f"```\n{context.command_path} {pieces}\n```\n"
    yield f"{command.help}\n"
    taken = [each for each in command.params if getattr(each, "help", None)]
    if taken:
        yield "| | |\n|---|---|"
        yield from (_row(each, context) for each in taken)
        yield ""


def _row(parameter: Any, context: typer.Context) -> str:
    is_argument = parameter.param_type_name == "argument"
    said = parameter.metavar or parameter.name
    name = f"`{said}`" if is_argument else _option(parameter, context)
    required = " Required." if parameter.required else ""
    return f"| {name} | {parameter.help}{required} |"


def _option(parameter: Any, context: typer.Context) -> str:
    value = parameter.metavar or parameter.display_type(context).strip("<>")
    takes = "" if parameter.is_flag else f" {value}"
    return f"`{', '.join(parameter.opts)}{takes}`"


if __name__ == "__main__":
    terminal.write(reference().rstrip("\n"))
