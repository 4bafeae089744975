"""Why this number, and how it came to be: one key result with its chart, receipt and history."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date, timedelta

import streamlit as st

from dashboards import blocks, doorway
from dashboards.blocks import Line, Prose, Term, Terms, Text
from dashboards.charts import value_chart
from dashboards.events import history
from dashboards.filters import BOUND
from dashboards.hand import Hand
from dashboards.headline import headline
from dashboards.links import follow, to_key_result
from dashboards.measuring_again import measure_again
from dashboards.movers import what_moved_it
from dashboards.receipt import how_measured, receipt
from dashboards.restated import restated
from dashboards.rows import promise
from dashboards.story import Story, story_of
from dashboards.theme import palette
from dashboards.view import View
from krtracker.domain.measurement import Measurement
from krtracker.domain.standing import Standing
from krtracker.domain.statements import Title, statements
from krtracker.language.notation import Quantity

DAY = "day"
"""How the address names the day of the receipt."""


def page(view: View) -> None:
    """The whole page, top to bottom."""
    asked = st.query_params.get("kr", ""), st.query_params.get("in")
    key_result = view.catalog.find(*asked)
    if key_result is None:
        return _choose(view, asked[0])
    standing = view.standings[key_result.key]
    quantity = view.quantity(key_result)
    follow(blocks.show(headline(standing, quantity, view), key="headline"))
    rows = view.snapshot.history(key_result)
    left, right = st.columns([21, 10], gap="small")
    with left:
        with st.container(border=True, key="card_chart"):
            story = _chart(standing, rows, quantity, view)
        what_moved_it(standing, quantity, view)
        here = to_key_result(key_result)
        if (versions := restated(rows, quantity, here, view)) is not None:
            follow(blocks.show(versions, key="restated"))
    with right:
        with st.container(border=True, key="card_receipt"):
            _receipt(standing, rows, view)
        with st.container(border=True, key="card_history"):
            blocks.show(history(story, quantity, view), key="history")
    return None


def _choose(view: View, asked: str) -> None:
    """A list to choose from, for whoever comes without a key result or with an unknown one."""
    lines: list[Line] = [[Text(view.words("unknown"), "soft")]] if asked else []
    links: list[Line] = [
        [Text(each.title, to=to_key_result(each))]
        for each in view.catalog.key_results
        if each.cycle == view.cycle
    ]
    follow(blocks.show(Prose([*lines, *links], view.words("choose"), "state"), key="choose"))


def _chart(
    standing: Standing, rows: Sequence[Measurement], quantity: Quantity, view: View
) -> Story:
    """The caption, the span, and the one chart; the story it tells."""
    words, key_result = view.words, standing.key_result
    spans = {"cycle": words("this cycle"), "year": words("one year")}
    with st.container(horizontal=True, vertical_alignment="center"):
        caption = " · ".join([key_result.unit, *list(how_measured(key_result.how, view))[-1:]])
        blocks.show(Prose([[Text(caption, "soft")]], look="plain"), key="caption")
        span = st.segmented_control(
            words("chart"),
            list(spans),
            format_func=lambda each: spans[each],
            default="cycle",
            required=True,
            key="span",
            label_visibility="collapsed",
            width="content",
            bind=BOUND,
        )
    first = key_result.cycle.eve - timedelta(days=275 if span == "year" else 0)
    story = story_of(standing, view, rows, first=first)
    current = standing.current
    if current is None:
        why = words.reason(standing.why) or words("never measured")
        blocks.show(Prose([[Text(why, "soft")]], words("no data"), look="empty"), key="no_chart")
        return story
    says = words(
        "chart says",
        title=key_result.title,
        value=quantity.of(current.value),
        day=view.notation.day(current.as_of),
        promise=promise(standing, quantity, words),
    )
    figure = value_chart(story, Hand(quantity, words, palette(st.context.theme.type)))
    config = {"displayModeBar": False, "responsive": True}
    st.plotly_chart(figure, theme=None, key="chart", config=config, alt=says)
    return story


def _receipt(standing: Standing, rows: Sequence[Measurement], view: View) -> None:
    """The receipt of the number shown, or of that of any other day."""
    words = view.words
    with st.container(horizontal=True, vertical_alignment="center"):
        blocks.show(Terms([], title=words("receipt")), key="receipt_title")
        day = _day(standing, rows, view)
    measurement = next((each for each in rows if each.as_of == day), None)
    if measurement is None:
        blocks.show(Prose(_attempts(standing, day, view), look="plain"), key="receipt")
        return
    promises = view.snapshot.promises(standing.key_result)
    blocks.show(receipt(standing, measurement, promises, view), key="receipt")
    query, way = view.snapshot.query_text(measurement.query_hash), view.snapshot.way(measurement)
    for title, statement in statements(query, way):
        with nullcontext() if title is Title.QUERY else st.expander(words(title.value)):
            st.code(statement, language="sql", wrap_lines=True)
    if measurement.parameters:
        parameters = [
            Term(name, [[Text(value, "code")]])
            for name, value in sorted(measurement.parameters.items())
        ]
        blocks.show(Terms(parameters), key="parameters")
    if not view.is_past and doorway.may_edit():
        measure_again(standing.key_result, measurement, view)


def _attempts(standing: Standing, day: date | None, view: View) -> list[Line]:
    """Why there is no measurement of a day, as often as it was tried lately."""
    words, notation = view.words, view.notation
    says = words("not measured" if day else "never measured")
    lines: list[Line] = [[Text(says, "soft")]]
    for each in view.snapshot.attempts(standing.key_result, day)[:3]:
        moment = notation.moment(view.local(each.attempted_at))
        lines.append([Text(words("attempted", moment=moment, why=words.reason(each.reason)))])
    return lines


def _day(standing: Standing, rows: Sequence[Measurement], view: View) -> date | None:
    """The day whose receipt is wanted: that of the number shown, unless another is picked."""
    days = [each.as_of for each in rows]
    if not days:
        return None
    shown = standing.current.as_of if standing.current else max(days)
    first, last, asked = min(days), max(max(days), standing.last_due or shown), _asked()
    picked = st.date_input(
        view.words("receipt of"),
        value=asked if asked is not None and first <= asked <= last else shown,
        min_value=first,
        max_value=last,
        format="MM/DD/YYYY" if view.notation.is_month_first else "DD/MM/YYYY",
        key=f"day {standing.key_result.key}",
        label_visibility="collapsed",
        width=140,
    )
    # Not bound to the address as filters are: another key result has days of its own.
    if picked != shown:
        st.query_params[DAY] = picked.isoformat()
    elif DAY in st.query_params:
        del st.query_params[DAY]
    return picked


def _asked() -> date | None:
    """The day that the address names, if it is one."""
    try:
        return date.fromisoformat(st.query_params.get(DAY, ""))
    except ValueError:
        return None
