"""What do we decide today: an agenda that wrote itself, and a place to say what we decide."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboards import blocks, states
from dashboards.agenda_steps import CLOSE, LAST, Way, steps_of, way_through
from dashboards.blocks import Link, Prose, Steps, Text
from dashboards.closing import closing
from dashboards.filters import BOUND
from dashboards.links import follow, to_weekly_review
from dashboards.meeting import head
from dashboards.meeting_item import last_week, one_item
from dashboards.notebook import Notebook, notebook
from dashboards.view import BY_NAME, View, project
from krtracker.domain.agenda import Agenda
from krtracker.domain.note import Note
from krtracker.review import told_of, with_carried
from krtracker.review.phrases import team_name


def page(view: View) -> None:
    """The whole page: the head of the meeting, the list, and the screen of one item."""
    if view.cycle is None:
        blocks.show(states.no_objectives(view.words), key="state")
        return
    book = notebook(project(), view.known_at).called_now(view.snapshot.former_keys)
    top = st.container()
    left, right = st.columns([29, 71], gap="small")
    with left:
        team = st.session_state.get("team")
        agenda = _agenda(view, book.notes, team)
        here = _here(agenda)
        way = way_through(agenda, book.notes, here)
        steps = steps_of(way, agenda, view, team)
        follow(blocks.show(Steps(steps, view.words("agenda")), key="agenda"))
        _choices(agenda, view)
    with top:
        follow(_head(agenda, way, view, team))
        if book.fault:
            fault = [[Text(book.fault)]]
            blocks.show(Prose(fault, view.words("not saved")), key="fault")
    with right:
        _screen(agenda, here, book, view)


def _agenda(view: View, notes: Sequence[Note], team: str | None) -> Agenda:
    """What the ledger tells is told once for all; what people said is theirs at once."""
    return with_carried(_told(view, team), notes, view.catalog, team)


@st.cache_resource(max_entries=6, show_spinner=False, hash_funcs=BY_NAME)
def _told(view: View, team: str | None) -> Agenda:
    return told_of(
        view.snapshot,
        now=view.now,
        catalog=view.catalog,
        facts=view.facts,
        standing=view.standings,
        team=team,
    )


def _here(agenda: Agenda) -> str:
    """Which screen the address asks for: the first with something on it where it names none."""
    asked = st.query_params.get("item", "")
    if asked in {LAST, CLOSE} or agenda.find(asked):
        return asked
    return agenda.items[0].key if agenda.items and not agenda.carried else LAST


def _head(agenda: Agenda, way: Way, view: View, team: str | None) -> Link | None:
    words, count = view.words, len(agenda.items)
    title = words("things", count=count)
    day = view.notation.day(agenda.today, weekday=True)
    return head(
        title if count else words("nothing to discuss"),
        words("review of", day=day),
        words,
        previous=to_weekly_review(way.previous, team) if way.previous else None,
        following=to_weekly_review(way.following, team) if way.following else None,
    )


def _choices(agenda: Agenda, view: View) -> None:
    """Whose meeting it is, and anything else that people want to talk about."""
    words = view.words
    teams = sorted({each for one in view.catalog.objectives for each in one.teams})
    st.selectbox(
        words("team"),
        teams,
        index=None,
        format_func=team_name,
        key="team",
        placeholder=words("team meeting"),
        label_visibility="collapsed",
        bind=BOUND,
    )
    titles = {each.key: each.now.key_result.title for each in agenda.calm}
    chosen = st.selectbox(
        words("another"),
        list(titles),
        index=None,
        format_func=lambda each: titles[each],
        key="another",
        placeholder=words("another"),
        label_visibility="collapsed",
    )
    if chosen and chosen != st.session_state.get("asked for"):
        st.session_state["asked for"] = chosen
        follow(to_weekly_review(chosen, st.session_state.get("team")))


def _screen(agenda: Agenda, here: str, book: Notebook, view: View) -> None:
    """One thing to talk about at a time."""
    item = agenda.find(here)
    if here == CLOSE:
        closing(agenda, book.notes, view)
    elif item is None:
        last_week(agenda, view)
    else:
        one_item(agenda, item, book.notes, view)
