"""`krtracker plan`: what an edit would change, before anybody relies on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from krtracker.cli import terminal
from krtracker.cli.exits import Exit, end
from krtracker.cli.options import AsJson, flag
from krtracker.cli.wording import counted, number, percent
from krtracker.project import Project

if TYPE_CHECKING:
    from krtracker.cli.planned_pages import PageChange
    from krtracker.cli.planning import Edit
    from krtracker.domain.catalog import Catalog

COLUMNS = ("key result", "what", "baseline", "value", "target", "progress", "status")


def plan(
    context: typer.Context,
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="REF",
            help="A commit, branch or tag; else what the ledger has in force.",
        ),
    ] = None,
    markdown: Annotated[bool, flag("--markdown", "As Markdown, for a pull request.")] = False,
    as_json: AsJson = False,
) -> None:
    """Which baselines, values, statuses and pages an edit would change; nothing is written.

    Exits 2 where definitions are at fault, 1 where a changed key result cannot be measured.
    """
    from krtracker.cli.planned_pages import page_changes
    from krtracker.cli.planning import edits, measured_days
    from krtracker.cli.start import start_and_report

    begun = start_and_report(context)
    before = _before(begun.project, against)
    with terminal.bar("measuring", measured_days(begun, before)) as on_progress:
        found = edits(begun, before, on_progress=on_progress)
    pages = page_changes(found, before, begun.catalog)
    if as_json:
        told = [{"page": one.page, "address": one.address, "of": one.of} for one in pages]
        terminal.document({"edits": [_as_document(each) for each in found], "pages": told})
    elif markdown:
        terminal.write("\n".join(_in_markdown(found, pages, against)))
    else:
        _draw(found, pages)
    unmeasured = any(each.fault for each in found)
    end(Exit.AT_FAULT if begun.is_at_fault else Exit(int(unmeasured)))


def _before(project: Project, against: str | None) -> Catalog:
    """The catalog that an edit is compared with."""
    from krtracker.cli.earlier import catalog_at
    from krtracker.domain.catalog import Catalog
    from krtracker.ledger import Snapshot

    if against is not None:
        return catalog_at(project, against)
    snapshot = Snapshot.latest(project)
    return snapshot.catalog if snapshot is not None else Catalog()


def _draw(found: Sequence[Edit], pages: Sequence[PageChange]) -> None:
    from rich.table import Table

    if not found:
        terminal.write("no number would change")
        _tell_pages(pages)
        return
    table = Table(*COLUMNS, box=None, pad_edge=False)
    for each in found:
        table.add_row(*_row(each))
    terminal.draw(table)
    for each in found:
        if each.fault:
            terminal.write(f"{each.key}: {each.fault}")
    _tell_pages(pages)
    terminal.say(f"{counted(len(found), 'key result')} would change; nothing was written")


def _tell_pages(pages: Sequence[PageChange]) -> None:
    if pages:
        terminal.write(f"pages that would change: {', '.join(each.address for each in pages)}")


def _in_markdown(
    found: Sequence[Edit], pages: Sequence[PageChange], against: str | None
) -> list[str]:
    """A table that a pull request shows."""
    head = f"### What these definitions change{f', against `{against}`' if against else ''}"
    on_pages = [f"- `{each.address}` ({', '.join(each.of)})" for each in pages]
    on_pages = ["", "Pages that would change:", "", *on_pages] if pages else []
    if not found:
        return [head, "", "No number would change.", *on_pages]
    lines = [head, "", f"| {' | '.join(COLUMNS)} |", "|" + "---|" * len(COLUMNS)]
    lines += [f"| {' | '.join(cell.replace('|', '/') for cell in _row(each))} |" for each in found]
    lines += ["", *(f"- `{each.key}`: {each.fault}" for each in found if each.fault)]
    return [*lines, *on_pages]


def _row(edit: Edit) -> tuple[str, ...]:
    """One edit as the cells of a table, each `before → after` where they differ."""
    from krtracker.cli.planning import told

    was, will_be = told(edit.was), told(edit.will_be)
    unit = edit.key_result.unit

    def cell(name: str) -> str:
        one, other = _worded(name, was.get(name), unit), _worded(name, will_be.get(name), unit)
        if edit.before is None or edit.after is None:
            return other if edit.before is None else one
        return other if one == other else f"{one} → {other}"

    status = cell("status")
    contested = will_be.get("contested")
    if contested and contested != was.get("contested"):
        status = f"{status} (contested by {contested})"
    return (edit.key, edit.in_a_word, *map(cell, COLUMNS[2:-1]), status)


def _worded(name: str, value: float | str | None, unit: str) -> str:
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    return percent(value) if name == "progress" else number(value, unit)


def _as_document(edit: Edit) -> dict[str, Any]:
    from krtracker.cli.planning import told

    return {
        "kr": edit.key,
        "what": edit.in_a_word,
        "fields": list(edit.fields),
        "before": told(edit.was) or None,
        "after": told(edit.will_be) or None,
        "fault": edit.fault,
    }
