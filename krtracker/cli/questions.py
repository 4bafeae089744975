"""Questions to the person at the terminal, each with an answer that Enter gives."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

import typer

from krtracker.cli import terminal
from krtracker.errors import TrackerError, nearest


def can_ask() -> bool:
    """Whether a person is there to answer: both the answers and the questions are a terminal's."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(
    question: str, default: str | None = None, *, fits: Callable[[str], object] | None = None
) -> str:
    """What the person answers; asked again while `fits` raises, with what it says.

    Ctrl-C and the end of input end the command, which must not have written anything by then.
    """
    while True:
        said = str(typer.prompt(question, default=default, err=True)).strip()
        try:
            if fits is not None:
                fits(said)
        except (TrackerError, typer.BadParameter, ValueError) as error:
            terminal.say(f"  {error}")
        else:
            return said


def choose(question: str, options: Sequence[str], default: str) -> str:
    """One of a few words."""

    def known(word: str) -> None:
        if word not in options:
            guess = nearest(word, options)
            listed = ", ".join(options)
            raise ValueError(f"did you mean {guess}?" if guess else f"there is {listed}")

    return ask(f"{question} ({', '.join(options)})", default, fits=known)


def secret(question: str) -> str:
    """What is typed unseen; empty where the person leaves it for later."""
    return str(typer.prompt(question, default="", hide_input=True, show_default=False, err=True))


def agreed(question: str) -> bool:
    """Yes or no; Enter means yes."""
    return bool(typer.confirm(question, default=True, err=True))
