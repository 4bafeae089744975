"""A project on disk in a few words, for tests of the definition language."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent, indent

from krtracker.project import Project

CONNECTIONS = "logistics: {type: sqlite, path: logistics.db}\n"
MEASURE = """\
measure:
  from: orders
  value: avg(hours_between(ordered_at, delivered_at))
  at: delivered_at
  window: last 28 days
"""


def a_project(
    folder: Path,
    definitions: dict[str, str] | None = None,
    *,
    settings: str = "timezone: Europe/Paris\ncoach: {no_guardrail: off}\n",
    connections: str = CONNECTIONS,
) -> Project:
    """A project whose definition files hold these texts, by path under `kr_definitions/`."""
    (folder / "project.yaml").write_text(dedent(settings))
    (folder / "connections.yaml").write_text(dedent(connections))
    for name, text in (definitions or {}).items():
        path = folder / "kr_definitions" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text))
    return Project(folder)


def an_objective(*key_results: str, head: str = "", cycle: str = "2026-Q4") -> str:
    """The text of an objective with these key results."""
    text = f"objective: Deliver urgent orders in a day\nteam: logistics\ncycle: {cycle}\n"
    text += dedent(head)
    if key_results:
        text += "key_results:\n" + "".join(indent(each, "  ") for each in key_results)
    return text


def a_key_result(
    id: str = "delivery_time",
    promise: str = "baseline: 48\ntarget: 24\n",
    how: str = MEASURE,
    more: str = "",
) -> str:
    """The text of one key result, indented by nothing."""
    fields = f"title: Average delivery time\nsource: logistics\n{dedent(promise)}{dedent(how)}"
    return f"{id}:\n" + indent(fields + dedent(more), "  ")
