"""The options that several commands share, worded once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import typer


def day(text: str) -> date:
    """The calendar date that an option names, in the form 2026-11-22."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"`{text}` is no day; write it as 2026-11-22") from error


def moment(text: str) -> str:
    """What an option says of a moment; the project's clock, read later, says which one it is."""
    from krtracker.domain.calendar import Calendar

    try:
        Calendar().moment_named(text)
    except ValueError as error:
        example = "2026-11-22 or 2026-11-22T09:00+01:00"
        raise typer.BadParameter(f"`{text}` is no moment; write it as {example}") from error
    return text


def count_of_days(text: str | int) -> int:
    """The number of days that an option names, at least one."""
    digits = str(text)  # Typer 0.29 hands over the default as well, which is a number already
    if not (digits.isascii() and digits.isdigit() and int(digits) > 0):
        raise typer.BadParameter(f"`{digits}` is no number of days; write it as 30")
    return int(digits)


def ids(context: typer.Context, incomplete: str) -> list[str]:
    """The ids that may complete a word, from the definitions; none where there is no project."""
    from krtracker.definitions import load
    from krtracker.errors import TrackerError
    from krtracker.project import find

    try:
        catalog = load(find(context.find_root().params.get("project")))
    except TrackerError:
        return []
    return [each.id for each in catalog.key_results if each.id.startswith(incomplete)]


def flag(name: str, says: str) -> Any:
    """An option that is there or not; its help shows no type, because it takes no value."""
    return typer.Option(name, metavar="", help=says)


ProjectFolder: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--project",
        metavar="DIR",
        help="The project's directory; else KRTRACKER_PROJECT, else upward from here.",
    ),
]
KeyResultName: TypeAlias = Annotated[
    str, typer.Argument(metavar="KR", help="The key result's id.", autocompletion=ids)
]
KeyResultNames: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(metavar="KR", help="Ids; all when none is given.", autocompletion=ids),
]
SomeKeyResultNames: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(metavar="KR", help="The key result's id.", autocompletion=ids),
]
AsOf: TypeAlias = Annotated[
    date | None, typer.Option("--as-of", metavar="D", parser=day, help="The day, as 2026-11-22.")
]
KnownAt: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--known-at",
        metavar="MOMENT",
        parser=moment,
        help="As the ledger stood then: a day (its end), or a local 2026-11-22T09:00.",
    ),
]
RequiredDay: TypeAlias = Annotated[
    date, typer.Option("--as-of", metavar="D", parser=day, help="The day, as 2026-11-22.")
]
Select: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        metavar="TERM",
        help="Ids, objective:x, team:x, source:x or status:x; commas or several options.",
        autocompletion=ids,
    ),
]
Exclude: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--exclude", metavar="TERM", help="The same terms, to leave out."),
]
AsJson: TypeAlias = Annotated[
    bool, flag("--json", "One versioned JSON document on standard output.")
]
