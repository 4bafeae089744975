"""A statement that does not end is ended, and an answer that is too large is refused."""

from __future__ import annotations

import time

import pyarrow as pa
import pytest

from connectors.asking import limits
from connectors.asking.limits import Watch, capped
from krtracker.errors import QueryError

BATCH = pa.record_batch({"a": [1, 2, 3]})


def test_what_ends_in_time_is_left_alone():
    told: list[str] = []

    with Watch(0.2, cancel=lambda: told.append("cancel"), cut=lambda: told.append("cut")) as watch:
        pass
    time.sleep(0.3)

    assert (told, watch.is_over) == ([], False)


def test_what_obeys_a_cancel_is_not_cut_off():
    told: list[str] = []

    with Watch(0.05, cancel=lambda: told.append("cancel"), cut=lambda: told.append("cut")) as watch:
        time.sleep(0.3)

    assert (told, watch.is_over) == (["cancel"], True)


def test_what_does_not_obey_is_cut_off(monkeypatch):
    monkeypatch.setattr(limits, "CUT_AFTER_SECONDS", 0.1)
    told: list[str] = []

    def fail() -> None:
        told.append("cancel")
        raise OSError("unreachable")

    with Watch(0.05, cancel=fail, cut=lambda: told.append("cut")):
        time.sleep(0.4)

    assert told == ["cancel", "cut"]


def test_the_readers_own_time_does_not_count():
    told: list[str] = []

    with Watch(0.2, cancel=lambda: told.append("cancel"), cut=lambda: None) as watch:
        with watch.resting():
            time.sleep(0.4)
        time.sleep(0.05)

    assert told == []


def test_too_many_rows_are_refused():
    with pytest.raises(QueryError, match="more than 5 rows; aggregate in the query"):
        list(capped(iter([BATCH, BATCH]), rows=5, megabytes=1))


def test_too_many_bytes_are_refused():
    with pytest.raises(QueryError, match="larger than 0 MB"):
        list(capped(iter([BATCH]), rows=5, megabytes=0))
