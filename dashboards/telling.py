"""What changed, as sentences that a person would say, each with its link and its number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from dashboards.blocks import Prose, Text
from dashboards.links import to_key_result
from dashboards.view import BY_NAME, View
from krtracker.domain.calendar import Cycle
from krtracker.domain.moved import Moved
from krtracker.domain.news import News, NewsKind, headlines, last_week_start, news
from krtracker.language.telling import tell
from krtracker.review.phrases import reason
from krtracker.review.reasons import what_moved


def since_last_week(view: View, cycle: Cycle) -> Prose:
    """At most three sentences about a cycle's numbers since the start of the week."""
    calendar = view.catalog.settings.calendar
    since = last_week_start(calendar, view.today)
    title = view.words("since last", day=view.notation.day(since, weekday=True))
    watched = {key: each for key, each in view.standings.items() if each.key_result.cycle == cycle}
    lines = [_sentence(each, why, view) for each, why in _headlines(view, cycle.name, since)]
    if not lines:
        is_first = all(len(view.facts[key].points) < 8 for key in watched if key in view.facts)
        lines = [[Text(view.words("first day" if is_first else "nothing moved"), "soft")]]
    return Prose(title=title, lines=lines)


@st.cache_resource(max_entries=6, show_spinner=False, hash_funcs=BY_NAME)
def _headlines(view: View, cycle: str, since: date) -> Sequence[tuple[News, Moved | None]]:
    """With what moved them; the same for all until a snapshot is published or a day closes."""
    watched = {
        key: each for key, each in view.standings.items() if each.key_result.cycle.name == cycle
    }
    found = headlines(news(view.catalog, view.facts, watched, since=since))
    steps = [each.now.key_result for each in found if each.kind is NewsKind.MOVED]
    known = view.snapshot.splits([each for each in steps if each.split_by])
    return [
        (each, what_moved(each.before, each.now, known.get(each.now.key_result.key, {})))
        for each in found
    ]


def _sentence(told: News, why: Moved | None, view: View) -> Sequence[Text]:
    key_result = told.now.key_result
    title = Text(key_result.title, to=to_key_result(key_result))
    return [title, Text(tell(told, view.voice) + reason(why, key_result, view.voice))]
