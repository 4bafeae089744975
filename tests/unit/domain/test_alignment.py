"""Which objective serves which, and what is worth asking."""

from __future__ import annotations

from dataclasses import replace

from krtracker.domain.alignment import Asked, Branch, branches, doubts
from krtracker.domain.objective import Objective
from krtracker.domain.standing import Standing
from krtracker.domain.status import Status, Trust
from tests.builders import a_key_result, an_objective


def serving(id: str, *others: str) -> Objective:
    key_result = a_key_result(f"kr_of_{id}", objective=id)
    return an_objective(key_result, id=id, title=id, contributes_to=others)


def drawn(found: list[Branch]) -> list[object]:
    return [(each.objective.id, drawn(list(each.served_by))) for each in found]


def asked(*objectives: Objective, **statuses: Status) -> list[tuple[str, str]]:
    standings = {
        each.key: Standing(
            each, statuses.get(one.id, Status.ON_TRACK), Trust.TRUSTED, last_due=None
        )
        for one in objectives
        for each in one
    }
    return [(each.asked.value, each.objective.id) for each in doubts(objectives, standings)]


def test_what_serves_stands_below_what_it_serves() -> None:
    found = branches([serving("a", "top"), serving("deep", "a"), serving("top"), serving("alone")])

    assert drawn(found) == [("top", [("a", [("deep", [])])]), ("alone", [])]


def test_an_objective_that_serves_two_is_drawn_once() -> None:
    found = branches([serving("one"), serving("two"), serving("both", "one", "two")])

    assert drawn(found) == [("one", [("both", [])]), ("two", [])]
    assert [each.id for each in found[0].served_by[0].also] == ["two"]


def test_a_circle_is_drawn_all_the_same() -> None:
    found = branches([serving("a", "b"), serving("b", "a")])

    assert drawn(found) == [("a", [("b", [])])]


def test_an_orphan_is_asked_whom_it_helps() -> None:
    assert asked(serving("top"), serving("a", "top"), serving("alone")) == [("orphan", "alone")]


def test_one_objective_alone_is_no_orphan() -> None:
    assert asked(serving("only")) == []


def test_what_is_not_there_is_asked_about() -> None:
    assert asked(serving("a", "gone"), serving("b", "a")) == [(Asked.UNKNOWN.value, "a")]


def test_an_objective_without_key_results_is_asked_about() -> None:
    empty = replace(serving("empty", "top"), key_results=())

    assert asked(serving("top"), empty) == [("empty", "empty")]


def test_a_lever_that_moves_nothing_is_asked_about() -> None:
    found = asked(serving("top"), serving("a", "top"), top=Status.OFF_TRACK)

    assert found == [("lever", "a")]
