"""The sales team's database, in local time: leads, deals, and what clients and staff say of us."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from krtracker.demo.clients import Clients
from krtracker.demo.rows import Moments, Rows, days, later, listed, on_the_wall, times
from krtracker.demo.story import DAYS, REGIONS, curve

OFFICE = (1.3, 1.3, 1.3, 1.3, 1.3, 0.3, 0.2)
THURSDAYS = (0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0)


def leads(until: int) -> pa.Table:
    """The leads as the CRM knows them at a moment; a lead is won or lost within two months."""
    rows = Rows(41, curve("leads a day"), busy=OFFICE)
    created = rows.within(8, 19)
    origin = rows.pick({"web": 0.4, "fair": 0.2, "referral": 0.25, "call": 0.15})
    better = np.select([origin == "referral", origin == "web"], [1.5, 0.8], 0.9)
    is_won = rows.even() < curve("leads won")[rows.day] * better
    settled = later(created, np.where(is_won, 24 * 28.0, 24 * 55.0) * (0.08 + 0.9 * rows.chance()))
    is_open = settled >= until
    return listed(
        {
            "id": rows.number,
            "origin": origin,
            "region": rows.pick(REGIONS),
            "created_at": times(on_the_wall(created)),
            "won_at": times(on_the_wall(settled), unless=is_open | ~is_won),
            "lost_at": times(on_the_wall(settled), unless=is_open | is_won),
        },
        created < until,
    )


def deal_events(until: int) -> pa.Table:
    """Every step of every deal, one row each: opened, offered, then won or lost."""
    rows = Rows(42, np.full(DAYS, 6.0), busy=OFFICE)
    opened = rows.within(9, 18)
    offered = later(opened, 24 * (2 + 12 * rows.chance()))
    settled = later(offered, 24 * (4 + 30 * rows.chance()))
    amount = np.round(rows.about(np.full(len(rows), 5200.0), 0.6), -1)
    outcome = np.where(rows.even() < 0.42, "won", "lost")
    stages = np.concatenate([np.full(len(rows), "new"), np.full(len(rows), "offer"), outcome])
    amounts = np.concatenate([np.round(0.9 * amount, -1), amount, amount])
    moments: Moments = np.concatenate([opened, offered, settled])
    order = np.lexsort((np.tile(rows.number, 3), moments))
    return listed(
        {
            "id": np.arange(1, len(order) + 1),
            "deal_id": np.tile(rows.number, 3)[order],
            "stage": stages[order],
            "amount": amounts[order],
            "changed_at": times(on_the_wall(moments[order])),
        },
        moments[order] < until,
    )


def surveys(clients: Clients, until: int) -> pa.Table:
    """What clients answer when asked, after a delivery, whether they would recommend us."""
    rows = Rows(43, np.full(DAYS, 55.0))
    answered = rows.within(7, 22)
    client = clients.ordering(rows.day, rows.chance())
    place = rows.even()
    low, high = curve("detractors")[rows.day], 1 - curve("promoters")[rows.day]
    score = np.select([place < low, place < high], [3 + place / low * 4, 7 + 2 * place], 9.0)
    score = np.where(place >= high, 9 + (rows.chance() < 0.45), np.minimum(score, 8.9))
    return listed(
        {
            "id": rows.number,
            "account_id": client + 1,
            "score": np.floor(score).astype(np.int64),
            "answered_at": times(on_the_wall(answered)),
        },
        answered < until,
    )


def staff_pulse(until: int) -> pa.Table:
    """What staff answer every Thursday, without names, whether they would recommend us."""
    rows = Rows(44, np.full(DAYS, 64.0), busy=THURSDAYS)
    answered = rows.within(9, 17)
    return listed(
        {
            "id": rows.number,
            "team": rows.pick({"logistics": 0.45, "support": 0.25, "sales": 0.2, "office": 0.1}),
            "score": rows.score(curve("staff score")[rows.day], 1.3).astype(np.int64),
            "answered_on": days(answered),
        },
        answered < until,
    )
