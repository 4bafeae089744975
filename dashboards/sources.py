"""How each source has answered lately, and whether what it said is believed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import streamlit as st

from dashboards.view import BY_NAME, View
from krtracker.domain.key_result import KeyResult
from krtracker.domain.measurement import Measurement
from krtracker.domain.status import Trust
from krtracker.ledger import SourceHealth

RECENT = timedelta(days=3)
LAST_WEEKS = timedelta(days=35)
"""Within which even what is measured once a month has been measured."""


@dataclass(frozen=True)
class Source:
    """One source of the catalog as its last runs left it."""

    name: str
    type: str
    key_results: int
    held: int
    """How many of them are held because of what it said."""
    newest: datetime | None
    """The newest row among those that entered lately."""
    may_write: bool
    """Whether its role may write, by the word of its owner."""
    health: SourceHealth | None
    """None while it has never been asked."""


def sources(view: View) -> list[Source]:
    """Every source, in the order of the catalog."""
    health, newest = view.snapshot.sources(), _newest(view)
    used = Counter(each.source for each in view.catalog.key_results)
    held = Counter(
        each.key_result.source for each in view.standings.values() if each.trust is Trust.HELD
    )
    return [
        Source(
            name,
            each.type,
            used[name],
            held[name],
            newest.get(name),
            each.i_know_this_role_can_write,
            health.get(name),
        )
        for name, each in view.catalog.connections.items()
    ]


def latest(view: View, key_results: Sequence[KeyResult]) -> Mapping[str, Measurement]:
    """By key, the last row of each that was measured in the last weeks, believed or not."""
    return _latest(view, tuple(each.key for each in key_results), key_results)


@st.cache_resource(max_entries=12, show_spinner=False, hash_funcs=BY_NAME)
def _latest(
    view: View,
    keys: tuple[str, ...],  # noqa: ARG001 (the cache's key)
    _key_results: Sequence[KeyResult],
) -> Mapping[str, Measurement]:
    found = view.snapshot.measurements(_key_results, first=view.today - LAST_WEEKS)
    newest: dict[str, Measurement] = {}
    for each in sorted(found, key=lambda row: (row.as_of, row.sequence)):
        newest[f"{each.cycle}/{each.key_result}"] = each
    return newest


@st.cache_resource(max_entries=6, show_spinner=False, hash_funcs=BY_NAME)
def restatements(view: View, first: date) -> Mapping[str, int]:
    """By key, how many values of days since `first` were replaced by later ones."""
    found = view.snapshot.restatements(first=first)
    return Counter(f"{each.cycle}/{each.key_result}" for each in found)


@st.cache_resource(max_entries=6, show_spinner=False, hash_funcs=BY_NAME)
def _newest(view: View) -> Mapping[str, datetime]:
    """By source, the newest row that entered a reading of the last days."""
    found: dict[str, datetime] = {}
    for each in view.snapshot.measurements(first=view.today - RECENT):
        if each.source is not None and each.newest is not None:
            found[each.source] = max(each.newest, found.get(each.source, each.newest))
    return found
