"""The clients of Food & Co: when each signed, how much each buys, when each leaves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from krtracker.demo.rows import Moments, Rows, days, listed, midnight
from krtracker.demo.story import DAYS, REGIONS, Numbers, curve

AT_FIRST = 1500
SEGMENTS = {"restaurant": 0.46, "canteen": 0.24, "grocer": 0.22, "hotel": 0.08}
DAY = 86400


@dataclass(frozen=True)
class Clients:
    """Every client there will be until the end of the story, oldest first."""

    signed: Moments
    leaves: Moments
    region: NDArray[np.str_]
    segment: NDArray[np.str_]
    weight: Numbers
    """How often it orders, against the others."""
    size: Numbers
    """How large its orders are, against the others'."""

    def ordering(self, day: NDArray[np.int64], chance: Numbers) -> NDArray[np.int64]:
        """Which client places each order: one of those with us on the day, by weight."""
        starts = midnight()
        chosen = np.empty(len(day), dtype=np.int64)
        edges = np.searchsorted(day, np.arange(DAYS + 1))
        for number in range(DAYS):
            first, last = edges[number], edges[number + 1]
            here = (self.signed <= starts[number]) & (self.leaves > starts[number])
            shares = np.cumsum(np.where(here, self.weight, 0.0))
            chosen[first:last] = np.searchsorted(shares, chance[first:last] * shares[-1], "right")
        return chosen


def clients() -> Clients:
    """The clients of the story."""
    new = Rows(11, curve("new clients a day"), busy=(1.2, 1.2, 1.2, 1.2, 1.2, 0.6, 0.4))
    chance = np.random.Generator(np.random.PCG64(12)).random((6, AT_FIRST + len(new)))
    before = midnight()[0] - np.sort(np.rint(chance[0, :AT_FIRST] * 2200 * DAY))[::-1]
    signed = np.concatenate([before.astype(np.int64), new.within(9, 18)])
    stays = -np.log(1 - chance[1]) * 1100 * DAY
    from_when = np.maximum(signed, midnight()[0])
    return Clients(
        signed=signed,
        leaves=from_when + stays.astype(np.int64),
        region=_pick(REGIONS, chance[2]),
        segment=_pick(SEGMENTS, chance[3]),
        weight=np.exp(1.15 * (chance[4] + chance[1] - 1) * 2),
        size=np.exp(0.9 * (chance[5] - 0.5)),
    )


def accounts(clients: Clients, until: int) -> pa.Table:
    """The clients as the CRM lists them at a moment."""
    return listed(
        {
            "id": np.arange(1, len(clients.signed) + 1),
            "name": [f"Client {number:04d}" for number in range(1, len(clients.signed) + 1)],
            "segment": clients.segment,
            "region": clients.region,
            "signed_on": days(clients.signed),
        },
        clients.signed < until,
    )


def _pick(shares: dict[str, float], chance: Numbers) -> NDArray[np.str_]:
    return np.array(list(shares))[np.searchsorted(np.cumsum(list(shares.values())), chance)]
