"""The warehouse's database: orders, by whom they travel, when they arrive and in what state."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from krtracker.demo.clients import Clients
from krtracker.demo.rows import Moments, Rows, days, later, listed, start_of, times
from krtracker.demo.story import CARRIER_B, CARRIER_CHANGE, Numbers, curve

SLOWER_IN = {"north": 1.12, "west": 0.97, "south": 0.93, "islands": 1.06}
PROMISED_DAYS = {"critical": 3, "standard": 4}
COST = {"A": 7.3, "B": 7.0, "C": 9.1}
LATE_RECORDS = {"A": 0.03, "B": 0.05, "C": 0.20}
"""The share of a carrier's deliveries that is recorded days after."""


def orders(clients: Clients, until: int) -> pa.Table:
    """The orders as the warehouse knows them at a moment: what is not recorded yet is empty."""
    rows = Rows(21, curve("orders a day"))
    ordered = rows.within(6, 20)
    client = clients.ordering(rows.day, rows.chance())
    region = clients.region[client]
    priority = rows.pick({"critical": 0.125, "standard": 0.875})
    carrier = _carriers(rows, region, ordered)
    hours = _hours(rows, region, priority, carrier)
    delivered = later(ordered, hours)
    recorded = later(delivered, _hours_until_recorded(rows, carrier))
    rated = later(recorded, 8 + 40 * rows.chance())
    promised = days(ordered + _of(PROMISED_DAYS, priority).astype(np.int64) * 86400)
    amount = rows.about(curve("basket")[rows.day] * clients.size[client], 0.35)
    incident = rows.even() < curve("incidents")[rows.day] * np.where(region == "north", 1.25, 0.89)
    kind = rows.pick({"damaged": 0.4, "missing": 0.35, "too warm": 0.15, "wrong item": 0.1})
    again = rows.even() < curve("second attempts")[rows.day]
    rating = rows.score(10.35 - 0.073 * hours * np.where(priority == "critical", 1, 0.6), 1.5)
    open_yet = recorded >= until
    unrated = (rated >= until) | (rows.chance() > 0.55)
    return listed(
        {
            "id": rows.number,
            "account_id": client + 1,
            "region": region,
            "priority": priority,
            "carrier": carrier,
            "amount": np.round(amount, 2),
            "ordered_at": times(ordered),
            "promised_on": promised,
            "delivered_at": times(delivered, unless=open_yet),
            "recorded_at": times(recorded, unless=open_yet),
            "attempts": pa.array(1 + again.astype(np.int64), mask=open_yet),
            "incident": pa.array(kind, mask=open_yet | ~incident),
            "delivery_cost": pa.array(
                np.round(_cost(rows, region, carrier, again), 2), mask=open_yet
            ),
            "satisfaction": pa.array(rating, mask=unrated),
            "rated_at": times(rated, unless=unrated),
        },
        ordered < until,
    )


def _carriers(rows: Rows, region: NDArray[np.str_], ordered: Moments) -> NDArray[np.str_]:
    """A, or B until the day of the change and C from then on."""
    second = np.where(ordered < start_of(CARRIER_CHANGE), "B", "C")
    return np.where(rows.even() < _of(CARRIER_B, region), second, "A")


def _hours(
    rows: Rows, region: NDArray[np.str_], priority: NDArray[np.str_], carrier: NDArray[np.str_]
) -> Numbers:
    """From order to door: slower in the north, and half as long again when nothing presses."""
    by_carrier = np.select(
        [carrier == name for name in "ABC"],
        [curve(f"hours with {name}")[rows.day] for name in "ABC"],
    )
    mean = by_carrier * _of(SLOWER_IN, region) * np.where(priority == "critical", 1.0, 1.4)
    return np.maximum(rows.about(mean, 0.34), 3.0)


def _hours_until_recorded(rows: Rows, carrier: NDArray[np.str_]) -> Numbers:
    """Most deliveries are recorded within hours, some after one to six days."""
    is_late = rows.chance() < _of(LATE_RECORDS, carrier)
    return np.where(is_late, 24 + 120 * rows.chance(), 3 * rows.chance())


def _cost(
    rows: Rows, region: NDArray[np.str_], carrier: NDArray[np.str_], again: NDArray[np.bool_]
) -> Numbers:
    far = np.where(region == "islands", 1.35, 1.0)
    return rows.about(_of(COST, carrier) * far * np.where(again, 1.5, 1.0), 0.15)


def _of(table: dict[str, float] | dict[str, int], words: NDArray[np.str_]) -> Numbers:
    """The number that a table gives for each word."""
    return np.select([words == word for word in table], [float(n) for n in table.values()])
