"""The address of every view, and the way there."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboards.blocks import Link
from krtracker.domain.key_result import KeyResult

REGISTER = "pages"
KNOWN_AT = "known_at"
"""How the address names the past moment as of which everything is shown; empty means now."""


def to_key_result(key_result: KeyResult) -> Link:
    """The page of one key result in its cycle."""
    return Link("key_result", {"kr": key_result.id, "in": key_result.cycle.name})


def to_overview(query: Mapping[str, str] | None = None) -> Link:
    """The overview, filtered by `query`."""
    return Link("overview", query or {})


def to_weekly_review(item: str, team: str | None = None) -> Link:
    """One screen of the weekly review, of one team's meeting or of everybody's."""
    return Link("weekly_review", {"item": item} | ({"team": team} if team else {}))


def to_moment(link: Link, known_at: str) -> Link:
    """The same view as of a past moment; with an empty one, as of now."""
    return Link(link.page, {**link.query, KNOWN_AT: known_at})


def remember(pages: Mapping[str, st.Page]) -> None:
    """Keeps the pages of this session by the names that links use."""
    st.session_state[REGISTER] = dict(pages)


def follow(link: Link | None) -> None:
    """Goes where a click in a block leads; a page that we do not have is not followed."""
    pages = st.session_state.get(REGISTER, {})
    if link is not None and link.page in pages:
        st.session_state[KNOWN_AT] = link.query.get(KNOWN_AT, st.session_state.get(KNOWN_AT))
        query = {name: each for name, each in link.query.items() if name != KNOWN_AT}
        if kept := st.session_state[KNOWN_AT]:
            query[KNOWN_AT] = kept
        st.switch_page(pages[link.page], query_params=query)
