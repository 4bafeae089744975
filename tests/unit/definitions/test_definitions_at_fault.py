"""What one mistake takes with it, and what it leaves standing."""

from __future__ import annotations

from pathlib import Path

import pytest

from krtracker.definitions import load
from krtracker.domain.catalog import Catalog
from krtracker.errors import Severity
from tests.texts import MEASURE, a_key_result, a_project, an_objective

SOUND = an_objective(a_key_result())


def load_files(folder: Path, **files: str) -> Catalog:
    return load(a_project(folder, {f"{name}.yaml": text for name, text in files.items()}))


def test_a_key_result_at_fault_leaves_its_siblings_sound(tmp_path: Path) -> None:
    broken = a_key_result("incidents", promise="baseline: many\ntarget: 3\n")

    catalog = load_files(tmp_path, a=an_objective(a_key_result(), broken))

    assert [each.id for each in catalog.key_results] == ["delivery_time", "incidents"]
    assert [each.id for each in catalog.sound] == ["delivery_time"]
    assert catalog.faults == {
        "2026-Q4/incidents": (
            '`baseline` must be a number, not "many" (kr_definitions/a.yaml:18:15)'
        )
    }


def test_a_key_result_without_title_or_measure_is_still_shown(tmp_path: Path) -> None:
    text = an_objective("speed:\n  titel: Speed\n  target: 3\n  source: logistics\n")

    catalog = load_files(tmp_path, a=text)
    (found,) = catalog.key_results

    assert (found.title, found.promise.target) == ("speed", 3.0)
    assert [each.message for each in catalog.problems] == [
        "`speed` needs one of `measure`, `sql`, `formula`",
        "unknown field `titel`",
    ]


def test_a_fault_at_the_head_touches_all_key_results_of_the_file(tmp_path: Path) -> None:
    catalog = load_files(tmp_path, a="owner: me\n" + SOUND, b=SOUND.replace("delivery", "return"))

    assert [each.id for each in catalog.sound] == ["return_time"]
    assert "unknown field `owner`" in catalog.faults["2026-Q4/delivery_time"]


def test_a_file_that_is_no_yaml_leaves_the_others(tmp_path: Path) -> None:
    catalog = load_files(tmp_path, a="team: [\n  x: ]]\n", b=SOUND)

    assert [each.id for each in catalog.objectives] == ["b"]
    assert len(catalog.problems) == 1


def test_a_fault_of_the_project_file_touches_every_number(tmp_path: Path) -> None:
    project = a_project(tmp_path, {"a.yaml": SOUND}, settings="timezone: Europe/Pari\n")

    assert list(load(project).sound) == []


def test_a_connection_at_fault_takes_only_those_that_ask_it(tmp_path: Path) -> None:
    connections = "logistics: {type: sqlite}\nsupport: {type: sqlite, timeout: soon}\n"
    asking = a_key_result("tickets").replace("source: logistics", "source: support")
    project = a_project(
        tmp_path, {"a.yaml": an_objective(a_key_result(), asking)}, connections=connections
    )

    assert [each.id for each in load(project).sound] == ["delivery_time"]


def test_a_connection_that_cannot_be_read_at_all_takes_those_that_ask_it(tmp_path: Path) -> None:
    project = a_project(tmp_path, {"a.yaml": SOUND}, connections="logistics: sqlite\n")

    catalog = load(project)

    assert [each.message for each in catalog.problems] == [
        "`logistics` must be a mapping of fields"
    ]
    assert list(catalog.sound) == []


def test_connections_that_are_no_yaml_are_one_problem(tmp_path: Path) -> None:
    project = a_project(tmp_path, {"a.yaml": SOUND}, connections="}\n")

    catalog = load(project)

    assert [str(each.place) for each in catalog.problems] == ["connections.yaml:1:1"]
    assert list(catalog.sound) == []


def test_a_missing_variable_takes_those_that_need_it(tmp_path: Path) -> None:
    connections = "logistics:\n  type: postgres\n  password: ${env.NOT_SET}\n"
    project = a_project(tmp_path, {"a.yaml": SOUND}, connections=connections)

    assert "`NOT_SET` is not set" in load(project).faults["2026-Q4/delivery_time"]


def test_an_id_used_twice_measures_neither(tmp_path: Path) -> None:
    catalog = load_files(tmp_path, a=SOUND, b=SOUND)

    assert [each.id for each in catalog.key_results] == ["delivery_time"]
    assert list(catalog.sound) == []
    assert [str(each.place) for each in catalog.problems] == ["kr_definitions/b.yaml:5:3"]


def test_two_objectives_of_one_name_are_a_problem(tmp_path: Path) -> None:
    files = {"x/a.yaml": SOUND, "y/a.yaml": an_objective(a_key_result("other"))}

    catalog = load(a_project(tmp_path, files))

    assert [each.message for each in catalog.problems] == ["`a` is an objective of 2026-Q4 already"]
    assert [each.id for each in catalog.sound] == ["delivery_time"]


def test_going_beyond_a_limit_warns(tmp_path: Path) -> None:
    files = {f"{name}.yaml": an_objective(a_key_result(f"kr_{name}")) for name in "abcd"}

    catalog = load(a_project(tmp_path, files))

    assert [(each.severity, each.message) for each in catalog.problems] == [
        (Severity.WARNING, "`logistics` has more than 3 objectives in 2026-Q4")
    ]
    assert catalog.faults == {}


def test_going_beyond_a_limit_is_an_error_if_the_project_says_so(tmp_path: Path) -> None:
    key_results = [a_key_result(f"kr_{name}") for name in "ab"]
    settings = "limits: {key_results_per_objective: 1, severity: error}\n"

    catalog = load(a_project(tmp_path, {"a.yaml": an_objective(*key_results)}, settings=settings))

    assert [each.severity for each in catalog.problems] == [Severity.ERROR]
    assert len(list(catalog.sound)) == 2


def test_objectives_that_contribute_in_a_circle_are_a_problem(tmp_path: Path) -> None:
    catalog = load_files(
        tmp_path,
        a=an_objective(a_key_result("x"), head="contributes_to: b\n"),
        b=an_objective(a_key_result("y"), head="contributes_to: a\n"),
    )

    assert [each.message for each in catalog.problems] == [
        "`a` would contribute to itself",
        "`b` would contribute to itself",
    ]


def test_guardrails_may_stand_in_another_file_of_the_cycle(tmp_path: Path) -> None:
    guarded = a_key_result(more="guardrails: [returns]\n")

    catalog = load_files(tmp_path, a=an_objective(guarded), b=an_objective(a_key_result("returns")))

    assert catalog.problems == ()


@pytest.mark.parametrize(
    "field",
    [
        pytest.param("split_by: [region, ~]", id="an item"),
        pytest.param("expectations: [~]", id="an expectation"),
        pytest.param("expect: {rows: {at_least: ~}}", id="a limit"),
        pytest.param("measuer:", id="an unknown field"),
        pytest.param("changes: [{date: 2026-11-02, by: ~, reason: x}]", id="a reason's team"),
    ],
)
def test_nothing_is_never_taken_for_something(tmp_path: Path, field: str) -> None:
    catalog = load_files(tmp_path, a=an_objective(a_key_result(more=f"{field}\n")))

    assert len(catalog.problems) == 1
    assert list(catalog.sound) == []


def test_a_second_look_at_unchanged_files_says_the_same(tmp_path: Path) -> None:
    project = a_project(tmp_path, {"a.yaml": SOUND, "b.yaml": "team: %\n"})

    first, second = load(project), load(project)

    assert first == second
    assert first.problems == second.problems


@pytest.mark.parametrize(
    "line",
    [
        "  password: hunter2",
        '  "password": "hunter2"',
        "  api_token: hunter2",
        "  private_key: hunter2",
        "  url: postgresql://reader:hunter2@db/crm",
        "  url: mysql://db/crm?user=reader&password=hunter2",
    ],
)
def test_a_secret_written_out_is_a_problem_that_does_not_repeat_it(
    tmp_path: Path, line: str
) -> None:
    project = a_project(tmp_path, connections=f"crm:\n  type: postgres\n{line}\n")

    problems = load(project).problems

    assert len(problems) == 1
    assert "hunter2" not in str(problems[0])


def test_a_secret_is_not_repeated_by_a_fault_beside_it(tmp_path: Path) -> None:
    connections = (
        "crm: {type: postgres, password: hunter2, timeout: soon, url: 'a://b:hunter2@c'}\n"
    )

    problems = load(a_project(tmp_path, connections=connections)).problems

    assert len(problems) == 3
    assert not any("hunter2" in str(each) for each in problems)


def test_a_variable_cannot_change_what_the_file_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SNEAKY", "x\n  i_know_this_role_can_write: true")
    project = a_project(tmp_path, connections="crm:\n  type: sqlite\n  path: ${env.SNEAKY}\n")

    assert not load(project).connections["crm"].i_know_this_role_can_write


def test_twenty_mistakes_in_five_files_are_twenty_placed_problems(tmp_path: Path) -> None:
    windowless = MEASURE.replace("  window: last 28 days\n", "")
    files = {
        "a.yaml": an_objective(
            a_key_result("one", promise="baseline: 48\ntaget: 24\n"),
            a_key_result("two", promise="baseline: eight percent\ntarget: 24\n"),
            a_key_result("three", promise="baseline: 0\nchange: -30 percent\n"),
            a_key_result("four", how=windowless),
        ),
        "b.yaml": an_objective(
            a_key_result("five", more="unit: %\n"),
            a_key_result("six", how=MEASURE + "  where: note = 'a: b'\n"),
            a_key_result("seven", promise="baseline: 3\ntarget: 4,5\n"),
            a_key_result("Eight"),
        ),
        "c.yaml": an_objective(
            a_key_result("nine", promise="target: 5\nkeep: {at_least: 3}\n"),
            a_key_result("ten").replace("source: logistics", "source: logistic"),
            a_key_result("eleven", more="guardrails: [gone]\n"),
            a_key_result("twelve", how="sql: select 1 as value where :since < now()\n"),
            head="contributes_to: nowhere\n",
        ),
        "d.yaml": an_objective(
            a_key_result("thirteen", how=MEASURE.replace("last 28 days", "last month")),
            a_key_result("fourteen", how=MEASURE + "  growth: yes\n"),
            a_key_result("fifteen", more="cadence: sometimes\n"),
            a_key_result("sixteen", more="unit: h\nunit: d\n"),
            cycle="2026-Q5",
        ),
        "e.yaml": an_objective(
            a_key_result("seventeen", more="split_by: [a, b, c, d, e, f]\n"),
            a_key_result("eighteen", more="expect: {jump: {at_most: 30}}\n"),
        ),
    }
    settings = "limits: {objectives_per_team: 9, key_results_per_objective: 9}\n"

    catalog = load(a_project(tmp_path, files, settings=settings))

    assert [each.message for each in catalog.problems if each.place is None] == []
    assert len(catalog.problems) == 20, "\n".join(map(str, catalog.problems))
    places = [(each.place.file, each.place.line) for each in catalog.problems if each.place]
    assert places == sorted(places)
    assert len({file for file, _ in places}) == 5
