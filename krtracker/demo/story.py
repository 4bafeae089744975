"""What happens at Food & Co between August 2025 and the end of 2026, day by day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.float64]

ZONE = ZoneInfo("Europe/Paris")
FIRST = date(2025, 8, 1)
"""Two months more than the year before the cycle, so that every window of that year is full."""
LAST = date(2026, 12, 31)
DAYS = (LAST - FIRST).days + 1

PROMISED_AT = "2026-10-01T09:00"
FIRST_TARGETS = {"average_basket": 214.0}
"""What was promised then and has been changed since, by key result."""
CARRIER_CHANGE = date(2026, 11, 3)
"""Carrier B, slow in the north, hands its rounds to carrier C."""
FEED_BREAKS = date(2026, 11, 16)
"""A Monday: the portal's feed brings a handful of messages instead of about three hundred."""
FEED_RETURNS = date(2026, 11, 25)
"""The day on whose eve the messages held back arrive all at once."""
FEED_TRICKLE = (4, 2, 3, 1, 2, 2, 3, 1, 2)
"""How many messages still come through on each day in between."""

REGIONS = {"north": 0.30, "west": 0.30, "south": 0.28, "islands": 0.12}
CARRIER_B = {"north": 0.70, "west": 0.26, "south": 0.24, "islands": 0.20}
"""The share of a region's orders that goes with carrier B and, after it, with carrier C."""
WEEK = (1.22, 1.08, 1.04, 1.06, 1.14, 0.82, 0.64)
"""How busy each weekday is, Monday first."""

CURVES: Mapping[str, Mapping[str, float]] = {
    "orders a day": {"2025-08-01": 270, "2025-12-20": 310, "2026-01-10": 268, "2026-12-20": 330},
    "basket": {"2025-08-01": 176, "2026-09-15": 182, "2026-10-01": 183, "2026-12-31": 205},
    "hours with A": {
        "2025-08-01": 40,
        "2026-09-25": 40.5,
        "2026-11-02": 32,
        "2026-11-20": 24.5,
        "2026-12-31": 21,
    },
    "hours with B": {"2025-08-01": 53, "2026-09-25": 57, "2026-12-31": 54},
    "hours with C": {"2026-11-03": 26, "2026-11-20": 23.5, "2026-12-31": 20},
    "incidents": {
        "2025-08-01": 0.117,
        "2026-09-25": 0.122,
        "2026-11-03": 0.090,
        "2026-12-31": 0.058,
    },
    "second attempts": {"2025-08-01": 0.131, "2026-09-25": 0.128, "2026-12-31": 0.084},
    "tickets a day": {"2025-08-01": 96, "2026-09-20": 106, "2026-12-31": 87},
    "hours to answer": {
        "2025-08-01": 8.8,
        "2026-09-20": 9.4,
        "2026-10-31": 5.9,
        "2026-11-15": 4.3,
        "2026-12-31": 3.6,
    },
    "hours to solve": {"2025-08-01": 25, "2026-09-20": 26, "2026-12-31": 15},
    "reopened": {"2025-08-01": 0.122, "2026-09-25": 0.126, "2026-12-31": 0.098},
    "ticket rating": {"2025-08-01": 7.3, "2026-09-20": 7.4, "2026-12-31": 8.4},
    "messages a day": {"2025-08-01": 232, "2026-12-31": 262},
    "waiting": {"2025-08-01": 0.041, "2026-09-25": 0.044, "2026-12-31": 0.029},
    "leads a day": {"2025-08-01": 34, "2026-12-31": 42},
    "leads won": {"2025-08-01": 0.102, "2026-08-31": 0.104, "2026-12-31": 0.136},
    "new clients a day": {
        "2025-08-01": 1.5,
        "2026-09-25": 1.6,
        "2026-10-15": 2.3,
        "2026-12-31": 2.2,
    },
    "promoters": {"2025-08-01": 0.45, "2026-09-20": 0.455, "2026-12-31": 0.54},
    "detractors": {"2025-08-01": 0.185, "2026-09-20": 0.18, "2026-12-31": 0.138},
    "staff score": {"2025-08-01": 7.7, "2026-09-20": 7.7, "2026-12-31": 8.7},
}
"""What changes over time: each is straight between the days named."""


def curve(name: str) -> Numbers:
    """One of `CURVES` for every day of the story."""
    points = CURVES[name]
    days = [number(date.fromisoformat(day)) for day in points]
    return np.interp(np.arange(DAYS), days, list(points.values()))


def number(day: date) -> int:
    """The place of `day` in the story, from 0."""
    return (day - FIRST).days
