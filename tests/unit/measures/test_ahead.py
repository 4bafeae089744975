"""Scans that are asked ahead: in order, and one at a time."""

from __future__ import annotations

import time
from collections.abc import Sequence
from threading import Event, Lock
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from krtracker.connector import Connector
from krtracker.measures.shared.ahead import ahead


class Line:
    """A source that counts what is asked of it at a time, and knows whether it was cancelled."""

    def __init__(self) -> None:
        self.most, self.now, self.asked, self.is_cancelled = 0, 0, list[str](), False
        self._lock = Lock()

    def ask(self, work: str) -> str:
        """The work in capitals."""
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
            self.asked.append(work)
        time.sleep(0.002)  # so that another one would be seen beside it
        with self._lock:
            self.now -= 1
        return work.upper()

    def cancel(self) -> None:
        """What a connector has."""
        self.is_cancelled = True


def asked(line: Any, works: Sequence[str]) -> list[tuple[str, str]]:
    """Everything asked, read to the end."""
    return list(_ahead(line, works))


def _ahead(line: Any, works: Sequence[str]) -> Any:
    return ahead(works, line.ask, cast(Connector, line))


works = st.integers(0, 9).map(lambda count: [f"scan {number}" for number in range(count)])


@given(works)
def test_everything_is_answered_in_order_and_one_at_a_time(works: list[str]) -> None:
    line = Line()

    found = asked(line, works)

    assert found == [(work, work.upper()) for work in works]
    assert line.most <= 1
    assert not line.is_cancelled


def test_the_next_is_on_its_way_while_one_is_read_and_no_more() -> None:
    line, sent = Line(), Event()

    class Telling(Line):
        def ask(self, work: str) -> str:
            answer = line.ask(work)
            if work == "scan 1":
                sent.set()
            return answer

    answers = _ahead(Telling(), [f"scan {number}" for number in range(4)])
    assert next(answers) == ("scan 0", "SCAN 0")
    assert sent.wait(20)
    assert line.asked == ["scan 0", "scan 1"]
    answers.close()


def test_a_fault_cancels_what_is_on_its_way() -> None:
    class Broken(Line):
        def ask(self, work: str) -> str:
            raise ValueError(work)

    line = Broken()
    with pytest.raises(ValueError, match="scan"):
        asked(line, ["scan 1", "scan 2"])
    assert line.is_cancelled


def test_who_stops_reading_cancels_what_is_on_its_way() -> None:
    line = Line()
    answers = _ahead(line, ["scan 1", "scan 2", "scan 3"])

    next(answers)
    answers.close()

    assert line.is_cancelled
