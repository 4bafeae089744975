"""Which key results the overview shows, and in which order."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import streamlit as st

from dashboards.view import BY_NAME, View
from krtracker.domain.calendar import Cycle
from krtracker.domain.key_result import KeyResult
from krtracker.domain.news import WORST_FIRST
from krtracker.domain.objective import Objective
from krtracker.domain.standing import Standing
from krtracker.domain.status import Status


class Order(StrEnum):
    """How key results follow one another."""

    OBJECTIVE = "by objective"
    WORST = "worst first"
    BEHIND = "furthest behind"
    TITLE = "by title"


@dataclass(frozen=True)
class Chosen:
    """What a person chose to see."""

    cycle: Cycle
    team: str | None = None
    statuses: frozenset[Status] = frozenset()
    search: str = ""
    order: Order = Order.OBJECTIVE

    def shows(self, objective: Objective, standing: Standing) -> bool:
        """Whether a key result fits every choice but the search."""
        teams = {objective.team, *objective.contributing_teams}
        return (self.team is None or self.team in teams) and (
            not self.statuses or standing.status in self.statuses
        )


@dataclass(frozen=True)
class Found:
    """An objective with those of its key results and health metrics that were asked for."""

    objective: Objective
    key_results: Sequence[KeyResult]

    @property
    def promised(self) -> int:
        """How many of them are no health metrics; these come first."""
        return sum(not each.is_health_metric for each in self.key_results)


def plain(text: str) -> str:
    """Text without case or accents, so that `delai` finds `Délai`."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in parts if not unicodedata.combining(each))


def find(view: View, chosen: Chosen) -> list[Found]:
    """Every objective of the cycle that has something to show, in the order of the catalog."""
    wanted = plain(chosen.search).split()
    index = _index(view) if wanted else {}
    return [
        Found(objective, shown)
        for objective in view.catalog.objectives
        if objective.cycle == chosen.cycle
        and (
            shown := [
                each
                for each in objective
                if all(word in index[each.key] for word in wanted)
                and chosen.shows(objective, view.standings[each.key])
            ]
        )
    ]


def in_order(found: Sequence[Found], order: Order, view: View) -> list[tuple[Objective, Standing]]:
    """The same as one list, sorted; what has nothing to sort by comes last."""
    flat = [(one.objective, view.standings[each.key]) for one in found for each in one.key_results]
    if order is Order.TITLE:
        return sorted(flat, key=lambda each: plain(each[1].key_result.title))
    if order is Order.BEHIND:
        return sorted(flat, key=lambda each: _ahead(each[1]))
    return sorted(flat, key=lambda each: (WORST_FIRST.index(each[1].status), _ahead(each[1])))


def _ahead(standing: Standing) -> float:
    """How far it is ahead of its pace."""
    if standing.progress is None or standing.pace is None:
        return float("inf")
    return standing.progress - standing.pace


@st.cache_resource(max_entries=3, show_spinner=False, hash_funcs=BY_NAME)
def _index(view: View) -> Mapping[str, str]:
    """By key, what a search may find it by."""
    return dict(_entries(view))


def _entries(view: View) -> Iterator[tuple[str, str]]:
    for objective in view.catalog.objectives:
        above = plain(objective.title)
        for each in objective:
            yield each.key, f"{plain(each.title)} {each.id} {above}"
