"""Scans that are asked ahead: in order, a few of them, and of the heavy ones one at a time."""

from __future__ import annotations

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
    return ahead(works, line.ask, cast(Connector, line), lambda work: work[0] == "h")


works = st.lists(st.sampled_from(["light", "heavy"]), max_size=9).map(
    lambda kinds: [f"{kind} {number}" for number, kind in enumerate(kinds)]
)


@given(works)
def test_everything_is_answered_once_and_with_its_own_answer(works: list[str]) -> None:
    line = Line()

    found = asked(line, works)

    assert sorted(found) == sorted((work, work.upper()) for work in works)
    assert line.most <= 1
    assert not line.is_cancelled


@given(works)
def test_only_one_heavy_piece_is_asked_for_or_held_at_a_time(works: list[str]) -> None:
    line, read = Line(), 0

    for work, _ in _ahead(line, works):
        # `asked` may lag behind what was sent, but never lead it.
        heavy = sum(each.startswith("heavy") for each in line.asked)
        assert heavy <= read + 1
        read += work.startswith("heavy")


def test_the_next_are_on_their_way_while_one_is_read() -> None:
    line, works = Line(), [f"light {number}" for number in range(6)]
    sent = Event()

    class Telling(Line):
        def ask(self, work: str) -> str:
            if work == "light 3":
                sent.set()
            return line.ask(work)

    answers = _ahead(Telling(), works)
    assert next(answers) == ("light 0", "LIGHT 0")
    assert sent.wait(20)
    answers.close()
    assert "light 4" not in line.asked


def test_what_is_light_does_not_wait_for_a_heavy_one_that_is_read() -> None:
    answers = _ahead(Line(), ["heavy 1", "heavy 2", "light 3"])

    assert [work for work, _ in answers] == ["heavy 1", "light 3", "heavy 2"]


def test_a_fault_cancels_what_is_on_its_way() -> None:
    class Broken(Line):
        def ask(self, work: str) -> str:
            raise ValueError(work)

    line = Broken()
    with pytest.raises(ValueError, match="light"):
        asked(line, ["light 1", "light 2"])
    assert line.is_cancelled


def test_who_stops_reading_cancels_what_is_on_its_way() -> None:
    line = Line()
    answers = _ahead(line, ["light 1", "light 2", "light 3"])

    next(answers)
    answers.close()

    assert line.is_cancelled
