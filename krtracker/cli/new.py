"""`krtracker new objective`: a commented definition that `check` accepts, to go on from."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from krtracker.cli import terminal
from krtracker.cli.questions import ask, can_ask, choose
from krtracker.errors import Problem, Severity, UsageError, nearest
from krtracker.project import Project

if TYPE_CHECKING:
    from krtracker.cli.objective_file import Aim
    from krtracker.domain.catalog import Catalog

new = typer.Typer(help="New files of a project.", name="new")


def _option(name: str, says: str, metavar: str = "TEXT") -> object:
    return typer.Option(name, metavar=metavar, help=says)


@new.callback()
def begin() -> None:
    """New files of a project."""


@new.command()
def objective(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="Else kr_definitions/TEAM/AIM.yaml.")
    ] = None,
    aim: Annotated[
        str | None, _option("--objective", "The aim in words, without a number.")
    ] = None,
    team: Annotated[str | None, _option("--team", "The team that answers for it.")] = None,
    cycle: Annotated[str | None, _option("--cycle", "Else the quarter that runs.")] = None,
    contributes_to: Annotated[
        str, _option("--contributes-to", "Another objective, by file name.", "NAME")
    ] = "",
    title: Annotated[
        str | None, _option("--title", "The key result: what becomes different.")
    ] = None,
    unit: Annotated[str, _option("--unit", "What one of it is: h, %, EUR.")] = "",
    target: Annotated[
        str, _option("--target", "A number, or a change: `-10 percent`.", "NUMBER")
    ] = "",
    source: Annotated[
        str | None, _option("--source", "A connection of connections.yaml.", "NAME")
    ] = None,
    table: Annotated[str, _option("--table", "Where the rows are.", "NAME")] = "",
    value: Annotated[str, _option("--value", "What is reckoned over them.", "SQL")] = "count(*)",
    at: Annotated[str, _option("--at", "The column that says when a row counts.", "SQL")] = "",
    window: Annotated[str, _option("--window", "Which days count.")] = "last 28 days",
) -> None:
    """Write a new definition: asked for, or said in options; nothing is overwritten."""
    from krtracker.cli import files
    from krtracker.cli.objective_file import modeline, text_of, usual_path
    from krtracker.cli.start import project_of
    from krtracker.definitions import load

    project = project_of(context)
    catalog = load(project)
    said = {"objective": aim, "team": team, "title": title, "source": source}
    others = {
        "unit": unit, "target": target, "table": table, "value": value, "at": at,
        "window": window, "contributes_to": contributes_to,
    }  # fmt: skip
    wanted = _completed(catalog, said, cycle or _running(catalog), others)
    path = usual_path(project, wanted) if file is None else _placed(project, file)
    text = text_of(wanted, modeline(project, path))
    _refuse_faults(project, path, text)
    (written,) = files.create(project.root, {project.relative(path): text})
    terminal.write(f"wrote {written}")
    terminal.say(f"next: krtracker preview {wanted.id} --days 365, then edit it until it is true")


def _completed(
    catalog: Catalog, said: dict[str, str | None], cycle: str, others: dict[str, str]
) -> Aim:
    """What options say, with what the person answers for the rest."""
    from krtracker.cli.objective_file import Aim, listed

    sources = list(catalog.connections)
    if not sources:
        raise UsageError("there is no connection yet; `krtracker connections add` makes one")
    if said["source"] is None and len(sources) == 1:
        said = {**said, "source": sources[0]}
    if can_ask():
        return _asked(said, cycle, others, sources)
    for name, answer in said.items():
        if answer is None:
            example = f"there is {listed(sources)}" if name == "source" else f'write `--{name} "…"`'
            raise UsageError(str(Problem(f"missing `--{name}`", hint=example)))
    if said["source"] not in sources:
        guess = nearest(str(said["source"]), sources)
        hint = f"did you mean `{guess}`?" if guess else f"there is {listed(sources)}"
        raise UsageError(str(Problem(f"unknown connection `{said['source']}`", hint=hint)))
    known = {name: str(answer) for name, answer in said.items()}
    return Aim(cycle=cycle, **known, **others)


def _asked(
    said: dict[str, str | None], cycle: str, others: dict[str, str], sources: list[str]
) -> Aim:
    from krtracker.cli.objective_file import Aim

    aim = Aim(
        objective=said["objective"] or ask("what is to become better, in words?"),
        team=said["team"] or ask("which team answers for it?"),
        cycle=ask("for which cycle?", cycle),
        source=said["source"] or choose("which source knows?", sources, sources[0]),
        title=said["title"] or ask("by which number would you tell?"),
        **others,
    )
    questions = {
        "unit": ("what is one of it? (h, %, EUR; Enter for none)", ""),
        "table": ("which table has the rows?", None),
        "value": ("what is reckoned over them?", aim.value),
        "at": ("which column says when a row counts?", None),
        "target": ("where to? (24, or -10 percent; Enter to decide later)", ""),
    }
    for name, (question, default) in questions.items():
        if getattr(aim, name) in {"", "count(*)"}:
            aim = replace(aim, **{name: ask(question, default)})
    return aim


def _running(catalog: Catalog) -> str:
    """The quarter of the last closed day, by name."""
    from krtracker.cli.scaffold import running_cycle

    settings = catalog.settings
    return running_cycle(settings.now(datetime.now(UTC)), settings.calendar).name


def _placed(project: Project, file: Path) -> Path:
    from krtracker.cli.objective_file import misplaced

    path = (project.root / file) if not file.is_absolute() else file
    fault = misplaced(path, project)
    if fault is not None:
        raise UsageError(fault)
    return path


def _refuse_faults(project: Project, path: Path, text: str) -> None:
    """Refuse a file of which `check` would say that it is at fault.

    Raises:
        UsageError: it is; every problem is told, and nothing has been written.
    """
    from krtracker.cli.start import start_in

    begun = start_in(replace(project, drafts={path: text}))
    file = project.relative(path)
    found = [
        each
        for each in begun.catalog.problems
        if each.severity is Severity.ERROR and each.place and each.place.file == file
    ]
    if found:
        terminal.report(found)
        raise UsageError("nothing was written: say it otherwise in the options")
