"""The files a new project begins with: commented, sound, and with a number to see at once."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from string import Template
from typing import Any
from zoneinfo import ZoneInfo

from krtracker.domain.calendar import Calendar, Cycle, add_months, cycle_named

TEMPLATES = Path(__file__).with_name("new_project")
FILES = {
    "project.yaml": "project.yaml",
    "connections.yaml": "connections.yaml",
    ".env.example": "env.example",
    ".gitignore": "gitignore",
}
"""Each file of a new project and the template it is made from."""
ENVIRONMENT = "# Copy to .env (which git ignores) and fill in; connections.yaml refers to it.\n"
EXAMPLE = "kr_definitions/example.yaml"
KEPT = (".gitignore", ".vscode/settings.json", ".vscode/extensions.json")
"""Files that a folder may have already, and that stay as they are."""

EXTENSION = "redhat.vscode-yaml"
"""The editor's extension that reads YAML by its schema."""
SCHEMAS = ("definition", "project", "connections")
TOPICS = ("waiting", "invoice", "delivery", "product", "other")
HEADER = ("id", "topic", "opened_at", "answered_at", "satisfaction")


@dataclass(frozen=True)
class Wishes:
    """What the person who begins a project says about it."""

    name: str
    zone: str = "UTC"
    language: str = "en"
    connection: str | None = None
    """Its first connection as it stands in `connections.yaml`; else an example with its data."""


def new_files(wishes: Wishes, *, now: datetime) -> Mapping[str, str]:
    """The text of every file of a new project, by its path in the project."""
    from krtracker.definitions import schema

    cycle = running_cycle(now.astimezone(UTC), Calendar(zone=ZoneInfo(wishes.zone)))
    words = {
        "name": json.dumps(wishes.name, ensure_ascii=False),
        "zone": wishes.zone,
        "language": wishes.language,
        "cycle": cycle.name,
    }
    files = {
        path: Template((TEMPLATES / template).read_text("utf-8")).substitute(words)
        for path, template in FILES.items()
    }
    schemas = {f"schema/{kind}.json": json.dumps(schema(kind), indent=2) for kind in SCHEMAS}
    files |= schemas | editor_files("schema")
    if wishes.connection is not None:
        files["connections.yaml"] += wishes.connection
        variables = re.findall(r"(?m)^[^#\n]*\$\{env\.(\w+)\}", wishes.connection)
        files[".env.example"] = ENVIRONMENT + "".join(f"{each}=\n" for each in variables)
        return files
    files["connections.yaml"] += (TEMPLATES / "example_connection.yaml").read_text("utf-8")
    files[EXAMPLE] = Template((TEMPLATES / "example.yaml").read_text("utf-8")).substitute(words)
    return files | {"data/tickets.csv": tickets(cycle)}


def editor_files(schemas: str) -> dict[str, str]:
    """What makes VS Code check and complete the project's files, by the schemas of a folder."""
    of_files = {
        f"{schemas}/definition.json": ["kr_definitions/**/*.yaml", "kr_definitions/**/*.yml"],
        f"{schemas}/project.json": ["project.yaml"],
        f"{schemas}/connections.json": ["connections.yaml"],
    }
    settings = {"yaml.schemas": of_files, "yaml.validate": True, "yaml.completion": True}
    return {
        ".vscode/settings.json": json.dumps(settings, indent=2) + "\n",
        ".vscode/extensions.json": json.dumps({"recommendations": [EXTENSION]}, indent=2) + "\n",
    }


def running_cycle(now: datetime, calendar: Calendar) -> Cycle:
    """The fiscal quarter of the last closed day, so that a new project has a day to measure."""
    day = calendar.last_closed_day(now)
    year = calendar.year_start(day)
    months_in = (calendar.quarter_start(day).month - year.month) % 12
    name = f"{year.year}-Q{months_in // 3 + 1}"
    cycle = cycle_named(name, fiscal_year_starts=calendar.fiscal_year_starts)
    assert cycle is not None, "every quarter has a name"
    return cycle


def tickets(cycle: Cycle) -> str:
    """Invented support tickets, from fourteen months before the cycle to its end, as CSV.

    They reach into the future so that the example goes on telling something new every day of
    the cycle: rows of days to come do not count yet.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(_rows(cycle))
    return text.getvalue()


def _rows(cycle: Cycle) -> Iterator[tuple[Any, ...]]:
    """One row per ticket; answers come sooner, and complaints fewer, as the cycle goes on."""
    chance = Random(cycle.name)
    first = add_months(cycle.start, -14)
    number = 0
    for back in range((cycle.end - first).days + 1):
        day = first + timedelta(days=back)
        share = cycle.day_number(day) / cycle.days
        for _ in range(chance.randint(3, 6)):
            number += 1
            yield (number, *_ticket(day, share, chance))


def _ticket(day: date, share: float, chance: Random) -> tuple[Any, ...]:
    """Topic, times and satisfaction of one ticket, `share` of the way into the cycle."""
    opened = datetime.combine(day, time(7)) + timedelta(minutes=chance.randrange(11 * 60))
    hours = chance.uniform(6, 36) * (1 - 0.45 * share)
    weights = (3 - share, 2, 2, 2, 1)
    topic = chance.choices(TOPICS, weights)[0]
    satisfaction = min(10, max(0, round(chance.gauss(9.2 - hours / 14, 1.2))))
    return topic, opened, opened + timedelta(minutes=round(hours * 60)), satisfaction
