"""A new file of `kr_definitions/`: one objective and its first key result, commented."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from krtracker.definitions.scalars import resolved
from krtracker.definitions.wording import slug
from krtracker.project import Project

SCHEMA_FOLDERS = ("schema", "docs/schema")
"""Where a project keeps the JSON Schema of its definitions."""


@dataclass(frozen=True)
class Aim:
    """What a person says of a new objective and of its first key result."""

    objective: str
    team: str
    cycle: str
    source: str
    title: str
    unit: str = ""
    target: str = ""
    """A number, a change such as `-10 percent`, or nothing where it is to be decided."""
    table: str = ""
    value: str = "count(*)"
    at: str = ""
    window: str = "last 28 days"
    contributes_to: str = ""

    @property
    def id(self) -> str:
        """The key result's id, from its title."""
        return slug(self.title)


def usual_path(project: Project, aim: Aim) -> Path:
    """Where the file of an objective lies, unless somebody says otherwise."""
    name = "_".join(slug(aim.objective).split("_")[:5])
    return project.definitions / slug(aim.team) / f"{name}.yaml"


def text_of(aim: Aim, modeline: str) -> str:
    """The whole file; what was not said has a remark that asks for it."""
    remarks = _Remarks()
    lines = [
        modeline,
        "# One file per objective; its name is the objective's id. `krtracker check` tells what",
        f"# does not fit, `krtracker preview {aim.id} --days 365` what it would have said.",
        "",
        f"objective: {scalar(aim.objective)}",
        remarks.field(f"team: {scalar(aim.team)}", "a team, never a person"),
        f"cycle: {scalar(aim.cycle)}",
        *([f"contributes_to: {scalar(aim.contributes_to)}"] if aim.contributes_to else []),
        "",
        "key_results:",
        f"  {aim.id}:",
        f"    title: {scalar(aim.title)}",
        *([f"    unit: {scalar(aim.unit)}"] if aim.unit else []),
        remarks.field("    baseline: measured", "the value on the day before the cycle"),
        _promise(aim, remarks),
        remarks.field(f"    source: {scalar(aim.source)}", "a connection of connections.yaml"),
        "    measure:",
        _said(remarks, "      from", aim.table, "orders", "which table, or join, has the rows?"),
        remarks.field(f"      value: {scalar(aim.value)}", "what is reckoned over them"),
        remarks.field("      # where: status = 'done'", "which rows count; all of them without it"),
        _said(remarks, "      at", aim.at, "created_at", "from which moment on does a row count?"),
        remarks.field(f"      window: {aim.window}", "up to any day, so the past is known at once"),
    ]
    return "\n".join(lines) + "\n"


def modeline(project: Project, path: Path) -> str:
    """The first line of a file, which tells an editor where its schema lies."""
    folder = next((each for each in SCHEMA_FOLDERS if (project.root / each).is_dir()), "schema")
    schema = os.path.relpath(project.root / folder / "definition.json", path.parent)
    return f"# yaml-language-server: $schema={Path(schema).as_posix()}"


class _Remarks:
    """Fields with a remark behind them, in one column."""

    COLUMN = 34

    def field(self, text: str, remark: str) -> str:
        return f"{text:<{self.COLUMN}}  # {remark}" if len(text) <= self.COLUMN else text


def _promise(aim: Aim, remarks: _Remarks) -> str:
    if not aim.target:
        return remarks.field("    change: +10 percent", "how far is it to go from the baseline?")
    is_number = not isinstance(resolved(aim.target), str)
    if is_number and aim.target[0] not in "+-":
        return f"    target: {aim.target}"
    return remarks.field(f"    change: {aim.target}", "from the baseline")


def _said(remarks: _Remarks, name: str, said: str, otherwise: str, asks: str) -> str:
    return f"{name}: {scalar(said)}" if said else remarks.field(f"{name}: {otherwise}", asks)


def scalar(text: str) -> str:
    """A text as YAML reads it back, quoted where it could be taken for something else."""
    is_plain = re.fullmatch(r"[^\W_][\w ./+()*,'-]*", text) and resolved(text) == text
    return text if is_plain and text == text.strip() else json.dumps(text, ensure_ascii=False)


def misplaced(path: Path, project: Project) -> str | None:
    """Why no definition can lie at `path`, None where one can."""
    is_below = Path(os.path.normpath(path)).is_relative_to(project.definitions)
    if is_below and path.suffix in {".yaml", ".yml"}:
        return None
    folder = project.relative(project.definitions)
    return f"`{path}` is no definition; write it as {folder}/team/name.yaml"


def listed(words: Sequence[str]) -> str:
    """Names in backticks, parted by commas."""
    return ", ".join(f"`{each}`" for each in words)
