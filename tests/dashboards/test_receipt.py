"""The receipt of a number: its parts, and the promise of its own day."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from krtracker.project import Project
from tests.dashboards.changing import EARLY, publish_changes
from tests.dashboards.reading import block, blocks, text_of

Open = Callable[..., AppTest]


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project in which promises, measures and values changed."""
    root = tmp_path_factory.mktemp("changed")
    (root / "project.yaml").write_text("name: Food & Co\n", encoding="utf-8")
    return publish_changes(Project(root))


@pytest.fixture(scope="module")
def changed_in_french(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The same, told in French."""
    root = tmp_path_factory.mktemp("change")
    (root / "project.yaml").write_text("name: Food & Co\n", encoding="utf-8")
    return publish_changes(Project(root), language="fr")


def receipt(test: AppTest) -> str:
    """What the receipt on a page says."""
    assert not test.exception
    found = [" ".join(text_of(each).split()) for each in blocks(test) if each["kind"] == "terms"]
    return max(found, key=len)


def test_the_parts_of_a_formula_are_told_with_the_digits_that_a_person_reads(
    changed: Project, open_page: Open
) -> None:
    said = receipt(open_page(changed, "key_result", kr="ratio"))

    assert "0.42 / positive(0.56) 120 rows → 0.75 x" in said


@pytest.mark.parametrize(
    ("kr", "then", "now"),
    [
        pytest.param(
            "moved",
            ("(40 − 48) / (24 − 48) = 33 %", "48 → 24 h, until 19 Nov 48 → 28.5 h, changed 19 Nov"),
            ("(40 − 48) / (28.5 − 48) = 41 %", "Promise 48 → 28.5 h, changed 19 Nov"),
            id="a target",
        ),
        pytest.param(
            "partly",
            ("(40 − 50) / (45 − 50) = 200 %", "50 → 45 h, until 19 Nov 50 → 44 h, changed"),
            ("(40 − 50) / (44 − 50) = 161 %", "Promise 50 → 44 h, changed 19 Nov"),
            id="a change of a measured baseline",
        ),
        pytest.param(
            "limited",
            ("keep ≥ 50 % Source", "keep ≥ 50 %, until 19 Nov keep ≥ 62 %, changed 19 Nov"),
            ("keep ≥ 62 % kept 0 of", "Promise keep ≥ 62 %, changed 19 Nov"),
            id="limits",
        ),
    ],
)
def test_a_past_day_is_held_against_the_promise_of_that_day(
    changed: Project, open_page: Open, kr: str, then: tuple[str, str], now: tuple[str, str]
) -> None:
    of_now = receipt(open_page(changed, "key_result", kr=kr))
    of_then = receipt(open_page(changed, "key_result", kr=kr, day=EARLY.isoformat()))

    assert all(each in of_then.replace(".0", "") for each in then), of_then
    assert all(each in of_now.replace(".0", "") for each in now), of_now


def test_a_new_measure_is_told_as_one(changed: Project, open_page: Open) -> None:
    page = open_page(changed, "key_result", kr="measured")

    assert "48 → 24 h, unchanged since 1 Oct measure changed 19 Nov" in receipt(page)
    said = text_of(block(page, "terms", "History"))
    assert "19 Nov measure changed · logistics: carrier B left" in said
    assert "promise changed" not in said


def test_it_is_told_in_french(changed_in_french: Project, open_page: Open) -> None:
    measured = open_page(changed_in_french, "key_result", kr="measured")
    moved = open_page(changed_in_french, "key_result", kr="moved", day=EARLY.isoformat())

    assert "mesure modifiée le 19 nov." in receipt(measured)
    assert "mesure modifiée · logistics" in text_of(block(measured, "terms", "Historique"))
    assert "48 → 24 h, jusqu’au 19 nov." in receipt(moved)


@pytest.mark.parametrize(
    ("kr", "known", "difference"),
    [
        pytest.param("counted", "900 h", "+860 h", id="accepted by a person"),
        pytest.param("held", "not believed", "—", id="rejected and not accepted"),
    ],
)
def test_what_is_known_now_is_the_row_in_force(
    changed: Project, open_page: Open, kr: str, known: str, difference: str
) -> None:
    page = open_page(changed, "key_result", kr=kr)

    table = block(page, "table", "Shown then, known now")
    (cells,) = ([text_of(each).strip() for each in row] for row in table["rows"])
    assert cells[1].startswith("40 h since")
    assert "42 h since" in cells[1]
    assert cells[2].startswith(known)
    assert cells[3] == difference
