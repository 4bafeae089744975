"""Whether the reference tells of every command, and of no other."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from krtracker.cli.app import app_of
from krtracker.cli.reference import reference

PAGE = Path(__file__).parents[3] / "docs/reference/command-line.md"
GROUP = typer.main.get_command(app_of())


def test_the_reference_is_what_the_commands_say() -> None:
    assert PAGE.read_text("utf-8") == reference(), "`make schema` writes it anew"


@pytest.mark.parametrize("name", GROUP.list_commands(typer.Context(GROUP)))  # type: ignore[attr-defined]
def test_a_command_says_what_it_is_for(name: str) -> None:
    command = GROUP.get_command(typer.Context(GROUP), name)  # type: ignore[attr-defined]

    assert command.help
    assert all(each.help for each in command.params if each.name != "help")
