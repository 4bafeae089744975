"""The pieces a page is built of, as data; `blocks.js` writes them, text as text only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, TypeAlias

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from dashboards.theme import Tone

HERE = Path(__file__).parent
EMPTY: tuple[object, ...] = (None, "", [], {})


@dataclass(frozen=True)
class Link:
    """Where a click leads: a page of ours and its query, never an address."""

    page: str
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Text:
    """A run of text with at most one look, one tone and one link."""

    text: str
    look: str | None = None
    """`strong`, `waiting` (a number that is not fresh), `soft`, `code`, `unit` or `name`."""
    tone: Tone | None = None
    to: Link | None = None


Line: TypeAlias = Sequence[Text]


@dataclass(frozen=True)
class Chip:
    """A mark: icon and word, filled in its tone, outlined, or dashed when a number is held."""

    word: str
    icon: str = ""
    tone: Tone = Tone.NONE
    edge: str | None = None
    """`dashed` or `outlined`; filled otherwise."""
    hint: str | None = None


@dataclass(frozen=True)
class Spark:
    """A small line of a few values with the target (or the limits) dashed across it."""

    points: Sequence[float | None]
    says: str
    """The same in words, for those who do not see it."""
    tone: Tone = Tone.NONE
    levels: Sequence[float] = ()
    held: int = 0
    """How many of the last points are the last believed value, held."""


@dataclass(frozen=True)
class Bar:
    """A share of the way, with a tick where pace is."""

    share: float
    pace: float | None = None
    tone: Tone = Tone.NONE


@dataclass(frozen=True)
class Swing:
    """A step to one side or the other of a line, as shares of the width."""

    start: float
    """Where nothing is."""
    end: float
    says: str
    is_with: bool = True
    """Whether it goes the way that all steps together go."""


@dataclass(frozen=True)
class Cell:
    """What stands at one place of a table: a drawing, lines of text, marks, in that order."""

    lines: Sequence[Line] = ()
    spark: Spark | None = None
    bar: Bar | None = None
    chips: Sequence[Chip] = ()
    swing: Swing | None = None


@dataclass(frozen=True)
class Column:
    """The head of a column, how wide it is, and what it is called on a phone."""

    head: str
    width: str = "1fr"
    """A CSS grid track."""
    role: str = "text"
    """Its place on a phone: `name`, `value`, `spark`, `bar`, `change`, `landing`,
    `status`, `mark`, `text`."""


@dataclass(frozen=True)
class Table:
    """A card with a title and rows; a section's name may stand between rows."""

    kind: ClassVar[str] = "table"
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    title: Line = ()
    aside: Line = ()
    sections: Mapping[int, str] = field(default_factory=dict)
    """The name of a section, by the number of the row before which it stands."""
    note: str | None = None
    look: str = "card"
    """`card`, or `plain` within a card of the page."""


@dataclass(frozen=True)
class Masthead:
    """Whose page it is, when, and how far the cycle has come."""

    kind: ClassVar[str] = "masthead"
    title: str
    below: str = ""
    aside: Sequence[str] = ()
    share: float | None = None
    says: str = ""
    """What the bar under the title says."""


@dataclass(frozen=True)
class Tile:
    """One count with its mark."""

    number: str
    chip: Chip
    to: Link | None = None


@dataclass(frozen=True)
class Tiles:
    """A row of counts."""

    kind: ClassVar[str] = "tiles"
    tiles: Sequence[Tile]


@dataclass(frozen=True)
class Prose:
    """A few sentences under a title; the first thing read."""

    kind: ClassVar[str] = "prose"
    lines: Sequence[Line]
    title: str = ""
    look: str = "news"
    """`news` (a card with an accent), `plain`, `banner`, `past` (a banner not to be overlooked),
    `empty` (in a chart's place) or `state` (a page of its own)."""
    code: Sequence[str] = ()
    """What to type, a line each."""


@dataclass(frozen=True)
class Figure:
    """One number of a headline and what it means."""

    value: Line
    says: str


@dataclass(frozen=True)
class Headline:
    """Where one is, its title with its marks, one strong number and a few beside it."""

    kind: ClassVar[str] = "headline"
    path: Line
    title: str
    chips: Sequence[Chip] = ()
    value: Line = ()
    says: str = ""
    figures: Sequence[Figure] = ()
    spark: Spark | None = None
    level: int = 1
    """2 where the page has a title of its own above."""


@dataclass(frozen=True)
class Step:
    """One thing of a list that is gone through, with where it leads."""

    title: str
    to: Link
    below: str = ""
    number: str = ""
    sign: str = ""
    tone: Tone = Tone.NONE
    is_here: bool | None = None
    """True where one is; None elsewhere."""
    is_done: bool | None = None
    """True where something was written; None elsewhere."""


@dataclass(frozen=True)
class Steps:
    """A list to go through, one thing after the other."""

    kind: ClassVar[str] = "steps"
    steps: Sequence[Step]
    title: str


@dataclass(frozen=True)
class Node:
    """One objective of a tree, with what belongs to it and what stands below it."""

    title: Line
    below: str = ""
    tone: Tone = Tone.NONE
    bar: Bar | None = None
    says: str = ""
    """What the bar says."""
    chips: Sequence[Chip] = ()
    lines: Sequence[Line] = ()
    nodes: Sequence[Node] = ()


@dataclass(frozen=True)
class Tree:
    """What stands below what, drawn as cards joined by lines."""

    kind: ClassVar[str] = "tree"
    nodes: Sequence[Node]
    title: str


@dataclass(frozen=True)
class Term:
    """A word and what is to be said under it."""

    term: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Terms:
    """A list of terms, as a receipt has them."""

    kind: ClassVar[str] = "terms"
    terms: Sequence[Term]
    title: str = ""
    empty: str = ""
    """What to say when there is no term."""
    look: str = "plain"
    """`plain`, or `days` where the terms are short dates."""


Block: TypeAlias = Table | Masthead | Tiles | Prose | Headline | Terms | Steps | Tree


def as_data(piece: Any) -> Any:
    """A piece as JSON can hold it, without what is empty."""
    if piece is None or isinstance(piece, str | int | float):
        return piece.value if isinstance(piece, Enum) else piece
    if isinstance(piece, Mapping):
        return {str(name): as_data(value) for name, value in piece.items()}
    if isinstance(piece, Sequence):
        return [as_data(each) for each in piece]
    own = {"kind": piece.kind} if isinstance(piece, Block) else {}
    said = {each.name: as_data(getattr(piece, each.name)) for each in fields(piece)}
    return own | {name: value for name, value in said.items() if value not in EMPTY}


@cache
def _component() -> ComponentRenderer:
    """The one custom component, registered when first used: importing a module does nothing."""
    return st.components.v2.component(
        "krtracker_blocks",
        css=(HERE / "blocks.css").read_text(encoding="utf-8"),
        js=(HERE / "blocks.js").read_text(encoding="utf-8"),
    )


def show(*blocks: Block, key: str) -> Link | None:
    """Writes `blocks` below one another; the link that was clicked, if one was."""
    done = _component()(
        data={"blocks": [as_data(each) for each in blocks]},
        key=key,
        on_follow_change=lambda: None,
    )
    clicked = done.get("follow")
    if not isinstance(clicked, Mapping):
        return None
    query = clicked.get("query") or {}
    return Link(str(clicked.get("page")), {str(name): str(each) for name, each in query.items()})
