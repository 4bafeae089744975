"""The frame around every page: navigation, the demo's banner, and new snapshots as they come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import streamlit as st

from dashboards import (
    alignment,
    blocks,
    cycle_review,
    data_health,
    doorway,
    key_result,
    kiosk,
    overview,
    past,
    states,
    trying_out,
    weekly_review,
)
from dashboards.blocks import Prose, Text
from dashboards.links import remember
from dashboards.view import View, project, view
from krtracker.errors import LedgerError, UsageError
from krtracker.language.words import Words, words
from krtracker.ledger import under_way
from krtracker.project import Project

PATHS = (
    *("overview", "key_result", "weekly_review", "alignment", "data_health", "cycle_review"),
    *("kiosk", "try"),
)
"""Where every page is found."""
POLL_SECONDS = 10
Page = Callable[[View], None]


def show() -> None:
    """The page that the address names, or why there is none."""
    st.set_page_config(page_title="krtracker", layout="wide")
    st.html(Path(__file__).with_name("page.css"))
    said = words(str(st.context.locale or "en"))
    if not doorway.is_open(said):
        return
    found = _found(said)
    if isinstance(found, View):
        _pages(found)
    else:
        _instead(found)


def _instead(prose: Prose) -> None:
    """A designed state at whatever address was asked for."""
    pages = [
        st.Page(
            partial(_state, prose), title="krtracker", url_path=each, default=each == "overview"
        )
        for each in PATHS
    ]
    st.navigation(pages, position="hidden").run()


def _found(said: Words) -> View | Prose:
    """The view that pages show, or the designed state in its place."""
    try:
        here = project()
    except UsageError as error:
        return states.no_project(said, str(error))
    try:
        found = view(here, datetime.now(UTC))
    except LedgerError as error:
        _follow(here, None)
        return states.unreadable(said, str(error))
    _follow(here, _stamp(found))
    return found or states.nothing_measured(said)


def _pages(now: View) -> None:
    """One page per file, each at an address of its own, as of now or as of a past moment.

    The wall shows now alone: it has no room for the banner that says that a past is shown.
    """
    view = past.as_asked(now)
    said = view.words
    pages = {
        "overview": _page(overview.page, view, said("overview"), "overview", default=True),
        "key_result": _page(key_result.page, view, said("key result"), "key_result", hidden=True),
        "weekly_review": _page(weekly_review.page, view, said("weekly review"), "weekly_review"),
        "alignment": _page(alignment.page, view, said("alignment"), "alignment"),
        "data_health": _page(data_health.page, view, said("data health"), "data_health"),
        "cycle_review": _page(cycle_review.page, view, said("cycle review"), "cycle_review"),
        "kiosk": _page(kiosk.page, now, said("kiosk"), "kiosk", hidden=True),
    }
    if not view.is_past and doorway.may_edit():
        pages["try"] = _page(trying_out.page, view, said("try"), "try")
    remember(pages)
    chosen = st.navigation(list(pages.values()), position="top")
    if chosen is pages["kiosk"]:
        chosen.run()
        return
    if (clock := now.catalog.settings.clock) is not None:
        _banner(said, view.notation.day(clock, weekday=True, year=True))
    past.banner(now, view, next(name for name, each in pages.items() if each is chosen))
    if view.catalog.objectives or not view.is_past:
        chosen.run()
    past.choice(now, view)
    doorway.way_out(said)


def _page(
    page: Page, view: View, title: str, path: str, *, default: bool = False, hidden: bool = False
) -> st.Page:
    return st.Page(
        partial(page, view),
        title=title,
        url_path=path,
        default=default,
        visibility="hidden" if hidden else "visible",
    )


def _banner(said: Words, day: str) -> None:
    text = said("demo", day=day)
    blocks.show(Prose(look="banner", lines=[[Text(text)]]), key="banner")


def _state(prose: Prose) -> None:
    blocks.show(prose, key="state")


def _stamp(view: View | None) -> tuple[str, date] | None:
    """What a page was made of: it is made anew when a snapshot or a day makes it old."""
    if view is None:
        return None
    return view.snapshot.version, view.catalog.settings.calendar.last_closed_day(view.now)


@st.fragment(run_every=POLL_SECONDS)
def _follow(project: Project, shown: tuple[str, date] | None) -> None:
    """Looks for a newer snapshot; only if there is one is the page made anew, choices kept."""
    try:
        newest = view(project, datetime.now(UTC))
    except LedgerError:
        return
    if _stamp(newest) != shown:
        st.rerun()
    work = under_way(project) if newest else []
    if newest and work:
        said = newest.words
        names = ", ".join(dict.fromkeys(each.source or said("formulas") for each in work))
        line = [Text(said("under way", sources=names))]
        blocks.show(Prose(look="banner", lines=[line]), key="under_way")
