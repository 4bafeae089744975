"""Where people write during a meeting: four answers, decisions and blockers, each kept at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboards.notebook import keep
from dashboards.view import View
from krtracker.domain.agenda import Agenda
from krtracker.domain.note import Note, NoteKind, NoteState, Question, answer_id, answer_to
from krtracker.review.markdown import plain
from krtracker.review.phrases import kind_and_team, team_name


def questions(agenda: Agenda, notes: Sequence[Note], key: str, view: View) -> None:
    """The four questions about one key result; an answer is kept when its field is left."""
    for question in Question:
        note = answer_to(notes, agenda.week, key, question) or Note(
            answer_id(agenda.week, key, question),
            NoteKind.NOTE,
            "",
            agenda.week,
            key_result=key,
            question=question,
        )
        field = f"answer {note.id}"
        _follow_the_store(field, note.text)
        st.text_area(
            view.words(question.value),
            key=field,
            height="content",
            placeholder=view.words("write"),
            disabled=view.is_past,
            on_change=_keep_text,
            args=(field, note, view),
        )


def words_said(notes: Sequence[Note], agenda: Agenda, view: View) -> None:
    """Decisions and blockers, to be reworded or settled."""
    for note in notes:
        text, done = f"text {note.id}", f"done {note.id}"
        _follow_the_store(text, note.text)
        _follow_the_store(done, note.state is NoteState.DONE)
        with st.container(horizontal=True, vertical_alignment="bottom", key=f"word {note.id}"):
            st.text_input(
                plain(kind_and_team(note, view.voice, note.age_days(agenda.today))),
                key=text,
                disabled=view.is_past,
                on_change=_keep_text,
                args=(text, note, view),
            )
            st.checkbox(
                view.words("done"),
                key=done,
                disabled=view.is_past,
                on_change=_settle,
                args=(done, note, view),
            )


def add(agenda: Agenda, key: str, view: View) -> None:
    """A new decision or blocker with the team that answers for it."""
    words, field, team = view.words, f"new {key}", f"new team {key}"
    teams = sorted({each for one in view.catalog.objectives for each in one.teams})
    own = next((one.team for one in view.catalog.objectives if key in {e.key for e in one}), None)
    with st.form(f"say {key}", clear_on_submit=True, border=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input(words("what is decided"), key=field)
            st.selectbox(
                words("owner team"),
                teams,
                index=teams.index(own) if own in teams else 0,
                format_func=team_name,
                key=team,
                width=190,
            )
        with st.container(horizontal=True):
            for kind in (NoteKind.DECISION, NoteKind.BLOCKER):
                said = Note("", kind, "", agenda.week, key_result=key)
                is_decision = kind is NoteKind.DECISION
                st.form_submit_button(
                    words("add decision" if is_decision else "add blocker"),
                    key=f"decide {key}" if is_decision else f"block {key}",
                    on_click=_add,
                    args=(field, team, said, view),
                )


def _follow_the_store(field: str, kept: str | bool) -> None:
    """Shows what is kept, also when somebody else wrote it; what is being typed stays."""
    seen = f"seen {field}"
    if field not in st.session_state or st.session_state.get(seen) != kept:
        st.session_state[field] = kept
    st.session_state[seen] = kept


def _keep_text(field: str, note: Note, view: View) -> None:
    keep(replace(note, text=st.session_state[field]), view.now)


def _settle(field: str, note: Note, view: View) -> None:
    state = NoteState.DONE if st.session_state[field] else NoteState.OPEN
    keep(replace(note, state=state), view.now)


def _add(field: str, team: str, note: Note, view: View) -> None:
    text = st.session_state[field].strip()
    if text:
        keep(replace(note, text=text, team=st.session_state[team]), view.now)
