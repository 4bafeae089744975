"""Draws what "as of a day" means for each form of a measure: `python -m docs.as_of`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

FOLDER = Path(__file__).parent / "images" / "as_of"
FIRST, LAST = -60, 10
"""The days shown, counted from D."""
WIDTH, LEFT, RIGHT, TOP, LANE = 760, 164, 24, 46, 30
STYLE = """\
text{font:13px system-ui,sans-serif;fill:#1b1f2a}.soft{fill:#5b6270}.axis{stroke:#b9b5ab}
.day{stroke:#0b5f73;stroke-width:1.5}.band{fill:#0b5f73;opacity:.12}.yes{fill:#0b5f73}
.no{fill:#fff;stroke:#8a8f9a;stroke-width:1.5}.bar{stroke-width:9;stroke:#0b5f73}
.off{stroke-width:9;stroke:#c9c6be}.link{stroke:#8a8f9a;stroke-dasharray:2 3}
@media(prefers-color-scheme:dark){text{fill:#e9ebf0}.soft{fill:#a2a9b8}.axis{stroke:#4a5160}
.day{stroke:#5cc4d6}.band{fill:#5cc4d6;opacity:.16}.yes{fill:#5cc4d6}.no{fill:#12151c}
.bar{stroke:#5cc4d6}.off{stroke:#3a4150}}"""


@dataclass(frozen=True)
class Dot:
    """Something that happened on a day, and whether it counts as of D."""

    day: int
    counts: bool = True
    says: str = ""


@dataclass(frozen=True)
class Bar:
    """Something that lasts from one day to another."""

    first: int
    last: int
    counts: bool = True


@dataclass(frozen=True)
class Lane:
    """One row, or one window: what it is called, and what is drawn of it."""

    name: str
    dots: Sequence[Dot] = ()
    bar: Bar | None = None
    is_linked: bool = False
    """Whether its dots belong together."""


@dataclass(frozen=True)
class Picture:
    """One form of a measure as of D: the days that count, and some rows."""

    name: str
    says: str
    lanes: Sequence[Lane]
    window: tuple[int, int] | None = (-27, 0)
    before: tuple[int, int] | None = None
    """A second window, to which the first is compared."""
    marks: Sequence[tuple[float, str]] = ()


PICTURES = (
    Picture(
        "at",
        "Rows count by the moment in `at`: those of the window's days.",
        (
            Lane("too old", (Dot(-40, counts=False),)),
            Lane("counts", (Dot(-21),)),
            Lane("counts", (Dot(-3),)),
            Lane("not yet", (Dot(3, counts=False),)),
        ),
    ),
    Picture(
        "during",
        "Rows count that are open at the end of D.",
        (
            Lane("over before D", bar=Bar(-48, -14, counts=False)),
            Lane("open: counts", bar=Bar(-30, 4)),
            Lane("still open: counts", bar=Bar(-9, 10)),
            Lane("not yet begun", bar=Bar(2, 10, counts=False)),
        ),
        window=None,
    ),
    Picture(
        "known",
        "A row does not exist as of D until it is known.",
        (
            Lane("known before D", (Dot(-20), Dot(-15, says="known")), is_linked=True),
            Lane("known after D", (Dot(-4, False), Dot(4, False, "known")), is_linked=True),
        ),
    ),
    Picture(
        "window",
        "The same D, four windows: which days count.",
        (
            Lane("last 28 days", bar=Bar(-27, 0)),
            Lane("month to date", bar=Bar(-20, 0)),
            Lane("cycle to date", bar=Bar(-51, 0)),
            Lane("all time", bar=Bar(-60, 0)),
        ),
        window=None,
        marks=((-52, "cycle begins"), (-21, "month begins")),
    ),
    Picture(
        "matured",
        "The window ends 30 days before D, so that every row has had its time.",
        (
            Lane("lead, won in time", (Dot(-50), Dot(-38, says="won")), is_linked=True),
            Lane("lead, never won", (Dot(-41),)),
            Lane("has not had its time", (Dot(-12, counts=False),)),
        ),
        window=(-57, -30),
    ),
    Picture(
        "latest",
        "Each deal counts once, in its last row before the end of D.",
        (
            Lane(
                "deal A: offer",
                (Dot(-40, False, "new"), Dot(-16, says="offer")),
                is_linked=True,
            ),
            Lane("deal B: lost", (Dot(-30, False, "new"), Dot(-5, says="lost")), is_linked=True),
            Lane("deal C: new", (Dot(-9, says="new"), Dot(3, False, "won")), is_linked=True),
        ),
        window=(-60, 0),
    ),
    Picture(
        "growth",
        "The window against the one of the same length before it.",
        (
            Lane("before", (Dot(-50), Dot(-44), Dot(-33))),
            Lane("now", (Dot(-24), Dot(-17), Dot(-8), Dot(-2))),
        ),
        before=(-55, -28),
    ),
    Picture(
        "formula",
        "The values of other key results, all as of the same D.",
        (
            Lane("tickets", bar=Bar(-27, 0)),
            Lane("orders", bar=Bar(-27, 0)),
            Lane("100 × tickets / orders", (Dot(0),)),
        ),
        window=None,
    ),
    Picture(
        "raw_sql",
        "`:since` and `:until` are the ends of the window, in the source's own SQL.",
        (Lane("counts", (Dot(-21),)), Lane("counts", (Dot(-2),))),
        marks=((-28, ":since"), (0.3, ":until")),
    ),
    Picture(
        "parameters",
        "What a fragment may name of D, of its window and of its cycle.",
        (Lane("the window", bar=Bar(-27, 0)), Lane("the cycle", bar=Bar(-51, 10))),
        window=None,
        marks=((-52, ":cycle_start"), (-28, ":since"), (0, ":as_of"), (10, ":cycle_end")),
    ),
)


def drawn(picture: Picture) -> str:
    """The picture as SVG; light or dark as its reader prefers."""
    height = TOP + len(picture.lanes) * LANE + 34
    bottom = height - 30
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
        f"<title>{escape(picture.says)}</title><style>{STYLE}</style>",
        *_bands(picture, bottom),
        *_axis(bottom),
        *_marks(picture.marks, bottom),
        *(part for number, lane in enumerate(picture.lanes) for part in _lane(lane, number)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _x(day: float) -> float:
    """Where the end of a day lies from the left."""
    return round(LEFT + (day - FIRST) / (LAST - FIRST) * (WIDTH - LEFT - RIGHT), 1)


def _bands(picture: Picture, bottom: int) -> Iterator[str]:
    for window in (picture.before, picture.window):
        if window is not None:
            first, last = _x(max(window[0] - 1, FIRST)), _x(window[1])
            height = bottom - TOP + 12
            yield (
                f'<rect class="band" x="{first}" y="{TOP - 12}" width="{last - first:.1f}" '
                f'height="{height}" rx="4"/>'
            )


def _axis(bottom: int) -> Iterator[str]:
    yield f'<line class="axis" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{bottom}" y2="{bottom}"/>'
    yield f'<line class="day" x1="{_x(0)}" x2="{_x(0)}" y1="{TOP - 16}" y2="{bottom}"/>'
    for day, text in ((-56, "8 weeks before"), (-28, "4 weeks before"), (0, "D")):
        place = f'x="{_x(day)}" y="{bottom + 20}" text-anchor="middle"'
        yield f'<text class="soft" {place}>{text}</text>'


def _marks(marks: Sequence[tuple[float, str]], bottom: int) -> Iterator[str]:
    for place, (day, text) in enumerate(marks):
        x, y = _x(day), 14 if place % 2 == 0 else 28
        anchor = "end" if x > WIDTH - 90 else "middle"
        yield f'<line class="link" x1="{x}" x2="{x}" y1="{y + 4}" y2="{bottom}"/>'
        yield f'<text class="soft" x="{x}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'


def _lane(lane: Lane, number: int) -> Iterator[str]:
    y = TOP + number * LANE + 8
    yield f'<text x="{LEFT - 12}" y="{y + 4}" text-anchor="end">{escape(lane.name)}</text>'
    if lane.bar is not None:
        look = "bar" if lane.bar.counts else "off"
        first, last = _x(lane.bar.first - 1), _x(lane.bar.last)
        yield f'<line class="{look}" x1="{max(first, LEFT)}" x2="{last}" y1="{y}" y2="{y}"/>'
    if lane.is_linked:
        ends = _x(lane.dots[0].day), _x(lane.dots[-1].day)
        yield f'<line class="link" x1="{ends[0]}" x2="{ends[1]}" y1="{y}" y2="{y}"/>'
    for dot in lane.dots:
        look = "yes" if dot.counts else "no"
        yield f'<circle class="{look}" cx="{_x(dot.day)}" cy="{y}" r="5.5"/>'
        if dot.says:
            yield f'<text class="soft" x="{_x(dot.day) + 10}" y="{y + 4}">{escape(dot.says)}</text>'


def pictures() -> dict[Path, str]:
    """Every picture by the file it lies in."""
    return {FOLDER / f"{each.name}.svg": drawn(each) for each in PICTURES}


def main() -> None:
    """Write them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path, text in pictures().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
