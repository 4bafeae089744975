"""The words on a chart's lines, each where the chart is empty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any

from dashboards.hand import Hand, at, short
from dashboards.room import Place, Room
from dashboards.story import SIDE_LEVELS, Story
from krtracker.domain.progress import expected_value

MOST_HELD = 3
"""How many runs of held days are named; all of them are drawn."""

ALONG = (0.25, 0.4, 0.55, 0.7, 0.85)
"""At which shares of the cycle the expected path may be named."""

Label = dict[str, Any]


def labels(story: Story, hand: Hand, room: Room) -> Iterator[Label]:
    """Every label of the chart: those that stand where they must, then the others between them."""
    for each in _fixed(story, hand):
        room.write(each)
        yield each
    for free in (_value(story, hand, room), _path(story, hand, room)):
        if free is not None:
            room.write(free)
            yield free


def _fixed(story: Story, hand: Hand) -> Iterator[Label]:
    yield from _levels(story, hand)
    yield from _earlier_targets(story, hand)
    yield from _held(story, hand)
    yield from _changes(story, hand)
    yield from _today(story, hand)


def rules(story: Story, hand: Hand) -> Iterator[dict[str, Any]]:
    """Thin verticals: where the promise or its measure changed, and today."""
    days = {each.effective: hand.palette.soft for each in story.changes}
    if story.first <= story.today <= story.last:
        days.setdefault(story.today, hand.palette.line)
    for day, color in days.items():
        ends = {"x0": at(day), "x1": at(day), "y0": 0, "y1": 1, "yref": "paper"}
        yield {"type": "line", **ends, "line": {"color": color, "width": 1}, "layer": "below"}


def _levels(story: Story, hand: Hand) -> Iterator[Label]:
    """Each horizontal named where it is alone.

    The target at its end, on the side from which the path does not come; at its start where a
    landing takes the end, and over a year, where the end is crowded, before the cycle. Stretch
    and commitment at their start, far from the path.
    """
    promised, brief = story.promises[-1], hand.quantity.brief
    for name, value in promised.levels:
        text = hand.words(f"{name} label", value=brief.target(promised.promise, value))
        if name in SIDE_LEVELS:
            look: Label = {"xanchor": "left", "yanchor": "bottom"}
            yield hand.label(story.cycle.eve, value, text, **look)
            continue
        look = {"color": hand.palette.accent, "is_strong": True, "xanchor": "right"}
        below = name == "limit low" or (name != "limit high" and story.falls)
        if story.is_wide:
            yield hand.label(story.cycle.eve, value, text, xshift=-6, **look)
        else:
            look |= {"yanchor": "top" if below else "bottom", "yshift": -3 if below else 3}
            day = story.cycle.end
            if story.landing is not None:  # its bands take the end
                day, look["xanchor"] = story.cycle.eve, "left"
            yield hand.label(day, value, text, **look)


def _earlier_targets(story: Story, hand: Hand) -> Iterator[Label]:
    if story.is_wide:
        return
    for each, following in pairwise(story.promises):
        if each.target is not None and each.target != following.target:
            text = hand.words(
                "old target",
                value=hand.quantity.brief.target(each.promise, each.target),
                day=hand.quantity.notation.day(following.effective),
            )
            side = "top" if story.falls else "bottom"
            yield hand.label(
                following.effective, each.target, text, xanchor="right", yanchor=side, xshift=-6
            )


def _path(story: Story, hand: Hand, room: Room) -> Label | None:
    """The path's name, where along it there is room."""
    start, end, cycle = story.standing.baseline, story.standing.target, story.cycle
    if start is None or end is None or story.is_wide:
        return None
    days = [cycle.eve + (cycle.end - cycle.eve) * share for share in ALONG]
    promise = story.key_result.promise
    places = [(day, expected_value(promise, start, end, day)) for day in days]
    return _beside(places, hand.words("expected path"), hand, room)


def _beside(places: Sequence[Place], text: str, hand: Hand, room: Room, **look: Any) -> Label:
    (day, value), sides = room.best(places, hand.label(*places[0], text, **look))
    shift = {"left": 9, "right": -9}
    return {**sides, "x": at(day), "y": value, "xshift": shift[sides["xanchor"]]}


def _held(story: Story, hand: Hand) -> Iterator[Label]:
    """How long the last few runs of held days were, beside the line where it came from."""
    named = [each for each in story.held if each.last != story.standing.last_due]
    side: Label = (
        {"yanchor": "top", "yshift": -4} if story.falls else {"yanchor": "bottom", "yshift": 4}
    )
    for run in named[-MOST_HELD:]:
        if run.value is not None:
            text = hand.words("held days", days=run.days)
            yield hand.label(run.first, run.value, text, xanchor="right", xshift=-4, **side)


def _changes(story: Story, hand: Hand) -> Iterator[Label]:
    """Why the promise or its measure changed, at the top of its rule."""
    for number, each in enumerate(story.changes):
        what = "measure changed" if each.is_new_measure else "promise changed plain"
        text = short(each.reason or hand.words(what))
        late = _is_late(story, each.effective - story.first, 0.6)
        side: Label = (
            {"xanchor": "right", "xshift": -6} if late else {"xanchor": "left", "xshift": 6}
        )
        top: Label = {"yref": "paper", "yanchor": "top", "yshift": -18 * (number % 3)}
        yield hand.label(each.effective, 1, text, **top, **side)


def _today(story: Story, hand: Hand) -> Iterator[Label]:
    if story.first <= story.today <= story.last:
        top: Label = {"yref": "paper", "yanchor": "bottom"}
        yield hand.label(story.today, 1, hand.words("today"), **top)


def _value(story: Story, hand: Hand, room: Room) -> Label | None:
    """The current value beside its point."""
    standing = story.standing
    current = standing.current
    if current is None or current.value is None or current.as_of < story.first:
        return None
    text = hand.quantity.brief.of(current.value)
    day = (standing.last_due if story.is_waiting else None) or current.as_of
    look: Label = {"color": hand.palette.ink, "size": 15, "is_strong": True}
    return _beside([(day, current.value)], text, hand, room, **look)


def _is_late(story: Story, since: timedelta, share: float) -> bool:
    """Whether a label would run out of the chart to the right."""
    return since > share * (story.last - story.first)
