"""A suggestion that was picked, as it stands in a definition: for people to say how far."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from krtracker.cli.objective_file import modeline, scalar
from krtracker.cli.scaffold import running_cycle
from krtracker.cli.start import Start
from krtracker.coach.proposal import Better, Proposal
from krtracker.definitions.wording import slug
from krtracker.domain.calendar import Calendar, Cycle
from krtracker.project import Project

LONG = timedelta(days=31)
"""How long before a cycle the rows of a source may end and still tell of its eve."""
SAFE_SHARE = 98
"""A share above it, in percent, is to be kept rather than raised."""


def cycle_of(begun: Start, last: date) -> Cycle:
    """The quarter that runs; where a source's rows end long before it, the last whole one."""
    calendar = begun.catalog.settings.calendar
    running = running_cycle(begun.now, calendar)
    if running.eve - last < LONG:
        return running
    of_last = _quarter(last, calendar)
    return of_last if of_last.end <= last else _quarter(of_last.eve, calendar)


def _quarter(day: date, calendar: Calendar) -> Cycle:
    return running_cycle(datetime.combine(day + timedelta(days=2), time(), UTC), calendar)


def as_definition(
    project: Project, cycle: Cycle, aim: str, team: str, texts: Sequence[str]
) -> tuple[Path, str]:
    """Where a definition with these key results lies, and its whole text."""
    name = "_".join(slug(aim).split("_")[:5])
    path = project.definitions / slug(team) / f"{name}.yaml"
    lines = [
        modeline(project, path),
        "",
        f"objective: {scalar(aim)}",
        f"team: {scalar(team)}",
        f"cycle: {scalar(cycle.name)}",
        "",
        "key_results:",
        "\n\n".join(texts),
    ]
    return path, "\n".join(lines) + "\n"


def as_yaml(proposal: Proposal, value: float, source: str) -> str:
    """A proposal as a key result; how far it is to go stands for whoever promises to change."""
    lines = [
        f"  {slug(proposal.id)}:",
        f"    title: {scalar(proposal.title)}",
        *([f"    unit: {scalar(proposal.unit)}"] if proposal.unit else []),
        f"    {_promise(proposal, value):<30}  # it was {value:.4g}: say how far",
        f"    source: {scalar(source)}",
        *(
            [f"    history: {{overwritten: [{proposal.overwritten}]}}"]
            if proposal.overwritten
            else []
        ),
        "    measure:",
        f"      from: {proposal.table}",
        f"      value: {scalar(proposal.value)}",
        *([f"      where: {scalar(proposal.where)}"] if proposal.where else []),
        *([f"      at: {proposal.at}", "      window: last 28 days"] if proposal.at else []),
        *([f"      matured: {proposal.matured}"] if proposal.matured else []),
        *([f"      known: {proposal.known}"] if proposal.known else []),
    ]
    if proposal.during:
        lines.append(f"      during: {json.dumps(list(proposal.during), ensure_ascii=False)}")
    return "\n".join(lines)


def _promise(proposal: Proposal, value: float) -> str:
    """A modest way to go, in the direction that is better; a share stays a share."""
    if proposal.better is Better.LESS:
        return "change: -10 percent" if value else "keep: {at_most: 0}"
    if proposal.unit != "%":
        return "change: +5 percent" if proposal.value.startswith("avg") else "change: +10 percent"
    if value > SAFE_SHARE:
        return f"keep: {{at_least: {SAFE_SHARE - 3}}}"
    return f"change: +{min(5.0, (100 - value) / 2):.2g}"
