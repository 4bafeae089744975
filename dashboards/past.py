"""What was known at a past moment: which one the address asks for, and the way there and back."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import streamlit as st

from dashboards import blocks
from dashboards import view as views
from dashboards.blocks import Line, Link, Prose, Text
from dashboards.links import KNOWN_AT, follow, to_moment
from dashboards.view import View

PICKED = "picked moment"


def as_asked(now: View) -> View:
    """The view of the moment that the address or this session asks for: `now`, or a past one."""
    text = st.query_params.get(KNOWN_AT) or st.session_state.get(KNOWN_AT) or ""
    try:
        moment = now.catalog.settings.calendar.moment_named(text) if text else None
    except ValueError:
        moment = None
    if moment is None or moment >= now.now:
        _forget()
        return now
    st.session_state[KNOWN_AT] = text
    if st.query_params.get(KNOWN_AT) != text:
        st.query_params[KNOWN_AT] = text
    return views.as_known(now, moment)


def banner(now: View, shown: View, page: str) -> None:
    """Says that a past moment is shown, what that leaves out, and leads back; nothing else does."""
    if shown.known_at is None:
        return
    words = now.words
    says = words("as known say")
    first = now.snapshot.first_measured()
    if first is not None and first > shown.known_at:
        says = words("as known nothing", moment=_told(first, now))
    query = {name: each for name, each in st.query_params.items() if name != KNOWN_AT}
    back = to_moment(Link(page, query), "")
    line: Line = [Text(f"{says} "), Text(words("back to now"), to=back)]
    title = words("as known", moment=_told(shown.known_at, now))
    follow(blocks.show(Prose([line], title, "past"), key="past"))


def choice(now: View, shown: View) -> None:
    """At the foot of every page: the same page as it was known on another day."""
    first = now.snapshot.first_measured()
    calendar = now.catalog.settings.calendar
    if first is None or calendar.day_of(first) >= now.today:
        return
    words = now.words
    known = calendar.day_of(shown.known_at) if shown.known_at else None
    st.date_input(
        words("known on say"),
        value=known,
        min_value=min(calendar.day_of(first), known or now.today),
        max_value=now.today,
        format="MM/DD/YYYY" if now.notation.is_month_first else "DD/MM/YYYY",
        key=f"{PICKED} {known}",
        width=280,
        on_change=_pick,
        args=(f"{PICKED} {known}", now.today),
    )


def _pick(field: str, today: date) -> None:
    """Keeps the day that was picked; today, and no day at all, mean now."""
    day = st.session_state[field]
    if day is None or day >= today:
        _forget()
    else:
        st.session_state[KNOWN_AT] = st.query_params[KNOWN_AT] = day.isoformat()


def _told(moment: datetime, now: View) -> str:
    """A moment with its year; the last one of a day is that day."""
    local = now.local(moment)
    day = now.notation.day(local.date(), weekday=True, year=True)
    is_last = local + timedelta.resolution == now.catalog.settings.calendar.end_of(local.date())
    return day if is_last else f"{day}, {local:%H:%M}"


def _forget() -> None:
    st.session_state[KNOWN_AT] = ""
    if KNOWN_AT in st.query_params:
        del st.query_params[KNOWN_AT]
