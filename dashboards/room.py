"""Where a chart has room for a word: beside which point it meets the fewest lines and words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise, product
from typing import Any

import plotly.graph_objects as go

WIDTH, HEIGHT = 300.0, 340.0
"""How large the inside of a chart is on a phone, in pixels: at a desk there is only more room."""
LETTER, LINE, APART = 0.52, 1.3, 8.0
"""A letter's width and a line's height as shares of the type's size, and how far from a point."""
STEP = 4.0
"""How closely a line is looked at."""
AREA, WORD, OUTSIDE = 0.25, 4.0, 100.0
"""How much the edge of an area, another word, and the end of the paper are in a word's way."""

Place = tuple[date, float]
Box = tuple[float, float, float, float]
Label = Mapping[str, Any]


@dataclass
class Room:
    """The paper of a chart with what is drawn on it."""

    first: date
    last: date
    low: float
    high: float
    ink: list[tuple[float, float, float]] = field(default_factory=list)
    """Points on what is drawn, each with how much it is in the way."""

    def draw(self, traces: Iterable[go.Scatter]) -> None:
        """Take the room of lines."""
        for trace in traces:
            self.ink += _points(trace, self)

    def write(self, label: Label) -> None:
        """Take the room of a label that stands where it must."""
        y = self.high if label.get("yref") == "paper" else label["y"]
        place = date.fromisoformat(label["x"]), y
        left, right, low, high = self._box(place, label)
        across = [left + step * STEP for step in range(int((right - left) / STEP) + 1)]
        self.ink += [(x, (low + high) / 2, WORD) for x in across]

    def best(self, places: Sequence[Place], label: Label) -> tuple[Place, Label]:
        """Beside which of `places` a label is best written, and how it is anchored there."""
        ways = product(places, ("left", "right"), ("bottom", "top"))
        found = [(place, {**label, "xanchor": x, "yanchor": y}) for place, x, y in ways]
        return min(found, key=lambda each: self.in_the_way(*each))

    def in_the_way(self, place: Place, label: Label) -> float:
        """How much a label at a place would meet, and by how much it would leave the paper."""
        left, right, low, high = self._box(place, label)
        beyond = left < 0 or right > WIDTH or low < 0 or high > HEIGHT
        met = (weight for x, y, weight in self.ink if left <= x <= right and low <= y <= high)
        return OUTSIDE * beyond + sum(met)

    def at(self, day: date, value: float) -> tuple[float, float]:
        """Pixels from the left and from below."""
        x = (day - self.first).days / max((self.last - self.first).days, 1)
        return x * WIDTH, (value - self.low) / (self.high - self.low) * HEIGHT

    def _box(self, place: Place, label: Label) -> Box:
        x, y = self.at(*place)
        size = label["font"]["size"]
        letters = label["text"].removeprefix("<b>").removesuffix("</b>")
        width, height = len(letters) * size * LETTER, size * LINE
        left = {"left": x + APART, "right": x - APART - width}.get(
            label.get("xanchor", "center"), x - width / 2
        )
        low = {"bottom": y, "top": y - height}.get(label.get("yanchor", "middle"), y - height / 2)
        return left, left + width, low, low + height


def _points(trace: Any, room: Room) -> Iterator[tuple[float, float, float]]:
    weight = AREA if trace.fill else 1.0
    places = [
        None if value is None else room.at(date.fromisoformat(day), value)
        for day, value in zip(trace.x, trace.y, strict=True)
    ]
    for before, after in pairwise(places):
        if before is None or after is None:
            continue
        (x, y), (to_x, to_y) = before, after
        steps = max(int(max(abs(to_x - x), abs(to_y - y)) / STEP), 1)
        for step in range(steps + 1):
            share = step / steps
            yield x + (to_x - x) * share, y + (to_y - y) * share, weight
