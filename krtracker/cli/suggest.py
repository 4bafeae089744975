"""`krtracker suggest`: measures that make sense in a source, each measured, to pick from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from krtracker.cli import terminal
from krtracker.cli.exits import Exit, end
from krtracker.cli.options import AsJson
from krtracker.cli.wording import number
from krtracker.errors import UsageError, nearest

if TYPE_CHECKING:
    from krtracker.cli.start import Start
    from krtracker.cli.suggesting import Suggestion


def suggest(
    context: typer.Context,
    source: Annotated[
        str, typer.Option("--source", metavar="NAME", help="A connection of connections.yaml.")
    ],
    pick: Annotated[
        list[int] | None,
        typer.Option("--pick", metavar="N", help="Write out the key result of this number; again."),
    ] = None,
    aim: Annotated[
        str | None,
        typer.Option("--write", metavar="AIM", help="As a new definition: the aim in words."),
    ] = None,
    team: Annotated[
        str | None, typer.Option("--team", metavar="TEXT", help="The team that answers for it.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Look at a source's tables and propose measures, each already measured."""
    from krtracker.cli.start import start_and_report
    from krtracker.cli.suggesting import suggestions

    if aim is not None and not (pick and team):
        raise UsageError("`--write` takes `--pick N`, as often as you like, and `--team`")
    begun = start_and_report(context)
    connection = begun.catalog.connections.get(source)
    if connection is None:
        guess = nearest(source, begun.catalog.connections)
        names = ", ".join(f"`{each}`" for each in begun.catalog.connections) or "none yet"
        hint = f"did you mean `{guess}`?" if guess else f"there is {names}"
        raise UsageError(f"unknown connection `{source}`; {hint}")
    with begun.connectors.open(connection) as connector:
        found = list(suggestions(begun, connection, connector))
    if as_json:
        terminal.document({"source": source, "suggestions": [_document(each) for each in found]})
    elif pick:
        _write(begun, _picked(found, pick), source, aim=aim, team=team)
    else:
        _draw(found, source)
    end(Exit.ALL_WELL if found else Exit.NOT_MEASURED)


def _picked(found: Sequence[Suggestion], numbers: Sequence[int]) -> list[Suggestion]:
    for place in numbers:
        if not 1 <= place <= len(found):
            raise UsageError(f"there is no number {place}; `suggest` lists {len(found)}")
    return [found[place - 1] for place in dict.fromkeys(numbers)]


def _write(
    begun: Start, picked: Sequence[Suggestion], source: str, *, aim: str | None, team: str | None
) -> None:
    """Key results on standard output, or in a file of their own."""
    from krtracker.cli.suggested import as_definition, as_yaml, cycle_of

    texts = [as_yaml(each.proposal, each.value, source) for each in picked]
    if aim is None or team is None:
        terminal.write("\n".join(texts))
        return
    from krtracker.cli import files

    last = max(each.day for each in picked)
    cycle = cycle_of(begun, last)
    path, text = as_definition(begun.project, cycle, aim, team, texts)
    (written,) = files.create(begun.project.root, {begun.project.relative(path): text})
    terminal.write(f"wrote {written}")
    if cycle.end < begun.now.date():
        terminal.say(f"its cycle is {cycle.name}, because the rows of `{source}` end on {last}")
    terminal.say("next: say there how far each is to go, then krtracker check, krtracker backfill,")
    terminal.say("krtracker show, and krtracker up for the pages")


def _draw(found: Sequence[Suggestion], source: str) -> None:
    from rich.table import Table

    if not found:
        terminal.say("nothing in its tables has a time and something to count")
        return
    table = Table("", "what", "value", "as of", box=None, pad_edge=False)
    for place, each in enumerate(found, 1):
        value = number(each.value, each.proposal.unit)
        table.add_row(str(place), each.proposal.title, value, str(each.day))
    terminal.draw(table)
    command = f"krtracker suggest --source {source} --pick N"
    terminal.say(f"`{command}` writes one out")
    terminal.say(f'`{command} --pick M --write "the aim in words" --team NAME` makes a definition')


def _document(each: Suggestion) -> dict[str, Any]:
    from dataclasses import asdict

    return {**asdict(each.proposal), "last_value": each.value, "as_of": each.day}
