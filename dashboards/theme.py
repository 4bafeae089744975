"""One table of colours and status words, and the one Plotly template made of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import plotly.graph_objects as go

from krtracker.domain.status import Status, Trust

FONT = '"Source Sans", sans-serif'
"""The family that Streamlit bundles; no font is ever fetched."""


class Tone(StrEnum):
    """What a colour says; never said by colour alone."""

    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    DONE = "done"
    NONE = "none"


@dataclass(frozen=True)
class Palette:
    """The colours of one theme; `.streamlit/config.toml` says the same to Streamlit's own parts."""

    paper: str
    panel: str
    ink: str
    soft: str
    line: str
    accent: str
    good: str
    warn: str
    bad: str
    done: str
    none: str

    def of(self, tone: Tone) -> str:
        """The colour of a tone."""
        return str(getattr(self, tone.value))


LIGHT = Palette(
    paper="#FAF9F6",
    panel="#FFFFFF",
    ink="#1B1F2A",
    soft="#5B6270",
    line="#E5E2DB",
    accent="#0B5F73",
    good="#00704F",
    warn="#A85B00",
    bad="#B3261E",
    done="#1F5FBF",
    none="#6B7280",
)
DARK = Palette(
    paper="#12151C",
    panel="#191D26",
    ink="#E9EBF0",
    soft="#A2A9B8",
    line="#2A303C",
    accent="#5CC4D6",
    good="#4CC79A",
    warn="#F0A951",
    bad="#F2857B",
    done="#7FB0FF",
    none="#A2A9B8",
)


@dataclass(frozen=True)
class Mark:
    """How a status or a trust is shown: icon and tone beside its word."""

    icon: str
    tone: Tone


STATUS = {
    Status.ON_TRACK: Mark("●", Tone.GOOD),
    Status.AT_RISK: Mark("▲", Tone.WARN),
    Status.OFF_TRACK: Mark("▼", Tone.BAD),
    Status.ACHIEVED: Mark("★", Tone.DONE),
    Status.MISSED: Mark("✕", Tone.NONE),
    Status.NO_DATA: Mark("○", Tone.NONE),
}
TRUST = {
    Trust.TRUSTED: Mark("✓", Tone.NONE),
    Trust.HELD: Mark("◌", Tone.NONE),
    Trust.STALE: Mark("◌", Tone.NONE),
    Trust.NO_DATA: Mark("○", Tone.NONE),
}


def palette(type: str | None) -> Palette:
    """The palette of the theme that the reader's browser shows (`light`, `dark` or unknown)."""
    return DARK if type == "dark" else LIGHT


def template(palette: Palette) -> go.layout.Template:
    """Calm paper: no box, no legend, light horizontals only, text in the softer ink."""
    axis: dict[str, Any] = {
        "showline": False,
        "zeroline": False,
        "ticks": "",
        "tickfont": {"size": 13, "color": palette.soft},
        "fixedrange": True,
        "title": None,
        "automargin": False,
    }
    return go.layout.Template(
        layout={
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"family": FONT, "size": 13, "color": palette.soft},
            "showlegend": False,
            "hovermode": "x",
            "dragmode": False,
            "hoverlabel": {
                "bgcolor": palette.panel,
                "bordercolor": palette.line,
                "font": {"family": FONT, "size": 13, "color": palette.ink},
                "align": "left",
            },
            "xaxis": {**axis, "type": "date", "showgrid": False},
            "yaxis": {**axis, "gridcolor": palette.line, "gridwidth": 1, "nticks": 5},
            "margin": {"l": 48, "r": 16, "t": 24, "b": 28},
        }
    )
