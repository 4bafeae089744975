"""Which key results the overview shows; every choice is in the address, so that it can be sent."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboards.finding import Chosen, Order
from dashboards.view import View
from krtracker.domain.calendar import Cycle
from krtracker.domain.status import Status
from krtracker.review.phrases import team_name

BOUND: Final = "query-params"
"""How a widget keeps its value in the address."""


def choose(view: View, cycle: Cycle) -> Chosen:
    """The filters in one line; nothing chosen means everything of the running cycle."""
    words = view.words
    cycles = {each.name: each for each in view.cycles}
    teams = sorted(
        {team for each in view.catalog.objectives for team in (each.team, *each.contributing_teams)}
    )
    with st.container(horizontal=True, vertical_alignment="center", key="filters"):
        search = st.text_input(
            words("search"),
            key="search",
            placeholder=words("search hint"),
            label_visibility="collapsed",
            width=200,
            bind=BOUND,
        )
        statuses = st.pills(
            words("status"),
            [each.value for each in Status],
            format_func=lambda each: words(each),
            selection_mode="multi",
            key="status",
            label_visibility="collapsed",
            width="content",
            bind=BOUND,
        )
        team = st.selectbox(
            words("team"),
            teams,
            index=None,
            format_func=team_name,
            key="team",
            placeholder=words("all teams"),
            label_visibility="collapsed",
            width=160,
            bind=BOUND,
        )
        name = cycle.name
        if len(cycles) > 1:
            name = st.selectbox(
                words("cycle"),
                list(cycles),
                index=list(cycles).index(cycle.name),
                key="cycle",
                label_visibility="collapsed",
                width=140,
                bind=BOUND,
            )
        order = st.selectbox(
            words("order"),
            [each.value for each in Order],
            format_func=lambda each: words(each),
            key="order",
            label_visibility="collapsed",
            width=160,
            bind=BOUND,
        )
    chosen = frozenset(Status(each) for each in statuses)
    return Chosen(cycles[name], team, chosen, search or "", Order(order))
