"""Charts as functions from what is told to a figure, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboards.hand import Hand, at
from dashboards.labels import labels, rules
from dashboards.room import Room
from dashboards.story import Story
from dashboards.theme import template
from dashboards.ticks import day_ticks, nice_ticks
from dashboards.traces import traces
from krtracker.domain.calendar import DAY

HEIGHT = 400
LETTER = 7
"""About how wide a figure on an axis is, in pixels: Plotly leaves out what does not fit whole."""


def value_chart(story: Story, hand: Hand) -> go.Figure:
    """Values in ink, expected path dotted, target dashed and labelled, held points hollow."""
    drawn = list(traces(story, hand))
    low, high = _range(drawn)
    room = Room(story.first - DAY, story.last + DAY, low, high)
    room.draw(drawn)
    figure = go.Figure(
        data=drawn,
        layout={
            "template": template(hand.palette),
            "height": HEIGHT,
            "shapes": list(rules(story, hand)),
            "annotations": list(labels(story, hand, room)),
        },
    )
    ticks = nice_ticks(low, high)
    written = [hand.quantity.neat(each) for each in ticks]
    figure.update_yaxes(range=[low, high], tickvals=ticks, ticktext=written)
    figure.update_layout(margin_l=max(48, LETTER * max(map(len, written)) + 10))
    days = day_ticks(story.first, story.last)
    told = [hand.quantity.notation.day(each) for each in days]
    figure.update_layout(margin_r=max(16, LETTER * len(told[-1]) // 2 + 4))
    figure.update_xaxes(
        range=[at(story.first - DAY), at(story.last + DAY)],
        tickvals=[at(each) for each in days],
        ticktext=told,
    )
    return figure


def _range(drawn: Sequence[go.Scatter]) -> tuple[float, float]:
    """From the lowest to the highest of everything drawn, with air above and below."""
    values = [each for trace in drawn for each in trace.y if each is not None]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    air = 0.12 * (high - low) or abs(high) * 0.1 or 1.0
    return low - air, high + air
