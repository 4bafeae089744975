"""What stays in force when files are at fault."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from krtracker.domain.catalog import Catalog, Settings
from krtracker.errors import Place, Problem, Severity
from krtracker.ledger.adoption import in_force
from krtracker.project import Project
from tests.builders import a_catalog, a_connection, a_cycle, a_key_result, an_objective

PROJECT = Project(Path("/nowhere"))
FILE = "kr_definitions/urgent_orders.yaml"
ONE, OTHER = a_key_result("one"), a_key_result("other")
BEFORE = a_catalog(ONE, OTHER)


def problem(file: str = FILE, *, subject: str | None = None, **fields: object) -> Problem:
    return Problem("unknown field `taget`", Place(file, 8, 5), subject=subject, **fields)


def adopt(said: Catalog, *, before: Catalog | None = BEFORE, **unlicensed: Problem) -> Catalog:
    return in_force(said, before=before, unlicensed=unlicensed, project=PROJECT)


def ids(catalog: Catalog) -> list[str]:
    return [each.id for each in catalog.key_results]


def test_a_sound_catalog_is_in_force_as_it_is() -> None:
    said = a_catalog(a_key_result("one", title="Another"))

    assert adopt(said) == said
    assert adopt(said, before=None) == said


def test_a_file_that_cannot_be_read_keeps_its_objective_with_the_fault() -> None:
    said = a_catalog(an_objective(a_key_result("new"), id="another"), problems=[problem()])

    found = adopt(said)

    assert sorted(ids(found)) == ["new", "one", "other"]
    assert found.faults[ONE.key] == f"{FILE}:8:5: unknown field `taget`"


def test_a_file_that_is_gone_takes_its_objective_with_it() -> None:
    said = a_catalog(an_objective(a_key_result("new"), id="another"))

    assert ids(adopt(said)) == ["new"]


def test_a_warning_keeps_nothing() -> None:
    said = Catalog(problems=(problem(severity=Severity.WARNING),))

    assert ids(adopt(said)) == []


def test_a_key_result_that_could_not_be_read_stays_beside_its_sound_neighbour() -> None:
    said = a_catalog(OTHER, problems=[problem(subject="one")])

    found = adopt(said)

    assert sorted(ids(found)) == ["one", "other"]
    assert list(found.faults) == [ONE.key]


def test_a_key_result_taken_out_is_gone_although_another_is_at_fault() -> None:
    broken = a_key_result("other", title="Broken")
    said = a_catalog(broken, faults={OTHER.key: "no column"}, problems=[problem(subject="other")])

    assert ids(adopt(said)) == ["other"]


def test_a_key_result_at_fault_is_shown_as_it_was_last_known() -> None:
    broken = a_key_result("one", target=1)
    said = a_catalog(broken, OTHER, faults={ONE.key: "no column `x`"})

    found = adopt(said)

    assert found.find("one") == ONE
    assert found.faults == {ONE.key: "no column `x`"}


def test_a_key_result_at_fault_from_the_start_is_shown_as_it_is() -> None:
    said = a_catalog(ONE, faults={ONE.key: "no column `x`"})

    assert adopt(said, before=None) == said


def test_a_promise_that_may_not_change_like_that_is_a_fault_once() -> None:
    moved = a_key_result("one", target=1)
    found = adopt(a_catalog(moved, OTHER), **{ONE.key: problem(subject="one")})

    assert found.find("one") == ONE
    assert found.faults == {ONE.key: "unknown field `taget`"}
    assert len(found.problems) == 1


def test_a_promise_checked_before_is_not_reported_twice() -> None:
    known = problem(subject="one")
    said = a_catalog(ONE, OTHER, faults={ONE.key: "moved"}, problems=[known])

    found = adopt(said, **{ONE.key: known})

    assert found.faults == {ONE.key: "moved"}
    assert found.problems == (known,)


def test_settings_and_connections_at_fault_stay_as_they_were() -> None:
    before = replace(BEFORE, settings=Settings(language="fr"))
    said = Catalog(
        objectives=BEFORE.objectives,
        connections={"crm": a_connection("crm")},
        problems=(problem("project.yaml"), problem("connections.yaml")),
    )

    found = adopt(said, before=before)

    assert found.settings.language == "fr"
    assert set(found.connections) == {"logistics", "crm"}
    assert [each.place.file for each in found.problems if each.place] == ["project.yaml"]


def test_the_same_file_for_another_cycle_keeps_nothing_of_the_last() -> None:
    following = a_cycle("2027-Q1")
    said = a_catalog(
        an_objective(a_key_result("new", cycle=following), cycle=following), problems=[problem()]
    )

    assert ids(adopt(said)) == ["new"]
