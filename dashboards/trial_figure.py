"""A year of a key result that is only tried: its values, baseline and target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import plotly.graph_objects as go

from dashboards.hand import Hand, at
from dashboards.theme import template
from dashboards.ticks import day_ticks, nice_ticks
from krtracker.domain.calendar import DAY

HEIGHT = 300


def trial_figure(
    values: Sequence[tuple[date, float | None]], levels: Mapping[str, float], hand: Hand
) -> go.Figure:
    """The values in ink, gaps as gaps; levels dashed and named, the target in accent."""
    days = [day for day, _ in values]
    line = hand.line(
        "value", days, [value for _, value in values], color=hand.palette.ink, width=2.2
    )
    says = [hand.of_day(day, hand.quantity.of(value)) for day, value in values]
    line.update(hovertext=says, hoverinfo="text", connectgaps=False)
    figure = go.Figure(
        data=[*(_level(name, level, days, hand) for name, level in levels.items()), line],
        layout={
            "template": template(hand.palette),
            "height": HEIGHT,
            "annotations": [_named(name, level, days, hand) for name, level in levels.items()],
        },
    )
    known = [value for _, value in values if value is not None]
    low, high = min([*known, *levels.values()]), max([*known, *levels.values()])
    air = 0.12 * (high - low) or abs(high) * 0.1 or 1.0
    ticks = nice_ticks(low - air, high + air)
    text = [hand.quantity.neat(each) for each in ticks]
    figure.update_yaxes(range=[low - air, high + air], tickvals=ticks, ticktext=text)
    named = day_ticks(days[0], days[-1])
    figure.update_xaxes(
        range=[at(days[0] - DAY), at(days[-1] + DAY)],
        tickvals=[at(each) for each in named],
        ticktext=[hand.quantity.notation.day(each) for each in named],
    )
    return figure


def _level(name: str, level: float, days: Sequence[date], hand: Hand) -> go.Scatter:
    is_target = name != "baseline"
    style = {"dash": "dash", "width": 2, "color": hand.palette.accent}
    softer = {"dash": "dot", "width": 1.5}
    return hand.line(name, [days[0], days[-1]], [level, level], **(style if is_target else softer))


def _named(name: str, level: float, days: Sequence[date], hand: Hand) -> dict[str, object]:
    color = None if name == "baseline" else hand.palette.accent
    key = "try baseline" if name == "baseline" else "try target"
    text = f"{hand.words(key)} {hand.quantity.level(level)}"
    return hand.label(days[0], level, text, color, xanchor="left", yanchor="bottom")
