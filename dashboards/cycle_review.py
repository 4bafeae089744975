"""What did we learn: scores, forecasts, early wins, questions to ask, what to carry over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import streamlit as st

from dashboards import blocks, states
from dashboards.blocks import Bar, Block, Cell, Column, Line, Masthead, Prose, Table, Text
from dashboards.filters import BOUND
from dashboards.links import follow, to_overview
from dashboards.marks import counted
from dashboards.parts import few, in_parts
from dashboards.retrospective import carried, named, questions
from dashboards.rows import teams
from dashboards.theme import STATUS
from dashboards.track_record import track_record
from dashboards.view import View
from krtracker.domain.calendar import Cycle
from krtracker.domain.news import WORST_FIRST
from krtracker.domain.retrospective import (
    Score,
    Win,
    lessons,
    scores,
    wins,
)
from krtracker.domain.standing import Standing
from krtracker.domain.status import Status
from krtracker.language.telling import value_of
from krtracker.review import promise_changes

ROWS = 40
"""How many objectives are scored at first, and each time that more are asked for."""
TOP = 5
CELEBRATED = 3
"""From how many key results reached on a cycle is celebrated."""


def page(view: View) -> None:
    """The whole page, top to bottom."""
    if view.cycle is None:
        blocks.show(states.no_objectives(view.words), key="state")
        return
    head = st.container()
    cycle = _chosen(view, view.cycle)
    objectives = [each for each in view.catalog.objectives if each.cycle == cycle]
    found = scores(objectives, view.standings)
    shown = [each for score in found for each in score.standings]
    with head:
        follow(blocks.show(*_head(view, cycle, shown), key="cycle_head"))
    if all(each.current is None for each in shown):
        return
    early = wins(shown, view.facts)
    changed = {each.key for each in promise_changes(view.snapshot, [e.key_result for e in shown])}
    in_parts(found, ROWS, view, lambda part: [_scores(view, part)], key="scores")
    track_record(view, cycle, shown)
    follow(
        blocks.show(
            _early(view, early),
            _top(view, shown),
            questions(view, lessons(shown, view.facts, early, changed=changed)),
            carried(view, cycle, shown),
            key="cycle_review",
        )
    )


def _chosen(view: View, cycle: Cycle) -> Cycle:
    """The cycle looked back on; a choice only where there are several."""
    cycles = {each.name: each for each in view.cycles}
    if len(cycles) < 2:
        return cycle
    name = st.selectbox(
        view.words("cycle"),
        list(cycles),
        index=list(cycles).index(cycle.name),
        key="cycle",
        label_visibility="collapsed",
        width=160,
        bind=BOUND,
    )
    return cycles[name]


def _head(view: View, cycle: Cycle, shown: Sequence[Standing]) -> Iterator[Block]:
    """What it came to, and whether that is the end of it."""
    words, today = view.words, view.today
    reached = sum(each.status is Status.ACHIEVED for each in shown)
    title = words("reached of", achieved=reached, all=len(shown))
    below = words("cycle over", cycle=cycle.name, day=view.notation.day(cycle.end, year=True))
    if today < cycle.start:
        day = view.notation.day(cycle.start, year=True)
        title, below = cycle.name, words("cycle ahead say", cycle=cycle.name, day=day)
    elif all(each.current is None for each in shown):
        title, below = cycle.name, words("cycle first day", cycle=cycle.name)
    elif today <= cycle.end:
        left = view.voice.span((cycle.end - today).days + 1)
        below = words("cycle running", cycle=cycle.name, left=left)
    passed = cycle.days_passed(today)
    share = round(passed / cycle.days, 4)
    says = words("days passed", number=passed, days=cycle.days)
    yield Masthead(title=title, below=below, share=share, says=says)
    if reached >= CELEBRATED:
        yield Prose([[Text(words("three reached"))]], look="said")


def _scores(view: View, found: Sequence[Score]) -> Table:
    words = view.words
    columns = [
        Column(words("objective"), "minmax(0, 2.4fr)", "name"),
        Column(words("score"), "minmax(0, 1.4fr)", "bar"),
        Column(words("objective reached"), "minmax(0, 0.9fr)", "change"),
        Column(words("status"), "minmax(0, 1.6fr)", "status"),
    ]
    return Table(columns, [_score(view, each) for each in found], title=[Text(words("scores"))])


def _score(view: View, score: Score) -> list[Cell]:
    objective, count = score.objective, Counter(each.status for each in score.standings)
    query = {"cycle": objective.cycle.name, "search": objective.title}
    title = Text(objective.title, "name", to=to_overview(query))
    percent = view.notation.percent(score.share)
    worst = min(count, key=WORST_FIRST.index, default=Status.NO_DATA)
    bar = None if score.share is None else Bar(score.share, tone=STATUS[worst].tone)
    return [
        Cell([[title], [Text(teams(objective, view.words), "soft")]]),
        Cell([[Text(percent, "soft")]], bar=bar),
        Cell([[Text(f"{score.reached} / {len(score.standings)}")]]),
        Cell(chips=counted(count, view.words)),
    ]


def _early(view: View, early: Sequence[Win]) -> Prose:
    """Targets reached before the last day, the earliest first."""
    none: list[Line] = [[Text(view.words("no early wins"), "soft")]]
    return Prose(few(early, _win, view) or none, view.words("early wins"))


def _win(win: Win, view: View) -> Line:
    says = view.words(
        "early win",
        day=view.notation.day(win.reached_on),
        early=view.voice.span(win.days_early),
        value=value_of(win.standing, view.voice),
    )
    return [named(win.standing.key_result), Text(says)]


def _top(view: View, shown: Sequence[Standing]) -> Prose:
    """The key results that came furthest; of key results, never of people."""
    far = [each for each in shown if each.progress is not None and each.progress > 0]
    far.sort(key=lambda each: -(each.progress or 0))
    lines: list[Line] = [
        [
            named(each.key_result),
            Text(view.words("top say", progress=view.notation.percent(each.progress))),
        ]
        for each in far[:TOP]
    ]
    none: list[Line] = [[Text(view.words("no retrospective"), "soft")]]
    return Prose(lines or none, view.words("top"), look="card")
