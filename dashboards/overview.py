"""Where do we stand, and what changed: the page that is read in five seconds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import streamlit as st

from dashboards import blocks, states
from dashboards.blocks import Prose, Table, Text
from dashboards.filters import choose
from dashboards.finding import Chosen, Found, Order, find, in_order
from dashboards.links import follow, to_overview
from dashboards.opening import opening
from dashboards.parts import in_parts
from dashboards.rows import columns, row, teams
from dashboards.view import View
from krtracker.domain.objective import Objective
from krtracker.domain.progress import objective_progress
from krtracker.domain.standing import Standing
from krtracker.review.phrases import team_name

AT_ONCE = 20
"""How many objectives are written at first, and each time that more are asked for."""
ROWS = 60
"""The same of key results where they are one list."""


def page(view: View) -> None:
    """The whole page, top to bottom."""
    cycle = view.cycle
    if cycle is None:
        blocks.show(states.no_objectives(view.words), key="state")
        return
    head = st.container()
    chosen = choose(view, cycle)
    with head:
        follow(blocks.show(*opening(view, chosen.cycle), key="overview_head"))
    found = find(view, chosen)
    if not found:
        follow(blocks.show(_nothing(view, chosen), key="overview_objectives"))
    elif chosen.order is Order.OBJECTIVE:
        in_parts(found, AT_ONCE, view, lambda part: [objective_table(view, each) for each in part])
    else:
        in_parts(in_order(found, chosen.order, view), ROWS, view, lambda part: [_list(view, part)])


def _nothing(view: View, chosen: Chosen) -> Prose:
    """Nothing fits the filters, and the way back."""
    everything = Text(view.words("show all"), to=to_overview({"cycle": chosen.cycle.name}))
    return Prose(look="plain", lines=[[Text(view.words("no match") + " ", "soft"), everything]])


def objective_table(view: View, found: Found) -> Table:
    """The key results of an objective, then its health metrics."""
    objective, shown = found.objective, found.key_results
    metrics = len(shown) - found.promised
    return Table(
        title=[Text(objective.title)],
        aside=list(_aside(view, objective)),
        columns=columns(view.words),
        rows=[row(view.standings[each.key], view) for each in shown],
        sections={found.promised: view.words("health metrics")} if metrics else {},
    )


def _list(view: View, part: Sequence[tuple[Objective, Standing]]) -> Table:
    """Key results of all objectives, one below the other."""
    return Table(
        columns=columns(view.words),
        rows=[row(each, view, below=_of(objective, view)) for objective, each in part],
    )


def _of(objective: Objective, view: View) -> str:
    """Which objective a key result serves, and whose it is."""
    return f"{objective.title} · {teams(objective, view.words)}"


def _aside(view: View, objective: Objective) -> Iterator[Text]:
    """How far the objective is, whose it is, and what it contributes to."""
    parts = [
        (each.progress, key_result.weight)
        for key_result in objective.key_results
        if (each := view.standings[key_result.key]).progress is not None
    ]
    share = objective_progress([(done, weight) for done, weight in parts if done is not None])
    if share is not None:
        says = view.words("objective progress", progress=view.notation.percent(share))
        yield Text(f"{says} · ")
    yield Text(teams(objective, view.words))
    for id in objective.contributes_to:
        other = next((each for each in view.catalog.objectives if each.id == id), None)
        title = other.title if other else team_name(id)
        yield Text(view.words("contributes to"))
        yield Text(title, to=to_overview({"cycle": objective.cycle.name, "search": title}))
