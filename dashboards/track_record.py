"""How good the forecasts were: a sentence, then each beside what came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from dashboards import blocks
from dashboards.blocks import Cell, Chip, Column, Line, Prose, Table, Text
from dashboards.parts import in_parts
from dashboards.retrospective import named
from dashboards.theme import Tone
from dashboards.view import BY_NAME, View
from krtracker.domain.calendar import Cycle
from krtracker.domain.foretold import Foretold, Moment, TrackRecord, judged_from, track_records
from krtracker.domain.standing import Standing

ROWS = 8
"""How many forecasts are shown at first, and each time that more are asked for."""
ENOUGH = 5
"""From how many forecasts on it can be said how many should have landed in their range."""
WHEN = {
    Moment.AGO: "foretold ago",
    Moment.LATE: "foretold late",
    Moment.MIDDLE: "foretold in the middle",
}


class _Row(NamedTuple):
    moment: Moment
    foretold: Foretold


def track_record(view: View, cycle: Cycle, shown: Sequence[Standing]) -> None:
    """The forecasts that what came can be held against; why there are none where there are none."""
    records = _records(view, cycle, shown)
    title = view.words("track record")
    if not records:
        blocks.show(Prose([[Text(_none(view, cycle), "soft")]], title, "card"), key="track_record")
        return
    lines: list[Line] = [[Text(_says(each, view))] for each in records]
    lines.append([Text(view.words("foretold anew"), "soft")])
    blocks.show(Prose(lines, title, "card"), key="track_record")
    rows = [_Row(record.moment, each) for record in records for each in record.forecasts]
    in_parts(rows, ROWS, view, lambda part: [_table(view, part)], key="foretold")


@st.cache_resource(max_entries=6, show_spinner=False, hash_funcs=BY_NAME)
def _records(view: View, cycle: Cycle, _shown: Sequence[Standing]) -> list[TrackRecord]:
    """The same for whoever asks, until there is another snapshot."""
    is_over = view.catalog.settings.calendar.last_closed_day(view.now) >= cycle.end
    return track_records(_shown, view.facts, is_over=is_over)


def _none(view: View, cycle: Cycle) -> str:
    """Why no forecast can be judged: it is too early, or the past is too short."""
    first = judged_from(cycle)
    if view.today <= first:
        return view.words("foretold too early", day=view.notation.day(first, year=True))
    return view.words("foretold nothing")


def _says(record: TrackRecord, view: View) -> str:
    words, count = view.words, len(record.forecasts)
    says = words(
        "foretold say",
        all=count,
        when=words(WHEN[record.moment]),
        inside=record.inside,
        off=view.notation.percent(record.off),
    )
    if count < ENOUGH:
        return f"{says} {words('foretold few')}"
    told = "foretold narrow" if record.is_too_narrow else "foretold expected"
    return f"{says} {words(told, expected=record.expected)}"


def _table(view: View, part: Sequence[_Row]) -> Table:
    words = view.words
    columns = [
        Column(words("key result"), "minmax(0, 2.4fr)", "name"),
        Column(words("said on"), "minmax(0, 0.8fr)", "text"),
        Column(words("foretold"), "minmax(0, 1.4fr)", "landing"),
        Column(words("came"), "minmax(0, 1.1fr)", "value"),
        Column(words("in its range"), "minmax(150px, 1.2fr)", "status"),
    ]
    begins = [
        place for place, row in enumerate(part) if not place or row.moment != part[place - 1].moment
    ]
    return Table(
        columns,
        [_row(each.foretold, view) for each in part],
        sections={place: words(f"{WHEN[part[place].moment]} title") for place in begins},
    )


def _row(foretold: Foretold, view: View) -> list[Cell]:
    key_result, said = foretold.standing.key_result, foretold.said
    words, quantity, day = view.words, view.quantity(key_result), view.notation.day
    low, high = (quantity.bare(each) for each in said.wide)
    off = words("foretold off", off=view.notation.percent(foretold.off))
    return [
        Cell([[named(key_result)]]),
        Cell([[Text(day(foretold.said_on))]]),
        Cell(
            [
                [Text(quantity.brief.of(said.value))],
                [Text(words("range", low=low, high=high), "soft")],
            ]
        ),
        Cell([[Text(quantity.brief.of(foretold.came), "strong")], [Text(day(said.day), "soft")]]),
        Cell([[Text(off, "soft")]], chips=[_mark(foretold, view)]),
    ]


def _mark(foretold: Foretold, view: View) -> Chip:
    if foretold.is_inside:
        return Chip(view.words("inside"), "✓", Tone.GOOD)
    return Chip(view.words("outside"), "✕", Tone.WARN)
