"""The lines and points of a chart: values, promises, and what was held or changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import plotly.graph_objects as go

from dashboards.hand import Hand, short
from dashboards.story import SIDE_LEVELS, Story
from krtracker.domain.progress import expected_value

LONGEST_REASON = 90


def traces(story: Story, hand: Hand) -> Iterator[go.Scatter]:
    """Everything drawn, from the back to the front."""
    yield from _landing(story, hand)
    yield from _promises(story, hand)
    yield from _path(story, hand)
    yield _values(story, hand)
    yield from _held(story, hand)
    yield from _marked(story, hand)
    yield from _current(story, hand)


def _landing(story: Story, hand: Hand) -> Iterator[go.Scatter]:
    """Two bands from the number to where it may be at the end: eight cases in ten, then five."""
    found, current = story.landing, story.standing.current
    if found is None or current is None:
        return
    for name, (low, high) in (("wide landing", found.wide), ("likely landing", found.likely)):
        edge = [current.as_of, found.day, found.day, current.as_of]
        yield hand.band(name, edge, [current.value, low, high, current.value])
    line = {"color": hand.palette.accent, "dash": "dot", "width": 1.5}
    ends = [current.value, found.value]
    yield hand.line("landing", [current.as_of, found.day], ends, **line)


def _promises(story: Story, hand: Hand) -> Iterator[go.Scatter]:
    """Target or limits in force in accent; those before them softer, up to their last day."""
    cycle = story.cycle
    for index, each in enumerate(story.promises):
        is_now = index == len(story.promises) - 1
        first = max(each.effective, cycle.eve) if index else cycle.eve
        until = cycle.end if is_now else story.promises[index + 1].effective
        for name, value in each.levels:
            style: dict[str, Any] = {"dash": "dash", "width": 1.2}
            if is_now and name not in SIDE_LEVELS:
                style = {"dash": "dash", "width": 2, "color": hand.palette.accent}
            name = name if is_now else f"earlier {name}"
            yield hand.line(name, [first, until], [value, value], **style)


def _path(story: Story, hand: Hand) -> Iterator[go.Scatter]:
    """The expected path in force, from corner to corner."""
    standing, promise, cycle = story.standing, story.key_result.promise, story.cycle
    start, end = standing.baseline, standing.target
    if start is not None and end is not None:
        inner = [day for day, _ in promise.path if cycle.eve < day < cycle.end]
        days = [cycle.eve, *inner, cycle.end]
        values = [expected_value(promise, start, end, day) for day in days]
        yield hand.line("expected path", days, values, dash="dot", width=1.5)


def _values(story: Story, hand: Hand) -> go.Scatter:
    """The believed values; where there is no value, the line has a gap."""
    believed = story.believed
    line = hand.line(
        "value",
        [each.as_of for each in believed],
        [each.value for each in believed],
        color=hand.palette.ink,
        width=2.2,
    )
    says = [hand.of_day(each.as_of, hand.quantity.of(each.value)) for each in believed]
    return line.update(hovertext=says, hoverinfo="text", connectgaps=False)


def _held(story: Story, hand: Hand) -> Iterator[go.Scatter]:
    """Hollow points where the last believed value stood in for one that was not."""
    days: list[date] = []
    values: list[float | None] = []
    says: list[str] = []
    for run in story.held:
        reason = hand.words.reason(run.reason) or hand.words("not believed")
        text = hand.words("held for", why=short(reason, LONGEST_REASON))
        for day in run.measured:
            days.append(day)
            values.append(run.value)
            says.append(text)
    if days:
        edge = {"color": hand.palette.soft, "width": 1.5}
        yield hand.points("held", days, values, says, size=8, color=hand.palette.panel, line=edge)
    current, due = story.standing.current, story.standing.last_due
    if story.is_waiting and current is not None and due is not None and due > current.as_of:
        ink = {"color": hand.palette.ink, "dash": "dot", "width": 2}
        yield hand.line("waiting", [current.as_of, due], [current.value] * 2, **ink)


def _marked(story: Story, hand: Hand) -> Iterator[go.Scatter]:
    """Days whose value changed after it was shown, and days that a person believed."""
    words, of = hand.words, hand.quantity.of
    values = {each.as_of: each.value for each in story.believed if each.value is not None}
    restated = {
        day: words("restated", new=of(values[day]), old=of(old))
        for day, old in story.restated.items()
        if day in values
    }
    accepted = {
        day: words("accepted", value=of(values[day]), why=short(why, LONGEST_REASON))
        for day, why in story.accepted.items()
        if day in values
    }
    edge = {"color": hand.palette.soft, "width": 1.2}
    for name, symbol, says in (("restated", "diamond", restated), ("accepted", "star", accepted)):
        if says:
            shown = [values[day] for day in says]
            look = {"size": 7, "symbol": symbol, "color": hand.palette.panel, "line": edge}
            yield hand.points(name, list(says), shown, list(says.values()), **look)


def _current(story: Story, hand: Hand) -> Iterator[go.Scatter]:
    """The number of the page; hollow while it waits to be measured anew."""
    current = story.standing.current
    if current is not None and story.first <= current.as_of <= story.last:
        fill = hand.palette.panel if story.is_waiting else hand.palette.ink
        edge = {"color": hand.palette.ink, "width": 2}
        yield hand.points(
            "current", [current.as_of], [current.value], size=10, color=fill, line=edge
        )
