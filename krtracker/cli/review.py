"""`krtracker review`: the agenda of the weekly meeting, and what was said in it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from krtracker.cli import terminal
from krtracker.cli.options import AsJson, flag
from krtracker.errors import UsageError

if TYPE_CHECKING:
    from krtracker.domain.agenda import Agenda
    from krtracker.review.summary import Summary

ToFile = Annotated[
    Path | None,
    typer.Option("--html", metavar="FILE", help="Write one HTML file that needs no server."),
]
AsMarkdown = Annotated[bool, flag("--markdown", "The whole summary as Markdown.")]
Team = Annotated[
    str | None, typer.Option("--team", metavar="TEAM", help="Only what one team works on.")
]


def review(
    context: typer.Context,
    as_markdown: AsMarkdown = False,
    html: ToFile = None,
    team: Team = None,
    as_json: AsJson = False,
) -> None:
    """What to talk about this week, in meeting order, with what people said of it."""
    agenda, made = _made(context, team)
    if html is not None:
        _write(html, made)
    if as_json:
        terminal.document(_document(agenda, made))
    elif as_markdown:
        from krtracker.review.markdown import markdown

        terminal.write(markdown(made))
    elif html is None:
        _tell(made)


def _made(context: typer.Context, team: str | None) -> tuple[Agenda, Summary]:
    from krtracker.cli.current import published_or_fault
    from krtracker.cli.start import project_of
    from krtracker.domain.note import called_now
    from krtracker.domain.standing import standings
    from krtracker.language.voice import voice
    from krtracker.notes import Notes
    from krtracker.review import agenda_of
    from krtracker.review.summary import summary

    snapshot = published_or_fault(context)
    catalog, facts = snapshot.catalog, snapshot.facts()
    _known(team, {name for one in catalog.objectives for name in one.teams})
    now = catalog.settings.now(datetime.now(UTC))
    found = standings(catalog, facts, now)
    notes = called_now(Notes(project_of(context)).all(), snapshot.former_keys)
    agenda = agenda_of(
        snapshot, now=now, notes=notes, catalog=catalog, facts=facts, standing=found, team=team
    )
    local = now.astimezone(catalog.settings.calendar.zone)
    said = voice(catalog, facts, found)
    return agenda, summary(agenda, notes, said, project=catalog.settings.name, now=local)


def _known(team: str | None, teams: set[str]) -> None:
    if team is not None and team not in teams:
        listed = ", ".join(f"`{each}`" for each in sorted(teams))
        raise UsageError(f"no team is called `{team}`; there is {listed}")


def _write(path: Path, made: Summary) -> None:
    from krtracker.review.leaflet import leaflet

    try:
        path.write_text(leaflet(made), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"`{path}` cannot be written: {error.strerror}") from error
    terminal.say(f"wrote {path}")


def _tell(made: Summary) -> None:
    """One line for each thing, as short as the list beside the meeting's screen."""
    out = terminal.results()
    terminal.say(made.titled(made.subtitle, made.title), style="bold", to=out)
    for word in made.carried:
        mark = " " if word.is_open else "✓"
        terminal.say(f"  {mark}  {word.text} ({word.about})", to=out)
    for number, each in enumerate(made.passages, 1):
        terminal.say(f" {number:>2}  {made.titled(each.title, each.why)}", to=out)
        for word in each.words:
            terminal.say(f"     {word.text} ({word.about})", to=out)


def _document(agenda: Agenda, made: Summary) -> dict[str, object]:
    items = [
        {
            "kr": item.now.key_result.id,
            "cycle": item.now.key_result.cycle.name,
            "topic": item.topic.value,
            "also": [each.value for each in item.also],
            "status": item.now.status.value,
            "step": item.step,
            "why": passage.why,
            "sentence": passage.sentence,
            "answers": {each.question: each.text for each in passage.answers},
            "words": [
                {"kind": each.kind.value, "text": each.text, "about": each.about}
                for each in passage.words
            ],
        }
        for item, passage in zip(agenda.items, made.passages, strict=False)
    ]
    return {"week": agenda.week, "today": agenda.today, "items": items}
