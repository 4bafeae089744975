"""What moved a value: its change divided over the parts that brought it about."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

import streamlit as st

from dashboards import blocks
from dashboards.blocks import Block, Cell, Column, Prose, Swing, Table, Terms, Text
from dashboards.view import View
from krtracker.domain.moved import Moved, Mover, most_telling
from krtracker.domain.news import last_week_start
from krtracker.domain.standing import Standing
from krtracker.language.notation import GAP, Quantity
from krtracker.review.phrases import part_name, said_of_mover, team_name
from krtracker.review.reasons import comparable_days, movements

SINCE, BY = "since", "by"
"""How the address names the day compared with, and the column divided over."""
A_MONTH = timedelta(days=28)
Choice = TypeVar("Choice")


def what_moved_it(standing: Standing, quantity: Quantity, view: View) -> None:
    """The card with the parts of a change; nothing where no two days can be compared."""
    key_result, words = standing.key_result, view.words
    known = view.snapshot.splits([key_result]).get(key_result.key, {})
    current = standing.current
    if current is None:
        return
    until, value = current.as_of, current.value
    days = _offered(comparable_days(known, until=until, value=value), standing, view)
    if not days:
        return
    with st.container(border=True, key="card_movers"):
        head = st.container(horizontal=True, vertical_alignment="center", key="movers_head")
        with head.container(width=220):
            blocks.show(Terms([], title=words("what moved it")), key="movers_name")
        with head.container(horizontal=True, horizontal_alignment="right"):
            labels = {each.isoformat(): view.notation.day(each) for each in days}
            since = date.fromisoformat(_chosen(SINCE, labels, words("compare since"), standing))
            found = {
                each.column: each
                for each in movements(known, since=since, until=until, value=value)
            }
            telling = most_telling(found.values())
            columns = sorted(found, key=lambda each: telling is None or each != telling.column)
            names = {each: team_name(each) for each in columns}
            by = _chosen(BY, names, words("divide by"), standing)
        blocks.show(*pieces(found[by], quantity, view), key="movers")


def pieces(moved: Moved, quantity: Quantity, view: View) -> Iterator[Block]:
    """The change in a sentence, and a row for each part, the largest contribution first."""
    words, finer = view.words, _finer(moved, quantity)
    day = view.notation.day(moved.since, weekday=True)
    since = words("moved since", change=finer.change(moved.change), day=day)
    main = moved.main
    why = said_of_mover(moved, main, finer, view.voice) if main is not None else ""
    stop = "." if why and not since.endswith(".") else ""
    yield Prose([[Text(since, "strong"), Text(stop), Text(why)]], look="said")
    rows = [_row(each, moved, finer, view) for each in moved.movers]
    yield Table(
        columns=_columns(moved, view),
        rows=[*rows, _whole(moved, finer, view)],
        look="plain",
        note=None if moved.adds_up else words("apart say"),
    )


def _offered(days: Sequence[date], standing: Standing, view: View) -> list[date]:
    """Of the days that can be compared: last week's, one a month ago, the eve of the cycle."""
    today, calendar = view.today, view.catalog.settings.calendar
    week, eve = last_week_start(calendar, today), standing.key_result.cycle.eve
    lately = [each for each in days if each < week] or list(days)
    month = [each for each in lately if each <= today - A_MONTH and each != eve]
    first = [each for each in days if each == eve]
    return list(dict.fromkeys([*lately[-1:], *month[-1:], *first]))


def _chosen(name: str, options: dict[str, str], says: str, standing: Standing) -> str:
    """One of the options, the first unless the address or the reader says otherwise."""
    asked, first = st.query_params.get(name, ""), next(iter(options))
    picked = st.segmented_control(
        says,
        list(options),
        format_func=lambda each: options[each],
        default=asked if asked in options else first,
        required=True,
        key=f"{name} {standing.key_result.key} {' '.join(options)}",
        label_visibility="collapsed",
        width="content",
    )
    # Not bound to the address as filters are: another key result has other days and columns.
    if picked != first:
        st.query_params[name] = picked
    elif name in st.query_params:
        del st.query_params[name]
    return picked


def _finer(moved: Moved, quantity: Quantity) -> Quantity:
    """One decimal more where the parts would otherwise all look like nothing."""
    large = max((abs(each.total) for each in moved.movers), default=0.0)
    is_coarse = 0 < large < 2 * 10**-quantity.decimals and moved.adds_up
    return replace(quantity, decimals=quantity.decimals + 1) if is_coarse else quantity


def _columns(moved: Moved, view: View) -> list[Column]:
    words = view.words
    found = [
        Column(team_name(moved.column), "minmax(0, 1.3fr)", "name"),
        Column(words("part own"), "minmax(0, 1.5fr)", "value"),
    ]
    if moved.adds_up:
        found.append(Column(words("part brought"), "minmax(0, 1.6fr)", "spark"))
        found.append(Column("", "minmax(0, 1.9fr)", "status"))
    return found


def _row(mover: Mover, moved: Moved, quantity: Quantity, view: View) -> list[Cell]:
    words, percent = view.words, view.notation.percent
    name = [[Text(part_name(mover, view.voice), "name" if mover.name else "soft")]]
    if moved.has_mix:
        shares = {"before": percent(mover.share_before), "now": percent(mover.share_now)}
        name.append([Text(f"{words('part share')} {words('from became', **shares)}", "soft")])
    cells = [Cell(lines=name), Cell(lines=[[Text(_step(mover.before, mover.now, quantity, view))]])]
    if not moved.adds_up:
        return cells
    total = quantity.change(mover.total)
    swing = _swing(mover, moved, words("brought says", value=total))
    lines = [[Text(total, "strong")]]
    if moved.has_mix:
        lines.append([Text(_how(mover.rate, mover.mix, quantity, view), "soft")])
    return [*cells, Cell(swing=swing), Cell(lines=lines)]


def _swing(mover: Mover, moved: Moved, says: str) -> Swing:
    """A contribution drawn from nothing, all of them on one scale."""
    totals = [0.0, *(each.total for each in moved.movers)]
    low, span = min(totals), max(totals) - min(totals) or 1.0
    is_with = mover.total * moved.change >= 0
    return Swing(round(-low / span, 4), round((mover.total - low) / span, 4), says, is_with)


def _whole(moved: Moved, quantity: Quantity, view: View) -> list[Cell]:
    """The last row: the value itself."""
    step = _step(moved.before, moved.now, quantity, view)
    cells = [Cell(lines=[[Text(view.words("in all"), "strong")]]), Cell(lines=[[Text(step)]])]
    if not moved.adds_up:
        return cells
    lines = [[Text(quantity.change(moved.change), "strong")]]
    if moved.has_mix:
        rate = math.fsum(each.rate for each in moved.movers)
        mix = math.fsum(each.mix for each in moved.movers)
        lines.append([Text(_how(rate, mix, quantity, view), "soft")])
    return [*cells, Cell(), Cell(lines=lines)]


def _how(rate: float, mix: float, quantity: Quantity, view: View) -> str:
    """A contribution told apart: by the part's own value, and by its share."""
    rate_said, mix_said = (replace(quantity, unit="").change(each) for each in (rate, mix))
    return view.words("part brought how", rate=rate_said, mix=mix_said)


def _step(before: float | None, now: float | None, quantity: Quantity, view: View) -> str:
    """A value as it was and is; a gap where there was none."""
    then = GAP if before is None else quantity.bare(before)
    return view.words("from became", before=then, now=quantity.of(now))
