"""The support desk's database: tickets, and the messages that the portal's feed brings."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from krtracker.demo.rows import Moments, Rows, later, listed, start_of, times
from krtracker.demo.story import (
    FEED_BREAKS,
    FEED_RETURNS,
    FEED_TRICKLE,
    REGIONS,
    curve,
    number,
)

TOPICS = {"delivery": 0.38, "invoice": 0.22, "product": 0.2, "account": 0.12, "other": 0.08}


def tickets(until: int) -> pa.Table:
    """The tickets as the desk knows them at a moment."""
    rows = Rows(31, curve("tickets a day"))
    opened = rows.within(7, 20)
    answer = rows.about(curve("hours to answer")[rows.day], 0.75)
    answered = later(opened, answer)
    closed = later(answered, rows.about(curve("hours to solve")[rows.day] - 3, 0.8))
    reopened = rows.even() < curve("reopened")[rows.day]
    rating = rows.score(curve("ticket rating")[rows.day] - 0.03 * (answer - 5), 1.4)
    is_open = closed >= until
    unrated = is_open | (rows.chance() > 0.6)
    return listed(
        {
            "id": rows.number,
            "region": rows.pick(REGIONS),
            "channel": rows.pick({"phone": 0.45, "mail": 0.4, "chat": 0.15}),
            "topic": rows.pick(TOPICS),
            "opened_at": times(opened),
            "first_answer_at": times(answered, unless=answered >= until),
            "closed_at": times(closed, unless=is_open),
            "reopenings": pa.array(reopened.astype(np.int64), mask=is_open),
            "satisfaction": pa.array(rating, mask=unrated),
        },
        opened < until,
    )


def messages(until: int) -> pa.Table:
    """What clients wrote on the portal, as far as its feed has brought it by a moment."""
    rows = Rows(32, curve("messages a day"))
    received = rows.within(6, 23)
    waiting = rows.even() < curve("waiting")[rows.day]
    other = rows.pick({"question": 0.52, "praise": 0.18, "product": 0.16, "invoice": 0.14})
    return listed(
        {
            "id": rows.number,
            "region": rows.pick(REGIONS),
            "topic": np.where(waiting, "waiting", other),
            "received_at": times(received),
        },
        _loaded(rows, received) < until,
    )


def _loaded(rows: Rows, received: Moments) -> Moments:
    """When the feed brings each message: within the hour, or all at once after the break."""
    first_of_day = np.cumsum(rows.counts) - rows.counts
    place = np.arange(len(rows)) - first_of_day[rows.day]
    broken = range(number(FEED_BREAKS), number(FEED_RETURNS))
    trickle = np.full(len(rows.counts), np.iinfo(np.int64).max)
    trickle[broken.start : broken.stop] = FEED_TRICKLE
    is_held_back = place >= trickle[rows.day]
    return np.where(is_held_back, start_of(FEED_RETURNS) - 7200, received)
