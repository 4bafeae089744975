"""No key result is about one person."""

from __future__ import annotations

from pathlib import Path

import pytest

from krtracker.definitions import load
from tests.texts import MEASURE, a_key_result, a_project, an_objective


def told(tmp_path: Path, how: str) -> list[str]:
    project = a_project(tmp_path, {"a.yaml": an_objective(a_key_result(how=how))})
    return [each.message for each in load(project).problems if "person" in each.message]


@pytest.mark.parametrize("column", ["sales_agent", "employee_id", "vendeur", "assigned_to", "nom"])
def test_a_column_that_looks_like_a_person_splits_nothing(tmp_path: Path, column: str) -> None:
    assert told(tmp_path, f"{MEASURE}split_by: [region, {column}]\n") == [
        f"`{column}` looks like a person"
    ]


@pytest.mark.parametrize(
    "where",
    ["sales_agent = 'Ann'", "o.employee_id in (7, 8)", "region = 'x' and opened_by = 'Bob'"],
)
def test_the_rows_of_one_person_are_not_chosen(tmp_path: Path, where: str) -> None:
    (message,) = told(tmp_path, f'{MEASURE}  where: "{where}"\n')

    assert "chooses the rows of one person" in message


@pytest.mark.parametrize(
    "where", ["sales_agent is not null", "region = 'agent'", "agent_group = 'night'", "score = 7"]
)
def test_what_is_not_one_person_is_let_be(tmp_path: Path, where: str) -> None:
    assert told(tmp_path, f'{MEASURE}  where: "{where}"\n') == []


@pytest.mark.parametrize(
    "how",
    [
        pytest.param(
            MEASURE.replace(
                "avg(hours_between(ordered_at, delivered_at))",
                "count(*) filter (where agent = 'Ann')",
            ),
            id="a filter",
        ),
        pytest.param(MEASURE + "  where: \"'Ann' = sales_agent\"\n", id="the name first"),
        pytest.param(MEASURE + "  where: \"lower(sales_agent) = 'ann'\"\n", id="in small letters"),
        pytest.param(
            "sql: SELECT count(*) AS value FROM orders WHERE employee_id IN (7)\n", id="sql"
        ),
    ],
)
def test_one_person_is_chosen_nowhere_else_either(tmp_path: Path, how: str) -> None:
    (message,) = told(tmp_path, how)

    assert "chooses the rows of one person" in message


OWN = """
coach: {no_guardrail: off}
people:
  also: [rider, Dossier-Sachbearbeiter]
  exceptions: {driver: "programs that drive a printer", opened_by: the name of a channel}
"""


@pytest.mark.parametrize(
    ("column", "is_told"),
    [
        ("rider", True),
        ("night_rider_id", True),
        ("dossier_sachbearbeiter", True),
        ("sales_agent", True),
        ("printer_driver", False),
        ("opened_by", False),
        ("region", False),
    ],
)
def test_a_project_has_words_of_its_own(tmp_path: Path, column: str, is_told: bool) -> None:
    how = f"{MEASURE}split_by: [{column}]\n"
    project = a_project(tmp_path, {"a.yaml": an_objective(a_key_result(how=how))}, settings=OWN)

    problems = [each for each in load(project).problems if "person" in each.message]
    assert bool(problems) == is_told
    assert all("numbers about one person are kept nowhere" in str(each) for each in problems)
    assert all("`people` in `project.yaml` takes it as exception" in str(e) for e in problems)


@pytest.mark.parametrize("field", ["team: rider", "team: x\ncontributing_teams: [Rider]"])
def test_a_team_with_a_persons_name_of_the_project_is_told(tmp_path: Path, field: str) -> None:
    text = an_objective(a_key_result()).replace("team: ", f"{field} #", 1)

    problems = load(a_project(tmp_path, {"a.yaml": text}, settings=OWN)).problems
    assert [each.message.lower() for each in problems] == [
        "`rider` means one person, says `people` of `project.yaml`"
    ]


@pytest.mark.parametrize("team", ["ann@example.org", "Mme Durand", "Mr Smith"])
def test_a_team_is_no_person(tmp_path: Path, team: str) -> None:
    text = an_objective(a_key_result()).replace("team: ", f"team: {team} #", 1)
    catalog = load(a_project(tmp_path, {"a.yaml": text}))

    assert f"`{team}` looks like a person" in [each.message for each in catalog.problems]
