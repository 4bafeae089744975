"""Streamlit and nothing else: two pages of one line each, what any page of Streamlit costs."""

from __future__ import annotations

import streamlit as st


def first() -> None:
    """One line."""
    st.title("First")


def second() -> None:
    """Another."""
    st.title("Second")


st.navigation([st.Page(first, default=True), st.Page(second)], position="top").run()
