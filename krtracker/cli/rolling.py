"""The text of the next cycle's files, from this one's and from how it ended."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from krtracker.cli.wording import counted, number, percent
from krtracker.definitions.rewriting import Rewriting
from krtracker.domain.calendar import WindowKind
from krtracker.domain.carrying import Ended, Ending
from krtracker.domain.key_result import KeyResult
from krtracker.domain.objective import Objective
from krtracker.project import Project

SECTIONS = ("key_results", "health_metrics")
OF_ONE_CYCLE = ("path", "changes", "formerly")
"""Fields that speak of the old cycle only."""
OF_A_PROMISE = (
    "baseline", "target", "change", "guardrails", "weight", "stretch", "commit",
)  # fmt: skip
SCHEMA = re.compile(r"(# yaml-language-server: \$schema=)(\S+)")


@dataclass(frozen=True)
class Carried:
    """One objective's next file, or the reason for which there is none."""

    objective: Objective
    path: Path
    text: str | None
    """None where it is closed: every key result was reached, and nothing refers to them."""
    file: str | None
    """Its name within the project; None where it is closed."""
    endings: Mapping[str, Ended]
    """By id, how each key result and health metric ended."""


def next_path(project: Project, objective: Objective, cycle: str) -> Path:
    """Where the next file lies: in a folder named for its cycle."""
    below = (project.root / objective.file).relative_to(project.definitions)
    if below.parts[0] == objective.cycle.name:
        below = Path(*below.parts[1:])
    return project.definitions / cycle / below


def carried(
    project: Project,
    objective: Objective,
    text: str,
    endings: Mapping[str, Ended],
    *,
    cycle: str,
    is_needed: bool,
) -> Carried:
    """The next file of an objective; `is_needed` says that others refer to what is in it.

    Raises:
        CannotRewriteError: fields share a line, so the file has to be carried by hand.
    """
    path = next_path(project, objective, cycle)
    are_won = [is_won(each, endings[each.id]) for each in objective.key_results]
    if are_won and all(are_won) and not is_needed:
        return Carried(objective, path, None, None, endings)
    rewriting = Rewriting(text, objective.file)
    rewriting.replace(("cycle",), cycle)
    for each in objective:
        _carry(rewriting, (SECTIONS[each.is_health_metric], each.id), each, endings[each.id])
    _move_reached(rewriting, objective, endings)
    new = _with_schema(rewriting.text(), (project.root / objective.file).parent, path.parent)
    return Carried(objective, path, new, project.relative(path), endings)


def starts_anew(key_result: KeyResult) -> bool:
    """Whether it is counted from the start of the cycle on, so that each cycle begins at 0."""
    window = getattr(key_result.how, "window", None)
    return window is not None and window.kind is WindowKind.CYCLE_TO_DATE


def _carry(
    rewriting: Rewriting, path: tuple[str, str], key_result: KeyResult, ended: Ended
) -> None:
    """One key result: what belongs to the old cycle leaves, what there is to decide is asked."""
    for field in OF_ONE_CYCLE:
        rewriting.remove((*path, field))
    if is_won(key_result, ended):
        for field in OF_A_PROMISE:
            rewriting.remove((*path, field))
        side = "at_least" if ended.rises else "at_most"
        kept = [_reached(key_result, ended), f"keep: {{{side}: {_plain(ended.target)}}}"]
        rewriting.put_before(_first_after(rewriting, path), kept)
        return
    promise = next(each for each in ("target", "change", "keep") if rewriting.has((*path, each)))
    rewriting.put_before((*path, promise), _questions(key_result, ended))
    if rewriting.has((*path, "baseline")) and not starts_anew(key_result):
        rewriting.replace((*path, "baseline"), "measured")
    for field in ("commit", "stretch"):
        if _is_passed(rewriting.at((*path, field)), ended) and not starts_anew(key_result):
            rewriting.remove((*path, field))


def _first_after(rewriting: Rewriting, path: tuple[str, str]) -> tuple[str, str, str]:
    """The field above which a `keep` stands: the first that says how it is measured."""
    for name in ("source", "measure", "sql", "formula"):
        if rewriting.has((*path, name)):
            return (*path, name)
    raise AssertionError("every key result is measured somehow")


def is_won(key_result: KeyResult, ended: Ended) -> bool:
    """Whether its target was reached, and can be watched: a count of each cycle begins at 0."""
    return ended.how is Ending.REACHED and not starts_anew(key_result)


def _reached(key_result: KeyResult, ended: Ended) -> str:
    was, target = key_result.cycle.name, number(ended.target, beside=[ended.value])
    value = number(ended.value, key_result.unit, beside=[ended.target])
    return f"# reached in {was}: {value} against {target}; watched, so that it stays"


def _questions(key_result: KeyResult, ended: Ended) -> list[str]:
    """What there is to decide, above the line it is about."""
    was, unit = key_result.cycle.name, key_result.unit
    if ended.how is Ending.UNKNOWN:
        return [f"# {was} has no value to judge it by: is this still the number?"]
    is_over = ended.day is not None and ended.day >= key_result.cycle.end
    beside = key_result.promise.levels(ended.target)
    value = f"{number(ended.value, unit, beside=beside)}{'' if is_over else f' on {ended.day}'}"
    stood = f"# {was} {'ended' if is_over else 'stood'} at {value}"
    days = counted(ended.measured_days, "day")
    held = (
        f"held on {ended.kept_days} of {days}" if ended.measured_days else "no day of it measured"
    )
    if ended.how is Ending.KEPT:
        return [f"{stood}: {held}"]
    if ended.how is Ending.BROKEN:
        return [f"{stood}, {held}: is this still the line to keep?"]
    target, done = number(ended.target, unit, beside=[ended.value]), percent(ended.progress)
    if ended.how is Ending.REACHED:
        return [f"{stood}, {target} was reached: and in this cycle?"]
    if key_result.promise.change is None or ended.value is None or starts_anew(key_result):
        return [f"{stood}, {done} of the way: is {target} still the aim?"]
    again = number(key_result.promise.target_from(ended.value), unit)
    return [f"{stood}, {done} of the way: is {again}, the same change again, the aim?"]


def _is_passed(line: object, ended: Ended) -> bool:
    """Whether an extra line of the chart lies behind where the next cycle begins."""
    if not isinstance(line, int | float) or ended.value is None:
        return False
    return ended.value >= line if ended.rises else ended.value <= line


def _move_reached(rewriting: Rewriting, objective: Objective, endings: Mapping[str, Ended]) -> None:
    """What was reached moves from the promises to what is only watched."""
    reached = [each for each in objective.key_results if is_won(each, endings[each.id])]
    if not reached:
        return
    moved: list[str] = []
    for each in reached:
        moved += ["", *rewriting.lines(("key_results", each.id))]
        rewriting.remove(("key_results", each.id))
    if len(reached) == len(objective.key_results):
        rewriting.remove(("key_results",))
    if rewriting.has(("health_metrics",)):
        rewriting.append(("health_metrics",), moved)
    else:
        rewriting.append(None, ["", "health_metrics:", *moved[1:]])


def _with_schema(text: str, old: Path, new: Path) -> str:
    """The text with its first line leading to the same schema from another folder."""

    def moved(found: re.Match[str]) -> str:
        if "://" in found[2] or found[2].startswith("/"):
            return found[0]
        return found[1] + Path(os.path.relpath(old / found[2], new)).as_posix()

    return SCHEMA.sub(moved, text, count=1)


def _plain(value: float | None) -> str:
    """A number as YAML takes it."""
    return f"{value:.10g}" if value is not None else "0"
