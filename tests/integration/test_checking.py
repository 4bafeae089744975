"""All that can be known to be wrong before a source is asked, found in one go."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.registry import Registry
from krtracker.checking import check
from krtracker.domain.catalog import Catalog
from krtracker.errors import Severity
from krtracker.ledger import Ledger
from krtracker.project import Project
from tests.builders import a_batch, a_judged
from tests.texts import MEASURE, a_key_result, a_project, an_objective

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


def checked(project: Project) -> Catalog:
    return check(project, Registry(project), now=NOW)


def told(catalog: Catalog) -> list[str]:
    return [f"{each.place}: {each.message}" for each in catalog.problems]


def test_a_sound_project_has_no_problem(tmp_path: Path) -> None:
    project = a_project(tmp_path, {"a.yaml": an_objective(a_key_result())})

    catalog = checked(project)

    assert (catalog.problems, catalog.faults) == ((), {})


def test_a_fragment_is_shown_where_it_stands(tmp_path: Path) -> None:
    how = MEASURE + "  where: priority = 'critical' and placed > now()\n"
    project = a_project(tmp_path, {"a.yaml": an_objective(a_key_result(how=how))})

    (problem,) = checked(project).problems

    assert problem.place is not None
    assert problem.place.line == 15
    assert problem.line == "      where: priority = 'critical' and placed > now()"
    assert problem.subject == "delivery_time"


def test_a_word_of_sql_in_a_block_is_shown_on_its_line(tmp_path: Path) -> None:
    how = "sql: |\n  select count(*) as value\n  from orders\n  where pg_sleep(1) > :until\n"
    project = a_project(tmp_path, {"a.yaml": an_objective(a_key_result(how=how))})

    (problem,) = checked(project).problems

    assert problem.place is not None
    assert problem.place.line == 13
    assert problem.line == "      where pg_sleep(1) > :until"


def test_a_fragment_at_fault_stops_its_own_key_result_alone(tmp_path: Path) -> None:
    broken = a_key_result("broken", how=MEASURE.replace("avg(", "avg(("))
    project = a_project(tmp_path, {"a.yaml": an_objective(a_key_result(), broken)})

    catalog = checked(project)

    assert [each.id for each in catalog.sound] == ["delivery_time"]


@pytest.mark.parametrize(
    ("written", "instead", "message"),
    [
        pytest.param("cycle: 2026-Q4", "cycle: 2026-Q5", "unknown cycle `2026-Q5`", id="cycle"),
        pytest.param(
            "source: logistics", "source: nowhere", "unknown connection `nowhere`", id="connection"
        ),
    ],
)
def test_what_a_measure_lacks_is_told_beside_what_the_file_lacks(
    tmp_path: Path, written: str, instead: str, message: str
) -> None:
    how = MEASURE + "  where: bigger(priority) and placed > now()\n"
    text = an_objective(a_key_result(how=how))
    assert written in text
    project = a_project(tmp_path, {"a.yaml": text.replace(written, instead)})

    messages = [each.message for each in checked(project).problems]

    assert message in messages
    assert "`measure.where`: `now` asks for the present" in messages


def test_which_functions_an_unknown_connection_allows_is_not_guessed(tmp_path: Path) -> None:
    how = MEASURE + "  where: bigger(priority)\n"
    text = an_objective(a_key_result(how=how)).replace("source: logistics", "source: nowhere")
    project = a_project(tmp_path, {"a.yaml": text})

    assert [each.message for each in checked(project).problems] == ["unknown connection `nowhere`"]


def test_settings_that_do_not_fit_stop_those_that_ask(tmp_path: Path) -> None:
    connections = "logistics: {type: sqlite, paht: orders.db}\nother: {type: sqlte, path: x.db}\n"
    project = a_project(tmp_path, {"a.yaml": an_objective(a_key_result())}, connections=connections)

    catalog = checked(project)

    assert {each.place.line for each in catalog.problems if each.place} == {1, 2}
    assert all(each.line is not None for each in catalog.problems)
    assert list(catalog.sound) == []


def test_a_formula_with_an_unknown_part_is_told_once(tmp_path: Path) -> None:
    share = "share:\n  title: Share\n  baseline: 1\n  target: 2\n  formula: delivry_time / 24\n"
    project = a_project(tmp_path, {"a.yaml": an_objective(a_key_result(), share)})

    catalog = checked(project)

    assert [each.id for each in catalog.sound] == ["delivery_time"]
    assert len(catalog.problems) == 1


def test_a_formula_is_looked_at_although_the_cycle_of_its_file_is_unknown(tmp_path: Path) -> None:
    shared = "title: Share\n  baseline: 1\n  target: 2\n  formula:"
    formulas = [
        f"share:\n  {shared} delivery_time / 24\n",
        f"misspelt:\n  {shared} delivry_time / 24\n",
        f"unfinished:\n  {shared} delivery_time /\n",
    ]
    text = an_objective(a_key_result(), *formulas).replace("2026-Q4", "2026-Q5")
    project = a_project(tmp_path, {"a.yaml": text})

    found = [(each.subject, each.hint) for each in checked(project).problems]

    assert ("misspelt", "did you mean `delivery_time`?") in found
    assert {subject for subject, _ in found} == {None, "misspelt", "unfinished"}


def test_a_target_that_moves_in_a_running_cycle_needs_a_reason(tmp_path: Path) -> None:
    project = a_project(tmp_path, {"a.yaml": an_objective(a_key_result())})
    Ledger(project).adopt(checked(project), now=NOW, run="first")
    moved = a_key_result(promise="baseline: 48\ntarget: 28\n")
    a_project(tmp_path, {"a.yaml": an_objective(moved)})

    catalog = checked(project)

    assert told(catalog)[0].startswith("kr_definitions/a.yaml:9:13: `target` changed")
    assert catalog.problems[0].line == "    target: 28"
    assert list(catalog.sound) == []


@pytest.mark.parametrize(
    ("promise", "baseline", "hint"),
    [
        ("change: +50 percent\n", 0.0, "write a `target`, or a bare number"),
        ("target: 24\n", 24.0, "to stay there, write `keep`"),
    ],
)
def test_a_measured_baseline_that_leaves_no_way_to_go_is_told_once_it_is_known(
    tmp_path: Path, promise: str, baseline: float, hint: str
) -> None:
    project = a_project(tmp_path, {"a.yaml": an_objective(a_key_result(promise=promise))})
    catalog, ledger = checked(project), Ledger(project)
    ledger.adopt(catalog, now=NOW, run="first")
    assert told(checked(project)) == []

    (measured,) = catalog.key_results
    eve = a_judged(baseline, key_result=measured, as_of=measured.cycle.eve)
    ledger.record(a_batch(eve, key_results=[measured]))

    (problem,) = checked(project).problems
    assert "the measured baseline is" in problem.message
    assert (problem.severity, problem.hint) == (Severity.WARNING, hint)
    assert problem.place is not None
    assert problem.place.line == 8
    assert list(checked(project).sound) == [measured]


def test_a_key_result_that_cannot_be_read_is_not_said_to_have_changed(tmp_path: Path) -> None:
    project = a_project(tmp_path, {"a.yaml": an_objective(a_key_result())})
    Ledger(project).adopt(checked(project), now=NOW, run="first")
    a_project(tmp_path, {"a.yaml": an_objective(a_key_result(promise="targt: 28\n"))})

    assert len(checked(project).problems) == 1


def test_problems_of_all_kinds_come_in_the_order_of_the_files(tmp_path: Path) -> None:
    files = {
        "b.yaml": an_objective(a_key_result("one", how=MEASURE.replace("avg(", "avgg("))),
        "a.yaml": an_objective(a_key_result("two", promise="target: many\n")),
    }
    project = a_project(
        tmp_path,
        files,
        settings="langage: fr\n",
        connections="logistics: {type: sqlite, path: a.db}\ncrm: {type: sqlite, paht: b.db}\n",
    )

    found = [each.place.file for each in checked(project).problems if each.place]

    assert list(dict.fromkeys(found)) == [
        "project.yaml",
        "connections.yaml",
        "kr_definitions/a.yaml",
        "kr_definitions/b.yaml",
    ]


def test_a_password_never_shows_whoever_finds_the_problem(tmp_path: Path) -> None:
    connections = "crm: {type: postgres, password: hunter2, prot: 5432, database: crm}\n"
    project = a_project(tmp_path, connections=connections)

    assert "hunter2" not in "\n".join(map(str, checked(project).problems))


def test_a_fragment_is_looked_at_although_its_key_result_is_at_fault(tmp_path: Path) -> None:
    broken = a_key_result(how=MEASURE.replace("avg(", "avgg("), promise="targt: 3\n")
    project = a_project(tmp_path, {"a.yaml": an_objective(broken)})

    assert len(checked(project).problems) == 2
