"""What hangs on a wall: one screen after the other in large type, nothing to click."""

from __future__ import annotations

import time
from collections.abc import Sequence

import streamlit as st

from dashboards import blocks, states
from dashboards.blocks import Block
from dashboards.finding import Chosen, Found, find
from dashboards.links import follow
from dashboards.opening import opening
from dashboards.overview import objective_table
from dashboards.view import View

TURN_SECONDS = 12
"""How long a screen stays."""


def page(view: View) -> None:
    """The screen whose turn it is; of one team where the address names one."""
    cycle = view.cycle
    with st.container(key="kiosk"):
        if cycle is None:
            blocks.show(states.no_objectives(view.words), key="state")
            return
        team = st.query_params.get("team") or None
        _turn(view, find(view, Chosen(cycle, team)))


@st.fragment(run_every=TURN_SECONDS)
def _turn(view: View, found: Sequence[Found]) -> None:
    """Told from the clock alone, so that every wall shows the same, also after a restart."""
    turn = turn_at(time.time(), len(found) + 1)
    follow(blocks.show(*_screen(view, found, turn), key="screen"))


def turn_at(seconds: float, screens: int) -> int:
    """Which of the screens is shown at a moment."""
    return int(seconds // TURN_SECONDS) % screens


def _screen(view: View, found: Sequence[Found], turn: int) -> Sequence[Block]:
    """First where everything stands and what changed, then one objective after the other."""
    head = opening(view, view.cycle) if view.cycle else []
    return head if turn == 0 else [head[0], objective_table(view, found[turn - 1])]
