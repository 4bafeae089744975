"""Long lists in parts: what is not asked for is neither worked out nor sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from dashboards import blocks
from dashboards.blocks import Block, Line, Text
from dashboards.links import follow
from dashboards.view import View

SHOWN = "parts shown"
"""Under which name a session remembers how many parts of which list it has asked for."""
SENTENCES = 20
"""How many sentences of one kind a page has room for."""

Each = TypeVar("Each")


def in_parts(
    everything: Sequence[Each],
    size: int,
    view: View,
    written: Callable[[Sequence[Each]], Sequence[Block]],
    *,
    key: str = "part",
) -> None:
    """The first part, any more that were asked for, and a button while there are others."""
    shown = st.session_state.get(f"{SHOWN} {key}", 1)
    for number in range(shown):
        part = everything[number * size : (number + 1) * size]
        if part:
            follow(blocks.show(*written(part), key=f"{key} {number}"))
    rest = len(everything) - shown * size
    if rest > 0:
        more = view.notation.number(min(size, rest)), view.notation.number(rest)
        st.button(
            view.words("show more", count=more[0], rest=more[1]),
            key=f"{key} more",
            on_click=_more,
            args=(key, shown + 1),
        )


def few(of: Sequence[Each], says: Callable[[Each, View], Line], view: View) -> list[Line]:
    """A sentence on each of the first of many, and how many there are besides."""
    lines = [says(each, view) for each in of[:SENTENCES]]
    rest = len(of) - SENTENCES
    if rest > 0:
        lines.append([Text(view.words("and more", count=view.notation.number(rest)), "soft")])
    return lines


def _more(key: str, shown: int) -> None:
    st.session_state[f"{SHOWN} {key}"] = shown
