"""Which pages of the dashboard an edit of definitions would change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from krtracker.cli.planning import Edit, told
from krtracker.domain.catalog import Catalog
from krtracker.domain.objective import Objective

PAGES = ("overview", "weekly_review", "alignment", "data_health", "cycle_review")
"""The pages about many key results, by their addresses."""
SHOWN = {"title", "unit", "weight", "kind"}
"""The fields that stand on every page about many key results, beside what was measured."""
OF_DATA = {"measure", "source", "expectations", "cadence", "history", "split_by", "kind"}
"""The fields that say how something is asked for and judged."""


@dataclass(frozen=True)
class PageChange:
    """One page that would look otherwise, and the key results or objectives for which it would."""

    page: str
    of: tuple[str, ...]
    query: str = ""

    @property
    def address(self) -> str:
        """Where it is, below the dashboard's own address."""
        return f"{self.page}?{self.query}" if self.query else self.page


def page_changes(found: Sequence[Edit], before: Catalog, after: Catalog) -> list[PageChange]:
    """Every page that would show something else, in the order of the navigation."""
    of_pages: dict[str, list[str]] = {page: [] for page in PAGES}
    for each in found:
        for page in _pages_of(each):
            of_pages[page].append(each.key)
    for objective in _worded_anew(before, after):
        for page in ("overview", "alignment", "cycle_review"):
            of_pages[page].append(objective)
    own = [
        PageChange("key_result", (each.key,), f"kr={each.key_result.id}&in={each.cycle}")
        for each in found
    ]
    return [*(PageChange(page, tuple(of)) for page, of in of_pages.items() if of), *own]


def _pages_of(edit: Edit) -> Iterator[str]:
    """The pages about many key results that show something of what an edit changes."""
    was, will_be = told(edit.was), told(edit.will_be)
    differing = {name for name in {*was, *will_be} if was.get(name) != will_be.get(name)}
    comes_or_goes = edit.before is None or edit.after is None
    is_shown = comes_or_goes or bool(differing) or not SHOWN.isdisjoint(edit.fields)
    is_promised = not edit.key_result.is_health_metric
    is_asked_anew = not OF_DATA.isdisjoint(edit.fields)
    if is_shown:
        yield "overview"
    if is_shown and is_promised:
        yield "weekly_review"
    if comes_or_goes or "status" in differing or "measure" in edit.fields:
        yield "alignment"
    if comes_or_goes or is_asked_anew or "trust" in differing or edit.fault:
        yield "data_health"
    if is_shown and is_promised:
        yield "cycle_review"


def _worded_anew(before: Catalog, after: Catalog) -> list[str]:
    """The objectives of which the head differs, by cycle and name."""
    old = {_name(each): _head(each) for each in before.objectives}
    new = {_name(each): _head(each) for each in after.objectives}
    return sorted(name for name in {*old, *new} if old.get(name) != new.get(name))


def _name(objective: Objective) -> str:
    return f"{objective.cycle.name}/{objective.id}"


def _head(objective: Objective) -> tuple[object, ...]:
    teams: Iterable[str] = objective.teams
    return objective.title, tuple(teams), objective.contributes_to, objective.why
