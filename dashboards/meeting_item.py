"""One screen of a meeting: what was left of the last one, or one key result and what is said."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboards import blocks
from dashboards.blocks import Figure, Headline, Prose, Text
from dashboards.links import follow, to_key_result, to_weekly_review
from dashboards.marks import every_chip
from dashboards.rows import number, spark_of
from dashboards.saying import add, questions, words_said
from dashboards.view import View
from krtracker.domain.agenda import Agenda, Item
from krtracker.domain.note import Note, NoteKind
from krtracker.review.phrases import in_a_sentence, last_meeting
from krtracker.review.summary import figures, said_of


def last_week(agenda: Agenda, view: View) -> None:
    """What was left of the last meeting, to be settled first."""
    words = view.words
    says = words("last meeting none") if agenda.carried else words("last meeting first")
    titles = {each.key: each.title for each in view.catalog.key_results}
    with st.container(border=True, key="card_last"):
        shown = last_meeting(agenda.carried, view.voice) if agenda.carried else says
        title = words("decisions and blockers")
        blocks.show(Prose([[Text(shown, "soft")]], title, look="plain"), key="last")
        for about in dict.fromkeys(each.key_result for each in agenda.carried):
            if about in titles:
                line = [Text(titles[about], "name", to=to_weekly_review(about))]
                follow(blocks.show(Prose([line], look="plain"), key=f"about {about}"))
            said = [each for each in agenda.carried if each.key_result == about]
            words_said(said, agenda, view)


def one_item(agenda: Agenda, item: Item, notes: Sequence[Note], view: View) -> None:
    """The number and what happened to it; the four questions; decisions and blockers."""
    with st.container(border=True, key="card_number"):
        follow(blocks.show(_headline(item, view), _sentence(item, view), key="number"))
    with st.container(border=True, key="card_words"):
        questions(agenda, notes, item.key, view)
        carried = [each for each in agenda.carried if each.key_result == item.key]
        open_before = [each for each in carried if each.is_open and each.kind is NoteKind.BLOCKER]
        words_said([*open_before, *said_of(notes, agenda, item.key)], agenda, view)
        if not view.is_past:
            add(agenda, item.key, view)
        saved = [[Text(view.words("read only past" if view.is_past else "saved"), "soft")]]
        blocks.show(Prose(saved, look="plain"), key="saved")


def _headline(item: Item, view: View) -> Headline:
    now = item.now
    quantity = view.quantity(now.key_result)
    beside = figures(item, view.voice)
    return Headline(
        path=[],
        title=now.key_result.title,
        chips=every_chip(now, view.words, view.notation),
        value=number(now, quantity) if now.current else [],
        figures=[Figure([Text(value)], says) for value, says in beside],
        spark=spark_of(now, view, quantity),
        level=2,
    )


def _sentence(item: Item, view: View) -> Prose:
    key_result = item.now.key_result
    title = Text(key_result.title, to=to_key_result(key_result))
    return Prose([[title, Text(in_a_sentence(item, view.voice))]], look="said")
