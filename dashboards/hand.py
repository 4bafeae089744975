"""How a chart is drawn and lettered: one quantity, one language, one palette."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

import plotly.graph_objects as go

from dashboards.theme import Palette
from krtracker.language.notation import Quantity
from krtracker.language.words import Words

LONGEST = 44
"""How many letters of somebody's words stand on a chart."""


@dataclass(frozen=True)
class Hand:
    """Draws and letters. All text passes through here escaped: Plotly reads some HTML."""

    quantity: Quantity
    words: Words
    palette: Palette

    def line(
        self, name: str, days: Sequence[date], values: Sequence[float | None], **style: Any
    ) -> go.Scatter:
        """A line between days, in the softer ink unless `style` says otherwise."""
        return go.Scatter(
            name=name,
            x=[at(day) for day in days],
            y=list(values),
            mode="lines",
            line={"color": self.palette.soft, **style},
            hoverinfo="skip",
        )

    def band(self, name: str, days: Sequence[date], values: Sequence[float | None]) -> go.Scatter:
        """An area within a line around it, in a tint of the accent."""
        red, green, blue = (int(self.palette.accent[at : at + 2], 16) for at in (1, 3, 5))
        return go.Scatter(
            name=name,
            x=[at(day) for day in days],
            y=list(values),
            mode="lines",
            line={"width": 0},
            fill="toself",
            fillcolor=f"rgba({red}, {green}, {blue}, 0.14)",
            hoverinfo="skip",
        )

    def points(
        self,
        name: str,
        days: Sequence[date],
        values: Sequence[float | None],
        says: Sequence[str] = (),
        **marker: Any,
    ) -> go.Scatter:
        """Points with what is said of each when it is pointed at."""
        return go.Scatter(
            name=name,
            x=[at(day) for day in days],
            y=list(values),
            mode="markers",
            marker=marker,
            hovertext=[self.of_day(day, text) for day, text in zip(days, says, strict=False)],
            hoverinfo="text" if says else "skip",
        )

    def label(
        self, day: date, value: float, text: str, color: str | None = None, **more: Any
    ) -> dict[str, Any]:
        """Words at a place of the chart."""
        font = {"size": more.pop("size", 13), "color": color or self.palette.soft}
        text = escape(text)
        if more.pop("is_strong", None):
            text = f"<b>{text}</b>"
        return {"x": at(day), "y": value, "text": text, "showarrow": False, "font": font, **more}

    def of_day(self, day: date, text: str) -> str:
        """A day and what is to be said of it."""
        return escape(f"{self.quantity.notation.day(day, weekday=True)} · {text}")


def short(text: str, longest: int = LONGEST) -> str:
    """`text`, cut at a word when it is long."""
    return text if len(text) <= longest else text[: longest - 1].rsplit(" ", 1)[0] + "…"


def at(day: date) -> str:
    """A day on the axis."""
    return day.isoformat()
