"""A run of the program that a page waits for: seen, cancelled, and over by itself."""

from __future__ import annotations

import streamlit as st

from dashboards import blocks
from dashboards.blocks import Prose, Text
from dashboards.trying import Run
from dashboards.view import View

POLL_SECONDS = 0.5


@st.fragment(run_every=POLL_SECONDS)
def wait(view: View, *, run: str, outcome: str, said: str, key: str) -> None:
    """Looks whether it is over; until then it can be cancelled.

    Of the session's state, `run` names what is under way and `outcome` where its end is put;
    `said` names the words shown meanwhile, with the seconds it has taken.
    """
    under_way: Run | None = st.session_state.get(run)
    if under_way is None:
        return
    if under_way.is_over:
        st.session_state[outcome] = under_way.outcome()
        del st.session_state[run]
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center"):
        text = view.words(said, seconds=under_way.seconds)
        blocks.show(Prose([[Text(text, "soft")]], look="plain"), key=f"{key}running")
        st.button(view.words("try cancel"), on_click=under_way.cancel, key=f"{key}cancel")
