"""`krtracker demo`: the example project's databases, and the days that pass in it."""

from __future__ import annotations

import typer

from krtracker.cli import terminal
from krtracker.cli.exits import end
from krtracker.errors import UsageError
from krtracker.project import Project

demo = typer.Typer(help="The example's databases, and the days that pass in it.", name="demo")


@demo.command()
def generate(context: typer.Context) -> None:
    """Make the three databases of the example as they are on its day."""
    generate_in(_demo_project(context))


@demo.command("next-day")
def next_day(context: typer.Context) -> None:
    """Let a day pass: its rows arrive, the late ones too, and are measured."""
    from krtracker.cli.measuring import measured
    from krtracker.cli.start import start_and_report
    from krtracker.cli.summary import exit_of, summary
    from krtracker.demo import next_day as pass_a_day
    from krtracker.ledger import Ledger
    from krtracker.tracking import due

    day = pass_a_day(_demo_project(context))
    terminal.say(f"it is {day} now")
    begun = start_and_report(context)
    report = measured(begun, due(begun.catalog, Ledger(begun.project), begun.now))
    summary(report, begun, as_json=False)
    end(exit_of(report, begun))


def generate_in(project: Project) -> None:
    """Make the databases of a demo project, and say which; a new one recalls its first promises."""
    from krtracker.demo import generate as generate_databases
    from krtracker.demo import remember

    generate_databases(project, on_progress=lambda name: terminal.write(f"made demo/{name}"))
    remember(project)


def _demo_project(context: typer.Context) -> Project:
    """The project meant, if it is the demo: no other may have its sources replaced."""
    from krtracker.cli.start import project_of
    from krtracker.definitions import load

    project = project_of(context)
    if load(project).settings.clock is None:
        raise UsageError(
            "this project's clock is the real one; `krtracker init --demo` makes one whose days "
            "can pass"
        )
    return project
