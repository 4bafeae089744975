"""The pages of a project that has nothing to show yet: what is so, and what to type."""

from __future__ import annotations

from dashboards.blocks import Prose, Text
from krtracker.language.words import Words


def no_project(words: Words, says: str) -> Prose:
    """There is no project here."""
    return _state(words("no project"), [says], ["krtracker init"], [])


def nothing_measured(words: Words) -> Prose:
    """A project without a snapshot: its first day has not begun."""
    code = ["krtracker check", "krtracker track"]
    return _state(words("empty"), [words("empty say")], code, [words("empty then")])


def no_objectives(words: Words) -> Prose:
    """A snapshot whose catalog is empty."""
    return _state(words("no objectives"), [words("no objectives say")], ["krtracker check"], [])


def unreadable(words: Words, says: str) -> Prose:
    """A ledger or snapshot that cannot be read, in the words of whoever tried."""
    return _state(words("unreadable"), [words("unreadable say")], ["krtracker track"], [says])


def logged_out(words: Words) -> Prose:
    """Who is there is not known yet."""
    return _state(words("log in first"), [words("log in first say")], [], [])


def no_login(words: Words, address: str) -> Prose:
    """Others could look too, and nobody would be asked who they are."""
    code = ["krtracker up --host 127.0.0.1"]
    return _state(words("no login"), [words("no login say", address=address)], code, [])


def foreign(words: Words) -> Prose:
    """The page that asks is not ours."""
    return _state(words("no login"), [words("foreign")], [], [])


def _state(title: str, before: list[str], code: list[str], after: list[str]) -> Prose:
    lines = [[Text(each, "soft")] for each in (*before, *after)]
    return Prose(title=title, lines=lines, look="state", code=code)
