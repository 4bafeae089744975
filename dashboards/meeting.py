"""The head of a meeting: title, timer, arrow keys and full screen, drawn by `meeting.js`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from dashboards.blocks import HERE, Link, as_data
from krtracker.language.words import Words


@cache
def _component() -> ComponentRenderer:
    """Registered when first used: importing a module does nothing."""
    styles = [(HERE / name).read_text(encoding="utf-8") for name in ("blocks.css", "meeting.css")]
    return st.components.v2.component(
        "krtracker_meeting",
        css="\n".join(styles),
        js=(HERE / "meeting.js").read_text(encoding="utf-8"),
    )


def head(
    title: str, below: str, words: Words, *, previous: Link | None, following: Link | None
) -> Link | None:
    """Writes the head; the step that a key or a button asked for, if one did."""
    said = {
        "timer": words("timer"),
        "length": words("of minutes", minutes="{minutes}"),
        "lasts": words("timer length"),
        "previous": words("previous"),
        "next": words("next"),
        "screen": words("full screen"),
    }
    done = _component()(
        data={
            "title": title,
            "below": below,
            "words": said,
            "previous": as_data(previous),
            "next": as_data(following),
        },
        key="meeting",
        on_follow_change=lambda: None,
    )
    asked = done.get("follow")
    if not isinstance(asked, Mapping):
        return None
    query = asked.get("query") or {}
    return Link(str(asked.get("page")), {str(name): str(each) for name, each in query.items()})
