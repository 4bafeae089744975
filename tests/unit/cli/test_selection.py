"""Which key results `--select` and `--exclude` mean."""

from __future__ import annotations

import pytest

from krtracker.cli.selection import one, select
from krtracker.domain.catalog import Catalog
from krtracker.errors import UsageError
from tests.builders import a_catalog, a_cycle, a_key_result, an_objective

CATALOG = a_catalog(
    an_objective(a_key_result("delivery"), a_key_result("incidents", source="support")),
    an_objective(a_key_result("retention", source="crm"), id="growth", team="sales"),
)
STATUSES = {"2026-Q4/delivery": "at risk", "2026-Q4/incidents": "on track"}


def ids(*chosen: str, without: tuple[str, ...] = (), catalog: Catalog = CATALOG) -> list[str]:
    found = select(catalog, chosen, without, statuses=lambda: STATUSES)
    return [each.id for each in found]


def test_no_term_at_all_means_everything_in_the_order_of_the_files() -> None:
    assert ids() == ["delivery", "incidents", "retention"]


@pytest.mark.parametrize(
    ("term", "meant"),
    [
        pytest.param("delivery", ["delivery"], id="an id"),
        pytest.param("2026-Q4/delivery", ["delivery"], id="an id of one cycle"),
        pytest.param("retention, delivery", ["delivery", "retention"], id="ids parted by commas"),
        pytest.param("objective:growth", ["retention"], id="an objective"),
        pytest.param("team:logistics", ["delivery", "incidents"], id="a team"),
        pytest.param("source:support", ["incidents"], id="a source"),
        pytest.param("status:at risk", ["delivery"], id="a status as pages write it"),
        pytest.param("status:at_risk", ["delivery"], id="a status as a shell likes it"),
        pytest.param("status:no-data", ["retention"], id="a status that nobody recorded"),
    ],
)
def test_a_term_means(term: str, meant: list[str]) -> None:
    assert ids(term) == meant


def test_several_terms_mean_what_any_of_them_means() -> None:
    assert ids("team:sales", "source:support") == ["incidents", "retention"]


def test_what_is_excluded_is_left_out() -> None:
    assert ids("team:logistics", without=("source:support",)) == ["delivery"]


def test_an_exclusion_alone_leaves_the_rest() -> None:
    assert ids(without=("delivery",)) == ["incidents", "retention"]


@pytest.mark.parametrize(
    ("term", "told"),
    [
        pytest.param("delivry", "did you mean `delivery`?", id="a misspelt id"),
        pytest.param("zzz", "there is `delivery`, `incidents`, `retention`", id="no such id"),
        pytest.param("team:sale", "did you mean `sales`?", id="a misspelt team"),
        pytest.param("owner:ann", "there is `objective`, `source`, `status`, `team`", id="a kind"),
        pytest.param("status:onn track", "did you mean `on track`?", id="a misspelt status"),
    ],
)
def test_a_term_that_means_nothing_is_told_with_what_there_is(term: str, told: str) -> None:
    with pytest.raises(UsageError, match="unknown") as caught:
        ids(term)

    assert told in str(caught.value)


def test_a_status_that_nobody_has_is_told_with_those_there_are() -> None:
    with pytest.raises(UsageError) as caught:
        ids("status:missed")

    there = "there is `at risk`, `no data`, `on track`"
    assert str(caught.value) == f"no key result is `missed` now; {there}"


def test_selecting_nothing_names_what_exists() -> None:
    with pytest.raises(UsageError, match="nothing is selected; there is `delivery`"):
        ids("delivery", without=("delivery",))


def test_an_empty_project_has_nothing_to_select_and_that_is_no_fault() -> None:
    assert ids(catalog=Catalog()) == []


def test_statuses_are_asked_only_when_a_term_needs_them() -> None:
    def unwanted() -> dict[str, str]:
        raise AssertionError

    assert select(CATALOG, ["team:sales"], statuses=unwanted)


def test_an_id_alone_means_its_newest_cycle() -> None:
    old = an_objective(a_key_result("delivery", cycle=a_cycle("2026-Q3")), cycle=a_cycle("2026-Q3"))
    catalog = a_catalog(old, *CATALOG.objectives)

    assert one(catalog, "delivery").cycle.name == "2026-Q4"
    assert one(catalog, "2026-Q3/delivery").cycle.name == "2026-Q3"
