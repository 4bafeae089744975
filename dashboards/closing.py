"""The end of a meeting: what was said, on one screen and in two files to send."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboards import blocks
from dashboards.blocks import Block, Prose, Term, Terms, Text
from dashboards.parts import in_parts
from dashboards.view import View
from krtracker.domain.agenda import Agenda
from krtracker.domain.note import Note, NoteKind
from krtracker.review.leaflet import leaflet
from krtracker.review.markdown import markdown
from krtracker.review.summary import Passage, Summary, summary

PASSAGES = 40
"""How many key results are read back at first; the files to send have them all."""


def closing(agenda: Agenda, notes: Sequence[Note], view: View) -> None:
    """The summary to read once more, and to send."""
    made = summary(
        agenda,
        notes,
        view.voice,
        project=view.catalog.settings.name,
        now=view.local(view.now),
    )
    name = f"weekly-review-{agenda.today.isoformat()}"
    with st.container(border=True, key="card_close"):
        with st.container(horizontal=True, vertical_alignment="center"):
            blocks.show(Terms([], title=view.words("summary")), key="summary_title")
            st.download_button(
                view.words("as html"),
                leaflet(made),
                f"{name}.html",
                "text/html",
                key="as_html",
            )
            st.download_button(
                view.words("as markdown"), markdown(made), f"{name}.md", key="as_markdown"
            )
        if opening := _decided(made, view):
            blocks.show(*opening, key="summary")
        in_parts(made.passages, PASSAGES, view, _passages, key="passages")


def _decided(made: Summary, view: View) -> list[Block]:
    """What was decided and what stands in the way, before what was said of each key result."""
    found: list[Block] = []
    if not made.passages:
        found.append(Prose([[Text(view.words("close calm"), "soft")]], look="said"))
    elif made.nothing:
        found.append(Prose([[Text(made.nothing, "soft")]], look="said"))
    for kind, title in (
        (NoteKind.DECISION, made.decisions_title),
        (NoteKind.BLOCKER, made.blockers_title),
    ):
        said = made.of_kind(kind)
        if said:
            lines = [
                [Text(f"{word.text} ", "name"), Text(f"{about} · {word.team}", "soft")]
                for about, word in said
            ]
            found.append(Prose(lines, title))
    return found


def _passages(part: Sequence[Passage]) -> list[Block]:
    found: list[Block] = []
    for each in part:
        terms = [Term(one.question, [[Text(one.text)]]) for one in each.answers]
        found.append(Prose([[Text(each.title, "strong"), Text(each.says)]], look="said"))
        if terms:
            found.append(Terms(terms))
    return found
